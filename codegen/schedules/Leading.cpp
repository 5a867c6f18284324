//===- Leading.cpp - the convolution before a depthwise one ---------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The kernel makes its results in stripes of rows. For each, the leading convolution
// makes the rows of its map that the windows of the depthwise one need and that are not
// there yet: a few rows stay in the L2 cache instead of the whole map in memory.
//
// A row of the map lies there as blocks of a vector of channels, each a stream of pixels:
// three rows of a block fit the L1 cache, whose sets pixels of 96 channels each would share
// with others (measured on Zen 5: the depthwise part of 112x112x96 with stride 2 takes 33 us
// instead of 57).
//
// Within a stripe: blocks of channels, rows, and tiles of pixels by a block of channels in
// registers, as in Convolution.cpp. The input is read from memory, or a stripe of it copied
// with its border.
//
//===----------------------------------------------------------------------===//

#include "codegen/schedules/Schedules.h"

#include <algorithm>

using namespace Halide;

namespace unspool {

/// Bytes of the rows of both maps that a stripe needs.
static constexpr int64_t kStripeBytes = kL2Bytes / 2;

static const Anchor &depthwiseOf(const KernelBuilder &builder) {
  return builder.producers.size() > 1 ? builder.producers.back() : builder.anchor;
}

static int64_t rowBytes(const KernelBuilder &builder, int value) {
  const std::vector<int64_t> &shape = builder.shapeOf(value);
  return shape[2] * shape[3] * int64_t(sizeof(float));
}

static bool stripesShareRows(const KernelBuilder &builder) {
  const Node &node = *depthwiseOf(builder).node;
  return windowRows(builder, node) > integers(node, "strides").front();
}

/// Rows of the leading convolution in which the windows of `rows` rows of results are.
static int64_t rowsRead(const KernelBuilder &builder, int64_t rows) {
  const Node &node = *depthwiseOf(builder).node;
  return rowsOfWindows(rows, windowRows(builder, node), integers(node, "strides").front());
}

bool hasLeadingConvolution(const KernelBuilder &builder) {
  return !builder.producers.empty() && builder.producers.front().staged.defined();
}

int64_t bestLeadingStripe(const KernelBuilder &builder, int64_t height, int64_t unit) {
  int64_t made = rowBytes(builder, builder.producers.front().value),
          read = rowBytes(builder, depthwiseOf(builder).value);
  // Rows that the last stripe shares with the one before are made twice, and each stripe has
  // its beginning and its end; threads share them if they do not overlap.
  int64_t threads = threadsOf(builder);
  auto cost = [&](int64_t rows) {
    int64_t stripes = (height + rows - 1) / rows;
    int64_t ofThread = height % rows ? stripes : (stripes + threads - 1) / threads;
    return double(ofThread) * (double(rows) + 0.25);
  };
  int64_t best = unit;
  for (int64_t rows = 2 * unit; rows <= height; rows += unit)
    if (rowsRead(builder, rows) * made + rows * read <= kStripeBytes && cost(rows) <= cost(best))
      best = rows;
  return best;
}

/// The register tile, and the loops over tiles.
static void tileMap(const KernelBuilder &builder, const Anchor &leading) {
  const Node &node = *leading.node;
  Func map = leading.staged, sums = leading.accumulator;
  const std::vector<int64_t> &shape = builder.shapeOf(leading.value);
  const std::vector<int64_t> &input = builder.shapeOf(node.operands[0]);
  int64_t width = shape[2], channels = shape[3], lanes = builder.lanes;
  int64_t packed = integer(node, "block"), interleave = integer(node, "interleave", 1);
  int64_t vectors = packed ? std::max<int64_t>(1, packed * interleave / lanes) : 2;
  int64_t block = packed ? packed : wholeVectors(builder, channels, vectors);
  int64_t vector = std::min(block, lanes / interleave); // of channels
  int64_t columns = bestRegisterTile(width, 1, rowsOfTile(builder.lanes, vectors), vectors).across;
  int lanesOfSum = int(vector * interleave);

  // Blocks of the map's channels are vectors, or there is one of all.
  Var c("c"), x("x"), y("y"), blocks("block"), co("co"), ci("ci"), xo("xo"), xi("xi");
  if (leading.stagedBlock < channels)
    map.split(blocks, co, ci, int(block / lanes), TailStrategy::RoundUp)
        .vectorize(c, int(vector))
        .unroll(c);
  else
    map.split(c, co, c, int(block), tailOfBlocks(channels, block, packed))
        .split(c, ci, c, int(vector), TailStrategy::RoundUp)
        .vectorize(c);
  map.split(x, xo, xi, int(columns), tailFor(width, columns))
      .reorder(c, ci, xi, xo, y, co)
      .unroll(ci)
      .unroll(xi);
  Var channel("d0"), column("d1");
  sums.compute_at(map, xo)
      .store_in(MemoryType::Register)
      .bound_extent(channel, int(block * interleave))
      .bound_extent(column, int(columns))
      .vectorize(channel, lanesOfSum)
      .unroll(channel)
      .unroll(column);
  const RDom &r = leading.reduction;
  sums.update()
      .reorder({channel, column, r[0], r[1], r[2]})
      .vectorize(channel, lanesOfSum)
      .unroll(channel)
      .unroll(column);
  int64_t steps = stepsTogether(builder, input.back() / interleave, columns, vectors);
  if (steps > 1)
    sums.update().unroll(r[0], int(steps));
}

void scheduleLeadingConvolution(KernelBuilder &builder, Func func, Var stripe,
                                std::optional<KeptRows> kept) {
  const Anchor &leading = builder.producers.front();
  const Node &node = *leading.node;
  Func map = leading.staged, padded = leading.padded;
  Var y("y"), paddedRow("d2");
  bool copiesInput = padded.defined();
  map.compute_at(func, stripe);
  tileMap(builder, leading);
  if (copiesInput) {
    padded.compute_at(func, stripe);
    schedulePaddedInput(builder, leading);
  }
  if (!kept)
    return;
  // Of a stripe that depends on the thread's number, Halide does not know the size.
  int64_t read = std::min(rowsRead(builder, kept->rows), builder.shapeOf(leading.value)[1]);
  map.bound_storage(y, int(read));
  if (copiesInput)
    padded.bound_storage(paddedRow, int(inputRows(builder, node, read)));
  bool isWhole = read == builder.shapeOf(leading.value)[1];
  // Nor how many rows of the copy a thread's first stripe needs.
  if (stripesShareRows(builder) && !isWhole && !(copiesInput && threadsOf(builder) > 1))
    map.store_at(func, kept->loop).fold_storage(y, int(read));
}

} // namespace unspool
