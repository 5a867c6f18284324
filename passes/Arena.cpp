//===- Arena.cpp - offsets for buffers with lifetimes ---------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Greedy by size (Pisarchyk and Lee, "Efficient memory management for deep neural
// net inference", 2020, arXiv:2001.03288): the largest buffer first, each at the
// lowest offset where it meets none that lives at the same time. Within a few
// percent of the lower bound (the largest sum of live buffers) on CNNs.
//
//===----------------------------------------------------------------------===//

#include "passes/Arena.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace unspool::nn {

void ArenaBuffer::touch(int64_t step) {
  if (!isLive()) {
    first = last = step;
    return;
  }
  first = std::min(first, step);
  last = std::max(last, step);
}

int64_t arenaLowerBound(const std::vector<ArenaBuffer> &buffers) {
  std::map<int64_t, int64_t> changes; // of the bytes that are live, by step
  for (const ArenaBuffer &buffer : buffers)
    if (buffer.isLive()) {
      changes[buffer.first] += buffer.bytes;
      changes[buffer.last + 1] -= buffer.bytes;
    }
  int64_t live = 0, most = 0;
  for (const auto &[step, change] : changes)
    most = std::max(most, live += change);
  return most;
}

int64_t layOutArena(std::vector<ArenaBuffer> &buffers, int64_t alignment) {
  std::vector<size_t> bySize(buffers.size());
  std::iota(bySize.begin(), bySize.end(), 0);
  std::stable_sort(bySize.begin(), bySize.end(),
                   [&](size_t a, size_t b) { return buffers[a].bytes > buffers[b].bytes; });

  int64_t arenaBytes = 0;
  std::vector<const ArenaBuffer *> placed; // ascending offsets
  for (size_t index : bySize) {
    ArenaBuffer &buffer = buffers[index];
    if (!buffer.isLive() || buffer.bytes == 0)
      continue;
    int64_t offset = 0;
    for (const ArenaBuffer *other : placed) {
      if (other->last < buffer.first || buffer.last < other->first)
        continue;
      if (offset + buffer.bytes <= other->offset)
        break;
      int64_t end = other->offset + other->bytes;
      offset = std::max(offset, (end + alignment - 1) / alignment * alignment);
    }
    buffer.offset = offset;
    arenaBytes = std::max(arenaBytes, offset + buffer.bytes);
    placed.insert(std::upper_bound(placed.begin(), placed.end(), offset,
                                   [](int64_t value, const ArenaBuffer *other) {
                                     return value < other->offset;
                                   }),
                  &buffer);
  }
  return (arenaBytes + alignment - 1) / alignment * alignment;
}

} // namespace unspool::nn
