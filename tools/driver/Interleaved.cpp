//===- Interleaved.cpp - times that can be compared -----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/Interleaved.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>

namespace unspool {

/// A sample lasts at least this long, unless one call is longer.
static constexpr double kSampleSeconds = 50e-6;
/// A call that takes longer need not be warmed up.
static constexpr double kSlowSeconds = 1e-2;
/// Samples of each function, at least and at most.
static constexpr size_t kFewestSamples = 7, kMostSamples = 2000;

static double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::vector<std::vector<double>> timeInterleaved(const std::vector<std::function<void()>> &calls,
                                                 double seconds) {
  size_t count = calls.size();
  std::vector<int64_t> batches;
  for (const std::function<void()> &call : calls) {
    // The first fills caches; of what is slow there is no need of more.
    double least = std::numeric_limits<double>::max();
    for (int i = 0; i < 4 && (i == 0 || least < kSlowSeconds); ++i) {
      double begin = now();
      call();
      least = std::min(least, now() - begin);
    }
    batches.push_back(std::max<int64_t>(1, int64_t(std::ceil(kSampleSeconds / std::max(least, 1e-9)))));
  }
  std::vector<std::vector<double>> samples(count);
  std::vector<double> used(count, 0);
  double share = seconds / double(std::max<size_t>(count, 1));
  auto isDone = [&](size_t i) {
    return samples[i].size() >= kMostSamples ||
           (samples[i].size() >= kFewestSamples && used[i] >= share);
  };
  for (size_t round = 0;; ++round) {
    bool isOver = true;
    for (size_t i = 0; i < count; ++i)
      isOver = isOver && isDone(i);
    if (isOver)
      return samples;
    for (size_t turn = 0; turn < count; ++turn) {
      size_t i = (round + turn) % count;
      // Who has stopped does not begin again: its samples are those of the first rounds.
      if (i != 0 && (isDone(i) || samples[i].size() < round))
        continue;
      double begin = now();
      for (int64_t call = 0; call < batches[i]; ++call)
        calls[i]();
      double spent = now() - begin;
      used[i] += spent;
      samples[i].push_back(spent / double(batches[i]));
    }
  }
}

} // namespace unspool
