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
/// Pixels of a leading convolution's map are whole cache lines: others would share lines, and
/// vectors of channels would have idle lanes (20 to 100 channels took 1.1 times as long).
static constexpr int64_t kLineBytes = 64;
/// Bytes of a leading convolution's filter, at most: each stripe of rows reads all of it.
static constexpr int64_t kMostWeightBytes = 64 << 10;
/// Outputs of a pointwise convolution that takes in a depthwise one, at most. With more, what it
/// does with a pixel takes so long that the way of the map through memory matters less than
/// tiles which do not end with the rows. (Measured on Zen 4, without being one kernel: 64 outputs
/// take 1.0 to 1.15 times as long, 96 to 256 0.9 to 1.0; Xception's 728, on Zen 5, 0.92.)
static constexpr int64_t kMostOutputs = 64;

static bool isPointwise(ConvOp conv) {
  return conv.getGroups() == 1 && !conv.isWinograd() && allEqual(conv.getStrides(), 1) &&
         allEqual(conv.getLow(), 0) && allEqual(conv.getHigh(), 0) &&
         llvm::all_of(llvm::zip(shapeOf(conv.getInput()).drop_front().drop_back(),
                                shapeOf(conv.getResult()).drop_front().drop_back()),
                      [](auto extents) { return std::get<0>(extents) == std::get<1>(extents); });
}

static bool isDepthwise(Operation *op) { return anchorKind(op) == StringRef("depthwise"); }

/// Ops behind `conv`'s input whose results are of its shape, and nobody else's: elementwise
/// ops, and at most one that `isMaker` accepts.
static OpGroup mapsBefore(ConvOp conv, llvm::function_ref<bool(Operation *)> isMaker) {
  ArrayRef<int64_t> shape = shapeOf(conv.getInput());
  OpGroup group;
  bool hasMaker = false;
  llvm::SmallVector<Value> open{conv.getInput()};
  while (!open.empty()) {
    Operation *op = open.pop_back_val().getDefiningOp();
    if (!op || op->getBlock() != conv->getBlock() || group.contains(op))
      continue; // or it is read from memory
    bool isOwn = llvm::all_of(
        op->getUsers(), [&](Operation *user) { return user == conv || group.contains(user); });
    bool makes = isMaker(op) && !hasMaker;
    if (!isOwn || group.size() == kMostOps || (!makes && !isElementwise(op)))
      continue;
    group.insert(op);
    hasMaker |= makes;
    if (!makes)
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
  StringRef kind = *anchorKind(conv);
  if (isOwn && (kind == "conv" || kind == "winograd") &&
      shapeOf(conv.getInput()).back() <= kFewChannels)
    group.insert(transpose);
  return group;
}

/// Is the image that `conv` reads too large to stay in the cache?
static bool readsLargeMap(ConvOp conv, int64_t largeMap) {
  auto type = typeOf(conv.getInput());
  int64_t images = std::max<int64_t>(1, type.getDimSize(0));
  return type.getElementType().isF32() && type.getRank() >= 4 &&
         type.getNumElements() / images * 4 > largeMap;
}

static ConvOp convIn(const OpGroup &group) {
  for (Operation *op : group)
    if (auto conv = dyn_cast<ConvOp>(op))
      return conv;
  return nullptr;
}

/// What makes the input of a pointwise convolution.
static OpGroup depthwiseBefore(ConvOp conv, int64_t largeMap) {
  if (!isPointwise(conv) || !readsLargeMap(conv, largeMap))
    return {};
  OpGroup group = mapsBefore(conv, isDepthwise);
  if (convIn(group) && shapeOf(conv.getResult()).back() > kMostOutputs)
    return {};
  return convIn(group) || hasNoOtherPlace(group, shapeOf(conv.getInput())) ? group : OpGroup();
}

/// The convolution of all channels, and what follows it, that make the input of a depthwise
/// one.
static OpGroup leadingBefore(ConvOp depthwise, int64_t largeMap) {
  ArrayRef<int64_t> map = shapeOf(depthwise.getInput());
  if (map.size() != 4 || map.back() * 4 % kLineBytes != 0 || !readsLargeMap(depthwise, largeMap))
    return {};
  OpGroup group = mapsBefore(depthwise, [&](Operation *op) {
    auto conv = dyn_cast<ConvOp>(op);
    return conv && anchorKind(op) == StringRef("conv") && conv.getGroups() == 1 &&
           typeOf(conv.getFilter()).getNumElements() * 4 <= kMostWeightBytes &&
           depthwiseBefore(conv, largeMap).empty();
  });
  ConvOp conv = convIn(group);
  if (!conv)
    return {};
  OpGroup layout = layoutBefore(conv);
  group.insert(layout.begin(), layout.end());
  return group;
}

OpGroup producersBefore(ConvOp conv, int64_t largeMap) {
  if (isDepthwise(conv))
    return leadingBefore(conv, largeMap);
  StringRef kind = *anchorKind(conv);
  if (kind != "conv" && kind != "winograd")
    return {};
  OpGroup layout = layoutBefore(conv);
  if (!layout.empty() || kind == "winograd")
    return layout;
  OpGroup group = depthwiseBefore(conv, largeMap);
  if (ConvOp depthwise = convIn(group)) {
    OpGroup leading = leadingBefore(depthwise, largeMap);
    group.insert(leading.begin(), leading.end());
  }
  return group;
}

bool isProducer(ConvOp conv, int64_t largeMap) {
  OpGroup readers; // what follows it, elementwise
  llvm::SmallVector<Operation *> open{conv};
  while (!open.empty())
    for (Operation *reader : open.pop_back_val()->getUsers()) {
      if (isDepthwise(reader))
        return leadingBefore(cast<ConvOp>(reader), largeMap).contains(conv);
      if (isElementwise(reader) && readers.size() < kMostOps && readers.insert(reader))
        open.push_back(reader);
    }
  return false;
}

} // namespace unspool::nn
