//===- Threads.cpp - loops shared among threads ---------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Tasks are groups of neighbouring iterations of one or two loops, as few as leave
// no thread idle for long. The groups divide the loops' extents, so that a task has
// no remainder; register tiles stay what they are without threads.
//
// Where tiles overlap because they do not divide an axis, elements are computed twice,
// and perhaps not to the same bits: LLVM may order the sums of a tile's pixels each in
// its own way. One thread writes last what it always writes last; so loops whose
// iterations overlap are not shared.
//
//===----------------------------------------------------------------------===//

#include "codegen/schedules/Schedules.h"

#include <limits>

using namespace Halide;

namespace unspool {

/// More than this much of a perfectly even load is worth more tasks.
static constexpr double kToleratedLoad = 1.02;

Loop loopOver(Var var, int64_t extent, int64_t part) {
  return {var, (extent + part - 1) / part, extent % part == 0};
}

Sharing shareLoops(int64_t outer, int64_t inner, int64_t threads) {
  Sharing best{1, 1, double(threads)};
  for (int64_t tasks = 1; tasks <= outer * inner; ++tasks)
    for (int64_t outerGroups = 1; outerGroups <= std::min(tasks, outer); ++outerGroups) {
      int64_t innerGroups = tasks / outerGroups;
      if (tasks % outerGroups || outer % outerGroups || inner % innerGroups ||
          innerGroups > inner)
        continue;
      double load = double((tasks + threads - 1) / threads * threads) / double(tasks);
      if (load < best.load)
        best = {outerGroups, innerGroups, load};
      if (best.load <= kToleratedLoad)
        return best;
    }
  return best;
}

std::optional<Var> shareNest(Func func, Loop outer, Loop inner, const Sharing &sharing) {
  if (sharing.outerGroups * sharing.innerGroups == 1)
    return std::nullopt;
  Var outerGroup("outerGroup"), innerGroup("innerGroup"), task("task");
  func.split(outer.var, outerGroup, outer.var, int(outer.extent / sharing.outerGroups),
             TailStrategy::RoundUp)
      .split(inner.var, innerGroup, inner.var, int(inner.extent / sharing.innerGroups),
             TailStrategy::RoundUp)
      .reorder(inner.var, outer.var, innerGroup, outerGroup)
      .fuse(innerGroup, outerGroup, task)
      .parallel(task);
  return task;
}

std::optional<Var> shareNest(Func func, Loop outer, Loop inner, int64_t threads) {
  return shareNest(func, outer, inner, shareLoops(outer.shared(), inner.shared(), threads));
}

int64_t sharedPart(int64_t extent, int64_t part, int64_t unit, int64_t others, int64_t threads) {
  auto loadOf = [&](int64_t size) {
    int64_t shared = extent % size == 0 ? extent / size : 1;
    double waste = double((size + unit - 1) / unit * unit) / double(size);
    return shareLoops(shared, others, threads).load * waste;
  };
  int64_t best = part;
  double least = loadOf(part);
  for (int64_t size = part; size >= std::max<int64_t>(unit, part / (4 * threads)); --size) {
    if (least <= kToleratedLoad)
      break;
    if (extent % size == 0 && loadOf(size) < least - 1e-9) {
      best = size;
      least = loadOf(size);
    }
  }
  return best;
}

std::optional<Var> shareLoop(Stage stage, const Loop &loop, int64_t threads) {
  return shareGroups(stage, loop, shareLoops(loop.shared(), 1, threads).outerGroups);
}

std::optional<Var> shareGroups(Stage stage, const Loop &loop, int64_t groups) {
  if (groups == 1)
    return std::nullopt;
  Var group("group");
  stage.split(loop.var, group, loop.var, int(loop.extent / groups), TailStrategy::RoundUp)
      .parallel(group);
  return group;
}

void shareOutermost(Stage stage, const std::vector<Var> &axes, const std::vector<Extent> &shape,
                    int64_t threads) {
  if (threads <= 1)
    return;
  // Halide counts dimensions from the innermost; that one is for vectors.
  for (size_t axis = 0; axis + 1 < shape.size(); ++axis) {
    if (shape[axis].isOne())
      continue;
    Var all = axes[shape.size() - 1 - axis], group("group");
    if (shape[axis].isFixed()) {
      shareLoop(stage, {all, shape[axis].most, true}, threads);
      return;
    }
    Expr part = (shape[axis].value + int(threads - 1)) / int(threads);
    stage.split(all, group, all, part, TailStrategy::GuardWithIf).parallel(group);
    return;
  }
}

} // namespace unspool
