//===- CellParts.h - a cell out of the sums of its gates --------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_PASSES_CELLPARTS_H
#define UNSPOOL_PASSES_CELLPARTS_H

#include "passes/LinearForm.h"

namespace unspool::nn {

struct CellParts {
  mlir::Value projected; ///< `[B, G * H]`
  mlir::Value recurrent; ///< `[H, G, H]`; null if no gate reads the state
};

/// What a cell with the state `h`, of `type` `[B, H]`, takes for these G gates, each a sum of
/// products. Fails if it would need what is not known before `before`, or if the gates have
/// terms that cannot be put side by side.
mlir::FailureOr<CellParts> splitGates(mlir::OpBuilder &builder, LinearForms &forms,
                                      llvm::ArrayRef<LinearForm> gates, mlir::Value h,
                                      mlir::Type type, mlir::Operation *before);

/// Can ops that stand where `before` does read `value`?
bool isBefore(mlir::Value value, mlir::Operation *before);

/// RecognizeRnnCells.cpp. Has it found any?
bool recognizeRnnCells(mlir::func::FuncOp function, LinearForms &forms);

} // namespace unspool::nn

#endif // UNSPOOL_PASSES_CELLPARTS_H
