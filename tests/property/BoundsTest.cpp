//===- BoundsTest.cpp - plans that leave their tensors ---------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// x has T elements; plans that take some of them are right from some T on.
//
//===----------------------------------------------------------------------===//

#include "codegen/sizes/Bounds.h"

#include <gtest/gtest.h>

namespace unspool::test {
namespace {

/// T = t0 from 1 to 9, t1 = T - 2, and a kernel that copies `result` of x's elements.
ModelPlan planOf(TensorType result) {
  ModelPlan plan;
  plan.dimensions = {{"T", "T", 1, 9}};
  plan.terms.resize(2);
  plan.terms[1].sum = {{1, {0}}};
  plan.terms[1].offset = -2;
  plan.inputs = {{"x", "x", {ElementType::F32, {9}, {0}}, std::nullopt}};
  plan.outputs = {{"y", "y", result, std::nullopt}};
  KernelSpec kernel;
  kernel.arguments = {{ElementType::F32, {9}, {0}}};
  kernel.parameters = {{0, 1, 9}, {1, -1, 7}};
  Node &node = kernel.nodes.emplace_back();
  node.op = "slice";
  node.operands = {0};
  node.results = {result};
  node.attributes = {{"starts", std::vector<int64_t>{7}},
                     {"sizes", std::vector<int64_t>{2}},
                     {"steps", std::vector<int64_t>{1}}};
  kernel.results = {1};
  plan.kernels = {kernel};
  Step call;
  call.kernel = 0;
  call.operands.emplace_back().space = Space::Input;
  call.results.emplace_back().space = Space::Output;
  plan.steps = {call};
  return plan;
}

TEST(Bounds, ASliceOfTheLastTwoNeedsTwo) {
  ModelPlan plan = planOf({ElementType::F32, {2}});
  plan.kernels[0].nodes[0].terms[{"starts", 0}] = 1;
  EXPECT_FALSE(staysInBounds(plan, {1}));
  EXPECT_TRUE(staysInBounds(plan, {2}));
  EXPECT_TRUE(staysInBounds(plan, {9}));
}

TEST(Bounds, ASliceFromAFixedElementOnEndsWithinTheInput) {
  ModelPlan plan = planOf({ElementType::F32, {2}});
  plan.kernels[0].nodes[0].attributes["starts"] = std::vector<int64_t>{3};
  EXPECT_FALSE(staysInBounds(plan, {4}));
  EXPECT_TRUE(staysInBounds(plan, {5}));
  plan.kernels[0].nodes[0].attributes["starts"] = std::vector<int64_t>{4};
  plan.kernels[0].nodes[0].attributes["steps"] = std::vector<int64_t>{-1};
  EXPECT_FALSE(staysInBounds(plan, {4}));
  EXPECT_TRUE(staysInBounds(plan, {5}));
}

TEST(Bounds, ATensorHasElements) {
  ModelPlan plan = planOf({ElementType::F32, {7}, {1}});
  plan.kernels[0].nodes[0].op = "relu";
  EXPECT_FALSE(staysInBounds(plan, {2}));
  EXPECT_TRUE(staysInBounds(plan, {3}));
}

/// A view of an input is an offset of a slot.
TEST(Bounds, ASlotLiesInItsInput) {
  ModelPlan plan = planOf({ElementType::F32, {2}});
  plan.kernels[0].nodes[0].op = "relu";
  plan.kernels[0].arguments = {{ElementType::F32, {2}}};
  plan.steps[0].operands[0].offset = 12;
  EXPECT_FALSE(staysInBounds(plan, {4}));
  EXPECT_TRUE(staysInBounds(plan, {5}));
  plan.terms[1].sum = {{4, {0}}};
  plan.terms[1].offset = -12;
  plan.steps[0].operands[0].offset.term = 1;
  EXPECT_FALSE(staysInBounds(plan, {2}));
  EXPECT_TRUE(staysInBounds(plan, {3}));
}

/// From the second timestep on: where there is one only, nothing is read.
TEST(Bounds, ALoopWithoutTripsReadsNothing) {
  ModelPlan plan = planOf({ElementType::F32, {1}});
  plan.kernels[0].nodes[0].op = "relu";
  plan.kernels[0].arguments = {{ElementType::F32, {1}}};
  plan.steps[0].operands[0].offset = 4;
  plan.steps[0].operands[0].stride = 4;
  EXPECT_FALSE(staysInBounds(plan, {1}));
  plan.terms[1].offset = -1;
  Step loop;
  loop.kind = Step::Kind::Loop;
  loop.trips = 8;
  loop.trips.term = 1;
  loop.body = plan.steps;
  plan.steps = {loop};
  EXPECT_TRUE(staysInBounds(plan, {1}));
  EXPECT_TRUE(staysInBounds(plan, {2}));
}

} // namespace
} // namespace unspool::test
