//===- MathParts.h - what the elementary functions are made of ------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Shared by Math.cpp, Trigonometry.cpp and Power.cpp. All of it works on f32 and
// f64 alike; a constant takes the type of the expression that it stands beside.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_KERNELS_MATHPARTS_H
#define UNSPOOL_CODEGEN_KERNELS_MATHPARTS_H

#include <Halide.h>

#include <initializer_list>

namespace unspool::math {

using Halide::Expr;

inline bool isDouble(const Expr &x) { return x.type().bits() == 64; }

/// A constant of x's type.
Expr constant(const Expr &x, double value);
/// The one for f32, or the one for f64.
Expr constant(const Expr &x, double forFloat, double forDouble);
Expr infinity(const Expr &like);
Expr notANumber(const Expr &like);

/// c[0] * x^(n-1) + ... + c[n-1], by Horner's rule.
Expr polynomial(const Expr &x, std::initializer_list<double> coefficients);

/// x within [low, high]; NaN stays NaN.
Expr clampKeepingNan(const Expr &x, const Expr &low, const Expr &high);

/// The same with no freedom to reassociate, contract or ignore NaN. Whatever a
/// formula uses twice must be shared first: Halide's strict_float writes it out.
Expr strictly(const Expr &formula);

/// 2^n for an integer expression n in the range of normal numbers.
Expr powerOfTwo(const Expr &like, const Expr &n);

/// x with the sign of `sign`, for x >= 0.
Expr withSign(const Expr &x, const Expr &sign);

/// x = whole * ln(2) + r with |r| <= ln(2) / 2, and e^r - 1.
struct ReducedExponent {
  Expr whole, expm1;
};
ReducedExponent reduceExponent(const Expr &x);

/// x = (1 + fraction) * 2^exponent with 1 + fraction in [sqrt(1/2), sqrt(2)), for
/// positive finite x. The exponent is a float.
struct ReducedLogarithm {
  Expr exponent, fraction;
};
ReducedLogarithm reduceLogarithm(const Expr &x);

} // namespace unspool::math

#endif // UNSPOOL_CODEGEN_KERNELS_MATHPARTS_H
