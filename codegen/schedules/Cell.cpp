//===- Cell.cpp - schedules of recurrent cells ----------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A block of units is computed with all its gates in registers: the recurrent
// product walks down the packed weights [block][k][gate][unit] once, in order, and
// the gates follow while the sums are still in registers. With one row that is
// bound by reading the weights; with several rows each line of weights serves a
// tile of rows.
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

class CellSchedule {
public:
  explicit CellSchedule(KernelBuilder &builder)
      : builder(builder), anchor(builder.anchor), node(*anchor.node),
        batch(builder.extent(anchor.value, 0)), hidden(integer(node, "hidden_size")) {
    block = integer(node, "block");
    if (!block)
      block = std::min<int64_t>(hidden, builder.lanes);
    width = std::min<int64_t>(block, builder.lanes);
    gates = node.op == "rnn_cell" ? 1 : node.op == "lstm_cell" ? 4 : 3;
  }

  void apply() {
    scheduleStored(builder);
    bool twoPasses = anchor.second.defined();
    for (Func &root : anchor.roots)
      scheduleRoot(root);
    if (twoPasses) {
      // The update gate is needed again in the second pass: its sums are stored.
      anchor.accumulator.compute_root();
      scheduleSums(anchor.accumulator, 2, 1, /*whole=*/true);
      tileUnits(builder.output, anchor.second, 1, /*hasGates=*/false);
      return;
    }
    tileUnits(builder.output, anchor.accumulator, gates, /*hasGates=*/true);
  }

private:
  int64_t rowTile(int64_t gateCount) const {
    int64_t vectors = (block + width - 1) / width * gateCount;
    return bestTile(batch.most, rowsOfTile(builder.lanes, vectors));
  }

  /// Blocks of units by tiles of rows; `sums` are computed for each.
  void tileUnits(Func target, Func sums, int64_t gateCount, bool hasGates) {
    Var u("d0"), b("d1"), uo("uo"), ui("ui"), bo("bo"), bi("bi");
    int64_t tile = rowTile(gateCount);
    bool packed = integer(node, "block");
    TailStrategy tail = hidden % block == 0 ? TailStrategy::RoundUp
                        : packed            ? TailStrategy::Predicate
                                            : TailStrategy::ShiftInwards;
    target.split(u, uo, ui, int(block), tail)
        .split(b, bo, bi, int(tile), tailFor(batch, tile))
        .reorder(ui, bi, bo, uo)
        .vectorize(ui, int(width))
        .unroll(ui)
        .unroll(bi);
    Loop blocks{uo, (hidden + block - 1) / block, tail != TailStrategy::ShiftInwards};
    if (batch.isFixed())
      shareNest(target, blocks, {bo, (batch.most + tile - 1) / tile, batch.most % tile == 0},
                threadsOf(builder));
    else if (blocks.isExact)
      shareLoop(target, uo, blocks.extent, threadsOf(builder));
    sums.compute_at(target, bo).store_in(MemoryType::Stack);
    sums.bound_extent(u, int(block));
    if (!batch.isFixed())
      sums.bound_extent(hasGates ? Var("d2") : Var("d1"), int(tile));
    scheduleSums(sums, gateCount, tile, /*whole=*/false, hasGates);
  }

  /// Sums are [unit, gate, row], or [unit, row] of a second pass.
  void scheduleSums(Func sums, int64_t gateCount, int64_t tile, bool whole, bool hasGates = true) {
    Var u("d0"), g("d1"), b(hasGates ? "d2" : "d1"), uo("uo"), ui("ui");
    if (hasGates)
      sums.bound(g, 0, int(gateCount));
    TailStrategy tail = hidden % block == 0 ? TailStrategy::RoundUp : TailStrategy::GuardWithIf;
    Var lane = u;
    auto schedule = [&](Stage stage, RDom *reduction) {
      std::vector<VarOrRVar> order;
      if (whole) {
        stage.split(u, uo, ui, int(block), tail);
        lane = ui;
      }
      order.push_back(lane);
      if (hasGates)
        order.push_back(g);
      if (!whole)
        order.push_back(b);
      if (reduction)
        order.push_back((*reduction)[0]);
      if (whole) {
        order.push_back(b);
        order.push_back(uo);
      }
      stage.reorder(order);
      if (whole && hidden % block == 0)
        shareLoop(stage, uo, hidden / block, threadsOf(builder));
      stage.vectorize(lane, int(width)).unroll(lane);
      if (hasGates)
        stage.unroll(g);
      if (!whole && tile > 0)
        stage.unroll(b);
      if (reduction && hidden % 2 == 0 && tile * gateCount <= 16)
        stage.unroll((*reduction)[0], 2);
    };
    schedule(Stage(sums), nullptr);
    if (sums.has_update_definition())
      schedule(sums.update(), hasGates ? &anchor.reduction : &anchor.secondReduction);
  }

  /// A timestep's own projection, or the state scaled by the reset gate.
  void scheduleRoot(Func root) {
    root.compute_root();
    vectorizeInnermost(root, hidden, builder.lanes);
  }

  KernelBuilder &builder;
  Anchor &anchor;
  const Node &node;
  Extent batch;
  int64_t hidden, block, width, gates;
};

} // namespace

void scheduleCell(KernelBuilder &builder) { CellSchedule(builder).apply(); }

} // namespace unspool
