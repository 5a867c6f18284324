//===- Sampling.cpp - Keras upsampling ------------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Bilinear interpolation takes each axis in turn: position o of the result lies at
// (o + 0.5) / size - 0.5 of the input, between two elements, or at the border.
//
//===----------------------------------------------------------------------===//

#include "frontend/keras/Windows.h"

#include <cmath>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

constexpr const char *kInterpolations = "nearest bilinear bicubic lanczos3 lanczos5";

const AttributeRow kAttributes[] = {{"size", AttributeKind::Extents, "2"}};
const AttributeRow k2DAttributes[] = {
    {"size", AttributeKind::Extents, "2"},
    {"data_format", AttributeKind::Choice, "\"channels_last\"", "channels_last channels_first"},
    {"interpolation", AttributeKind::Choice, "\"nearest\"", kInterpolations},
};
const AttributeRow k3DAttributes[] = {
    {"size", AttributeKind::Extents, "2"},
    {"data_format", AttributeKind::Choice, "\"channels_last\"", "channels_last channels_first"},
};

const AttributeRow kResizingAttributes[] = {
    {"height", AttributeKind::Count, nullptr},
    {"width", AttributeKind::Count, nullptr},
    {"interpolation", AttributeKind::Choice, "\"bilinear\"", kInterpolations},
    {"crop_to_aspect_ratio", AttributeKind::Flag, "false"},
    {"pad_to_aspect_ratio", AttributeKind::Flag, "false", "false"},
    {"fill_mode", AttributeKind::Training, "\"constant\""},
    {"fill_value", AttributeKind::Training, "0.0"},
    {"antialias", AttributeKind::Flag, "false"},
    {"data_format", AttributeKind::Choice, "\"channels_last\"", "channels_last channels_first"},
};
const AttributeRow kCropAttributes[] = {
    {"height", AttributeKind::Count, nullptr},
    {"width", AttributeKind::Count, nullptr},
    {"data_format", AttributeKind::Choice, "\"channels_last\"", "channels_last channels_first"},
};

/// Each element `size` times along an axis.
Value repeat(NnBuilder &build, Value x, int64_t axis, int64_t size) {
  if (!x || size == 1)
    return x;
  SmallVector<int64_t> apart(nn::shapeOf(x)), together(apart);
  apart.insert(apart.begin() + axis + 1, 1);
  Value split = build.reshape(x, apart);
  apart[axis + 1] = size;
  together[axis] *= size;
  return build.reshape(build.broadcast(split, apart), together);
}

Value interpolate(NnBuilder &build, Value x, int64_t axis, int64_t size) {
  if (!x || size == 1)
    return x;
  int64_t extent = nn::shapeOf(x)[axis];
  SmallVector<int64_t> before, after, shape(nn::typeOf(x).getRank(), 1);
  SmallVector<double> weights;
  for (int64_t o = 0; o < extent * size; ++o) {
    double position = std::clamp((double(o) + 0.5) / double(size) - 0.5, 0.0, double(extent - 1));
    before.push_back(int64_t(position));
    after.push_back(std::min(before.back() + 1, extent - 1));
    weights.push_back(position - double(before.back()));
  }
  shape[axis] = extent * size;
  Value low = build.create<nn::GatherOp>(x, build.indices(before), axis);
  Value high = build.create<nn::GatherOp>(x, build.indices(after), axis);
  Value weight = build.floats(weights, shape, nn::typeOf(x).getElementType());
  Value step = build.create<nn::MulOp>(build.create<nn::SubOp>(high, low), weight);
  return build.create<nn::AddOp>(low, step);
}

/// The weight of an element at distance `x`.
double kernel(StringRef interpolation, double x) {
  x = std::abs(x);
  if (interpolation == "bilinear")
    return std::max(0.0, 1 - x);
  if (interpolation == "bicubic") // Keys, a = -0.5
    return x < 1 ? (1.5 * x - 2.5) * x * x + 1 : x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
  double radius = interpolation == "lanczos3" ? 3 : 5;
  if (x == 0 || x >= radius)
    return x == 0;
  return radius * std::sin(M_PI * x) * std::sin(M_PI * x / radius) / (M_PI * M_PI * x * x);
}

/// The position in the input that element `o` of the output stands for.
double positionOf(int64_t o, int64_t extent, int64_t size) {
  return (double(o) + 0.5) * double(extent) / double(size) - 0.5;
}

/// One axis to `size` elements: a product with weights [size, extent] that sum up to 1.
Value resample(NnBuilder &build, Value x, int64_t axis, int64_t size, StringRef interpolation,
               bool antialias = false) {
  if (!x)
    return {};
  ArrayRef<int64_t> shape = nn::shapeOf(x);
  int64_t extent = shape[axis];
  SmallVector<int64_t> result(shape);
  result[axis] = size;
  Type element = nn::typeOf(x).getElementType(), doubles = build.ops().getF64Type();
  if (!build.fits(RankedTensorType::get(result, element)) ||
      !build.fits(RankedTensorType::get({size, extent}, doubles)))
    return {};
  if (interpolation == "nearest") {
    SmallVector<int64_t> nearest;
    for (int64_t o = 0; o < size; ++o)
      nearest.push_back(
          std::clamp<int64_t>(int64_t(positionOf(o, extent, size) + 0.5), 0, extent - 1));
    return build.create<nn::GatherOp>(x, build.indices(nearest), axis);
  }
  double width = antialias ? std::max(1.0, double(extent) / double(size)) : 1;
  SmallVector<double> weights(size * extent);
  for (int64_t o = 0; o < size; ++o) {
    MutableArrayRef<double> row(weights.data() + o * extent, extent);
    double sum = 0;
    for (int64_t i = 0; i < extent; ++i)
      sum += row[i] = kernel(interpolation, (positionOf(o, extent, size) - double(i)) / width);
    for (double &weight : row)
      weight /= sum;
  }
  int64_t before = ShapedType::getNumElements(shape.take_front(axis));
  int64_t after = ShapedType::getNumElements(shape.drop_front(axis + 1));
  Value rows = build.reshape(x, {before, extent, after});
  return build.reshape(build.matmul(build.floats(weights, {size, extent}, element), rows), result);
}

/// The middle of an axis.
Value cropMiddle(NnBuilder &build, Value x, int64_t axis, int64_t size) {
  return x ? build.slice(x, axis, (nn::shapeOf(x)[axis] - size) / 2, size) : Value();
}

LogicalResult importResizing(KerasNode &node) {
  if (failed(node.expectRank(4)))
    return failure();
  NnBuilder &build = node.build;
  int64_t first = node.isChannelsFirst() ? 2 : 1;
  int64_t sizes[] = {node.integer("height"), node.integer("width")};
  Value x = node.input();
  if (node.flag("crop_to_aspect_ratio")) {
    double extents[] = {double(node.shape()[first]), double(node.shape()[first + 1])};
    for (int i : {0, 1}) {
      double wanted = extents[1 - i] * double(sizes[i]) / double(sizes[1 - i]);
      x = cropMiddle(build, x, first + i, int64_t(std::clamp(wanted, 1.0, extents[i])));
    }
  }
  for (int i : {0, 1})
    x = resample(build, x, first + i, sizes[i], node.text("interpolation"), node.flag("antialias"));
  return node.finish(x);
}

LogicalResult importCenterCrop(KerasNode &node) {
  if (failed(node.expectRank(4)))
    return failure();
  int64_t first = node.isChannelsFirst() ? 2 : 1;
  int64_t sizes[] = {node.integer("height"), node.integer("width")};
  Value x = node.input();
  for (int i : {0, 1}) {
    if (node.shape()[first + i] < sizes[i])
      return node.emitUnsupported() << "the image is smaller than the crop (supported: as large, "
                                       "or larger)";
    x = cropMiddle(node.build, x, first + i, sizes[i]);
  }
  return node.finish(x);
}

template <size_t rank> LogicalResult importUpSampling(KerasNode &node) {
  if (failed(node.expectRank(int64_t(rank) + 2)))
    return failure();
  auto sizes = node.extents("size", rank);
  if (failed(sizes))
    return failure();
  Value x = node.input();
  std::string interpolation = rank == 2 ? node.text("interpolation") : "nearest";
  int64_t first = rank > 1 && node.isChannelsFirst() ? 2 : 1;
  for (auto [i, size] : llvm::enumerate(*sizes)) {
    SmallVector<int64_t> grown(x ? nn::shapeOf(x) : ArrayRef<int64_t>());
    if (!x)
      return failure();
    grown[first + i] *= size; // both are below 2^31
    if (!node.build.fits(RankedTensorType::get(grown, node.elementType())))
      return failure();
    if (interpolation == "nearest")
      x = repeat(node.build, x, first + i, size);
    else if (interpolation == "bilinear")
      x = interpolate(node.build, x, first + i, size);
    else
      x = resample(node.build, x, first + i, grown[first + i], interpolation);
  }
  return node.finish(x);
}

const LayerRow kRows[] = {
    {"CenterCrop", 1, 1, kCropAttributes, {}, MaskRule::Drop, importCenterCrop},
    {"Resizing", 1, 1, kResizingAttributes, {}, MaskRule::Drop, importResizing},
    {"UpSampling1D", 1, 1, kAttributes, {}, MaskRule::Drop, importUpSampling<1>},
    {"UpSampling2D", 1, 1, k2DAttributes, {}, MaskRule::Drop, importUpSampling<2>},
    {"UpSampling3D", 1, 1, k3DAttributes, {}, MaskRule::Drop, importUpSampling<3>},
};

} // namespace

ArrayRef<LayerRow> unspool::frontend::samplingLayers() { return kRows; }
