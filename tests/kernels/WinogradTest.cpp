//===- WinogradTest.cpp - nn.conv from transformed filters ----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each form, with shapes that its tiles and the vectors do not divide, against the
// definition of the convolution in f64. Filters are transformed here, from the
// matrices alone.
//
//===----------------------------------------------------------------------===//

#include "ir/Winograd.h"
#include "tests/kernels/CompiledKernel.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

using namespace unspool;
using namespace unspool::test;

namespace {

/// A convolution, its last spatial axis first in mind: 1-D ones have height 1.
struct Case {
  int64_t tile, images, height, width, channels, outputs, taps, low, high;
  bool is1d = false;
  int64_t pool = 1; ///< a max pool of pool x pool behind it
  std::string schedule = "tiled";
  int64_t block = 16; ///< channels of the packed filter
  int64_t stride = 1;
  int64_t tileDown = 0; ///< rows of a tile; 0: as many as columns

  std::string algorithm() const {
    std::string across = std::to_string(tile);
    return "winograd" + (tileDown ? std::to_string(tileDown) + "x" + across : across);
  }
  int64_t down() const { return is1d ? 1 : taps; }
  int64_t rows() const { return is1d ? 1 : (height + low + high - taps) / stride + 1; }
  int64_t columns() const { return (width + low + high - taps) / stride + 1; }
};

std::ostream &operator<<(std::ostream &out, const Case &c) {
  return out << c.algorithm() << " " << c.images << "x" << c.height << "x" << c.width << "x"
             << c.channels << " to " << c.outputs << ", " << c.taps << " taps, pads " << c.low
             << " and " << c.high << (c.is1d ? ", 1-D" : "") << ", pool " << c.pool << ", "
             << c.schedule << ", block " << c.block << ", stride " << c.stride;
}

/// Without the height of 1 that a 1-D case has.
std::vector<int64_t> shapeOf(const Case &c, int64_t n, int64_t h, int64_t w, int64_t last) {
  return c.is1d ? std::vector<int64_t>{n, w, last} : std::vector<int64_t>{n, h, w, last};
}

/// [down, taps, C, O] to [O / block, points..., C, block].
Tensor packedFilter(const Case &c, const std::vector<float> &filter) {
  WinogradForm form = winogradForm(c.tile, c.taps, c.stride);
  WinogradForm formDown = winogradForm(c.tileDown ? c.tileDown : c.tile, c.taps, c.stride);
  int64_t points = form.points, pointsDown = c.is1d ? 1 : formDown.points;
  int64_t blocks = (c.outputs + c.block - 1) / c.block;
  std::vector<float> packed(blocks * pointsDown * points * c.channels * c.block);
  for (int64_t i = 0; i < pointsDown; ++i)
    for (int64_t j = 0; j < points; ++j)
      for (int64_t channel = 0; channel < c.channels; ++channel)
        for (int64_t o = 0; o < c.outputs; ++o) {
          double sum = 0;
          for (int64_t k = 0; k < c.down(); ++k)
            for (int64_t l = 0; l < c.taps; ++l)
              sum += (c.is1d ? 1 : formDown.filter[i * c.taps + k]) * form.filter[j * c.taps + l] *
                     filter[((k * c.taps + l) * c.channels + channel) * c.outputs + o];
          int64_t line =
              ((o / c.block * pointsDown + i) * points + j) * c.channels + channel;
          packed[line * c.block + o % c.block] = float(sum);
        }
  std::vector<int64_t> shape{blocks};
  if (!c.is1d)
    shape.push_back(pointsDown);
  shape.insert(shape.end(), {points, c.channels, c.block});
  return floats(shape, packed);
}

/// Convolution and pool, as they are defined.
std::vector<double> expected(const Case &c, const std::vector<float> &x,
                             const std::vector<float> &filter) {
  int64_t low = c.is1d ? 0 : c.low;
  auto conv = [&](int64_t n, int64_t row, int64_t column, int64_t o) {
    double sum = 0;
    for (int64_t k = 0; k < c.down(); ++k)
      for (int64_t l = 0; l < c.taps; ++l) {
        int64_t h = row * c.stride + k - low, w = column * c.stride + l - c.low;
        if (h < 0 || h >= c.height || w < 0 || w >= c.width)
          continue;
        for (int64_t channel = 0; channel < c.channels; ++channel)
          sum += double(x[((n * c.height + h) * c.width + w) * c.channels + channel]) *
                 filter[((k * c.taps + l) * c.channels + channel) * c.outputs + o];
      }
    return sum;
  };
  std::vector<double> y;
  for (int64_t n = 0; n < c.images; ++n)
    for (int64_t row = 0; row < c.rows() / c.pool; ++row)
      for (int64_t column = 0; column < c.columns() / c.pool; ++column)
        for (int64_t o = 0; o < c.outputs; ++o) {
          double most = -1e30;
          for (int64_t i = 0; i < c.pool * c.pool; ++i)
            most = std::max(most, conv(n, row * c.pool + i / c.pool,
                                       column * c.pool + i % c.pool, o));
          y.push_back(most);
        }
  return y;
}

KernelSpec specOf(const Case &c, const TensorType &filter) {
  size_t axes = c.is1d ? 1 : 2;
  std::vector<int64_t> ones(axes, 1), strides(axes, c.stride), low(axes, c.low), high(axes, c.high),
      zeros(axes, 0);
  TensorType input = f32(shapeOf(c, c.images, c.height, c.width, c.channels));
  TensorType conv = f32(shapeOf(c, c.images, c.rows(), c.columns(), c.outputs));
  std::vector<Node> nodes{node("conv", {0, 1}, {conv},
                               {{"algorithm", c.algorithm()},
                                {"block", c.block},
                                {"channels", c.outputs},
                                {"groups", int64_t(1)},
                                {"strides", strides},
                                {"dilations", ones},
                                {"low", low},
                                {"high", high}})};
  if (c.pool > 1) {
    std::vector<int64_t> window(axes, c.pool);
    nodes.push_back(node("max_pool", {2},
                         {f32({c.images, c.rows() / c.pool, c.columns() / c.pool, c.outputs})},
                         {{"window", window}, {"strides", window}, {"dilations", ones},
                          {"low", zeros}, {"high", zeros}}));
  }
  KernelSpec spec = kernelOf({input, filter}, nodes, {c.pool > 1 ? 3 : 2});
  spec.kind = "winograd";
  spec.schedule.name = c.schedule;
  return spec;
}

class WinogradTest : public testing::TestWithParam<Case> {};

TEST_P(WinogradTest, ComputesTheConvolution) {
  const Case &c = GetParam();
  std::vector<float> x = someFloats(c.images * c.height * c.width * c.channels);
  std::vector<float> filter = someFloats(c.down() * c.taps * c.channels * c.outputs, 2);
  Tensor packed = packedFilter(c, filter);
  CompiledKernel kernel(specOf(c, packed.type));
  Tensor input = floats(shapeOf(c, c.images, c.height, c.width, c.channels), x);
  std::vector<float> y = kernel.run({input, packed}).front().as<float>();
  std::vector<double> should = expected(c, x, filter);
  ASSERT_EQ(y.size(), should.size());
  double largest = 0;
  for (double value : should)
    largest = std::max(largest, std::abs(value));
  // Winograd (6, 3) loses about 2^7 units of the last place against the largest.
  for (size_t i = 0; i < y.size(); ++i)
    ASSERT_NEAR(y[i], should[i], largest * 5e-5) << "element " << i;
}

INSTANTIATE_TEST_SUITE_P(
    Shapes, WinogradTest,
    testing::Values(Case{2, 1, 8, 8, 16, 16, 3, 1, 1}, Case{4, 1, 8, 8, 16, 16, 3, 1, 1},
                    Case{6, 1, 12, 12, 16, 16, 3, 1, 1}, Case{2, 1, 5, 7, 5, 3, 3, 1, 1},
                    Case{4, 2, 9, 11, 20, 33, 3, 1, 1}, Case{6, 3, 7, 13, 40, 17, 3, 1, 1},
                    Case{4, 1, 6, 6, 8, 16, 3, 0, 0}, Case{4, 1, 10, 14, 3, 1, 3, 2, 0},
                    Case{2, 2, 9, 9, 7, 18, 5, 2, 2}, Case{4, 1, 11, 17, 16, 16, 5, 2, 2},
                    Case{2, 1, 9, 10, 16, 20, 2, 0, 1}, Case{4, 1, 20, 130, 16, 16, 3, 1, 1},
                    Case{4, 1, 64, 60, 48, 16, 3, 1, 1}, Case{5, 1, 14, 14, 20, 32, 3, 1, 1},
                    Case{5, 2, 10, 23, 16, 17, 4, 2, 1}));
INSTANTIATE_TEST_SUITE_P(OneAxis, WinogradTest,
                         testing::Values(Case{2, 1, 1, 17, 16, 16, 3, 1, 1, true},
                                         Case{4, 3, 1, 50, 5, 20, 3, 1, 1, true},
                                         Case{4, 1, 1, 301, 24, 40, 5, 2, 2, true},
                                         Case{2, 2, 1, 19, 16, 16, 7, 3, 3, true},
                                         Case{5, 2, 1, 41, 16, 20, 3, 1, 1, true},
                                         Case{6, 1, 1, 64, 16, 16, 3, 0, 2, true}));
INSTANTIATE_TEST_SUITE_P(Pooled, WinogradTest,
                         testing::Values(Case{2, 1, 8, 8, 16, 16, 3, 1, 1, false, 2},
                                         Case{4, 2, 12, 20, 16, 24, 3, 1, 1, false, 2},
                                         Case{6, 1, 16, 16, 16, 16, 3, 1, 1, false, 2},
                                         Case{6, 1, 14, 22, 16, 16, 3, 1, 1, false, 2},
                                         Case{6, 1, 12, 12, 16, 16, 3, 1, 1, false, 3},
                                         Case{4, 1, 12, 12, 16, 16, 3, 1, 1, false, 3},
                                         Case{5, 1, 12, 20, 16, 16, 3, 1, 1, false, 2}));
INSTANTIATE_TEST_SUITE_P(
    Blocks, WinogradTest,
    testing::Values(Case{4, 1, 5, 5, 20, 100, 3, 1, 1, false, 1, "tiled", 64},
                    Case{2, 1, 9, 14, 16, 40, 3, 1, 1, false, 1, "tiled", 32},
                    Case{4, 1, 1, 30, 16, 90, 3, 1, 1, true, 1, "tiled", 64}));
INSTANTIATE_TEST_SUITE_P(Naive, WinogradTest,
                         testing::Values(Case{4, 1, 6, 7, 5, 9, 3, 1, 1, false, 1, "naive"}));

INSTANTIATE_TEST_SUITE_P(
    Strides, WinogradTest,
    testing::Values(Case{2, 1, 14, 14, 16, 32, 3, 1, 1, false, 1, "tiled", 32, 2},
                    Case{4, 2, 15, 18, 20, 24, 3, 1, 0, false, 1, "tiled", 16, 2},
                    Case{4, 1, 33, 35, 3, 16, 7, 3, 3, false, 1, "tiled", 16, 2},
                    Case{2, 1, 31, 29, 3, 20, 11, 2, 2, false, 1, "tiled", 16, 4},
                    Case{6, 1, 25, 26, 8, 16, 4, 1, 2, false, 1, "tiled", 16, 3},
                    Case{5, 1, 22, 31, 16, 16, 3, 1, 1, false, 1, "tiled", 16, 2},
                    Case{2, 1, 24, 24, 8, 16, 5, 2, 2, false, 2, "tiled", 16, 2},
                    Case{6, 2, 1, 63, 12, 16, 5, 2, 2, true, 1, "tiled", 16, 2},
                    Case{2, 1, 9, 12, 5, 9, 3, 1, 1, false, 1, "naive", 16, 2}));

INSTANTIATE_TEST_SUITE_P(
    Oblong, WinogradTest,
    testing::Values(Case{2, 1, 14, 14, 16, 32, 3, 1, 1, false, 1, "tiled", 32, 1, 4},
                    Case{4, 1, 30, 33, 3, 20, 7, 3, 3, false, 1, "tiled", 16, 2, 1},
                    Case{4, 2, 9, 62, 3, 20, 3, 1, 1, false, 1, "tiled", 16, 1, 1},
                    Case{2, 1, 16, 24, 1, 6, 5, 0, 0, false, 2, "tiled", 16, 1, 1},
                    Case{2, 1, 12, 10, 20, 33, 3, 1, 1, false, 1, "tiled", 32, 1, 1},
                    Case{4, 1, 11, 40, 2, 7, 5, 2, 1, false, 1, "naive", 16, 2, 1}));

/// Lines of weights that a step of the sums asks for ahead, where a block serves `columns`
/// tiles of an image of 16. A register tile has room for 8 of them.
int64_t linesAskedFor(int64_t columns, int64_t prefetch) {
  Case c{4, 1, 4, 64, 16, 32, 3, 1, 1, false, 1, "tiled", 32};
  KernelSpec spec = specOf(c, f32({1, 6, 6, c.channels, c.block}));
  spec.schedule.parameters = {{"columns", columns}, {"prefetch", prefetch}, {"unroll", 1}};
  KernelOptions options;
  options.target = kAvx512;
  options.wantStmt = true;
  std::string stmt = emitKernel(spec, options).object.value().stmt;
  int64_t lines = 0;
  for (size_t at = 0; (at = stmt.find("prefetch(", at)) != std::string::npos; ++at)
    ++lines;
  return lines;
}

TEST(WinogradPrefetchTest, EachStepAsksForItsShareOfTheNextBlock) {
  EXPECT_EQ(linesAskedFor(4, 0), 0);
  EXPECT_EQ(linesAskedFor(4, 1), 2);  // one register tile: as many lines as the step reads
  EXPECT_EQ(linesAskedFor(16, 1), 1); // of two: half as many
}

/// The textbook's matrices, up to the signs of the points' rows.
TEST(WinogradFormTest, IsLavinsAndGrays) {
  WinogradForm form = winogradForm(2, 3, 1);
  EXPECT_EQ(form.output, (std::vector<double>{1, 1, 1, 0, 0, 1, -1, 1}));
  EXPECT_EQ(form.input,
            (std::vector<double>{-1, 0, 1, 0, 0, 1, 1, 0, 0, -1, 1, 0, 0, -1, 0, 1}));
  EXPECT_EQ(form.filter,
            (std::vector<double>{-1, 0, 0, .5, .5, .5, .5, -.5, .5, 0, 0, 1}));
  // With a stride of 2: the form of the outer taps on the even inputs, the middle one on the odd.
  form = winogradForm(2, 3, 2);
  EXPECT_EQ(form.output, (std::vector<double>{1, 1, 0, 1, 0, 0, 1, 1, 0, 1}));
  EXPECT_EQ(form.input, (std::vector<double>{-1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, -1,
                                             0,  1, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0}));
  EXPECT_EQ(form.filter, (std::vector<double>{-1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0}));
  EXPECT_EQ(winogradTaps(5, 2, 2), 3);
  EXPECT_TRUE(hasWinogradForm(6, 3, 1));
  EXPECT_FALSE(hasWinogradForm(6, 4, 1)); // 9 points
  EXPECT_TRUE(hasWinogradForm(6, 6, 2));
  EXPECT_FALSE(hasWinogradForm(6, 7, 2));
  EXPECT_FALSE(hasWinogradForm(2, 3, 3)); // one tap each: nothing to save
  // Tiles of one result: the taps themselves.
  form = winogradForm(1, 2, 2);
  EXPECT_EQ(form.input, (std::vector<double>{1, 0, 0, 1}));
  EXPECT_EQ(form.filter, form.input);
  EXPECT_EQ(form.output, (std::vector<double>{1, 1}));
  EXPECT_EQ(winogradTiles("winograd4", 2), (std::vector<int64_t>{4, 4}));
  EXPECT_EQ(winogradTiles("winograd4x2", 2), (std::vector<int64_t>{4, 2}));
  EXPECT_TRUE(winogradTiles("winograd4x2", 1).empty());
  EXPECT_TRUE(winogradTiles("winograd3", 2).empty());
  EXPECT_TRUE(winogradTiles("direct", 2).empty());
  EXPECT_TRUE(winogradTiles("strassen", 1).empty());
  EXPECT_EQ(
      convolutionAlgorithms(),
      "direct, winograd2, winograd4x2, winograd4, winograd5, winograd6, winograd1x2, winograd1x4 "
      "or strassen");
}

} // namespace
