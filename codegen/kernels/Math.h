//===- Math.h - our own elementary functions, as Halide expressions -------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Generated code calls no libm: these are polynomials and rationals in f32 or f64
// that vectorise over any width and give the same bits on every target. The numbers
// below bound the error in units of the last place, for f32 and for f64, over the
// whole range of arguments, denormals included (tests/kernels/MathTest.cpp). Infinities and
// NaN come out as IEEE 754 and C have them; the sign of a zero may be lost.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_KERNELS_MATH_H
#define UNSPOOL_CODEGEN_KERNELS_MATH_H

#include <Halide.h>

namespace unspool::math {

using Halide::Expr;

Expr exp(Expr x);      ///< 1; 1.2 on processors without multiply-add
Expr expm1(Expr x);    ///< 2; e^x - 1 without cancellation
Expr log(Expr x);      ///< 1
Expr log1p(Expr x);    ///< 2; log(1 + x) without cancellation
Expr tanh(Expr x);     ///< 2.5
Expr sigmoid(Expr x);  ///< 2.5; 0 where a normal number cannot hold it
/// sigmoid(x) * tanh(y) with one division. 4.5; 0 where it is below 1e-29 (1e-290 in f64).
Expr sigmoidTimesTanh(Expr x, Expr y);
Expr softplus(Expr x); ///< 2; log(1 + e^x)
Expr erf(Expr x);      ///< 2.5
Expr sinh(Expr x);     ///< 2
Expr cosh(Expr x);     ///< 2
Expr asinh(Expr x);    ///< 2
Expr acosh(Expr x);    ///< 2
Expr atanh(Expr x);    ///< 2

// Up to |x| = 10^6. From there on the rounding of x itself moves the result by
// more and more of its range; it stays within [-1, 1] (sin and cos).
Expr sin(Expr x);  ///< 2
Expr cos(Expr x);  ///< 2
Expr tan(Expr x);  ///< 3.5
Expr asin(Expr x); ///< 2.5
Expr acos(Expr x); ///< 2
Expr atan(Expr x); ///< 2

/// As C's pow: negative bases with whole exponents, x^0 = 1, and so on. 1.
Expr pow(Expr x, Expr y);

} // namespace unspool::math

#endif // UNSPOOL_CODEGEN_KERNELS_MATH_H
