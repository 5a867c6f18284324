//===- DepthwisePointwise.cpp - pairs of convolutions, one kernel ---------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/DepthwisePointwise.h"

using namespace mlir;

namespace unspool::nn {

/// Elementwise ops between the two, at most.
static constexpr size_t kMostOps = 8;

static bool isAll(ArrayRef<int64_t> values, int64_t expected) {
  return llvm::all_of(values, [&](int64_t value) { return value == expected; });
}

static bool isPointwise(ConvOp conv) {
  return conv.getGroups() == 1 && !conv.isWinograd() && isAll(conv.getStrides(), 1) &&
         isAll(conv.getLow(), 0) && isAll(conv.getHigh(), 0) &&
         llvm::all_of(llvm::zip(shapeOf(conv.getInput()).drop_front().drop_back(),
                                shapeOf(conv.getResult()).drop_front().drop_back()),
                      [](auto extents) { return std::get<0>(extents) == std::get<1>(extents); });
}

OpGroup depthwiseBefore(ConvOp pointwise, int64_t largeMap) {
  ArrayRef<int64_t> shape = shapeOf(pointwise.getInput());
  int64_t images = std::max<int64_t>(1, shape.front());
  auto type = typeOf(pointwise.getInput());
  if (!isPointwise(pointwise) || !type.getElementType().isF32() || shape.size() < 4 ||
      type.getNumElements() / images * 4 <= largeMap)
    return {};
  OpGroup group;
  ConvOp depthwise;
  llvm::SmallVector<Value> open{pointwise.getInput()};
  while (!open.empty()) {
    Operation *op = open.pop_back_val().getDefiningOp();
    if (!op || op->getBlock() != pointwise->getBlock() || group.contains(op))
      continue; // or it is read from memory
    bool isDepthwise = anchorKind(op) == StringRef("depthwise");
    if (isDepthwise && !depthwise)
      depthwise = cast<ConvOp>(op);
    else if (!isElementwise(op) || group.size() == kMostOps)
      continue;
    group.insert(op);
    if (!isDepthwise)
      for (Value operand : op->getOperands())
        if (shapeOf(operand) == shape)
          open.push_back(operand);
  }
  bool isAlone = llvm::all_of(group, [&](Operation *op) {
    return llvm::all_of(op->getUsers(),
                        [&](Operation *user) { return user == pointwise || group.contains(user); });
  });
  return depthwise && isAlone ? group : OpGroup();
}

} // namespace unspool::nn
