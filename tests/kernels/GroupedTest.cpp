//===- GroupedTest.cpp - convolutions of groups of channels ---------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Groups whose channels are whole vectors, parts of one, and neither.
//
//===----------------------------------------------------------------------===//

#include "tests/kernels/CompiledKernel.h"

#include <gtest/gtest.h>

#include <regex>

using namespace unspool;
using namespace unspool::test;

namespace {

struct Case {
  int64_t groups, inputs, outputs; ///< of a group
};

KernelSpec specOf(const Case &c, const char *schedule) {
  using Pads = std::vector<int64_t>;
  TensorType map{ElementType::F32, {1, 5, 7, c.groups * c.inputs}},
      filter{ElementType::F32, {3, 3, c.inputs, c.groups * c.outputs}},
      result{ElementType::F32, {1, 5, 7, c.groups * c.outputs}};
  KernelSpec spec = kernelOf({map, filter},
                             {node("conv", {0, 1}, {result},
                                   {{"strides", Pads{1, 1}},
                                    {"dilations", Pads{1, 1}},
                                    {"low", Pads{1, 1}},
                                    {"high", Pads{1, 1}},
                                    {"groups", c.groups}})},
                             {2});
  spec.kind = "conv";
  spec.schedule = {schedule, {}};
  return spec;
}

class GroupedTest : public testing::TestWithParam<Case> {};

TEST_P(GroupedTest, GivesWhatTheDefinitionGives) {
  KernelSpec naive = specOf(GetParam(), "naive");
  std::vector<Tensor> operands;
  for (const TensorType &type : naive.arguments)
    operands.push_back(
        floats(type.shape, someFloats(type.elements(), uint32_t(operands.size() + 1))));
  std::vector<float> should = CompiledKernel(naive).run(operands)[0].as<float>(),
                     is = CompiledKernel(specOf(GetParam(), "tiled")).run(operands)[0].as<float>();
  for (size_t i = 0; i < is.size(); ++i)
    ASSERT_NEAR(is[i], should[i], 1e-3) << i;
}

/// Elements of several groups are not loaded one by one: no load takes every n-th.
TEST(Groups, OfAFewChannelsAreLoadedWhole) {
  KernelOptions options;
  options.wantStmt = true;
  for (Case c : {Case{16, 4, 4}, Case{24, 2, 2}, Case{10, 3, 3}}) {
    CompiledKernel kernel(specOf(c, "tiled"), options);
    std::regex strided("\\[ramp\\([^\\]]*, " + std::to_string(c.inputs) + ", [0-9]+\\)");
    EXPECT_FALSE(std::regex_search(kernel.object.stmt, strided)) << c.inputs;
  }
}

/// Vectors lie within a group: no lane finds out by a division which one is its own.
TEST(Groups, HaveVectorsOfTheirOwn) {
  KernelOptions options;
  options.wantStmt = true;
  for (Case c : {Case{34, 6, 6}, Case{33, 5, 5}, Case{31, 7, 7}, Case{22, 10, 10}}) {
    CompiledKernel kernel(specOf(c, "tiled"), options);
    EXPECT_FALSE(std::regex_search(kernel.object.stmt, std::regex("\\)/x[0-9]+\\("))) << c.outputs;
  }
}

/// The loop nest, without the numbers that make names unique.
std::string loopsOf(const KernelSpec &spec) {
  KernelOptions options;
  options.wantStmt = true;
  return std::regex_replace(CompiledKernel(spec, options).object.stmt,
                            std::regex("[$_][0-9]+|\\bt[0-9]+"), "");
}

/// What `inspect --schedules` writes gives the same code.
TEST(Groups, HaveTheSameLoopsIfTheUsualParametersAreGiven) {
  for (Case c : {Case{5, 24, 24}, Case{4, 12, 12}, Case{16, 3, 3}, Case{16, 4, 4}}) {
    KernelSpec spec = specOf(c, "tiled");
    std::string usual = loopsOf(spec);
    for (const ParameterInUse &use : scheduleInUse(spec, "host").parameters)
      spec.schedule.parameters[use.name] = use.value;
    EXPECT_EQ(loopsOf(spec), usual) << c.inputs;
    spec.schedule.parameters["vectors"] = 3;
    EXPECT_NE(loopsOf(spec), usual) << c.inputs;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Groups, GroupedTest,
    testing::Values(Case{2, 16, 16}, Case{4, 8, 8}, Case{5, 24, 24}, Case{2, 3, 56}, Case{2, 5, 72},
                    Case{4, 12, 12}, Case{3, 4, 20}, Case{4, 4, 4}, Case{4, 9, 9}, Case{3, 2, 88},
                    Case{2, 7, 1}, Case{16, 4, 4}, Case{24, 2, 2}, Case{8, 4, 2}, Case{9, 2, 4},
                    Case{6, 3, 4}, Case{128, 8, 8}, Case{7, 3, 3}, Case{2, 3, 3}, Case{2, 4, 4},
                    Case{3, 2, 2}, Case{11, 2, 3}, Case{5, 6, 6}, Case{4, 5, 5}, Case{3, 7, 7},
                    Case{2, 10, 10}, Case{3, 14, 14}, Case{2, 11, 11}, Case{3, 2, 6},
                    Case{2, 6, 30}));

} // namespace
