//===- PointSampling.cpp - reads of an image at run-time positions -------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An image that is zero outside gets a border of one zero: places are clamped to it,
// and no element has to be masked.
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/PointSampling.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

PointSampler::PointSampler(NnBuilder &build, Value images, Value batch, Outside outside)
    : build(build), batch(batch), outside(outside) {
  if (!images)
    return;
  if (outside == Outside::Zero) {
    SmallVector<int64_t> border(nn::typeOf(images).getRank(), 1);
    border.front() = border.back() = 0;
    images = build.create<nn::PadOp>(images, build.scalarLike(0, images), ArrayRef<int64_t>(border),
                                     ArrayRef<int64_t>(border), nn::PadMode::constant);
    if (!images)
      return;
  }
  ArrayRef<int64_t> shape = nn::shapeOf(images);
  extents.assign(shape.begin() + 1, shape.end() - 1);
  int64_t size = 1;
  for (int64_t extent : extents)
    size *= extent;
  elements = build.reshape(images, {shape.front() * size, shape.back()});
}

Value PointSampler::placeAlong(Value index, double low, int64_t extent) const {
  Value clamped =
      build.create<nn::MinOp>(build.create<nn::MaxOp>(index, build.scalarLike(low, index)),
                              build.scalarLike(low + double(extent - 1), index));
  if (low != 0)
    clamped = build.create<nn::SubOp>(clamped, build.scalarLike(low, index));
  return build.cast(clamped, build.ops().getI64Type());
}

SmallVector<Value> PointSampler::read(ArrayRef<SmallVector<PointTap>> axes) const {
  assert(!elements || axes.size() == extents.size());
  // Of the axes so far, each combination's place and weight.
  SmallVector<PointTap> places{{batch, Value()}};
  double low = outside == Outside::Zero ? -1 : 0;
  for (auto [axis, extent] : llvm::zip_first(axes, extents)) {
    SmallVector<PointTap> next;
    SmallVector<Value> along;
    for (const PointTap &tap : axis)
      along.push_back(placeAlong(tap.index, low, extent));
    for (const PointTap &place : places) {
      Value before =
          build.create<nn::MulOp>(place.index, build.scalarLike(double(extent), place.index));
      for (auto [tap, element] : llvm::zip_equal(axis, along)) {
        Value weight =
            place.weight ? build.create<nn::MulOp>(place.weight, tap.weight) : tap.weight;
        next.push_back({build.create<nn::AddOp>(before, element), weight});
      }
    }
    places = std::move(next);
  }
  SmallVector<Value> results;
  for (const PointTap &place : places) {
    Value result = build.create<nn::GatherOp>(elements, place.index, 0);
    if (!result || !place.weight) {
      results.push_back(result);
      continue;
    }
    SmallVector<int64_t> perChannel(nn::shapeOf(place.weight));
    perChannel.push_back(1);
    Value weight = build.cast(place.weight, nn::typeOf(result).getElementType());
    results.push_back(build.create<nn::MulOp>(result, build.reshape(weight, perChannel)));
  }
  return results;
}

Value PointSampler::interpolate(ArrayRef<SmallVector<PointTap>> axes) const {
  SmallVector<Value> parts = read(axes);
  Value sum = parts.front();
  for (Value part : ArrayRef(parts).drop_front())
    sum = build.create<nn::AddOp>(sum, part);
  return sum;
}

SmallVector<PointTap> unspool::frontend::linearTaps(NnBuilder &build, Value positions) {
  Value one = build.scalarLike(1, positions);
  Value below = build.create<nn::FloorOp>(positions);
  Value fraction = build.create<nn::SubOp>(positions, below);
  return {{below, build.create<nn::SubOp>(one, fraction)},
          {build.create<nn::AddOp>(below, one), fraction}};
}
