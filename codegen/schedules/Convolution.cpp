//===- Convolution.cpp - schedules of convolutions ------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A tile of XB pixels by a block of channels stays in registers while the
// reduction runs over the window and the input channels. Each step loads the
// block's weights (one stream, they are packed) and broadcasts one input element a
// pixel; with 14 pixels x 2 vectors that is 28 accumulators of the 32 registers
// of AVX-512, and the multiply-adds, not the loads, are the limit.
//
// Loops from the outside: image, block of rows, block of channels, rows, pixels.
// The input rows of a row block are copied once with their border of zeros, so
// that the inner loops have no conditions, and all blocks of channels read the
// copy from the L2 cache; the weights of one block stay there for all its rows.
//
// Groups of a few channels: a vector has the outputs of several groups, and takes for each the
// channel of its own group, a shuffle of a load (kernels/SpreadLoads.h). LLVM keeps what it has
// shuffled, so tiles are small. Blocks of channels are the inner loop, which then uses a pixel's
// lines while they are in the L1 cache.
//
//===----------------------------------------------------------------------===//

#include "codegen/schedules/Schedules.h"

#include <algorithm>
#include <functional>
#include <numeric>

using namespace Halide;

namespace unspool {
namespace {

/// Bytes that the padded input of a row block may take.
constexpr int64_t kRowBlockBytes = kL2Bytes / 2;

/// Pixels of a tile where the width is not known, at most, and at least if that can be.
constexpr int64_t kOpenColumns = 8, kFewestColumns = 4;
/// Vectors of a group's channels in a tile, where these do not fill whole ones; and channels of a
/// group, for which that does not pay.
constexpr int64_t kMostNarrowVectors = 7, kFewChannels = 4;
/// Pixels of a tile of such channels.
constexpr int64_t kSpreadPixels = 8;
/// Rows of a block where the height is not known.
constexpr int64_t kOpenRows = 2;

/// What the register tile is made of.
struct TileShape {
  int64_t block;      ///< channels, whole vectors of sums
  int64_t interleave; ///< terms of a channel's sum in a vector
  int64_t width;      ///< channels a vector instruction takes
  int64_t columns; ///< along the last spatial axis, in results of the tiled Func
  int64_t rows = 1;
  int64_t rowBlock;
  int64_t unroll;      ///< steps of the sum over input channels
  bool channelsInside; ///< blocks of channels are the inner loop, not tiles
  std::optional<int64_t> passes; ///< tiles of a row; none where the caller chooses
};

class ConvolutionSchedule {
public:
  explicit ConvolutionSchedule(KernelBuilder &builder)
      : builder(builder), anchor(builder.anchor), node(*anchor.node),
        shape(builder.extents(anchor.value)), threads(threadsOf(builder)) {}

  void apply() {
    scheduleStored(builder);
    if (anchor.staged.defined()) {
      stripe = scheduleStripedPool(builder);
      threads = stripe ? 1 : threads;
      tile(anchor.staged, shape, 1, 1);
      return;
    }
    auto [across, down] = pixelsOfResult(builder);
    tile(builder.output, outputShape(), across, down);
  }

private:
  std::vector<Extent> outputShape() const { return builder.extents(builder.spec.results.front()); }

  /// `across` x `down` pixels of the convolution make one result of `target`.
  TileShape choose(const std::vector<Extent> &target, int64_t across, int64_t down) {
    int64_t channels = target.back().most, lanes = builder.lanes;
    TileShape tile;
    tile.block = integer(node, "block");
    tile.interleave = interleaveOf(builder);
    int64_t usual = channels >= 2 * lanes && !spreadsGroups() ? 2 : 1;
    int64_t vectors =
        vectorsOfBlock(builder, tile.block * tile.interleave, channels * tile.interleave, usual);
    hasOwnVectors = vectors != usual;
    if (!tile.block)
      tile.block = wholeVectors(builder, channels, vectors);
    tile.width = std::min(tile.block, lanes / tile.interleave);
    if (int64_t width = widthInGroups()) {
      vectors = largestDivisor(std::max<int64_t>(1, outputsOfGroup() / width), kMostNarrowVectors);
      tile.width = width;
      tile.block = vectors * width;
    }
    /// Results of the target whose accumulators may be together.
    int64_t together = std::max<int64_t>(1, kMostAccumulators / (vectors * across * down));
    int64_t most = rowsOfTile(builder.lanes, vectors);
    int64_t pixels = std::max<int64_t>(1, most / (across * down));
    if (spreadsGroups())
      pixels = std::min(pixels, kSpreadPixels);
    Extent columns = target[target.size() - 2];
    // No tile divides all widths: a small one wastes less of the last.
    int64_t widest = columns.isFixed() ? pixels : std::min(pixels, kOpenColumns);
    // Along one axis there is a kernel for each tile (codegen/sizes/Specialize.h).
    bool isFull = !columns.isFixed() && target.size() == 3 && columns.least > 1;
    if (isFull)
      widest = std::min({pixels, columns.least, kMostOpenRows});
    else if (!columns.isFixed() && columns.least < 2 * kOpenColumns)
      widest = std::min(widest, std::max(kFewestColumns, columns.least));
    Extent rows = target.size() > 3 ? target[target.size() - 3] : Extent(1);
    // How many rows a stripe lacks depends on where it is.
    int64_t height = stripe ? 1 : rows.most;
    TileExtents best = bestRegisterTile(columns.most, height, pixels, vectors, across * down);
    if (!columns.isFixed() || !rows.isFixed()) {
      // Rows that may be missing would be computed all the same, so there are none.
      best.across = isFull ? widest : bestTile(columns.most, widest);
      int64_t left = std::min(pixels / best.across, rows.isFixed() ? height : rows.least);
      best.down = left > 1 ? bestTile(height, left) : 1;
    }
    tile.columns = parameter(
        builder, "columns", best.across,
        {std::min(together, columns.isFixed()
                                ? columns.most
                                : std::min(columns.most, std::max(kOpenColumns, widest)))});
    int64_t mostRows =
        stripe ? 1 : std::min(rows.least, std::max<int64_t>(1, together / tile.columns));
    if (target.size() > 3)
      tile.rows = parameter(builder, "rows", std::min(best.down, mostRows), {mostRows});
    tile.rowBlock = stripe ? stripe->rows : rowBlock(target, height, down, tile.rows);
    if (columns.isFixed())
      tile.passes = (columns.most + tile.columns - 1) / tile.columns;
    if (!rows.isFixed())
      tile.rowBlock = std::max(tile.rows, std::min({tile.rowBlock, rows.least, kOpenRows}) /
                                              tile.rows * tile.rows);
    else if (threads > 1)
      tile.rowBlock = sharedPart(height, tile.rowBlock, tile.rows, sharedBlocks(tile), threads);
    if (target.size() > 3 && rows.isFixed() && !stripe)
      tile.rowBlock = parameter(builder, "row_block", tile.rowBlock, {height, tile.rows});
    const std::vector<int64_t> &filter = builder.shapeOf(node.operands[1]);
    int64_t depth = filter[filter.size() - 2]; // in steps
    if (integer(node, "block") && target.size() == 3)
      tile.block *= blocksOfTile(builder, tile.columns * across, vectors,
                                 (channels + tile.block - 1) / tile.block);
    int64_t steps =
        stepsTogether(builder, depth, tile.columns * tile.rows * across * down, vectors);
    tile.unroll = parameter(builder, "unroll", steps, {depth, 1, depth});
    // Threads share the loops of the other order.
    bool sharesLines = threads == 1 && (spreadsGroups() || widthInGroups());
    tile.channelsInside = parameter(builder, "order", sharesLines, {threads > 1 ? 0 : 1, 0}) == 1;
    return tile;
  }

  int64_t outputsOfGroup() const { return shape.back().most / integer(node, "groups", 1); }

  /// Where the channels of a group are no whole vectors, the part of one that divides them, a
  /// power of two if there is one: a vector that holds channels of two groups would take an
  /// element of the input for each lane.
  /// Of groups that share a vector, but do not divide it, those that are in it whole.
  /// 0 otherwise, for other groups of a few channels, and where other vectors are asked for.
  int64_t widthInGroups() const {
    int64_t ofGroup = outputsOfGroup(), lanes = builder.lanes;
    if (integer(node, "groups", 1) == 1 || hasOwnVectors)
      return 0;
    if (spreadsGroups() && lanes % ofGroup != 0)
      return std::min(shape.back().most, lanes / ofGroup * ofGroup);
    if (ofGroup % lanes == 0 || ofGroup <= kFewChannels)
      return 0;
    int64_t width = lanes / 2;
    while (ofGroup % width != 0)
      width /= 2;
    if (width < kFewChannels)
      width = largestDivisor(ofGroup, lanes);
    return width >= kFewChannels ? width : 0;
  }

  /// Has a vector outputs of several groups, each of a few channels?
  bool spreadsGroups() const {
    int64_t groups = integer(node, "groups", 1), outputs = outputsOfGroup();
    int64_t inputs = builder.shapeOf(node.operands[0]).back() / groups;
    return groups > 1 && inputs > 1 && outputs > 1 && std::max(inputs, outputs) <= kFewChannels;
  }

  /// Blocks of channels that threads may share: not where each reads all that other
  /// convolutions make in this kernel.
  int64_t sharedBlocks(const TileShape &tile) const {
    return builder.producers.empty() ? (shape.back().most + tile.block - 1) / tile.block : 1;
  }

  /// Rows of results, a multiple of `rows`, whose padded input fits the cache.
  int64_t rowBlock(const std::vector<Extent> &target, int64_t height, int64_t down,
                   int64_t rows) const {
    if (target.size() <= 3 || !anchor.padded.defined())
      return height;
    const std::vector<int64_t> &input = builder.shapeOf(node.operands[0]);
    int64_t stride = integers(node, "strides")[input.size() - 4];
    if (hasLeadingConvolution(builder))
      return bestLeadingStripe(builder, height, rows);
    int64_t rowBytes = (input[input.size() - 2] + 8) * input.back() * 4 * stride * down;
    for (size_t axis = 1; axis + 3 < input.size(); ++axis)
      rowBytes *= input[axis];
    int64_t fitting = std::max<int64_t>(1, kRowBlockBytes / std::max<int64_t>(rowBytes, 1));
    if (fitting >= height)
      return height;
    return equalParts(height, fitting, rows);
  }

  void tile(Func target, const std::vector<Extent> &targetShape, int64_t across, int64_t down) {
    TileShape tile = choose(targetShape, across, down);
    std::optional<Var> task; // the loop that threads share
    size_t rank = targetShape.size();
    int64_t channels = targetShape.back().most;
    Extent columns = targetShape[rank - 2], height = rank > 3 ? targetShape[rank - 3] : Extent(1);
    Var c("d0"), x("d1"), y("d2"), co("co"), ci("ci"), xo("xo"), xi("xi"), yo("yo"), yt("yt"),
        yi("yi");

    TailStrategy channelTail = tailOfBlocks(channels, tile.block, integer(node, "block"));
    target.split(c, co, ci, int(tile.block), channelTail);
    target.split(x, xo, xi, int(tile.columns), tailFor(columns, tile.columns));
    std::vector<VarOrRVar> order{ci, xi};
    if (rank > 3) {
      // A stripe is a block of rows.
      Var block = stripe ? y : yi;
      if (!stripe)
        target.split(y, yo, block, int(tile.rowBlock), tailFor(height, tile.rowBlock));
      target.split(block, yt, yi, int(tile.rows), tailFor(tile.rowBlock, tile.rows));
      order.push_back(yi);
      if (tile.channelsInside)
        order.insert(order.end(), {co, xo, yt});
      else
        order.insert(order.end(), {xo, yt, co});
      if (!stripe)
        order.push_back(yo);
    } else if (tile.channelsInside) {
      order.insert(order.end(), {co, xo});
    } else {
      order.insert(order.end(), {xo, co});
    }
    target.reorder(order);
    // Blocks of grouped channels stay together: in a loop that threads share Halide does not
    // see that the group of a channel, a quotient, is one that there is.
    Loop blocks{co, (channels + tile.block - 1) / tile.block,
                channelTail != TailStrategy::ShiftInwards && integer(node, "groups", 1) == 1};
    if (!columns.isFixed() || !height.isFixed()) {
      shareLoop(target, blocks, threads);
    } else if (rank > 3) {
      Loop outer = loopOver(yo, height.most, tile.rowBlock);
      task =
          shareNest(target, outer, blocks,
                    shareLoops(outer.shared(), blocks.isExact ? sharedBlocks(tile) : 1, threads));
    } else {
      shareNest(target, blocks, loopOver(xo, columns.most, tile.columns), threads);
    }
    target.vectorize(ci, int(tile.width)).unroll(ci).unroll(xi);
    if (rank > 3)
      target.unroll(yi);
    scheduleAccumulator(target, tile, tile.channelsInside ? co : xo, rank, across, down);
    Func around = stripe ? stripe->pool : target;
    Var loop = stripe ? stripe->loop : rank > 3 ? yo : y; // y of a 1-D convolution is the image
    schedulePadded(around, loop);
    spreadOverSets(tile);
    std::optional<KeptRows> kept;
    if (!stripe)
      kept = {task.value_or(Var("d3")), tile.rowBlock * down};
    if (hasLeadingConvolution(builder))
      scheduleLeadingConvolution(builder, around, loop, kept);
  }

  void scheduleAccumulator(Func target, const TileShape &tile, Var at, size_t rank, int64_t across,
                           int64_t down) {
    Func sums = anchor.accumulator;
    Var c("d0"), x("d1"), y("d2");
    RDom &r = anchor.reduction;
    sums.compute_at(target, at).store_in(MemoryType::Register);
    int width = int(tile.width * tile.interleave);
    sums.bound_extent(c, int(tile.block * tile.interleave))
        .bound_extent(x, int(tile.columns * across));
    if (rank > 3)
      sums.bound_extent(y, int(tile.rows * down));
    sums.vectorize(c, width).unroll(c).unroll(x);
    Stage update = sums.update();
    std::vector<VarOrRVar> order{c, x};
    if (rank > 3) {
      sums.unroll(y);
      order.push_back(y);
    }
    for (int axis = 0; axis < r.dimensions(); ++axis)
      order.push_back(r[axis]);
    update.reorder(order);
    update.vectorize(c, width).unroll(c).unroll(x);
    if (rank > 3)
      update.unroll(y);
    unrollReduction(update, r, tile.unroll);
    const std::vector<int64_t> &filter = builder.shapeOf(node.operands[1]);
    int64_t ofBlock = 1; // elements of the filter
    for (size_t axis = 1; axis < filter.size(); ++axis)
      ofBlock *= filter[axis];
    int64_t steps = ofBlock / filter.back() / tile.unroll;
    if (int64_t packed = integer(node, "block"))
      ofBlock *= tile.block / packed;
    std::string loops = target.name() + ".s0.";
    std::vector<WeightPrefetch::Loop> tilesOfBlock;
    if (!tile.channelsInside)
      tilesOfBlock = {{loops, "yt", (tile.rowBlock + tile.rows - 1) / tile.rows},
                      {loops, "xo", tile.passes}};
    prefetchWeights(builder, sums, ofBlock, steps, tilesOfBlock);
  }

  /// A few steps of the channel loop are written out. The window's loops are not:
  /// neighbouring taps share input elements, and LLVM would keep all of them alive
  /// in registers that are not there (measured: 3 times slower).
  static void unrollReduction(Stage &update, RDom &r, int64_t steps) {
    if (steps > 1)
      update.unroll(r[0], int(steps));
  }

  void schedulePadded(Func target, Var at) {
    Func padded = anchor.padded;
    if (!padded.defined())
      return;
    padded.compute_at(target, at);
    if (!builder.producers.empty()) {
      scheduleProducer(builder, padded);
      return;
    }
    schedulePaddedInput(builder, anchor);
    if (stripe && stripe->isShared)
      padded.bound_storage(Var("d2"), int(inputRows(builder, node, stripe->rows)));
  }

  /// Pixels of a copy, of which a block of grouped channels reads a line or two, lie a line
  /// farther apart if the L1 cache could not hold those of a tile otherwise.
  void spreadOverSets(const TileShape &tile) {
    Func padded = anchor.padded;
    if (!padded.defined() || !builder.producers.empty() || integer(node, "groups", 1) == 1)
      return;
    int64_t channels = builder.shapeOf(node.operands[0]).back();
    int64_t window = builder.shapeOf(node.operands[1])[shape.size() - 3];
    int64_t pixels = (tile.columns - 1) * integers(node, "strides").back() + window;
    if (rowsOfSets(channels * 4) < pixels)
      padded.align_storage(padded.args().front(), int(channels + builder.lanes));
  }

  KernelBuilder &builder;
  Anchor &anchor;
  const Node &node;
  const std::vector<Extent> shape;
  int64_t threads;              ///< that share the loops of the convolution
  std::optional<Stripe> stripe; ///< the loop around it, if a pool makes stripes
  bool hasOwnVectors = false;   ///< does the schedule give another width than the usual one?
};

} // namespace

int64_t stepsTogether(const KernelBuilder &builder, int64_t depth, int64_t rows, int64_t vectors) {
  if (!mayWriteOutSteps(builder.lanes, rows, vectors))
    return 1;
  if (depth <= 4)
    return depth;
  return depth % 2 ? 1 : 2;
}

void scheduleConvolution(KernelBuilder &builder) { ConvolutionSchedule(builder).apply(); }

} // namespace unspool
