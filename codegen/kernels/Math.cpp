//===- Math.cpp - our own elementary functions, as Halide expressions -----===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// exp, log, tan and the arcs follow the reductions of Moshier's Cephes library
// (Methods and Programs for Mathematical Functions, 1989); erf is a rational in
// x^2 on [-4, 4].
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/Math.h"

#include <cmath>
#include <limits>

using namespace Halide;

namespace unspool::math {

namespace {

/// A constant of x's type.
Expr constant(const Expr &x, double value) { return Internal::make_const(x.type(), value); }

/// c[0] * x^(n-1) + ... + c[n-1], by Horner's rule.
Expr polynomial(const Expr &x, std::initializer_list<double> coefficients) {
  Expr sum;
  for (double coefficient : coefficients)
    sum = sum.defined() ? sum * x + constant(x, coefficient) : constant(x, coefficient);
  return sum;
}

bool isDouble(const Expr &x) { return x.type().bits() == 64; }

Expr infinity(const Expr &x) { return constant(x, std::numeric_limits<double>::infinity()); }
Expr notANumber(const Expr &x) {
  return isDouble(x) ? reinterpret<double>(Expr(uint64_t(0x7ff8000000000000)))
                     : reinterpret<float>(Expr(uint32_t(0x7fc00000)));
}

/// 2^n for whole n in the normal range, n an integer expression.
Expr powerOfTwo(const Expr &like, const Expr &n) {
  if (isDouble(like))
    return reinterpret(Float(64), cast<int64_t>(n + 1023) << 52);
  return reinterpret(Float(32), (n + 127) << 23);
}

/// x within [low, high]; NaN stays NaN.
Expr clampKeepingNan(const Expr &x, double low, double high) {
  return select(x > constant(x, high), constant(x, high),
                select(x < constant(x, low), constant(x, low), x));
}

/// e^r for |r| <= ln(2) / 2.
Expr expOfRemainder(const Expr &r) {
  if (isDouble(r)) {
    // Taylor to r^13: the remainder is below 2^-53.
    Expr sum = constant(r, 1.0);
    for (int k = 13; k >= 1; --k)
      sum = sum * r * constant(r, 1.0 / k) + constant(r, 1.0);
    return sum;
  }
  Expr tail = polynomial(r, {1.9875691500E-4, 1.3981999507E-3, 8.3334519073E-3, 4.1665795894E-2,
                             1.6666665459E-1, 5.0000001201E-1});
  return tail * r * r + r + 1.0f;
}

/// The whole part n and e^(x - n ln 2).
struct Reduced {
  Expr n, scaled;
};
Reduced reduceExp(const Expr &x) {
  Expr n = floor(x * constant(x, 1.44269504088896341) + constant(x, 0.5));
  double high = isDouble(x) ? 6.93145751953125E-1 : 0.693359375;
  double low = isDouble(x) ? 1.42860682030941723212E-6 : -2.12194440e-4;
  Expr r = x - n * constant(x, high) - n * constant(x, low);
  return {cast<int>(n), expOfRemainder(r)};
}

/// e^x where neither overflow nor denormals matter (|x| is bounded).
Expr boundedExp(const Expr &x) {
  Reduced reduced = reduceExp(x);
  return reduced.scaled * powerOfTwo(x, reduced.n);
}

} // namespace

Expr exp(Expr x) {
  // Two factors reach denormals below and infinity above.
  Reduced reduced = reduceExp(isDouble(x) ? clampKeepingNan(x, -746, 710)
                                          : clampKeepingNan(x, -104, 89));
  Expr half = reduced.n >> 1;
  return reduced.scaled * powerOfTwo(x, half) * powerOfTwo(x, reduced.n - half);
}

Expr sigmoid(Expr x) {
  double bound = isDouble(x) ? 700 : 87;
  return constant(x, 1) / (constant(x, 1) + boundedExp(clampKeepingNan(-x, -bound, bound)));
}

Expr tanh(Expr x) {
  Expr z = x * x;
  Expr small = x + x * z *
                       polynomial(z, {-5.70498872745E-3, 2.06390887954E-2, -5.37397155531E-2,
                                      1.33314422036E-1, -3.33332819422E-1});
  Expr doubled = clampKeepingNan(x + x, -40, 40);
  Expr large = constant(x, 1) - constant(x, 2) / (boundedExp(doubled) + constant(x, 1));
  return select(abs(x) < constant(x, 0.625), small, large);
}

Expr log(Expr x) {
  // Denormals first move into the normal range.
  bool wide = isDouble(x);
  double smallest = wide ? std::numeric_limits<double>::min() : std::numeric_limits<float>::min();
  Expr isSmall = x < constant(x, smallest);
  Expr normal = select(isSmall, x * constant(x, wide ? 0x1p54 : 0x1p25), x);
  Expr shift = select(isSmall, wide ? 54 : 25, 0);

  // x = m * 2^e with m in [sqrt(1/2), sqrt(2)).
  Expr exponent, mantissa;
  if (wide) {
    Expr bits = reinterpret<int64_t>(normal);
    exponent = cast<int>((bits >> 52) & Expr(int64_t(0x7ff))) - 1022;
    mantissa = reinterpret<double>((bits & Expr(int64_t(0x000fffffffffffff))) |
                                   Expr(int64_t(0x3fe0000000000000)));
  } else {
    Expr bits = reinterpret<int>(normal);
    exponent = ((bits >> 23) & 0xff) - 126;
    mantissa = reinterpret<float>((bits & 0x007fffff) | 0x3f000000);
  }
  Expr isLow = mantissa < constant(x, 0.70710678118654752440);
  Expr e = cast(x.type(), select(isLow, exponent - 1, exponent) - shift);
  Expr m = select(isLow, mantissa + mantissa, mantissa) - constant(x, 1);

  Expr result;
  if (wide) {
    // log(1 + m) = 2 atanh(s), s = m / (2 + m), |s| < 0.172.
    Expr s = m / (constant(x, 2) + m), z = s * s;
    Expr sum = constant(x, 1.0 / 23);
    for (int k = 21; k >= 1; k -= 2)
      sum = sum * z + constant(x, 1.0 / k);
    result = e * constant(x, 0.69314718055994530942) + constant(x, 2) * s * sum;
  } else {
    Expr z = m * m;
    Expr tail = polynomial(m, {7.0376836292E-2, -1.1514610310E-1, 1.1676998740E-1,
                               -1.2420140846E-1, 1.4249322787E-1, -1.6668057665E-1,
                               2.0000714765E-1, -2.4999993993E-1, 3.3333331174E-1}) *
                m * z;
    result = m + (tail + e * -2.12194440e-4f - 0.5f * z) + e * 0.693359375f;
  }
  result = select(x == infinity(x), infinity(x), result);
  result = select(x == constant(x, 0), -infinity(x), result);
  return select(x < constant(x, 0) || x != x, notANumber(x), result);
}

Expr erf(Expr x) {
  Expr y = clampKeepingNan(x, -4, 4);
  Expr z = y * y;
  Expr p = polynomial(z, {-2.72614225801306e-10, 2.77068142495902e-08, -2.10102402082508e-06,
                          -5.69250639462346e-05, -7.34990630326855e-04, -2.95459980854025e-03,
                          -1.60960333262415e-02});
  Expr q = polynomial(z, {-1.45660718464996e-05, -2.13374055278905e-04, -1.68282697438203e-03,
                          -7.37332916720468e-03, -1.42647390514189e-02});
  return y * p / q;
}

/// sin(x + quarter turns).
static Expr sineOfQuarters(const Expr &x, int quarters) {
  Expr n = floor(x * constant(x, 0.63661977236758134308) + constant(x, 0.5));
  Expr r = x - n * constant(x, 1.5703125) - n * constant(x, 4.837512969970703125e-4) -
           n * constant(x, 7.54978995489188216e-8);
  Expr z = r * r;
  Expr sine = r + r * z * polynomial(z, {-1.9515295891E-4, 8.3321608736E-3, -1.6666654611E-1});
  Expr cosine = constant(x, 1) - constant(x, 0.5) * z +
                z * z * polynomial(z, {2.443315711809948E-5, -1.388731625493765E-3,
                                       4.166664568298827E-2});
  Expr quadrant = (cast<int>(n) + quarters) & 3;
  Expr value = select((quadrant & 1) == 1, cosine, sine);
  value = select((quadrant & 2) == 2, -value, value);
  // The remainder of an infinity is no number.
  return select(abs(x) == infinity(x), notANumber(x), value);
}

Expr sin(Expr x) { return sineOfQuarters(x, 0); }
Expr cos(Expr x) { return sineOfQuarters(x, 1); }
Expr tan(Expr x) { return math::sin(x) / math::cos(x); }

Expr atan(Expr x) {
  Expr a = abs(x);
  Expr isHigh = a > constant(x, 2.414213562373095), isMiddle = a > constant(x, 0.4142135623730950);
  Expr base = select(isHigh, constant(x, 1.5707963267948966),
                     select(isMiddle, constant(x, 0.7853981633974483), constant(x, 0)));
  Expr y = select(isHigh, constant(x, -1) / a,
                  select(isMiddle, (a - constant(x, 1)) / (a + constant(x, 1)), a));
  Expr z = y * y;
  Expr value = base + y + y * z *
                              polynomial(z, {8.05374449538e-2, -1.38776856032E-1,
                                             1.99777106478E-1, -3.33329491539E-1});
  return select(x < constant(x, 0), -value, value);
}

Expr asin(Expr x) {
  Expr a = abs(x);
  Expr isLarge = a > constant(x, 0.5);
  Expr z = select(isLarge, constant(x, 0.5) * (constant(x, 1) - a), a * a);
  Expr y = select(isLarge, sqrt(z), a);
  Expr value = y + y * z *
                       polynomial(z, {4.2163199048E-2, 2.4181311049E-2, 4.5470025998E-2,
                                      7.4953002686E-2, 1.6666752422E-1});
  value = select(isLarge, constant(x, 1.5707963267948966) - constant(x, 2) * value, value);
  return select(x < constant(x, 0), -value, value);
}

Expr acos(Expr x) {
  // Near 1 the difference from pi/2 would cancel.
  Expr isNear = x > constant(x, 0.5);
  Expr near = constant(x, 2) * math::asin(sqrt(constant(x, 0.5) * (constant(x, 1) - x)));
  return select(isNear, near, constant(x, 1.5707963267948966) - math::asin(x));
}

Expr sinh(Expr x) {
  Expr z = x * x;
  Expr small = x + x * z * polynomial(z, {2.03721912945E-4, 8.33028376239E-3, 1.66667160211E-1});
  // Half of e^|x| from e^(|x| / 2), which does not overflow too early.
  Expr root = math::exp(constant(x, 0.5) * abs(x));
  Expr large = constant(x, 0.5) * root * root - constant(x, 0.5) / (root * root);
  return select(abs(x) < constant(x, 1), small, select(x < constant(x, 0), -large, large));
}

Expr cosh(Expr x) {
  Expr root = math::exp(constant(x, 0.5) * abs(x));
  return constant(x, 0.5) * root * root + constant(x, 0.5) / (root * root);
}

Expr asinh(Expr x) {
  Expr a = abs(x), z = x * x;
  Expr small = a + a * z * polynomial(z, {2.0122003309E-2, -4.2699340972E-2, 7.4847586088E-2,
                                          -1.6666288134E-1});
  Expr large = select(a > constant(x, 1500), math::log(a) + constant(x, 0.69314718055994531),
                      math::log(a + sqrt(z + constant(x, 1))));
  Expr value = select(a < constant(x, 0.5), small, large);
  return select(x < constant(x, 0), -value, value);
}

Expr acosh(Expr x) {
  Expr root = sqrt(x - constant(x, 1)) * sqrt(x + constant(x, 1));
  return select(x > constant(x, 1500), math::log(x) + constant(x, 0.69314718055994531), math::log(x + root));
}

Expr atanh(Expr x) {
  Expr a = abs(x), z = x * x;
  Expr small = x + x * z * polynomial(z, {1.81740078349E-1, 8.24370301058E-2, 1.46691431730E-1,
                                          1.99782164500E-1, 3.33337300303E-1});
  Expr large = constant(x, 0.5) * math::log((constant(x, 1) + x) / (constant(x, 1) - x));
  return select(a < constant(x, 0.5), small, large);
}

Expr softplus(Expr x) {
  // math::log(1 + e^x) = max(x, 0) + math::log(1 + e^-|x|).
  return select(x > constant(x, 0), x, constant(x, 0)) +
         select(x != x, x, math::log(constant(x, 1) + math::exp(-abs(x))));
}

Expr pow(Expr x, Expr y) {
  Expr magnitude = math::exp(y * math::log(abs(x)));
  Expr isWhole = floor(y) == y;
  Expr half = y * constant(y, 0.5);
  Expr isOdd = isWhole && floor(half) != half;
  Expr value = select(x < constant(x, 0),
                      select(!isWhole, notANumber(x), isOdd, -magnitude, magnitude), magnitude);
  // math::exp(log) rounds squares and roots; these are exact.
  value = select(y == constant(y, 2), x * x, y == constant(y, 1), x,
                 y == constant(y, 0.5) && x >= constant(x, 0), sqrt(x),
                 y == constant(y, 3), x * x * x, y == constant(y, -1), constant(x, 1) / x, value);
  return select(y == constant(y, 0) || x == constant(x, 1), constant(x, 1), value);
}

} // namespace unspool::math
