//===- Winograd.cpp - schedules of Winograd's convolutions ----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A block of tiles at a time (WinogradTiles.cpp): its inputs are transformed for all
// channels. Then, for a block of output channels, the products of
// all points (tiles x channels in registers, as in a direct convolution; the
// weights are one stream) and, tile by tile, the way back and the ops after it.
//
// Where rows are not transformed (winograd1x4), windows share the transformed inputs of
// all rows of a block, and the products are those of one row at a time, which stay in L1.
//
// Strassen's products are scheduled alike: pairs of rows are tiles along one axis, and two
// blocks of channels are made together.
//
//===----------------------------------------------------------------------===//

#include "codegen/schedules/Winograd.h"

#include <algorithm>

using namespace Halide;

namespace unspool {

/// Output channels for each thread but one, for which each of them had better transform all inputs:
/// that takes four operations a channel and point, and a product takes as many as there are
/// channels.
static constexpr int64_t kChannelsOfOwnInputs = 64;

WinogradKernel::WinogradKernel(const KernelBuilder &builder) : threads(threadsOf(builder)) {
  const Anchor &anchor = builder.anchor;
  const Node &node = *anchor.node;
  const std::vector<int64_t> &filter = builder.shapeOf(node.operands[1]);
  std::vector<int64_t> strides = integers(node, "strides");
  axes = filter.size() - 3;
  depth = filter[filter.size() - 2];
  terms = depth;
  for (size_t axis = 0; axis < axes; ++axis)
    (anchor.tiles[axis] > 1 ? points : terms) *= filter[1 + axis];
  channels = node.results[0].shape.back();
  block = integer(node, "block");
  strideDown = strides.empty() ? 1 : strides.front();
  hasPairs = anchor.blocksTogether > 1;
  isRowByRow = axes > 1 && anchor.tiles.front() == 1;
}

bool WinogradKernel::hasOwnInputs() const {
  return channels >= kChannelsOfOwnInputs * (threads - 1);
}

namespace {

class WinogradSchedule {
public:
  explicit WinogradSchedule(KernelBuilder &builder)
      : builder(builder), anchor(builder.anchor), node(*anchor.node), kernel(builder) {}

  void apply() {
    scheduleStored(builder);
    if (anchor.staged.defined()) {
      if (kernel.isRowByRow)
        kernel.stripe = scheduleStripedPool(builder);
      else
        scheduleWholePool(builder);
      if (kernel.stripe)
        kernel.threads = 1;
      tile(anchor.staged, builder.extents(anchor.value), 1, 1);
      return;
    }
    auto [across, down] = pixelsOfResult(builder);
    tile(builder.output, builder.extents(builder.spec.results.front()), across, down);
  }

private:
  /// `across` x `down` pixels of the convolution make one result of `target`.
  void tile(Func target, const std::vector<Extent> &shape, int64_t across, int64_t down) {
    size_t rank = shape.size();
    int64_t channels = shape.back().most;
    TileAxis columns(shape[rank - 2], anchor.tiles.back() / across);
    TileAxis rows(kernel.axes > 1 ? shape[rank - 3] : 1,
                  kernel.axes > 1 ? anchor.tiles.front() / down : 1);
    if (kernel.stripe)
      rows = TileAxis(Extent(1, kernel.stripe->rows, Expr()), 1);
    int64_t together = anchor.blocksTogether * kernel.block;
    vectorsOfBlock(builder, kernel.block, channels, 1);
    chooseTiles(builder, kernel, columns, rows);
    int64_t steps = stepsTogether(builder, kernel.depth, columns.inRegisters * rows.inRegisters,
                                  kernel.block / builder.lanes);
    unroll = parameter(builder, "unroll", steps, {kernel.depth, 1, kernel.depth});

    Var c("d0"), x("d1"), y("d2"), co("co"), cb("cb"), cv("cv"), ci("ci"), xb("xb"), xt("xt"),
        xi("xi"), yb("yb"), yt("yt"), yi("yi");
    target.split(c, co, cb, int(together), tailOfBlocks(channels, together, /*isPacked=*/true))
        .split(cb, cb, cv, int(kernel.block), TailStrategy::RoundUp)
        .split(cv, cv, ci, builder.lanes, TailStrategy::RoundUp);
    split(target, x, xb, xt, xi, columns);
    std::vector<VarOrRVar> order{ci, cb, xi, cv, xt, co, xb};
    if (kernel.stripe) {
      order = {ci, cb, xi, cv, xt, co, y, xb};
    } else if (kernel.axes > 1) {
      split(target, y, yb, yt, yi, rows);
      order = {ci, cb, xi, yi, cv, xt, yt, co, xb, yb};
      if (kernel.isRowByRow)
        order = {ci, cb, xi, yi, cv, xt, co, yt, xb, yb};
      target.unroll(yi);
    }
    target.reorder(order).vectorize(ci).unroll(cb).unroll(xi);

    // What becomes several blocks is transformed for all of one, whose vectors lie apart.
    for (Func &stage : anchor.outputTransform) {
      stage.compute_at(target, kernel.hasPairs ? xt : cv);
      stage.vectorize(c, builder.lanes, TailStrategy::RoundUp);
      stage.bound_extent(c, kernel.hasPairs ? int(kernel.block) : builder.lanes);
      for (size_t axis = 0; axis < kernel.axes; ++axis)
        stage.bound_extent(Var("d" + std::to_string(1 + axis)), 1);
      unrollPoints(stage);
    }
    bool sharesInputs = share(target, {xb, columns.blocks(), columns.isExact()},
                              {yb, rows.blocks(), rows.isExact()},
                              {co, (channels + together - 1) / together, true});
    scheduleProducts(target, co, columns, kernel.isRowByRow ? TileAxis(1, 1) : rows);
    scheduleInputs(target, xb, sharesInputs, columns, rows);
    spreadPoints(anchor.inputTransform.back(), anchor.hasFewChannels ? 0 : kernel.depth, columns,
                 rows, kernel.inputsOf(rows.ofBlock));
  }

  /// Shares the blocks of tiles; where those are too few, the blocks of output channels: the
  /// weights, which are larger, are read once. Then each thread transforms all inputs for itself,
  /// or, if that is much beside its products, a part, for which the others wait and which they
  /// fetch from its cache. Is that so?
  bool share(Func target, Loop columns, Loop rows, Loop channels) const {
    if (kernel.threads <= 1)
      return false;
    Sharing tiles = shareLoops(rows.shared(), columns.shared(), kernel.threads);
    Sharing weights = shareLoops(channels.extent, 1, kernel.threads);
    if (tiles.load <= kSharedLoad || tiles.load <= weights.load) {
      if (kernel.axes > 1)
        shareNest(target, rows, columns, tiles);
      else
        shareGroups(target, columns, tiles.innerGroups);
      return false;
    }
    std::optional<Var> group = shareGroups(target, channels, weights.outerGroups);
    if (!group || !kernel.hasOwnInputs())
      return true;
    std::vector<VarOrRVar> order{channels.var, columns.var, rows.var, *group};
    if (kernel.axes == 1)
      order.erase(order.begin() + 2);
    target.reorder(order);
    return false;
  }

  /// Splits `all` into blocks, tiles and the results of a tile.
  void split(Func &target, Var all, Var blocks, Var tiles, Var inner, const TileAxis &axis) const {
    target
        .split(all, tiles, inner, int(axis.width),
               axis.isFixed() && axis.extent.most % axis.width == 0 ? TailStrategy::RoundUp
                                                                    : TailStrategy::GuardWithIf)
        .split(tiles, blocks, tiles, int(axis.ofBlock),
               axis.isFixed() ? tailFor(axis.tiles, axis.ofBlock) : TailStrategy::GuardWithIf);
  }

  /// The variables that count the points of a transform.
  std::vector<Var> pointVars() const {
    std::vector<Var> vars;
    for (size_t axis = 0; axis < kernel.axes; ++axis)
      vars.push_back(Var("d" + std::to_string(kernel.axes + 2 + axis)));
    return vars;
  }

  void unrollPoints(Func &stage) const {
    for (Var point : pointVars())
      stage.unroll(point);
  }

  /// Where the caller chooses an extent, Halide finds no bound of what is stored: room for so
  /// many columns and rows.
  void boundStorage(Func stage, const TileAxis &columns, int64_t across, const TileAxis &rows,
                    int64_t down) const {
    if (columns.isFixed() && rows.isFixed())
      return;
    stage.bound_storage(Var("d1"), int(across));
    if (kernel.axes > 1)
      stage.bound_storage(Var("d2"), int(down));
  }

  /// The points of a tile lie apart by all tiles of a block. Where that is a multiple of a
  /// quarter of the bytes after which addresses share a set of the L1 cache, the points
  /// would evict each other: then each row of tiles has room for one more.
  /// Not where tiles are the innermost axis (`channels` is 0). `down`: rows of the stage.
  /// So would the many pairs of rows of a register tile: then each has room for one more line.
  void spreadPoints(Func stage, int64_t channels, const TileAxis &columns, const TileAxis &rows,
                    int64_t down) const {
    auto isShared = [](int64_t elements) {
      return elements && elements * int64_t(sizeof(float)) % (kSetBytes / 4) == 0;
    };
    if (kernel.hasPairs && isShared(channels)) {
      channels += builder.lanes;
      stage.align_storage(Var("d0"), int(channels));
    }
    int64_t spread = isShared(channels * columns.ofBlock * down);
    if (spread)
      stage.align_storage(Var("d1"), int(columns.ofBlock + 1));
    boundStorage(stage, columns, columns.ofBlock + spread, rows, down);
  }

  void scheduleProducts(Func target, Var at, const TileAxis &columns, const TileAxis &rows) {
    Var c("d0"), x("d1"), y("d2"), xo("xo"), xi("xi"), yo("yo"), yi("yi");
    Func products = anchor.products, sums = anchor.accumulator;
    products.compute_at(target, at).bound_extent(c, int(kernel.block));
    splitProducts(x, xo, xi, columns);
    std::vector<VarOrRVar> order{c, xi};
    if (kernel.axes > 1) {
      splitProducts(y, yo, yi, rows);
      order = {c, xi, yi, xo, yo};
    } else {
      order.push_back(xo);
    }
    products.reorder(order).vectorize(c, builder.lanes).unroll(c).unroll(xi);
    spreadPoints(products, kernel.block, columns, rows, rows.ofBlock);
    if (kernel.axes > 1)
      products.unroll(yi);

    sums.compute_at(products, xo).store_in(MemoryType::Register);
    sums.bound_extent(c, int(kernel.block)).bound_extent(x, int(columns.inRegisters));
    sums.vectorize(c, builder.lanes).unroll(c).unroll(x);
    Stage update = sums.update();
    std::vector<VarOrRVar> inner{c, x};
    if (kernel.axes > 1) {
      sums.bound_extent(y, int(rows.inRegisters)).unroll(y);
      inner.push_back(y);
    }
    for (int axis = 0; axis < anchor.reduction.dimensions(); ++axis)
      inner.push_back(anchor.reduction[axis]);
    update.reorder(inner).vectorize(c, builder.lanes).unroll(c).unroll(x);
    if (kernel.axes > 1)
      update.unroll(y);
    if (unroll > 1)
      update.unroll(anchor.reduction[0], int(unroll));
    std::string loops = products.name() + ".s0.";
    prefetchWeights(builder, sums, kernel.terms * kernel.block, kernel.terms / unroll,
                    {{loops, "yo", rows.registerTiles()}, {loops, "xo", columns.registerTiles()}});
  }

  /// Of a block at the end of an axis whose extent the caller chooses, only the tiles that there
  /// are, in whole register tiles.
  void splitProducts(Var all, Var outer, Var inner, const TileAxis &axis) const {
    Func products = anchor.products;
    if (axis.isFixed())
      products.bound_extent(all, int(axis.ofBlock));
    products.split(all, outer, inner, int(axis.inRegisters),
                   axis.isFixed() ? tailFor(axis.ofBlock, axis.inRegisters)
                                  : TailStrategy::RoundUp);
  }

  /// Vectors of channels; where those are few, of tiles. Threads that share the inputs share
  /// vectors of channels, or rows of tiles.
  void scheduleInputs(Func target, Var at, bool isShared, const TileAxis &columns,
                      const TileAxis &rows) {
    bool ofTiles = anchor.hasFewChannels;
    Var c("d0"), x("d1"), vectors("vectors");
    Var lane = ofTiles ? x : c;
    int64_t extent = ofTiles ? columns.ofBlock : kernel.depth;
    int width = int(std::min<int64_t>(extent, builder.lanes));
    Func whole = anchor.inputTransform.back();
    whole.compute_at(target, at).split(lane, vectors, lane, width, tailFor(extent, width));
    std::vector<Var> outer{vectors, ofTiles ? c : x};
    for (size_t axis = 1; axis <= kernel.axes; ++axis) // the other tiles, and images
      outer.push_back(Var("d" + std::to_string(1 + axis)));
    if (isShared && !ofTiles)
      std::rotate(outer.begin(), outer.begin() + 1, outer.end());
    std::vector<VarOrRVar> order{lane};
    for (Var point : pointVars())
      order.push_back(point);
    order.insert(order.end(), outer.begin(), outer.end());
    whole.reorder(order).vectorize(lane);
    if (isShared)
      whole.parallel(ofTiles && kernel.axes > 1 ? Var("d2") : vectors);
    unrollPoints(whole);
    for (size_t i = 0; i + 1 < anchor.inputTransform.size(); ++i) {
      Func stage = anchor.inputTransform[i];
      stage.compute_at(whole, outer.front()).vectorize(lane, width);
      unrollPoints(stage);
    }
    if (ofTiles) {
      std::vector<Var> storage = whole.args();
      std::swap(storage[0], storage[1]);
      whole.reorder_storage(storage);
    }
    if (anchor.padded.defined())
      schedulePadded(target, at, isShared, columns, rows);
  }

  /// The inputs of a block with their border. Of few channels they are whole rows, for all blocks
  /// side by side.
  void schedulePadded(Func target, Var at, bool isShared, const TileAxis &columns,
                      const TileAxis &rows) {
    Func padded = anchor.padded;
    Var image("d" + std::to_string(1 + kernel.axes));
    const std::vector<int64_t> &filter = builder.shapeOf(node.operands[1]);
    std::vector<int64_t> strides = integers(node, "strides");
    int64_t ofTile = anchor.tiles.back() * strides.back();
    int64_t across = (columns.ofBlock - 1) * ofTile + filter[kernel.axes];
    if (isShared)
      padded.compute_at(target, at).parallel(Var("d" + std::to_string(kernel.axes)));
    else if (!anchor.hasFewChannels)
      padded.compute_at(anchor.inputTransform.back(), image);
    else if (kernel.stripe)
      padded.compute_at(kernel.stripe->pool, kernel.stripe->loop);
    else
      padded.compute_at(target, kernel.axes > 1 ? Var("yb") : image);
    if (anchor.hasFewChannels) {
      schedulePaddedInput(builder, anchor, /*inRows=*/true);
      across =
          std::max((columns.tiles - 1) * ofTile + filter[kernel.axes],
                   integers(node, "low").back() + builder.shapeOf(node.operands[0])[kernel.axes]);
      padded.bound_storage(Var("d1"), int(across));
    } else {
      vectorizeInnermost(padded, kernel.depth, builder.lanes);
    }
    boundStorage(padded, columns, across, rows,
                 (rows.ofBlock - 1) * anchor.tiles.front() * strides.front() + filter[1]);
  }

  KernelBuilder &builder;
  Anchor &anchor;
  const Node &node;
  WinogradKernel kernel;
  int64_t unroll = 1; ///< steps of a sum that are written out
};

} // namespace

void scheduleWinograd(KernelBuilder &builder) { WinogradSchedule(builder).apply(); }

} // namespace unspool
