//===- MathParts.cpp - what the elementary functions are made of ----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/MathParts.h"

#include <algorithm>
#include <limits>
#include <vector>

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

Expr multiplyAdd(const Expr &a, const Expr &b, const Expr &c) {
  return Internal::Call::make(c.type(), isDouble(c) ? "llvm.fma.f64" : "llvm.fma.f32", {a, b, c},
                              Internal::Call::PureExtern);
}

Expr SeparateMultiplyAdd::visit(const Internal::Call *op) {
  Expr mutated = Internal::IRMutator::visit(op);
  const auto *call = mutated.as<Internal::Call>();
  if (!call || !Internal::starts_with(call->name, "llvm.fma."))
    return mutated;
  return strict_float(call->args[0] * call->args[1] + call->args[2]);
}

Expr polynomial(const Expr &x, const std::vector<double> &coefficients) {
  Expr sum;
  for (double coefficient : coefficients)
    sum = sum.defined() ? multiplyAdd(sum, x, constant(x, coefficient)) : constant(x, coefficient);
  return sum;
}

Expr clampKeepingNan(const Expr &x, const Expr &low, const Expr &high) {
  // In this form each half is one instruction of x86, which takes its second operand if
  // one is NaN.
  Expr above = select(x < low, low, x);
  return select(above > high, high, above);
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

ReducedExponent reduceExponent(const Expr &x, double scale) {
  // Added to 1.5 * 2^23 (2^52), it is rounded to an integer, in the last bits of the sum;
  // with the bias of exponents among what is added, these are an exponent's bits.
  const double bias = isDouble(x) ? 1023 : 127;
  Expr magic = constant(x, 0x1.8p23 + bias, 0x1.8p52 + bias);
  Expr shifted = multiplyAdd(x, constant(x, scale * 1.44269504088896341), magic);
  Expr whole = shifted - magic;
  // ln(2) in two parts (Cody and Waite): `whole` times the first is exact.
  Expr high = constant(x, -0.693359375 / scale, -0.69314718036912381649 / scale);
  Expr low = constant(x, 2.12194440054690583e-4 / scale, -1.9082149292705878161e-10 / scale);
  Expr rest = multiplyAdd(whole, low, multiplyAdd(whole, high, x));
  if (isDouble(x))
    return {cast<int>(whole), reinterpret<double>(reinterpret<uint64_t>(shifted) << 52), rest,
            scale};
  Expr bits = reinterpret<uint32_t>(shifted);
  return {reinterpret<int>(bits - Expr(uint32_t(0x4b400000 + 127))), reinterpret<float>(bits << 23),
          rest, scale};
}

/// (e^(scale * r) - 1 - scale * r) / r^2.
static Expr tailOfRest(const ReducedExponent &reduced) {
  const Expr &r = reduced.rest;
  // For f32 with the least maximum of the error of e^r - 1 relative to r, 1.6e-8. For f64
  // Taylor's series: what is left out is below 2^-55.
  std::vector<double> coefficients{0.5, 1.66665435e-1, 4.16662805e-2, 8.36658385e-3, 1.39464508e-3};
  if (isDouble(r)) {
    coefficients = {0.5};
    for (int k = 3; k <= 13; ++k)
      coefficients.push_back(coefficients.back() / k);
  }
  double power = reduced.scale;
  for (double &coefficient : coefficients)
    coefficient *= power *= reduced.scale;
  std::reverse(coefficients.begin(), coefficients.end());
  return polynomial(r, coefficients);
}

Expr expOfRest(const ReducedExponent &reduced) {
  const Expr &r = reduced.rest;
  Expr slope = multiplyAdd(tailOfRest(reduced), r, constant(r, reduced.scale));
  return multiplyAdd(slope, r, constant(r, 1));
}

Expr expm1OfRest(const ReducedExponent &reduced) {
  const Expr &r = reduced.rest;
  return multiplyAdd(tailOfRest(reduced) * r, r, r * constant(r, reduced.scale));
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
