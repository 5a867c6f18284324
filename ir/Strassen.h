//===- Strassen.h - matrix products of seven in place of eight ------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A product of matrices cut into halves along each axis,
//
//   | a00 a01 |   | b00 b01 |   | c00 c01 |
//   | a10 a11 | x | b10 b11 | = | c10 c11 |
//
// is a sum of seven products of half the extents, of sums of the a and of the b (Strassen,
// Gaussian Elimination is not Optimal, 1969; here with Winograd's fewer additions, On
// multiplication of 2 x 2 matrices, 1971). Of rows, the halves are the even and the odd ones;
// of terms, the first and the second half; of columns, every other block.
//
// As in Winograd's convolutions, c = A^T ((G b) * (B^T a)), with vectors of the four parts in
// row-major order. Products and parts are in an order in which sums share their beginnings.
//
// Plain C++: the evaluator, the passes and the code generator share it.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_IR_STRASSEN_H
#define UNSPOOL_IR_STRASSEN_H

namespace unspool {

inline constexpr const char *kStrassen = "strassen";

constexpr int kStrassenParts = 4, kStrassenProducts = 7;

/// B^T: what each product takes of a00, a01, a10 and a11.
inline constexpr double kStrassenLeft[kStrassenProducts][kStrassenParts] = {
    {0, 0, 1, 0}, {1, 1, -1, 0},  {1, 0, -1, 0}, {1, 1, 0, 0},
    {0, 0, 0, 1}, {1, 1, -1, -1}, {0, 1, 0, 0},
};
/// G: what it takes of b00, b01, b10 and b11.
inline constexpr double kStrassenRight[kStrassenProducts][kStrassenParts] = {
    {1, 0, 0, 0}, {1, -1, 0, 1}, {0, 1, 0, -1},  {-1, 1, 0, 0},
    {0, 0, 1, 0}, {0, 0, 0, -1}, {1, -1, -1, 1},
};
/// A^T: the products that add up to c00, c01, c10 and c11.
inline constexpr double kStrassenSum[kStrassenParts][kStrassenProducts] = {
    {1, 1, 1, 0, 0, 0, -1},
    {1, 1, 1, 1, 0, 0, 0},
    {1, 0, 0, 0, 1, 0, 0},
    {1, 1, 0, 1, 0, 1, 0},
};

} // namespace unspool

#endif // UNSPOOL_IR_STRASSEN_H
