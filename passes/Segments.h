//===- Segments.h - into how many parts sequences are cut -------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_PASSES_SEGMENTS_H
#define UNSPOOL_PASSES_SEGMENTS_H

#include "passes/KernelWork.h"

namespace unspool::nn {

/// Timesteps of a segment. Of layers on top of each other, each is one segment behind the one
/// below it: many segments leave threads idle for a short time at both ends, few of them meet
/// seldom.
inline int64_t segmentSteps(int64_t timesteps) {
  constexpr int64_t kSegments = 8;
  return (timesteps + kSegments - 1) / kSegments;
}

/// Is it worth while to cut a sequence of products with these weights, of `rows` in each
/// timestep? Not where threads had better share each of them.
struct CutRule {
  bool sharesAll;
  int64_t cache; ///< bytes of a core's L2 cache

  bool allows(int64_t timesteps, int64_t rows, int64_t weights) const {
    return timesteps > 2 && 4 * weights < cache &&
           (sharesAll || segmentSteps(timesteps) * rows * weights >= kProductsOfBranch);
  }
};

} // namespace unspool::nn

#endif // UNSPOOL_PASSES_SEGMENTS_H
