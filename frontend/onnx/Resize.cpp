//===- Resize.cpp - ONNX Resize and Upsample ------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Sampling positions are known at compile time, so that each axis becomes a few
// gathers with constant indices and, unless nearest, constant weights:
//
//   result[x] = sum over taps t of weight[t][x] * input[index[t][x]]
//
// Positions are computed in float, as the reference implementations do; where
// one falls on a border between two elements, precision decides.
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/Sampling.h"

#include <cmath>
#include <numeric>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

/// Beyond this, float arithmetic on extents makes no sense.
constexpr float kMostExtent = 1e9f;

FailureOr<SamplingOptions> samplingOptions(OnnxNode &node) {
  SamplingOptions options;
  bool isOld = node.opset < 11;
  options.mode = node.stringAttribute("mode", "nearest");
  // Operator sets 7 to 10 name the mode of an image after its two axes.
  if (isOld && (options.mode == "bilinear" || options.mode == "trilinear"))
    options.mode = "linear";
  options.coordinates =
      node.stringAttribute("coordinate_transformation_mode", isOld ? "asymmetric" : "half_pixel");
  options.rounding = node.stringAttribute("nearest_mode", isOld ? "simple" : "round_prefer_floor");
  options.cubicCoefficient = node.floatAttribute("cubic_coeff_a", -0.75);
  options.excludeOutside = node.intAttribute("exclude_outside", 0) != 0;
  options.antialias = node.intAttribute("antialias", 0) != 0;
  options.extrapolation = node.floatAttribute("extrapolation_value", 0);
  std::string wrong = options.findUnknown();
  if (!wrong.empty())
    return node.emitUnsupported() << "'" << wrong << "' is not a known mode of resizing";
  return options;
}

/// With more taps, a product with a matrix is less work than gathers.
constexpr size_t kMostGathers = 32;

/// All taps as a matrix of weights, [output, input], times the input.
Value sampleByProduct(NnBuilder &build, Value input, int64_t axis, const Taps &taps) {
  ArrayRef<int64_t> shape = nn::shapeOf(input);
  int64_t extent = shape[axis];
  if (!build.fits(RankedTensorType::get({taps.size, extent}, build.ops().getF64Type())))
    return {};
  SmallVector<double> weights(taps.size * extent, 0);
  for (auto [indices, tapWeights] : llvm::zip(taps.indices, taps.weights))
    for (int64_t x = 0; x < taps.size; ++x)
      weights[x * extent + indices[x]] += tapWeights[x];
  int64_t before = ShapedType::getNumElements(shape.take_front(axis));
  int64_t after = ShapedType::getNumElements(shape.drop_front(axis + 1));
  SmallVector<int64_t> result(shape);
  result[axis] = taps.size;
  Value matrix = build.floats(weights, {taps.size, extent}, nn::typeOf(input).getElementType());
  Value product = build.matmul(matrix, build.reshape(input, {before, extent, after}));
  return build.reshape(product, result);
}

/// Weighted sum of gathers along one axis. Works in float: `input` is one.
Value sampleAxis(NnBuilder &build, Value input, int64_t axis, const Taps &taps) {
  if (taps.indices.size() > kMostGathers)
    return sampleByProduct(build, input, axis, taps);
  SmallVector<int64_t> line(nn::typeOf(input).getRank(), 1);
  line[axis] = taps.size;
  Type type = nn::typeOf(input).getElementType();
  Value sum;
  for (size_t tap = 0; tap < taps.indices.size(); ++tap) {
    Value part = build.create<nn::GatherOp>(input, build.indices(taps.indices[tap]), axis);
    if (!taps.weights.empty())
      part = build.create<nn::MulOp>(part, build.floats(taps.weights[tap], line, type));
    sum = sum ? build.create<nn::AddOp>(sum, part) : part;
  }
  return sum;
}

/// The extrapolation value where a position lies outside.
Value fillOutside(NnBuilder &build, Value input, int64_t axis, const Taps &taps,
                  double extrapolation) {
  if (!llvm::is_contained(taps.isOutside, true))
    return input;
  SmallVector<double> mask(taps.isOutside.begin(), taps.isOutside.end());
  SmallVector<int64_t> line(nn::typeOf(input).getRank(), 1);
  line[axis] = taps.size;
  Value isOutside = build.floats(mask, line, build.ops().getI1Type());
  return build.create<nn::SelectOp>(isOutside, build.scalarLike(extrapolation, input), input);
}

Value sample(OnnxNode &node, ArrayRef<AxisSampling> axes, const SamplingOptions &options) {
  NnBuilder &build = node.build;
  Type type = node.elementType(0);
  // Interpolation of integers and 16-bit floats happens in float.
  bool isNearest = options.mode == "nearest" && options.coordinates != "tf_crop_and_resize";
  Value result = isNearest || type.isF64() ? node.input(0)
                                           : build.cast(node.input(0), build.ops().getF32Type());
  for (auto [axis, sampling] : llvm::enumerate(axes)) {
    if (!result || !sampling.isResized)
      continue;
    SmallVector<int64_t> shape(nn::shapeOf(result));
    shape[axis] = sampling.outputSize;
    int64_t tapCount = countTaps(sampling, options);
    if (!build.fits(RankedTensorType::get(shape, type)) ||
        !build.fits(
            RankedTensorType::get({tapCount, sampling.outputSize, 2}, build.ops().getF64Type())))
      return {};
    Taps taps = computeTaps(sampling, options);
    result = sampleAxis(build, result, axis, taps);
    if (result)
      result = fillOutside(build, result, axis, taps, options.extrapolation);
  }
  return build.cast(result, type, /*saturate=*/true);
}

/// Output extents from scales.
LogicalResult applyScales(OnnxNode &node, ArrayRef<double> scales, ArrayRef<int64_t> axes,
                          MutableArrayRef<AxisSampling> samplings) {
  if (scales.size() != axes.size())
    return node.emitError() << "there are " << scales.size() << " scales when there should be "
                            << axes.size();
  for (auto [axis, scale] : llvm::zip(axes, scales)) {
    AxisSampling &sampling = samplings[axis];
    sampling.scale = static_cast<float>(scale);
    float extent = sampling.scale * static_cast<float>(sampling.inputSize);
    if (!(sampling.scale > 0) || !(extent < kMostExtent))
      return node.emitError() << "a scale of " << scale << " is out of range";
    sampling.outputSize = static_cast<int64_t>(std::floor(extent));
    sampling.isResized = sampling.scale != 1 || sampling.outputSize != sampling.inputSize;
  }
  return success();
}

/// Scales from output extents, which keep_aspect_ratio_policy may change.
LogicalResult applySizes(OnnxNode &node, ArrayRef<int64_t> sizes, ArrayRef<int64_t> axes,
                         MutableArrayRef<AxisSampling> samplings) {
  if (sizes.size() != axes.size())
    return node.emitError() << "there are " << sizes.size() << " sizes when there should be "
                            << axes.size();
  std::string policy = node.stringAttribute("keep_aspect_ratio_policy", "stretch");
  if (policy != "stretch" && policy != "not_larger" && policy != "not_smaller")
    return node.emitError() << "attribute 'keep_aspect_ratio_policy' is '" << policy
                            << "' when it should be stretch, not_larger or not_smaller";
  float common = 0;
  for (auto [axis, size] : llvm::zip(axes, sizes)) {
    AxisSampling &sampling = samplings[axis];
    if (size < 0 || size > kMostExtent || (sampling.inputSize == 0 && size > 0))
      return node.emitError() << "a size of " << size << " is out of range";
    sampling.outputSize = size;
    sampling.scale = sampling.inputSize == 0 ? 1.0f : float(size) / float(sampling.inputSize);
    bool isFirst = common == 0;
    common = isFirst                  ? sampling.scale
             : policy == "not_larger" ? std::min(common, sampling.scale)
                                      : std::max(common, sampling.scale);
  }
  for (int64_t axis : axes) {
    AxisSampling &sampling = samplings[axis];
    if (policy != "stretch") {
      float extent = common * static_cast<float>(sampling.inputSize) + 0.5f;
      if (!(extent < kMostExtent))
        return node.emitError() << "keeping the aspect ratio makes an axis too long";
      sampling.scale = common;
      sampling.outputSize = static_cast<int64_t>(std::floor(extent));
    }
    sampling.isResized = sampling.outputSize != sampling.inputSize || sampling.scale != 1;
  }
  return success();
}

LogicalResult applyRegion(OnnxNode &node, ArrayRef<int64_t> axes,
                          MutableArrayRef<AxisSampling> samplings) {
  auto region = node.constantNumbers(1);
  if (failed(region))
    return failure();
  if (region->size() != 2 * axes.size())
    return node.emitError() << "roi has " << region->size() << " numbers when it should have "
                            << 2 * axes.size();
  for (auto [i, axis] : llvm::enumerate(axes)) {
    samplings[axis].regionStart = static_cast<float>((*region)[i]);
    samplings[axis].regionEnd = static_cast<float>((*region)[i + axes.size()]);
    samplings[axis].isResized = true;
  }
  return success();
}

bool isGiven(OnnxNode &node, unsigned i) {
  return node.input(i) && nn::typeOf(node.input(i)).getNumElements() > 0;
}

LogicalResult importResize(OnnxNode &node) {
  auto options = samplingOptions(node);
  auto axes = node.listedAxes();
  if (failed(options) || failed(axes))
    return failure();
  SmallVector<AxisSampling> samplings(node.rank(0));
  for (auto [axis, sampling] : llvm::enumerate(samplings))
    sampling.inputSize = sampling.outputSize = node.shape(0)[axis];

  // Operator set 10 has (X, scales), later ones (X, roi, scales, sizes).
  unsigned scaleInput = node.opset < 11 ? 1 : 2;
  if (node.opset >= 11 && isGiven(node, 3)) {
    auto sizes = node.constantInts(3);
    if (failed(sizes) || failed(applySizes(node, *sizes, *axes, samplings)))
      return failure();
  } else if (isGiven(node, scaleInput)) {
    auto scales = node.constantNumbers(scaleInput);
    if (failed(scales) || failed(applyScales(node, *scales, *axes, samplings)))
      return failure();
  } else {
    return node.emitError() << "there are neither scales nor sizes";
  }
  if (options->coordinates == "tf_crop_and_resize" && failed(applyRegion(node, *axes, samplings)))
    return failure();
  return node.finish(sample(node, samplings, *options));
}

/// Operator set 1 has two scales, 7 a list, 9 an input.
LogicalResult importUpsample(OnnxNode &node) {
  auto options = samplingOptions(node);
  if (failed(options))
    return failure();
  SmallVector<double> scales = node.floatsAttribute("scales");
  if (node.hasAttribute("height_scale"))
    scales = {1, 1, node.floatAttribute("height_scale", 1), node.floatAttribute("width_scale", 1)};
  if (node.input(1)) {
    auto given = node.constantNumbers(1);
    if (failed(given))
      return failure();
    scales = *given;
  }
  SmallVector<int64_t> axes(node.rank(0));
  std::iota(axes.begin(), axes.end(), 0);
  SmallVector<AxisSampling> samplings(node.rank(0));
  for (auto [axis, sampling] : llvm::enumerate(samplings))
    sampling.inputSize = sampling.outputSize = node.shape(0)[axis];
  if (failed(applyScales(node, scales, axes, samplings)))
    return failure();
  return node.finish(sample(node, samplings, *options));
}

const OperatorRow kRows[] = {
    {"Resize", 10, 1, 4,
     "antialias axes coordinate_transformation_mode cubic_coeff_a exclude_outside "
     "extrapolation_value keep_aspect_ratio_policy mode nearest_mode",
     "scales, sizes and roi are constants", importResize},
    {"Upsample", 1, 1, 2, "height_scale mode scales width_scale", "scales are constants",
     importUpsample},
};

} // namespace

ArrayRef<OperatorRow> unspool::frontend::resizeOperators() { return kRows; }
