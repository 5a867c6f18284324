//===- Bootstrap.h - medians and how sure they are -------------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Times on a shared machine have a long tail and no known distribution. So the median
// stands for them, and the bootstrap (Efron, 1979) says how sure it is: the median of
// as many samples drawn from them with replacement, again and again, lies in the
// interval with the given probability. Two programs are compared by the ratios of
// samples taken one right after the other, which what slows both down leaves alone.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_DRIVER_BOOTSTRAP_H
#define UNSPOOL_TOOLS_DRIVER_BOOTSTRAP_H

#include "llvm/ADT/ArrayRef.h"

namespace unspool {

struct Estimate {
  double value = 0, low = 0, high = 0;
  /// Is a difference from `other` no more than chance could make?
  bool mayBe(double other) const { return low <= other && other <= high; }
};

/// The median of `samples`, of which there is at least one, and its confidence interval.
/// The same samples give the same estimate.
Estimate estimateMedian(llvm::ArrayRef<double> samples, double confidence = 0.95);

/// The median of samples[i] / baseline[i], as far as both go.
Estimate estimateRatio(llvm::ArrayRef<double> samples, llvm::ArrayRef<double> baseline,
                       double confidence = 0.95);

} // namespace unspool

#endif // UNSPOOL_TOOLS_DRIVER_BOOTSTRAP_H
