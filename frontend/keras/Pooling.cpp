//===- Pooling.cpp - Keras pooling layers ---------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Averages count elements inside the input only. Global pools are reductions; the windows
// of adaptive ones differ in length, and are gathered.
//
//===----------------------------------------------------------------------===//

#include "frontend/keras/Windows.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

const AttributeRow kPoolAttributes[] = {
    {"pool_size", AttributeKind::Extents, "2"},
    {"strides", AttributeKind::Extents, "null"},
    {"padding", AttributeKind::Choice, "\"valid\"", "valid same"},
    {"data_format", AttributeKind::Choice, "\"channels_last\"", "channels_last channels_first"},
};
const AttributeRow kAdaptiveAttributes[] = {
    {"output_size", AttributeKind::Extents, nullptr},
    {"data_format", AttributeKind::Choice, "\"channels_last\"", "channels_last channels_first"},
};
const AttributeRow kGlobalAttributes[] = {
    {"data_format", AttributeKind::Choice, "\"channels_last\"", "channels_last channels_first"},
    {"keepdims", AttributeKind::Flag, "false"},
};

template <size_t rank, bool isMax> LogicalResult importPool(KerasNode &node) {
  NnBuilder &build = node.build;
  Value input = channelsLastInput(node, rank);
  if (!input)
    return failure();
  auto window = resolveWindow(node, "pool_size", nn::shapeOf(input).drop_front().drop_back());
  if (failed(window))
    return failure();
  ArrayRef<int64_t> kernel = window->kernel, strides = window->strides,
                    dilations = window->dilations, low = window->low, high = window->high;
  Value result = isMax ? build.create<nn::MaxPoolOp>(input, kernel, strides, dilations, low, high)
                       : build.create<nn::AvgPoolOp>(input, kernel, strides, dilations, low, high,
                                                     /*count_include_pad=*/false, high);
  return node.finish(toDataFormat(node, result));
}

/// The `size` windows of an adaptive pool along one axis of n elements: window i goes from
/// floor(i n / size) to ceil((i + 1) n / size).
Value poolAdaptively(NnBuilder &build, Value input, int64_t axis, int64_t size, bool isMax) {
  if (!input)
    return {};
  ArrayRef<int64_t> shape = nn::shapeOf(input);
  int64_t extent = shape[axis], longest = 1;
  auto start = [&](int64_t i) { return i * extent / size; };
  auto length = [&](int64_t i) { return ((i + 1) * extent + size - 1) / size - start(i); };
  for (int64_t i = 0; i < size; ++i)
    longest = std::max(longest, length(i));
  // Shorter windows repeat their last element, with weight 0 in a mean.
  SmallVector<int64_t> places;
  SmallVector<double> weights;
  for (int64_t i = 0; i < size; ++i)
    for (int64_t k = 0; k < longest; ++k) {
      places.push_back(start(i) + std::min(k, length(i) - 1));
      weights.push_back(k < length(i) ? 1 / double(length(i)) : 0);
    }
  Value windows = build.create<nn::GatherOp>(
      input, build.reshape(build.indices(places), {size, longest}), axis);
  if (isMax)
    return build.reduce(nn::ReduceKind::max, windows, {axis + 1}, false);
  SmallVector<int64_t> line(shape.size() + 1, 1);
  line[axis] = size;
  line[axis + 1] = longest;
  Value factors = build.floats(weights, line, nn::typeOf(input).getElementType());
  return build.reduce(nn::ReduceKind::sum, build.create<nn::MulOp>(windows, factors), {axis + 1},
                      false);
}

/// A window is a product of windows along the axes, and so is its mean or maximum.
template <size_t rank, bool isMax> LogicalResult importAdaptivePool(KerasNode &node) {
  Value result = channelsLastInput(node, rank);
  auto sizes = node.extents("output_size", rank);
  if (!result || failed(sizes))
    return failure();
  if (llvm::is_contained(nn::shapeOf(result), 0))
    return node.emitError() << "the input is empty";
  for (auto [axis, size] : llvm::enumerate(*sizes)) {
    int64_t longest = nn::shapeOf(result)[axis + 1] / size + 2;
    if (!node.build.fits(RankedTensorType::get({size, longest}, node.build.ops().getI64Type())))
      return failure();
    result = poolAdaptively(node.build, result, int64_t(axis) + 1, size, isMax);
  }
  return node.finish(toDataFormat(node, result));
}

SmallVector<int64_t> spatialAxes(KerasNode &node, size_t rank) {
  int64_t first = node.isChannelsFirst() ? 2 : 1;
  return llvm::to_vector(llvm::seq<int64_t>(first, first + int64_t(rank)));
}

template <size_t rank> LogicalResult importGlobalMax(KerasNode &node) {
  if (failed(node.expectRank(int64_t(rank) + 2)))
    return failure();
  return node.finish(node.build.reduce(nn::ReduceKind::max, node.input(), spatialAxes(node, rank),
                                       node.flag("keepdims")));
}

template <size_t rank> LogicalResult importGlobalAverage(KerasNode &node) {
  NnBuilder &build = node.build;
  if (failed(node.expectRank(int64_t(rank) + 2)))
    return failure();
  SmallVector<int64_t> axes = spatialAxes(node, rank);
  bool keep = node.flag("keepdims");
  Value x = node.input();
  if (rank != 1 || !node.mask())
    return node.finish(build.mean(x, axes, keep));
  // The mean of the timesteps that count.
  SmallVector<int64_t> shape(nn::shapeOf(node.mask()));
  shape.insert(shape.begin() + (node.isChannelsFirst() ? 1 : 2), 1);
  Value counts = build.cast(build.reshape(node.mask(), shape), nn::typeOf(x).getElementType());
  Value sum = build.reduce(nn::ReduceKind::sum, build.create<nn::MulOp>(x, counts), axes, keep);
  return node.finish(
      build.create<nn::DivOp>(sum, build.reduce(nn::ReduceKind::sum, counts, axes, keep)));
}

#define UNSPOOL_POOL_ROWS(rank)                                                                    \
  {"AdaptiveAveragePooling" #rank "D", 1, 1, kAdaptiveAttributes, {}, MaskRule::Drop,              \
   importAdaptivePool<rank, false>},                                                               \
      {"AdaptiveMaxPooling" #rank "D", 1, 1, kAdaptiveAttributes, {}, MaskRule::Drop,              \
       importAdaptivePool<rank, true>},                                                            \
      {"AveragePooling" #rank "D", 1, 1, kPoolAttributes, {}, MaskRule::Drop,                      \
       importPool<rank, false>},                                                                   \
      {"GlobalAveragePooling" #rank "D", 1, 1, kGlobalAttributes, {}, MaskRule::Drop,              \
       importGlobalAverage<rank>},                                                                 \
      {"GlobalMaxPooling" #rank "D", 1, 1, kGlobalAttributes, {}, MaskRule::Drop,                  \
       importGlobalMax<rank>},                                                                     \
  {                                                                                                \
    "MaxPooling" #rank "D", 1, 1, kPoolAttributes, {}, MaskRule::Drop, importPool<rank, true>      \
  }
const LayerRow kRows[] = {UNSPOOL_POOL_ROWS(1), UNSPOOL_POOL_ROWS(2), UNSPOOL_POOL_ROWS(3)};
#undef UNSPOOL_POOL_ROWS

} // namespace

ArrayRef<LayerRow> unspool::frontend::poolingLayers() { return kRows; }
