//===- MathParts.cpp - what the elementary functions are made of ----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/MathParts.h"

#include <limits>

using namespace Halide;

namespace unspool::math {

Expr constant(const Expr &x, double value) { return Internal::make_const(x.type(), value); }

Expr constant(const Expr &x, double forFloat, double forDouble) {
  return constant(x, isDouble(x) ? forDouble : forFloat);
}

Expr infinity(const Expr &like) { return constant(like, std::numeric_limits<double>::infinity()); }

Expr notANumber(const Expr &like) {
  return isDouble(like) ? reinterpret<double>(Expr(uint64_t(0x7ff8000000000000)))
                        : reinterpret<float>(Expr(uint32_t(0x7fc00000)));
}

Expr polynomial(const Expr &x, std::initializer_list<double> coefficients) {
  Expr sum;
  for (double coefficient : coefficients)
    sum = sum.defined() ? sum * x + constant(x, coefficient) : constant(x, coefficient);
  return sum;
}

Expr clampKeepingNan(const Expr &x, const Expr &low, const Expr &high) {
  return select(x > high, high, select(x < low, low, x));
}

Expr strictly(const Expr &formula) {
  return strict_float(Internal::common_subexpression_elimination(formula));
}

Expr powerOfTwo(const Expr &like, const Expr &n) {
  if (isDouble(like))
    return reinterpret(Float(64), cast<int64_t>(n + 1023) << 52);
  return reinterpret(Float(32), (n + 127) << 23);
}

Expr withSign(const Expr &x, const Expr &sign) {
  if (isDouble(x)) {
    Expr bit = reinterpret<uint64_t>(sign) & Expr(uint64_t(1) << 63);
    return reinterpret<double>(reinterpret<uint64_t>(x) | bit);
  }
  Expr bit = reinterpret<uint32_t>(sign) & Expr(uint32_t(1) << 31);
  return reinterpret<float>(reinterpret<uint32_t>(x) | bit);
}

ReducedExponent reduceExponent(const Expr &x) {
  // Added to 1.5 * 2^23 (2^52), it is rounded to an integer, in the last bits of the sum.
  Expr magic = constant(x, 0x1.8p23, 0x1.8p52);
  Expr shifted = x * constant(x, 1.44269504088896341) + magic;
  Expr whole = shifted - magic;
  // ln(2) in two parts (Cody and Waite): `whole` times the first is exact.
  Expr high = constant(x, 0.693359375, 0.69314718036912381649);
  Expr low = constant(x, -2.12194440054690583e-4, 1.9082149292705878161e-10);
  Expr r = (x - whole * high) - whole * low;
  if (!isDouble(x)) {
    Expr tail = polynomial(r, {1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2,
                               1.6666665459e-1, 5.0000001201e-1});
    Expr bits = reinterpret<uint32_t>(shifted) - Expr(uint32_t(0x4b400000));
    return {reinterpret<int>(bits), tail * r * r + r};
  }
  // Taylor's series to r^13: what is left out is below 2^-55.
  Expr tail = constant(r, 0);
  double factorial = 6227020800; // 13!
  for (int k = 13; k >= 2; factorial /= k--)
    tail = tail * r + constant(r, 1 / factorial);
  return {cast<int>(whole), tail * r * r + r};
}

ReducedLogarithm reduceLogarithm(const Expr &x) {
  // Denormals first move into the normal range.
  double smallest =
      isDouble(x) ? std::numeric_limits<double>::min() : double(std::numeric_limits<float>::min());
  Expr isDenormal = x < constant(x, smallest);
  Expr normal = select(isDenormal, x * constant(x, 0x1p25, 0x1p54), x);
  Expr shift = select(isDenormal, isDouble(x) ? 54 : 25, 0);

  // Counting exponents from sqrt(1/2): subtracting its bits carries a one into the
  // exponent field exactly if the mantissa is below its mantissa.
  if (isDouble(x)) {
    const Expr origin(int64_t(0x3fe6a09e667f3bcd));
    Expr bits = reinterpret<int64_t>(normal) - origin;
    Expr mantissa = reinterpret<double>((bits & Expr((int64_t(1) << 52) - 1)) + origin);
    return {cast<double>(cast<int>(bits >> 52) - shift), mantissa - constant(x, 1)};
  }
  const Expr origin(0x3f3504f3);
  Expr bits = reinterpret<int>(normal) - origin;
  Expr mantissa = reinterpret<float>((bits & 0x007fffff) + origin);
  return {cast<float>((bits >> 23) - shift), mantissa - constant(x, 1)};
}

} // namespace unspool::math
