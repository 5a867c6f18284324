//===- Power.cpp - x to the power of y ------------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// |x|^y = 2^(y log2|x|). The product may be as large as 1075, so an error of its
// last place is one of a thousand places of the result: f32 goes through f64; f64
// carries the logarithm and the product as sums of two numbers (T. J. Dekker, A
// Floating-Point Technique for Extending the Available Precision, 1971), cut such
// that products of upper parts are exact.
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/Math.h"
#include "codegen/kernels/MathParts.h"

using namespace Halide;

namespace unspool::math {

namespace {

/// An unevaluated sum. `high` has at most 21 significant bits.
struct Sum {
  Expr high, low;
};

/// The upper 21 significant bits of an f64.
Expr upper(const Expr &x) {
  return reinterpret<double>(reinterpret<uint64_t>(x) & Expr(~uint64_t(0xffffffff)));
}

/// log2 of a positive finite f64, to about 2^-63.
Sum logarithm2(const Expr &x) {
  ReducedLogarithm reduced = reduceLogarithm(x);
  Expr f = reduced.fraction, e = reduced.exponent;
  Expr two = constant(x, 2), three = constant(x, 3);

  // ln(1 + f) = 2 s (1 + s^2 / 3 + s^4 / 5 + ...) with s = f / (2 + f).
  Expr divisor = f + two, s = f / divisor;
  Expr sHigh = upper(s), divisorHigh = upper(divisor);
  Expr divisorLow = f - (divisorHigh - two);
  Expr sLow = ((f - sHigh * divisorHigh) - sHigh * divisorLow) / divisor;

  // t = 3 + s^2 + 3 (s^4 / 5 + s^6 / 7 + ...), so that ln(1 + f) = 2/3 s t.
  Expr square = s * s, tail = constant(x, 3.0 / 23);
  for (int k = 21; k >= 5; k -= 2)
    tail = tail * square + constant(x, 3.0 / k);
  Expr squareHigh = sHigh * sHigh;
  Expr rest = tail * square * square + sLow * (sHigh + s);
  Expr tHigh = upper((squareHigh + three) + rest);
  Expr tLow = rest - ((tHigh - three) - squareHigh);

  Expr product = sHigh * tHigh, productRest = sLow * tHigh + tLow * s;
  Expr pHigh = upper(product + productRest);
  Expr pLow = productRest - (pHigh - product);

  // 2 / (3 ln 2), its upper 21 bits, and what they lack.
  const double factor = 0.96179669392597560491;
  const double factorHigh = 0x1.ec709p-1, factorLow = 4.10204051776781616e-7;
  Expr high = pHigh * constant(x, factorHigh);
  Expr low = pHigh * constant(x, factorLow) + pLow * constant(x, factor);
  Expr sumHigh = upper((high + low) + e);
  return {sumHigh, low - ((sumHigh - e) - high)};
}

/// x^y in f64 for positive finite x.
Expr powerInParts(const Expr &x, const Expr &y) {
  Sum logarithm = logarithm2(x);
  // Beyond 2^70 every base but 1 has over- or underflowed.
  Expr exponent = clampKeepingNan(y, constant(y, -0x1p70), constant(y, 0x1p70));
  Expr exponentHigh = upper(exponent);
  Expr high = exponentHigh * logarithm.high;
  Expr low = (exponent - exponentHigh) * logarithm.high + exponent * logarithm.low;
  Expr total = high + low, isOut = abs(total) > constant(x, 1100);
  high = select(isOut, select(total > constant(x, 0), constant(x, 1100), constant(x, -1100)), high);
  low = select(isOut, constant(x, 0), low);
  Expr whole = round(high + low);
  ReducedExponent reduced =
      reduceExponent(((high - whole) + low) * constant(x, 0.69314718055994530942));
  Expr scale = cast<int>(whole) + reduced.whole, half = scale >> 1;
  return expOfRest(reduced) * powerOfTwo(x, half) * powerOfTwo(x, scale - half);
}

/// |x|^y, for y != 0.
Expr magnitudeOfPower(const Expr &x, const Expr &y) {
  Expr a = abs(x), one = constant(x, 1), zero = constant(x, 0);
  if (!isDouble(x)) {
    Expr wide = math::exp(cast<double>(y) * math::log(cast<double>(a)));
    return select(a == one, one, cast<float>(wide));
  }
  Expr isEdge = a == zero || a == infinity(x);
  Expr edge = select((a == zero) == (y < zero), infinity(x), zero);
  Expr value = select(isEdge, edge, powerInParts(select(isEdge, one, a), y));
  return select(x != x || y != y, notANumber(x), value);
}

/// x^y for the constants that models use; undefined for any other.
Expr simplePower(const Expr &x, const Expr &y) {
  auto exponent = Internal::as_const_float(y);
  if (!exponent)
    return Expr();
  if (*exponent == 0)
    return constant(x, 1);
  if (*exponent == 1)
    return x;
  if (*exponent == 2)
    return x * x;
  if (*exponent == 3)
    return x * x * x;
  if (*exponent == -1)
    return constant(x, 1) / x;
  if (*exponent == 0.5)
    return select(x == -infinity(x), infinity(x), sqrt(x));
  return Expr();
}

} // namespace

Expr pow(Expr x, Expr y) {
  if (Expr simple = simplePower(x, y); simple.defined())
    return strictly(simple);
  Expr magnitude = magnitudeOfPower(x, y);
  Expr half = y * constant(y, 0.5), zero = constant(x, 0), one = constant(x, 1);
  Expr isWhole = floor(y) == y, isOdd = isWhole && floor(half) != half;
  Expr isMinus = withSign(one, x) < zero; // of a zero too
  Expr value = select(isMinus && isOdd, -magnitude, x < zero && !isWhole && x != -infinity(x),
                      notANumber(x), magnitude);
  return strictly(select(y == zero || x == one, one, value));
}

} // namespace unspool::math
