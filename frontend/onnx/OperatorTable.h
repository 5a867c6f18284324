//===- OperatorTable.h - which ONNX operators are understood --------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One row an operator. Each file of importers contributes a span of rows; the
// table is their explicit concatenation in OperatorTable.cpp. docs/operators.md
// is generated from it.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_ONNX_OPERATORTABLE_H
#define UNSPOOL_FRONTEND_ONNX_OPERATORTABLE_H

#include "frontend/onnx/OnnxNode.h"

namespace unspool::frontend {

/// Builds the ops of one node and sets its outputs. Failure, or an output left
/// null, means that an error has been reported.
using ImportFunction = mlir::LogicalResult (*)(OnnxNode &node);

inline constexpr unsigned kAnyNumber = ~0u;

struct OperatorRow {
  const char *name;
  int64_t firstOpset;   ///< oldest operator set whose form is understood
  unsigned leastInputs; ///< inputs that must be there
  unsigned mostInputs;
  const char *attributes; ///< understood attributes, separated by spaces
  const char *notes;      ///< restrictions, or ""
  ImportFunction function;
};

/// The row of an operator of the default domain, or null.
const OperatorRow *findOperator(llvm::StringRef domain, llvm::StringRef name);

// The families, one file each.
llvm::ArrayRef<OperatorRow> elementwiseOperators();
llvm::ArrayRef<OperatorRow> activationOperators();
llvm::ArrayRef<OperatorRow> productOperators();
llvm::ArrayRef<OperatorRow> convolutionOperators();
llvm::ArrayRef<OperatorRow> poolingOperators();
llvm::ArrayRef<OperatorRow> normalizationOperators();
llvm::ArrayRef<OperatorRow> reductionOperators();
llvm::ArrayRef<OperatorRow> shapeOperators();
llvm::ArrayRef<OperatorRow> movementOperators();
llvm::ArrayRef<OperatorRow> gatherOperators();
llvm::ArrayRef<OperatorRow> generatorOperators();
llvm::ArrayRef<OperatorRow> resizeOperators();
llvm::ArrayRef<OperatorRow> quantizationOperators();
llvm::ArrayRef<OperatorRow> recurrentOperators();
llvm::ArrayRef<OperatorRow> controlFlowOperators();
llvm::ArrayRef<OperatorRow> fourierOperators();
llvm::ArrayRef<OperatorRow> gridOperators();
llvm::ArrayRef<OperatorRow> regionOperators();
llvm::ArrayRef<OperatorRow> deformableOperators();
llvm::ArrayRef<OperatorRow> foldingOperators();
llvm::ArrayRef<OperatorRow> lossOperators();
llvm::ArrayRef<OperatorRow> attentionOperators();

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_ONNX_OPERATORTABLE_H
