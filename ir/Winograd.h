//===- Winograd.h - minimal filtering algorithms --------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// F(m, r) computes m neighbouring results of a filter of r taps with m + r - 1
// multiplications instead of m * r:
//
//   y = A^T ((G g) * (B^T d))
//
// with g the taps and d the m + r - 1 inputs; over more axes each transform is
// applied along every one (Winograd, Arithmetic Complexity of Computations, 1980;
// Lavin and Gray, 2016, arXiv:1509.09308). The matrices follow from interpolation
// at a few small points and infinity (Toom and Cook).
//
// A filter with stride s is the sum of s filters without: number p has each s-th tap
// from p on, and each s-th input. The points of the s forms stand side by side, and A^T
// sums what they give; m results take s * m + r - s multiplications instead of m * r.
//
// Plain C++: the evaluator, the passes and the code generator share it.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_IR_WINOGRAD_H
#define UNSPOOL_IR_WINOGRAD_H

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace unspool {

struct WinogradForm {
  int64_t tile;   ///< m: results at a time
  int64_t taps;   ///< r
  int64_t stride; ///< s
  int64_t points; ///< s * m + r - s: inputs, and multiplications
  std::vector<double> input;  ///< B^T, points x points, row-major
  std::vector<double> filter; ///< G, points x taps
  std::vector<double> output; ///< A^T, tile x points

  /// Are `point` and the next one a and -a, whose columns of A^T are equal up to signs?
  bool isPair(int64_t point) const;
};

/// F(tile, taps) with a stride. There are interpolation points where hasWinogradForm.
WinogradForm winogradForm(int64_t tile, int64_t taps, int64_t stride);
constexpr int64_t kMostWinogradPoints = 8;

/// Is there a form, and does it save multiplications: does each of the filters without
/// stride have taps and at most kMostWinogradPoints points, and one of them two taps? Tiles of
/// one result have the trivial form, whose points are the taps.
bool hasWinogradForm(int64_t tile, int64_t taps, int64_t stride);

inline int64_t winogradPoints(int64_t tile, int64_t taps, int64_t stride) {
  return stride * (tile - 1) + taps;
}
/// The taps of a form that has so many points.
inline int64_t winogradTaps(int64_t points, int64_t tile, int64_t stride) {
  return points - stride * (tile - 1);
}

/// How convolutions are computed: the first as they are defined; Winograd's in tiles of m by m
/// results, or of so many rows and columns, from small tiles to large; and those that are matrix
/// products by Strassen's algorithm (ir/Strassen.h). An axis with tiles of one
/// result is not transformed, and its taps are terms of the sums: for few channels, which are few
/// terms for a transform.
inline constexpr const char *kConvolutionAlgorithms[] = {
    "direct",    "winograd2",   "winograd4x2", "winograd4", "winograd5",
    "winograd6", "winograd1x2", "winograd1x4", "strassen"};
/// "direct, winograd2, ... or strassen"
std::string convolutionAlgorithms();

/// The m of each of `axes` axes; none, if the algorithm is another, or is for more axes.
std::vector<int64_t> winogradTiles(std::string_view algorithm, size_t axes);

} // namespace unspool

#endif // UNSPOOL_IR_WINOGRAD_H
