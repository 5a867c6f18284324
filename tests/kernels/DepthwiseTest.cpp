//===- DepthwiseTest.cpp - what depthwise convolutions store --------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/kernels/CompiledKernel.h"

#include <gtest/gtest.h>

using namespace unspool;
using namespace unspool::test;

namespace {

using Pads = std::vector<int64_t>;

/// A window of 3x3 over 6x9 pixels, with a border.
KernelSpec specOf(int64_t channels, std::map<std::string, int64_t> parameters = {}) {
  TensorType map{ElementType::F32, {1, 6, 9, channels}},
      filter{ElementType::F32, {3, 3, 1, channels}};
  KernelSpec spec = kernelOf({map, filter},
                             {node("conv", {0, 1}, {map},
                                   {{"strides", Pads{1, 1}},
                                    {"dilations", Pads{1, 1}},
                                    {"low", Pads{1, 1}},
                                    {"high", Pads{1, 1}},
                                    {"groups", channels}})},
                             {2});
  spec.kind = "depthwise";
  spec.schedule = {"tiled", std::move(parameters)};
  return spec;
}

KernelOptions withStmt() {
  KernelOptions options;
  options.wantStmt = true;
  return options;
}

class DepthwiseTest : public testing::TestWithParam<int64_t> {};

/// The border is zeros that nobody stores: with a copy of the input, made for each element anew,
/// four channels took two hundred times as long.
TEST_P(DepthwiseTest, NothingIsCopied) {
  CompiledKernel kernel(specOf(GetParam()), withStmt());
  EXPECT_EQ(kernel.object.stmt.find("produce unspool_kernel_padded"), std::string::npos);
  EXPECT_EQ(kernel.object.scratchBytes, 0);
}

INSTANTIATE_TEST_SUITE_P(Channels, DepthwiseTest, testing::Values(2, 4, 7, 8, 16, 20));

TEST(DepthwisePrefetchTest, TilesAskForTheRowBelow) {
  constexpr int64_t channels = 32;
  CompiledKernel plain(specOf(channels), withStmt()),
      asking(specOf(channels, {{"prefetch_map", 1}}), withStmt());
  EXPECT_EQ(plain.object.stmt.find("prefetch("), std::string::npos);
  EXPECT_NE(asking.object.stmt.find("prefetch("), std::string::npos);
  std::vector<Tensor> operands{floats({1, 6, 9, channels}, someFloats(6 * 9 * channels)),
                               floats({3, 3, 1, channels}, someFloats(9 * channels, 2))};
  EXPECT_EQ(plain.run(operands)[0].bytes, asking.run(operands)[0].bytes);
}

} // namespace
