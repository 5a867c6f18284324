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

using namespace unspool;
using namespace unspool::test;

namespace {

/// One timestep of an LSTM; weights in blocks of two vectors.
KernelSpec cellOf(int64_t rows, int64_t units) {
  constexpr int64_t kBlock = 32;
  TensorType projected{ElementType::F32, {rows, 4 * units}}, state{ElementType::F32, {rows, units}},
      weights{ElementType::F32, {(units + kBlock - 1) / kBlock, units, 4, kBlock}};
  std::vector<std::string> functions{"sigmoid", "tanh", "tanh"};
  KernelSpec spec = kernelOf({projected, state, state, weights},
                             {node("lstm_cell", {0, 1, 2, 3, -1}, {state, state},
                                   {{"hidden_size", units},
                                    {"block", kBlock},
                                    {"activations", functions},
                                    {"alphas", std::vector<double>(3)},
                                    {"betas", std::vector<double>(3)},
                                    {"clip", 0.0}})},
                             {4, 5});
  spec.kind = "cell";
  spec.schedule = {"tiled", {}};
  return spec;
}

/// Rows of the projection lie far apart: a tile's are asked for while its products are computed,
/// whether blocks are whole or not.
TEST(Cells, AskForTheirProjections) {
  KernelOptions options;
  options.wantStmt = true;
  for (int64_t units : {64, 76})
    for (int64_t rows : {2, 16}) {
      CompiledKernel kernel(cellOf(rows, units), options);
      EXPECT_NE(kernel.object.stmt.find("prefetch("), std::string::npos) << rows << " " << units;
    }
}

} // namespace
