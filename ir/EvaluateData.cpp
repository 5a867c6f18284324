//===- EvaluateData.cpp - data movement, by reference ---------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ir/EvaluateTensor.h"

#include "llvm/ADT/TypeSwitch.h"

#include <cmath>
#include <cstring>
#include <functional>

using namespace mlir;

namespace unspool::nn {

namespace {

/// Each element of the result is the source's at `place(position)`.
Tensor gatherPlaces(const Tensor &source, Type type,
                    const std::function<int64_t(llvm::ArrayRef<int64_t>)> &place) {
  Tensor result = makeTensor(type);
  int64_t width = elementBytes(result.type.getElementType());
  Positions position(result.type.getShape());
  for (int64_t i = 0, end = result.type.getNumElements(); i < end; ++i, position.next())
    std::memcpy(result.bytes.data() + i * width, source.bytes.data() + place(*position) * width,
                width);
  return result;
}

int64_t placeOf(llvm::ArrayRef<int64_t> position, llvm::ArrayRef<int64_t> strides) {
  int64_t place = 0;
  for (size_t axis = 0; axis < strides.size(); ++axis)
    place += position[axis] * strides[axis];
  return place;
}

/// Negative indices count from the end; all are clamped.
int64_t validIndex(int64_t index, int64_t extent) {
  return std::clamp<int64_t>(index < 0 ? index + extent : index, 0,
                             std::max<int64_t>(extent - 1, 0));
}

Tensor evaluateTranspose(TransposeOp op, const Tensor &input) {
  llvm::SmallVector<int64_t> strides, own = stridesOf(input.type.getShape());
  for (int64_t axis : op.getPermutation())
    strides.push_back(own[axis]);
  return gatherStrided(input, op.getType(), strides, 0);
}

Tensor evaluateBroadcast(BroadcastOp op, const Tensor &input) {
  Shape from = input.type.getShape(), to = op.getType().getShape();
  llvm::SmallVector<int64_t> strides(to.size(), 0), own = stridesOf(from);
  for (size_t axis = 0; axis < from.size(); ++axis)
    if (from[axis] != 1)
      strides[to.size() - from.size() + axis] = own[axis];
  return gatherStrided(input, op.getType(), strides, 0);
}

Tensor evaluateSlice(SliceOp op, const Tensor &input) {
  llvm::SmallVector<int64_t> strides = stridesOf(input.type.getShape());
  int64_t offset = placeOf(op.getStarts(), strides);
  for (size_t axis = 0; axis < strides.size(); ++axis)
    strides[axis] *= op.getSteps()[axis];
  return gatherStrided(input, op.getType(), strides, offset);
}

Tensor evaluateConcat(ConcatOp op, llvm::ArrayRef<Tensor> inputs) {
  Tensor result = makeTensor(op.getType());
  Shape shape = result.type.getShape();
  int64_t outer = elementsOf(shape.take_front(op.getAxis()));
  uint8_t *next = result.bytes.data();
  for (int64_t run = 0; run < outer; ++run)
    for (const Tensor &input : inputs) {
      int64_t bytes = input.bytes.size() / std::max<int64_t>(outer, 1);
      next = std::copy_n(input.bytes.begin() + run * bytes, bytes, next);
    }
  return result;
}

/// The element of the input that stands at a position outside it, or inside.
int64_t padSource(int64_t position, int64_t extent, PadMode mode) {
  int64_t last = extent - 1;
  switch (mode) {
  case PadMode::wrap:
    return ((position % extent) + extent) % extent;
  case PadMode::reflect: {
    int64_t period = std::max<int64_t>(1, 2 * last);
    int64_t folded = ((position % period) + period) % period;
    return folded > last ? period - folded : folded;
  }
  default:
    return std::clamp<int64_t>(position, 0, last);
  }
}

/// Where each position along an axis of the result comes from: an offset into the
/// input, or nothing in a constant border.
std::vector<std::optional<int64_t>> padSources(PadOp op, size_t axis, int64_t stride) {
  int64_t extent = shapeOf(op.getInput())[axis];
  std::vector<std::optional<int64_t>> sources(shapeOf(op.getResult())[axis]);
  for (int64_t i = 0; i < int64_t(sources.size()); ++i) {
    int64_t at = i - op.getLow()[axis];
    if (op.getMode() != PadMode::constant)
      sources[i] = padSource(at, extent, op.getMode()) * stride;
    else if (at >= 0 && at < extent)
      sources[i] = at * stride;
  }
  return sources;
}

Tensor evaluatePad(PadOp op, const Tensor &input, const Tensor &value) {
  Tensor result = makeTensor(op.getType());
  Shape shape = result.type.getShape();
  int64_t width = elementBytes(result.type.getElementType());
  llvm::SmallVector<int64_t> strides = stridesOf(input.type.getShape());
  llvm::SmallVector<std::vector<std::optional<int64_t>>> sources;
  for (size_t axis = 0; axis < shape.size(); ++axis)
    sources.push_back(padSources(op, axis, strides[axis] * width));
  Positions position(shape);
  uint8_t *next = result.bytes.data();
  for (int64_t i = 0, end = elementsOf(shape); i < end; ++i, position.next(), next += width) {
    std::optional<int64_t> place = 0;
    for (size_t axis = 0; axis < shape.size() && place; ++axis) {
      std::optional<int64_t> along = sources[axis][(*position)[axis]];
      place = along ? std::optional<int64_t>(*place + *along) : std::nullopt;
    }
    std::memcpy(next, place ? input.bytes.data() + *place : value.bytes.data(), width);
  }
  return result;
}

Tensor evaluateGather(GatherOp op, const Tensor &input, const Tensor &indices) {
  int64_t axis = op.getAxis();
  Shape shape = input.type.getShape(), indexShape = indices.type.getShape();
  std::vector<int64_t> index = toIntegers(indices);
  int64_t inner =
      elementsOf(shape.drop_front(axis + 1)) * elementBytes(input.type.getElementType());
  int64_t outer = elementsOf(shape.take_front(axis)), count = elementsOf(indexShape);
  Tensor result = makeTensor(op.getType());
  for (int64_t run = 0; run < outer; ++run)
    for (int64_t i = 0; i < count; ++i)
      std::memcpy(result.bytes.data() + (run * count + i) * inner,
                  input.bytes.data() +
                      (run * shape[axis] + validIndex(index[i], shape[axis])) * inner,
                  inner);
  return result;
}

Tensor evaluateGatherElements(GatherElementsOp op, const Tensor &input, const Tensor &indices) {
  Shape shape = input.type.getShape();
  std::vector<int64_t> index = toIntegers(indices);
  llvm::SmallVector<int64_t> strides = stridesOf(shape);
  int64_t axis = op.getAxis(), next = 0;
  return gatherPlaces(input, op.getType(), [&](llvm::ArrayRef<int64_t> position) {
    int64_t along = validIndex(index[next++], shape[axis]);
    return placeOf(position, strides) + (along - position[axis]) * strides[axis];
  });
}

/// The place that coordinates address; the first of them is along `axis`.
int64_t addressed(llvm::ArrayRef<int64_t> coordinates, Shape shape, llvm::ArrayRef<int64_t> strides,
                  size_t axis) {
  int64_t place = 0;
  for (size_t i = 0; i < coordinates.size(); ++i)
    place += validIndex(coordinates[i], shape[axis + i]) * strides[axis + i];
  return place;
}

Tensor evaluateGatherNd(GatherNdOp op, const Tensor &input, const Tensor &indices) {
  Shape shape = input.type.getShape(), indexShape = indices.type.getShape();
  std::vector<int64_t> index = toIntegers(indices);
  llvm::SmallVector<int64_t> strides = stridesOf(shape);
  llvm::SmallVector<int64_t> rowStrides = stridesOf(indexShape.drop_back());
  int64_t batch = op.getBatchDims(), depth = indexShape.back();
  size_t outer = indexShape.size() - 1;
  return gatherPlaces(input, op.getType(), [&](llvm::ArrayRef<int64_t> position) {
    int64_t row = placeOf(position.take_front(outer), rowStrides);
    int64_t place =
        addressed(llvm::ArrayRef<int64_t>(index).slice(row * depth, depth), shape, strides, batch);
    for (int64_t axis = 0; axis < batch; ++axis)
      place += position[axis] * strides[axis];
    for (size_t axis = outer; axis < position.size(); ++axis)
      place += position[axis] * strides[batch + depth + axis - outer];
    return place;
  });
}

template <typename T> T combined(ScatterMode mode, T old, T update) {
  switch (mode) {
  case ScatterMode::add:
    return add(old, update);
  case ScatterMode::mul:
    return multiply(old, update);
  case ScatterMode::min:
    return smaller(old, update);
  case ScatterMode::max:
    return larger(old, update);
  case ScatterMode::replace:
    break;
  }
  return update;
}

/// A copy of the input; then each update goes to its place.
Tensor scatter(const Tensor &input, const Tensor &updates, ScatterMode mode,
               const std::function<int64_t(llvm::ArrayRef<int64_t>, int64_t)> &place) {
  return withNumbers(input.type.getElementType(), [&](auto zero) {
    using Number = decltype(zero);
    std::vector<Number> values = toNumbers<Number>(input), news = toNumbers<Number>(updates);
    Positions position(updates.type.getShape());
    for (size_t i = 0; i < news.size(); ++i, position.next()) {
      Number &target = values[place(*position, i)];
      target = combined(mode, target, news[i]);
    }
    return fromNumbers(input.type, values);
  });
}

Tensor evaluateScatterElements(ScatterElementsOp op, llvm::ArrayRef<Tensor> operands) {
  Shape shape = operands[0].type.getShape();
  std::vector<int64_t> index = toIntegers(operands[1]);
  llvm::SmallVector<int64_t> strides = stridesOf(shape);
  int64_t axis = op.getAxis();
  return scatter(operands[0], operands[2], op.getMode(),
                 [&](llvm::ArrayRef<int64_t> position, int64_t i) {
                   int64_t along = validIndex(index[i], shape[axis]);
                   return placeOf(position, strides) + (along - position[axis]) * strides[axis];
                 });
}

Tensor evaluateScatterNd(ScatterNdOp op, llvm::ArrayRef<Tensor> operands) {
  Shape shape = operands[0].type.getShape(), indexShape = operands[1].type.getShape();
  std::vector<int64_t> index = toIntegers(operands[1]);
  llvm::SmallVector<int64_t> strides = stridesOf(shape);
  llvm::SmallVector<int64_t> rowStrides = stridesOf(indexShape.drop_back());
  int64_t depth = indexShape.back();
  size_t outer = indexShape.size() - 1;
  return scatter(
      operands[0], operands[2], op.getMode(), [&](llvm::ArrayRef<int64_t> position, int64_t) {
        int64_t row = placeOf(position.take_front(outer), rowStrides);
        int64_t place =
            addressed(llvm::ArrayRef<int64_t>(index).slice(row * depth, depth), shape, strides, 0);
        for (size_t axis = outer; axis < position.size(); ++axis)
          place += position[axis] * strides[depth + axis - outer];
        return place;
      });
}

Tensor evaluateIota(IotaOp op) {
  RankedTensorType type = op.getType();
  std::vector<int64_t> values(type.getNumElements());
  Positions position(type.getShape());
  for (int64_t &value : values) {
    value = (*position)[op.getAxis()];
    position.next();
  }
  return fromIntegers(type, values);
}

} // namespace

std::optional<Tensors> evaluateData(Operation *op, llvm::ArrayRef<Tensor> x) {
  return llvm::TypeSwitch<Operation *, std::optional<Tensors>>(op)
      .Case<ConstantOp>([](ConstantOp op) { return Tensors{toTensor(op.getValue())}; })
      .Case<IotaOp>([](IotaOp op) { return Tensors{evaluateIota(op)}; })
      .Case<ReshapeOp>([&](ReshapeOp op) { return Tensors{Tensor{op.getType(), x[0].bytes}}; })
      .Case<CopyOp>([&](CopyOp) { return Tensors{x[0]}; })
      .Case<TransposeOp>([&](TransposeOp op) { return Tensors{evaluateTranspose(op, x[0])}; })
      .Case<BroadcastOp>([&](BroadcastOp op) { return Tensors{evaluateBroadcast(op, x[0])}; })
      .Case<SliceOp>([&](SliceOp op) { return Tensors{evaluateSlice(op, x[0])}; })
      .Case<ConcatOp>([&](ConcatOp op) { return Tensors{evaluateConcat(op, x)}; })
      .Case<PadOp>([&](PadOp op) { return Tensors{evaluatePad(op, x[0], x[1])}; })
      .Case<GatherOp>([&](GatherOp op) { return Tensors{evaluateGather(op, x[0], x[1])}; })
      .Case<GatherElementsOp>(
          [&](GatherElementsOp op) { return Tensors{evaluateGatherElements(op, x[0], x[1])}; })
      .Case<GatherNdOp>([&](GatherNdOp op) { return Tensors{evaluateGatherNd(op, x[0], x[1])}; })
      .Case<ScatterElementsOp>(
          [&](ScatterElementsOp op) { return Tensors{evaluateScatterElements(op, x)}; })
      .Case<ScatterNdOp>([&](ScatterNdOp op) { return Tensors{evaluateScatterNd(op, x)}; })
      .Default([](Operation *) { return std::nullopt; });
}

} // namespace unspool::nn
