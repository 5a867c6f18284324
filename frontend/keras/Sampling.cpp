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

const AttributeRow kAttributes[] = {{"size", AttributeKind::Extents, "2"}};
const AttributeRow k2DAttributes[] = {
    {"size", AttributeKind::Extents, "2"},
    {"data_format", AttributeKind::Choice, "\"channels_last\"", "channels_last channels_first"},
    {"interpolation", AttributeKind::Choice, "\"nearest\"", "nearest bilinear"},
};
const AttributeRow k3DAttributes[] = {
    {"size", AttributeKind::Extents, "2"},
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

template <size_t rank> LogicalResult importUpSampling(KerasNode &node) {
  if (failed(node.expectRank(int64_t(rank) + 2)))
    return failure();
  auto sizes = node.extents("size", rank);
  if (failed(sizes))
    return failure();
  Value x = node.input();
  bool isLinear = rank == 2 && node.text("interpolation") == "bilinear";
  int64_t first = rank > 1 && node.isChannelsFirst() ? 2 : 1;
  for (auto [i, size] : llvm::enumerate(*sizes)) {
    SmallVector<int64_t> grown(x ? nn::shapeOf(x) : ArrayRef<int64_t>());
    if (!x)
      return failure();
    grown[first + i] *= size; // both are below 2^31
    if (!node.build.fits(RankedTensorType::get(grown, node.elementType())))
      return failure();
    x = isLinear ? interpolate(node.build, x, first + i, size)
                 : repeat(node.build, x, first + i, size);
  }
  return node.finish(x);
}

const LayerRow kRows[] = {
    {"UpSampling1D", 1, 1, kAttributes, {}, MaskRule::Drop, importUpSampling<1>},
    {"UpSampling2D", 1, 1, k2DAttributes, {}, MaskRule::Drop, importUpSampling<2>},
    {"UpSampling3D", 1, 1, k3DAttributes, {}, MaskRule::Drop, importUpSampling<3>},
};

} // namespace

ArrayRef<LayerRow> unspool::frontend::samplingLayers() { return kRows; }
