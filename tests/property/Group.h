//===- Group.h - cases that are compiled together ---------------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One model holds the cases of a group, each with inputs and outputs of its own.
// It is imported and evaluated by reference; it is compiled, by the whole pipeline,
// to a shared library, once a build, and that is run on the same inputs.
//
// Tolerance. A sum of n products in another order, in the arithmetic of f32 with
// unit roundoff u = 2^-24, errs by about sqrt(n) u times the sum of their magnitudes
// (Higham and Mary, 2019, doi:10.1137/18M1226312). The generators keep that sum near
// the size of the largest result, or 1, and their layers do not magnify errors; what
// follows a sum (activations within 2.5 units, normalisations, pools) adds a few of
// the same. Hence an element may differ by
//
//   32 sqrt(n) u max(1, largest magnitude in the reference's tensor)
//
// or 2 to 30 millionths. Wrong weights, steps or lengths show at a hundredth or more.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TESTS_PROPERTY_GROUP_H
#define UNSPOOL_TESTS_PROPERTY_GROUP_H

#include "tests/property/Suite.h"

#include <map>
#include <optional>

namespace unspool::test {

class Group {
public:
  /// Cases of one group. What goes wrong, check() says.
  Group(const Suite &suite, uint64_t seed, int64_t group, const std::vector<int64_t> &indices);

  /// How a case differs from the reference, or how building it failed; else empty.
  std::string check(int64_t index) const;
  /// How the builds of a case differ from each other; else empty.
  std::string checkBits(int64_t index) const;
  const std::string &textOf(int64_t index) const { return cases.at(index).text; }

  /// Did anything go wrong before there were results?
  const std::string &problem() const { return failure; }

  // For the test of this test.
  /// Moves element `element` of a case's first result by `amount`.
  void disturbResult(int64_t index, int64_t element, double amount);
  /// Evaluates the reference on inputs that are moved by `amount`.
  void disturbReference(double amount);
  double toleranceOf(int64_t index, size_t output, size_t build) const;

private:
  struct Placed : Case {
    size_t firstOutput; ///< of the model's outputs
  };
  using Results = std::vector<std::vector<uint8_t>>;

  std::string buildReference(const ModelBuilder &model);
  std::string run(const Build &build, const ModelBuilder &model);

  mlir::MLIRContext context{mlir::MLIRContext::Threading::DISABLED};
  std::vector<Build> builds;
  std::map<int64_t, Placed> cases;
  std::vector<nn::Tensor> inputs;
  mlir::OwningOpRef<mlir::ModuleOp> module;
  std::vector<nn::Tensor> expected; ///< of each output of the model
  std::vector<Results> results;     ///< of each build
  std::string failure;
};

} // namespace unspool::test

#endif // UNSPOOL_TESTS_PROPERTY_GROUP_H
