//===- Arena.cpp - offsets for buffers with lifetimes ---------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Greedy by size (Pisarchyk and Lee, "Efficient memory management for deep neural
// net inference", 2020, arXiv:2001.03288): the largest buffer first, each at the
// lowest offset where it meets none that lives at the same time.
//
// A chain of layers, each reading what the one before it wrote, can do with less:
// in order of time, from the two ends of an arena of the lower bound's size in turn.
// The better of the two layouts is taken.
//
//===----------------------------------------------------------------------===//

#include "passes/Arena.h"

#include <algorithm>
#include <limits>
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

namespace {

int64_t alignUp(int64_t bytes, int64_t alignment) {
  return (bytes + alignment - 1) / alignment * alignment;
}

/// Places buffers one by one.
class Layout {
public:
  Layout(std::vector<ArenaBuffer> buffers, int64_t alignment)
      : buffers(std::move(buffers)), alignment(alignment) {}

  /// At the lowest offset where the buffer meets none that lives at the same time.
  void placeLow(size_t index) { place(index, gaps(buffers[index]).front().first); }

  /// At the highest such offset below `capacity`, or else at the lowest.
  void placeHigh(size_t index, int64_t capacity) {
    int64_t bytes = buffers[index].bytes, best = -1;
    for (auto [begin, end] : gaps(buffers[index])) {
      int64_t offset = (std::min(end, capacity) - bytes) / alignment * alignment;
      if (offset >= begin)
        best = std::max(best, offset);
    }
    best < 0 ? placeLow(index) : place(index, best);
  }

  int64_t bytes() const { return alignUp(total, alignment); }

  std::vector<ArenaBuffer> buffers;

private:
  /// Where the buffer fits: [begin, end) in ascending order, the last without end.
  std::vector<std::pair<int64_t, int64_t>> gaps(const ArenaBuffer &buffer) const {
    std::vector<std::pair<int64_t, int64_t>> found;
    int64_t begin = 0;
    for (const ArenaBuffer *other : placed) {
      if (other->last < buffer.first || buffer.last < other->first)
        continue;
      if (begin + buffer.bytes <= other->offset)
        found.push_back({begin, other->offset});
      begin = std::max(begin, alignUp(other->offset + other->bytes, alignment));
    }
    found.push_back({begin, std::numeric_limits<int64_t>::max()});
    return found;
  }

  void place(size_t index, int64_t offset) {
    ArenaBuffer &buffer = buffers[index];
    buffer.offset = offset;
    total = std::max(total, offset + buffer.bytes);
    placed.insert(std::upper_bound(placed.begin(), placed.end(), offset,
                                   [](int64_t value, const ArenaBuffer *other) {
                                     return value < other->offset;
                                   }),
                  &buffer);
  }

  int64_t alignment, total = 0;
  std::vector<const ArenaBuffer *> placed; // ascending offsets
};

} // namespace

int64_t layOutArena(std::vector<ArenaBuffer> &buffers, int64_t alignment) {
  std::vector<size_t> byTime;
  for (size_t index = 0; index < buffers.size(); ++index)
    if (buffers[index].isLive() && buffers[index].bytes > 0)
      byTime.push_back(index);
  std::stable_sort(byTime.begin(), byTime.end(),
                   [&](size_t a, size_t b) { return buffers[a].first < buffers[b].first; });
  std::vector<size_t> bySize = byTime;
  std::stable_sort(bySize.begin(), bySize.end(),
                   [&](size_t a, size_t b) { return buffers[a].bytes > buffers[b].bytes; });

  Layout greedy(buffers, alignment);
  for (size_t index : bySize)
    greedy.placeLow(index);
  int64_t bound = alignUp(arenaLowerBound(buffers), alignment);
  if (greedy.bytes() > bound) {
    Layout alternating(buffers, alignment);
    bool high = false;
    for (size_t index : byTime) {
      high ? alternating.placeHigh(index, bound) : alternating.placeLow(index);
      high = !high;
    }
    if (alternating.bytes() < greedy.bytes())
      greedy = std::move(alternating);
  }
  buffers = greedy.buffers;
  return greedy.bytes();
}

} // namespace unspool::nn
