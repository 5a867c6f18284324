//===- Reductions.cpp - ops that combine elements along axes --------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Vectors run over results. Where the innermost axis itself is reduced, sixteen
// partial results run side by side and are combined in a fixed tree, so that the
// order of operations, and with it every bit of a sum, does not depend on the
// width of the target's registers.
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/KernelBuilder.h"
#include "codegen/kernels/Math.h"

#include <algorithm>
#include <limits>

using namespace Halide;

namespace unspool {
namespace {

constexpr int kPartials = 16;

/// The kind of a maximum that need not be NaN where an element is: one instruction, not three.
const std::string kLargestNumber = "largest number";

/// What combining begins with: the kind's neutral element.
Expr start(const KernelBuilder &builder, const std::string &kind, Type type) {
  if (kind == "sum")
    return Internal::make_zero(type);
  if (kind == "prod")
    return Internal::make_one(type);
  bool isMin = kind == "min";
  if (type.is_bool())
    return Internal::make_bool(isMin);
  return builder.neutralExtreme(type, isMin);
}

Expr combine(const std::string &kind, const Expr &a, const Expr &b) {
  if (kind == "sum")
    return a + b;
  if (kind == "prod")
    return a * b;
  if (a.type().is_bool())
    return kind == "min" ? a && b : a || b;
  Expr keep = kind == "min" ? a < b : a > b;
  if (kind == kLargestNumber)
    return select(keep, a, b);
  return a.type().is_float() ? select(keep || a != a, a, b) : select(keep, a, b);
}

/// The element read by a reduction: `outer` fills the axes that stay, `inner` the
/// reduced ones.
Index merge(const std::vector<int64_t> &axes, size_t rank, const Index &outer,
            const Index &inner) {
  Index index;
  size_t nextOuter = 0, nextInner = 0;
  for (size_t axis = 0; axis < rank; ++axis) {
    bool reduced = std::find(axes.begin(), axes.end(), int64_t(axis)) != axes.end();
    index.push_back(reduced ? inner[nextInner++] : outer[nextOuter++]);
  }
  return index;
}

/// A stored Func over the axes that stay: `element` combined along `axes`.
Func reduceStored(KernelBuilder &builder, const std::string &kind,
                  const std::vector<Extent> &shape, const std::vector<int64_t> &axes,
                  const std::function<Expr(const Index &)> &element) {
  std::vector<Extent> kept;
  std::vector<Extent> extents;
  for (size_t axis = 0; axis < shape.size(); ++axis) {
    bool reduced = std::find(axes.begin(), axes.end(), int64_t(axis)) != axes.end();
    (reduced ? extents : kept).push_back(shape[axis]);
  }
  bool innermost = !axes.empty() && axes.back() + 1 == int64_t(shape.size());
  bool inParts = innermost && extents.back().most >= 2 * kPartials;

  // Reduction axes, innermost first; the innermost by steps of kPartials.
  Region bounds;
  for (auto extent = extents.rbegin(); extent != extents.rend(); ++extent)
    bounds.push_back({0, extent->value});
  if (inParts)
    bounds[0] = {0, Internal::simplify((extents.back().value + (kPartials - 1)) / kPartials)};
  RDom domain(bounds, builder.name("reduction"));
  Index inner;
  for (size_t axis = 0; axis < extents.size(); ++axis)
    inner.push_back(domain[int(extents.size() - 1 - axis)]);

  Index outer = builder.variables(kept.size());
  Func result(builder.name("reduced"));
  if (!inParts) {
    Expr next = element(merge(axes, shape.size(), outer, inner));
    KernelBuilder::ref(result, outer) = start(builder, kind, next.type());
    KernelBuilder::ref(result, outer) = combine(kind, KernelBuilder::at(result, outer), next);
    builder.store(result, kept);
    return result;
  }

  Func partial(builder.name("partial"));
  Index withLane = outer;
  for (size_t axis = 0; axis < outer.size(); ++axis)
    withLane[axis] = Var("d" + std::to_string(outer.size() - axis));
  Index stayed = withLane;
  Var lane("d0");
  withLane.push_back(lane);
  Expr position = inner.back() * kPartials + lane;
  Index read = inner;
  Expr last = Internal::simplify(extents.back().value - 1);
  read.back() = min(position, last);
  Expr next = element(merge(axes, shape.size(), stayed, read));
  if (!extents.back().isFixed() || extents.back().most % kPartials != 0)
    next = select(position <= last, next, start(builder, kind, next.type()));
  KernelBuilder::ref(partial, withLane) = start(builder, kind, next.type());
  KernelBuilder::ref(partial, withLane) =
      combine(kind, KernelBuilder::at(partial, withLane), next);
  std::vector<Extent> partialShape = kept;
  partialShape.push_back(kPartials);
  builder.store(partial, partialShape);

  // The tree: lanes i and i + width / 2.
  std::vector<Expr> lanes;
  for (int i = 0; i < kPartials; ++i) {
    Index index = outer;
    index.push_back(i);
    lanes.push_back(KernelBuilder::at(partial, index));
  }
  for (int width = kPartials / 2; width > 0; width /= 2)
    for (int i = 0; i < width; ++i)
      lanes[i] = combine(kind, lanes[i], lanes[i + width]);
  KernelBuilder::ref(result, outer) = lanes[0];
  builder.store(result, kept);
  return result;
}

/// `index` without `axes`.
Index without(const Index &index, const std::vector<int64_t> &axes) {
  Index kept;
  for (size_t axis = 0; axis < index.size(); ++axis)
    if (std::find(axes.begin(), axes.end(), int64_t(axis)) == axes.end())
      kept.push_back(index[axis]);
  return kept;
}

void buildReduce(KernelBuilder &builder, const Node &node, int value) {
  int input = node.operands[0];
  std::vector<int64_t> axes = integers(node, "axes");
  std::function<Expr(const Index &)> element = [&](const Index &index) {
    return builder.read(input, index);
  };
  if (builder.anchor.node)
    element = builder.readStaged(node, input);
  Func reduced =
      reduceStored(builder, text(node, "kind"), builder.extents(input), axes, element);
  bool keep = integer(node, "keep");
  builder.define(value, [&](const Index &index) {
    return KernelBuilder::at(reduced, keep ? without(index, axes) : index);
  });
}

/// Softmax and its logarithm: two reductions, and the quotient or difference. A NaN reaches the
/// sum, and from there all results, whatever the largest is. No sum is below one, so that its
/// reciprocal is as good as a quotient (but for a rounding), and a multiplication a tenth of it.
void buildSoftmax(KernelBuilder &builder, const Node &node, int value) {
  int input = node.operands[0];
  std::vector<int64_t> axes{integer(node, "axis")};
  std::vector<Extent> shape = builder.extents(input);
  auto element = [&](const Index &index) { return builder.read(input, index); };
  Func largest = reduceStored(builder, kLargestNumber, shape, axes, element);
  auto shifted = [&](const Index &index) {
    return element(index) - KernelBuilder::at(largest, without(index, axes));
  };
  if (node.op == "log_softmax") {
    Func sum = reduceStored(builder, "sum", shape, axes,
                            [&](const Index &index) { return math::exp(shifted(index)); });
    builder.define(value, [&](const Index &index) {
      return shifted(index) - math::log(KernelBuilder::at(sum, without(index, axes)));
    });
    return;
  }
  Func powers(builder.name("powers"));
  Index index = builder.variables(shape.size());
  KernelBuilder::ref(powers, index) = math::exp(shifted(index));
  builder.store(powers, shape);
  Func sum = reduceStored(builder, "sum", shape, axes, [&](const Index &at) {
    return KernelBuilder::at(powers, at);
  });
  Func scale(builder.name("scale"));
  Index kept = builder.variables(shape.size() - 1);
  Expr total = KernelBuilder::at(sum, kept);
  KernelBuilder::ref(scale, kept) = Internal::make_one(total.type()) / total;
  shape.erase(shape.begin() + axes.front());
  builder.store(scale, shape);
  builder.define(value, [&](const Index &at) {
    return KernelBuilder::at(powers, at) * KernelBuilder::at(scale, without(at, axes));
  });
}

/// Does `b` take the place of `a`, which stands earlier? The first NaN is extreme.
/// (No comparison is negated: Halide turns !(a < b) into b <= a, NaN or not.)
Expr takesPlace(const std::string &kind, bool last, const Expr &a, const Expr &b) {
  Expr beats = kind == "max" ? b > a : b < a;
  if (last)
    beats = beats || b == a;
  return a.type().is_float() ? (beats || b != b) && a == a : beats;
}

void buildArgReduce(KernelBuilder &builder, const Node &node, int value) {
  int input = node.operands[0];
  int64_t axis = integer(node, "axis");
  std::vector<Extent> shape = builder.extents(input), kept = shape;
  std::vector<int64_t> axes{axis};
  kept.erase(kept.begin() + axis);
  Index outer = builder.variables(kept.size());
  RDom domain(0, shape[axis].value, builder.name("reduction"));
  auto element = [&](const Expr &at) {
    return builder.read(input, merge(axes, shape.size(), outer, {at}));
  };
  Func best(builder.name("best"));
  KernelBuilder::ref(best, outer) = Tuple(element(0), Expr(0));
  FuncRef current = KernelBuilder::ref(best, outer);
  Expr candidate = element(domain);
  Expr changes = takesPlace(text(node, "kind"), integer(node, "last"), current[0], candidate);
  KernelBuilder::ref(best, outer) =
      Tuple(select(changes, candidate, current[0]), select(changes, domain, current[1]));
  builder.store(best, kept);
  builder.define(value, [&](const Index &index) {
    return cast<int64_t>(KernelBuilder::ref(best, without(index, axes))[1]);
  });
}

void buildCumulate(KernelBuilder &builder, const Node &node, int value) {
  int input = node.operands[0];
  int64_t axis = integer(node, "axis");
  Extent along = builder.extent(input, axis);
  Expr extent = along.value, last = Internal::simplify(extent - 1);
  bool reverse = integer(node, "reverse"), exclusive = integer(node, "exclusive");
  std::string kind = text(node, "kind");
  Type type = computedType(builder.typeOf(value).element);
  // The scan itself includes each element; excluding is a shift by one.
  Func scan(builder.name("scan"));
  Index index = builder.variables(builder.shapeOf(input).size());
  KernelBuilder::ref(scan, index) = builder.read(input, index);
  if (along.most > 1) {
    RDom domain(1, last, builder.name("along"));
    Index here = index, before = index;
    here[axis] = reverse ? last - domain : Expr(domain);
    before[axis] = reverse ? extent - domain : Expr(domain) - 1;
    KernelBuilder::ref(scan, here) =
        combine(kind, KernelBuilder::at(scan, before), KernelBuilder::at(scan, here));
  }
  builder.store(scan, builder.extents(input));
  builder.define(value, [&](const Index &at) {
    if (!exclusive)
      return KernelBuilder::at(scan, at);
    Index shifted = at;
    shifted[axis] = clamp(at[axis] + (reverse ? 1 : -1), 0, last);
    Expr isFirst = at[axis] == (reverse ? last : Expr(0));
    return select(isFirst, start(builder, kind, type), KernelBuilder::at(scan, shifted));
  });
}

/// a < b, where NaN is above all numbers.
Expr isBelow(const Expr &a, const Expr &b) {
  return a.type().is_float() ? select(b != b, a == a, a < b) : a < b;
}

/// By rank: an element's place is the number of those that come before it.
void buildTopK(KernelBuilder &builder, const Node &node, int value) {
  int input = node.operands[0];
  int64_t axis = integer(node, "axis");
  std::vector<Extent> shape = builder.extents(input);
  std::vector<int64_t> axes{axis};
  Expr extent = shape[axis].value, last = Internal::simplify(extent - 1);
  Index index = builder.variables(shape.size());
  auto element = [&](const Index &at, const Expr &position) {
    Index own = at;
    own[axis] = position;
    return builder.read(input, own);
  };
  RDom others(0, extent, builder.name("others"));
  Expr mine = element(index, index[axis]), other = element(index, others);
  Expr isAbove = isBelow(mine, other), isUnder = isBelow(other, mine);
  Expr isBefore = integer(node, "largest") ? isAbove : isUnder;
  isBefore = isBefore || (!isAbove && !isUnder && others < index[axis]);
  Func rank(builder.name("rank"));
  KernelBuilder::ref(rank, index) = 0;
  KernelBuilder::ref(rank, index) += cast<int>(isBefore);
  builder.store(rank, shape);

  // Invert: the element of rank r goes to place r.
  Func place(builder.name("place"));
  KernelBuilder::ref(place, index) = 0;
  RDom all(0, extent, builder.name("all"));
  Index from = index, to = index;
  from[axis] = all;
  to[axis] = clamp(KernelBuilder::at(rank, from), 0, last);
  KernelBuilder::ref(place, to) = Expr(all);
  builder.store(place, shape);
  builder.define(value, [&](const Index &at) {
    return element(at, clamp(KernelBuilder::at(place, at), 0, last));
  });
  builder.define(value + 1, [&](const Index &at) {
    return cast<int64_t>(KernelBuilder::at(place, at));
  });
}

} // namespace

const BuildTable &reductionBuilders() {
  static const BuildTable table = {
      {"reduce", buildReduce},         {"softmax", buildSoftmax},
      {"log_softmax", buildSoftmax},   {"arg_reduce", buildArgReduce},
      {"cumulate", buildCumulate},     {"top_k", buildTopK},
  };
  return table;
}

} // namespace unspool
