//===- Bootstrap.cpp - medians and how sure they are ----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/Bootstrap.h"

#include <algorithm>
#include <cassert>
#include <random>
#include <vector>

namespace unspool {

/// Resamples: enough for the ends of a 95 % interval to move by little.
static constexpr int kResamples = 1000;
/// Samples that are resampled at most; more would only take longer.
static constexpr size_t kMostSamples = 1000;

/// Of an even number, the mean of the two in the middle. Reorders `samples`.
static double medianOf(std::vector<double> &samples) {
  size_t half = samples.size() / 2;
  std::nth_element(samples.begin(), samples.begin() + half, samples.end());
  double upper = samples[half];
  if (samples.size() % 2)
    return upper;
  return (upper + *std::max_element(samples.begin(), samples.begin() + half)) / 2;
}

Estimate estimateMedian(llvm::ArrayRef<double> samples, double confidence) {
  assert(!samples.empty() && "there is no median of nothing");
  std::vector<double> all = samples.vec();
  Estimate estimate;
  estimate.value = medianOf(all);
  // Of many, some at random: what takes turns comes first in every n-th round.
  std::mt19937_64 random(1);
  std::vector<double> some = samples.vec();
  size_t taken = std::min(some.size(), kMostSamples);
  for (size_t i = 0; i < taken; ++i)
    std::swap(some[i], some[i + random() % (some.size() - i)]);
  some.resize(taken);

  std::vector<double> medians, drawn(some.size());
  for (int resample = 0; resample < kResamples; ++resample) {
    for (double &sample : drawn)
      sample = some[random() % some.size()];
    medians.push_back(medianOf(drawn));
  }
  std::sort(medians.begin(), medians.end());
  double tail = (1 - confidence) / 2 * (kResamples - 1);
  estimate.low = medians[size_t(tail)];
  estimate.high = medians[kResamples - 1 - size_t(tail)];
  return estimate;
}

Estimate estimateRatio(llvm::ArrayRef<double> samples, llvm::ArrayRef<double> baseline,
                       double confidence) {
  std::vector<double> ratios;
  for (size_t i = 0; i < std::min(samples.size(), baseline.size()); ++i)
    ratios.push_back(samples[i] / baseline[i]);
  return estimateMedian(ratios, confidence);
}

} // namespace unspool
