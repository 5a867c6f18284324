//===- ReductionTest.cpp - ops that combine elements along axes -----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A sum of n terms is compared with one in double; it may be off by as many units
// as a tree of sixteen partial sums has levels of rounding.
//
//===----------------------------------------------------------------------===//

#include "tests/kernels/CompiledKernel.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

using namespace unspool;
using namespace unspool::test;

namespace {

using Integers = std::vector<int64_t>;
constexpr float kInfinity = std::numeric_limits<float>::infinity();
const float kNan = std::nanf("");

std::map<std::string, Attribute> along(const std::string &kind, Integers axes) {
  return {{"kind", kind}, {"axes", std::move(axes)}, {"keep", int64_t(0)}};
}

/// Over the inner axis of [rows, extent], for extents around the sixteen lanes.
class InnermostReductionTest : public ::testing::TestWithParam<int64_t> {};

TEST_P(InnermostReductionTest, IsRight) {
  int64_t extent = GetParam(), rows = 3;
  std::vector<float> values = someFloats(rows * extent);
  Tensor input = floats({rows, extent}, values);
  std::vector<float> sum = runNode("reduce", {input}, f32({rows}), along("sum", {1})).as<float>();
  std::vector<float> most = runNode("reduce", {input}, f32({rows}), along("max", {1})).as<float>();
  std::vector<float> least = runNode("reduce", {input}, f32({rows}), along("min", {1})).as<float>();
  for (int64_t row = 0; row < rows; ++row) {
    auto first = values.begin() + row * extent, last = first + extent;
    double magnitude = 1;
    std::for_each(first, last, [&](float value) { magnitude += std::abs(value); });
    EXPECT_NEAR(sum[row], std::accumulate(first, last, 0.0), magnitude * 1e-6);
    EXPECT_EQ(most[row], *std::max_element(first, last));
    EXPECT_EQ(least[row], *std::min_element(first, last));
  }
}
INSTANTIATE_TEST_SUITE_P(Extents, InnermostReductionTest,
                         ::testing::Values(1, 2, 15, 16, 17, 31, 32, 33, 100, 1000));

TEST(ReductionTest, OuterAndAllAxes) {
  std::vector<float> values = someFloats(4 * 5 * 6);
  Tensor input = floats({4, 5, 6}, values);
  std::vector<float> middle =
      runNode("reduce", {input}, f32({4, 6}), along("sum", {1})).as<float>();
  for (int64_t i = 0; i < 4; ++i)
    for (int64_t k = 0; k < 6; ++k) {
      double sum = 0;
      for (int64_t j = 0; j < 5; ++j)
        sum += values[(i * 5 + j) * 6 + k];
      EXPECT_NEAR(middle[i * 6 + k], sum, 1e-5);
    }
  double total = std::accumulate(values.begin(), values.end(), 0.0);
  EXPECT_NEAR(runNode("reduce", {input}, f32({}), along("sum", {0, 1, 2})).as<float>()[0], total,
              1e-4);
}

TEST(ReductionTest, ASumDoesNotDependOnTheVectorWidth) {
  Tensor input = floats({7, 1003}, someFloats(7 * 1003));
  KernelSpec spec =
      kernelOf({input.type}, {node("reduce", {0}, {f32({7})}, along("sum", {1}))}, {1});
  std::vector<uint8_t> sums = CompiledKernel(spec).run({input})[0].bytes;
  KernelSpec plain = spec;
  plain.schedule.name = "naive";
  EXPECT_EQ(sums, CompiledKernel(plain).run({input})[0].bytes);
  // Every x86-64 host runs code for the narrowest vectors.
  if (resolveTarget("host").rfind("x86-64", 0) == 0) {
    KernelOptions narrow;
    narrow.target = "x86-64-linux-sse41";
    EXPECT_EQ(sums, CompiledKernel(spec, narrow).run({input})[0].bytes);
  }
}

TEST(ReductionTest, NanIsTheExtreme) {
  Tensor input = floats({2, 3}, {1, kNan, 2, 3, 4, -kInfinity});
  for (const char *kind : {"min", "max"})
    EXPECT_TRUE(std::isnan(runNode("reduce", {input}, f32({2}), along(kind, {1})).as<float>()[0]));
  EXPECT_EQ(runNode("reduce", {input}, f32({2}), along("min", {1})).as<float>()[1], -kInfinity);
}

TEST(ReductionTest, NothingGivesTheNeutralElement) {
  Tensor input = floats({2, 0}, {});
  EXPECT_EQ(runNode("reduce", {input}, f32({2}), along("sum", {1})).as<float>(),
            (std::vector<float>{0, 0}));
  EXPECT_EQ(runNode("reduce", {input}, f32({2}), along("max", {1})).as<float>(),
            (std::vector<float>{-kInfinity, -kInfinity}));
}

TEST(ReductionTest, BooleansReduceWithAndAndOr) {
  Tensor input = tensor<uint8_t>(ElementType::Bool, {2, 3}, {1, 0, 1, 1, 1, 1});
  TensorType type{ElementType::Bool, {2}};
  EXPECT_EQ(runNode("reduce", {input}, type, along("min", {1})).bytes,
            (std::vector<uint8_t>{0, 1}));
  EXPECT_EQ(runNode("reduce", {input}, type, along("max", {1})).bytes,
            (std::vector<uint8_t>{1, 1}));
}

TEST(ReductionTest, SoftmaxOverEachAxis) {
  std::vector<float> values = someFloats(6 * 35);
  values[3] = 80; // dominates without overflowing
  Tensor input = floats({6, 35}, values);
  for (int64_t axis : {0, 1}) {
    std::vector<float> plain =
        runNode("softmax", {input}, input.type, {{"axis", axis}}).as<float>();
    std::vector<float> logs =
        runNode("log_softmax", {input}, input.type, {{"axis", axis}}).as<float>();
    int64_t lines = axis ? 6 : 35, extent = axis ? 35 : 6, step = axis ? 1 : 35;
    for (int64_t line = 0; line < lines; ++line) {
      int64_t start = axis ? line * 35 : line;
      double sum = 0;
      for (int64_t i = 0; i < extent; ++i)
        sum += std::exp(double(values[start + i * step]));
      for (int64_t i = 0; i < extent; ++i) {
        int64_t at = start + i * step;
        double should = std::exp(double(values[at])) / sum;
        EXPECT_NEAR(plain[at], should, 2e-6 * should + 1e-37);
        EXPECT_NEAR(logs[at], std::log(should), 1e-5 * std::max(1.0, std::abs(std::log(should))));
      }
    }
  }
}

/// Where the extreme of each of two lines is.
Integers position(const Tensor &input, const char *kind, int64_t last) {
  return runNode("arg_reduce", {input}, {ElementType::I64, {2, 1}},
                 {{"kind", std::string(kind)}, {"axis", int64_t(1)}, {"last", last}})
      .as<int64_t>();
}

TEST(ReductionTest, SoftmaxOfNaNAndInfinity) {
  for (const char *op : {"softmax", "log_softmax"})
    for (int place : {0, 20, 34}) {
      std::vector<float> values(35, 0.5f);
      values[place] = NAN;
      for (float y : runNode(op, {floats({1, 35}, values)}, {ElementType::F32, {1, 35}},
                             {{"axis", int64_t(1)}})
                         .as<float>())
        EXPECT_TRUE(std::isnan(y)) << op << " " << place;
    }
  std::vector<float> values(35, -INFINITY);
  values[33] = -3;
  std::vector<float> y = runNode("softmax", {floats({1, 35}, values)}, {ElementType::F32, {1, 35}},
                                 {{"axis", int64_t(1)}})
                             .as<float>();
  for (int i = 0; i < 35; ++i)
    EXPECT_EQ(y[i], i == 33 ? 1 : 0) << i;
}

/// Of a large tensor, no more than a row is stored.
TEST(ReductionTest, SoftmaxOfLongRows) {
  constexpr int64_t rows = 3, columns = 50001;
  TensorType type{ElementType::F32, {rows, columns}};
  KernelSpec spec = kernelOf({type}, {node("softmax", {0}, {type}, {{"axis", int64_t(1)}})}, {1});
  spec.kind = "reduce";
  spec.schedule = {"vectorized", {}};
  CompiledKernel kernel(spec);
  EXPECT_LT(kernel.object.scratchBytes, 2 * columns * int64_t(sizeof(float)));
  std::vector<float> x = someFloats(rows * columns);
  std::vector<float> y = kernel.run({floats(type.shape, x)})[0].as<float>();
  for (int64_t row = 0; row < rows; ++row) {
    double sum = 0;
    for (int64_t i = row * columns; i < (row + 1) * columns; ++i)
      sum += std::exp(double(x[i]));
    for (int64_t i = row * columns; i < (row + 1) * columns; i += 997)
      EXPECT_NEAR(y[i] * sum, std::exp(double(x[i])), 1e-5) << row << " " << i;
  }
}

TEST(ReductionTest, ArgumentOfTheExtreme) {
  Tensor input = floats({2, 4}, {1, 3, 3, 0, 2, 2, 5, 2});
  EXPECT_EQ(position(input, "max", 0), (Integers{1, 2}));
  EXPECT_EQ(position(input, "max", 1), (Integers{2, 2}));
  EXPECT_EQ(position(input, "min", 0), (Integers{3, 0}));
  EXPECT_EQ(position(input, "min", 1), (Integers{3, 3}));
}

TEST(ReductionTest, TheFirstNaNIsTheArgumentOfTheExtreme) {
  Tensor input = floats({2, 4}, {1, kNan, 3, kNan, 5, 4, 3, kNan});
  for (const char *kind : {"min", "max"})
    for (int64_t last : {0, 1})
      EXPECT_EQ(position(input, kind, last), (Integers{1, 3})) << kind << last;
}

TEST(ReductionTest, TopKRanksNaNAboveAllNumbers) {
  Tensor input = floats({1, 5}, {3, kNan, kInfinity, kNan, 1});
  for (int64_t largest : {0, 1}) {
    KernelSpec spec =
        kernelOf({input.type},
                 {node("top_k", {0}, {f32({1, 5}), {ElementType::I64, {1, 5}}},
                       {{"k", int64_t(5)}, {"axis", int64_t(1)}, {"largest", largest}})},
                 {1, 2});
    EXPECT_EQ(CompiledKernel(spec).run({input})[1].as<int64_t>(),
              largest ? (Integers{1, 3, 2, 0, 4}) : (Integers{4, 0, 2, 1, 3}));
  }
}

TEST(ReductionTest, CumulativeSums) {
  Tensor input = floats({2, 3}, {1, 2, 3, 4, 5, 6});
  auto cumulate = [&](int64_t axis, int64_t exclusive, int64_t reverse) {
    return runNode("cumulate", {input}, input.type,
                   {{"kind", std::string("sum")},
                    {"axis", axis},
                    {"exclusive", exclusive},
                    {"reverse", reverse}})
        .as<float>();
  };
  EXPECT_EQ(cumulate(1, 0, 0), (std::vector<float>{1, 3, 6, 4, 9, 15}));
  EXPECT_EQ(cumulate(1, 1, 0), (std::vector<float>{0, 1, 3, 0, 4, 9}));
  EXPECT_EQ(cumulate(1, 0, 1), (std::vector<float>{6, 5, 3, 15, 11, 6}));
  EXPECT_EQ(cumulate(1, 1, 1), (std::vector<float>{5, 3, 0, 11, 6, 0}));
  EXPECT_EQ(cumulate(0, 0, 0), (std::vector<float>{1, 2, 3, 5, 7, 9}));
}

TEST(ReductionTest, TopKIsSortedAndStable) {
  Tensor input = floats({2, 5}, {3, 1, 3, 2, 5, -1, -1, 0, -2, -1});
  KernelSpec spec =
      kernelOf({input.type},
               {node("top_k", {0}, {f32({2, 3}), {ElementType::I64, {2, 3}}},
                     {{"k", int64_t(3)}, {"axis", int64_t(1)}, {"largest", int64_t(1)}})},
               {1, 2});
  std::vector<Tensor> results = CompiledKernel(spec).run({input});
  EXPECT_EQ(results[0].as<float>(), (std::vector<float>{5, 3, 3, 0, -1, -1}));
  EXPECT_EQ(results[1].as<int64_t>(), (Integers{4, 0, 2, 2, 0, 1}));
  spec.nodes[0].attributes["largest"] = int64_t(0);
  results = CompiledKernel(spec).run({input});
  EXPECT_EQ(results[0].as<float>(), (std::vector<float>{1, 2, 3, -2, -1, -1}));
  EXPECT_EQ(results[1].as<int64_t>(), (Integers{1, 3, 0, 3, 0, 1}));
}

} // namespace
