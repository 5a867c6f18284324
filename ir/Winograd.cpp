//===- Winograd.cpp - minimal filtering algorithms ------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ir/Winograd.h"

#include <algorithm>
#include <cassert>
#include <string>

namespace unspool {

/// The finite interpolation points, those first whose powers stay small.
static constexpr double kPoints[] = {0, 1, -1, 2, -2, 0.5, -0.5};

/// Coefficients, lowest power first, of the product of (x - point) over the first
/// `count` points without number `skipped`.
static std::vector<double> productOfRoots(int64_t count, int64_t skipped) {
  std::vector<double> product{1};
  for (int64_t i = 0; i < count; ++i) {
    if (i == skipped)
      continue;
    product.push_back(0);
    for (size_t power = product.size(); power-- > 0;)
      product[power] = (power ? product[power - 1] : 0) - kPoints[i] * product[power];
  }
  return product;
}

WinogradForm winogradForm(int64_t tile, int64_t taps) {
  WinogradForm form{tile, taps, tile + taps - 1, {}, {}, {}};
  assert(tile > 0 && taps > 0 && form.points <= kMostWinogradPoints);
  int64_t points = form.points, finite = points - 1;
  form.input.assign(points * points, 0);
  form.filter.assign(points * taps, 0);
  form.output.assign(tile * points, 0);

  for (int64_t i = 0; i < finite; ++i) {
    double scale = 1;
    for (int64_t j = 0; j < finite; ++j)
      if (j != i)
        scale *= kPoints[i] - kPoints[j];
    std::vector<double> basis = productOfRoots(finite, i);
    for (size_t power = 0; power < basis.size(); ++power)
      form.input[i * points + power] = basis[power];
    double term = 1;
    for (int64_t power = 0; power < std::max(tile, taps); ++power, term *= kPoints[i]) {
      if (power < taps)
        form.filter[i * taps + power] = term / scale;
      if (power < tile)
        form.output[power * points + i] = term;
    }
  }
  // The point at infinity: the highest coefficient.
  std::vector<double> all = productOfRoots(finite, /*skipped=*/-1);
  for (size_t power = 0; power < all.size(); ++power)
    form.input[finite * points + power] = all[power];
  form.filter[finite * taps + taps - 1] = 1;
  form.output[(tile - 1) * points + finite] = 1;
  return form;
}

std::string convolutionAlgorithms() {
  std::string text;
  size_t left = std::size(kConvolutionAlgorithms);
  for (const char *algorithm : kConvolutionAlgorithms)
    text += (text.empty() ? "" : left > 1 ? ", " : " or ") + std::string(algorithm), --left;
  return text;
}

std::vector<int64_t> winogradTiles(std::string_view algorithm, size_t axes) {
  const char *const *first = std::begin(kConvolutionAlgorithms) + 1;
  if (std::find(first, std::end(kConvolutionAlgorithms), algorithm) ==
      std::end(kConvolutionAlgorithms))
    return {};
  std::vector<int64_t> tiles;
  for (char digit : algorithm.substr(std::string_view("winograd").size()))
    if (digit != 'x')
      tiles.push_back(digit - '0');
  if (tiles.size() == 1)
    tiles.resize(axes, tiles.front());
  return tiles.size() == axes ? tiles : std::vector<int64_t>();
}

} // namespace unspool
