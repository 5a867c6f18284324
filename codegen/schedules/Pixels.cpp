//===- Pixels.cpp - convolutions of few outputs, in vectors of pixels -----===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where the outputs are few, vectors of them have idle lanes: six in sixteen are a third of
// the peak. Here a vector is pixels of a row, of one channel: each step of the sum loads
// one vector a row of the tile and broadcasts one weight a channel. The input is copied so
// that a channel's pixels lie side by side, and results of all channels are interleaved when
// they are stored.
//
//===----------------------------------------------------------------------===//

#include "codegen/schedules/Schedules.h"

#include <algorithm>
#include <tuple>

using namespace Halide;

namespace unspool {

/// Throws a CompileError if vectors of pixels are not for this convolution.
static void checkShape(const KernelBuilder &builder, const std::vector<Extent> &shape) {
  bool isFixed =
      shape.size() == 4 && std::all_of(shape.begin() + 1, shape.end(),
                                       [](const Extent &extent) { return extent.isFixed(); });
  if (!isFixed || !builder.producers.empty())
    throw CompileError("schedule 'pixels' is for images of fixed sizes, without a depthwise "
                       "convolution in the same kernel");
  if (integer(*builder.anchor.node, "interleave", 1) > 1)
    throw CompileError("schedule 'pixels' is for weights whose channels do not lie in pairs");
  if (shape[3].most > builder.lanes)
    throw CompileError("schedule 'pixels' is for few channels: " + std::to_string(shape[3].most) +
                       " are more than " + std::to_string(builder.lanes));
}

void schedulePixels(KernelBuilder &builder) {
  Anchor &anchor = builder.anchor;
  scheduleStored(builder);
  int64_t across = 1, down = 1;
  Func target = builder.output;
  std::vector<Extent> shape = builder.extents(builder.spec.results.front());
  checkShape(builder, builder.extents(anchor.value));
  if (anchor.staged.defined()) {
    scheduleWholePool(builder);
    target = anchor.staged;
    shape = builder.extents(anchor.value);
  } else {
    std::tie(across, down) = pixelsOfResult(builder);
  }
  int64_t channels = shape[3].most, height = shape[1].most, width = shape[2].most;
  int64_t columns = std::min(width, std::max<int64_t>(1, builder.lanes / across));
  // Rows whose accumulators are registers, or may be together at all.
  auto rowsOf = [&](int64_t vectors) {
    return std::min(height, std::max<int64_t>(1, vectors / (channels * down)));
  };
  int64_t rows = parameter(builder, "rows", bestTile(height, rowsOf(rowsOfTile(builder.lanes, 1))),
                           {rowsOf(kMostAccumulators)});
  Var c("d0"), x("d1"), y("d2"), xo("xo"), xi("xi"), yo("yo"), yi("yi");
  target.bound(c, 0, int(channels))
      .split(x, xo, xi, int(columns), tailFor(shape[2], columns))
      .split(y, yo, yi, int(rows), tailFor(shape[1], rows))
      .reorder(xi, c, yi, xo, yo)
      .vectorize(xi)
      .unroll(c)
      .unroll(yi);
  shareLoop(target, loopOver(yo, height, rows), threadsOf(builder));

  Func sums = anchor.accumulator;
  RDom &taps = anchor.reduction;
  sums.compute_at(target, xo).store_in(MemoryType::Register);
  sums.bound_extent(c, int(channels)).reorder_storage(x, c, y);
  sums.reorder(x, c, y).vectorize(x).unroll(c).unroll(y);
  Stage update = sums.update();
  update.reorder(x, c, y, taps[0], taps[1], taps[2]).vectorize(x).unroll(c).unroll(y);
  if (!anchor.padded.defined())
    return;
  anchor.padded.compute_at(target, yo);
  schedulePaddedInput(builder, anchor, /*inRows=*/true);
}

} // namespace unspool
