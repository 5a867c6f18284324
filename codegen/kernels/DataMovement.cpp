//===- DataMovement.cpp - ops that say where an element comes from --------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each is a map from the result's index to the operand's, so it costs nothing
// where it fuses. Indices that come from data are clamped: a library never reads
// out of bounds.
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/KernelBuilder.h"

#include <cstring>

using namespace Halide;

namespace unspool {
namespace {

/// Lets a value be `source` at the index that `map` makes of the result's.
void defineMapped(KernelBuilder &builder, int value, int source,
                  const std::function<Index(const Index &)> &map) {
  builder.define(value, [&](const Index &index) { return builder.read(source, map(index)); });
}

void buildConstant(KernelBuilder &builder, const Node &node, int value) {
  const TensorType &type = node.results[0];
  if (node.terms.count({kConstantValue, 0})) {
    builder.define(value, [&](const Index &) {
      return cast(computedType(type.element), builder.attribute(node, kConstantValue).value);
    });
    return;
  }
  std::vector<int> extents(type.shape.rbegin(), type.shape.rend());
  Buffer<> data(storedType(type.element), extents, builder.name("constant"));
  std::memcpy(data.data(), node.data.data(), node.data.size());
  builder.define(value, [&](const Index &index) {
    // Single floats become immediates.
    if (type.elements() == 1 && type.element == ElementType::F32)
      return Expr(*reinterpret_cast<const float *>(data.data()));
    if (type.elements() == 1 && type.element == ElementType::F64)
      return Expr(*reinterpret_cast<const double *>(data.data()));
    std::vector<Expr> arguments(index.rbegin(), index.rend());
    Expr loaded = data(arguments);
    if (type.element == ElementType::Bool)
      return Expr(loaded != cast<uint8_t>(0));
    return cast(computedType(type.element), loaded);
  });
}

void buildIota(KernelBuilder &builder, const Node &node, int value) {
  builder.define(value, [&](const Index &index) {
    return cast(computedType(node.results[0].element), index[integer(node, "axis")]);
  });
}

void buildReshape(KernelBuilder &builder, const Node &node, int value) {
  std::vector<Extent> from = builder.extents(node.operands[0]), to = builder.extents(value);
  // Axes that agree, counted from the left, pass through; the rest goes by way of the
  // linear position.
  size_t same = 0;
  while (same < from.size() && same < to.size() && from[same].isSameAs(to[same]))
    ++same;
  std::vector<Expr> inner(from.size() + 1, 1); // elements behind each axis
  for (size_t axis = from.size(); axis-- > same;)
    inner[axis] = Internal::simplify(inner[axis + 1] * max(from[axis].value, 1));
  defineMapped(builder, value, node.operands[0], [&](const Index &index) {
    Index source(index.begin(), index.begin() + same);
    Expr linear = 0;
    for (size_t axis = same; axis < to.size(); ++axis)
      linear = to[axis].isOne() ? linear : linear * to[axis].value + index[axis];
    bool first = true;
    for (size_t axis = same; axis < from.size(); ++axis) {
      Expr coordinate =
          Internal::is_const_one(inner[axis + 1]) ? linear : linear / inner[axis + 1];
      if (from[axis].isOne())
        coordinate = 0;
      else if (!first)
        coordinate = coordinate % from[axis].value;
      first = first && from[axis].isOne();
      source.push_back(coordinate);
    }
    return source;
  });
}

void buildTranspose(KernelBuilder &builder, const Node &node, int value) {
  std::vector<int64_t> permutation = integers(node, "permutation");
  defineMapped(builder, value, node.operands[0], [&](const Index &index) {
    Index source(index.size());
    for (size_t axis = 0; axis < index.size(); ++axis)
      source[permutation[axis]] = index[axis];
    return source;
  });
}

void buildBroadcast(KernelBuilder &builder, const Node &node, int value) {
  const std::vector<int64_t> &shape = builder.shapeOf(node.operands[0]);
  defineMapped(builder, value, node.operands[0], [&](const Index &index) {
    Index source;
    for (size_t axis = 0; axis < shape.size(); ++axis)
      source.push_back(shape[axis] == 1 ? Expr(0) : index[index.size() - shape.size() + axis]);
    return source;
  });
}

void buildSlice(KernelBuilder &builder, const Node &node, int value) {
  std::vector<int64_t> steps = integers(node, "steps");
  defineMapped(builder, value, node.operands[0], [&](const Index &index) {
    Index source;
    for (size_t axis = 0; axis < index.size(); ++axis)
      source.push_back(index[axis] * int(steps[axis]) +
                       builder.attribute(node, "starts", axis).value);
    return source;
  });
}

/// A definition for each part: as one expression, each element would choose among all of them.
void joinParts(KernelBuilder &builder, const Node &node, int value) {
  size_t axis = integer(node, "axis");
  Func joined(builder.name("joined"));
  Type type = storedType(builder.typeOf(value).element);
  Index index = builder.variables(builder.shapeOf(value).size());
  KernelBuilder::ref(joined, index) = undef(type);
  Expr begin = 0;
  for (int operand : node.operands) {
    Extent extent = builder.extent(operand, axis);
    if (extent.most == 0)
      continue;
    RDom part(0, extent.value, builder.name("part"));
    Index from = index, to = index;
    from[axis] = part;
    to[axis] = part + begin;
    KernelBuilder::ref(joined, to) = cast(type, builder.read(operand, from));
    begin = Internal::simplify(begin + extent.value);
  }
  builder.defineResult(joined);
}

void buildConcat(KernelBuilder &builder, const Node &node, int value) {
  if (builder.spec.kind == "elementwise" && builder.isOnlyResult(value))
    return joinParts(builder, node, value);
  int64_t axis = integer(node, "axis");
  builder.define(value, [&](const Index &index) {
    // Where each part begins; of those that an index is beyond, the last has it.
    std::vector<Expr> begins{0};
    for (int operand : node.operands)
      begins.push_back(Internal::simplify(begins.back() + builder.extent(operand, axis).value));
    Expr result;
    for (size_t i = node.operands.size(); i-- > 0;) {
      Extent extent = builder.extent(node.operands[i], axis);
      if (extent.most == 0)
        continue;
      Index source = index;
      source[axis] = clamp(index[axis] - begins[i], 0, extent.value - 1);
      Expr element = builder.read(node.operands[i], source);
      result = result.defined() ? select(index[axis] < begins[i + 1], element, result) : element;
    }
    return result;
  });
}

/// Where the element of a padded axis comes from.
Expr padSource(const Expr &position, const Expr &extent, const std::string &mode) {
  Expr last = Internal::simplify(extent - 1);
  if (mode == "wrap")
    return position % extent;
  if (mode == "reflect") {
    Expr period = Internal::simplify(max(1, 2 * last));
    Expr folded = position % period;
    return clamp(select(folded > last, period - folded, folded), 0, last);
  }
  return clamp(position, 0, last);
}

void buildPad(KernelBuilder &builder, const Node &node, int value) {
  std::vector<Extent> from = builder.extents(node.operands[0]), to = builder.extents(value);
  std::string mode = text(node, "mode");
  bool isEmpty = builder.typeOf(node.operands[0]).elements() == 0;
  builder.define(value, [&](const Index &index) {
    Expr border =
        builder.read(node.operands[1], Index(builder.shapeOf(node.operands[1]).size(), Expr(0)));
    if (isEmpty)
      return border;
    Index source;
    Expr inside = Internal::const_true();
    for (size_t axis = 0; axis < index.size(); ++axis) {
      Extent low = builder.attribute(node, "low", axis);
      if (low.isFixed() && low.most == 0 && from[axis].isSameAs(to[axis])) {
        source.push_back(index[axis]);
        continue;
      }
      Expr position = index[axis] - low.value;
      source.push_back(padSource(position, from[axis].value, mode));
      inside = inside && position >= 0 && position < from[axis].value;
    }
    Expr element = builder.read(node.operands[0], source);
    return mode == "constant" ? select(inside, element, border) : element;
  });
}

/// An index from data: negative ones count from the end, all are clamped.
Expr dataIndex(const Expr &given, const Extent &extent) {
  // The extent need not fit a narrow type.
  bool isWide = given.type().bits() == 64 || given.type() == Int(32);
  Expr raw = isWide ? given : cast(given.type() == UInt(32) ? Int(64) : Int(32), given);
  Expr last = Internal::simplify(extent.value - 1);
  Expr index = cast<int>(clamp(raw, Internal::simplify(cast(raw.type(), 0 - extent.value)),
                               Internal::simplify(cast(raw.type(), last))));
  return clamp(select(index < 0, index + extent.value, index), 0, last);
}

void buildGather(KernelBuilder &builder, const Node &node, int value) {
  int64_t axis = integer(node, "axis");
  Extent extent = builder.extent(node.operands[0], axis);
  size_t rank = builder.shapeOf(node.operands[1]).size();
  defineMapped(builder, value, node.operands[0], [&](const Index &index) {
    Index source(index.begin(), index.begin() + axis);
    Index position(index.begin() + axis, index.begin() + axis + rank);
    source.push_back(dataIndex(builder.read(node.operands[1], position), extent));
    source.insert(source.end(), index.begin() + axis + rank, index.end());
    return source;
  });
}

void buildGatherElements(KernelBuilder &builder, const Node &node, int value) {
  int64_t axis = integer(node, "axis");
  Extent extent = builder.extent(node.operands[0], axis);
  defineMapped(builder, value, node.operands[0], [&](const Index &index) {
    Index source = index;
    source[axis] = dataIndex(builder.read(node.operands[1], index), extent);
    return source;
  });
}

/// The coordinates that stand at indices[position, :], each clamped.
Index coordinatesAt(const KernelBuilder &builder, int indices, Index position,
                    const std::vector<Extent> &shape, size_t firstAxis) {
  Index coordinates;
  int64_t count = builder.shapeOf(indices).back();
  for (int64_t i = 0; i < count; ++i) {
    position.push_back(int(i));
    coordinates.push_back(dataIndex(builder.read(indices, position), shape[firstAxis + i]));
    position.pop_back();
  }
  return coordinates;
}

void buildGatherNd(KernelBuilder &builder, const Node &node, int value) {
  int64_t batch = integer(node, "batch_dims");
  std::vector<Extent> shape = builder.extents(node.operands[0]);
  size_t outer = builder.shapeOf(node.operands[1]).size() - 1;
  defineMapped(builder, value, node.operands[0], [&](const Index &index) {
    Index position(index.begin(), index.begin() + outer);
    Index source(index.begin(), index.begin() + batch);
    for (Expr &coordinate : coordinatesAt(builder, node.operands[1], position, shape, batch))
      source.push_back(coordinate);
    source.insert(source.end(), index.begin() + outer, index.end());
    return source;
  });
}

Expr scattered(const std::string &mode, const Expr &old, const Expr &update) {
  if (mode == "add")
    return old + update;
  if (mode == "mul")
    return old * update;
  if (mode == "min")
    return min(old, update);
  return mode == "max" ? max(old, update) : update;
}

/// A loop over all elements of `shape`, one reduction axis each; an index in
/// row-major order.
struct Loop {
  RDom domain;
  Index index;
  explicit Loop(const std::vector<Extent> &shape, const std::string &name) {
    Region bounds;
    for (auto extent = shape.rbegin(); extent != shape.rend(); ++extent)
      bounds.push_back({0, extent->value});
    if (bounds.empty())
      bounds.push_back({0, 1});
    domain = RDom(bounds, name);
    for (size_t axis = 0; axis < shape.size(); ++axis)
      index.push_back(domain[int(shape.size() - 1 - axis)]);
  }
};

/// A copy of the input, then one update for each element of `updates`.
void buildScatter(KernelBuilder &builder, const Node &node, int value,
                  const std::function<Index(const Index &)> &target) {
  Func func = builder.defineStored(
      value, [&](const Index &index) { return builder.read(node.operands[0], index); });
  int updates = node.operands[2];
  if (builder.typeOf(updates).elements() == 0)
    return;
  Loop loop(builder.extents(updates), builder.name("updates"));
  Index place = target(loop.index);
  Expr update = scattered(text(node, "mode"), KernelBuilder::at(func, place),
                          builder.read(updates, loop.index));
  KernelBuilder::ref(func, place) = update;
}

void buildScatterElements(KernelBuilder &builder, const Node &node, int value) {
  int64_t axis = integer(node, "axis");
  buildScatter(builder, node, value, [&](const Index &index) {
    Index place = index;
    place[axis] =
        dataIndex(builder.read(node.operands[1], index), builder.extent(node.operands[0], axis));
    return place;
  });
}

void buildScatterNd(KernelBuilder &builder, const Node &node, int value) {
  size_t outer = builder.shapeOf(node.operands[1]).size() - 1;
  buildScatter(builder, node, value, [&](const Index &index) {
    Index position(index.begin(), index.begin() + outer);
    Index place =
        coordinatesAt(builder, node.operands[1], position, builder.extents(node.operands[0]), 0);
    place.insert(place.end(), index.begin() + outer, index.end());
    return place;
  });
}

} // namespace

const BuildTable &movementBuilders() {
  static const BuildTable table = {
      {"constant", buildConstant},    {"iota", buildIota},
      {"reshape", buildReshape},      {"transpose", buildTranspose},
      {"broadcast", buildBroadcast},  {"slice", buildSlice},
      {"concat", buildConcat},        {"pad", buildPad},
      {"gather", buildGather},        {"gather_elements", buildGatherElements},
      {"gather_nd", buildGatherNd},   {"scatter_elements", buildScatterElements},
      {"scatter_nd", buildScatterNd},
  };
  return table;
}

} // namespace unspool
