//===- Arena.h - offsets for buffers with lifetimes -----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_PASSES_ARENA_H
#define UNSPOOL_PASSES_ARENA_H

#include <cstdint>
#include <vector>

namespace unspool::nn {

/// A buffer of the arena: live from step `first` to step `last`, both included.
struct ArenaBuffer {
  int64_t bytes = 0;
  int64_t first = 0, last = -1; ///< never live while last < first
  int64_t offset = 0;           ///< the result

  bool isLive() const { return first <= last; }
  void touch(int64_t step);
};

/// The largest sum of buffers that are live in one step: no layout takes less.
int64_t arenaLowerBound(const std::vector<ArenaBuffer> &buffers);

/// Fills in all offsets (multiples of `alignment`) so that no two buffers that
/// are live in one step overlap; returns the arena's size in bytes.
int64_t layOutArena(std::vector<ArenaBuffer> &buffers, int64_t alignment);

} // namespace unspool::nn

#endif // UNSPOOL_PASSES_ARENA_H
