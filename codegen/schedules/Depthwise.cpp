//===- Depthwise.cpp - schedules of depthwise convolutions ----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Channels do not mix, so there is little arithmetic for each element that is
// loaded, and the loads are the limit. One vector of channels by a few pixels of a
// row is in registers; all taps are written out, so that neighbouring pixels share
// what they load, and each weight is loaded once a tile.
//
// Loops from the outside: image, block of channels, rows, pixels, vectors. The border
// of zeros is not stored: Halide takes the first and last rows and pixels out of the
// loops, and only those look where they read.
//
//===----------------------------------------------------------------------===//

#include "codegen/schedules/Schedules.h"

#include <algorithm>

using namespace Halide;

namespace unspool {
namespace {

/// Channels of a block, in vectors: whole cache lines beside each other.
constexpr int64_t kBlockVectors = 4;
/// Pixels of a tile; and where they lie side by side, if there are 32 registers.
constexpr int64_t kMostPixels = 8, kMostPixelsOfRow = 14;
/// Windows of more taps keep the loop over their rows, and rows of more theirs.
constexpr int64_t kMostUnrolledTaps = 32;

class DepthwiseSchedule {
public:
  DepthwiseSchedule(KernelBuilder &builder, Anchor &anchor)
      : builder(builder), anchor(anchor), node(*anchor.node) {}

  void apply() {
    scheduleStored(builder);
    if (!anchor.staged.defined()) {
      tile(builder.output, builder.extents(builder.spec.results.front()), anchor.pool != nullptr);
      return;
    }
    stripe = scheduleStripedPool(builder);
    tile(anchor.staged, builder.extents(anchor.value), /*isPooled=*/false);
  }

  void applyTo(Func stage) { tile(stage, builder.extents(anchor.value), /*isPooled=*/false); }

private:
  void tile(Func target, const std::vector<Extent> &shape, bool isPooled) {
    size_t rank = shape.size();
    Extent across = shape[rank - 2];
    int64_t channels = shape.back().most, columns = across.most;
    int64_t width = std::min<int64_t>(channels, builder.lanes);
    // The parameters of a kernel are its anchor's, which need not be this convolution.
    bool isProducer = &anchor != &builder.anchor;
    auto choose = [&](const char *name, int64_t otherwise, Limit limit) {
      return isProducer ? otherwise : parameter(builder, name, otherwise, limit);
    };
    // A block: whole cache lines beside each other, if they lie so.
    int64_t vectors = equalParts(channels / width, readsBlocks() ? 1 : kBlockVectors);
    int64_t block = width * choose("vectors", vectors, {channels / width});
    int64_t mostPixels = readsBlocks() && builder.lanes >= 16 ? kMostPixelsOfRow : kMostPixels;
    int64_t pixels =
        choose("columns", isPooled ? std::min<int64_t>(2, columns) : bestTile(columns, mostPixels),
               {across.isFixed() ? std::min<int64_t>(columns, isPooled ? 4 : 16) : 8});
    bool mayUnroll = taps() <= kMostUnrolledTaps;
    unrollsTaps = choose("taps", mayUnroll, {mayUnroll, 0}) == 1;
    Var c("d0"), x("d1"), y("d2"), co("co"), cv("cv"), ci("ci"), xo("xo"), xi("xi");
    target.split(c, co, cv, int(block), tailFor(channels, block))
        .split(cv, cv, ci, int(width), TailStrategy::RoundUp)
        .split(x, xo, xi, int(pixels), tailFor(across, pixels));
    std::vector<VarOrRVar> order{ci, xi, cv, xo};
    if (rank > 3)
      order.push_back(y);
    order.push_back(co);
    target.reorder(order).vectorize(ci).unroll(xi);
    scheduleSums(target, cv, int(width), isPooled && rank > 3);
    prefetchMap();
    if (isProducer)
      return; // the loops around it are shared
    if (stripe) {
      if (hasLeadingConvolution(builder))
        scheduleLeadingConvolution(builder, stripe->pool, stripe->loop, std::nullopt);
      return; // here, too
    }
    if (hasLeadingConvolution(builder)) {
      makeStripes(target, shape, isPooled ? integers(*anchor.pool, "window").front() : 1);
      return;
    }
    Loop blocks = loopOver(co, channels, block);
    if (!across.isFixed() || (rank > 3 && !shape[rank - 3].isFixed()))
      shareLoop(target, blocks, threadsOf(builder));
    else if (rank > 3)
      shareNest(target, blocks, {y, shape[rank - 3].most, true}, threadsOf(builder));
    else
      shareNest(target, blocks, loopOver(xo, columns, pixels), threadsOf(builder));
    if (!across.isFixed())
      boundPixels(isPooled ? pixels * integers(*anchor.pool, "window").back() : pixels);
  }

  /// Asks for the row below, where tiles read an image of a fixed size from memory.
  void prefetchMap() {
    int map = node.operands[0];
    std::vector<Extent> shape = builder.extents(map);
    bool isImage = shape.size() == 4 && map < int(builder.spec.arguments.size()) && unrollsTaps &&
                   shape[1].isFixed() && shape[2].isFixed();
    if (isImage && parameter(builder, "prefetch_map", 0, {1, 0}))
      builder.prefetchedAhead = {map,
                                 integers(node, "strides").front() * shape[2].most * shape[3].most};
  }

  /// Do its channels lie in blocks of a vector?
  bool readsBlocks() const {
    return hasLeadingConvolution(builder) &&
           builder.producers.front().stagedBlock < builder.shapeOf(node.operands[0]).back();
  }

  /// Rows of results with the rows of the map that they need; `down` rows of the convolution
  /// make one.
  void makeStripes(Func target, const std::vector<Extent> &shape, int64_t down) {
    int64_t height = shape[1].most;
    int64_t best = bestLeadingStripe(builder, builder.shapeOf(anchor.value)[1], down) / down;
    int64_t rows = parameter(builder, "row_block", best, {height});
    Var y("d2"), image("d3"), co("co"), part("stripe");
    target.split(y, part, y, int(rows), tailFor(height, rows)).reorder(y, co, part);
    auto group = shareLoop(target, loopOver(part, height, rows), threadsOf(builder));
    scheduleLeadingConvolution(builder, target, part, KeptRows{group.value_or(image), rows * down});
  }

  /// A tile computes all of its pixels, though some may lie beyond the axis.
  void boundPixels(int64_t pixels) { anchor.accumulator.bound_extent(Var("d1"), int(pixels)); }

  void scheduleSums(Func target, Var at, int width, bool unrollsRows) {
    Func sums = anchor.accumulator;
    Var c("d0"), x("d1"), y("d2");
    RDom &r = anchor.reduction;
    sums.compute_at(target, at).vectorize(c, width).unroll(x);
    Stage update = sums.update();
    std::vector<VarOrRVar> order{c, x};
    if (unrollsRows) {
      sums.unroll(y);
      order.push_back(y);
    }
    for (int axis = 0; axis < r.dimensions(); ++axis)
      order.push_back(r[axis]);
    update.reorder(order).vectorize(c, width).unroll(x);
    if (unrollsRows)
      update.unroll(y);
    // Of a large window, a row of taps: its pixels share what they load as well.
    const std::vector<int64_t> &filter = builder.shapeOf(node.operands[1]);
    bool unrollsRow = r.dimensions() > 2 && filter[filter.size() - 3] <= kMostUnrolledTaps;
    int written = unrollsTaps ? r.dimensions() : unrollsRow ? 2 : 0;
    for (int axis = 0; axis < written; ++axis)
      update.unroll(r[axis]);
  }

  /// Of the window.
  int64_t taps() const {
    const std::vector<int64_t> &filter = builder.shapeOf(node.operands[1]);
    int64_t count = 1;
    for (size_t axis = 0; axis + 2 < filter.size(); ++axis)
      count *= filter[axis];
    return count;
  }

  KernelBuilder &builder;
  Anchor &anchor;
  const Node &node;
  bool unrollsTaps = true;
  std::optional<Stripe> stripe; ///< the loop around it, if a pool makes stripes
};

} // namespace

void scheduleDepthwise(KernelBuilder &builder) {
  DepthwiseSchedule(builder, builder.anchor).apply();
}

void scheduleProducer(KernelBuilder &builder, Func stage) {
  DepthwiseSchedule(builder, builder.producers.back()).applyTo(stage);
}

} // namespace unspool
