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
// at the points 0, 1, -1, 2, -2, 1/2, -1/2, ... and infinity (Toom and Cook).
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
  int64_t points; ///< m + r - 1: inputs, and multiplications
  std::vector<double> input;  ///< B^T, points x points, row-major
  std::vector<double> filter; ///< G, points x taps
  std::vector<double> output; ///< A^T, tile x points
};

/// F(tile, taps). There are interpolation points for tile + taps <= 9.
WinogradForm winogradForm(int64_t tile, int64_t taps);
constexpr int64_t kMostWinogradPoints = 8;

/// How convolutions are computed: the first as they are defined, the others in tiles of m by m
/// results, or of so many rows and columns, from small tiles to large.
inline constexpr const char *kConvolutionAlgorithms[] = {"direct", "winograd2", "winograd4x2",
                                                         "winograd4", "winograd6"};
/// "direct, winograd2, ... or winograd6"
std::string convolutionAlgorithms();

/// The m of each of `axes` axes; none, if the algorithm is another, or is for more axes.
std::vector<int64_t> winogradTiles(std::string_view algorithm, size_t axes);

} // namespace unspool

#endif // UNSPOOL_IR_WINOGRAD_H
