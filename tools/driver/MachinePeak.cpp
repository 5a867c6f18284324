//===- MachinePeak.cpp - what one core of this machine can do -------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A fused multiply-add takes about four cycles and two can begin in each, so eight
// chains keep the units busy; twelve leave a margin.
//
//===----------------------------------------------------------------------===//

#include "tools/driver/MachinePeak.h"

#include <algorithm>
#include <chrono>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace unspool {

#if defined(__x86_64__)

namespace {

constexpr int kChains = 12;
constexpr long kTurns = 200'000;
constexpr int kRepetitions = 10;

__attribute__((target("avx512f"), noinline)) void multiplyAdd16(long turns) {
  __m512 sums[kChains]; // in registers, since all loops over it are unrolled
#pragma GCC unroll 12
  for (int i = 0; i < kChains; ++i)
    sums[i] = _mm512_set1_ps(1.0f + i);
  __m512 factor = _mm512_set1_ps(0.999f), addend = _mm512_set1_ps(1e-3f);
  for (; turns > 0; --turns) {
#pragma GCC unroll 12
    for (int i = 0; i < kChains; ++i) {
      sums[i] = _mm512_fmadd_ps(sums[i], factor, addend);
      asm volatile("" : "+v"(sums[i])); // it is needed, whatever the compiler thinks
    }
  }
}

__attribute__((target("avx2,fma"), noinline)) void multiplyAdd8(long turns) {
  __m256 sums[kChains];
#pragma GCC unroll 12
  for (int i = 0; i < kChains; ++i)
    sums[i] = _mm256_set1_ps(1.0f + i);
  __m256 factor = _mm256_set1_ps(0.999f), addend = _mm256_set1_ps(1e-3f);
  for (; turns > 0; --turns) {
#pragma GCC unroll 12
    for (int i = 0; i < kChains; ++i) {
      sums[i] = _mm256_fmadd_ps(sums[i], factor, addend);
      asm volatile("" : "+x"(sums[i]));
    }
  }
}

} // namespace

double measurePeakFlops(int lanes) {
  void (*multiplyAdd)(long) = nullptr;
  if (lanes == 16 && __builtin_cpu_supports("avx512f"))
    multiplyAdd = multiplyAdd16;
  else if (lanes == 8 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    multiplyAdd = multiplyAdd8;
  if (!multiplyAdd)
    return 0;
  double best = 0;
  for (int repetition = 0; repetition < kRepetitions; ++repetition) {
    auto begin = std::chrono::steady_clock::now();
    multiplyAdd(kTurns);
    std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    best = std::max(best, 2.0 * lanes * kChains * kTurns / seconds.count());
  }
  return best;
}

int64_t readTicks() { return int64_t(__rdtsc()); }

#else

double measurePeakFlops(int) { return 0; }

int64_t readTicks() {
#if defined(__aarch64__)
  int64_t ticks;
  asm volatile("mrs %0, cntvct_el0" : "=r"(ticks));
  return ticks;
#else
  return 0;
#endif
}

#endif

} // namespace unspool
