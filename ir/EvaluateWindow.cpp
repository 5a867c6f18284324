//===- EvaluateWindow.cpp - convolution and pooling, by reference ---------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ir/EvaluateTensor.h"

#include "llvm/ADT/TypeSwitch.h"

#include <cmath>
#include <limits>

using namespace mlir;

namespace unspool::nn {

namespace {

/// Calls visit(spatial position of the input, tap number) for each tap of the
/// window at the result's spatial `position` that lies inside the input.
template <typename OpTy, typename Visit>
void forEachTap(OpTy op, Shape window, Shape input, llvm::ArrayRef<int64_t> position,
                const Visit &visit) {
  llvm::SmallVector<int64_t> place(window.size());
  Positions tap(window);
  for (int64_t number = 0, end = elementsOf(window); number < end; ++number, tap.next()) {
    bool inside = true;
    for (size_t axis = 0; axis < window.size(); ++axis) {
      place[axis] = position[axis] * op.getStrides()[axis] +
                    (*tap)[axis] * op.getDilations()[axis] - op.getLow()[axis];
      inside &= place[axis] >= 0 && place[axis] < input[axis];
    }
    if (inside)
      visit(place, number);
  }
}

/// The row-major number of a spatial position.
int64_t numberOf(llvm::ArrayRef<int64_t> position, Shape spatial) {
  int64_t number = 0;
  for (size_t axis = 0; axis < spatial.size(); ++axis)
    number = number * spatial[axis] + position[axis];
  return number;
}

/// The filter as [taps, C / groups, O], whether packed or not.
std::vector<double> plainFilter(ConvOp op, const Tensor &filter, int64_t outputs) {
  std::vector<double> from = toDoubles(filter);
  if (!op.getBlock())
    return from;
  int64_t block = *op.getBlock();
  int64_t depth = elementsOf(filter.type.getShape().drop_front().drop_back());
  std::vector<double> to(depth * outputs);
  for (int64_t k = 0; k < depth; ++k)
    for (int64_t o = 0; o < outputs; ++o)
      to[k * outputs + o] = from[(o / block * depth + k) * block + o % block];
  return to;
}

Tensor evaluateConv(ConvOp op, const Tensor &input, const Tensor &filter) {
  auto type = cast<RankedTensorType>(op.getResult().getType());
  Shape in = input.type.getShape(), out = type.getShape(), taps = filter.type.getShape();
  Shape window = op.getBlock() ? taps.drop_front().drop_back(2) : taps.drop_back(2);
  Shape inSpatial = in.drop_front().drop_back(), outSpatial = out.drop_front().drop_back();
  int64_t channels = in.back(), outputs = out.back(), groups = op.getGroups();
  int64_t depth = channels / groups, width = outputs / groups;
  std::vector<double> x = toDoubles(input), w = plainFilter(op, filter, outputs);
  std::vector<double> y(type.getNumElements(), 0.0);
  int64_t inPixels = elementsOf(inSpatial), outPixels = elementsOf(outSpatial);
  for (int64_t image = 0; image < out[0]; ++image) {
    Positions position(outSpatial);
    for (int64_t pixel = 0; pixel < outPixels; ++pixel, position.next()) {
      double *result = y.data() + (image * outPixels + pixel) * outputs;
      forEachTap(op, window, inSpatial, *position, [&](llvm::ArrayRef<int64_t> at, int64_t tap) {
        const double *pixelIn = x.data() + (image * inPixels + numberOf(at, inSpatial)) * channels;
        const double *weights = w.data() + tap * depth * outputs;
        for (int64_t group = 0; group < groups; ++group)
          for (int64_t c = 0; c < depth; ++c) {
            double value = pixelIn[group * depth + c];
            for (int64_t o = group * width; o < (group + 1) * width; ++o)
              result[o] += value * weights[c * outputs + o];
          }
      });
    }
  }
  return fromDoubles(type, y);
}

/// Visits every window of a pool: visit(result index, image, channel, position).
template <typename OpTy, typename Visit> void forEachWindow(OpTy op, const Visit &visit) {
  Shape out = shapeOf(op.getResult());
  Shape spatial = out.drop_front().drop_back();
  int64_t next = 0;
  for (int64_t image = 0; image < out[0]; ++image) {
    Positions position(spatial);
    for (int64_t pixel = 0; pixel < elementsOf(spatial); ++pixel, position.next())
      for (int64_t channel = 0; channel < out.back(); ++channel)
        visit(next++, image, channel, *position);
  }
}

Tensor evaluateMaxPool(MaxPoolOp op, const Tensor &input) {
  auto type = cast<RankedTensorType>(op.getResult().getType());
  Shape in = input.type.getShape(), spatial = in.drop_front().drop_back();
  std::vector<double> x = toDoubles(input), y(type.getNumElements());
  bool floats = isFloat(input);
  forEachWindow(op, [&](int64_t result, int64_t image, int64_t channel, auto position) {
    double best = floats ? -std::numeric_limits<double>::infinity()
                         : -std::numeric_limits<double>::max();
    forEachTap(op, op.getWindow(), spatial, position, [&](auto at, int64_t) {
      double value =
          x[(image * elementsOf(spatial) + numberOf(at, spatial)) * in.back() + channel];
      best = best > value || std::isnan(best) ? best : value;
    });
    y[result] = best;
  });
  return fromDoubles(type, y);
}

Tensor evaluateMaxPoolIndices(MaxPoolIndicesOp op, const Tensor &input) {
  auto type = cast<RankedTensorType>(op.getResult().getType());
  Shape in = input.type.getShape(), spatial = in.drop_front().drop_back();
  std::vector<double> x = toDoubles(input);
  std::vector<int64_t> y(type.getNumElements());
  forEachWindow(op, [&](int64_t result, int64_t image, int64_t channel, auto position) {
    double best = 0;
    int64_t where = -1;
    forEachTap(op, op.getWindow(), spatial, position, [&](auto at, int64_t) {
      double value =
          x[(image * elementsOf(spatial) + numberOf(at, spatial)) * in.back() + channel];
      if (where >= 0 && !(value > best))
        return;
      best = value;
      llvm::SmallVector<int64_t> place(at.begin(), at.end()), extents(spatial);
      if (op.getColumnMajor()) {
        std::reverse(place.begin(), place.end());
        std::reverse(extents.begin(), extents.end());
      }
      where = (image * in.back() + channel) * elementsOf(spatial) + numberOf(place, extents);
    });
    y[result] = where;
  });
  return fromIntegers(type, y);
}

/// How many elements a mean counts: positions inside the input, or inside the
/// counted part of the border as well.
int64_t countedTaps(AvgPoolOp op, Shape spatial, llvm::ArrayRef<int64_t> position) {
  int64_t count = 1;
  for (size_t axis = 0; axis < spatial.size(); ++axis) {
    bool border = op.getCountIncludePad();
    int64_t first = border ? -op.getLow()[axis] : 0;
    int64_t end = spatial[axis] + (border ? op.getCountedHigh()[axis] : 0);
    int64_t along = 0;
    for (int64_t tap = 0; tap < op.getWindow()[axis]; ++tap) {
      int64_t at = position[axis] * op.getStrides()[axis] + tap * op.getDilations()[axis] -
                   op.getLow()[axis];
      along += at >= first && at < end;
    }
    count *= along;
  }
  return count;
}

Tensor evaluateAvgPool(AvgPoolOp op, const Tensor &input) {
  auto type = cast<RankedTensorType>(op.getResult().getType());
  Shape in = input.type.getShape(), spatial = in.drop_front().drop_back();
  std::vector<double> x = toDoubles(input), y(type.getNumElements());
  forEachWindow(op, [&](int64_t result, int64_t image, int64_t channel, auto position) {
    double sum = 0;
    forEachTap(op, op.getWindow(), spatial, position, [&](auto at, int64_t) {
      sum += x[(image * elementsOf(spatial) + numberOf(at, spatial)) * in.back() + channel];
    });
    y[result] = sum / countedTaps(op, spatial, position);
  });
  return fromDoubles(type, y);
}

} // namespace

std::optional<Tensors> evaluateWindow(Operation *op, llvm::ArrayRef<Tensor> x) {
  return llvm::TypeSwitch<Operation *, std::optional<Tensors>>(op)
      .Case<ConvOp>([&](ConvOp op) -> std::optional<Tensors> {
        if (op.getAlgorithm())
          return std::nullopt; // transformed weights cannot be undone
        return Tensors{evaluateConv(op, x[0], x[1])};
      })
      .Case<MaxPoolOp>([&](MaxPoolOp op) { return Tensors{evaluateMaxPool(op, x[0])}; })
      .Case<MaxPoolIndicesOp>(
          [&](MaxPoolIndicesOp op) { return Tensors{evaluateMaxPoolIndices(op, x[0])}; })
      .Case<AvgPoolOp>([&](AvgPoolOp op) { return Tensors{evaluateAvgPool(op, x[0])}; })
      .Default([](Operation *) { return std::nullopt; });
}

} // namespace unspool::nn
