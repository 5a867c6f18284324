//===- Random.h - the same numbers on every machine -------------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The distributions of <random> differ between standard libraries, so that a seed
// would not name a case. This is SplitMix64 (Steele, Lea and Flood, 2014) with
// distributions of its own.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TESTS_PROPERTY_RANDOM_H
#define UNSPOOL_TESTS_PROPERTY_RANDOM_H

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

namespace unspool::test {

class Random {
public:
  /// The numbers of one case: they depend on no other case.
  Random(uint64_t seed, const std::string &suite, int64_t index) : state(seed) {
    for (char c : suite)
      state = next() ^ uint64_t(c);
    state = next() ^ uint64_t(index);
  }

  uint64_t next() {
    uint64_t z = state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  /// A whole number in [low, high].
  int64_t between(int64_t low, int64_t high) {
    return low + int64_t(next() % uint64_t(high - low + 1));
  }
  /// In [low, high), a multiple of (high - low) / 2^24.
  float real(double low, double high) {
    return float(low + (high - low) * (double(next() >> 40) * 0x1p-24));
  }
  bool chance(int percent) { return between(1, 100) <= percent; }
  template <typename T> T pick(std::initializer_list<T> choices) {
    return choices.begin()[between(0, int64_t(choices.size()) - 1)];
  }
  template <typename T> const T &pick(const std::vector<T> &choices) {
    return choices[between(0, int64_t(choices.size()) - 1)];
  }
  std::vector<float> reals(int64_t count, double low, double high) {
    std::vector<float> values(count);
    for (float &value : values)
      value = real(low, high);
    return values;
  }

private:
  uint64_t state;
};

} // namespace unspool::test

#endif // UNSPOOL_TESTS_PROPERTY_RANDOM_H
