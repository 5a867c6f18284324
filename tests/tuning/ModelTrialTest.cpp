//===- ModelTrialTest.cpp - a tuned model beside the default --------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/tuning/ModelTrial.h"

#include <gmock/gmock.h>

using namespace unspool;

namespace {

class ModelTrialTest : public testing::Test {
protected:
  ModelTrialTest() {
    options.model = DIGITS_MODEL;
    Outcome refusal;
    auto found = kernelsToTune(options, refusal);
    if (!found)
      ADD_FAILURE() << toString(found.takeError());
    kernels = std::move(*found);
  }
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

  CompileOptions options;
  std::vector<TunableKernel> kernels;
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
