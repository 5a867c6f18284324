//===- RegisterTileTest.cpp - sums of tiles stay in registers -------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A tile of more sums than LLVM keeps in registers runs at a third of the speed, with the
// right results: only the assembly shows it.
//
//===----------------------------------------------------------------------===//

#include "tests/kernels/CompiledKernel.h"

#include <gtest/gtest.h>

#include <regex>
#include <sstream>

using namespace unspool;
using namespace unspool::test;

namespace {

/// Of all loops without others in them, nor exponential functions (which shift): multiply-adds,
/// and vectors that are stored on the stack.
struct LoopsOfSums {
  int multiplyAdds = 0, stored = 0;
};
LoopsOfSums loopsOf(const std::string &assembly) {
  const std::regex label("(\\.[A-Za-z0-9_]+):.*"), jump("\\s+j[a-z]+\\s+(\\S+).*"),
      store("\\s+vmov[a-z]+\\s+%[yz]mm[0-9]+, -?[0-9]*\\(%r[sb]p.*");
  LoopsOfSums loops;
  std::string line, head;
  int sums = 0, stores = 0, shifts = 0;
  std::smatch match;
  for (std::istringstream lines(assembly); std::getline(lines, line);) {
    if (std::regex_match(line, match, label)) {
      head = match[1];
      sums = stores = shifts = 0;
    } else if (std::regex_match(line, match, jump)) {
      if (match[1] == head && shifts == 0) {
        loops.multiplyAdds += sums;
        loops.stored += stores;
      }
      sums = stores = shifts = 0;
      head.clear();
    }
    sums += line.find("vfmadd") != std::string::npos;
    stores += std::regex_match(line, store);
    shifts += line.find("vpslld") != std::string::npos;
  }
  return loops;
}

class RegisterTileTest
    : public testing::TestWithParam<std::tuple<const char *, int64_t /*vectors of a block*/>> {};

TEST_P(RegisterTileTest, LoopsOfProductsKeepTheirSums) {
  auto [target, vectors] = GetParam();
  int64_t block = vectors * (target == kAvx2 ? 8 : 16), depth = 64, blocks = 5;
  for (int64_t rows : {1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 25, 28, 30, 49}) {
    SCOPED_TRACE(rows);
    KernelSpec spec = kernelOf({f32({rows, depth}), f32({blocks, depth, block})},
                               {node("matmul", {0, 1}, {f32({rows, blocks * block})},
                                     {{"block", block}, {"interleave", int64_t(1)}})},
                               {2});
    spec.kind = "matmul";
    spec.schedule = {"tiled", {}};
    KernelOptions options;
    options.target = target;
    options.wantAssembly = true;
    KernelResult result = emitKernel(spec, options);
    ASSERT_TRUE(result.object) << result.error;
    LoopsOfSums loops = loopsOf(result.object->assembly);
    EXPECT_GT(loops.multiplyAdds, 0);
    // One of the 27 sums of nine rows by three vectors hides behind the others.
    EXPECT_LE(loops.stored, loops.multiplyAdds / 32);
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, RegisterTileTest,
                         testing::Combine(testing::Values(kAvx2, kAvx512),
                                          testing::Values(1, 2, 3, 4)),
                         [](const testing::TestParamInfo<RegisterTileTest::ParamType> &info) {
                           return std::string(std::get<0>(info.param) == kAvx2 ? "Avx2"
                                                                               : "Avx512") +
                                  "Vectors" + std::to_string(std::get<1>(info.param));
                         });

/// Cells of few rows have the sums of all gates in registers, or of as many as there is room for.
TEST(CellTileTest, LoopsOfSumsKeepThem) {
  for (const char *target : {kAvx2, kAvx512})
    for (int64_t vectors : {1, 2, 3})
      for (int64_t rows : {1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 16}) {
        SCOPED_TRACE(std::string(target) + ", " + std::to_string(vectors) + " vectors, " +
                     std::to_string(rows) + " rows");
        int64_t block = vectors * (target == kAvx2 ? 8 : 16);
        KernelOptions options;
        options.target = target;
        options.wantAssembly = true;
        KernelResult result = emitKernel(lstmCell(rows, /*units=*/3 * block, block), options);
        ASSERT_TRUE(result.object) << result.error;
        LoopsOfSums loops = loopsOf(result.object->assembly);
        EXPECT_GT(loops.multiplyAdds, 0);
        EXPECT_LE(loops.stored, loops.multiplyAdds / 32);
      }
}

} // namespace
