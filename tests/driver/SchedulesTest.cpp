//===- SchedulesTest.cpp - schedule documents -----------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/Schedules.h"

#include "codegen/kernels/Kernels.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

using testing::HasSubstr;

namespace unspool {
namespace {

ScheduleRules rulesOf(const std::string &text) {
  auto rules = parseSchedules(text, "s.json");
  if (!rules) {
    ADD_FAILURE() << toString(rules.takeError());
    return {};
  }
  return *rules;
}

std::string errorOf(const std::string &text) {
  auto rules = parseSchedules(text, "s.json");
  return rules ? "" : toString(rules.takeError());
}

std::string inList(const std::string &rule) {
  return "{\"version\": 1,\n\"schedules\": [" + rule + "]}";
}

TEST(Schedules, AllPartsAreRead) {
  ScheduleRules rules = rulesOf(inList(
      R"({"kind": "conv", "layers": ["a", "b"], "result": [1, 8, 8, 16], "name": "tiled",
          "parameters": {"columns": 7, "order": "channels"}, "algorithm": "direct",
          "comment": "x"})"));
  ASSERT_EQ(rules.size(), 1u);
  EXPECT_EQ(rules[0].kind, "conv");
  EXPECT_EQ(rules[0].layers, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(rules[0].result, (std::vector<int64_t>{1, 8, 8, 16}));
  EXPECT_EQ(rules[0].name, "tiled");
  EXPECT_EQ(rules[0].parameters, (std::map<std::string, int64_t>{{"columns", 7}, {"order", 1}}));
  EXPECT_EQ(rules[0].algorithm, "direct");
}

TEST(Schedules, PrintedAndReadAgainTheyAreTheSame) {
  nn::ScheduleRule rule;
  rule.kind = "matmul";
  rule.layers = {"odd \"name\"\n"};
  rule.result = {3, 4};
  rule.name = "tiled";
  rule.parameters = {{"rows", 3}, {"order", 1}, {"vectors", 2}};
  std::string text = printSchedules({rule, rule}, {"first", "second"});
  EXPECT_THAT(text, HasSubstr("\"parameters\": {\"vectors\": 2, \"rows\": 3, \"order\": \"columns\"}"));
  ScheduleRules again = rulesOf(text);
  ASSERT_EQ(again.size(), 2u);
  EXPECT_EQ(printSchedules(again), printSchedules({rule, rule}));
  EXPECT_EQ(again[0].layers, rule.layers);
  EXPECT_TRUE(rulesOf(printSchedules({})).empty());
}

TEST(Schedules, ANameAloneIsForAllKindsThatHaveIt) {
  size_t kinds = 0;
  for (const ScheduleInfo &row : schedules())
    kinds += row.name == "naive";
  EXPECT_EQ(rulesOf(inList(R"({"name": "naive"})")).size(), kinds);
  auto named = schedulesNamed("naive");
  ASSERT_TRUE(bool(named));
  EXPECT_EQ(named->size(), kinds);
}

TEST(Schedules, EachIsListedOnce) {
  std::set<std::pair<std::string, std::string>> seen;
  for (const ScheduleInfo &row : schedules())
    EXPECT_TRUE(seen.insert({row.kind, row.name}).second) << row.kind << " " << row.name;
}

TEST(Schedules, MistakesAreNamedWithTheirPlace) {
  EXPECT_THAT(errorOf("{"), HasSubstr("s.json: "));
  EXPECT_THAT(errorOf("[]"), HasSubstr("should be an object with \"version\""));
  EXPECT_THAT(errorOf(R"({"version": 2, "schedules": []})"), HasSubstr("\"version\" should be 1"));
  EXPECT_THAT(errorOf(R"({"version": 1, "schedules": [], "more": 0})"),
              HasSubstr("'more' is not known here"));
  EXPECT_THAT(errorOf(inList(R"({"kind": "convolution"})")),
              HasSubstr("s.json:2: /schedules/0/kind: \"convolution\" is no kind; there are conv,"));
  EXPECT_THAT(errorOf(inList(R"({"kind": "reduce", "name": "tiled"})")),
              HasSubstr("is no name; there are vectorized, naive"));
  EXPECT_THAT(errorOf(inList(R"({"layers": []})")), HasSubstr("should be a list of the names"));
  EXPECT_THAT(errorOf(inList(R"({"layers": [3]})")), HasSubstr("3 should be the name of a layer"));
  EXPECT_THAT(errorOf(inList(R"({"result": [-1]})")), HasSubstr("-1 should be an extent"));
  EXPECT_THAT(errorOf(inList(R"({"kind": "pool", "algorithm": "direct"})")),
              HasSubstr("kernels of kind 'pool' have no algorithm"));
  EXPECT_THAT(errorOf(inList(R"({"parameters": {"columns": 1}})")),
              HasSubstr("give \"kind\" and \"name\", too"));
}

TEST(Schedules, ParametersAreCheckedAgainstTheTable) {
  auto conv = [](const std::string &parameters) {
    return inList(R"({"kind": "conv", "name": "tiled", "parameters": {)" + parameters + "}}");
  };
  EXPECT_THAT(errorOf(conv("\"colums\": 4")),
              HasSubstr("/schedules/0/parameters/colums: schedule 'tiled' of conv kernels has no "
                        "parameter 'colums'; there are stripe, interleave, vectors, columns"));
  EXPECT_THAT(errorOf(conv("\"columns\": 0")),
              HasSubstr("parameter 'columns' of conv kernels is 0 when it should be a whole number "
                        "from 1 to 32"));
  EXPECT_THAT(errorOf(conv("\"columns\": 2.5")), HasSubstr("is 2.5 when"));
  EXPECT_THAT(errorOf(conv("\"order\": 1")), HasSubstr("should be tiles or channels"));
  EXPECT_THAT(errorOf(inList(R"({"kind": "conv", "name": "naive", "parameters": {"columns": 4}})")),
              HasSubstr("there are none"));
}

TEST(Schedules, EveryRowOfTheTableIsOfASchedule) {
  for (const ScheduleParameter &row : scheduleParameters()) {
    bool isKnown = false;
    for (const ScheduleInfo &info : schedules())
      isKnown |= info.kind == row.kind && info.name == row.schedule;
    EXPECT_TRUE(isKnown) << row.kind << " " << row.schedule << " " << row.name;
    EXPECT_LE(row.least, row.most);
    if (!row.words.empty()) {
      EXPECT_EQ(int64_t(row.words.size()), row.most - row.least + 1);
    }
  }
}

TEST(LegalValues, AreInRangeAndDivide) {
  LegalValues legal{2, 12, 24};
  EXPECT_EQ(legal.values(100), (std::vector<int64_t>{2, 3, 4, 6, 8, 12}));
  EXPECT_EQ(legal.values(3), (std::vector<int64_t>{2, 4, 12}));
  EXPECT_TRUE(legal.contains(8));
  EXPECT_FALSE(legal.contains(5));
  EXPECT_FALSE(legal.contains(24));
}

} // namespace
} // namespace unspool
