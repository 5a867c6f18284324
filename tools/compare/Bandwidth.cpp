//===- Bandwidth.cpp - how fast this machine reads ------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/compare/Bandwidth.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <unistd.h>

namespace unspool {
namespace {

/// The widest vectors of the processors that we know.
typedef float Vector __attribute__((vector_size(64)));

#if defined(__x86_64__)
#define UNSPOOL_WIDE __attribute__((target_clones("avx512f", "avx2", "default"), noinline))
#else
#define UNSPOOL_WIDE __attribute__((noinline))
#endif

/// Reads all of it, in order, into chains that are independent.
UNSPOOL_WIDE float readAll(const float *data, int64_t vectors) {
  Vector sums[4] = {};
  for (int64_t i = 0; i + 4 <= vectors; i += 4)
#pragma GCC unroll 4 // the chains are in registers then
    for (int chain = 0; chain < 4; ++chain)
      sums[chain] += *reinterpret_cast<const Vector *>(data + 16 * (i + chain));
  Vector sum = sums[0] + sums[1] + sums[2] + sums[3];
  float total = 0;
  for (int lane = 0; lane < 16; ++lane)
    total += sum[lane];
  return total;
}

double bandwidthOf(int64_t bytes) {
  constexpr int64_t kAlignment = 64;
  constexpr double kSeconds = 0.1;
  std::vector<char> storage(bytes + kAlignment, 0);
  auto address = reinterpret_cast<uintptr_t>(storage.data());
  auto *data = reinterpret_cast<const float *>((address + kAlignment - 1) / kAlignment * kAlignment);
  using Clock = std::chrono::steady_clock;
  auto secondsSince = [](Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
  };
  volatile float keep = readAll(data, bytes / kAlignment);
  double best = 0;
  int64_t repeats = std::max<int64_t>(1, (1 << 20) / bytes);
  for (auto begin = Clock::now(); secondsSince(begin) < kSeconds || best == 0;) {
    auto start = Clock::now();
    for (int64_t i = 0; i < repeats; ++i)
      keep = keep + readAll(data, bytes / kAlignment);
    best = std::max(best, double(bytes) * double(repeats) / secondsSince(start));
  }
  return best;
}

} // namespace

std::vector<MemoryLevel> measureMemory() {
  std::vector<MemoryLevel> levels;
  int64_t largest = 1 << 20;
  auto add = [&](const char *name, [[maybe_unused]] int setting) {
#if defined(_SC_LEVEL1_DCACHE_SIZE)
    long size = sysconf(setting);
    if (size > 0)
      levels.push_back({name, size, bandwidthOf(std::min<int64_t>(size / 2, 8 << 20))});
    largest = std::max<int64_t>(largest, size);
#endif
  };
#if defined(_SC_LEVEL1_DCACHE_SIZE)
  add("L1", _SC_LEVEL1_DCACHE_SIZE);
  add("L2", _SC_LEVEL2_CACHE_SIZE);
  add("L3", _SC_LEVEL3_CACHE_SIZE);
#endif
  constexpr int64_t kMost = 256 << 20;
  levels.push_back({"memory", 0, bandwidthOf(std::clamp<int64_t>(2 * largest, 64 << 20, kMost))});
  return levels;
}

const MemoryLevel &levelFor(const std::vector<MemoryLevel> &levels, int64_t bytes) {
  for (const MemoryLevel &level : levels)
    if (bytes <= level.bytes)
      return level;
  return levels.back();
}

} // namespace unspool
