//===- DescentTest.cpp - the way from a default to something better -------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/tuning/Descent.h"
#include "tests/tuning/DigitsKernels.h"

#include <gmock/gmock.h>

using namespace unspool;
using testing::IsSupersetOf;
using testing::Pair;

namespace {

/// The parameters of a matrix product, with costs that are made up.
class DescentTest : public test::DigitsKernels {
protected:
  DescentTest() : space(SearchSpace::create(kernel, options, kernel.standard())) {}
  static int64_t valueOf(const Choice &choice, const std::string &name, int64_t otherwise) {
    auto place = choice.schedule.parameters.find(name);
    return place == choice.schedule.parameters.end() ? otherwise : place->second;
  }
  DescentEnd descendBy(const std::function<std::optional<double>(const Choice &)> &costOf) {
    return descend(*space, [&](const Choice &choice) {
      asked.push_back(choice);
      return costOf(choice);
    });
  }

  const TunableKernel &kernel = kernelOf("matmul");
  std::optional<SearchSpace> space;
  std::vector<Choice> asked;
};

TEST_F(DescentTest, FindsWhatIsBetterInSeveralParameters) {
  auto distance = [](int64_t value, double best) { return std::abs(std::log2(value / best)); };
  DescentEnd end = descendBy([&](const Choice &choice) {
    return 1 + distance(valueOf(choice, "sums", 1), 8) + 0.1 * (valueOf(choice, "order", 0) == 0) +
           0.1 * valueOf(choice, "prefetch", 0);
  });
  EXPECT_TRUE(end.isComplete);
  EXPECT_THAT(end.best.schedule.parameters, IsSupersetOf({Pair("sums", 8), Pair("order", 1)}));
  EXPECT_EQ(valueOf(end.best, "prefetch", 0), 0);
  EXPECT_LT(asked.size(), 40u);
}

TEST_F(DescentTest, StaysWhereNothingIsBetter) {
  DescentEnd end = descendBy([&](const Choice &choice) {
    return choice == kernel.standard() ? 1 : 0.999; // noise
  });
  EXPECT_TRUE(end.isComplete);
  EXPECT_EQ(end.best, kernel.standard());
}

TEST_F(DescentTest, DoesNotTryAgainWhatWasHopeless) {
  int vectors = 0;
  descendBy([&](const Choice &choice) {
    bool isOther = choice.schedule.parameters.count("vectors");
    vectors += isOther;
    return isOther ? 2.0 : 1.0 / double(valueOf(choice, "sums", 1));
  });
  EXPECT_LE(vectors, 3); // half, one less, and no more than there are
}

TEST_F(DescentTest, IsNotCompleteWhileCostsAreMissing) {
  int left = 3;
  DescentEnd end = descendBy([&](const Choice &choice) -> std::optional<double> {
    return left-- > 0 ? std::optional<double>(1) : std::nullopt;
  });
  EXPECT_FALSE(end.isComplete);
  EXPECT_EQ(end.best, kernel.standard());
}

TEST_F(DescentTest, NeighboursFitAndDifferInOneParameterThatIsGiven) {
  for (size_t axis = 0; axis < space->dimensions(); ++axis)
    for (SearchSpace::Reach reach : {SearchSpace::Reach::Near, SearchSpace::Reach::Far})
      for (const auto &[value, choice] : space->neighbours(kernel.standard(), axis, reach)) {
        EXPECT_EQ(choice.schedule.parameters.size(), 1u);
        EXPECT_EQ(choice.schedule.parameters.begin()->second, value);
        CompileOptions planning = kernel.optionsFor(choice, options);
        planning.planOnly = true;
        EXPECT_EQ(compile(planning).errors, "");
        EXPECT_EQ(*space->at(space->pointOf(choice)), choice);
      }
}

} // namespace
