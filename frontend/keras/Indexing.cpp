//===- Indexing.cpp - x[...] between Keras layers -------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// x[:, -1] and its like in a Functional model. The index is an argument of the call: a
// number, a slice, an ellipsis, null for a new axis, or a list of these. Slices mean
// what they mean in Python: out of range ends are cut off.
//
//===----------------------------------------------------------------------===//

#include "frontend/keras/KerasNode.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

bool isSlice(const Json &index) { return index["class_name"].text == "__slice__"; }
bool isEllipsis(const Json &index) { return index["class_name"].text == "__ellipsis__"; }

struct Range {
  int64_t start, size, step;
};

/// The elements that a slice takes of `extent`; nothing if it is malformed.
std::optional<Range> rangeOf(const Json &bounds, int64_t extent) {
  const Json &start = bounds["start"], &stop = bounds["stop"], &step = bounds["step"];
  for (const Json *bound : {&start, &stop, &step})
    if (!bound->isNull() && !bound->isInteger())
      return std::nullopt;
  int64_t by = step.isNull() ? 1 : std::clamp(step.integer, -extent - 1, extent + 1);
  if (by == 0)
    return std::nullopt;
  // Backwards, positions are those from the last element to before the first.
  int64_t least = by > 0 ? 0 : -1, most = by > 0 ? extent : extent - 1;
  auto position = [&](const Json &bound, int64_t otherwise) {
    if (bound.isNull())
      return otherwise;
    int64_t given = bound.integer < 0 ? bound.integer + extent : bound.integer;
    return std::clamp(given, least, most);
  };
  int64_t first = position(start, by > 0 ? least : most);
  int64_t distance = position(stop, by > 0 ? most : least) - first;
  int64_t size =
      distance == 0 || (distance > 0) != (by > 0) ? 0 : 1 + (std::abs(distance) - 1) / std::abs(by);
  return Range{size == 0 ? 0 : first, size, size == 0 ? 1 : by};
}

class Indexing {
public:
  explicit Indexing(KerasNode &node)
      : node(node), build(node.build), value(node.input()), left(node.rank()) {}

  LogicalResult run(ArrayRef<Json> indices) {
    size_t taken =
        llvm::count_if(indices, [](const Json &i) { return isSlice(i) || i.isInteger(); });
    bool isSkipped = false;
    for (const Json &index : indices) {
      if (isEllipsis(index) && !isSkipped) {
        isSkipped = true;
        for (; left > int64_t(taken); --left)
          keep();
      } else if (index.isNull()) {
        result.push_back(1);
      } else if ((!isSlice(index) && !index.isInteger()) || left == 0 || failed(take(index))) {
        return node.emitError() << "the index " << index.describe() << " does not fit "
                                << node.input().getType();
      } else {
        --left;
        --taken;
      }
    }
    for (; left > 0; --left)
      keep();
    return node.finish(build.reshape(value, result));
  }

private:
  /// The axis that is next, whole.
  void keep() { result.push_back(node.shape()[axis++]); }

  LogicalResult take(const Json &index) {
    int64_t extent = node.shape()[axis];
    std::optional<Range> range;
    if (isSlice(index)) {
      range = rangeOf(index["config"], extent);
      if (range)
        result.push_back(range->size);
    } else if (index.integer >= -extent && index.integer < extent) {
      range = Range{index.integer < 0 ? index.integer + extent : index.integer, 1, 1};
    }
    if (!range)
      return failure();
    value = build.slice(value, axis++, range->start, range->size, range->step);
    return success();
  }

  KerasNode &node;
  NnBuilder &build;
  Value value;
  SmallVector<int64_t> result;
  int64_t axis = 0; ///< that is next, of the input
  int64_t left;     ///< axes that are not indexed yet
};

LogicalResult importGetItem(KerasNode &node) {
  const Json *index = node.allInputs()[1].constant;
  if (!node.input() || !index)
    return node.emitError() << "it should be called with a tensor and an index";
  return Indexing(node).run(index->isList() ? ArrayRef<Json>(index->items)
                                            : ArrayRef<Json>(*index));
}

const LayerRow kRows[] = {
    {"ops.GetItem", 2, 2, {}, {}, MaskRule::Drop, importGetItem, "x[...]"},
};

} // namespace

ArrayRef<LayerRow> unspool::frontend::indexingLayers() { return kRows; }
