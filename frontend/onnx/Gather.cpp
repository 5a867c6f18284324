//===- Gather.cpp - ONNX reads and writes at indices ----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OperatorTable.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

LogicalResult importGather(OnnxNode &node) {
  auto axis = node.axisAttribute(0, node.rank(0));
  if (failed(axis))
    return failure();
  return node.finish(node.build.create<nn::GatherOp>(node.input(0), node.input(1), *axis));
}

LogicalResult importGatherElements(OnnxNode &node) {
  auto axis = node.axisAttribute(0, node.rank(0));
  if (failed(axis))
    return failure();
  return node.finish(node.build.create<nn::GatherElementsOp>(node.input(0), node.input(1), *axis));
}

LogicalResult importGatherNd(OnnxNode &node) {
  return node.finish(node.build.create<nn::GatherNdOp>(node.input(0), node.input(1),
                                                       node.intAttribute("batch_dims", 0)));
}

FailureOr<nn::ScatterMode> scatterMode(OnnxNode &node) {
  std::string name = node.stringAttribute("reduction", "none");
  auto mode = nn::symbolizeScatterMode(name == "none" ? "replace" : name);
  if (!mode)
    return node.emitError() << "attribute 'reduction' is '" << name
                            << "' when it should be none, add, mul, min or max";
  return *mode;
}

LogicalResult importScatterElements(OnnxNode &node) {
  auto axis = node.axisAttribute(0, node.rank(0));
  auto mode = scatterMode(node);
  if (failed(axis) || failed(mode))
    return failure();
  return node.finish(node.build.create<nn::ScatterElementsOp>(node.input(0), node.input(1),
                                                              node.input(2), *axis, *mode));
}

LogicalResult importScatterNd(OnnxNode &node) {
  auto mode = scatterMode(node);
  if (failed(mode))
    return failure();
  return node.finish(
      node.build.create<nn::ScatterNdOp>(node.input(0), node.input(1), node.input(2), *mode));
}

/// on where the position along the new axis is the index, off elsewhere. An index
/// may count from the end; one outside is on nowhere.
LogicalResult importOneHot(OnnxNode &node) {
  NnBuilder &build = node.build;
  auto depth = node.constantNumbers(1);
  if (failed(depth))
    return failure();
  if (depth->size() != 1 || !((*depth)[0] >= 0) || (*depth)[0] > 1e12)
    return node.emitError() << "the depth should be one number that is not negative";
  auto axis = node.axisAttribute(-1, node.rank(0) + 1);
  if (failed(axis))
    return failure();
  if (nn::typeOf(node.input(2)).getNumElements() != 2)
    return node.emitError() << "values should be two: off and on";

  Type i64 = build.ops().getI64Type();
  Value extent = build.scalar((*depth)[0], i64);
  SmallVector<int64_t> apart(node.shape(0)), line(node.rank(0) + 1, 1);
  apart.insert(apart.begin() + *axis, 1);
  line[*axis] = static_cast<int64_t>((*depth)[0]);
  Value index = build.reshape(build.cast(node.input(0), i64), apart);
  Value isNegative = build.create<nn::LessOp>(index, build.scalar(0, i64));
  Value place =
      build.create<nn::SelectOp>(isNegative, build.create<nn::AddOp>(index, extent), index);
  Value isOn = build.create<nn::EqualOp>(build.iota(line, *axis, i64), place);
  Value off = build.reshape(build.slice(node.input(2), 0, 0, 1), {});
  Value on = build.reshape(build.slice(node.input(2), 0, 1, 1), {});
  return node.finish(build.create<nn::SelectOp>(isOn, on, off));
}

/// Coordinates of the non-zero elements, one row an axis.
LogicalResult importNonZero(OnnxNode &node) {
  auto numbers = node.constantNumbers(0);
  if (failed(numbers))
    return failure();
  SmallVector<int64_t> places;
  for (auto [i, number] : llvm::enumerate(*numbers))
    if (number != 0)
      places.push_back(i);
  SmallVector<int64_t> coordinates(places.size() * node.rank(0));
  int64_t below = 1;
  for (int64_t axis = node.rank(0) - 1; axis >= 0; --axis) {
    for (auto [i, place] : llvm::enumerate(places))
      coordinates[axis * places.size() + i] = place / below % node.shape(0)[axis];
    below *= node.shape(0)[axis];
  }
  return node.finish(node.build.reshape(node.build.indices(coordinates),
                                        {node.rank(0), static_cast<int64_t>(places.size())}));
}

/// The slices whose condition (a constant) holds.
LogicalResult importCompress(OnnxNode &node) {
  auto conditions = node.constantInts(1);
  if (failed(conditions))
    return failure();
  bool isFlat = !node.hasAttribute("axis");
  Value input =
      isFlat ? node.build.reshape(node.input(0), {nn::typeOf(node.input(0)).getNumElements()})
             : node.input(0);
  auto axis = isFlat ? FailureOr<int64_t>(0) : node.axisAttribute(0, node.rank(0));
  if (failed(axis) || !input)
    return failure();
  if (int64_t(conditions->size()) > nn::shapeOf(input)[*axis])
    return node.emitError() << "there are more conditions than slices";
  SmallVector<int64_t> chosen;
  for (auto [i, condition] : llvm::enumerate(*conditions))
    if (condition)
      chosen.push_back(i);
  return node.finish(node.build.create<nn::GatherOp>(input, node.build.indices(chosen), *axis));
}

const OperatorRow kRows[] = {
    {"Compress", 9, 2, 2, "axis", "the condition is a constant", importCompress},
    {"Gather", 1, 2, 2, "axis", "an index outside is clamped", importGather},
    {"GatherElements", 11, 2, 2, "axis", "", importGatherElements},
    {"GatherND", 11, 2, 2, "batch_dims", "", importGatherNd},
    {"NonZero", 9, 1, 1, "", "the input is a constant", importNonZero},
    {"OneHot", 9, 3, 3, "axis", "the depth is a constant", importOneHot},
    {"Scatter", 9, 3, 3, "axis", "", importScatterElements},
    {"ScatterElements", 11, 3, 3, "axis reduction", "", importScatterElements},
    {"ScatterND", 11, 3, 3, "reduction", "", importScatterNd},
};

} // namespace

ArrayRef<OperatorRow> unspool::frontend::gatherOperators() { return kRows; }
