//===- Math.cpp - exponentials, logarithms and their kin ------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Nearly everything here is e^x - 1 or log(1 + x) in disguise; written that way,
// nothing cancels near zero. The reductions are those of W. J. Cody and W. Waite,
// Software Manual for the Elementary Functions (1980).
//
// All of it is strict: most kernels let LLVM reassociate sums, which would undo
// the reductions (tanh was wrong by a thousand units). Where a product may be fused with
// a sum, the formula says so: it takes half the instructions, and bits do not depend on
// what else is in a kernel.
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/Math.h"
#include "codegen/kernels/MathParts.h"

using namespace Halide;

namespace unspool::math {

namespace {

constexpr double kLn2 = 0.69314718055994530942;

Expr one(const Expr &x) { return constant(x, 1); }

/// e^x * 2^shift. Two factors reach denormals below and infinity above.
Expr scaledExp(const Expr &x, int shift) {
  ReducedExponent reduced =
      reduceExponent(clampKeepingNan(x, constant(x, -105, -746), constant(x, 90, 711)));
  Expr whole = reduced.whole + shift, half = whole >> 1;
  return expOfRest(reduced) * powerOfTwo(x, half) * powerOfTwo(x, whole - half);
}

/// e^x for |x| below 80.
Expr boundedExp(const Expr &x) {
  ReducedExponent reduced = reduceExponent(x);
  return expOfRest(reduced) * reduced.power;
}

/// log(1 + fraction) + exponent * ln(2).
Expr logOf(const ReducedLogarithm &x) {
  Expr f = x.fraction, e = x.exponent, z = f * f;
  if (!isDouble(f)) {
    Expr tail = polynomial(f, {7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1,
                               1.4249322787e-1, -1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1,
                               3.3333331174e-1}) *
                f * z;
    return f + (tail + e * constant(f, -2.12194440054690583e-4) - constant(f, 0.5) * z) +
           e * constant(f, 0.693359375);
  }
  // log(1 + f) = 2 atanh(s) with s = f / (2 + f); 2s = f - s * f.
  Expr s = f / (constant(f, 2) + f), square = s * s;
  Expr tail = constant(f, 2.0 / 23);
  for (int k = 21; k >= 3; k -= 2)
    tail = tail * square + constant(f, 2.0 / k);
  Expr halfSquare = constant(f, 0.5) * z;
  Expr low = e * constant(f, 1.9082149292705878161e-10);
  return e * constant(f, 0.69314718036912381649) -
         ((halfSquare - (s * (halfSquare + tail * square) + low)) - f);
}

/// The logarithm of positive finite numbers, for others as IEEE 754 has it.
Expr withLogarithmsEdges(const Expr &x, const Expr &value) {
  Expr edges = select(x == infinity(x), x, value);
  edges = select(x == constant(x, 0), -infinity(x), edges);
  return select(x < constant(x, 0) || x != x, notANumber(x), edges);
}

} // namespace

Expr exp(Expr x) { return strictly(scaledExp(x, 0)); }

Expr expm1(Expr x) {
  // Half of it: 2^128 is no f32, though e^88.7 is one.
  ReducedExponent reduced =
      reduceExponent(clampKeepingNan(x, constant(x, -30, -60), constant(x, 90, 711)));
  Expr power = powerOfTwo(x, clamp(reduced.whole - 1, -100, isDouble(x) ? 1023 : 127));
  Expr half = multiplyAdd(expm1OfRest(reduced), power, power - constant(x, 0.5));
  return strictly(select(x > constant(x, 89, 710), infinity(x), half + half));
}

/// 1 + e^-x, whose reciprocal the sigmoid is.
static Expr sigmoidDivisor(const Expr &x) {
  // Below -88.4 (-709.5 in f64) the power is infinity, and the quotient 0.
  Expr y = clampKeepingNan(x, constant(x, -88.6, -709.7), constant(x, 87.3, 708.3));
  ReducedExponent reduced = reduceExponent(y, -1);
  return multiplyAdd(expOfRest(reduced), reduced.power, one(x));
}

/// e^2x - 1. The hyperbolic tangent is the quotient of it and it plus 2.
static Expr tanhDividend(const Expr &x) {
  // From 9.01 on, 19.1 in f64, the nearest number is 1.
  Expr most = constant(x, 10, 20);
  ReducedExponent reduced = reduceExponent(clampKeepingNan(x, -most, most), 2);
  return multiplyAdd(expm1OfRest(reduced), reduced.power, reduced.power - one(x));
}

Expr sigmoid(Expr x) { return strictly(one(x) / sigmoidDivisor(x)); }

Expr tanh(Expr x) {
  Expr power = tanhDividend(x);
  return strictly(power / (power + constant(x, 2)));
}

Expr sigmoidTimesTanh(Expr x, Expr y) {
  Expr power = tanhDividend(y);
  return strictly(power / ((power + constant(y, 2)) * sigmoidDivisor(x)));
}

Expr log(Expr x) { return strictly(withLogarithmsEdges(x, logOf(reduceLogarithm(x)))); }

Expr log1p(Expr x) {
  // What 1 + x loses in rounding goes into the derivative, 1 / (1 + x).
  Expr sum = one(x) + x;
  Expr part = sum - x;
  Expr lost = (one(x) - part) + (x - (sum - part));
  Expr value = logOf(reduceLogarithm(sum)) + lost / sum;
  return strictly(withLogarithmsEdges(sum, value));
}

Expr softplus(Expr x) {
  Expr positive = select(x > constant(x, 0), x, constant(x, 0));
  return strictly(positive + math::log1p(math::exp(-abs(x))));
}

/// erf of an f32.
static Expr erfOfFloat(const Expr &x) {
  Expr z = x * x;
  Expr small =
      x * polynomial(z, {7.8758750592e-05, -8.0168642860e-04, 5.1890874233e-03, -2.6854212011e-02,
                         1.1283594715e-01, -3.7612626667e-01, 1.1283791658e+00});
  // From 1 to 4: log(erfc(a)).
  Expr a = clampKeepingNan(abs(x), constant(x, 1), constant(x, 4));
  Expr exponent = polynomial(a, {1.855749153e-4, -2.939615945e-3, 2.180535196e-2, -1.030374371e-1,
                                 -6.382256006e-1, -1.127040081, -3.537086774e-4});
  return strictly(select(abs(x) < one(x), small, withSign(one(x) - boundedExp(exponent), x)));
}

Expr erf(Expr x) {
  if (!isDouble(x))
    return erfOfFloat(x);
  Expr z = x * x;
  Expr small =
      x * polynomial(z, {-4.2309458222996191e-12, 8.7090451277052211e-11, -1.2164560056878832e-9,
                         1.4792401209333676e-8, -1.636464215815949e-7, 1.6462045441467787e-6,
                         -1.4925647567519298e-5, 1.2055332902888734e-4, -8.5483270219348296e-4,
                         5.2239776254232983e-3, -2.6866170645129841e-2, 1.128379167095512e-1,
                         -3.7612638903183752e-1, 1.1283791670955126});
  // From 1 to 6: erfc(a) * e^(a^2) is a polynomial in (a - 3) / (a + 3).
  Expr a = clampKeepingNan(abs(x), constant(x, 1), constant(x, 6));
  Expr t = (a - constant(x, 3)) / (a + constant(x, 3));
  Expr scaled =
      polynomial(t, {1.28019008629626619e-6, 2.02360317964175664e-6, -8.00802131941268433e-6,
                     -1.28488945125235288e-5, 6.40618207353054674e-5, 4.52547263548335414e-5,
                     -5.97062351709328428e-4, 7.07746444390153731e-4, 4.26913634750825636e-3,
                     -2.43924993182731931e-2, 7.16658371977487434e-2, -1.50115936500787439e-1,
                     2.45603801712331945e-1, -3.26233560043037175e-1, 1.7900115118138995e-1});
  Expr large = one(x) - boundedExp(-(a * a)) * scaled;
  return strictly(select(abs(x) < one(x), small, withSign(large, x)));
}

Expr sinh(Expr x) {
  Expr z = x * x;
  // Taylor's series: up to |x| = 1 what is left out is below half a unit.
  Expr tail = constant(x, 0);
  double factorial = isDouble(x) ? 121645100408832000.0 : 39916800.0; // 19! and 11!
  for (int k = isDouble(x) ? 19 : 11; k >= 3; factorial /= k * (k - 1), k -= 2)
    tail = tail * z + constant(x, 1 / factorial);
  Expr half = scaledExp(abs(x), -1);
  Expr large = half - constant(x, 0.25) / half;
  return strictly(select(abs(x) < one(x), x + x * z * tail, withSign(large, x)));
}

Expr cosh(Expr x) {
  Expr half = scaledExp(abs(x), -1);
  return strictly(half + constant(x, 0.25) / half);
}

Expr asinh(Expr x) {
  // The square would overflow, or swallow the one, in large numbers.
  Expr a = abs(x), isLarge = a > constant(x, 0x1p12, 0x1p28);
  Expr bounded = select(isLarge, one(x), a), z = bounded * bounded;
  Expr near = bounded + z / (one(x) + sqrt(one(x) + z));
  Expr value = math::log1p(select(isLarge, a - one(x), near));
  value = value + select(isLarge, constant(x, kLn2), constant(x, 0));
  return strictly(withSign(value, x));
}

Expr acosh(Expr x) {
  Expr isLarge = x > constant(x, 0x1p12, 0x1p28);
  Expr t = select(isLarge, one(x), x - one(x));
  Expr value = math::log1p(select(isLarge, x - one(x), t + sqrt(t * (t + constant(x, 2)))));
  value = value + select(isLarge, constant(x, kLn2), constant(x, 0));
  return strictly(select(x < one(x), notANumber(x), value));
}

Expr atanh(Expr x) {
  // (1 + a) / (1 - a) = 1 + 2a + 2a * a / (1 - a).
  Expr a = abs(x), twice = a + a, rest = one(x) - a;
  Expr ratio = select(a < constant(x, 0.5), twice + twice * a / rest, twice / rest);
  return strictly(withSign(constant(x, 0.5) * math::log1p(ratio), x));
}

} // namespace unspool::math
