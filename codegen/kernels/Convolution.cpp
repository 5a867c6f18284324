//===- Convolution.cpp - nn.conv, channels last ---------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/Interleave.h"
#include "codegen/kernels/Window.h"
#include "ir/Winograd.h"

using namespace Halide;

namespace unspool {
namespace {

/// Channels of the leading convolution that lie side by side in its map: a vector, so that a
/// row of one is a stream, where weights are packed for whole vectors; otherwise all.
int64_t channelsOfBlock(const KernelBuilder &builder) {
  const Node &node = *builder.anchor.node;
  int64_t channels = node.results[0].shape.back(), block = integer(node, "block");
  return block && block % builder.lanes == 0 && channels % block == 0 ? builder.lanes : channels;
}

/// Has the map of the convolution before stored, which the windows of a depthwise one read
/// several times: in blocks of channels, [n, block, y, x, channel].
void stageLeading(KernelBuilder &builder, int map) {
  Func staged(builder.name("staged")), whole(builder.name("map"));
  Var n("n"), block("block"), y("y"), x("x"), c("c");
  builder.anchor.stagedBlock = channelsOfBlock(builder);
  int channels = int(builder.anchor.stagedBlock);
  staged(c, x, y, block, n) = builder.read(map, {n, y, x, block * channels + c});
  whole(c, x, y, n) = staged(c % channels, x, y, c / channels, n);
  builder.anchor.staged = staged;
  builder.bind(map, whole, /*isStored=*/false);
}

void buildConv(KernelBuilder &builder, const Node &node, int value) {
  size_t rank = builder.shapeOf(node.operands[0]).size() - 2;
  if (!winogradTiles(text(node, "algorithm"), rank).empty() && integer(node, "block")) {
    buildWinograd(builder, node, value);
    return;
  }
  int input = node.operands[0], filter = node.operands[1];
  const std::vector<int64_t> &filterShape = builder.shapeOf(filter);
  int64_t block = integer(node, "block"), groups = integer(node, "groups", 1);
  auto taps = filterShape.begin() + (block ? 1 : 0);
  Window window(builder, node, std::vector<int64_t>(taps, taps + rank));
  int64_t interleave = integer(node, "interleave", 1);
  int64_t depth = filterShape[filterShape.size() - 2]; // in steps of `interleave` channels
  int64_t outputs = node.results[0].shape.back();

  if (builder.anchor.node && groups > 1)
    stageLeading(builder, input);
  Func padded = makePadded(builder, node, window, /*inRows=*/true);
  auto readInput = [&](const Index &index) {
    return padded.defined() ? KernelBuilder::at(padded, index) : builder.read(input, index);
  };

  // Reduction axes: channels innermost, then the window from its last axis.
  Region bounds{{0, int(depth)}};
  for (size_t axis = rank; axis-- > 0;)
    bounds.push_back({0, int(window.extents[axis])});
  RDom domain(bounds, builder.name("taps"));
  Index index = builder.variables(rank + 2);
  Expr output = index.back();

  Index source{index.front()}, tap;
  for (size_t axis = 0; axis < rank; ++axis) {
    tap.push_back(domain[int(rank - axis)]);
    Expr position = padded.defined()
                        ? index[axis + 1]
                        : KernelBuilder::inTile(index[axis + 1], builder.extent(value, axis + 1));
    source.push_back(position * int(window.strides[axis]) +
                     tap[axis] * int(window.dilations[axis]));
  }
  Expr element = elementOfLane(output, domain[0], interleave, [&](Expr channel) {
    if (groups > 1)
      channel = output / int(outputs / groups) * int(depth) + channel;
    Index position = source;
    position.push_back(channel);
    return readInput(position);
  });

  Index weight = tap;
  weight.push_back(domain[0]);
  if (block)
    weight = packedIndex(output, block, interleave, weight);
  else
    weight.push_back(output);

  Type type = computedType(node.results[0].element);
  Func accumulator(builder.name("conv"));
  KernelBuilder::ref(accumulator, index) = Internal::make_zero(type);
  KernelBuilder::ref(accumulator, index) +=
      cast(type, element) * cast(type, builder.read(filter, weight));

  if (builder.anchor.node)
    builder.producers.push_back(std::move(builder.anchor));
  builder.anchor = Anchor();
  builder.anchor.node = &node;
  builder.anchor.value = value;
  builder.anchor.accumulator = accumulator;
  builder.anchor.reduction = domain;
  builder.anchor.padded = padded;
  builder.bind(value, sumsOfLanes(builder, accumulator, interleave), /*isStored=*/false);
}

} // namespace

const BuildTable &convolutionBuilders() {
  static const BuildTable table = {{"conv", buildConv}};
  return table;
}

} // namespace unspool
