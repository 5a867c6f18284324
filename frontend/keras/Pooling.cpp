//===- Pooling.cpp - Keras pooling layers ---------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Averages count elements inside the input only. Global pools are reductions.
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
  {                                                                                                \
      "AveragePooling" #rank "D", 1, 1, kPoolAttributes, {}, MaskRule::Drop,                       \
      importPool<rank, false>},                                                                    \
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
