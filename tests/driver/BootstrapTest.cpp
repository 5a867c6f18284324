//===- BootstrapTest.cpp - medians and how sure they are ------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/Bootstrap.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace unspool {
namespace {

/// Times with a long tail around `middle`.
std::vector<double> samplesAround(double middle, size_t count, uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<double> samples;
  for (size_t i = 0; i < count; ++i)
    samples.push_back(middle * std::exp(0.1 * (double(random() % 2001) - 1000) / 1000));
  return samples;
}

TEST(Bootstrap, MediansAreExact) {
  EXPECT_EQ(estimateMedian({3.0, 1.0, 2.0}).value, 2);
  EXPECT_EQ(estimateMedian({4.0, 1.0, 2.0, 3.0}).value, 2.5);
  Estimate one = estimateMedian({7.0});
  EXPECT_EQ(one.low, 7);
  EXPECT_EQ(one.high, 7);
}

TEST(Bootstrap, OneOutlierDoesNotMoveTheMedian) {
  std::vector<double> samples(101, 1.0);
  samples[50] = 1e6;
  Estimate estimate = estimateMedian(samples);
  EXPECT_EQ(estimate.value, 1);
  EXPECT_EQ(estimate.high, 1);
}

TEST(Bootstrap, IntervalsHoldTheTrueMedianAboutAsOftenAsTheySay) {
  int held = 0;
  for (uint64_t seed = 1; seed <= 100; ++seed)
    held += estimateMedian(samplesAround(5, 60, seed)).mayBe(5);
  EXPECT_GE(held, 88); // 95 are expected, with a deviation of 2
  EXPECT_LT(held, 100);
}

TEST(Bootstrap, MoreSamplesAreSurer) {
  Estimate few = estimateMedian(samplesAround(5, 20, 1)), many = estimateMedian(samplesAround(5, 900, 1));
  EXPECT_LT(many.high - many.low, (few.high - few.low) / 2);
}

TEST(Bootstrap, PairedSamplesSeeWhatSlowsBothDown) {
  // The machine gets slower by the half; one program is 3 % slower than the other.
  std::vector<double> a, b, noise = samplesAround(1, 400, 3);
  for (size_t i = 0; i < 200; ++i) {
    double machine = 1 + 0.5 * double(i) / 200;
    a.push_back(1.03 * machine * (1 + 0.05 * (noise[2 * i] - 1)));
    b.push_back(machine * (1 + 0.05 * (noise[2 * i + 1] - 1)));
  }
  Estimate ratio = estimateRatio(a, b);
  EXPECT_NEAR(ratio.value, 1.03, 0.005);
  EXPECT_FALSE(ratio.mayBe(1));
  EXPECT_TRUE(estimateRatio(a, a).mayBe(1));
}

TEST(Bootstrap, OfManySamplesNoPatternIsTaken) {
  // As if who comes first in a round, which is every other one, were faster.
  std::vector<double> samples;
  for (int i = 0; i < 2000; ++i)
    samples.push_back(i % 2 ? 2 : 1);
  Estimate estimate = estimateMedian(samples);
  EXPECT_EQ(estimate.low, 1);
  EXPECT_EQ(estimate.high, 2);
}

TEST(Bootstrap, SameSamplesGiveTheSameEstimate) {
  std::vector<double> samples = samplesAround(2, 5000, 9);
  EXPECT_EQ(estimateMedian(samples).low, estimateMedian(samples).low);
}

} // namespace
} // namespace unspool
