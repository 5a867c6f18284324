//===- Constants.h - constants as passes read and make them ---------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_PASSES_CONSTANTS_H
#define UNSPOOL_PASSES_CONSTANTS_H

#include "ir/Evaluate.h"
#include "ir/Nn.h"

namespace unspool::nn {

/// Is `value` an nn.constant?
bool isConstant(mlir::Value value);

/// Is `value` a constant whose every element is zero?
bool isZero(mlir::Value value);

/// Is `value` a constant whose every element is one?
bool isOne(mlir::Value value);

/// The elements of an integer constant, or nothing.
std::optional<llvm::SmallVector<int64_t>> integersOf(mlir::Value value);

/// Does `value` vary along its last axis only, if at all: shape [1, ..., 1, C]?
bool variesAlongLastAxisOnly(mlir::Value value);

/// If all operands of `op` are constants and folding pays, its results as new
/// constants made by `builder`; otherwise nothing. Large results of ops that
/// only repeat data (broadcast, iota) stay ops.
llvm::SmallVector<mlir::Value> foldConstants(mlir::Operation *op, mlir::OpBuilder &builder);

/// Creates an op and folds it on the spot if its operands are constants, so that
/// preparing weights leaves one constant and no trail of ops.
template <typename OpTy, typename... Args>
mlir::Value createFolded(mlir::OpBuilder &builder, mlir::Location location, Args &&...args) {
  // Not inserted until it is known to stay: rewriters follow what is inserted.
  mlir::OpBuilder detached(builder.getContext());
  OpTy op = OpTy::create(detached, location, std::forward<Args>(args)...);
  llvm::SmallVector<mlir::Value> folded = foldConstants(op, builder);
  if (folded.empty()) {
    builder.insert(op);
    return op->getResult(0);
  }
  op->erase();
  return folded.front();
}

/// Weights that were folded or packed into others leave their originals behind.
void eraseUnusedConstants(mlir::func::FuncOp function);

/// A reshape to `shape`, or `value` itself if it has that shape.
mlir::Value reshapeTo(mlir::OpBuilder &builder, mlir::Location location, mlir::Value value,
                      llvm::ArrayRef<int64_t> shape);

/// input[start : start + size] along one axis, all of the others.
mlir::Value sliceAxis(mlir::OpBuilder &builder, mlir::Location location, mlir::Value input,
                      int64_t axis, int64_t start, int64_t size);

/// A constant of one repeated element, in `type`'s element type.
mlir::Value splat(mlir::OpBuilder &builder, mlir::Location location, mlir::RankedTensorType type,
                  double element);

} // namespace unspool::nn

#endif // UNSPOOL_PASSES_CONSTANTS_H
