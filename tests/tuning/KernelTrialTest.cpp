//===- KernelTrialTest.cpp - candidates, their spaces, and what they do ---===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/tuning/KernelTrial.h"

#include "ir/Winograd.h"
#include "tests/tuning/DigitsKernels.h"
#include "tools/tuning/SearchSpace.h"

#include <gmock/gmock.h>

#include <random>

using namespace unspool;
using testing::Contains;
using testing::Each;
using testing::Field;
using testing::HasSubstr;
using testing::StartsWith;

namespace {

class KernelTrialTest : public test::DigitsKernels {
protected:
  /// The convolution for which the compiler takes one of Winograd's algorithms.
  const TunableKernel &convolution() const { return kernelOf("winograd"); }
  const TunableKernel &product() const { return kernelOf("matmul"); }
};

TEST_F(KernelTrialTest, AllKernelsOfTheModelAreTunable) { EXPECT_EQ(kernels.size(), 4u); }

TEST_F(KernelTrialTest, AnotherAlgorithmIsMeasuredAgainstTheDefault) {
  KernelTrial trial(convolution(), options);
  Choice direct{"direct", {"tiled", {}}};
  Measurement measurement = trial.measure(direct, 0.01);
  EXPECT_EQ(measurement.error, "");
  EXPECT_EQ(measurement.choice, direct);
  EXPECT_GT(measurement.ratio, 0);
  EXPECT_LE(measurement.low, measurement.ratio);
  EXPECT_GE(measurement.high, measurement.ratio);
  EXPECT_GT(measurement.microseconds, 0);
  EXPECT_GT(measurement.ofDefault, 0);
  EXPECT_LT(measurement.difference, 2e-6); // rounding of sums
}

TEST_F(KernelTrialTest, WeightsInAnotherOrderAreCheckedToo) {
  KernelTrial trial(convolution(), options);
  Measurement measurement = trial.measure({"winograd4", {"tiled", {{"vectors", 1}}}}, 0.01);
  EXPECT_EQ(measurement.error, "");
  EXPECT_GT(measurement.difference, 0);
}

/// Of one row there is one tile: which loop is inside makes no difference.
TEST_F(KernelTrialTest, TheCodeOfTheDefaultIsNotTimed) {
  const TunableKernel &kernel = product();
  ASSERT_EQ(kernel.rule.result.front(), 1);
  KernelTrial trial(kernel, options);
  Measurement measurement = trial.measure({"", {"tiled", {{"order", 1}}}}, 0.01);
  EXPECT_EQ(measurement.error, "");
  EXPECT_TRUE(measurement.isRepeated);
  EXPECT_EQ(measurement.ratio, 1);
  EXPECT_FALSE(measurement.isFaster());
  EXPECT_GT(measurement.ofDefault, 0);
}

TEST_F(KernelTrialTest, CodeThatIsKnownHasTheNumbersThatAreKnown) {
  KernelTrial trial(product(), options);
  Measurement first = trial.measure({"", {"tiled", {{"sums", 2}}}}, 0.01);
  EXPECT_FALSE(first.isRepeated);
  EXPECT_NE(first.code, "");
  first.ratio = 0.123;
  Choice same{"", {"tiled", {{"sums", 2}, {"order", 1}}}};
  Measurement second = trial.measure(same, 0.01, {first});
  EXPECT_TRUE(second.isRepeated);
  EXPECT_EQ(second.choice, same);
  EXPECT_EQ(second.code, first.code);
  EXPECT_EQ(second.ratio, 0.123);
  Measurement longer = trial.measure(same, 0.02, {first});
  EXPECT_FALSE(longer.isRepeated); // who is to be sure looks again
  EXPECT_NE(longer.ratio, 0.123);
  EXPECT_FALSE(trial.measure({"", {"tiled", {{"sums", 4}}}}, 0.01, {first}).isRepeated);
}

TEST_F(KernelTrialTest, WrongNumbersAreAProblem) {
  TrialOptions strict;
  strict.wrong = 1e-12; // nothing is so exact
  KernelTrial trial(convolution(), options, strict);
  Measurement measurement = trial.measure({"direct", {"tiled", {}}}, 0.01);
  EXPECT_THAT(measurement.error, StartsWith("wrong numbers: they differ by "));
  EXPECT_EQ(measurement.ratio, 0);
  EXPECT_FALSE(measurement.isFaster());
}

#if !defined(__SANITIZE_ADDRESS__)
TEST_F(KernelTrialTest, WhatTakesTooMuchMemoryIsAProblem) {
  TrialOptions limited;
  limited.limits.bytes = 1 << 20;
  KernelTrial trial(convolution(), options, limited);
  Measurement measurement = trial.measure({"direct", {"tiled", {}}}, 0.01);
  EXPECT_NE(measurement.error, "");
  EXPECT_EQ(measurement.ratio, 0);
}
#endif

TEST_F(KernelTrialTest, WhatDoesNotFitSaysSo) {
  KernelTrial trial(convolution(), options);
  EXPECT_THAT(trial.measure({"direct", {"tiled", {{"columns", 31}}}}, 0.01).error,
              HasSubstr("parameter 'columns' of schedule 'tiled' is 31 when here it should be"));
}

TEST_F(KernelTrialTest, AlternativesBeginWithTheDefault) {
  std::vector<Choice> list = alternatives(convolution(), options);
  EXPECT_EQ(list.front(), convolution().standard());
  for (const char *algorithm : kConvolutionAlgorithms) {
    bool isForProducts = algorithm == std::string("strassen");
    EXPECT_EQ(llvm::is_contained(list, Choice{algorithm, {"tiled", {}}}), !isForProducts)
        << algorithm;
  }
  EXPECT_THAT(list, Contains(Choice{"direct", {"vectorized", {}}}));
  EXPECT_THAT(list, testing::Not(Contains(Choice{"direct", {"naive", {}}})));
}

TEST_F(KernelTrialTest, FlagsLeaveFewerAlternatives) {
  options.passes.strict = true;
  EXPECT_THAT(alternatives(convolution(), options),
              Each(Field(&Choice::algorithm, convolution().rule.algorithm)));
}

TEST_F(KernelTrialTest, EveryPointOfASpaceFits) {
  std::mt19937 random(1);
  std::uniform_real_distribution<double> coordinate(0, 1);
  for (const TunableKernel &kernel : kernels)
    for (const Choice &choice : alternatives(kernel, options)) {
      auto space = SearchSpace::create(kernel, options, choice);
      ASSERT_TRUE(space);
      EXPECT_EQ(*space->at(space->start()), choice);
      for (int i = 0; i < 5; ++i) {
        std::vector<double> point;
        for (size_t axis = 0; axis < space->dimensions(); ++axis)
          point.push_back(coordinate(random));
        std::optional<Choice> other = space->at(point);
        ASSERT_TRUE(other);
        CompileOptions planning = kernel.optionsFor(*other, options);
        planning.planOnly = true;
        EXPECT_EQ(compile(planning).errors, "");
      }
    }
}

TEST_F(KernelTrialTest, LargerErrorsThanToleratedAreNotAllowed) {
  const TunableKernel &kernel = convolution();
  Measurement other;
  other.choice = {"winograd6", {"tiled", {}}};
  other.difference = 1e-5;
  EXPECT_TRUE(isAllowed(other, kernel, options));
  other.difference = 1e-4;
  EXPECT_FALSE(isAllowed(other, kernel, options));
  options.passes.tolerance = 1e-3;
  EXPECT_TRUE(isAllowed(other, kernel, options));
  options.passes.algorithms = {"direct"};
  EXPECT_FALSE(isAllowed(other, kernel, options));
}

} // namespace
