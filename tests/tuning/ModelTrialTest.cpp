//===- ModelTrialTest.cpp - a tuned model beside the default --------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/tuning/ModelTrial.h"
#include "tests/tuning/DigitsKernels.h"

#include <gmock/gmock.h>

using namespace unspool;

namespace {

class ModelTrialTest : public test::DigitsKernels {
protected:
  /// All kernels by `schedule`.
  TunedModel compareWith(const std::string &schedule) {
    std::vector<nn::ScheduleRule> rules;
    for (const TunableKernel &kernel : kernels) {
      Choice choice = kernel.standard();
      if (!schedule.empty())
        choice.schedule.name = schedule;
      rules.push_back(kernel.ruleFor(choice));
    }
    return compareModels(options, rules, 0.1);
  }
};

TEST_F(ModelTrialTest, PlainLoopsMakeAModelSlower) {
  TunedModel model = compareWith("naive");
  EXPECT_EQ(model.problem, "");
  EXPECT_GT(model.ratio, 2);
  EXPECT_TRUE(model.isSlower);
}

TEST_F(ModelTrialTest, TheDefaultIsAsFastAsTheDefault) {
  TunedModel model = compareWith("");
  EXPECT_EQ(model.problem, "");
  EXPECT_GT(model.microseconds, 0);
  EXPECT_LT(model.ratio, 1.5);
}

TEST_F(ModelTrialTest, WhatCannotBeCompiledIsAProblem) {
  TunedModel model = compareWith("fast");
  EXPECT_NE(model.problem, "");
  EXPECT_FALSE(model.isSlower);
}

} // namespace
