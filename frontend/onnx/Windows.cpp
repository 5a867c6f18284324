//===- Windows.cpp - sliding windows of convolutions and pools ------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The output extent of an axis is (S + low + high - reach) / stride + 1, rounded
// down, or up with ceil_mode; then, windows that start entirely in the right pad
// are dropped. auto_pad asks for ceil(S / stride) outputs and places what is
// needed on both sides, an odd element before (SAME_LOWER) or after (SAME_UPPER).
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/Windows.h"

#include <numeric>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

int64_t Window::size() const {
  return std::accumulate(kernel.begin(), kernel.end(), int64_t(1), std::multiplies<>());
}

LogicalResult unspool::frontend::checkSpatialRank(OnnxNode &node) {
  if (node.rank(0) >= 3 && node.rank(0) <= 5)
    return success();
  return node.emitUnsupported() << "an input of rank " << node.rank(0)
                                << " is not supported (supported: 3 to 5, for 1 to 3 spatial axes)";
}

FailureOr<SmallVector<int64_t>> unspool::frontend::kernelShape(OnnxNode &node) {
  if (!node.hasAttribute("kernel_shape"))
    return node.emitError() << "attribute 'kernel_shape' is missing";
  return node.intsAttribute("kernel_shape", node.rank(0) - 2, 1);
}

/// Pads so that there are ceil(extent / stride) outputs.
static void padToSame(Window &window, size_t axis, int64_t extent, bool upper) {
  int64_t stride = window.strides[axis];
  int64_t outputs = (extent + stride - 1) / stride;
  int64_t total = std::max<int64_t>((outputs - 1) * stride + window.reach(axis) - extent, 0);
  window.low[axis] = upper ? total / 2 : total - total / 2;
  window.high[axis] = total - window.low[axis];
}

/// Grows (or shrinks) the high pad so that rounding down gives what ceil_mode wants.
static void roundUp(Window &window, size_t axis, int64_t extent) {
  int64_t stride = window.strides[axis];
  int64_t room = extent + window.low[axis] + window.high[axis] - window.reach(axis);
  if (room < 0)
    return;
  int64_t outputs = (room + stride - 1) / stride + 1;
  if ((outputs - 1) * stride >= extent + window.low[axis])
    --outputs;
  if (outputs != room / stride + 1)
    window.high[axis] = std::max<int64_t>(
        (outputs - 1) * stride + window.reach(axis) - extent - window.low[axis], 0);
}

/// Are the numbers from `least` to 2^31 - 1? Beyond that, extents could overflow 64 bits.
static LogicalResult checkRange(OnnxNode &node, StringRef what, ArrayRef<int64_t> numbers,
                                int64_t least) {
  constexpr int64_t kMost = (int64_t(1) << 31) - 1;
  for (int64_t number : numbers)
    if (number < least || number > kMost)
      return node.emitError() << what << " of " << number << " when it should be from " << least
                              << " to " << kMost;
  return success();
}

FailureOr<Window> unspool::frontend::resolveWindow(OnnxNode &node, ArrayRef<int64_t> kernel) {
  ArrayRef<int64_t> extents = node.shape(0).drop_front(2);
  size_t rank = extents.size();
  auto strides = node.intsAttribute("strides", rank, 1);
  auto dilations = node.intsAttribute("dilations", rank, 1);
  auto pads = node.intsAttribute("pads", 2 * rank, 0);
  if (failed(strides) || failed(dilations) || failed(pads))
    return failure();
  if (failed(checkRange(node, "a window", kernel, 1)) ||
      failed(checkRange(node, "a stride", *strides, 1)) ||
      failed(checkRange(node, "a dilation", *dilations, 1)) ||
      failed(checkRange(node, "a pad", *pads, 0)))
    return failure();

  Window window{SmallVector<int64_t>(kernel),
                *strides,
                *dilations,
                SmallVector<int64_t>(ArrayRef<int64_t>(*pads).take_front(rank)),
                SmallVector<int64_t>(ArrayRef<int64_t>(*pads).drop_front(rank)),
                {}};
  std::string mode = node.stringAttribute("auto_pad", "NOTSET");
  if (mode != "NOTSET" && mode != "SAME_UPPER" && mode != "SAME_LOWER" && mode != "VALID")
    return node.emitError() << "attribute 'auto_pad' is '" << mode
                            << "' when it should be NOTSET, SAME_UPPER, SAME_LOWER or VALID";
  for (size_t axis = 0; axis < rank; ++axis) {
    if (mode == "VALID")
      window.low[axis] = window.high[axis] = 0;
    else if (mode != "NOTSET")
      padToSame(window, axis, extents[axis], mode == "SAME_UPPER");
  }
  window.declaredHigh = window.high;
  if (node.intAttribute("ceil_mode", 0) != 0)
    for (size_t axis = 0; axis < rank; ++axis)
      roundUp(window, axis, extents[axis]);
  for (size_t axis = 0; axis < rank; ++axis)
    window.declaredHigh[axis] = std::min(window.declaredHigh[axis], window.high[axis]);
  return window;
}

Value unspool::frontend::toChannelsLastFilter(NnBuilder &build, Value filter) {
  SmallVector<int64_t> permutation;
  for (int64_t axis = 2; axis < nn::typeOf(filter).getRank(); ++axis)
    permutation.push_back(axis);
  permutation.append({1, 0});
  return build.transpose(filter, permutation);
}

Value unspool::frontend::convolve(OnnxNode &node, Value input, Value filter, Value bias,
                                  const Window &window) {
  if (!input || !filter)
    return {};
  NnBuilder &build = node.build;
  Value result = build.create<nn::ConvOp>(
      build.toChannelsLast(input), toChannelsLastFilter(build, filter),
      ArrayRef<int64_t>(window.strides), ArrayRef<int64_t>(window.dilations),
      ArrayRef<int64_t>(window.low), ArrayRef<int64_t>(window.high), node.intAttribute("group", 1));
  if (bias)
    result = build.create<nn::AddOp>(result, bias);
  return build.toChannelsFirst(result);
}
