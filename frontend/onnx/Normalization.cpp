//===- Normalization.cpp - ONNX normalisations ----------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// All are means, products and sums. Statistics of 16-bit floats are computed in
// float, as `stash_type` (whose default is float) asks for.
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OperatorTable.h"

#include <numeric>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

/// float for the 16-bit types, else the type itself.
Type statisticsType(Type elementType) {
  return elementType.getIntOrFloatBitWidth() < 32 ? Float32Type::get(elementType.getContext())
                                                  : elementType;
}

SmallVector<int64_t> axesFrom(int64_t first, int64_t rank) {
  SmallVector<int64_t> axes(std::max<int64_t>(rank - first, 0));
  std::iota(axes.begin(), axes.end(), first);
  return axes;
}

/// [C] as [C, 1, ...], to go with axis 1 of a tensor of this rank.
Value alongChannels(NnBuilder &build, Value vector, int64_t rank) {
  if (!vector || nn::typeOf(vector).getRank() != 1)
    return vector;
  SmallVector<int64_t> shape(std::max<int64_t>(rank - 1, 1), 1);
  shape[0] = nn::shapeOf(vector)[0];
  return build.reshape(vector, shape);
}

/// x - mean, and 1 / sqrt(variance + epsilon), over axes that are kept.
struct Standardized {
  Value mean, centred, inverseDeviation;
  Value apply(NnBuilder &build) const { return build.create<nn::MulOp>(centred, inverseDeviation); }
};
Standardized standardize(NnBuilder &build, Value x, ArrayRef<int64_t> axes, double epsilon) {
  Standardized result;
  result.mean = build.mean(x, axes, true);
  result.centred = build.create<nn::SubOp>(x, result.mean);
  Value variance = build.mean(build.square(result.centred), axes, true);
  Value deviation =
      build.create<nn::SqrtOp>(build.create<nn::AddOp>(variance, build.scalarLike(epsilon, x)));
  result.inverseDeviation = build.create<nn::ReciprocalOp>(deviation);
  return result;
}

/// x * scale / sqrt(var + epsilon) + (bias - mean * scale / sqrt(var + epsilon)):
/// with constant statistics, one multiplication and one addition remain. In
/// training mode, the statistics are those of the batch, and the running ones are
/// outputs.
LogicalResult importBatchNormalization(OnnxNode &node) {
  NnBuilder &build = node.build;
  if (node.rank(0) < 2)
    return node.emitError() << "the input has rank " << node.rank(0)
                            << " when it should have a channel axis";
  Type type = statisticsType(node.elementType(0));
  auto parameter = [&](unsigned i) {
    return alongChannels(build, build.cast(node.input(i), type), node.rank(0));
  };
  Value x = build.cast(node.input(0), type);
  Value mean = parameter(3), variance = parameter(4);
  if (node.intAttribute("training_mode", 0) != 0) {
    SmallVector<int64_t> axes = axesFrom(1, node.rank(0));
    axes.front() = 0;
    Value batchMean = build.mean(x, axes, true);
    Value centred = build.create<nn::SubOp>(x, batchMean);
    Value batchVariance = build.mean(build.square(centred), axes, true);
    double momentum = node.floatAttribute("momentum", 0.9);
    auto running = [&](Value old, Value batch, unsigned i) {
      Value kept = build.create<nn::MulOp>(build.reshape(old, {node.shape(0)[1]}),
                                           build.scalar(momentum, type));
      Value added = build.create<nn::MulOp>(build.reshape(batch, {node.shape(0)[1]}),
                                            build.scalar(1 - momentum, type));
      return build.cast(build.create<nn::AddOp>(kept, added), node.elementType(i));
    };
    if (node.wantsOutput(1))
      node.setOutput(1, running(mean, batchMean, 3));
    if (node.wantsOutput(2))
      node.setOutput(2, running(variance, batchVariance, 4));
    mean = batchMean;
    variance = batchVariance;
  }
  Value epsilon = build.scalar(node.floatAttribute("epsilon", 1e-5), type);
  Value deviation = build.create<nn::SqrtOp>(build.create<nn::AddOp>(variance, epsilon));
  Value factor = build.create<nn::DivOp>(parameter(1), deviation);
  Value shift = build.create<nn::SubOp>(parameter(2), build.create<nn::MulOp>(mean, factor));
  Value result = build.create<nn::AddOp>(build.create<nn::MulOp>(x, factor), shift);
  return node.finish(build.cast(result, node.elementType(0)));
}

LogicalResult importInstanceNormalization(OnnxNode &node) {
  NnBuilder &build = node.build;
  Type type = statisticsType(node.elementType(0));
  int64_t rank = node.rank(0);
  Value x = build.cast(node.input(0), type);
  Value normal =
      standardize(build, x, axesFrom(2, rank), node.floatAttribute("epsilon", 1e-5)).apply(build);
  Value scale = alongChannels(build, build.cast(node.input(1), type), rank);
  Value bias = alongChannels(build, build.cast(node.input(2), type), rank);
  Value result = build.create<nn::AddOp>(build.create<nn::MulOp>(normal, scale), bias);
  return node.finish(build.cast(result, node.elementType(0)));
}

/// Scale and bias belong to groups in operator set 18, to channels since 21.
LogicalResult importGroupNormalization(OnnxNode &node) {
  NnBuilder &build = node.build;
  Type type = statisticsType(node.elementType(0));
  ArrayRef<int64_t> shape = node.shape(0);
  int64_t groups = node.intAttribute("num_groups", 0);
  if (shape.size() < 2 || groups <= 0 || shape[1] % groups != 0)
    return node.emitError() << "attribute 'num_groups' is " << groups
                            << " when it should divide the channels of " << node.input(0).getType();
  SmallVector<int64_t> grouped{shape[0], groups, shape[1] / groups};
  llvm::append_range(grouped, shape.drop_front(2));
  int64_t rank = grouped.size();
  Value x = build.reshape(build.cast(node.input(0), type), grouped);
  Value normal =
      standardize(build, x, axesFrom(2, rank), node.floatAttribute("epsilon", 1e-5)).apply(build);
  auto parameter = [&](unsigned i) -> Value {
    Value value = build.cast(node.input(i), type);
    if (node.opset < 21)
      return alongChannels(build, value, rank);
    SmallVector<int64_t> parameterShape(rank - 1, 1);
    parameterShape[0] = groups;
    parameterShape[1] = shape[1] / groups;
    return build.reshape(value, parameterShape);
  };
  Value result =
      build.create<nn::AddOp>(build.create<nn::MulOp>(normal, parameter(1)), parameter(2));
  return node.finish(build.cast(build.reshape(result, shape), node.elementType(0)));
}

LogicalResult importLayerNormalization(OnnxNode &node) {
  NnBuilder &build = node.build;
  auto axis = node.axisAttribute(-1, node.rank(0));
  if (failed(axis))
    return failure();
  Type type = statisticsType(node.elementType(0));
  Value x = build.cast(node.input(0), type);
  Standardized normal =
      standardize(build, x, axesFrom(*axis, node.rank(0)), node.floatAttribute("epsilon", 1e-5));
  Value result =
      build.create<nn::MulOp>(build.cast(normal.apply(build), node.elementType(0)), node.input(1));
  if (Value bias = node.input(2))
    result = build.create<nn::AddOp>(result, bias);
  if (node.wantsOutput(1))
    node.setOutput(1, normal.mean);
  if (node.wantsOutput(2))
    node.setOutput(2, normal.inverseDeviation);
  return node.finish(result);
}

/// x / sqrt(mean(x^2) + epsilon) * scale.
LogicalResult importRmsNormalization(OnnxNode &node) {
  NnBuilder &build = node.build;
  auto axis = node.axisAttribute(-1, node.rank(0));
  if (failed(axis))
    return failure();
  Value x = build.cast(node.input(0), statisticsType(node.elementType(0)));
  Value squares = build.mean(build.square(x), axesFrom(*axis, node.rank(0)), true);
  Value epsilon = build.scalarLike(node.floatAttribute("epsilon", 1e-5), x);
  Value root = build.create<nn::SqrtOp>(build.create<nn::AddOp>(squares, epsilon));
  Value normal = build.cast(build.create<nn::DivOp>(x, root), node.elementType(0));
  return node.finish(build.create<nn::MulOp>(normal, node.input(1)));
}

/// x / norm, and 0 where the norm is 0.
LogicalResult importLpNormalization(OnnxNode &node) {
  NnBuilder &build = node.build;
  auto axis = node.axisAttribute(-1, node.rank(0));
  int64_t p = node.intAttribute("p", 2);
  if (failed(axis))
    return failure();
  if (p != 1 && p != 2)
    return node.emitError() << "attribute 'p' is " << p << " when it should be 1 or 2";
  Value x = node.input(0);
  Value powers = p == 1 ? build.create<nn::AbsOp>(x) : build.square(x);
  Value norm = build.reduce(nn::ReduceKind::sum, powers, {*axis}, true);
  if (p == 2)
    norm = build.create<nn::SqrtOp>(norm);
  Value isZero = build.create<nn::EqualOp>(norm, build.scalarLike(0, norm));
  Value divisor = build.create<nn::SelectOp>(isZero, build.scalarLike(1, norm), norm);
  return node.finish(build.create<nn::DivOp>(x, divisor));
}

/// (x - mean) / (deviation + 1e-9).
LogicalResult importMeanVarianceNormalization(OnnxNode &node) {
  NnBuilder &build = node.build;
  SmallVector<int64_t> given = node.intsAttribute("axes");
  if (!node.hasAttribute("axes"))
    given = {0, 2, 3};
  if (node.opset < 9 && node.intAttribute("across_channels", 0) != 0)
    given = {0, 1, 2, 3};
  auto axes = node.axes(given, node.rank(0));
  if (failed(axes))
    return failure();
  Value x = node.input(0);
  Value centred = build.create<nn::SubOp>(x, build.mean(x, *axes, true));
  if (node.opset < 9 && node.intAttribute("normalize_variance", 1) == 0)
    return node.finish(centred);
  Value deviation = build.create<nn::SqrtOp>(build.mean(build.square(centred), *axes, true));
  Value divisor = build.create<nn::AddOp>(deviation, build.scalarLike(1e-9, x));
  return node.finish(build.create<nn::DivOp>(centred, divisor));
}

/// x / (bias + alpha * mean of x^2 over `size` neighbouring channels)^beta. Seen
/// as [N, C, everything else], that mean is a one-dimensional pool along C.
LogicalResult importLrn(OnnxNode &node) {
  NnBuilder &build = node.build;
  int64_t size = node.intAttribute("size", 0);
  if (size <= 0 || size > std::numeric_limits<int32_t>::max() || node.rank(0) < 2)
    return node.emitError() << "attribute 'size' is " << size << " when it should be positive";
  Value x = node.input(0);
  ArrayRef<int64_t> shape = node.shape(0);
  int64_t others = std::accumulate(shape.begin() + 2, shape.end(), int64_t(1), std::multiplies<>());
  Value squares = build.reshape(build.square(x), {shape[0], shape[1], others});
  auto one = [](const int64_t &number) { return ArrayRef<int64_t>(number); };
  int64_t unit = 1, low = (size - 1) / 2, high = size - 1 - low;
  Value mean = build.create<nn::AvgPoolOp>(squares, one(size), one(unit), one(unit), one(low),
                                           one(high), true, one(high));
  Value scaled = build.create<nn::MulOp>(build.reshape(mean, shape),
                                         build.scalarLike(node.floatAttribute("alpha", 1e-4), x));
  Value base =
      build.create<nn::AddOp>(scaled, build.scalarLike(node.floatAttribute("bias", 1.0), x));
  Value divisor =
      build.create<nn::PowOp>(base, build.scalarLike(node.floatAttribute("beta", 0.75), x));
  return node.finish(build.create<nn::DivOp>(x, divisor));
}

const OperatorRow kRows[] = {
    {"BatchNormalization", 1, 5, 5,
     "consumed_inputs epsilon is_test momentum spatial training_mode", "",
     importBatchNormalization},
    {"GroupNormalization", 18, 3, 3, "epsilon num_groups stash_type", "", importGroupNormalization},
    {"InstanceNormalization", 1, 3, 3, "consumed_inputs epsilon", "", importInstanceNormalization},
    {"LRN", 1, 1, 1, "alpha beta bias size", "", importLrn},
    {"LayerNormalization", 17, 2, 3, "axis epsilon stash_type", "", importLayerNormalization},
    {"LpNormalization", 1, 1, 1, "axis p", "", importLpNormalization},
    {"MeanVarianceNormalization", 1, 1, 1, "across_channels axes normalize_variance", "",
     importMeanVarianceNormalization},
    {"RMSNormalization", 23, 2, 2, "axis epsilon stash_type", "", importRmsNormalization},
};

} // namespace

ArrayRef<OperatorRow> unspool::frontend::normalizationOperators() { return kRows; }
