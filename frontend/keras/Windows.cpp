//===- Windows.cpp - sliding windows of Keras layers ----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/keras/Windows.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

FailureOr<SlidingWindow> unspool::frontend::resolveWindow(KerasNode &node, StringRef kernel,
                                                          ArrayRef<int64_t> spatial) {
  size_t rank = spatial.size();
  auto kernels = node.extents(kernel, rank);
  auto strides = node.attribute("strides").isNull() ? kernels : node.extents("strides", rank);
  auto dilations = node.attribute("dilation_rate").isNull()
                       ? FailureOr<SmallVector<int64_t>>(SmallVector<int64_t>(rank, 1))
                       : node.extents("dilation_rate", rank);
  if (failed(kernels) || failed(strides) || failed(dilations))
    return failure();
  SlidingWindow window{*kernels, *strides, *dilations, SmallVector<int64_t>(rank, 0),
                       SmallVector<int64_t>(rank, 0)};
  std::string padding = node.text("padding");
  for (size_t axis = 0; axis < rank; ++axis) {
    int64_t stride = window.strides[axis];
    if (padding == "causal")
      window.low[axis] = window.reach(axis) - 1;
    if (padding != "same")
      continue;
    // As many outputs as strides begin inside; what is odd is padded at the end.
    int64_t outputs = (spatial[axis] + stride - 1) / stride;
    int64_t total =
        std::max<int64_t>((outputs - 1) * stride + window.reach(axis) - spatial[axis], 0);
    window.low[axis] = total / 2;
    window.high[axis] = total - total / 2;
  }
  return window;
}

Value unspool::frontend::channelsLastInput(KerasNode &node, size_t spatialRank) {
  if (failed(node.expectRank(int64_t(spatialRank) + 2)))
    return {};
  return node.isChannelsFirst() ? node.build.toChannelsLast(node.input()) : node.input();
}

Value unspool::frontend::toDataFormat(KerasNode &node, Value value) {
  return node.isChannelsFirst() ? node.build.toChannelsFirst(value) : value;
}
