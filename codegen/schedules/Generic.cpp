//===- Generic.cpp - naive and vectorized, for any kernel -----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/schedules/Schedules.h"

#include <algorithm>

using namespace Halide;

namespace unspool {

int64_t bestTile(int64_t extent, int64_t most) {
  int64_t best = 1;
  auto work = [&](int64_t tile) { return (extent + tile - 1) / tile * tile; };
  for (int64_t tile = 1; tile <= std::min(extent, most); ++tile)
    // A larger tile may waste a little: it amortises the loads of a step.
    if (double(work(tile)) / work(best) <= 1.0 + 0.25 * double(tile - best) / double(tile))
      best = tile;
  return best;
}

int64_t equalParts(int64_t extent, int64_t most, int64_t unit) {
  int64_t units = (extent + unit - 1) / unit, mostUnits = std::max<int64_t>(1, most / unit);
  int64_t parts = (units + mostUnits - 1) / mostUnits;
  return (units + parts - 1) / parts * unit;
}

int64_t largestDivisor(int64_t number, int64_t most) {
  int64_t divisor = most;
  while (number % divisor != 0)
    --divisor;
  return divisor;
}

void prefetchWeights(KernelBuilder &builder, const Func &sums, int64_t blockElements, int64_t steps,
                     const std::vector<WeightPrefetch::Loop> &tiles) {
  // A block, and the next one, have to fit the L2 cache beside what else is read.
  constexpr int64_t kMostBytes = 320 << 10;
  int weights = builder.anchor.node->operands[1];
  bool isPacked =
      integer(*builder.anchor.node, "block") && weights < int(builder.spec.arguments.size());
  Type element = isPacked ? storedType(builder.typeOf(weights).element) : Type();
  WeightPrefetch prefetch{
      "", element, blockElements, {}, sums.name() + ".s1.", std::max<int64_t>(steps, 1)};
  std::copy_if(tiles.begin(), tiles.end(), std::back_inserter(prefetch.tiles),
               [](const WeightPrefetch::Loop &loop) { return loop.extent != 1; });
  bool isUseful = isPacked && blockElements && blockElements * element.bytes() <= kMostBytes;
  if (!parameter(builder, "prefetch", 0, {1, 0}) || !isUseful)
    return;
  prefetch.buffer = builder.bufferOf(weights);
  builder.prefetch = prefetch;
}

TailStrategy tailFor(const Extent &extent, int64_t factor) {
  if (!extent.isFixed())
    return factor == 1              ? TailStrategy::RoundUp
           : factor <= extent.least ? TailStrategy::ShiftInwards
                                    : TailStrategy::GuardWithIf;
  return extent.most % factor == 0 ? TailStrategy::RoundUp : TailStrategy::ShiftInwards;
}

TailStrategy tailOfBlocks(const Extent &outputs, int64_t block, bool isPacked) {
  return isPacked && outputs.most % block ? TailStrategy::Predicate : tailFor(outputs, block);
}

/// Is a dimension a plain loop of this update (not a place computed from data)?
static bool isPure(Func func, int update, size_t dimension) {
  const auto *variable = func.update_args(update)[dimension].as<Internal::Variable>();
  return variable && !variable->reduction_domain.defined();
}

static void vectorizeUpdate(Func func, int update, const Extent &extent, int lanes) {
  int width = int(std::min<int64_t>(extent.most, lanes));
  bool isWhole = extent.isFixed() && extent.most % width == 0;
  func.update(update).vectorize(func.args()[0], width,
                                isWhole ? TailStrategy::RoundUp : TailStrategy::GuardWithIf);
}

void vectorizeInnermost(Func func, const Extent &extent, int lanes) {
  if (func.dimensions() == 0 || extent.most < 2)
    return;
  int width = int(std::min<int64_t>(extent.most, lanes));
  func.vectorize(func.args()[0], width, tailFor(extent, width));
  for (int update = 0; update < func.num_update_definitions(); ++update)
    if (isPure(func, update, 0))
      vectorizeUpdate(func, update, extent, lanes);
}

PartialSums splitSums(Func sums, RVar step, int64_t parts) {
  PartialSums partial;
  sums.update().split(step, step, partial.part, int(parts));
  partial.func = sums.update().rfactor(partial.part, partial.which);
  partial.func.bound(partial.which, 0, int(parts));
  return partial;
}

std::pair<int64_t, int64_t> pixelsOfResult(const KernelBuilder &builder) {
  if (!builder.anchor.pool)
    return {1, 1};
  std::vector<int64_t> window = integers(*builder.anchor.pool, "window");
  return {window.back(), window.size() > 1 ? window[window.size() - 2] : 1};
}

void schedulePaddedInput(const KernelBuilder &builder, const Anchor &anchor, bool inRows) {
  Func padded = anchor.padded;
  int64_t channels = builder.shapeOf(anchor.node->operands[0]).back();
  if (channels >= builder.lanes / 2 && !inRows) {
    vectorizeInnermost(padded, channels, builder.lanes);
    return;
  }
  Var x("d1");
  std::vector<Var> order = padded.args(); // rows of one channel each
  std::swap(order[0], order[1]);
  padded.reorder_storage(order).vectorize(x, builder.lanes, TailStrategy::GuardWithIf);
  if (padded.has_update_definition())
    padded.update().vectorize(padded.rvars()[0], builder.lanes, TailStrategy::GuardWithIf);
}

void scheduleStored(KernelBuilder &builder) {
  for (StoredFunc &stored : builder.stored) {
    stored.func.compute_root();
    if (!stored.shape.empty()) {
      vectorizeInnermost(stored.func, stored.shape.back(), builder.lanes);
    }
  }
}

/// All of the kernel that may be computed on its own.
static std::vector<Func> stagesOf(const KernelBuilder &builder) {
  const Anchor &anchor = builder.anchor;
  std::vector<Func> stages{anchor.padded, anchor.accumulator, anchor.staged, anchor.second,
                           anchor.products, anchor.projection};
  for (const std::vector<Func> &more :
       {anchor.roots, anchor.inputTransform, anchor.outputTransform})
    stages.insert(stages.end(), more.begin(), more.end());
  for (const Anchor &producer : builder.producers) {
    stages.push_back(producer.accumulator);
    if (producer.staged.defined())
      stages.insert(stages.end(), {producer.staged, producer.padded});
  }
  stages.erase(std::remove_if(stages.begin(), stages.end(),
                              [](const Func &stage) { return !stage.defined(); }),
               stages.end());
  return stages;
}

/// Elements of a vector operation, at most; vectors of sums side by side.
static constexpr int64_t kMostWidth = 64, kChains = 4;

/// Sums over other axes than the innermost run in one chain of additions a vector, so that
/// several vectors hide their latency (measured: with four, 1.2 to 2.8 times as fast).
static int64_t widthOf(const KernelBuilder &builder) {
  int64_t width = builder.lanes;
  bool hasSums = false;
  for (const Node &node : builder.spec.nodes) {
    if (node.op != "reduce")
      continue;
    hasSums = true;
    int64_t rank = int64_t(builder.shapeOf(node.operands[0]).size());
    std::vector<int64_t> axes = integers(node, "axes");
    if (std::find(axes.begin(), axes.end(), rank - 1) != axes.end())
      return width;
  }
  std::vector<Extent> shape = builder.extents(builder.spec.results.front());
  if (builder.spec.kind != "reduce" || !hasSums || shape.empty())
    return width;
  while (2 * width <= std::min<int64_t>(kMostWidth, shape.back().least) &&
         width < kChains * builder.lanes)
    width *= 2;
  return width;
}

/// Where the last axes have one element, neighbours lie along the one before them: vectorizes
/// that, unless it is the outermost.
static bool vectorizeBeforeOnes(const KernelBuilder &builder, Func func,
                                const std::vector<Extent> &shape, int lanes) {
  if (builder.spec.kind != "elementwise" || shape.empty() || !shape.back().isOne())
    return false;
  size_t axis = shape.size() - 1;
  while (axis > 0 && shape[axis].isOne())
    --axis;
  if (axis == 0 || shape[axis].most < 2)
    return false;
  int width = int(std::min<int64_t>(shape[axis].most, lanes));
  func.vectorize(func.args()[shape.size() - 1 - axis], width, tailFor(shape[axis], width));
  return true;
}

/// The axis of the kernel's results along which neighbours in memory lie in what a transpose
/// reads, if that is not the last one.
static std::optional<size_t> crossAxis(const KernelBuilder &builder) {
  if (builder.spec.kind != "elementwise")
    return std::nullopt;
  for (const Node &node : builder.spec.nodes) {
    if (node.op != "transpose" ||
        node.results[0].shape != builder.typeOf(builder.spec.results.front()).shape)
      continue;
    std::vector<int64_t> permutation = integers(node, "permutation");
    int64_t last = int64_t(permutation.size()) - 1;
    if (permutation.back() != last)
      return std::find(permutation.begin(), permutation.end(), last) - permutation.begin();
  }
  return std::nullopt;
}

/// Vectors along the innermost axis gather elements that lie apart: each line that they touch
/// serves a block of neighbours along the other axis, before it leaves the nearest cache.
/// Without that, each pass over the innermost axis reads all lines for one element of each.
static void scheduleCrossing(Func func, const std::vector<Extent> &shape, size_t across, int lanes,
                             int64_t threads) {
  constexpr int64_t kNeighbours = 16;
  std::vector<Var> axes = func.args();
  size_t place = shape.size() - 1 - across;
  Var x = axes[0], xi("xi"), c = axes[place], co("co"), ci("ci");
  int width = int(std::min<int64_t>(shape.back().most, lanes));
  int64_t block = std::min(shape[across].most, kNeighbours);
  func.split(x, x, xi, width, tailFor(shape.back(), width))
      .split(c, co, ci, int(block), tailFor(shape[across], block))
      .vectorize(xi);
  std::vector<VarOrRVar> order{xi, ci};
  axes[place] = co;
  order.insert(order.end(), axes.begin(), axes.end());
  func.reorder(order);
  std::vector<Extent> loops = shape;
  loops[across] = shape[across].isFixed() && shape[across].most % block == 0
                      ? Extent(shape[across].most / block)
                      : Extent(1); // whose last block overlaps the one before
  shareOutermost(func, axes, loops, threads);
}

/// Vectors along the innermost axis of each part, or along that of the parts; threads share an
/// axis along which parts are whole.
static void scheduleParts(Func func, const std::vector<Extent> &shape, int lanes, int64_t threads) {
  for (int update = 0; update < func.num_update_definitions(); ++update) {
    Stage part = func.update(update);
    std::vector<Extent> loops = shape;
    for (size_t axis = 0; axis < shape.size(); ++axis)
      if (!isPure(func, update, shape.size() - 1 - axis))
        loops[axis] = Extent(1);
    if (loops.back().most > 1) {
      vectorizeUpdate(func, update, loops.back(), lanes);
    } else {
      auto extent = Internal::as_const_int(part.get_schedule().rvars().front().extent);
      int width = extent ? int(std::min<int64_t>(*extent, lanes)) : lanes;
      if (width > 1)
        part.vectorize(func.rvars(update).front(), width, TailStrategy::GuardWithIf);
    }
    shareOutermost(part, func.args(), loops, threads);
  }
}

/// Is the kernel a softmax of rows that do not all fit the cache? Then a row is all that it stores
/// at a time. (Of short rows it is quicker to do each step for many.)
static bool isOfRows(const KernelBuilder &builder) {
  constexpr int64_t kCachedElements = 128 << 10;
  const Node &node = builder.spec.nodes.front();
  bool isSoftmax = node.op == "softmax" || node.op == "log_softmax";
  return builder.spec.nodes.size() == 1 && isSoftmax && builder.outputs.size() == 1 &&
         node.results[0].shape.size() > 1 &&
         integer(node, "axis") == int64_t(node.results[0].shape.size()) - 1 &&
         node.results[0].elements() > kCachedElements;
}

void scheduleVectorized(KernelBuilder &builder) {
  // Powers of two: LLVM makes others of those.
  int lanes = int(parameter(builder, "width", widthOf(builder), {kMostWidth, 2, kMostWidth}));
  bool ofRows = isOfRows(builder);
  for (StoredFunc &stored : builder.stored) {
    if (ofRows)
      stored.func.compute_at(builder.output, Var("d1"));
    else
      stored.func.compute_root();
    if (!stored.shape.empty())
      vectorizeInnermost(stored.func, stored.shape.back(), lanes);
  }
  for (size_t i = 0; i < builder.outputs.size(); ++i) {
    std::vector<Extent> shape = builder.extents(builder.spec.results[i]);
    if (builder.outputs[i].has_update_definition()) {
      scheduleParts(builder.outputs[i], shape, lanes, threadsOf(builder));
      continue;
    }
    if (std::optional<size_t> across = crossAxis(builder); across && shape.back().most > 1) {
      scheduleCrossing(builder.outputs[i], shape, *across, lanes, threadsOf(builder));
      continue;
    }
    if (!vectorizeBeforeOnes(builder, builder.outputs[i], shape, lanes) && !shape.empty())
      vectorizeInnermost(builder.outputs[i], shape.back(), lanes);
    shareOutermost(builder.outputs[i], builder.outputs[i].args(), shape, threadsOf(builder));
  }
  Anchor &anchor = builder.anchor;
  for (Func &stage : stagesOf(builder))
    stage.compute_root();
  if (!isContraction(builder.spec.kind))
    return;
  for (const Func &sums : {anchor.accumulator, anchor.products})
    if (sums.defined())
      vectorizeInnermost(sums, builder.extents(anchor.value).back(), lanes);
}

void scheduleNaive(KernelBuilder &builder) {
  for (StoredFunc &stored : builder.stored)
    stored.func.compute_root();
  for (Func &stage : stagesOf(builder))
    stage.compute_root();
}

} // namespace unspool
