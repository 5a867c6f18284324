//===- DataMovementTest.cpp - where elements come from --------------------===//
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

using Integers = std::vector<int64_t>;

TensorType i64(Integers shape) { return {ElementType::I64, std::move(shape)}; }

/// 0, 1, 2, ... under a shape.
Tensor counted(Integers shape) {
  TensorType type = i64(std::move(shape));
  Integers values(type.elements());
  for (size_t i = 0; i < values.size(); ++i)
    values[i] = int64_t(i);
  return integers(type.shape, values);
}

Integers run(const std::string &op, const std::vector<Tensor> &operands, Integers shape,
             std::map<std::string, Attribute> attributes = {}) {
  return runNode(op, operands, i64(std::move(shape)), std::move(attributes)).as<int64_t>();
}

TEST(DataMovementTest, ReshapeKeepsTheRowMajorOrder) {
  for (const Integers &shape :
       std::vector<Integers>{{210}, {2, 105}, {30, 7}, {1, 6, 1, 35}, {21, 10}})
    EXPECT_EQ(run("reshape", {counted({2, 3, 5, 7})}, shape), counted({210}).as<int64_t>());
}

TEST(DataMovementTest, TransposeMovesAxes) {
  EXPECT_EQ(run("transpose", {counted({2, 3})}, {3, 2}, {{"permutation", Integers{1, 0}}}),
            (Integers{0, 3, 1, 4, 2, 5}));
  // result[k, i, j] = input[i, j, k]: a rotation is not its own inverse.
  EXPECT_EQ(run("transpose", {counted({2, 2, 3})}, {3, 2, 2}, {{"permutation", Integers{2, 0, 1}}}),
            (Integers{0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11}));
}

/// Channels to the front and to the back, of as many as fill blocks and vectors, and of others.
TEST(DataMovementTest, TransposesOfAllWidths) {
  for (int64_t rows : {1, 3, 16, 19, 33})
    for (int64_t columns : {1, 2, 15, 16, 17, 40}) {
      std::vector<float> values = someFloats(2 * rows * columns);
      std::vector<float> turned =
          runNode("transpose", {floats({2, rows, columns}, values)},
                  {ElementType::F32, {2, columns, rows}}, {{"permutation", Integers{0, 2, 1}}})
              .as<float>();
      for (int64_t n = 0; n < 2; ++n)
        for (int64_t r = 0; r < rows; ++r)
          for (int64_t c = 0; c < columns; ++c)
            ASSERT_EQ(turned[(n * columns + c) * rows + r], values[(n * rows + r) * columns + c])
                << rows << "x" << columns << " at " << n << ", " << r << ", " << c;
    }
}

TEST(DataMovementTest, SlicesMayRunBackwards) {
  EXPECT_EQ(
      run("slice", {counted({3, 5})}, {2, 2},
          {{"starts", Integers{2, 4}}, {"sizes", Integers{2, 2}}, {"steps", Integers{-2, -3}}}),
      (Integers{14, 11, 4, 1}));
}

TEST(DataMovementTest, ConcatSkipsEmptyInputs) {
  EXPECT_EQ(run("concat", {counted({2, 2}), counted({2, 0}), counted({2, 1})}, {2, 3},
                {{"axis", int64_t(1)}}),
            (Integers{0, 1, 0, 2, 3, 1}));
}

TEST(DataMovementTest, ManyInputsAreConcatenated) {
  std::vector<Tensor> inputs;
  Integers should;
  for (int64_t i = 0; i < 6; ++i) {
    Integers values(i + 17, i);
    inputs.push_back(integers({i + 17}, values));
    should.insert(should.end(), values.begin(), values.end());
  }
  EXPECT_EQ(run("concat", inputs, {int64_t(should.size())}, {{"axis", int64_t(0)}}), should);
}

/// Parts of a row of which each is a loop of its own, with and without a rest behind whole vectors.
template <typename T> void joinRows(ElementType type) {
  constexpr int64_t kRows = 3;
  const Integers widths = {44, 16, 9, 33};
  std::vector<Tensor> parts;
  std::vector<T> should(kRows * 102);
  int64_t begin = 0;
  for (int64_t width : widths) {
    std::vector<T> values(kRows * width);
    for (int64_t i = 0; i < int64_t(values.size()); ++i) {
      values[i] = T(i % 100);
      should[i / width * 102 + begin + i % width] = values[i];
    }
    parts.push_back(tensor<T>(type, {kRows, width}, values));
    begin += width;
  }
  Tensor joined = runNode("concat", parts, {type, {kRows, 102}}, {{"axis", int64_t(1)}});
  EXPECT_EQ(joined.as<T>(), should);
}

TEST(DataMovementTest, PartsOfAnyAxisAreConcatenated) {
  for (int64_t axis = 0; axis < 4; ++axis) {
    const Integers extents = {1, 9, 2, 21};
    Integers shape = {2, 3, 5, 4}, should;
    int64_t outer = 1, inner = 1;
    for (int64_t other = 0; other < 4; ++other)
      if (other != axis)
        (other < axis ? outer : inner) *= shape[other];
    std::vector<Tensor> parts;
    for (int64_t extent : extents) {
      shape[axis] = extent;
      parts.push_back(counted(shape));
    }
    for (int64_t row = 0; row < outer; ++row)
      for (int64_t extent : extents)
        for (int64_t i = 0; i < extent * inner; ++i)
          should.push_back(row * extent * inner + i);
    shape[axis] = 33;
    EXPECT_EQ(run("concat", parts, shape, {{"axis", axis}}), should) << axis;
  }
}

TEST(DataMovementTest, LongPartsOfRowsAreConcatenated) {
  joinRows<float>(ElementType::F32);
  joinRows<double>(ElementType::F64);
  joinRows<int64_t>(ElementType::I64);
  joinRows<int8_t>(ElementType::I8);
}

TEST(DataMovementTest, PadsInEveryMode) {
  Tensor input = integers({4}, {1, 2, 3, 4}), border = integers({}, {9});
  auto padded = [&](const char *mode, int64_t low, int64_t high) {
    return run("pad", {input, border}, {4 + low + high},
               {{"low", Integers{low}}, {"high", Integers{high}}, {"mode", std::string(mode)}});
  };
  EXPECT_EQ(padded("constant", 2, 1), (Integers{9, 9, 1, 2, 3, 4, 9}));
  EXPECT_EQ(padded("edge", 2, 1), (Integers{1, 1, 1, 2, 3, 4, 4}));
  EXPECT_EQ(padded("reflect", 3, 3), (Integers{4, 3, 2, 1, 2, 3, 4, 3, 2, 1}));
  EXPECT_EQ(padded("wrap", 5, 2), (Integers{4, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2}));
  EXPECT_EQ(padded("constant", -1, 2), (Integers{2, 3, 4, 9, 9}));
}

TEST(DataMovementTest, GatheredIndicesCountFromTheEndAndAreClamped) {
  Tensor indices = integers({2, 3}, {0, 2, -1, -3, 5, -100});
  EXPECT_EQ(run("gather", {counted({3}), indices}, {2, 3}, {{"axis", int64_t(0)}}),
            (Integers{0, 2, 2, 0, 2, 0}));
  EXPECT_EQ(
      run("gather", {counted({2, 3}), integers({2}, {-1, 0})}, {2, 2}, {{"axis", int64_t(1)}}),
      (Integers{2, 0, 5, 3}));
  // Larger than an int: clamped, not cut to 32 bits.
  Tensor huge = integers({2}, {(int64_t(1) << 40) + 1, -(int64_t(1) << 40)});
  EXPECT_EQ(run("gather", {counted({3}), huge}, {2}, {{"axis", int64_t(0)}}), (Integers{2, 0}));
}

TEST(DataMovementTest, GatherIndicesOfOneByte) {
  Tensor input = counted({300});
  Tensor indices = tensor<int8_t>(ElementType::I8, {3}, {127, -128, -1});
  EXPECT_EQ(run("gather", {input, indices}, {3}, {{"axis", int64_t(0)}}),
            (Integers{127, 172, 299}));
}

TEST(DataMovementTest, GatherElementsAndCoordinates) {
  Tensor indices = integers({2, 2}, {0, -1, 1, 0});
  EXPECT_EQ(run("gather_elements", {counted({2, 3}), indices}, {2, 2}, {{"axis", int64_t(1)}}),
            (Integers{0, 2, 4, 3}));
  EXPECT_EQ(run("gather_nd", {counted({2, 3}), integers({2, 2}, {0, -1, 1, 0})}, {2},
                {{"batch_dims", int64_t(0)}}),
            (Integers{2, 3}));
  EXPECT_EQ(run("gather_nd", {counted({2, 3}), integers({2, 1}, {2, 0})}, {2},
                {{"batch_dims", int64_t(1)}}),
            (Integers{2, 3}));
}

TEST(DataMovementTest, ScatteredUpdatesFollowInOrder) {
  Tensor input = integers({4}, {1, 2, 3, 4}), indices = integers({3}, {1, -3, 3});
  Tensor updates = integers({3}, {10, 20, 30});
  auto scatter = [&](const char *mode) {
    return run("scatter_elements", {input, indices, updates}, {4},
               {{"axis", int64_t(0)}, {"mode", std::string(mode)}});
  };
  EXPECT_EQ(scatter("replace"), (Integers{1, 20, 3, 30}));
  EXPECT_EQ(scatter("add"), (Integers{1, 32, 3, 34}));
  EXPECT_EQ(scatter("mul"), (Integers{1, 400, 3, 120}));
  EXPECT_EQ(scatter("min"), (Integers{1, 2, 3, 4}));
  EXPECT_EQ(scatter("max"), (Integers{1, 20, 3, 30}));
  EXPECT_EQ(run("scatter_nd", {counted({2, 2}), integers({1, 1}, {-1}), integers({1, 2}, {8, 9})},
                {2, 2}, {{"mode", std::string("replace")}}),
            (Integers{0, 1, 8, 9}));
}

TEST(DataMovementTest, IotaCountsAlongAnAxis) {
  EXPECT_EQ(run("iota", {}, {2, 3}, {{"axis", int64_t(1)}}), (Integers{0, 1, 2, 0, 1, 2}));
  EXPECT_EQ(run("iota", {}, {2, 3}, {{"axis", int64_t(0)}}), (Integers{0, 0, 0, 1, 1, 1}));
}

} // namespace
