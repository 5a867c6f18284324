//===- InterleavedTest.cpp - times that can be compared -------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/Interleaved.h"

#include <gtest/gtest.h>

#include <string>

namespace unspool {
namespace {

TEST(Interleaved, EachGivesSamplesAndTheFirstInAllRounds) {
  std::string order;
  std::vector<std::function<void()>> calls;
  for (char name : {'a', 'b', 'c'})
    calls.push_back([&order, name] {
      order += name;
      for (volatile int i = 0; i < 200000; i = i + 1) // longer than a sample has to be
        ;
    });
  auto samples = timeInterleaved(calls, 0.001);
  ASSERT_EQ(samples.size(), 3u);
  for (const std::vector<double> &of : samples) {
    EXPECT_GE(of.size(), 7u);
    EXPECT_LE(of.size(), samples[0].size());
    for (double sample : of)
      EXPECT_GT(sample, 0);
  }
}

TEST(Interleaved, NothingTakesNoTime) { EXPECT_TRUE(timeInterleaved({}, 1).empty()); }

} // namespace
} // namespace unspool
