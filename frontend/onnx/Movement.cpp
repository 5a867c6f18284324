//===- Movement.cpp - ONNX slices, pads and concatenations ----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Bounds that ONNX clamps are clamped here: nn.slice reads inside its input.
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OperatorTable.h"

#include <numeric>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

LogicalResult importConcat(OnnxNode &node) {
  auto axis = node.axisAttribute(1, node.rank(0));
  if (failed(axis))
    return failure();
  return node.finish(node.build.concat(node.allInputs(), *axis));
}

/// Sizes of the parts: given, or equal but for a smaller last one.
FailureOr<SmallVector<int64_t>> partSizes(OnnxNode &node, int64_t extent) {
  auto given = node.intsFrom("split", 1);
  if (failed(given))
    return failure();
  int64_t count = node.outputCount();
  SmallVector<int64_t> sizes;
  if (*given && !(*given)->empty()) {
    sizes = **given;
  } else {
    if (count == 0 || node.intAttribute("num_outputs", count) != count)
      return node.emitError() << "attribute 'num_outputs' differs from the " << count << " outputs";
    int64_t size = (extent + count - 1) / count;
    for (int64_t i = 0; i < count; ++i)
      sizes.push_back(std::clamp<int64_t>(extent - i * size, 0, size));
  }
  int64_t sum = 0;
  bool isValid = int64_t(sizes.size()) == count;
  for (int64_t size : sizes)
    isValid &= size >= 0 && !__builtin_add_overflow(sum, size, &sum);
  if (!isValid || sum != extent)
    return node.emitError() << "the " << sizes.size() << " parts sum up to " << sum
                            << " when there are " << count << " outputs and the axis has extent "
                            << extent;
  return sizes;
}

LogicalResult importSplit(OnnxNode &node) {
  auto axis = node.axisAttribute(0, node.rank(0));
  if (failed(axis))
    return failure();
  auto sizes = partSizes(node, node.shape(0)[*axis]);
  if (failed(sizes))
    return failure();
  int64_t start = 0;
  for (auto [i, size] : llvm::enumerate(*sizes)) {
    Value part = node.build.slice(node.input(0), *axis, start, size);
    if (!part)
      return failure();
    node.setOutput(i, part);
    start += size;
  }
  return success();
}

/// One axis of a Slice, as nn.slice has it.
struct Range {
  int64_t start, size, step;
};
Range clampRange(int64_t start, int64_t end, int64_t step, int64_t extent) {
  // A step beyond the extent leaves one element, however large it is.
  step = std::clamp(step, -extent - 1, extent + 1);
  auto fromEnd = [&](int64_t bound) { return bound < 0 ? bound + extent : bound; };
  int64_t lowest = step > 0 ? 0 : -1, highest = step > 0 ? extent : extent - 1;
  start = std::clamp(fromEnd(start), step > 0 ? 0 : std::min<int64_t>(0, highest), highest);
  end = std::clamp(fromEnd(end), lowest, highest);
  int64_t size = step > 0 ? (end - start + step - 1) / step : (start - end - step - 1) / -step;
  size = extent == 0 ? 0 : std::max<int64_t>(size, 0);
  return {size == 0 ? 0 : start, size, step};
}

LogicalResult importSlice(OnnxNode &node) {
  auto starts = node.intsFrom("starts", 1), ends = node.intsFrom("ends", 2);
  auto axes = node.intsFrom("axes", 3), steps = node.intsFrom("steps", 4);
  if (failed(starts) || failed(ends) || failed(axes) || failed(steps))
    return failure();
  if (!*starts || !*ends || (*starts)->size() != (*ends)->size())
    return node.emitError() << "starts and ends should have the same length";
  size_t count = (*starts)->size();
  SmallVector<int64_t> defaultAxes(count);
  std::iota(defaultAxes.begin(), defaultAxes.end(), 0);
  SmallVector<int64_t> listed = axes->value_or(defaultAxes);
  SmallVector<int64_t> strides = steps->value_or(SmallVector<int64_t>(count, 1));
  if (listed.size() != count || strides.size() != count || llvm::is_contained(strides, 0))
    return node.emitError() << "axes and steps should have " << count
                            << " entries, and no step should be 0";

  SmallVector<int64_t> begin(node.rank(0), 0), sizes(node.shape(0)), step(node.rank(0), 1);
  if (failed(node.axes(listed, node.rank(0))))
    return failure();
  for (size_t i = 0; i < count; ++i) {
    int64_t axis = *node.axis(listed[i], node.rank(0));
    Range range = clampRange((**starts)[i], (**ends)[i], strides[i], node.shape(0)[axis]);
    begin[axis] = range.start;
    sizes[axis] = range.size;
    step[axis] = range.step;
  }
  return node.finish(node.build.create<nn::SliceOp>(
      node.input(0), ArrayRef<int64_t>(begin), ArrayRef<int64_t>(sizes), ArrayRef<int64_t>(step)));
}

/// Pads are an attribute (`paddings` in operator set 1) before operator set 11.
LogicalResult importPad(OnnxNode &node) {
  NnBuilder &build = node.build;
  auto pads = node.intsFrom(node.opset < 2 ? "paddings" : "pads", 1);
  if (failed(pads))
    return failure();
  SmallVector<int64_t> axes(node.rank(0));
  std::iota(axes.begin(), axes.end(), 0);
  if (node.input(3)) {
    auto given = node.constantInts(3);
    if (failed(given) || failed(node.axes(*given, node.rank(0))))
      return failure();
    axes = *given;
  }
  if (!*pads || (*pads)->size() != 2 * axes.size())
    return node.emitError() << "there should be " << 2 * axes.size() << " pads";

  SmallVector<int64_t> low(node.rank(0), 0), high(node.rank(0), 0);
  for (auto [i, given] : llvm::enumerate(axes)) {
    int64_t axis = *node.axis(given, node.rank(0));
    low[axis] = (**pads)[i];
    high[axis] = (**pads)[i + axes.size()];
    constexpr int64_t kMost = int64_t(1) << 40;
    for (int64_t pad : {low[axis], high[axis]})
      if (pad < -kMost || pad > kMost)
        return node.emitError() << "a pad of axis " << axis << " is " << pad
                                << " when it should be from " << -kMost << " to " << kMost;
  }
  std::string name = node.stringAttribute("mode", "constant");
  auto mode = nn::symbolizePadMode(name);
  if (!mode)
    return node.emitError() << "attribute 'mode' is '" << name
                            << "' when it should be constant, edge, reflect or wrap";
  Value border = node.input(2) ? build.reshape(node.input(2), {})
                               : build.scalarLike(node.floatAttribute("value", 0), node.input(0));
  return node.finish(build.create<nn::PadOp>(node.input(0), border, ArrayRef<int64_t>(low),
                                             ArrayRef<int64_t>(high), *mode));
}

/// The middle of axes that are longer than asked for; zeros around those that are shorter.
/// What cannot be halved goes to the end.
LogicalResult importCenterCropPad(OnnxNode &node) {
  NnBuilder &build = node.build;
  auto wanted = node.constantInts(1);
  if (failed(wanted))
    return failure();
  auto axes = node.listedAxes();
  if (failed(axes))
    return failure();
  if (axes->size() != wanted->size())
    return node.emitError() << "the shape has " << wanted->size() << " numbers when it should have "
                            << axes->size();
  SmallVector<int64_t> low(node.rank(0), 0), high(node.rank(0), 0);
  for (auto [axis, extent] : llvm::zip_equal(*axes, *wanted)) {
    constexpr int64_t kMost = int64_t(1) << 40;
    if (extent < 0 || extent > kMost)
      return node.emitError() << "an extent of " << extent << " is out of range";
    int64_t more = extent - node.shape(0)[axis];
    low[axis] = more / 2;
    high[axis] = more - more / 2;
  }
  return node.finish(build.create<nn::PadOp>(node.input(0), build.scalarLike(0, node.input(0)),
                                             ArrayRef<int64_t>(low), ArrayRef<int64_t>(high),
                                             nn::PadMode::constant));
}

/// [d0, d1] repeated (r0, r1) times is [1, d0, 1, d1] stretched to [r0, d0, r1, d1].
LogicalResult importTile(OnnxNode &node) {
  auto repeats = node.constantInts(1);
  if (failed(repeats))
    return failure();
  if (int64_t(repeats->size()) != node.rank(0))
    return node.emitError() << "there are " << repeats->size()
                            << " repeats when the input has rank " << node.rank(0);
  SmallVector<int64_t> apart, stretched, shape;
  for (auto [extent, repeat] : llvm::zip(node.shape(0), *repeats)) {
    int64_t product = 0;
    if (repeat < 0 || __builtin_mul_overflow(extent, repeat, &product))
      return node.emitError() << "a repeat of " << repeat << " is out of range";
    apart.append({1, extent});
    stretched.append({repeat, extent});
    shape.push_back(product);
  }
  Value tiled = node.build.broadcast(node.build.reshape(node.input(0), apart), stretched);
  return node.finish(node.build.reshape(tiled, shape));
}

/// Along the time axis, element t < length moves to length - 1 - t.
LogicalResult importReverseSequence(OnnxNode &node) {
  NnBuilder &build = node.build;
  auto batch = node.axis(node.intAttribute("batch_axis", 1), node.rank(0));
  auto time = node.axis(node.intAttribute("time_axis", 0), node.rank(0));
  if (failed(batch) || failed(time))
    return failure();
  if (*batch == *time || node.rank(1) != 1 || node.shape(1)[0] != node.shape(0)[*batch])
    return node.emitError() << "sequence_lens should have one length an element of the batch axis, "
                               "which is not the time axis";
  Type i64 = build.ops().getI64Type();
  SmallVector<int64_t> lengthShape(node.rank(0), 1), timeShape(node.rank(0), 1);
  lengthShape[*batch] = node.shape(0)[*batch];
  timeShape[*time] = node.shape(0)[*time];
  Value length = build.reshape(build.cast(node.input(1), i64), lengthShape);
  Value place = build.iota(timeShape, *time, i64);
  Value mirrored =
      build.create<nn::SubOp>(build.create<nn::SubOp>(length, build.scalar(1, i64)), place);
  Value isInside = build.create<nn::LessOp>(place, length);
  Value from = build.create<nn::SelectOp>(isInside, mirrored, place);
  return node.finish(build.create<nn::GatherElementsOp>(
      node.input(0), build.broadcast(from, node.shape(0)), *time));
}

const OperatorRow kRows[] = {
    {"CenterCropPad", 18, 2, 2, "axes", "the shape is a constant", importCenterCropPad},
    {"Concat", 1, 1, kAnyNumber, "axis", "", importConcat},
    {"Pad", 1, 1, 4, "mode pads paddings value", "pads and axes are constants", importPad},
    {"ReverseSequence", 10, 2, 2, "batch_axis time_axis", "", importReverseSequence},
    {"Slice", 1, 1, 5, "axes ends starts", "starts, ends, axes and steps are constants",
     importSlice},
    {"Split", 1, 1, 2, "axis num_outputs split", "sizes are constants", importSplit},
    {"Tile", 6, 2, 2, "", "repeats are constants", importTile},
};

} // namespace

ArrayRef<OperatorRow> unspool::frontend::movementOperators() { return kRows; }
