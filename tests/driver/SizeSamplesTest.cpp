//===- SizeSamplesTest.cpp - from which size on something holds ------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/SizeSamples.h"
#include "codegen/sizes/Probes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

using testing::ElementsAre;

namespace unspool {
namespace {

Dimension dimensionOf(int64_t most, int64_t step = 1) {
  Dimension dimension;
  dimension.most = most;
  dimension.step = step;
  return dimension;
}

std::vector<int64_t> noProbes(int64_t) { return {}; }

TEST(LeastSizeTest, IsTheOneBehindTheLastThatFails) {
  for (int64_t least : {1, 2, 37, 200, 447, 448}) {
    auto holds = [&](int64_t size) { return size >= least; };
    EXPECT_EQ(leastSize(dimensionOf(448), holds, noProbes), least);
  }
}

TEST(LeastSizeTest, IsAMultipleOfTheStep) {
  auto holds = [](int64_t size) { return size >= 130; };
  EXPECT_EQ(leastSize(dimensionOf(448, 32), holds, noProbes), 160);
}

TEST(LeastSizeTest, IsNoneWhereTheLargestFails) {
  auto holds = [](int64_t size) { return size < 448; };
  EXPECT_EQ(leastSize(dimensionOf(448), holds, noProbes), std::nullopt);
}

TEST(LeastSizeTest, LiesBeyondAProbeThatFails) {
  auto holds = [](int64_t size) { return size != 300; };
  auto probes = [](int64_t least) { return std::vector<int64_t>{std::max<int64_t>(least, 300)}; };
  EXPECT_EQ(leastSize(dimensionOf(448), holds, probes), 301);
}

TEST(LeastSizeTest, TriesNoSizeTwice) {
  std::multiset<int64_t> tried;
  auto holds = [&](int64_t size) {
    tried.insert(size);
    return size > 100;
  };
  auto probes = [](int64_t least) { return std::vector<int64_t>{least, 448}; };
  leastSize(dimensionOf(448), holds, probes);
  EXPECT_EQ(tried.size(), std::set<int64_t>(tried.begin(), tried.end()).size());
}

/// floor((term + offset) / divisor)
Term quotient(int term, int64_t offset, int64_t divisor) {
  Term result;
  result.sum = {{1, {term}}};
  result.offset = offset;
  result.divisor = divisor;
  return result;
}

TEST(ProbesTest, AreBothEndsAndBothSidesOfTheFirstAndTheLastChange) {
  ModelPlan plan;
  plan.dimensions = {dimensionOf(100)};
  plan.terms = {{}, quotient(0, 0, 32)};
  EXPECT_THAT(probesOf(plan, 0, 1), ElementsAre(1, 31, 32, 95, 96, 100));
  EXPECT_THAT(probesOf(plan, 0, 97), ElementsAre(97, 98, 99, 100)); // those of the size itself
}

TEST(ProbesTest, AreSharedByTermsThatChangeTogether) {
  ModelPlan plan;
  plan.dimensions = {dimensionOf(100), dimensionOf(7)};
  plan.terms = {{}, {}, quotient(0, 0, 2), quotient(2, 0, 2), quotient(3, 0, 8)};
  EXPECT_THAT(probesOf(plan, 0, 1), ElementsAre(1, 31, 32, 95, 96, 100));
  EXPECT_THAT(probesOf(plan, 1, 7), ElementsAre(7));
}

TEST(ProbesTest, AreMultiplesOfTheStep) {
  ModelPlan plan;
  plan.dimensions = {dimensionOf(320, 32)};
  plan.terms = {{}, quotient(0, 0, 64)};
  EXPECT_THAT(probesOf(plan, 0, 32), ElementsAre(32, 64, 288, 320));
}

} // namespace
} // namespace unspool
