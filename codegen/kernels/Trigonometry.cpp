//===- Trigonometry.cpp - circular functions and their inverses -----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Sine and cosine subtract quarter turns, then take Taylor's series on [-pi/4,
// pi/4]. The subtraction is done in f64, with pi/2 in parts whose multiples are
// exact (Cody and Waite), so that the remainder is right close to the zeros too.
// The arcs are fitted: Chebyshev interpolation of (asin(y) / y - 1) / y^2 on
// [0, 1/4] and of the same for atan on [0, tan(pi/8)^2], in y^2.
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/Math.h"
#include "codegen/kernels/MathParts.h"

using namespace Halide;

namespace unspool::math {

namespace {

constexpr double kHalfPi = 1.57079632679489661923;
/// What kHalfPi, rounded to f32 and to f64, lacks.
constexpr double kHalfPiRestFloat = -4.37113900018624283e-8;
constexpr double kHalfPiRestDouble = 6.12323399573676604e-17;

struct QuarterTurns {
  Expr count;     ///< modulo 4, a float
  Expr remainder; ///< of x's type, within [-pi/4, pi/4]
};

QuarterTurns reduceQuarterTurns(const Expr &x) {
  Expr wide = cast<double>(x);
  Expr turns = round(wide * constant(wide, 0.63661977236758134308));
  Expr r = (wide - turns * constant(wide, 1.5707963267341256142)) -
           turns * constant(wide, 6.0771005063039659766e-11);
  if (isDouble(x))
    r = r - turns * constant(wide, 2.0222662487959507324e-21);
  // Out of range for huge arguments only.
  r = clampKeepingNan(r, constant(wide, -0.7854), constant(wide, 0.7854));
  return {turns - constant(wide, 4) * floor(turns * constant(wide, 0.25)), cast(x.type(), r)};
}

/// 1 - z/3! + z^2/5! - ... without the 1, divided by z; or, from 2!, the cosine's.
Expr alternatingSeries(const Expr &z, int first, int last) {
  double factorial = 1;
  for (int k = 2; k <= last; ++k)
    factorial *= k;
  Expr sum = constant(z, 0);
  for (int k = last; k >= first; factorial /= double(k) * (k - 1), k -= 2)
    sum = sum * z + constant(z, ((k - first) / 2 % 2 ? 1 : -1) / factorial);
  return sum;
}

/// sin(x + quarters * pi / 2).
Expr sineOfQuarters(const Expr &x, int quarters) {
  QuarterTurns turns = reduceQuarterTurns(x);
  Expr r = turns.remainder, z = r * r;
  Expr sine = r + r * z * alternatingSeries(z, 3, isDouble(x) ? 17 : 9);
  Expr cosine = constant(x, 1) + z * alternatingSeries(z, 2, isDouble(x) ? 18 : 10);
  Expr quadrant = (cast<int>(turns.count) + quarters) & 3;
  Expr value = select((quadrant & 1) == 1, cosine, sine);
  value = select((quadrant & 2) == 2, -value, value);
  // The remainder of an infinity is no number.
  return strictly(select(abs(x) == infinity(x) || x != x, notANumber(x), value));
}

/// asin(y) for 0 <= y <= 1/2, with y^2.
Expr smallArcSine(const Expr &y, const Expr &z) {
  Expr tail =
      isDouble(y)
          ? polynomial(z, {3.0718769220935822e-2, -2.4020545326791217e-2, 2.2553563969089055e-2,
                           3.8085287462734211e-4, 8.7950061265238317e-3, 8.1358299145899479e-3,
                           9.7927513218864941e-3, 1.1549086612802149e-2, 1.3965009932068023e-2,
                           1.7352757477819011e-2, 2.2372159279680006e-2, 3.0381944441363806e-2,
                           4.4642857142883404e-2, 7.4999999999999912e-2, 1.6666666666666667e-1})
          : polynomial(z, {3.3690847290571957e-2, 1.7149238297678601e-2, 3.1100662750394247e-2,
                           4.4599401526896367e-2, 7.5000945435045564e-2, 1.6666666337430819e-1});
  return y + y * z * tail;
}

/// pi/2 - x, pi/2 in two parts.
Expr fromHalfPi(const Expr &x) {
  Expr rest = constant(x, kHalfPiRestFloat, kHalfPiRestDouble);
  return constant(x, kHalfPi) - (x - rest);
}

} // namespace

Expr sin(Expr x) { return sineOfQuarters(x, 0); }
Expr cos(Expr x) { return sineOfQuarters(x, 1); }
Expr tan(Expr x) { return strictly(math::sin(x) / math::cos(x)); }

Expr atan(Expr x) {
  // At most two rotations, by pi/2 and pi/4, bring the argument below tan(pi/8).
  Expr a = abs(x);
  Expr isHigh = a > constant(x, 2.41421356237309505), isLow = a <= constant(x, 0.41421356237309505);
  Expr y = select(isLow, a,
                  select(isHigh, constant(x, -1), a - constant(x, 1)) /
                      select(isHigh, a, a + constant(x, 1)));
  Expr z = y * y;
  Expr tail =
      isDouble(x)
          ? polynomial(z, {-1.3918229210297381e-2, 3.0635704026275179e-2, -4.1044362616580023e-2,
                           4.7193950289071208e-2, -5.258041554101749e-2, 5.8819252531699432e-2,
                           -6.6666420200533507e-2, 7.6923067360000768e-2, -9.0909090670099867e-2,
                           1.1111111110754729e-1, -1.4285714285711519e-1, 1.9999999999999992e-1,
                           -3.3333333333333333e-1})
          : polynomial(z, {-6.4519281950521192e-2, 1.0743731485726426e-1, -1.4263955597329585e-1,
                           1.9999540483617519e-1, -3.3333331761168111e-1});
  Expr part = select(isLow, constant(x, 0), isHigh, constant(x, 1), constant(x, 0.5));
  Expr rest = constant(x, kHalfPiRestFloat, kHalfPiRestDouble);
  Expr value = part * constant(x, kHalfPi) + (part * rest + (y + y * z * tail));
  return strictly(withSign(value, x));
}

Expr asin(Expr x) {
  // asin(a) = pi/2 - 2 asin(sqrt((1 - a) / 2)).
  Expr a = abs(x), isLarge = a > constant(x, 0.5);
  Expr z = select(isLarge, constant(x, 0.5) * (constant(x, 1) - a), a * a);
  Expr value = smallArcSine(select(isLarge, sqrt(z), a), z);
  return strictly(withSign(select(isLarge, fromHalfPi(value + value), value), x));
}

Expr acos(Expr x) {
  Expr a = abs(x), isLarge = a > constant(x, 0.5);
  Expr z = select(isLarge, constant(x, 0.5) * (constant(x, 1) - a), a * a);
  Expr value = smallArcSine(select(isLarge, sqrt(z), x), z);
  Expr twice = value + value;
  Expr rest = constant(x, 2 * kHalfPiRestFloat, 2 * kHalfPiRestDouble);
  Expr fromPi = constant(x, 2 * kHalfPi) - (twice - rest);
  return strictly(select(isLarge, select(x < constant(x, 0), fromPi, twice), fromHalfPi(value)));
}

} // namespace unspool::math
