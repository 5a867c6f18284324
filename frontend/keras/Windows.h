//===- Windows.h - sliding windows of Keras layers ------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_KERAS_WINDOWS_H
#define UNSPOOL_FRONTEND_KERAS_WINDOWS_H

#include "frontend/keras/KerasNode.h"

namespace unspool::frontend {

/// One entry a spatial axis, everything resolved.
struct SlidingWindow {
  llvm::SmallVector<int64_t> kernel, strides, dilations, low, high;
  /// Extent of the dilated window.
  int64_t reach(size_t axis) const { return dilations[axis] * (kernel[axis] - 1) + 1; }
};

/// Reads a window: attribute `kernel`, strides (by default the kernel itself, if that
/// attribute is null), dilation_rate if the layer has it, and padding, for a channels-
/// last input of `spatial` axes.
mlir::FailureOr<SlidingWindow> resolveWindow(KerasNode &node, llvm::StringRef kernel,
                                             llvm::ArrayRef<int64_t> spatial);

/// The input [N, S..., C], from whichever data_format; null if its rank is wrong,
/// which has been reported.
mlir::Value channelsLastInput(KerasNode &node, size_t spatialRank);
/// Back to the node's data_format.
mlir::Value toDataFormat(KerasNode &node, mlir::Value value);

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_KERAS_WINDOWS_H
