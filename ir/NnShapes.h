//===- NnShapes.h - helpers of the shape rules ----------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A shape rule (inferReturnTypes) is an op's verifier as well: MLIR compares what
// it infers with the types that the op has. Private to ir/.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_IR_NNSHAPES_H
#define UNSPOOL_IR_NNSHAPES_H

#include "ir/Nn.h"

namespace unspool::nn {

using Types = llvm::SmallVectorImpl<mlir::Type>;
using MaybeLocation = std::optional<mlir::Location>;

/// "1x3x224", or "scalar".
std::string shapeText(llvm::ArrayRef<int64_t> shape);

/// The number of elements, or nothing if there are more than can be meant (2^40).
std::optional<int64_t> countElements(llvm::ArrayRef<int64_t> shape);

/// Adds the tensor type, unless it has more elements than can be meant (2^40).
mlir::LogicalResult addTensor(MaybeLocation location, Types &types, llvm::ArrayRef<int64_t> shape,
                              mlir::Type element);

/// An error unless `shape` is `expected`: "WHAT is 4x5 when it should be 4x6 (FORMULA)".
mlir::LogicalResult checkShape(MaybeLocation location, llvm::StringRef what, mlir::Value value,
                               llvm::ArrayRef<int64_t> expected, llvm::StringRef formula);

/// An error unless -1 < axis < rank.
mlir::LogicalResult checkAxis(MaybeLocation location, int64_t axis, int64_t rank);

/// An error unless both values have one element type.
mlir::LogicalResult checkSameElement(MaybeLocation location, mlir::Value lhs, mlir::Value rhs);

} // namespace unspool::nn

#endif // UNSPOOL_IR_NNSHAPES_H
