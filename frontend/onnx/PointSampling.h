//===- PointSampling.h - reads of an image at run-time positions ---------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_ONNX_POINTSAMPLING_H
#define UNSPOOL_FRONTEND_ONNX_POINTSAMPLING_H

#include "frontend/NnBuilder.h"

namespace unspool::frontend {

/// What an image holds outside.
enum class Outside {
  Nearest, ///< its nearest element
  Zero
};

/// One tap along an axis: where it reads (whole numbers, as floats) and its weight (null: 1).
/// Both broadcast to the shape of the positions.
struct PointTap {
  mlir::Value index, weight;
};

/// Images [B, S..., C], each element of which is read at positions computed at run time.
class PointSampler {
public:
  /// `batch` (i64) broadcasts to the shape of the positions: which image each reads.
  PointSampler(NnBuilder &build, mlir::Value images, mlir::Value batch, Outside outside);

  /// Weighted elements [positions..., C], one for each combination of the axes' taps.
  llvm::SmallVector<mlir::Value> read(llvm::ArrayRef<llvm::SmallVector<PointTap>> axes) const;
  /// Their sum.
  mlir::Value interpolate(llvm::ArrayRef<llvm::SmallVector<PointTap>> axes) const;

private:
  /// The element of an axis that `index`, clamped, is; the first is at `low`.
  mlir::Value placeAlong(mlir::Value index, double low, int64_t extent) const;

  NnBuilder &build;
  mlir::Value elements; ///< [B * S..., C]
  mlir::Value batch;
  llvm::SmallVector<int64_t> extents;
  Outside outside;
};

/// The two taps around each of `positions`, a float tensor, with the weights of linear
/// interpolation.
llvm::SmallVector<PointTap> linearTaps(NnBuilder &build, mlir::Value positions);

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_ONNX_POINTSAMPLING_H
