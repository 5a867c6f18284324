//===- PropertyTest.cpp - random layers against the reference -------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   PropertyTest SUITE [SHARD/SHARDS]
//
// runs the cases of a suite (recurrent, special-values, spelled-cells, ...), or the part of
// them that belongs to a shard, each as a test of its own. Environment:
//
//   UNSPOOL_PROPERTY_SEED   another seed than 1
//   UNSPOOL_PROPERTY_CASES  another number of cases, in percent of the usual
//   UNSPOOL_PROPERTY_CASE   only this case, in a model of its own
//
// A failure is one line, which begins with the command that repeats it.
//
//===----------------------------------------------------------------------===//

#include "tests/property/Group.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

namespace unspool::test {
namespace {

/// Cases of one model. More of them save links and loads, and make a model whose
/// compilation takes long in one piece.
constexpr int64_t kGroupSize = 25;

const Suite kSuites[] = {
    {"recurrent", 2000, generateRecurrent, recurrentBuilds, /*sameBits=*/true},
    {"special-values", 200, generateSpecialValues, recurrentBuilds, /*sameBits=*/false},
    {"stacks", 100, generateStack, stackBuilds, /*sameBits=*/true},
    {"spelled-cells", 200, generateSpelled, spelledBuilds, /*sameBits=*/false},
    {"convolution", 1000, generateConvolution, convolutionBuilds, /*sameBits=*/false},
    {"branches", 150, generateBranches, branchBuilds, /*sameBits=*/false},
    {"schedules", 300, generateScheduled, scheduledBuilds, /*sameBits=*/false},
};

int64_t environment(const char *name, int64_t otherwise) {
  const char *text = std::getenv(name);
  return text && *text ? std::atoll(text) : otherwise;
}

/// The groups of a suite, one of which is kept at a time: tests run in order.
class Groups {
public:
  Groups(const Suite &suite, uint64_t seed, std::vector<int64_t> chosen, int64_t cases)
      : suite(suite), seed(seed), chosen(std::move(chosen)), cases(cases) {}

  Group &of(int64_t index) {
    int64_t number = index / kGroupSize;
    if (!group || number != groupNumber) {
      std::vector<int64_t> members = chosen;
      if (members.empty())
        for (int64_t i = number * kGroupSize; i < std::min((number + 1) * kGroupSize, cases); ++i)
          members.push_back(i);
      groupNumber = number;
      alone.reset();
      group.emplace(suite, seed, number, members);
    }
    if (group->problem().empty())
      return *group;
    // Which case is to blame? Each is tried alone.
    if (!alone || aloneIndex != index)
      alone.emplace(suite, seed, number, std::vector<int64_t>{index});
    aloneIndex = index;
    return *alone;
  }

  /// The command that runs this case again, and what the case is.
  std::string reproducer(int64_t index) {
    return "UNSPOOL_PROPERTY_SEED=" + std::to_string(seed) +
           " UNSPOOL_PROPERTY_CASE=" + std::to_string(index) + " bin/PropertyTest " + suite.name +
           " # " + of(index).textOf(index);
  }

  const Suite &suite;
  const uint64_t seed;

private:
  std::vector<int64_t> chosen; ///< the only case that is asked for, if one is
  int64_t cases;
  std::optional<Group> group, alone;
  int64_t groupNumber = -1, aloneIndex = -1;
};

class PropertyTest : public ::testing::Test {
public:
  PropertyTest(Groups &groups, int64_t index, bool bits)
      : groups(groups), index(index), bits(bits) {}

  void TestBody() override {
    Group &group = groups.of(index);
    std::string wrong = bits ? group.checkBits(index) : group.check(index);
    if (!wrong.empty())
      ADD_FAILURE() << groups.reproducer(index) << ": " << wrong;
  }

private:
  Groups &groups;
  int64_t index;
  bool bits;
};

void registerCase(Groups &groups, int64_t index) {
  std::string name = std::to_string(index);
  auto add = [&](const std::string &suite, bool bits) {
    ::testing::RegisterTest(suite.c_str(), name.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                            [&groups, index, bits]() -> ::testing::Test * {
                              return new PropertyTest(groups, index, bits);
                            });
  };
  add(groups.suite.name, false);
  if (groups.suite.sameBits && groups.suite.builds(index / kGroupSize).size() > 1)
    add(std::string(groups.suite.name) + "-same-bits", true);
}

/// Would anything be noticed? The library's result, and the reference's inputs, are
/// wrong on purpose.
void registerSelfTest(Groups &groups) {
  class SelfTest : public ::testing::Test {
  public:
    explicit SelfTest(Groups &groups) : groups(groups) {}
    void TestBody() override {
      Group group(groups.suite, groups.seed, 0, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
      ASSERT_EQ(group.problem(), "");
      group.disturbResult(3, 0, 1.5 * group.toleranceOf(3, 0, 0));
      for (int64_t index = 0; index < 10; ++index)
        EXPECT_EQ(group.check(index).empty(), index != 3) << index;
      EXPECT_NE(group.check(3).find("when it should be"), std::string::npos) << group.check(3);
      if (groups.suite.sameBits) {
        EXPECT_NE(group.checkBits(3), "");
      }
      if (std::string(groups.suite.name) == "special-values")
        return; // little of an input shows where most results are NaN
      group.disturbReference(0.01);
      int64_t noticed = 0;
      for (int64_t index = 0; index < 10; ++index)
        noticed += !group.check(index).empty();
      EXPECT_GE(noticed, 8) << "an input that is wrong by a hundredth should show";
    }
    Groups &groups;
  };
  ::testing::RegisterTest("self-test", groups.suite.name, nullptr, nullptr, __FILE__, __LINE__,
                          [&groups]() -> ::testing::Test * { return new SelfTest(groups); });
}

int usage() {
  std::cerr
      << "usage: PropertyTest recurrent|special-values|stacks|spelled-cells|convolution|schedules "
         "[SHARD/SHARDS]\n";
  return 64;
}

int run(int argc, char **argv) {
  ::testing::InitGoogleTest(&argc, argv);
  const Suite *suite = nullptr;
  for (const Suite &candidate : kSuites)
    if (argc > 1 && std::string(argv[1]) == candidate.name)
      suite = &candidate;
  int64_t shard = 0, shards = 1;
  if (!suite || (argc > 2 && std::sscanf(argv[2], "%ld/%ld", &shard, &shards) != 2) || shards < 1)
    return usage();

  int64_t cases = suite->cases * environment("UNSPOOL_PROPERTY_CASES", 100) / 100;
  int64_t only = environment("UNSPOOL_PROPERTY_CASE", -1);
  std::vector<int64_t> chosen;
  if (only >= 0)
    chosen.push_back(only);
  Groups groups(*suite, environment("UNSPOOL_PROPERTY_SEED", 1), chosen, cases);
  for (int64_t index : chosen)
    registerCase(groups, index);
  for (int64_t index = 0; only < 0 && index < cases; ++index)
    if (index / kGroupSize % shards == shard)
      registerCase(groups, index);
  if (only < 0 && shard == 0)
    registerSelfTest(groups);
  return RUN_ALL_TESTS();
}

} // namespace
} // namespace unspool::test

int main(int argc, char **argv) { return unspool::test::run(argc, argv); }
