//===- Windows.h - sliding windows of convolutions and pools --------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_ONNX_WINDOWS_H
#define UNSPOOL_FRONTEND_ONNX_WINDOWS_H

#include "frontend/onnx/OnnxNode.h"

namespace unspool::frontend {

/// One entry a spatial axis, everything resolved.
struct Window {
  llvm::SmallVector<int64_t> kernel, strides, dilations, low, high;
  /// Elements of the `high` pad that the model itself asked for; `high` is larger
  /// where ceil_mode lets the last window end outside.
  llvm::SmallVector<int64_t> declaredHigh;

  /// Extent of the dilated window.
  int64_t reach(size_t axis) const { return dilations[axis] * (kernel[axis] - 1) + 1; }
  int64_t size() const;
};

/// Reads strides, dilations, pads, auto_pad and ceil_mode of a node whose input 0
/// is [N, C, S...].
mlir::FailureOr<Window> resolveWindow(OnnxNode &node, llvm::ArrayRef<int64_t> kernel);

/// The node's kernel_shape, which must have an entry a spatial axis.
mlir::FailureOr<llvm::SmallVector<int64_t>> kernelShape(OnnxNode &node);

/// Does input 0 have one to three spatial axes? Reports if not.
mlir::LogicalResult checkSpatialRank(OnnxNode &node);

/// `[O, C / groups, K...]` to nn's `[K..., C / groups, O]`.
mlir::Value toChannelsLastFilter(NnBuilder &build, mlir::Value filter);

/// nn.conv of channels-first input and filter, with a channels-first result; `bias`
/// `[O]` may be null.
mlir::Value convolve(OnnxNode &node, mlir::Value input, mlir::Value filter, mlir::Value bias,
                     const Window &window);

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_ONNX_WINDOWS_H
