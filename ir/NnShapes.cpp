//===- NnShapes.cpp - helpers of the shape rules --------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ir/NnShapes.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace unspool::nn {

static constexpr int64_t kMostElements = int64_t(1) << 40;

std::string shapeText(ArrayRef<int64_t> shape) {
  if (shape.empty())
    return "scalar";
  return llvm::join(llvm::map_range(shape, [](int64_t extent) { return std::to_string(extent); }),
                    "x");
}

std::optional<int64_t> countElements(ArrayRef<int64_t> shape) {
  int64_t elements = 1, bound = 1; // bound: as if no extent were 0
  for (int64_t extent : shape) {
    if (llvm::MulOverflow(bound, std::max<int64_t>(extent, 1), bound) || bound > kMostElements)
      return std::nullopt;
    elements *= extent;
  }
  return elements;
}

LogicalResult addTensor(MaybeLocation location, Types &types, ArrayRef<int64_t> shape,
                        Type element) {
  for (int64_t extent : shape)
    if (extent < 0)
      return emitOptionalError(location, "extent ", extent, " of result ", shapeText(shape),
                               " is negative");
  if (!countElements(shape))
    return emitOptionalError(location, "result ", shapeText(shape), " has more than 2^40 elements");
  types.push_back(RankedTensorType::get(shape, element));
  return success();
}

LogicalResult checkShape(MaybeLocation location, StringRef what, Value value,
                         ArrayRef<int64_t> expected, StringRef formula) {
  if (shapeOf(value) == expected)
    return success();
  return emitOptionalError(location, what, " is ", shapeText(shapeOf(value)), " when it should be ",
                           shapeText(expected), " (", formula, ")");
}

LogicalResult checkAxis(MaybeLocation location, int64_t axis, int64_t rank) {
  if (axis >= 0 && axis < rank)
    return success();
  return emitOptionalError(location, "axis ", axis, " is outside the ", rank, " axes of the input");
}

LogicalResult checkSameElement(MaybeLocation location, Value lhs, Value rhs) {
  Type left = typeOf(lhs).getElementType(), right = typeOf(rhs).getElementType();
  if (left == right)
    return success();
  return emitOptionalError(location, "operands have element types ", left, " and ", right,
                           " when they should have the same");
}

} // namespace unspool::nn
