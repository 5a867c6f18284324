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

/// The finite interpolation points of a form that has so many. Pairs of a and -a share sums of the
/// transforms, and results keep most bits where points lie apart, but none is far from 1: the
/// errors of F(4, 3) with the points 0, 1, -1, 2 and -2, which are usual, are four times as large.
static std::vector<double> finitePoints(int64_t count) {
  assert(count < kMostWinogradPoints);
  std::vector<double> points = count <= 3   ? std::vector<double>{0, 1, -1}
                               : count <= 5 ? std::vector<double>{0, 2.0 / 3, -2.0 / 3, 1.5, -1.5}
                               : count == 6
                                   ? std::vector<double>{0.375, -0.375, 0.875, -0.875, 1.5, -1.5}
                                   : std::vector<double>{0, 0.5, -0.5, 1, -1, 1.75, -1.75};
  points.resize(count);
  return points;
}

/// Coefficients, lowest power first, of the product of (x - point) over the points but number
/// `skipped`.
static std::vector<double> productOfRoots(const std::vector<double> &roots, int64_t skipped) {
  std::vector<double> product{1};
  for (int64_t i = 0; i < int64_t(roots.size()); ++i) {
    if (i == skipped)
      continue;
    product.push_back(0);
    for (size_t power = product.size(); power-- > 0;)
      product[power] = (power ? product[power - 1] : 0) - roots[i] * product[power];
  }
  return product;
}

/// F(tile, taps) without a stride.
static WinogradForm denseForm(int64_t tile, int64_t taps) {
  WinogradForm form{tile, taps, 1, tile + taps - 1, {}, {}, {}};
  int64_t points = form.points, finite = points - 1;
  std::vector<double> roots = finitePoints(finite);
  form.input.assign(points * points, 0);
  form.filter.assign(points * taps, 0);
  form.output.assign(tile * points, 0);
  if (taps == 1) { // as many multiplications as results: nothing to transform
    for (int64_t i = 0; i < points; ++i)
      form.input[i * points + i] = form.filter[i] = form.output[i * points + i] = 1;
    return form;
  }

  for (int64_t i = 0; i < finite; ++i) {
    double scale = 1;
    for (int64_t j = 0; j < finite; ++j)
      if (j != i)
        scale *= roots[i] - roots[j];
    std::vector<double> basis = productOfRoots(roots, i);
    for (size_t power = 0; power < basis.size(); ++power)
      form.input[i * points + power] = basis[power];
    double term = 1;
    for (int64_t power = 0; power < std::max(tile, taps); ++power, term *= roots[i]) {
      if (power < taps)
        form.filter[i * taps + power] = term / scale;
      if (power < tile)
        form.output[power * points + i] = term;
    }
  }
  // The point at infinity: the highest coefficient.
  std::vector<double> all = productOfRoots(roots, /*skipped=*/-1);
  for (size_t power = 0; power < all.size(); ++power)
    form.input[finite * points + power] = all[power];
  form.filter[finite * taps + taps - 1] = 1;
  form.output[(tile - 1) * points + finite] = 1;
  return form;
}

static int64_t tapsOfPhase(int64_t taps, int64_t stride, int64_t phase) {
  return (taps - phase + stride - 1) / stride;
}

WinogradForm winogradForm(int64_t tile, int64_t taps, int64_t stride) {
  assert(hasWinogradForm(tile, taps, stride));
  int64_t points = winogradPoints(tile, taps, stride), first = 0;
  WinogradForm form{tile, taps, stride, points, {}, {}, {}};
  form.input.assign(points * points, 0);
  form.filter.assign(points * taps, 0);
  form.output.assign(tile * points, 0);
  if (tile == 1) {
    for (int64_t i = 0; i < points; ++i)
      form.input[i * points + i] = form.filter[i * points + i] = form.output[i] = 1;
    return form;
  }
  for (int64_t phase = 0; phase < stride; ++phase) {
    WinogradForm part = denseForm(tile, tapsOfPhase(taps, stride, phase));
    for (int64_t i = 0; i < part.points; ++i) {
      for (int64_t j = 0; j < part.points; ++j)
        form.input[(first + i) * points + phase + stride * j] = part.input[i * part.points + j];
      for (int64_t tap = 0; tap < part.taps; ++tap)
        form.filter[(first + i) * taps + phase + stride * tap] = part.filter[i * part.taps + tap];
      for (int64_t result = 0; result < tile; ++result)
        form.output[result * points + first + i] = part.output[result * part.points + i];
    }
    first += part.points;
  }
  return form;
}

bool hasWinogradForm(int64_t tile, int64_t taps, int64_t stride) {
  if (tile == 1)
    return taps > 0;
  return tile > 1 && stride > 0 && taps > stride &&
         tile + tapsOfPhase(taps, stride, 0) - 1 <= kMostWinogradPoints;
}

bool WinogradForm::isPair(int64_t point) const {
  if (point + 1 >= points)
    return false;
  for (int64_t result = 0; result < tile; ++result) {
    double one = output[result * points + point], other = output[result * points + point + 1];
    if (one == 0 || (result % 2 ? -one : one) != other)
      return false;
  }
  return true;
}

std::string convolutionAlgorithms() {
  std::string text;
  size_t left = std::size(kConvolutionAlgorithms);
  for (const char *algorithm : kConvolutionAlgorithms)
    text += (text.empty() ? "" : left > 1 ? ", " : " or ") + std::string(algorithm), --left;
  return text;
}

std::vector<int64_t> winogradTiles(std::string_view algorithm, size_t axes) {
  constexpr std::string_view kName = "winograd";
  if (algorithm.substr(0, kName.size()) != kName ||
      std::find(std::begin(kConvolutionAlgorithms), std::end(kConvolutionAlgorithms), algorithm) ==
          std::end(kConvolutionAlgorithms))
    return {};
  std::vector<int64_t> tiles;
  for (char digit : algorithm.substr(kName.size()))
    if (digit != 'x')
      tiles.push_back(digit - '0');
  if (tiles.size() == 1)
    tiles.resize(axes, tiles.front());
  return tiles.size() == axes ? tiles : std::vector<int64_t>();
}

} // namespace unspool
