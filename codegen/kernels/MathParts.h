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

#include <vector>

namespace unspool::math {

using Halide::Expr;

inline bool isDouble(const Expr &x) { return x.type().bits() == 64; }

/// A constant of x's type.
Expr constant(const Expr &x, double value);
/// The one for f32, or the one for f64.
Expr constant(const Expr &x, double forFloat, double forDouble);
Expr infinity(const Expr &like);
Expr notANumber(const Expr &like);

/// a * b + c, rounded once, where the target has such an instruction: there it has these
/// bits whatever else the optimiser may do. On other targets it is rounded twice
/// (SeparateMultiplyAdd), so nothing may depend on the one rounding.
Expr multiplyAdd(const Expr &a, const Expr &b, const Expr &c);

/// Makes a product and a sum of each multiplyAdd, for targets without one.
class SeparateMultiplyAdd : public Halide::Internal::IRMutator {
protected:
  using Halide::Internal::IRMutator::visit;
  Expr visit(const Halide::Internal::Call *op) override;
};

/// c[0] * x^(n-1) + ... + c[n-1], by Horner's rule.
Expr polynomial(const Expr &x, const std::vector<double> &coefficients);

/// x within [low, high]; NaN stays NaN.
Expr clampKeepingNan(const Expr &x, const Expr &low, const Expr &high);

/// The same with no freedom to reassociate, contract or ignore NaN. Whatever a
/// formula uses twice must be shared first: Halide's strict_float writes it out.
Expr strictly(const Expr &formula);

/// 2^n for an integer expression n in the range of normal numbers.
Expr powerOfTwo(const Expr &like, const Expr &n);

/// x with the sign of `sign`, for x >= 0.
Expr withSign(const Expr &x, const Expr &sign);

/// scale * x = whole * ln(2) + scale * r with |scale * r| <= ln(2) / 2.
struct ReducedExponent {
  Expr whole; ///< an int
  /// 2^whole, if that is a normal number, or infinity for the first whole beyond. In fewer
  /// operations than powerOfTwo(whole).
  Expr power;
  Expr rest;    ///< r
  double scale; ///< a power of two, or minus one
};
/// Of e^(scale * x), for which scale * x is not computed.
ReducedExponent reduceExponent(const Expr &x, double scale = 1);

/// e^(scale * r) and e^(scale * r) - 1.
Expr expOfRest(const ReducedExponent &reduced);
Expr expm1OfRest(const ReducedExponent &reduced);

/// x = (1 + fraction) * 2^exponent with 1 + fraction in [sqrt(1/2), sqrt(2)), for
/// positive finite x. The exponent is a float.
struct ReducedLogarithm {
  Expr exponent, fraction;
};
ReducedLogarithm reduceLogarithm(const Expr &x);

} // namespace unspool::math

#endif // UNSPOOL_CODEGEN_KERNELS_MATHPARTS_H
