//===- WinogradError.cpp - the rounding of Winograd's algorithm -----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The error comes from the transforms' coefficients and from the weights, not from
// where a tile lies. So a few tiles of random inputs go through the algorithm in
// f32, as the kernels run it, and in f64, where its rounding does not matter.
//
//===----------------------------------------------------------------------===//

#include "ir/Winograd.h"
#include "passes/WinogradFilter.h"

#include <cmath>
#include <random>

using namespace mlir;

namespace unspool::nn {

namespace {

/// Tiles, and channels of the result, that are tried.
constexpr int64_t kTiles = 4, kMostOutputs = 64;

/// A row-major array of numbers.
template <typename T> struct Array {
  llvm::SmallVector<int64_t> shape;
  std::vector<T> elements;

  explicit Array(llvm::SmallVector<int64_t> extents) : shape(std::move(extents)) {
    int64_t count = 1;
    for (int64_t extent : shape)
      count *= extent;
    elements.resize(count);
  }

  /// A matrix of `rows` rows applied along `axis`.
  Array transformed(const std::vector<double> &matrix, size_t axis) const {
    int64_t columns = shape[axis], rows = int64_t(matrix.size()) / columns, inner = 1;
    for (size_t i = axis + 1; i < shape.size(); ++i)
      inner *= shape[i];
    llvm::SmallVector<int64_t> extents(shape);
    extents[axis] = rows;
    Array result(extents);
    for (size_t to = 0; to < result.elements.size(); ++to) {
      int64_t i = int64_t(to) % inner, row = int64_t(to) / inner % rows;
      const T *from = elements.data() + int64_t(to) / inner / rows * columns * inner + i;
      for (int64_t k = 0; k < columns; ++k)
        result.elements[to] += T(matrix[row * columns + k]) * from[k * inner];
    }
    return result;
  }
};

/// The results of one tile, computed in T, from inputs [points..., C] and filters
/// [points..., C, O] that are transformed already.
template <typename T>
std::vector<T> runTile(llvm::ArrayRef<WinogradForm> forms, Array<T> input,
                       const std::vector<T> &filter, int64_t outputs) {
  int64_t channels = input.shape.back();
  for (size_t axis = 0; axis < forms.size(); ++axis)
    input = input.transformed(forms[axis].input, axis);
  llvm::SmallVector<int64_t> shape(input.shape);
  shape.back() = outputs;
  Array<T> products(shape);
  for (size_t point = 0; point < input.elements.size() / channels; ++point)
    for (int64_t c = 0; c < channels; ++c)
      for (int64_t o = 0; o < outputs; ++o)
        products.elements[point * outputs + o] += input.elements[point * channels + c] *
                                                  filter[(point * channels + c) * outputs + o];
  for (size_t axis = 0; axis < forms.size(); ++axis)
    products = products.transformed(forms[axis].output, axis);
  return products.elements;
}

/// The first `outputs` columns of a constant filter, as numbers.
Array<double> readFilter(ConvOp conv, int64_t outputs) {
  llvm::SmallVector<int64_t> shape(shapeOf(conv.getFilter()));
  int64_t columns = shape.back();
  shape.back() = outputs;
  Array<double> filter(shape);
  auto constant = conv.getFilter().getDefiningOp<ConstantOp>();
  auto elements = cast<DenseElementsAttr>(constant.getValue()).getValues<float>();
  for (size_t i = 0; i < filter.elements.size(); ++i)
    filter.elements[i] = elements[int64_t(i) / outputs * columns + int64_t(i) % outputs];
  return filter;
}

} // namespace

double winogradError(ConvOp conv, StringRef algorithm) {
  ArrayRef<int64_t> window = shapeOf(conv.getFilter()).drop_back(2);
  int64_t outputs = std::min(shapeOf(conv.getResult()).back(), kMostOutputs);
  llvm::SmallVector<WinogradForm> forms;
  llvm::SmallVector<int64_t> shape;
  Array<double> filter = readFilter(conv, outputs);
  std::vector<int64_t> tiles = winogradTiles(algorithm.str(), window.size());
  for (auto [axis, taps] : llvm::enumerate(window)) {
    forms.push_back(winogradForm(tiles[axis], taps, conv.getStrides()[axis]));
    shape.push_back(forms.back().points);
    filter = filter.transformed(forms.back().filter, axis);
  }
  shape.push_back(shapeOf(conv.getInput()).back());
  std::vector<float> rounded(filter.elements.begin(), filter.elements.end());

  std::mt19937 random(1); // the same inputs everywhere: the engine is standardised
  double error = 0, largest = 0;
  for (int64_t number = 0; number < kTiles; ++number) {
    Array<double> input(shape);
    for (double &element : input.elements)
      element = double(float(int32_t(random())) * 0x1p-31f);
    Array<float> single(shape);
    single.elements.assign(input.elements.begin(), input.elements.end());
    std::vector<double> exact = runTile(forms, input, filter.elements, outputs);
    std::vector<float> actual = runTile(forms, single, rounded, outputs);
    for (size_t i = 0; i < exact.size(); ++i) {
      error = std::max(error, std::abs(exact[i] - double(actual[i])));
      largest = std::max(largest, std::abs(exact[i]));
    }
  }
  return largest > 0 ? error / largest : 0;
}

} // namespace unspool::nn
