//===- Evaluate.h - the reference evaluator of the nn dialect -------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Plain loops that say what each op means: readable, in double (or 64-bit
// integers), rounded once to the result's element type. It is the constant
// folder, the tests' oracle and the judge of --verify-each.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_IR_EVALUATE_H
#define UNSPOOL_IR_EVALUATE_H

#include "ir/Nn.h"

#include <vector>

namespace unspool::nn {

/// A dense row-major tensor in memory; an i1 takes one byte.
struct Tensor {
  mlir::RankedTensorType type;
  std::vector<uint8_t> bytes;
};

/// Bytes of one element in memory.
int64_t elementBytes(mlir::Type elementType);
/// Bytes of a static tensor value.
inline int64_t bytesOf(mlir::Value value) {
  return typeOf(value).getNumElements() * elementBytes(typeOf(value).getElementType());
}

/// Conversions to and from constants of the IR.
Tensor toTensor(mlir::ElementsAttr attribute);
mlir::DenseElementsAttr toAttribute(const Tensor &tensor);

/// Results of one op on its operands (an absent optional operand has no entry:
/// `operands` are the op's actual operands in order). Fails, with an error at
/// the op, for ops that compute nothing by themselves (func.return, ...).
mlir::FailureOr<llvm::SmallVector<Tensor>> evaluate(mlir::Operation *op,
                                                    llvm::ArrayRef<Tensor> operands);

/// Results of a model's function (any phase: layers, cells, fused, kernels).
mlir::FailureOr<llvm::SmallVector<Tensor>> evaluate(mlir::func::FuncOp function,
                                                    llvm::ArrayRef<Tensor> arguments);

} // namespace unspool::nn

#endif // UNSPOOL_IR_EVALUATE_H
