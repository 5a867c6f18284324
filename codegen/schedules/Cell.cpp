//===- Cell.cpp - schedules of recurrent cells ----------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A block of units is computed with all its gates: the recurrent product walks down
// the packed weights [block][k][gate][unit], and the gates follow.
//
// Few rows: the sums of all gates of a tile of rows are in registers, each weight is
// read once, in order, and the gates are combined from the registers. With one row
// that is bound by reading the weights. A multiply-add takes four cycles and two begin
// in each: with fewer than eight sums, each is split into sums of every n-th k.
//
// Few rows of weights that are packed as many rows like (in a library that takes both): the
// sums of all gates of one vector after the other, if a vector fills a cache line; if not, a
// line would be read several times, and the whole block makes its sums of as many gates at a
// time as registers hold. These are stored, as those of many rows are.
//
// Many rows: all gates at once would leave registers for four rows only, and a step of
// k would load as many weights as it has rows. So one gate after the other makes its
// sums, for tiles of as many rows as a matrix product has; they are stored (a panel of few
// tiles stays in the L1 cache) and the gates combined from there. A projection that is made
// here as well begins such a tile's sums, in the same registers. The tiles of a panel find a
// gate's weights in the L1 cache, which gains a hundredth; panels that do not divide the
// tiles would be moved back over others, and compute up to a fifth in vain.
//
// A GRU that resets before its second product needs all units of the reset gate
// first, so it makes two passes, each over its own gates.
//
//===----------------------------------------------------------------------===//

#include "codegen/schedules/Schedules.h"

#include <algorithm>

using namespace Halide;

namespace unspool {

namespace {

/// Tiles of rows whose sums are stored together, at most.
constexpr int64_t kTilesOfPanel = 4;

class CellSchedule {
public:
  explicit CellSchedule(KernelBuilder &builder)
      : builder(builder), anchor(builder.anchor), node(*anchor.node),
        batch(builder.extent(anchor.value, 0)), hidden(integer(node, "hidden_size")) {
    isPacked = integer(node, "block");
    block = integer(node, "block");
    // Of one row, a projection is made whole. Others are packed as the cell would be.
    int64_t inputBlock =
        anchor.projector && !batch.isOne() ? integer(*anchor.projector, "block") : 0;
    gates = gatesOf(node);
    int64_t projected = builder.shapeOf(node.operands[0]).back() / gates;
    bool hasWholeBlocks = inputBlock && projected % inputBlock == 0;
    if (!isPacked && inputBlock && hidden % inputBlock == 0)
      block = inputBlock;
    // (A GRU reads a gate's projection again, apart from its sums.)
    tilesProjection = hasWholeBlocks && block == inputBlock && node.op != "gru_cell";
    int64_t wanted = vectorsOfBlock(builder, block, hidden, 1);
    if (!block)
      block = wholeVectors(builder, hidden, wanted);
    width = std::min<int64_t>(block, builder.lanes);
    vectors = (block + width - 1) / width;
    chooseTile();
  }

  void apply() {
    scheduleStored(builder);
    for (Func &root : anchor.roots)
      scheduleRoot(root);
    if (anchor.projection.defined() && !tilesProjection)
      scheduleProjection();
    if (anchor.second.defined()) {
      // The update gate is needed again in the second pass: its sums are stored.
      storeSums({anchor.accumulator, anchor.gates, anchor.reduction, 2, /*hasGateAxis=*/true});
      tileUnits(
          {anchor.second, anchor.candidate, anchor.secondReduction, 1, /*hasGateAxis=*/false});
      return;
    }
    tileUnits({anchor.accumulator, anchor.gates, anchor.reduction, gates, /*hasGateAxis=*/true});
  }

private:
  /// The tile of the last pass. A first step from zero has no sums, and takes any.
  void chooseTile() {
    int64_t last = anchor.second.defined() ? 1 : gates;
    // Where many rows have decided how weights are packed, few have the sums of all gates of
    // one vector in registers, or, where vectors are shorter than lines, of some of the gates.
    span = block;
    if (batch.isFixed() && !anchor.second.defined() && hasManyRows(last) &&
        batch.most <= rowsOfWideTile(builder.lanes, last)) {
      if (width * int64_t(sizeof(float)) < kLineBytes) {
        gatesTogether = gatesOfTile();
      } else {
        span = width;
        vectors = 1;
      }
    }
    bool hasProducts = (anchor.second.defined() ? anchor.second : anchor.accumulator).defined();
    isStaged = (hasProducts || tilesProjection) && hasManyRows(last);
    tilesProjection &= isStaged;
    if (tilesProjection)
      gatesTogether = 1; // a projection is made of one gate
    int64_t together = isStaged ? gatesTogether : last;
    int64_t best = rowTile(together), most = batch.most;
    if (hasProducts || tilesProjection)
      most = std::min(most, std::max<int64_t>(1, kMostAccumulators / (vectors * together)));
    tileOfLast = parameter(builder, "rows", best, {most});
    int64_t count = vectors * together * tileOfLast;
    int64_t mostSums =
        hasProducts ? std::max<int64_t>(1, kMostAccumulators / count) : kMostAccumulators;
    sumsOfLast = parameter(builder, "sums", sumsInFlight(count), {mostSums, 1, hidden});
    unroll = parameter(builder, "unroll", stepsOf(sumsOfLast, tileOfLast, together),
                       {hidden / sumsOfLast, 1, hidden / sumsOfLast});
  }

  /// Of how many gates a block's sums of all rows are in registers.
  int64_t gatesOfTile() const {
    int64_t most = 1;
    for (int64_t together = 2; together < gates; ++together)
      if (gates % together == 0 && batch.most <= rowsOfWideTile(builder.lanes, vectors * together))
        most = together;
    return most;
  }

  /// Parts of each of `count` sums that keep the multiply-adders busy.
  int64_t sumsInFlight(int64_t count) const {
    int64_t parts = 1;
    while (parts * count < kSumsInFlight && hidden % (2 * parts) == 0)
      parts *= 2;
    return parts;
  }

  /// Steps of `rows` x `together` vectors' sums that are written out: more than one only where
  /// they are short.
  int64_t stepsOf(int64_t parts, int64_t rows, int64_t together) const {
    bool isShort =
        rows * together <= 16 && mayWriteOutSteps(builder.lanes, rows, vectors * together);
    return parts == 1 && hidden % 2 == 0 && isShort ? 2 : 1;
  }

  /// [unit, gate, row], or [unit, row] of a second pass.
  struct Sums {
    Func products; ///< undefined in a first step from zero
    Func whole;    ///< products and projection
    RDom reduction;
    int64_t gates;
    bool hasGateAxis;

    Var rowAxis() const { return Var(hasGateAxis ? "d2" : "d1"); }
  };

  /// Rows of a register tile that has the sums of `gates` gates.
  int64_t rowTile(int64_t gates) const {
    int64_t most = std::min(rowsOfWideTile(builder.lanes, vectors * gates), rowsOfSets(hidden * 4));
    // Of a kernel for so many rows or more, a tile is all there (codegen/sizes/Specialize.h).
    if (!batch.isFixed())
      return std::clamp<int64_t>(batch.least, 1, most);
    return bestRegisterTile(batch.most, 1, most, vectors * gates).across;
  }
  bool hasManyRows(int64_t gates) const {
    return batch.most > rowsOfWideTile(builder.lanes, vectors * gates);
  }

  TailStrategy unitTail() const { return tailOfBlocks(hidden, block, isPacked); }

  /// Rows whose sums are stored together: as many tiles as divide them all.
  int64_t rowsOfPanel() const {
    if (!batch.isFixed())
      return tileOfLast;
    int64_t tiles = (batch.most + tileOfLast - 1) / tileOfLast;
    return std::min(largestDivisor(tiles, kTilesOfPanel) * tileOfLast, batch.most);
  }

  /// The output: blocks of units by tiles or panels of rows; `sums` are computed for each.
  /// Gates that are combined from memory are one vector of a whole block: LLVM makes several
  /// of it, whose chains of dependent instructions then run side by side.
  void tileUnits(Sums sums) {
    Func target = builder.output;
    int64_t rows = isStaged ? rowsOfPanel() : tileOfLast;
    target.split(u, uo, ui, int(block), unitTail())
        .split(b, bo, bi, int(rows), tailFor(batch, rows))
        .reorder(ui, bi, bo, uo);
    if (span < block)
      target.split(ui, us, ui, int(span)).reorder(ui, bi, us, bo, uo);
    target.vectorize(ui, int(isStaged ? block : width)).unroll(ui);
    if (!isStaged)
      target.unroll(bi);
    Loop blocks{uo, (hidden + block - 1) / block, unitTail() != TailStrategy::ShiftInwards};
    if (batch.isFixed())
      shareNest(target, blocks, loopOver(bo, batch.most, rows), threadsOf(builder));
    else
      shareLoop(target, blocks, threadsOf(builder));

    if (!isStaged) {
      if (!batch.isOne())
        prefetchProjection();
      holdSums(sums, target, span < block ? us : bo, sums.gates, rows);
      return;
    }
    sums.whole.compute_at(target, bo).bound_extent(u, int(block));
    if (!batch.isFixed())
      sums.whole.bound_extent(sums.rowAxis(), int(rows));
    tileRows(sums, rows, tileOfLast, gatesTogether);
    // h needs a function of c, which needs functions of the gates: a row's chain of
    // dependent instructions is as long as what a core looks ahead. As a loop of its own,
    // c of several rows is computed side by side, and then h. (A block that reaches
    // beyond the last unit would read old states that are not there.)
    if (anchor.state.defined()) {
      anchor.state.compute_at(target, bo)
          .bound_extent(u, int(block))
          .vectorize(u, int(block));
      if (!batch.isFixed())
        anchor.state.bound_extent(b, int(rows));
    }
  }

  /// Sums of all units and rows, in memory.
  void storeSums(Sums sums) {
    Func stored = sums.whole;
    bool isWhole = isPacked || hidden % block == 0;
    stored.compute_root().split(u, uo, u, int(block),
                                isWhole ? TailStrategy::RoundUp : TailStrategy::GuardWithIf);
    int64_t together = hasManyRows(sums.gates) ? 1 : sums.gates;
    tileRows(sums, batch, rowTile(together), together, /*isSplit=*/true);
    shareLoop(stored, {uo, (hidden + block - 1) / block, isWhole}, threadsOf(builder));
  }

  /// The stored whole, of a block of units: `together` gates after as many others.
  /// `isSplit`: it holds all blocks of units, in a loop uo.
  void tileRows(const Sums &sums, const Extent &rows, int64_t tile, int64_t together = 1,
                bool isSplit = false) {
    Func stored = sums.whole;
    Var row = sums.rowAxis();
    stored.split(row, bo, bi, int(tile), tailFor(rows, tile));
    std::vector<VarOrRVar> order{u};
    if (sums.hasGateAxis) {
      stored.bound(g, 0, int(sums.gates)).split(g, go, gi, int(together)).unroll(gi);
      order.insert(order.end(), {gi, bi, bo, go});
    } else {
      order.insert(order.end(), {bi, bo});
    }
    if (isSplit)
      order.push_back(uo);
    stored.reorder(order).vectorize(u, int(width)).unroll(u).unroll(bi);
    prefetchProjection();
    if (tilesProjection)
      holdProjection(stored, bo, tile);
    holdSums(sums, stored, bo, together, tile);
  }

  /// Rows of the projection lie far apart, and are read once: a tile's come while its
  /// products are computed.
  void prefetchProjection() {
    if (node.operands[0] < int(builder.spec.arguments.size()))
      builder.prefetched = node.operands[0];
  }

  /// The projection of a tile, of one gate, in the registers that its sums are in next.
  void holdProjection(Func target, Var loop, int64_t tile) {
    Func func = anchor.projection;
    Var column("d0"), row("d1");
    RVar k = anchor.inputs[0];
    int64_t inputs = builder.extent(anchor.projector->operands[0], 1).most;
    func.compute_at(target, loop)
        .store_in(MemoryType::Stack)
        .bound_extent(column, int(block))
        .vectorize(column, int(width))
        .unroll(column)
        .unroll(row);
    if (!batch.isFixed())
      func.bound_extent(row, int(tile));
    func.update().reorder(column, row, k).vectorize(column, int(width)).unroll(column).unroll(row);
    if (unroll > 1 && inputs % unroll == 0)
      func.update().unroll(k, int(unroll));
  }

  /// The products of a tile, in registers.
  void holdSums(const Sums &sums, Func target, Var loop, int64_t together, int64_t tile) {
    Func func = sums.products;
    if (!func.defined())
      return;
    bool isLast = !(anchor.second.defined() && sums.hasGateAxis);
    int64_t parts = isLast ? sumsOfLast : sumsInFlight(vectors * together * tile);
    auto place = [&](Func held) {
      held.compute_at(target, loop).store_in(MemoryType::Stack).bound_extent(u, int(span));
      if (sums.hasGateAxis)
        held.bound_extent(g, int(together));
      if (!batch.isFixed())
        held.bound_extent(sums.rowAxis(), int(tile));
    };
    auto unrollTile = [&](Stage stage, const std::vector<VarOrRVar> &outer) {
      std::vector<VarOrRVar> order{u};
      if (sums.hasGateAxis)
        order.push_back(g);
      // Fewer rows than vectors have their elements in registers, and take the vectors by turns.
      bool isWide = tile < vectors * together;
      order.insert(isWide ? order.begin() : order.end(), sums.rowAxis());
      order.insert(order.end(), outer.begin(), outer.end());
      stage.reorder(order).vectorize(u, int(width)).unroll(u).unroll(sums.rowAxis());
      if (sums.hasGateAxis)
        stage.unroll(g);
    };
    place(func);
    unrollTile(Stage(func), {});
    RVar k = sums.reduction[0];
    int64_t steps = isLast ? unroll : stepsOf(parts, tile, together);
    if (parts == 1) {
      unrollTile(func.update(), {k});
      if (steps > 1)
        func.update().unroll(k, int(steps));
      return;
    }
    auto [partial, which, part] = splitSums(func, k, parts);
    place(partial);
    std::vector<Var> storage{u};
    if (sums.hasGateAxis)
      storage.push_back(g);
    storage.insert(storage.end(), {sums.rowAxis(), which});
    partial.reorder_storage(storage);
    unrollTile(Stage(partial), {which});
    unrollTile(partial.update(), {which, k});
    unrollTile(func.update(), {part});
    partial.unroll(which);
    partial.update().unroll(which);
    func.update().unroll(part);
    if (steps > 1)
      partial.update().unroll(k, int(steps));
  }

  /// A timestep's own projection, before everything else: a packed block of columns at a time, so
  /// that several sums are under way (one after the other, each multiply-add would wait for the
  /// one before).
  void scheduleProjection() {
    Func func = anchor.projection;
    const Node &projector = *anchor.projector;
    int64_t packed = integer(projector, "block");
    if (!packed || packed % builder.lanes != 0 || integer(projector, "interleave", 1) != 1) {
      scheduleRoot(func);
      return;
    }
    int64_t columns = projector.results[0].shape.back(), vectors = packed / builder.lanes;
    bool isTile = batch.isFixed() && batch.most <= rowsOfTile(builder.lanes, vectors);
    Var column("d0"), row("d1"), co("co"), ci("ci");
    RVar k = anchor.inputs[0];
    func.compute_root()
        .bound_extent(column, int((columns + packed - 1) / packed * packed))
        .vectorize(column, builder.lanes);
    Stage sums = func.update().split(column, co, ci, int(packed), TailStrategy::RoundUp);
    if (isTile)
      sums.reorder({ci, row, k, co}).unroll(row);
    else
      sums.reorder({ci, k, row, co});
    sums.vectorize(ci, builder.lanes).unroll(ci);
  }

  /// The state scaled by the reset gate, or what else is computed whole.
  void scheduleRoot(Func root) {
    root.compute_root();
    vectorizeInnermost(root, hidden, builder.lanes);
  }

  KernelBuilder &builder;
  Anchor &anchor;
  const Node &node;
  Extent batch;
  int64_t hidden, block, width, vectors, gates;
  int64_t span = 0; ///< units of a block whose sums are made together
  int64_t gatesTogether = 1; ///< of the last pass, where it is staged
  bool isPacked;
  bool tilesProjection = false; ///< which this kernel makes, tile by tile
  bool isStaged = false;        ///< the last pass makes some gates' sums after the others'
  /// Of the last pass: rows of its register tile, partial sums, and steps that are written out.
  int64_t tileOfLast = 1, sumsOfLast = 1, unroll = 1;
  const Var u{"d0"}, g{"d1"}, b{"d1"}, uo{"uo"}, us{"us"}, ui{"ui"}, bo{"bo"}, bi{"bi"}, go{"go"},
      gi{"gi"};
};

} // namespace

void scheduleCell(KernelBuilder &builder) { CellSchedule(builder).apply(); }

} // namespace unspool
