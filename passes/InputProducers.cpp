//===- InputProducers.cpp - what a convolution makes of its input itself --===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/InputProducers.h"

using namespace mlir;

namespace unspool::nn {

/// Ops that make the input, at most.
static constexpr size_t kMostOps = 8;

static bool isPointwise(ConvOp conv) {
  return conv.getGroups() == 1 && !conv.isWinograd() && allEqual(conv.getStrides(), 1) &&
         allEqual(conv.getLow(), 0) && allEqual(conv.getHigh(), 0) &&
         llvm::all_of(llvm::zip(shapeOf(conv.getInput()).drop_front().drop_back(),
                                shapeOf(conv.getResult()).drop_front().drop_back()),
                      [](auto extents) { return std::get<0>(extents) == std::get<1>(extents); });
}

/// Ops behind `conv`'s input whose results are of its shape, and nobody else's.
static OpGroup mapsBefore(ConvOp conv) {
  ArrayRef<int64_t> shape = shapeOf(conv.getInput());
  OpGroup group;
  bool hasDepthwise = false;
  llvm::SmallVector<Value> open{conv.getInput()};
  while (!open.empty()) {
    Operation *op = open.pop_back_val().getDefiningOp();
    if (!op || op->getBlock() != conv->getBlock() || group.contains(op))
      continue; // or it is read from memory
    bool isOwn = llvm::all_of(
        op->getUsers(), [&](Operation *user) { return user == conv || group.contains(user); });
    bool isDepthwise = anchorKind(op) == StringRef("depthwise") && !hasDepthwise;
    if (!isOwn || group.size() == kMostOps || (!isDepthwise && !isElementwise(op)))
      continue;
    group.insert(op);
    hasDepthwise |= isDepthwise;
    if (!isDepthwise)
      for (Value operand : op->getOperands())
        if (shapeOf(operand) == shape)
          open.push_back(operand);
  }
  return group;
}

/// Can no other kernel end with the ops of `group`: are all maps that they read also read
/// by others?
static bool hasNoOtherPlace(const OpGroup &group, ArrayRef<int64_t> shape) {
  for (Operation *op : group)
    for (Value operand : op->getOperands()) {
      Operation *source = operand.getDefiningOp();
      if (shapeOf(operand) != shape || (source && group.contains(source)))
        continue;
      if (llvm::all_of(operand.getUsers(), [&](Operation *user) { return group.contains(user); }))
        return false;
    }
  return true;
}

/// The transpose that makes an image of few channels of the model's [N, C, H, W]: the copy
/// with a border, which the convolution makes of it, may as well read that.
static OpGroup layoutBefore(ConvOp conv) {
  constexpr int64_t kFewChannels = 4;
  OpGroup group;
  auto transpose = conv.getInput().getDefiningOp<TransposeOp>();
  bool isOwn = transpose && transpose->hasOneUse() && transpose->getBlock() == conv->getBlock();
  if (isOwn && anchorKind(conv) == StringRef("conv") &&
      shapeOf(conv.getInput()).back() <= kFewChannels)
    group.insert(transpose);
  return group;
}

OpGroup producersBefore(ConvOp conv, int64_t largeMap) {
  if (OpGroup layout = layoutBefore(conv); !layout.empty())
    return layout;
  auto type = typeOf(conv.getInput());
  ArrayRef<int64_t> shape = type.getShape();
  if (anchorKind(conv) != StringRef("conv") || !type.getElementType().isF32() || shape.size() < 4)
    return {};
  int64_t images = std::max<int64_t>(1, shape.front());
  if (!isPointwise(conv) || type.getNumElements() / images * 4 <= largeMap)
    return {};
  OpGroup group = mapsBefore(conv);
  bool hasDepthwise = llvm::any_of(group, [](Operation *op) { return isa<ConvOp>(op); });
  return hasDepthwise || hasNoOtherPlace(group, shape) ? group : OpGroup();
}

} // namespace unspool::nn
