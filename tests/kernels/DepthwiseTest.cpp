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

/// A window, 3x3 if nothing else is said, over 6x9 pixels, with a border that keeps their number.
KernelSpec specOf(int64_t channels, std::map<std::string, int64_t> parameters = {},
                  int64_t window = 3) {
  TensorType map{ElementType::F32, {1, 6, 9, channels}},
      filter{ElementType::F32, {window, window, 1, channels}};
  Pads border{window / 2, window / 2};
  KernelSpec spec = kernelOf({map, filter},
                             {node("conv", {0, 1}, {map},
                                   {{"strides", Pads{1, 1}},
                                    {"dilations", Pads{1, 1}},
                                    {"low", border},
                                    {"high", border},
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

/// Small ones are written out, of large ones a row.
TEST(DepthwiseWindowTest, OfAnySizeGiveTheSame) {
  constexpr int64_t channels = 20;
  for (int64_t window : {1, 3, 5, 7, 9, 13}) {
    KernelSpec naive = specOf(channels, {}, window);
    naive.schedule = {"naive", {}};
    std::vector<Tensor> operands{
        floats({1, 6, 9, channels}, someFloats(6 * 9 * channels)),
        floats({window, window, 1, channels}, someFloats(window * window * channels, 2))};
    std::vector<float>
        should = CompiledKernel(naive).run(operands)[0].as<float>(),
        is = CompiledKernel(specOf(channels, {}, window)).run(operands)[0].as<float>();
    for (size_t i = 0; i < is.size(); ++i)
      ASSERT_NEAR(is[i], should[i], 1e-4) << window << ", " << i;
  }
}

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
