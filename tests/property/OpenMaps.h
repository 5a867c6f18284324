//===- OpenMaps.h - convolutional networks whose sizes are open -*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TESTS_PROPERTY_OPENMAPS_H
#define UNSPOOL_TESTS_PROPERTY_OPENMAPS_H

#include "tests/property/OpenModel.h"

namespace unspool::test {

inline std::string convolution(OpenModel &m, const std::string &x, const Shape &filter,
                               int64_t stride, int64_t group = 1) {
  static int count = 0;
  std::string name = "f" + std::to_string(count++);
  std::string y = m.node("Conv", {x, m.weights(name, filter), m.weights(name + "b", {filter[0]})});
  m.builder.set("strides", std::vector<int64_t>{stride, stride});
  m.builder.set("pads", std::vector<int64_t>(4, filter[2] / 2));
  m.builder.set("group", group);
  return y;
}
inline std::string pool(OpenModel &m, const std::string &kind, const std::string &x, int64_t window,
                        int64_t stride, int64_t pad) {
  std::string y = m.node(kind, {x});
  m.builder.set("kernel_shape", std::vector<int64_t>{window, window});
  m.builder.set("strides", std::vector<int64_t>{stride, stride});
  m.builder.set("pads", std::vector<int64_t>(4, pad));
  return y;
}

/// A pool in the tile, one that overlaps, and the mean of what is left.
inline void classifier(OpenModel &m) {
  std::string x = convolution(m, m.input("x", {"N", "3", "H", "W"}), {16, 3, 3, 3}, 1);
  x = pool(m, "MaxPool", m.node("Relu", {x}), 2, 2, 0);
  x = pool(m, "MaxPool", m.node("Relu", {convolution(m, x, {20, 16, 3, 3}, 2)}), 3, 2, 1);
  x = m.node("Flatten", {m.node("GlobalAveragePool", {x})});
  m.builder.addOutput(m.node("Softmax", {m.node("MatMul", {x, m.weights("d", {20, 5})})}));
}

/// Windows of 49 elements with a border, of a map that is stored: too many for one expression.
inline void largePools(OpenModel &m) {
  std::string x = convolution(m, m.input("x", {"N", "3", "H", "W"}), {8, 3, 3, 3}, 1);
  m.builder.addOutput(pool(m, "MaxPool", x, 7, 2, 3));
  std::string y = m.node("Relu", {convolution(m, x, {8, 1, 3, 3}, 1, 8)});
  m.builder.addOutput(pool(m, "AveragePool", y, 7, 2, 3));
}

/// Halved twice, and enlarged to meet the half: only multiples of four do.
/// (The first filter is scaled, so that results stay near 1: the last layer is winograd5, whose
/// rounding is relative to the largest.)
inline void pyramid(OpenModel &m) {
  std::string small = m.builder.addConstant("small", {1}, std::vector<float>{0.03f});
  std::string half = convolution(m, m.input("x", {"N", "3", "H", "W"}), {16, 3, 3, 3}, 2);
  half = m.node("Mul", {half, small});
  std::string quarter = m.node("Relu", {convolution(m, half, {20, 16, 3, 3}, 2)});
  std::string again = m.node("ConvTranspose", {quarter, m.weights("t", {20, 16, 2, 2})});
  m.builder.set("strides", std::vector<int64_t>{2, 2});
  m.builder.addOutput(convolution(m, m.node("Add", {half, again}), {8, 16, 3, 3}, 1));
}

/// Maps of one size, so large that kernels share stripes of them, and few channels: only the
/// number of images is open.
inline void images(OpenModel &m) {
  std::string x = m.input("x", {"N", "1", "76", "76"});
  x = m.node("Relu", {convolution(m, x, {6, 1, 5, 5}, 1)});
  x = m.node("HardSwish", {convolution(m, x, {64, 6, 1, 1}, 1)});
  x = m.node("Relu", {convolution(m, x, {64, 1, 3, 3}, 1, 64)});
  m.builder.addOutput(pool(m, "MaxPool", convolution(m, x, {8, 64, 1, 1}, 1), 2, 2, 0));
}

/// Pixels of several images, of which each has an odd number or an even one.
inline void pixelsOfImages(OpenModel &m) {
  std::string y =
      m.node("Conv", {m.input("x", {"2", "16", "7", "W"}), m.weights("f", {12, 16, 1, 1})});
  m.builder.addOutput(m.node("Relu", {y}));
}

/// For Winograd's algorithm: a pool in the tile, a residual sum, and a pool that overlaps. Its
/// rounding is relative to the largest values, which stay near 1.
inline void tilesOf(OpenModel &m, const std::string &x) {
  std::string small = m.builder.addConstant("small", {1}, std::vector<float>{0.03f});
  std::string y = m.node("Mul", {convolution(m, x, {20, 6, 3, 3}, 1), small});
  y = m.node("Relu", {y});
  y = pool(m, "MaxPool", y, 2, 2, 0);
  y = m.node("Relu", {m.node("Add", {convolution(m, y, {20, 20, 3, 3}, 1), y})});
  m.builder.addOutput(y);
  m.builder.addOutput(pool(m, "MaxPool", convolution(m, y, {36, 20, 3, 3}, 1), 3, 2, 1));
}
inline void fewTiles(OpenModel &m) {
  m.builder.addOutput(convolution(m, m.input("x", {"N", "1", "H", "W"}), {20, 1, 3, 3}, 1));
}
inline void stridedTiles(OpenModel &m) {
  std::string x = m.input("x", {"N", "5", "H", "W"});
  m.builder.addOutput(convolution(m, x, {20, 5, 3, 3}, 2));
  m.builder.addOutput(convolution(m, x, {6, 5, 5, 5}, 2));
}
/// Fewer channels than tiles of a row: vectors are of these.
inline void fewChannels(OpenModel &m) {
  std::string x = m.input("x", {"N", "3", "H", "70"});
  m.builder.addOutput(pool(m, "MaxPool", convolution(m, x, {20, 3, 7, 7}, 2), 3, 2, 1));
  m.builder.addOutput(convolution(m, x, {6, 3, 3, 3}, 1));
}
inline void tiles(OpenModel &m) { tilesOf(m, m.input("x", {"N", "6", "H", "W"})); }
inline void rowsOfTiles(OpenModel &m) { tilesOf(m, m.input("x", {"N", "6", "H", "18"})); }
inline void columnsOfTiles(OpenModel &m) { tilesOf(m, m.input("x", {"N", "6", "14", "W"})); }

/// Depthwise and pointwise layers, a residual sum, a mean that counts its border.
inline void separable(OpenModel &m) {
  std::string x = m.input("x", {"N", "16", "H", "W"});
  std::string y = m.node("HardSwish", {convolution(m, x, {16, 1, 3, 3}, 1, 16)});
  y = m.node("Add", {convolution(m, y, {16, 16, 1, 1}, 1), x});
  y = convolution(m, m.node("Relu", {y}), {16, 1, 5, 5}, 2, 16);
  m.builder.addOutput(pool(m, "AveragePool", y, 3, 1, 1));
  m.builder.set("count_include_pad", int64_t(1));
}

/// Windows that follow each other: how many are left of an axis is its size over the product of
/// their strides, rounded down.
struct Window {
  int64_t extent, stride, pad;
};
inline void windows(OpenModel &m, const std::vector<Window> &chain) {
  std::string x = m.input("x", {"2", "3", "W"});
  for (const Window &window : chain) {
    x = m.node("MaxPool", {x});
    m.builder.set("kernel_shape", std::vector<int64_t>{window.extent});
    m.builder.set("strides", std::vector<int64_t>{window.stride});
    m.builder.set("pads", std::vector<int64_t>(2, window.pad));
  }
  m.builder.addOutput(m.node("Tanh", {x}));
}
inline void halvedFiveTimes(OpenModel &m) { windows(m, std::vector<Window>(5, {2, 2, 0})); }
inline void longStride(OpenModel &m) { windows(m, {{40, 20, 0}}); }
inline void stridesOfAll(OpenModel &m) { windows(m, {{4, 4, 0}, {3, 2, 1}, {3, 3, 0}}); }

} // namespace unspool::test

#endif // UNSPOOL_TESTS_PROPERTY_OPENMAPS_H
