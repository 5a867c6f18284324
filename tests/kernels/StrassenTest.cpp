//===- StrassenTest.cpp - nn.matmul of seven products in place of eight ---===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Shapes that pairs, blocks and vectors do not divide, against the definition. Of small
// whole numbers, sums are exact in any order.
//
//===----------------------------------------------------------------------===//

#include "ir/Strassen.h"
#include "tests/kernels/CompiledKernel.h"

#include <gtest/gtest.h>

using namespace unspool;
using namespace unspool::test;

namespace {

struct Case {
  int64_t rows, depth, columns, block = 16;
  std::map<std::string, int64_t> parameters = {};
  std::string schedule = "tiled";
};

std::ostream &operator<<(std::ostream &out, const Case &c) {
  out << c.rows << "x" << c.depth << " times " << c.columns << ", block " << c.block << ", "
      << c.schedule;
  for (const auto &[name, value] : c.parameters)
    out << ", " << name << " " << value;
  return out;
}

/// [K, N] to [N / 2 block, 7, K / 2, block].
Tensor packed(const Case &c, const std::vector<float> &right) {
  int64_t pairs = (c.columns + 2 * c.block - 1) / (2 * c.block), half = c.depth / 2;
  std::vector<float> values;
  for (int64_t pair = 0; pair < pairs; ++pair)
    for (const auto &row : kStrassenRight)
      for (int64_t k = 0; k < half; ++k)
        for (int64_t n = 0; n < c.block; ++n) {
          double sum = 0;
          for (int part = 0; part < kStrassenParts; ++part) {
            int64_t column = (2 * pair + part % 2) * c.block + n;
            if (column < c.columns)
              sum += row[part] * right[(part / 2 * half + k) * c.columns + column];
          }
          values.push_back(float(sum));
        }
  return floats({pairs, kStrassenProducts, half, c.block}, values);
}

class StrassenTest : public testing::TestWithParam<Case> {};

TEST_P(StrassenTest, ComputesTheProduct) {
  const Case &c = GetParam();
  std::vector<float> left = wholeNumbers(c.rows * c.depth, 5),
                     right = wholeNumbers(c.depth * c.columns, 3),
                     bias = wholeNumbers(c.columns, 2);
  Tensor matrix = packed(c, right);
  KernelSpec spec = kernelOf({f32({c.rows, c.depth}), matrix.type, f32({c.columns})},
                             {node("matmul", {0, 1}, {f32({c.rows, c.columns})},
                                   {{"block", c.block}, {"algorithm", std::string(kStrassen)}}),
                              node("add", {3, 2}, {f32({c.rows, c.columns})})},
                             {4});
  spec.kind = kStrassen;
  spec.schedule = {c.schedule, c.parameters};
  CompiledKernel kernel(spec);
  std::vector<float> is =
      kernel.run({floats({c.rows, c.depth}, left), matrix, floats({c.columns}, bias)})[0]
          .as<float>();
  for (int64_t m = 0; m < c.rows; ++m)
    for (int64_t n = 0; n < c.columns; ++n) {
      float sum = bias[n];
      for (int64_t k = 0; k < c.depth; ++k)
        sum += left[m * c.depth + k] * right[k * c.columns + n];
      EXPECT_EQ(is[m * c.columns + n], sum) << "row " << m << ", column " << n;
    }
}

INSTANTIATE_TEST_SUITE_P(Shapes, StrassenTest,
                         testing::Values(Case{1, 2, 1}, Case{2, 2, 2}, Case{3, 6, 17},
                                         Case{4, 34, 32}, Case{5, 40, 33}, Case{28, 64, 64},
                                         Case{49, 70, 100}, Case{49, 128, 96, 32},
                                         Case{31, 66, 45, 32}, Case{196, 32, 48}));
INSTANTIATE_TEST_SUITE_P(Schedules, StrassenTest,
                         testing::Values(Case{49, 70, 100, 16, {{"columns", 7}}},
                                         Case{49, 70, 100, 16, {{"columns", 1}, {"unroll", 7}}},
                                         Case{50, 64, 80, 16, {{"columns", 9}, {"prefetch", 1}}},
                                         Case{11, 12, 40, 16, {}, "vectorized"},
                                         Case{11, 12, 40, 16, {}, "naive"}));

} // namespace
