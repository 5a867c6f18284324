//===- Suite.h - a kind of random cases -------------------------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TESTS_PROPERTY_SUITE_H
#define UNSPOOL_TESTS_PROPERTY_SUITE_H

#include "passes/Passes.h"
#include "tests/property/ModelBuilder.h"
#include "tests/property/Random.h"

namespace unspool::test {

/// What a generator says of the case that it has added to a model.
struct Case {
  std::string text;       ///< its attributes, to read
  int64_t terms = 1;      ///< of the longest sum in it: rounding errors grow with them
  std::vector<std::string> outputs; ///< the model's outputs that are its results
};

/// A way of compiling a model.
struct Build {
  std::string name;
  nn::PipelineOptions passes;
  /// How many times the error of a plain sum its algorithms may make.
  double magnification = 1;
  /// If not 0, the kernels get legal schedules that are drawn from this seed.
  uint64_t scheduleSeed = 0;
};

/// The same with loops shared by threads, even tiny ones. LoadedModel::run compares
/// the bits with those of one thread.
inline Build withThreads(Build build, int64_t threads = 2) {
  build.name += " --threads " + std::to_string(threads);
  build.passes.threads = threads;
  build.passes.sharesAll = true;
  return build;
}

struct Suite {
  const char *name;
  int64_t cases; ///< in one run of the tests
  /// `shared` begins alike for all cases of a group: what is drawn from it repeats,
  /// so that one compiled kernel serves several cases.
  Case (*generate)(ModelBuilder &model, Random &random, Random shared);
  /// The ways in which the `group`-th group of cases is compiled. Each is compared
  /// with the reference.
  std::vector<Build> (*builds)(int64_t group);
  bool sameBits; ///< must all builds of a group give the same bits?
};

/// RNN, LSTM and GRU layers.
Case generateRecurrent(ModelBuilder &model, Random &random, Random shared);
std::vector<Build> recurrentBuilds(int64_t group);

/// The same with NaN, infinities and denormals among the values of X and the states.
Case generateSpecialValues(ModelBuilder &model, Random &random, Random shared);

/// Either, and products, under random schedules.
Case generateScheduled(ModelBuilder &model, Random &random, Random shared);
std::vector<Build> scheduledBuilds(int64_t group);

/// Several of them on top of each other, and side by side.
Case generateStack(ModelBuilder &model, Random &random, Random shared);
std::vector<Build> stackBuilds(int64_t group);

/// LSTM and GRU cells made of products and elementwise ops, and what only looks like them.
Case generateSpelled(ModelBuilder &model, Random &random, Random shared);
std::vector<Build> spelledBuilds(int64_t group);

/// Convolutions and pools with what networks put behind them.
Case generateConvolution(ModelBuilder &model, Random &random, Random shared);
std::vector<Build> convolutionBuilds(int64_t group);

/// Branches of a network whose channels are joined.
Case generateBranches(ModelBuilder &model, Random &random, Random shared);
std::vector<Build> branchBuilds(int64_t group);

} // namespace unspool::test

#endif // UNSPOOL_TESTS_PROPERTY_SUITE_H
