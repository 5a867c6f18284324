//===- Segments.h - into how many parts sequences are cut -------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_PASSES_SEGMENTS_H
#define UNSPOOL_PASSES_SEGMENTS_H

#include "passes/KernelWork.h"

#include "llvm/ADT/SmallVector.h"

#include <algorithm>

namespace unspool::nn {

/// Least timesteps of a segment. Of layers on top of each other, each is one segment behind the
/// one below it: many segments leave threads idle for a short time at both ends, few of them
/// meet seldom. (Not one: a product that only one cell reads becomes a part of it, and that
/// rounds otherwise.)
inline int64_t leastSegment(int64_t timesteps) {
  constexpr int64_t kSegments = 8;
  return std::max<int64_t>(2, timesteps / kSegments);
}

/// Where the segments of a sequence end, all about as long: the last is `timesteps`.
inline llvm::SmallVector<int64_t> segmentEnds(int64_t timesteps) {
  int64_t count = std::max<int64_t>(1, timesteps / leastSegment(timesteps));
  llvm::SmallVector<int64_t> ends;
  for (int64_t segment = 1; segment <= count; ++segment)
    ends.push_back(timesteps * segment / count);
  return ends;
}

/// Is it worth while to cut a sequence of products with these weights, of `rows` in each
/// timestep? Not where threads had better share each of them.
struct CutRule {
  bool sharesAll;
  int64_t cache; ///< bytes of a core's L2 cache

  bool allows(int64_t timesteps, int64_t rows, int64_t weights) const {
    return 4 * weights < cache &&
           (sharesAll || leastSegment(timesteps) * rows * weights >= kProductsOfBranch);
  }
};

} // namespace unspool::nn

#endif // UNSPOOL_PASSES_SEGMENTS_H
