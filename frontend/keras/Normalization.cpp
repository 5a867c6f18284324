//===- Normalization.cpp - Keras normalisations ---------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/keras/KerasNode.h"

#include <numeric>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

const AttributeRow kBatchAttributes[] = {
    {"axis", AttributeKind::Axes, "-1"},
    {"epsilon", AttributeKind::Number, "0.001"},
    {"center", AttributeKind::Flag, "true"},
    {"scale", AttributeKind::Flag, "true"},
    {"renorm", AttributeKind::Flag, "false", "false"},
    {"momentum", AttributeKind::Training, "0.99"},
    {"synchronized", AttributeKind::Training, "false"},
    {"renorm_clipping", AttributeKind::Training, "null"},
    {"renorm_momentum", AttributeKind::Training, "0.99"},
    {"fused", AttributeKind::Training, "null"},
};
const AttributeRow kLayerAttributes[] = {
    {"axis", AttributeKind::Axes, "-1"},
    {"epsilon", AttributeKind::Number, "0.001"},
    {"center", AttributeKind::Flag, "true"},
    {"scale", AttributeKind::Flag, "true"},
    {"rms_scaling", AttributeKind::Flag, "false", "false"},
};
const AttributeRow kRmsAttributes[] = {
    {"axis", AttributeKind::Axes, "-1"},
    {"epsilon", AttributeKind::Number, "0.000001"},
};
const AttributeRow kGroupAttributes[] = {
    {"groups", AttributeKind::Integer, "32"},    {"axis", AttributeKind::Axes, "-1"},
    {"epsilon", AttributeKind::Number, "0.001"}, {"center", AttributeKind::Flag, "true"},
    {"scale", AttributeKind::Flag, "true"},
};
const AttributeRow kLayerScaleAttributes[] = {
    {"init_values", AttributeKind::Training, nullptr},
    {"projection_dim", AttributeKind::Count, nullptr},
};
const WeightRow kLayerScaleWeights[] = {{"gamma", nullptr, Fill::Ones}};

const AttributeRow kUnitAttributes[] = {{"axis", AttributeKind::Axes, "-1"}};
const AttributeRow kRescalingAttributes[] = {
    {"scale", AttributeKind::Numbers, nullptr},
    {"offset", AttributeKind::Numbers, "0.0"},
};
const AttributeRow kNormalizationAttributes[] = {
    {"axis", AttributeKind::Axes, "null"},
    {"mean", AttributeKind::Numbers, "null"},
    {"variance", AttributeKind::Numbers, "null"},
    {"invert", AttributeKind::Flag, "false"},
};
const WeightRow kBatchWeights[] = {{"gamma", "scale", Fill::Ones},
                                   {"beta", "center", Fill::Zeros},
                                   {"moving_mean", nullptr, Fill::Zeros, false},
                                   {"moving_variance", nullptr, Fill::Ones, false}};
const WeightRow kScaleWeights[] = {{"gamma", "scale", Fill::Ones}, {"beta", "center", Fill::Zeros}};
const WeightRow kRmsWeights[] = {{"scale", nullptr, Fill::Ones}};
const WeightRow kNormalizationWeights[] = {{"mean", "!mean", Fill::Zeros, false},
                                           {"variance", "!mean", Fill::Ones, false}};

/// The shape [1, ..., C, ..., 1] that has the input's extents along `axes`.
SmallVector<int64_t> alongAxes(KerasNode &node, ArrayRef<int64_t> axes) {
  SmallVector<int64_t> shape(node.rank(), 1);
  for (int64_t axis : axes)
    shape[axis] = node.shape()[axis];
  return shape;
}

SmallVector<int64_t> extentsAlong(KerasNode &node, ArrayRef<int64_t> axes) {
  return SmallVector<int64_t>(
      llvm::map_range(axes, [&](int64_t axis) { return node.shape()[axis]; }));
}

Value addEpsilon(NnBuilder &build, Value x, double epsilon) {
  return build.create<nn::AddOp>(x, build.scalarLike(epsilon, x));
}

/// x * factor + shift with all statistics constant, as in the ONNX importer: one
/// multiplication and one addition remain.
LogicalResult importBatchNormalization(KerasNode &node) {
  NnBuilder &build = node.build;
  auto axes = node.axes("axis");
  if (failed(axes))
    return failure();
  if (axes->size() != 1)
    return node.emitUnsupported() << "attribute 'axis' has " << axes->size()
                                  << " axes, which is not supported (supported: 1)";
  SmallVector<int64_t> extents = extentsAlong(node, *axes), shape = alongAxes(node, *axes);
  auto parameter = [&](StringRef name) { return build.reshape(node.weight(name, extents), shape); };
  Value factor = build.create<nn::ReciprocalOp>(build.create<nn::SqrtOp>(
      addEpsilon(build, parameter("moving_variance"), node.number("epsilon"))));
  if (node.flag("scale"))
    factor = build.create<nn::MulOp>(parameter("gamma"), factor);
  Value shift = build.create<nn::NegOp>(build.create<nn::MulOp>(parameter("moving_mean"), factor));
  if (node.flag("center"))
    shift = build.create<nn::AddOp>(parameter("beta"), shift);
  return node.finish(build.create<nn::AddOp>(build.create<nn::MulOp>(node.input(), factor), shift));
}

/// (x - mean) / sqrt(variance + epsilon) over `axes`.
Value standardize(NnBuilder &build, Value x, ArrayRef<int64_t> axes, double epsilon) {
  Value centred = build.create<nn::SubOp>(x, build.mean(x, axes, true));
  Value variance = build.mean(build.square(centred), axes, true);
  Value deviation = build.create<nn::SqrtOp>(addEpsilon(build, variance, epsilon));
  return build.create<nn::MulOp>(centred, build.create<nn::ReciprocalOp>(deviation));
}

/// x * gamma + beta, where the layer has them: `[extents]`, seen as `shape`.
Value scaleAndShift(KerasNode &node, Value x, ArrayRef<int64_t> extents, ArrayRef<int64_t> shape) {
  NnBuilder &build = node.build;
  if (node.flag("scale"))
    x = build.create<nn::MulOp>(x, build.reshape(node.weight("gamma", extents), shape));
  if (node.flag("center"))
    x = build.create<nn::AddOp>(x, build.reshape(node.weight("beta", extents), shape));
  return x;
}

LogicalResult importLayerNormalization(KerasNode &node) {
  auto axes = node.axes("axis");
  if (failed(axes))
    return failure();
  Value normal = standardize(node.build, node.input(), *axes, node.number("epsilon"));
  return node.finish(
      scaleAndShift(node, normal, extentsAlong(node, *axes), alongAxes(node, *axes)));
}

/// x / sqrt(mean(x^2) + epsilon) * scale.
LogicalResult importRmsNormalization(KerasNode &node) {
  NnBuilder &build = node.build;
  auto axes = node.axes("axis");
  if (failed(axes))
    return failure();
  Value squares = build.mean(build.square(node.input()), *axes, true);
  Value root = build.create<nn::SqrtOp>(addEpsilon(build, squares, node.number("epsilon")));
  Value scale =
      build.reshape(node.weight("scale", extentsAlong(node, *axes)), alongAxes(node, *axes));
  return node.finish(build.create<nn::MulOp>(build.create<nn::DivOp>(node.input(), root), scale));
}

/// Statistics over all positions and the channels of a group; -1 groups means one for
/// each channel.
LogicalResult importGroupNormalization(KerasNode &node) {
  NnBuilder &build = node.build;
  auto axes = node.axes("axis");
  if (failed(axes))
    return failure();
  int64_t rank = node.rank(), axis = axes->empty() ? 0 : axes->front();
  int64_t channels = node.shape()[axis], groups = node.integer("groups");
  groups = groups == -1 ? channels : groups;
  if (axes->size() != 1 || axis == 0 || groups < 1 || channels % groups != 0)
    return node.emitError() << "attribute 'groups' is " << groups << " when it should divide the "
                            << channels << " channels along one 'axis'";
  SmallVector<int64_t> permutation = llvm::to_vector(llvm::seq<int64_t>(0, rank)), back(rank);
  permutation.erase(permutation.begin() + axis);
  permutation.push_back(axis);
  for (auto [i, from] : llvm::enumerate(permutation))
    back[from] = i;
  Value last = build.transpose(node.input(), permutation);
  if (!last)
    return failure();
  SmallVector<int64_t> shape(nn::shapeOf(last));
  int64_t positions =
      std::accumulate(shape.begin() + 1, shape.end() - 1, int64_t(1), std::multiplies<>());
  Value grouped = build.reshape(last, {shape[0], positions, groups, channels / groups});
  Value normal = build.reshape(standardize(build, grouped, {1, 3}, node.number("epsilon")), shape);
  return node.finish(build.transpose(scaleAndShift(node, normal, {channels}, {channels}), back));
}

/// x / max(norm, 1e-12).
LogicalResult importUnitNormalization(KerasNode &node) {
  NnBuilder &build = node.build;
  auto axes = node.axes("axis");
  if (failed(axes))
    return failure();
  Value x = node.input();
  Value norm =
      build.create<nn::SqrtOp>(build.reduce(nn::ReduceKind::sum, build.square(x), *axes, true));
  Value divisor = build.create<nn::MaxOp>(norm, build.scalarLike(1e-12, norm));
  return node.finish(build.create<nn::DivOp>(x, divisor));
}

void flatten(const Json &value, SmallVectorImpl<double> &numbers) {
  if (value.isNumber())
    numbers.push_back(value.number);
  for (const Json &item : value.items)
    flatten(item, numbers);
}

/// A number, or a list of them that goes with the last axis.
Value numbersAttribute(KerasNode &node, StringRef name) {
  Json value = node.attribute(name);
  SmallVector<double> numbers;
  flatten(value, numbers);
  SmallVector<int64_t> shape;
  if (!value.isNumber())
    shape.push_back(numbers.size());
  return node.build.floats(numbers, shape, node.elementType());
}

/// Of ConvNeXt in keras.applications: a factor for each channel.
LogicalResult importLayerScale(KerasNode &node) {
  int64_t channels = node.shape().back();
  return node.finish(node.build.create<nn::MulOp>(node.input(), node.weight("gamma", {channels})));
}

LogicalResult importRescaling(KerasNode &node) {
  NnBuilder &build = node.build;
  Value x = build.cast(node.input(), node.elementType());
  Value scaled = build.create<nn::MulOp>(x, numbersAttribute(node, "scale"));
  return node.finish(build.create<nn::AddOp>(scaled, numbersAttribute(node, "offset")));
}

/// (x - mean) / max(sqrt(variance), 1e-7), or its inverse; `axis` are the axes that
/// have statistics of their own.
LogicalResult importNormalization(KerasNode &node) {
  NnBuilder &build = node.build;
  SmallVector<int64_t> axes;
  if (const Json *given = node.layer.config->find("axis"); !given || !given->isNull()) {
    auto found = given ? node.axes("axis")
                       : FailureOr<SmallVector<int64_t>>(SmallVector<int64_t>{node.rank() - 1});
    if (failed(found))
      return failure();
    axes = *found;
  }
  SmallVector<int64_t> extents = extentsAlong(node, axes), shape = alongAxes(node, axes);
  auto statistic = [&](StringRef name) -> Value {
    if (node.attribute("mean").isNull())
      return build.reshape(node.weight(name, extents), shape);
    Value value = numbersAttribute(node, name);
    return value && nn::typeOf(value).getNumElements() == 1 ? build.reshape(value, {})
                                                            : build.reshape(value, shape);
  };
  Value x = build.cast(node.input(), node.elementType());
  Value mean = statistic("mean");
  Value root = build.create<nn::SqrtOp>(statistic("variance"));
  Value deviation = build.create<nn::MaxOp>(root, build.scalarLike(1e-7, root));
  if (node.flag("invert"))
    return node.finish(build.create<nn::AddOp>(build.create<nn::MulOp>(x, deviation), mean));
  return node.finish(build.create<nn::DivOp>(build.create<nn::SubOp>(x, mean), deviation));
}

const LayerRow kRows[] = {
    {"BatchNormalization", 1, 1, kBatchAttributes, kBatchWeights, MaskRule::Keep,
     importBatchNormalization, "with the moving statistics; one axis"},
    {"GroupNormalization", 1, 1, kGroupAttributes, kScaleWeights, MaskRule::Keep,
     importGroupNormalization},
    {"LayerNormalization", 1, 1, kLayerAttributes, kScaleWeights, MaskRule::Keep,
     importLayerNormalization},
    {"LayerScale", 1, 1, kLayerScaleAttributes, kLayerScaleWeights, MaskRule::Keep,
     importLayerScale},
    {"Normalization", 1, 1, kNormalizationAttributes, kNormalizationWeights, MaskRule::Keep,
     importNormalization},
    {"RMSNormalization", 1, 1, kRmsAttributes, kRmsWeights, MaskRule::Keep, importRmsNormalization},
    {"Rescaling", 1, 1, kRescalingAttributes, {}, MaskRule::Keep, importRescaling},
    {"UnitNormalization", 1, 1, kUnitAttributes, {}, MaskRule::Keep, importUnitNormalization},
};

} // namespace

ArrayRef<LayerRow> unspool::frontend::normalizationLayers() { return kRows; }
