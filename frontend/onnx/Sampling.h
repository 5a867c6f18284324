//===- Sampling.h - positions and weights of resizing ---------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_ONNX_SAMPLING_H
#define UNSPOOL_FRONTEND_ONNX_SAMPLING_H

#include "llvm/ADT/SmallVector.h"

#include <cstdint>
#include <string>

namespace unspool::frontend {

/// The attributes of ONNX Resize.
struct SamplingOptions {
  std::string mode;        ///< nearest, linear, cubic
  std::string coordinates; ///< coordinate_transformation_mode
  std::string rounding;    ///< nearest_mode, or "simple" before operator set 11
  double cubicCoefficient = -0.75;
  bool excludeOutside = false;
  bool antialias = false;
  double extrapolation = 0;

  /// A value that is not among those above, or empty.
  std::string findUnknown() const;
};

struct AxisSampling {
  bool isResized = false;
  int64_t inputSize = 0, outputSize = 0;
  float scale = 1;
  float regionStart = 0, regionEnd = 1; ///< tf_crop_and_resize
};

/// Where the elements of an axis come from: per tap and output position, an index
/// inside the input and a weight (no weights: one tap of weight 1).
struct Taps {
  int64_t size = 0;
  llvm::SmallVector<llvm::SmallVector<int64_t>> indices;
  llvm::SmallVector<llvm::SmallVector<double>> weights;
  llvm::SmallVector<bool> isOutside; ///< positions that get the extrapolation value
};

/// How many taps an output position has, without computing them.
int64_t countTaps(const AxisSampling &axis, const SamplingOptions &options);
Taps computeTaps(const AxisSampling &axis, const SamplingOptions &options);

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_ONNX_SAMPLING_H
