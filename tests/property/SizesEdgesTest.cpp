//===- SizesEdgesTest.cpp - calls of wrong sizes and lengths ---------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A recurrent layer whose caller chooses timesteps and batch, and gives a length for each
// row: calls with none, with more than the most, and with lengths beyond the timesteps of
// the call. They return a status, and what the outputs held before is there afterwards.
//
//===----------------------------------------------------------------------===//

#include "tests/property/OpenModel.h"
#include "tools/driver/Compiler.h"
#include "tools/driver/RunLibrary.h"
#include "tools/driver/TemporaryFolder.h"
#include "tools/driver/ThreadPool.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

using namespace mlir;

namespace unspool::test {
namespace {

constexpr int64_t kMostT = 6, kMostB = 3, kInputs = 2, kHidden = 4;
constexpr float kPoison = 77;

class SizesEdges : public testing::TestWithParam<const char *> {
protected:
  void SetUp() override {
    MLIRContext context(MLIRContext::Threading::DISABLED);
    OpenModel model(context, GetParam());
    std::string x = model.input("x", {"T", "B", std::to_string(kInputs)});
    std::string y = recurrent(model, GetParam(), x, kInputs, kHidden, /*bidirectional=*/true,
                              {model.integers("lengths", {"B"})});
    model.builder.addOutput(model.builder.addNodeOutput("last"));
    model.builder.addOutput(y);
    CompileOptions options;
    options.model = folder.path() + "/model.onnx";
    std::ofstream(options.model, std::ios::binary) << model.builder.model.SerializeAsString();
    options.name = "edges";
    options.outputDirectory = folder.path() + "/out";
    options.emit = {"shared"};
    options.dimensions = {"T=" + std::to_string(kMostT), "B=" + std::to_string(kMostB)};
    options.passes.threads = 2;
    options.passes.sharesAll = true;
    CompileResult compiled = compile(options);
    ASSERT_EQ(compiled.outcome, Outcome::Good) << compiled.errors;
    auto opened = LoadedModel::open(options.outputDirectory, options.name);
    ASSERT_TRUE(bool(opened)) << toString(opened.takeError());
    library.emplace(std::move(*opened));
  }

  /// The status; `outputs` are poisoned before.
  int run(int64_t timesteps, int64_t batch, std::vector<int32_t> lengths,
          const unspool_executor *executor = nullptr) {
    const unspool_model &model = library->model();
    AlignedBytes workspace(model.workspace_bytes, model.workspace_alignment);
    std::fill(std::begin(x), std::end(x), 0.5f);
    std::fill(std::begin(last), std::end(last), kPoison);
    std::fill(std::begin(y), std::end(y), kPoison);
    int64_t sizes[] = {timesteps, batch};
    lengths.resize(kMostB);
    const void *inputs[] = {x, lengths.data()};
    void *outputs[] = {last, y};
    return model.run_sized(executor, sizes, inputs, outputs, workspace.data());
  }

  bool isUntouched() const {
    auto isPoison = [](float value) { return value == kPoison; };
    return std::all_of(std::begin(last), std::end(last), isPoison) &&
           std::all_of(std::begin(y), std::end(y), isPoison);
  }

  TemporaryFolder folder;
  std::optional<LoadedModel> library;
  float x[kMostT * kMostB * kInputs], last[2 * kMostB * kHidden], y[kMostT * 2 * kMostB * kHidden];
};

TEST_P(SizesEdges, SizesOutOfRangeLeaveTheOutputsAlone) {
  auto pool = ThreadPool::create(2);
  for (const unspool_executor *executor : {(const unspool_executor *)nullptr, pool->executor()}) {
    for (int64_t bad : {int64_t(0), int64_t(-1), kMostT + 1, INT64_MAX, INT64_MIN}) {
      EXPECT_EQ(run(bad, 2, {1, 1}, executor), UNSPOOL_SIZE_OUT_OF_RANGE) << bad;
      EXPECT_TRUE(isUntouched());
    }
    for (int64_t bad : {int64_t(0), int64_t(-1), kMostB + 1, INT64_MAX, INT64_MIN}) {
      EXPECT_EQ(run(2, bad, {1, 1}, executor), UNSPOOL_SIZE_OUT_OF_RANGE) << bad;
      EXPECT_TRUE(isUntouched());
    }
    EXPECT_EQ(run(kMostT, kMostB, {6, 6, 6}, executor), UNSPOOL_OK);
    EXPECT_EQ(std::count(std::begin(y), std::end(y), kPoison), 0);
  }
}

/// Four timesteps in a library that takes six.
TEST_P(SizesEdges, LengthsBeyondTheCallsTimestepsLeaveTheOutputsAlone) {
  for (int32_t bad : {5, 6, 7, -1, INT32_MIN, INT32_MAX})
    for (bool isFirst : {true, false}) {
      EXPECT_EQ(run(4, 2, {isFirst ? bad : 4, isFirst ? 4 : bad}), UNSPOOL_VALUE_OUT_OF_RANGE)
          << bad;
      EXPECT_TRUE(isUntouched());
    }
  EXPECT_EQ(run(4, 2, {4, 0, /*of no row:*/ -9}), UNSPOOL_OK);
  EXPECT_FALSE(isUntouched());
}

INSTANTIATE_TEST_SUITE_P(Layers, SizesEdges, testing::Values("RNN", "GRU", "LSTM"),
                         [](const testing::TestParamInfo<const char *> &info) {
                           return std::string(info.param);
                         });

} // namespace
} // namespace unspool::test
