//===- CellTest.cpp - kernels of recurrent cells --------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What they compute is compared with the reference evaluator by the property suite; this is how.
//
//===----------------------------------------------------------------------===//

#include "tests/kernels/CompiledKernel.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace unspool;
using namespace unspool::test;

namespace {

/// Rows of the projection lie far apart: a tile's are asked for while its products are computed,
/// whether blocks are whole or not.
TEST(Cells, AskForTheirProjections) {
  KernelOptions options;
  options.wantStmt = true;
  for (int64_t units : {64, 76})
    for (int64_t rows : {2, 16}) {
      CompiledKernel kernel(lstmCell(rows, units, /*block=*/32), options);
      EXPECT_NE(kernel.object.stmt.find("prefetch("), std::string::npos) << rows << " " << units;
    }
}

/// Few rows of weights that are packed as many like: sums of all gates of a vector, of two gates
/// of a block or of one are in registers, whole blocks or not.
class FewRowsTest : public testing::TestWithParam<std::tuple<int64_t /*rows*/, int64_t /*block*/>> {
};

TEST_P(FewRowsTest, ComputesTheCell) {
  auto [rows, block] = GetParam();
  for (int64_t units : {48, 50}) {
    SCOPED_TRACE(units);
    std::vector<float> projected = wholeNumbers(rows * 4 * units, 5),
                       h = wholeNumbers(rows * units, 7), c = wholeNumbers(rows * units, 11),
                       weights = wholeNumbers(units * 4 * units, 13);
    for (float &weight : weights)
      weight /= 64;
    int64_t blocks = (units + block - 1) / block;
    std::vector<float> packed(blocks * units * 4 * block);
    auto weightOf = [&](int64_t k, int64_t gate, int64_t unit) {
      return weights[(k * 4 + gate) * units + unit];
    };
    for (int64_t k = 0; k < units; ++k)
      for (int64_t gate = 0; gate < 4; ++gate)
        for (int64_t unit = 0; unit < units; ++unit)
          packed[((unit / block * units + k) * 4 + gate) * block + unit % block] =
              weightOf(k, gate, unit);
    KernelOptions options;
    options.target = kAvx2;
    CompiledKernel kernel(lstmCell(rows, units, block), options);
    std::vector<Tensor> is =
        kernel.run({floats({rows, 4 * units}, projected), floats({rows, units}, h),
                    floats({rows, units}, c), floats({blocks, units, 4, block}, packed)});
    std::vector<float> newH = is[0].as<float>(), newC = is[1].as<float>();
    auto sigmoid = [](double x) { return 1 / (1 + std::exp(-x)); };
    for (int64_t row = 0; row < rows; ++row)
      for (int64_t unit = 0; unit < units; ++unit) {
        double gates[4];
        for (int64_t gate = 0; gate < 4; ++gate) {
          gates[gate] = projected[(row * 4 + gate) * units + unit];
          for (int64_t k = 0; k < units; ++k)
            gates[gate] += h[row * units + k] * weightOf(k, gate, unit);
        }
        double cell =
            sigmoid(gates[2]) * c[row * units + unit] + sigmoid(gates[0]) * std::tanh(gates[3]);
        EXPECT_NEAR(newC[row * units + unit], cell, 1e-5) << "row " << row << ", unit " << unit;
        EXPECT_NEAR(newH[row * units + unit], sigmoid(gates[1]) * std::tanh(cell), 1e-5)
            << "row " << row << ", unit " << unit;
      }
  }
}

INSTANTIATE_TEST_SUITE_P(Blocks, FewRowsTest,
                         testing::Combine(testing::Values(1, 2, 3, 4, 5, 7),
                                          testing::Values(8, 16, 24)));

} // namespace
