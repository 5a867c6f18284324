//===- Winograd.cpp - schedules of Winograd's convolutions ----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A block of tiles at a time (WinogradBlock.cpp): its inputs are transformed for all
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

#include "codegen/schedules/Schedules.h"

#include <algorithm>

using namespace Halide;

namespace unspool {
namespace {

/// Bytes that the transformed inputs of a block that threads share may take, and the products of
/// a block of channels.
constexpr int64_t kBlockBytes = kL2Bytes / 2;
/// Pairs of rows of a block whose products stay in L1, and where that makes an even share.
constexpr int64_t kMostPairs = 28, kMostSharedPairs = 56;
/// Tiles of a block that amortise a pass over the weights.
constexpr int64_t kFewestTiles = 14;
/// Tiles of a block whose channels threads share.
constexpr int64_t kFewestSharedTiles = 28;
/// Output channels for each thread but one, for which each of them had better transform all inputs:
/// that takes four operations a channel and point, and a product takes as many as there are
/// channels.
constexpr int64_t kChannelsOfOwnInputs = 64;

class WinogradSchedule {
public:
  explicit WinogradSchedule(KernelBuilder &builder)
      : builder(builder), anchor(builder.anchor), node(*anchor.node) {
    const std::vector<int64_t> &filter = builder.shapeOf(node.operands[1]);
    axes = filter.size() - 3;
    depth = filter[filter.size() - 2];
    points = 1;
    terms = depth;
    for (size_t axis = 0; axis < axes; ++axis)
      (anchor.tiles[axis] > 1 ? points : terms) *= filter[1 + axis];
    block = integer(node, "block");
    threads = threadsOf(builder);
  }

  void apply() {
    scheduleStored(builder);
    if (anchor.staged.defined()) {
      if (isRowByRow())
        stripe = scheduleStripedPool(builder);
      else
        scheduleWholePool(builder);
      threads = stripe ? 1 : threads;
      tile(anchor.staged, builder.extents(anchor.value), 1, 1);
      return;
    }
    auto [across, down] = pixelsOfResult(builder);
    tile(builder.output, builder.extents(builder.spec.results.front()), across, down);
  }

private:
  /// One spatial axis of the target: its results, those of a tile, tiles (at most), tiles of a
  /// block, and those whose products are in registers together. Of the rows in a stripe there
  /// may be fewer, as of those whose number the caller chooses.
  struct Axis {
    Extent extent;
    int64_t width, tiles, ofBlock = 1, inRegisters = 1;
    Axis(const Extent &extent, int64_t width)
        : extent(extent), width(width), tiles((extent.most + width - 1) / width) {}
    bool isFixed() const { return extent.isFixed(); }
    int64_t blocks() const { return (tiles + ofBlock - 1) / ofBlock; }
    bool isExact() const { return isFixed() && tiles % ofBlock == 0; }
  };

  /// `across` x `down` pixels of the convolution make one result of `target`.
  void tile(Func target, const std::vector<Extent> &shape, int64_t across, int64_t down) {
    size_t rank = shape.size();
    int64_t channels = shape.back().most;
    Axis columns(shape[rank - 2], anchor.tiles.back() / across);
    Axis rows(axes > 1 ? shape[rank - 3] : 1, axes > 1 ? anchor.tiles.front() / down : 1);
    if (stripe)
      rows = Axis(Extent(1, stripe->rows, Expr()), 1);
    int64_t together = anchor.blocksTogether * block;
    vectorsOfBlock(builder, block, channels, 1);
    chooseBlock(columns, rows);
    chooseRegisterTile(columns, rows);
    unroll = parameter(builder, "unroll", stepsTogether(depth), {depth, 1, depth});

    Var c("d0"), x("d1"), y("d2"), co("co"), cb("cb"), cv("cv"), ci("ci"), xb("xb"), xt("xt"),
        xi("xi"), yb("yb"), yt("yt"), yi("yi");
    target.split(c, co, cb, int(together), tailOfBlocks(channels, together, /*isPacked=*/true))
        .split(cb, cb, cv, int(block), TailStrategy::RoundUp)
        .split(cv, cv, ci, builder.lanes, TailStrategy::RoundUp);
    split(target, x, xb, xt, xi, columns);
    std::vector<VarOrRVar> order{ci, cb, xi, cv, xt, co, xb};
    if (stripe) {
      order = {ci, cb, xi, cv, xt, co, y, xb};
    } else if (axes > 1) {
      split(target, y, yb, yt, yi, rows);
      order = {ci, cb, xi, yi, cv, xt, yt, co, xb, yb};
      if (isRowByRow())
        order = {ci, cb, xi, yi, cv, xt, co, yt, xb, yb};
      target.unroll(yi);
    }
    target.reorder(order).vectorize(ci).unroll(cb).unroll(xi);

    // What becomes several blocks is transformed for all of one, whose vectors lie apart.
    for (Func &stage : anchor.outputTransform) {
      stage.compute_at(target, hasPairs() ? xt : cv);
      stage.vectorize(c, builder.lanes, TailStrategy::RoundUp);
      stage.bound_extent(c, hasPairs() ? int(block) : builder.lanes);
      for (size_t axis = 0; axis < axes; ++axis)
        stage.bound_extent(Var("d" + std::to_string(1 + axis)), 1);
      unrollPoints(stage);
    }
    bool sharesInputs = share(target, {xb, columns.blocks(), columns.isExact()},
                              {yb, rows.blocks(), rows.isExact()},
                              {co, (channels + together - 1) / together, true});
    scheduleProducts(target, co, columns, isRowByRow() ? Axis(1, 1) : rows);
    scheduleInputs(target, xb, sharesInputs, columns, rows);
    spreadPoints(anchor.inputTransform.back(), anchor.hasFewChannels ? 0 : depth, columns, rows,
                 inputsOf(rows.ofBlock));
  }

  /// Shares the blocks of tiles; where those are too few, the blocks of output channels: the
  /// weights, which are larger, are read once. Then each thread transforms all inputs for itself,
  /// or, if that is much beside its products, a part, for which the others wait and which they
  /// fetch from its cache. Is that so?
  bool share(Func target, Loop columns, Loop rows, Loop channels) const {
    if (threads <= 1)
      return false;
    Sharing tiles = shareLoops(rows.shared(), columns.shared(), threads);
    Sharing weights = shareLoops(channels.extent, 1, threads);
    if (tiles.load <= kSharedLoad || tiles.load <= weights.load) {
      if (axes > 1)
        shareNest(target, rows, columns, tiles);
      else
        shareGroups(target, columns, tiles.innerGroups);
      return false;
    }
    std::optional<Var> group = shareGroups(target, channels, weights.outerGroups);
    if (!group || !hasOwnInputs())
      return true;
    std::vector<VarOrRVar> order{channels.var, columns.var, rows.var, *group};
    if (axes == 1)
      order.erase(order.begin() + 2);
    target.reorder(order);
    return false;
  }

  /// Does each of the threads that share channels transform all inputs for itself?
  bool hasOwnInputs() const {
    return node.results[0].shape.back() >= kChannelsOfOwnInputs * (threads - 1);
  }

  /// As many tiles as the cache holds: whole rows, or part of one.
  void chooseBlock(Axis &columns, Axis &rows) {
    if (hasPairs())
      choosePairs(columns, rows);
    else
      chooseTiles(columns, rows);
    columns.ofBlock = parameter(builder, "columns", columns.ofBlock, {columns.tiles});
    if (stripe) // all of its rows
      rows.ofBlock = parameter(builder, "rows", rows.tiles, {rows.tiles, rows.tiles});
    else if (axes > 1)
      rows.ofBlock = parameter(builder, "rows", rows.ofBlock, {rows.tiles});
  }

  void choosePairs(Axis &columns, Axis &rows) const {
    columns.ofBlock = equalParts(columns.tiles, kMostPairs);
    if (threads > 1)
      chooseSharedBlock(columns, rows, kMostSharedPairs);
  }

  void chooseTiles(Axis &columns, Axis &rows) const {
    const auto &given = builder.spec.schedule.parameters;
    auto prefetch = given.find("prefetch");
    // Threads that share the channels of each block may wait for each other at its end: then a
    // block had better be large.
    TileExtents best = bestWinogradBlock(
        {columns.tiles, stripe ? 1 : rows.tiles, points, depth, node.results[0].shape.back(), block,
         builder.lanes, prefetch != given.end() && prefetch->second,
         hasOwnInputs() ? 1 : kFewestSharedTiles, fewestAcross(), tapsDown(), strideDown()});
    columns.ofBlock = best.across;
    rows.ofBlock = best.down;
    if (threads > 1)
      chooseSharedBlock(columns, rows,
                        std::max({kFewestTiles, kBlockBytes / (points * std::max(depth, block) * 4),
                                  isRowByRow() ? 0 : best.across * best.down}));
  }

  /// The best one of a block. Where the caller chooses an extent, tiles that are not there would
  /// be computed all the same: then as many as there are in any case, or enough of them.
  void chooseRegisterTile(Axis &columns, Axis &rows) const {
    int64_t vectors = block / builder.lanes, most = rowsOfTile(builder.lanes, vectors);
    if (columns.isFixed() && (rows.isFixed() || isRowByRow())) {
      TileExtents best =
          bestRegisterTile(columns.ofBlock, isRowByRow() ? 1 : rows.ofBlock, most, vectors);
      columns.inRegisters = best.across;
      rows.inRegisters = best.down;
      return;
    }
    columns.inRegisters = columns.isFixed()
                              ? bestRegisterTile(columns.ofBlock, 1, most, vectors).across
                              : std::min({fewestTiles(axes), most, kMostOpenRows});
    int64_t left = most / columns.inRegisters;
    if (!isRowByRow())
      rows.inRegisters = rows.isFixed() ? bestTile(rows.ofBlock, left)
                                        : std::min(fewestTiles(axes - 1),
                                                   openRowsOfTile(columns.inRegisters, most));
    for (Axis *axis : {&columns, &rows})
      if (!axis->isFixed())
        axis->ofBlock = std::max<int64_t>(1, axis->ofBlock / axis->inRegisters) * axis->inRegisters;
  }

  /// Tiles that there are in any case along an axis of the convolution.
  int64_t fewestTiles(size_t axis) const {
    int64_t results = builder.extent(anchor.value, axis).least, width = anchor.tiles[axis - 1];
    return std::max<int64_t>(1, (results + width - 1) / width);
  }

  /// Tiles of a block along a row, where vectors are of them.
  int64_t fewestAcross() const { return anchor.hasFewChannels ? builder.lanes / 2 : 1; }

  /// The largest block that fits and that threads can share evenly, if there is one.
  void chooseSharedBlock(Axis &columns, Axis &rows, int64_t fitting) const {
    int64_t largest = 0;
    for (int64_t across = std::min(fewestAcross(), columns.tiles); across <= columns.tiles;
         ++across)
      for (int64_t down = 1; down <= rows.tiles; ++down) {
        int64_t size = across * down;
        if (columns.tiles % across || rows.tiles % down || size > fitting ||
            size < std::max(kFewestTiles, largest + 1))
          continue;
        Sharing sharing = shareLoops(rows.tiles / down, columns.tiles / across, threads);
        if (sharing.load > kSharedLoad)
          continue;
        largest = size;
        columns.ofBlock = across;
        rows.ofBlock = down;
      }
  }

  /// Splits `all` into blocks, tiles and the results of a tile.
  void split(Func &target, Var all, Var blocks, Var tiles, Var inner, const Axis &axis) const {
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
    for (size_t axis = 0; axis < axes; ++axis)
      vars.push_back(Var("d" + std::to_string(axes + 2 + axis)));
    return vars;
  }

  void unrollPoints(Func &stage) const {
    for (Var point : pointVars())
      stage.unroll(point);
  }

  /// Where the caller chooses an extent, Halide finds no bound of what is stored: room for so
  /// many columns and rows.
  void boundStorage(Func stage, const Axis &columns, int64_t across, const Axis &rows,
                    int64_t down) const {
    if (columns.isFixed() && rows.isFixed())
      return;
    stage.bound_storage(Var("d1"), int(across));
    if (axes > 1)
      stage.bound_storage(Var("d2"), int(down));
  }

  /// The points of a tile lie apart by all tiles of a block. Where that is a multiple of a
  /// quarter of the bytes after which addresses share a set of the L1 cache, the points
  /// would evict each other: then each row of tiles has room for one more.
  /// Not where tiles are the innermost axis (`channels` is 0). `down`: rows of the stage.
  /// So would the many pairs of rows of a register tile: then each has room for one more line.
  void spreadPoints(Func stage, int64_t channels, const Axis &columns, const Axis &rows,
                    int64_t down) const {
    auto isShared = [](int64_t elements) {
      return elements && elements * int64_t(sizeof(float)) % (kSetBytes / 4) == 0;
    };
    if (hasPairs() && isShared(channels)) {
      channels += builder.lanes;
      stage.align_storage(Var("d0"), int(channels));
    }
    int64_t spread = isShared(channels * columns.ofBlock * down);
    if (spread)
      stage.align_storage(Var("d1"), int(columns.ofBlock + 1));
    boundStorage(stage, columns, columns.ofBlock + spread, rows, down);
  }

  /// Are tiles pairs of rows of a matrix?
  bool hasPairs() const { return anchor.blocksTogether > 1; }

  /// Are rows not transformed?
  bool isRowByRow() const { return axes > 1 && anchor.tiles.front() == 1; }

  /// Rows of transformed inputs for so many rows of tiles: those of all windows, where rows are
  /// not transformed.
  int64_t inputsOf(int64_t rows) const {
    return isRowByRow() ? (rows - 1) * strideDown() + tapsDown() : rows;
  }
  int64_t tapsDown() const { return terms / depth; }
  int64_t strideDown() const { return integers(node, "strides").front(); }

  void scheduleProducts(Func target, Var at, const Axis &columns, const Axis &rows) {
    Var c("d0"), x("d1"), y("d2"), xo("xo"), xi("xi"), yo("yo"), yi("yi");
    Func products = anchor.products, sums = anchor.accumulator;
    products.compute_at(target, at).bound_extent(c, int(block));
    splitProducts(x, xo, xi, columns);
    std::vector<VarOrRVar> order{c, xi};
    if (axes > 1) {
      splitProducts(y, yo, yi, rows);
      order = {c, xi, yi, xo, yo};
    } else {
      order.push_back(xo);
    }
    products.reorder(order).vectorize(c, builder.lanes).unroll(c).unroll(xi);
    spreadPoints(products, block, columns, rows, rows.ofBlock);
    if (axes > 1)
      products.unroll(yi);

    sums.compute_at(products, xo).store_in(MemoryType::Register);
    sums.bound_extent(c, int(block)).bound_extent(x, int(columns.inRegisters));
    sums.vectorize(c, builder.lanes).unroll(c).unroll(x);
    Stage update = sums.update();
    std::vector<VarOrRVar> inner{c, x};
    if (axes > 1) {
      sums.bound_extent(y, int(rows.inRegisters)).unroll(y);
      inner.push_back(y);
    }
    for (int axis = 0; axis < anchor.reduction.dimensions(); ++axis)
      inner.push_back(anchor.reduction[axis]);
    update.reorder(inner).vectorize(c, builder.lanes).unroll(c).unroll(x);
    if (axes > 1)
      update.unroll(y);
    if (unroll > 1)
      update.unroll(anchor.reduction[0], int(unroll));
    std::string loops = products.name() + ".s0.";
    prefetchWeights(
        builder, sums, terms * block, terms / unroll,
        {{loops, "yo", (rows.ofBlock + rows.inRegisters - 1) / rows.inRegisters},
         {loops, "xo", (columns.ofBlock + columns.inRegisters - 1) / columns.inRegisters}});
  }

  /// Of a block at the end of an axis whose extent the caller chooses, only the tiles that there
  /// are, in whole register tiles.
  void splitProducts(Var all, Var outer, Var inner, const Axis &axis) const {
    Func products = anchor.products;
    if (axis.isFixed())
      products.bound_extent(all, int(axis.ofBlock));
    products.split(all, outer, inner, int(axis.inRegisters),
                   axis.isFixed() ? tailFor(axis.ofBlock, axis.inRegisters)
                                  : TailStrategy::RoundUp);
  }

  /// Vectors of channels; where those are few, of tiles. Threads that share the inputs share
  /// vectors of channels, or rows of tiles.
  void scheduleInputs(Func target, Var at, bool isShared, const Axis &columns, const Axis &rows) {
    bool ofTiles = anchor.hasFewChannels;
    Var c("d0"), x("d1"), vectors("vectors");
    Var lane = ofTiles ? x : c;
    int64_t extent = ofTiles ? columns.ofBlock : depth;
    int width = int(std::min<int64_t>(extent, builder.lanes));
    Func whole = anchor.inputTransform.back();
    whole.compute_at(target, at).split(lane, vectors, lane, width, tailFor(extent, width));
    std::vector<Var> outer{vectors, ofTiles ? c : x};
    for (size_t axis = 1; axis <= axes; ++axis) // the other tiles, and images
      outer.push_back(Var("d" + std::to_string(1 + axis)));
    if (isShared && !ofTiles)
      std::rotate(outer.begin(), outer.begin() + 1, outer.end());
    std::vector<VarOrRVar> order{lane};
    for (Var point : pointVars())
      order.push_back(point);
    order.insert(order.end(), outer.begin(), outer.end());
    whole.reorder(order).vectorize(lane);
    if (isShared)
      whole.parallel(ofTiles && axes > 1 ? Var("d2") : vectors);
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
  void schedulePadded(Func target, Var at, bool isShared, const Axis &columns, const Axis &rows) {
    Func padded = anchor.padded;
    Var image("d" + std::to_string(1 + axes));
    const std::vector<int64_t> &filter = builder.shapeOf(node.operands[1]);
    std::vector<int64_t> strides = integers(node, "strides");
    int64_t ofTile = anchor.tiles.back() * strides.back();
    int64_t across = (columns.ofBlock - 1) * ofTile + filter[axes];
    if (isShared)
      padded.compute_at(target, at).parallel(Var("d" + std::to_string(axes)));
    else if (!anchor.hasFewChannels)
      padded.compute_at(anchor.inputTransform.back(), image);
    else if (stripe)
      padded.compute_at(stripe->pool, stripe->loop);
    else
      padded.compute_at(target, axes > 1 ? Var("yb") : image);
    if (anchor.hasFewChannels) {
      schedulePaddedInput(builder, anchor, /*inRows=*/true);
      across = std::max((columns.tiles - 1) * ofTile + filter[axes],
                        integers(node, "low").back() + builder.shapeOf(node.operands[0])[axes]);
      padded.bound_storage(Var("d1"), int(across));
    } else {
      vectorizeInnermost(padded, depth, builder.lanes);
    }
    boundStorage(padded, columns, across, rows,
                 (rows.ofBlock - 1) * anchor.tiles.front() * strides.front() + filter[1]);
  }

  KernelBuilder &builder;
  Anchor &anchor;
  const Node &node;
  size_t axes;
  int64_t depth, points, terms, block, unroll = 1; ///< `terms` of a sum
  int64_t threads;                                 ///< that share the loops of the convolution
  std::optional<Stripe> stripe;                    ///< the loop around it, if a pool makes stripes
};

} // namespace

void scheduleWinograd(KernelBuilder &builder) { WinogradSchedule(builder).apply(); }

} // namespace unspool
