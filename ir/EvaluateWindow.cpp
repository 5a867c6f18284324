//===- EvaluateWindow.cpp - convolution and pooling, by reference ---------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ir/EvaluateTensor.h"

#include "llvm/ADT/TypeSwitch.h"

#include <limits>

using namespace mlir;

namespace unspool::nn {

namespace {

/// The spatial axes of a convolution or pool.
struct Window {
  Shape extents, input;
  llvm::ArrayRef<int64_t> strides, dilations, low;

  template <typename OpTy>
  Window(OpTy op, Shape extents)
      : extents(extents), input(shapeOf(op.getInput()).drop_front().drop_back()),
        strides(op.getStrides()), dilations(op.getDilations()), low(op.getLow()) {}

  /// Where tap `tap` of the window at the result's `position` lies along an axis.
  int64_t place(size_t axis, int64_t position, int64_t tap) const {
    return position * strides[axis] + tap * dilations[axis] - low[axis];
  }

  /// Calls visit(spatial position of the input, tap number) for each tap of the
  /// window at the result's spatial `position` that lies inside the input.
  template <typename Visit>
  void forEachTap(llvm::ArrayRef<int64_t> position, const Visit &visit) const {
    llvm::SmallVector<int64_t, 4> at(extents.size());
    Positions tap(extents);
    for (int64_t number = 0, end = elementsOf(extents); number < end; ++number, tap.next()) {
      bool inside = true;
      for (size_t axis = 0; axis < extents.size(); ++axis) {
        at[axis] = place(axis, position[axis], (*tap)[axis]);
        inside &= at[axis] >= 0 && at[axis] < input[axis];
      }
      if (inside)
        visit(at, number);
    }
  }
};

/// The row-major number of a spatial position.
int64_t numberOf(llvm::ArrayRef<int64_t> position, Shape spatial) {
  int64_t number = 0;
  for (size_t axis = 0; axis < spatial.size(); ++axis)
    number = number * spatial[axis] + position[axis];
  return number;
}

Tensor evaluateConv(ConvOp op, const Tensor &input, const Tensor &filter) {
  RankedTensorType type = typeOf(op.getResult());
  Shape in = input.type.getShape(), out = type.getShape(), taps = filter.type.getShape();
  Window window(op, op.getBlock() ? taps.drop_front().drop_back(2) : taps.drop_back(2));
  Shape outSpatial = out.drop_front().drop_back();
  int64_t channels = in.back(), outputs = out.back(), groups = op.getGroups();
  int64_t depth = channels / groups, width = outputs / groups;
  int64_t inPixels = elementsOf(window.input), outPixels = elementsOf(outSpatial);
  return withNumbers(type.getElementType(), [&](auto zero) {
    using Number = decltype(zero);
    std::vector<Number> x = toNumbers<Number>(input), w = toNumbers<Number>(filter);
    if (op.getBlock())
      w = unpackColumns(w, *op.getBlock(), outputs, op.getInterleave().value_or(1));
    std::vector<Number> y(type.getNumElements(), zero);
    for (int64_t image = 0; image < out[0]; ++image) {
      Positions position(outSpatial);
      for (int64_t pixel = 0; pixel < outPixels; ++pixel, position.next()) {
        Number *result = y.data() + (image * outPixels + pixel) * outputs;
        window.forEachTap(*position, [&](llvm::ArrayRef<int64_t> at, int64_t tap) {
          int64_t source = image * inPixels + numberOf(at, window.input);
          const Number *pixelIn = x.data() + source * channels;
          const Number *weights = w.data() + tap * depth * outputs;
          for (int64_t group = 0; group < groups; ++group)
            for (int64_t c = 0; c < depth; ++c) {
              Number value = pixelIn[group * depth + c];
              for (int64_t o = group * width; o < (group + 1) * width; ++o)
                result[o] = add(result[o], multiply(value, weights[c * outputs + o]));
            }
        });
      }
    }
    return fromNumbers(type, y);
  });
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
  Window window(op, op.getWindow());
  int64_t pixels = elementsOf(window.input), channels = input.type.getShape().back();
  return withNumbers(input.type.getElementType(), [&](auto zero) {
    using Number = decltype(zero);
    std::vector<Number> x = toNumbers<Number>(input), y(typeOf(op.getResult()).getNumElements());
    Number lowest = std::is_same_v<Number, double> ? -std::numeric_limits<double>::infinity()
                                                   : std::numeric_limits<Number>::lowest();
    forEachWindow(op, [&](int64_t result, int64_t image, int64_t channel, auto position) {
      Number best = lowest;
      window.forEachTap(position, [&](auto at, int64_t) {
        best = larger(best, x[(image * pixels + numberOf(at, window.input)) * channels + channel]);
      });
      y[result] = best;
    });
    return fromNumbers(typeOf(op.getResult()), y);
  });
}

Tensor evaluateMaxPoolIndices(MaxPoolIndicesOp op, const Tensor &input) {
  Window window(op, op.getWindow());
  int64_t pixels = elementsOf(window.input), channels = input.type.getShape().back();
  std::vector<int64_t> y(typeOf(op.getResult()).getNumElements());
  withNumbers(input.type.getElementType(), [&](auto zero) {
    auto x = toNumbers<decltype(zero)>(input);
    forEachWindow(op, [&](int64_t result, int64_t image, int64_t channel, auto position) {
      decltype(zero) best = 0;
      int64_t where = -1;
      window.forEachTap(position, [&](auto at, int64_t) {
        auto value = x[(image * pixels + numberOf(at, window.input)) * channels + channel];
        // As nn.max_pool has it: NaN is the largest.
        bool isLarger = value > best || (isNan(value) && !isNan(best));
        if (where >= 0 && !isLarger)
          return;
        best = value;
        llvm::SmallVector<int64_t> place(at.begin(), at.end()), extents(window.input);
        if (op.getColumnMajor()) {
          std::reverse(place.begin(), place.end());
          std::reverse(extents.begin(), extents.end());
        }
        where = (image * channels + channel) * pixels + numberOf(place, extents);
      });
      y[result] = where;
    });
  });
  return fromIntegers(typeOf(op.getResult()), y);
}

/// How many elements a mean counts: positions inside the input, or inside the
/// counted part of the border as well.
int64_t countedTaps(AvgPoolOp op, const Window &window, llvm::ArrayRef<int64_t> position) {
  int64_t count = 1;
  bool border = op.getCountIncludePad();
  for (size_t axis = 0; axis < position.size(); ++axis) {
    int64_t first = border ? -window.low[axis] : 0;
    int64_t end = window.input[axis] + (border ? op.getCountedHigh()[axis] : 0);
    int64_t along = 0;
    for (int64_t tap = 0; tap < window.extents[axis]; ++tap) {
      int64_t at = window.place(axis, position[axis], tap);
      along += at >= first && at < end;
    }
    count *= along;
  }
  return count;
}

Tensor evaluateAvgPool(AvgPoolOp op, const Tensor &input) {
  RankedTensorType type = typeOf(op.getResult());
  Window window(op, op.getWindow());
  int64_t pixels = elementsOf(window.input), channels = input.type.getShape().back();
  std::vector<double> x = toDoubles(input), y(type.getNumElements());
  forEachWindow(op, [&](int64_t result, int64_t image, int64_t channel, auto position) {
    double sum = 0;
    window.forEachTap(position, [&](auto at, int64_t) {
      sum += x[(image * pixels + numberOf(at, window.input)) * channels + channel];
    });
    y[result] = sum / countedTaps(op, window, position);
  });
  return fromDoubles(type, y);
}

} // namespace

std::optional<Tensors> evaluateWindow(Operation *op, llvm::ArrayRef<Tensor> x) {
  return llvm::TypeSwitch<Operation *, std::optional<Tensors>>(op)
      .Case<ConvOp>([&](ConvOp op) {
        return Tensors{op.isWinograd() ? evaluateWinograd(op, x[0], x[1])
                                       : evaluateConv(op, x[0], x[1])};
      })
      .Case<MaxPoolOp>([&](MaxPoolOp op) { return Tensors{evaluateMaxPool(op, x[0])}; })
      .Case<MaxPoolIndicesOp>(
          [&](MaxPoolIndicesOp op) { return Tensors{evaluateMaxPoolIndices(op, x[0])}; })
      .Case<AvgPoolOp>([&](AvgPoolOp op) { return Tensors{evaluateAvgPool(op, x[0])}; })
      .Default([](Operation *) { return std::nullopt; });
}

} // namespace unspool::nn
