//===- ProductTest.cpp - how terms of products are added up --------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Of small whole numbers, sums are exact in any order.
//
//===----------------------------------------------------------------------===//

#include "tests/kernels/CompiledKernel.h"

#include <gtest/gtest.h>

using namespace unspool;
using namespace unspool::test;

namespace {

struct Case {
  int64_t rows, depth, columns, tile, sums, unroll;
  int64_t prefetch = 0, interleave = 1;
};

constexpr int64_t kBlock = 16;

std::vector<int64_t> packedShape(const Case &c) {
  return {(c.columns + kBlock - 1) / kBlock, c.depth / c.interleave, kBlock * c.interleave};
}

/// A product with a matrix that is packed:
/// [column / block][k / interleave][column % block][k % interleave].
KernelSpec specOf(const Case &c) {
  KernelSpec spec = kernelOf({f32({c.rows, c.depth}), f32(packedShape(c))},
                             {node("matmul", {0, 1}, {f32({c.rows, c.columns})},
                                   {{"block", kBlock}, {"interleave", c.interleave}})},
                             {2});
  spec.kind = "matmul";
  spec.schedule = {
      "tiled",
      {{"rows", c.tile}, {"sums", c.sums}, {"unroll", c.unroll}, {"prefetch", c.prefetch}}};
  return spec;
}

class SplitSumsTest : public testing::TestWithParam<Case> {};

TEST_P(SplitSumsTest, ComputesTheProduct) {
  const Case &c = GetParam();
  std::vector<float> left = wholeNumbers(c.rows * c.depth, 5),
                     right = wholeNumbers(c.depth * c.columns, 3);
  std::vector<int64_t> shape = packedShape(c);
  std::vector<float> packed(shape[0] * shape[1] * shape[2]);
  for (int64_t k = 0; k < c.depth; ++k)
    for (int64_t n = 0; n < c.columns; ++n)
      packed[(n / kBlock * shape[1] + k / c.interleave) * shape[2] + n % kBlock * c.interleave +
             k % c.interleave] = right[k * c.columns + n];
  CompiledKernel kernel(specOf(c));
  std::vector<float> is =
      kernel.run({floats({c.rows, c.depth}, left), floats(shape, packed)})[0].as<float>();
  for (int64_t m = 0; m < c.rows; ++m)
    for (int64_t n = 0; n < c.columns; ++n) {
      float sum = 0;
      for (int64_t k = 0; k < c.depth; ++k)
        sum += left[m * c.depth + k] * right[k * c.columns + n];
      EXPECT_EQ(is[m * c.columns + n], sum) << "row " << m << ", column " << n;
    }
}

INSTANTIATE_TEST_SUITE_P(OneRow, SplitSumsTest,
                         testing::Values(Case{1, 84, 10, 1, 1, 1}, Case{1, 84, 10, 1, 4, 1},
                                         Case{1, 84, 10, 1, 12, 7}, Case{1, 16, 1, 1, 16, 1},
                                         Case{1, 96, 40, 1, 8, 4, 1}));
INSTANTIATE_TEST_SUITE_P(Rows, SplitSumsTest,
                         testing::Values(Case{5, 32, 10, 5, 4, 2}, Case{7, 24, 40, 3, 3, 1},
                                         Case{9, 64, 33, 4, 2, 16, 1}));

INSTANTIATE_TEST_SUITE_P(SideBySide, SplitSumsTest,
                         testing::Values(Case{8, 32, 10, 4, 1, 1, 0, 2},
                                         Case{9, 64, 33, 4, 2, 4, 1, 4},
                                         Case{1, 96, 40, 1, 4, 2, 0, 2},
                                         Case{5, 4, 3, 5, 1, 1, 0, 4}));

/// Places of the loop nest that ask for weights ahead.
size_t requestsOf(const Case &c) {
  KernelOptions options;
  options.wantStmt = true;
  std::string stmt = CompiledKernel(specOf(c), options).object.stmt;
  size_t count = 0;
  for (size_t at = 0; (at = stmt.find("prefetch(", at)) != std::string::npos; ++at)
    ++count;
  return count;
}

TEST(SplitSumsPrefetchTest, EachStepAsksForWhatItReadsOfTheNextBlock) {
  Case split{1, 96, 48, 1, 8, 1, 1}, whole{1, 96, 48, 1, 1, 8, 1};
  EXPECT_EQ(requestsOf(split), 8u); // a line a sum
  EXPECT_EQ(requestsOf(whole), 8u);
}

/// However many tiles of rows there are, they share the lines of a block: a tile that asked for all
/// of it would ask for what is there already, and wait.
TEST(OpenRowsPrefetchTest, TilesShareTheNextBlock) {
  KernelSpec spec = specOf({64, 96, 48, 4, 1, 1, 1});
  spec.parameters = {{0, 4, 64}};
  spec.arguments[0].terms = {0, -1};
  spec.nodes[0].results[0].terms = {0, -1};
  KernelOptions options;
  options.wantStmt = true;
  auto emitted = emitKernel(spec, options);
  ASSERT_TRUE(emitted.object.has_value());
  std::string stmt = emitted.object->stmt;
  size_t begin = stmt.find("prefetch(");
  ASSERT_NE(begin, std::string::npos);
  std::string request = stmt.substr(begin, stmt.find('\n', begin) - begin);
  EXPECT_NE(request.find(".mo"), std::string::npos) << request;
}

} // namespace
