//===- Stripes.cpp - convolutions whose pools read a stored map -----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Windows that overlap, or that have a border, read pixels of several tiles: the
// convolution's map is stored. Where the map is large, the pool makes a stripe of its rows
// at a time, and the convolution the rows which that stripe needs and which are not there
// yet: a few rows stay in the L2 cache instead of the whole map in memory.
//
//===----------------------------------------------------------------------===//

#include "codegen/schedules/Schedules.h"

#include <algorithm>

using namespace Halide;

namespace unspool {

/// Bytes of the convolution's map that may be stored at a time.
static constexpr int64_t kStripeBytes = kL2Bytes / 4;

int64_t rowsOfWindows(int64_t rows, int64_t window, int64_t stride) {
  return (rows - 1) * stride + std::max(window, stride);
}

int64_t windowRows(const KernelBuilder &builder, const Node &conv) {
  const std::vector<int64_t> &filter = builder.shapeOf(conv.operands[1]);
  int64_t taps = filter[filter.size() - 4];
  return (taps - 1) * integers(conv, "dilations").front() + 1;
}

int64_t inputRows(const KernelBuilder &builder, const Node &conv, int64_t rows) {
  return (rows - 1) * integers(conv, "strides").front() + windowRows(builder, conv);
}

/// Rows of the convolution that are needed together for `rows` rows of `pool`.
static int64_t rowsRead(const Node &pool, int64_t rows) {
  auto first = [&](const char *name) { return integers(pool, name).front(); };
  return rowsOfWindows(rows, (first("window") - 1) * first("dilations") + 1, first("strides"));
}

/// Can the kernel's results be made in stripes: are they the pool's, and not a reduction's?
static bool hasStripes(const KernelBuilder &builder) {
  std::vector<Extent> map = builder.extents(builder.anchor.value);
  std::vector<Extent> results = builder.extents(builder.spec.results.front());
  const std::vector<int64_t> &pooled = builder.anchor.pool->results[0].shape;
  auto isFixed = [](const Extent &extent) { return extent.isFixed(); };
  return builder.outputs.size() == 1 && map.size() == 4 &&
         integers(*builder.anchor.pool, "window").size() == 2 &&
         std::all_of(map.begin(), map.end(), isFixed) &&
         std::equal(results.begin(), results.end(), pooled.begin(), pooled.end(),
                    [](const Extent &extent, int64_t size) { return extent.most == size; });
}

/// Are stripes of `rows` out of `height` shared evenly among `threads`?
static bool isEven(int64_t height, int64_t rows, int64_t threads) {
  return height % rows == 0 && shareLoops(height / rows, 1, threads).load <= kSharedLoad;
}

/// Rows of the pool in a stripe: all of them, if the map is small, and otherwise as many as fit,
/// in stripes that threads share evenly.
static int64_t bestStripe(const KernelBuilder &builder, int64_t threads) {
  const std::vector<int64_t> &pooled = builder.anchor.pool->results[0].shape;
  const std::vector<int64_t> &map = builder.shapeOf(builder.anchor.value);
  int64_t height = pooled[1], rowBytes = map[2] * map[3] * int64_t(sizeof(float));
  if (map[1] * rowBytes <= kStripeBytes)
    return height;
  for (int64_t rows = height; rows > 1; --rows)
    if (isEven(height, rows, threads) &&
        rowsRead(*builder.anchor.pool, rows) * rowBytes <= kStripeBytes)
      return rows;
  return isEven(height, 1, threads) ? 1 : height;
}

void scheduleWholePool(KernelBuilder &builder) {
  std::vector<Extent> shape = builder.extents(builder.spec.results.front());
  for (Func &func : builder.outputs) {
    vectorizeInnermost(func, shape.back(), builder.lanes);
    shareOutermost(func, func.args(), shape, threadsOf(builder));
  }
  builder.anchor.staged.compute_root();
}

std::optional<Stripe> scheduleStripedPool(KernelBuilder &builder) {
  if (!hasStripes(builder)) {
    scheduleWholePool(builder);
    return std::nullopt;
  }
  const Node &pool = *builder.anchor.pool;
  std::vector<Extent> shape = builder.extents(builder.spec.results.front());
  int64_t height = shape[1].most, images = shape[0].most, threads = threadsOf(builder);
  // Threads share images, or of one image the stripes: the first one of each makes the last rows
  // of the one before again. Not where another convolution makes what those are made of.
  bool sharesImage = threads > 1 && images == 1;
  bool isWhole = sharesImage && !builder.producers.empty();
  int64_t ofImage = sharesImage ? threads : 1;
  int64_t rows = parameter(builder, "stripe", isWhole ? height : bestStripe(builder, ofImage),
                           {height, isWhole ? height : 1, height});
  if (rows == height) {
    scheduleWholePool(builder);
    return std::nullopt;
  }
  Func output = builder.output;
  Var y("d2"), image("d3"), stripe("stripe");
  vectorizeInnermost(output, shape.back(), builder.lanes);
  output.split(y, stripe, y, int(rows), TailStrategy::RoundUp);
  shareLoop(output, {image, images, true}, threads);
  std::optional<Var> group;
  if (isEven(height, rows, ofImage))
    group = shareLoop(output, loopOver(stripe, height, rows), ofImage);
  int64_t kept = 1; // the place of a row is its number modulo this: for a power of two, a mask
  while (kept < rowsRead(pool, rows))
    kept *= 2;
  builder.anchor.staged.store_at(output, group.value_or(image))
      .compute_at(output, stripe)
      .fold_storage(y, int(kept));
  // Halide makes the first rows of a loop over all stripes in a pass of their own, but those of a
  // thread's first stripe together with it.
  return Stripe{output, stripe,
                group ? rowsRead(pool, rows) : rows * integers(pool, "strides").front(),
                group.has_value()};
}

} // namespace unspool
