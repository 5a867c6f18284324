//===- Convolution.cpp - Keras convolutions -------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Kernels are [K..., C / groups, O] in Keras as in nn. A depthwise kernel is
// [K..., C, M]: as many groups as channels, M outputs each.
//
//===----------------------------------------------------------------------===//

#include "frontend/keras/Windows.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

constexpr const char *kFormats = "channels_last channels_first";
#define UNSPOOL_CONV_COMMON                                                                        \
  {"kernel_size", AttributeKind::Extents, nullptr}, {"strides", AttributeKind::Extents, "1"},      \
      {"data_format", AttributeKind::Choice, "\"channels_last\"", kFormats},                       \
      {"dilation_rate", AttributeKind::Extents, "1"},                                              \
      {"activation", AttributeKind::Activation, "null"}, {"use_bias", AttributeKind::Flag, "true"}

const AttributeRow kConv1DAttributes[] = {
    {"filters", AttributeKind::Count, nullptr},
    UNSPOOL_CONV_COMMON,
    {"padding", AttributeKind::Choice, "\"valid\"", "valid same causal"},
    {"groups", AttributeKind::Count, "1"},
};
const AttributeRow kConvAttributes[] = {
    {"filters", AttributeKind::Count, nullptr},
    UNSPOOL_CONV_COMMON,
    {"padding", AttributeKind::Choice, "\"valid\"", "valid same"},
    {"groups", AttributeKind::Count, "1"},
};
const AttributeRow kDepthwise1DAttributes[] = {
    UNSPOOL_CONV_COMMON,
    {"padding", AttributeKind::Choice, "\"valid\"", "valid same causal"},
    {"depth_multiplier", AttributeKind::Count, "1"},
    {"groups", AttributeKind::Training, "1"},
    {"filters", AttributeKind::Training, "null"},
};
const AttributeRow kSeparable1DAttributes[] = {
    {"filters", AttributeKind::Count, nullptr},
    UNSPOOL_CONV_COMMON,
    {"padding", AttributeKind::Choice, "\"valid\"", "valid same causal"},
    {"depth_multiplier", AttributeKind::Count, "1"},
    {"groups", AttributeKind::Training, "1"},
};

const WeightRow kConvWeights[] = {{"kernel"}, {"bias", "use_bias", Fill::Zeros}};
const WeightRow kDepthwiseWeights[] = {{"depthwise_kernel"}, {"bias", "use_bias", Fill::Zeros}};
const WeightRow kSeparableWeights[] = {
    {"depthwise_kernel"}, {"pointwise_kernel"}, {"bias", "use_bias", Fill::Zeros}};

Value convolve(NnBuilder &build, Value input, Value filter, const SlidingWindow &window,
               int64_t groups) {
  return build.create<nn::ConvOp>(
      input, filter, ArrayRef<int64_t>(window.strides), ArrayRef<int64_t>(window.dilations),
      ArrayRef<int64_t>(window.low), ArrayRef<int64_t>(window.high), groups);
}

/// Bias, activation, and the node's data_format.
LogicalResult finishConvolution(KerasNode &node, Value result, int64_t channels) {
  if (node.flag("use_bias"))
    result = node.build.create<nn::AddOp>(result, node.weight("bias", {channels}));
  return node.finish(node.activate("activation", toDataFormat(node, result)));
}

ArrayRef<int64_t> spatialOf(Value channelsLast) {
  return nn::shapeOf(channelsLast).drop_front().drop_back();
}

template <size_t rank> LogicalResult importConv(KerasNode &node) {
  Value input = channelsLastInput(node, rank);
  if (!input)
    return failure();
  auto window = resolveWindow(node, "kernel_size", spatialOf(input));
  if (failed(window))
    return failure();
  int64_t channels = nn::shapeOf(input).back(), filters = node.integer("filters");
  int64_t groups = node.integer("groups");
  if (channels % groups != 0 || filters % groups != 0)
    return node.emitError() << "attribute 'groups' is " << groups << " when it should divide "
                            << channels << " channels and " << filters << " filters";
  SmallVector<int64_t> shape(window->kernel);
  shape.append({channels / groups, filters});
  return finishConvolution(
      node, convolve(node.build, input, node.weight("kernel", shape), *window, groups), filters);
}

/// The depthwise product alone; null if something was wrong.
Value convolveDepthwise(KerasNode &node, Value input, StringRef weight) {
  auto window = resolveWindow(node, "kernel_size", spatialOf(input));
  if (failed(window))
    return {};
  int64_t channels = nn::shapeOf(input).back(), multiplier = node.integer("depth_multiplier");
  SmallVector<int64_t> stored(window->kernel), grouped(window->kernel);
  stored.append({channels, multiplier});
  grouped.append({1, channels * multiplier});
  Value filter = node.build.reshape(node.weight(weight, stored), grouped);
  return convolve(node.build, input, filter, *window, channels);
}

template <size_t rank> LogicalResult importDepthwise(KerasNode &node) {
  Value input = channelsLastInput(node, rank);
  if (!input)
    return failure();
  int64_t channels = nn::shapeOf(input).back() * node.integer("depth_multiplier");
  // Keras 2 calls the weight of DepthwiseConv2D by the same name.
  return finishConvolution(node, convolveDepthwise(node, input, "depthwise_kernel"), channels);
}

template <size_t rank> LogicalResult importSeparable(KerasNode &node) {
  Value input = channelsLastInput(node, rank);
  if (!input)
    return failure();
  int64_t channels = nn::shapeOf(input).back() * node.integer("depth_multiplier");
  int64_t filters = node.integer("filters");
  Value between = convolveDepthwise(node, input, "depthwise_kernel");
  SmallVector<int64_t> ones(rank, 1), zeros(rank, 0), shape(ones);
  shape.append({channels, filters});
  SlidingWindow pointwise{ones, ones, ones, zeros, zeros};
  return finishConvolution(
      node, convolve(node.build, between, node.weight("pointwise_kernel", shape), pointwise, 1),
      filters);
}

const LayerRow kRows[] = {
    {"Conv1D", 1, 1, kConv1DAttributes, kConvWeights, MaskRule::Drop, importConv<1>},
    {"Conv2D", 1, 1, kConvAttributes, kConvWeights, MaskRule::Drop, importConv<2>},
    {"Conv3D", 1, 1, kConvAttributes, kConvWeights, MaskRule::Drop, importConv<3>},
    {"DepthwiseConv1D", 1, 1, kDepthwise1DAttributes, kDepthwiseWeights, MaskRule::Drop,
     importDepthwise<1>},
    {"DepthwiseConv2D", 1, 1, kDepthwise1DAttributes, kDepthwiseWeights, MaskRule::Drop,
     importDepthwise<2>},
    {"SeparableConv1D", 1, 1, kSeparable1DAttributes, kSeparableWeights, MaskRule::Drop,
     importSeparable<1>},
    {"SeparableConv2D", 1, 1, kSeparable1DAttributes, kSeparableWeights, MaskRule::Drop,
     importSeparable<2>},
};

} // namespace

ArrayRef<LayerRow> unspool::frontend::convolutionLayers() { return kRows; }
