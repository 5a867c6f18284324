//===- Pool.cpp - nn.max_pool, nn.max_pool_indices, nn.avg_pool -----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A pool of few taps is one expression over its window. Behind a convolution in
// the same kernel, a pool whose windows partition the input then lets the
// schedule keep the convolution's tile in registers; overlapping windows read a
// stored stage instead.
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/KernelBuilder.h"
#include "codegen/kernels/Window.h"

#include <algorithm>

using namespace Halide;

namespace unspool {
namespace {

constexpr int64_t kMostUnrolledTaps = 64;
/// The same of windows with a border on a map of a size that the caller chooses, which is stored:
/// of more of them, behind several layers, Halide finds no bound for what they read.
constexpr int64_t kMostUnrolledOpenTaps = 9;

/// Every offset within the window, the last axis fastest.
std::vector<Index> offsetsOf(const Window &window) {
  std::vector<Index> offsets{{}};
  for (int64_t extent : window.extents) {
    std::vector<Index> longer;
    for (const Index &offset : offsets)
      for (int64_t tap = 0; tap < extent; ++tap) {
        longer.push_back(offset);
        longer.back().push_back(int(tap));
      }
    offsets = std::move(longer);
  }
  return offsets;
}

/// The input index of a tap for the result's `index`, moved inside; `inside` says
/// whether that was needed.
Index tapIndex(const Window &window, const Index &index, const Index &tap, Expr &inside) {
  Index source = index;
  inside = Internal::const_true();
  for (size_t axis = 0; axis < window.rank(); ++axis) {
    Expr position = index[axis + 1] * int(window.strides[axis]) +
                    tap[axis] * int(window.dilations[axis]) - window.low[axis].value;
    inside = inside && window.clampToInput(axis, position, source[axis + 1]);
  }
  return source;
}

/// NaN, if one of them is, in kernels that allow for it.
Expr larger(const KernelBuilder &builder, const Expr &a, const Expr &b) {
  bool mayBeNan = a.type().is_float() && !isContraction(builder.spec.kind);
  return mayBeNan ? select(a > b || a != a, a, b) : max(a, b);
}

/// How many elements the mean at `index` counts.
Expr countAt(const KernelBuilder &builder, const Node &node, const Window &window,
             const Index &index) {
  bool includePad = integer(node, "count_include_pad");
  Expr count = 1;
  for (size_t axis = 0; axis < window.rank(); ++axis) {
    Expr first = includePad ? Internal::simplify(0 - window.low[axis].value) : Expr(0);
    Expr end = window.input[axis].value;
    if (includePad)
      end = Internal::simplify(end + builder.attribute(node, "counted_high", axis).value);
    Expr along = 0;
    for (int64_t tap = 0; tap < window.extents[axis]; ++tap) {
      Expr position = index[axis + 1] * int(window.strides[axis]) +
                      Internal::simplify(int(tap * window.dilations[axis]) - window.low[axis].value);
      along = along + select(position >= first && position < end, 1, 0);
    }
    count = count * (window.hasBorder() ? along : Expr(int(window.extents[axis])));
  }
  return count;
}

/// Reads the pool's input: directly, or through a stage that the schedule stores.
using Reader = std::function<Expr(const Index &)>;
Reader readerOf(KernelBuilder &builder, const Node &node, const Window &window) {
  int input = node.operands[0];
  Anchor &anchor = builder.anchor;
  auto direct = [&builder, input](const Index &index) { return builder.read(input, index); };
  if (!anchor.node)
    return direct;
  bool straddlesTiles = false;
  for (size_t axis = 0; axis < anchor.tiles.size(); ++axis)
    straddlesTiles |= anchor.tiles[axis] % window.extents[axis] != 0;
  if (!window.isPartition() || window.taps() > 9 || straddlesTiles)
    return builder.readStaged(node, input);
  anchor.pool = &node;
  return direct;
}

int64_t mostUnrolledTaps(const KernelBuilder &builder, const Window &window) {
  bool isStored = builder.anchor.staged.defined();
  return isStored && window.hasBorder() && !window.isFixed() ? kMostUnrolledOpenTaps
                                                             : kMostUnrolledTaps;
}

void buildPool(KernelBuilder &builder, const Node &node, int value) {
  Window window(builder, node, integers(node, "window"));
  Reader read = readerOf(builder, node, window);
  bool isMax = node.op == "max_pool";
  Type type = computedType(node.results[0].element);
  auto combine = [&](const Expr &a, const Expr &b) { return isMax ? larger(builder, a, b) : a + b; };
  Expr start = isMax ? builder.neutralExtreme(type, /*isMin=*/false) : Internal::make_zero(type);
  auto element = [&](const Index &index, const Index &tap) {
    Expr inside;
    Index source = tapIndex(window, index, tap, inside);
    return window.hasBorder() ? select(inside, read(source), start) : read(source);
  };
  auto finish = [&](const Index &index, const Expr &combined) {
    return isMax ? combined : combined / cast(type, countAt(builder, node, window, index));
  };

  if (window.taps() <= mostUnrolledTaps(builder, window)) {
    builder.define(value, [&](const Index &index) {
      Expr combined;
      for (const Index &offset : offsetsOf(window)) {
        Expr next = element(index, offset);
        combined = combined.defined() ? combine(combined, next) : next;
      }
      return finish(index, combined);
    });
    return;
  }
  Region bounds;
  for (size_t axis = window.rank(); axis-- > 0;)
    bounds.push_back({0, int(window.extents[axis])});
  RDom domain(bounds, builder.name("window"));
  Index index = builder.variables(node.results[0].shape.size()), tap;
  for (size_t axis = 0; axis < window.rank(); ++axis)
    tap.push_back(domain[int(window.rank() - 1 - axis)]);
  Func combined(builder.name("pooled"));
  KernelBuilder::ref(combined, index) = start;
  KernelBuilder::ref(combined, index) =
      combine(KernelBuilder::at(combined, index), element(index, tap));
  builder.store(combined, builder.extents(value));
  builder.define(value, [&](const Index &at) {
    return finish(at, KernelBuilder::at(combined, at));
  });
}

/// The row-major index of the largest element in [N, C, S...], or with the
/// spatial axes in reverse order (column_major).
void buildMaxPoolIndices(KernelBuilder &builder, const Node &node, int value) {
  int input = node.operands[0];
  size_t rank = builder.shapeOf(input).size();
  Window window(builder, node, integers(node, "window"));
  Region bounds;
  for (size_t axis = window.rank(); axis-- > 0;)
    bounds.push_back({0, int(window.extents[axis])});
  RDom domain(bounds, builder.name("window"));
  Index index = builder.variables(rank), tap;
  for (size_t axis = 0; axis < window.rank(); ++axis)
    tap.push_back(domain[int(window.rank() - 1 - axis)]);
  Expr inside;
  Index source = tapIndex(window, index, tap, inside);

  auto wide = [](const Extent &extent) { return Internal::simplify(cast<int64_t>(extent.value)); };
  Expr place = cast<int64_t>(index.front()) * wide(builder.extent(input, rank - 1)) + index.back();
  bool columnMajor = integer(node, "column_major");
  for (size_t step = 0; step < window.rank(); ++step)
    place = place * wide(window.input[step]);
  Expr within = cast<int64_t>(0);
  for (size_t step = 0; step < window.rank(); ++step) {
    size_t axis = columnMajor ? window.rank() - 1 - step : step;
    within = within * wide(window.input[axis]) + source[axis + 1];
  }
  Type type = computedType(builder.typeOf(input).element);
  Func best(builder.name("best"));
  KernelBuilder::ref(best, index) =
      Tuple(builder.neutralExtreme(type, /*isMin=*/false), cast<int64_t>(-1));
  FuncRef current = KernelBuilder::ref(best, index);
  Expr element = builder.read(input, source);
  Expr wins = inside && (element > current[0] || current[1] < cast<int64_t>(0));
  KernelBuilder::ref(best, index) = Tuple(select(wins, element, current[0]),
                                          select(wins, place + within, current[1]));
  builder.store(best, builder.extents(value));
  builder.define(value, [&](const Index &at) { return KernelBuilder::ref(best, at)[1]; });
}

} // namespace

const BuildTable &poolBuilders() {
  static const BuildTable table = {{"max_pool", buildPool},
                                   {"avg_pool", buildPool},
                                   {"max_pool_indices", buildMaxPoolIndices}};
  return table;
}

} // namespace unspool
