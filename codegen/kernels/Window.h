//===- Window.h - the sliding window of convolutions and pools ------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_KERNELS_WINDOW_H
#define UNSPOOL_CODEGEN_KERNELS_WINDOW_H

#include "codegen/kernels/KernelBuilder.h"

namespace unspool {

/// Attributes of nn.conv and of the pools, one entry a spatial axis.
struct Window {
  std::vector<int64_t> extents, strides, dilations;
  std::vector<Extent> low, high;
  std::vector<Extent> input; ///< spatial extents of the input

  Window(const KernelBuilder &builder, const Node &node, std::vector<int64_t> window)
      : extents(std::move(window)), strides(integers(node, "strides")),
        dilations(integers(node, "dilations")) {
    for (size_t axis = 0; axis < extents.size(); ++axis) {
      low.push_back(builder.attribute(node, "low", axis));
      high.push_back(builder.attribute(node, "high", axis));
      input.push_back(builder.extent(node.operands[0], 1 + axis));
    }
  }

  size_t rank() const { return extents.size(); }

  /// Is none of the input's extents the caller's choice?
  bool isFixed() const {
    for (const Extent &extent : input)
      if (!extent.isFixed())
        return false;
    return true;
  }

  bool hasBorder() const {
    for (size_t axis = 0; axis < rank(); ++axis)
      if (hasBorder(axis))
        return true;
    return false;
  }
  bool hasBorder(size_t axis) const { return low[axis].most != 0 || high[axis].most != 0; }

  /// Do windows stand side by side, without overlap, gaps or border?
  bool isPartition() const {
    for (size_t axis = 0; axis < rank(); ++axis)
      if (strides[axis] != extents[axis] || dilations[axis] != 1)
        return false;
    return !hasBorder();
  }

  int64_t taps() const {
    int64_t count = 1;
    for (int64_t extent : extents)
      count *= extent;
    return count;
  }

  /// Sets `clamped` to `position` moved into the input; returns whether it was
  /// inside.
  Expr clampToInput(size_t axis, const Expr &position, Expr &clamped) const {
    if (!hasBorder(axis)) {
      clamped = position;
      return Halide::Internal::const_true();
    }
    clamped = Halide::clamp(position, 0, Halide::Internal::simplify(input[axis].value - 1));
    return position >= 0 && position < input[axis].value;
  }
};

/// The input with its border of zeros as a Func over [n, padded positions..., c];
/// undefined where there is no border and the input lies in memory as it is. `inRows`: if
/// channels are few, whole rows of a channel may be copied (schedulePaddedInput).
Func makePadded(KernelBuilder &builder, const Node &node, const Window &window, bool inRows);

/// Builds an nn.conv whose filter is packed for Winograd's algorithm.
void buildWinograd(KernelBuilder &builder, const Node &node, int value);

} // namespace unspool

#endif // UNSPOOL_CODEGEN_KERNELS_WINDOW_H
