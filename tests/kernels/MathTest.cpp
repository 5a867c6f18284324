//===- MathTest.cpp - our elementary functions against the C library ------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each function runs over bit patterns from the whole range of its type (all
// exponents, both signs, denormals, infinities, NaN) and over plain values around
// zero. Errors are in units of the last place of the right result, which for f32
// comes from the C library's double functions and for f64 from its long double
// ones. The bounds below are what codegen/kernels/Math.h promises.
//
//===----------------------------------------------------------------------===//

#include "tests/kernels/CompiledKernel.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

using namespace unspool;
using namespace unspool::test;

namespace {

using Reference = long double (*)(long double);

struct Function {
  const char *op;
  Reference reference;
  double ulpF32, ulpF64;     ///< most that may be wrong
  double limit = HUGE_VAL;   ///< the promise holds for arguments up to this
  bool flushesDenormals = false;
};

const Function functions[] = {
    {"exp", std::exp, 2, 2},
    {"log", std::log, 2, 2},
    {"tanh", std::tanh, 3, 3},
    {"sigmoid", [](long double x) { return 1 / (1 + std::exp(-x)); }, 3, 3, HUGE_VAL, true},
    {"erf", std::erf, 3, 3},
    {"sin", std::sin, 2, 2, 1e6},
    {"cos", std::cos, 2, 2, 1e6},
    {"tan", std::tan, 4, 4, 1e6},
    {"asin", std::asin, 3, 3},
    {"acos", std::acos, 3, 3},
    {"atan", std::atan, 3, 3},
    {"sinh", std::sinh, 3, 3},
    {"cosh", std::cosh, 3, 3},
    {"asinh", std::asinh, 3, 3},
    {"acosh", std::acosh, 3, 3},
    {"atanh", std::atanh, 3, 3},
    {"elu", [](long double x) { return x < 0 ? std::expm1(x) : x; }, 2, 3},
    {"softplus",
     [](long double x) { return std::max(x, 0.0L) + std::log1p(std::exp(-std::abs(x))); }, 3, 3},
};

/// The spacing of `T`s at `value`.
template <typename T> long double spacing(long double value) {
  using Limits = std::numeric_limits<T>;
  int exponent = 0;
  std::frexp(value, &exponent);
  return std::ldexp(1.0L, std::max(exponent - Limits::digits, Limits::min_exponent - Limits::digits));
}

template <typename T> double ulpError(T is, long double should) {
  T rounded = T(should);
  if (std::isnan(rounded) || std::isnan(is))
    return std::isnan(rounded) && std::isnan(is) ? 0 : HUGE_VAL;
  if (is == rounded)
    return 0;
  if (std::isinf(is) || std::isinf(rounded)) // a neighbour of the largest number
    is = std::isinf(is) ? std::copysign(std::numeric_limits<T>::max(), is) : is;
  return double(std::abs(is - should) / spacing<T>(should));
}

/// Bit patterns of all of `Bits`, evenly, then values in [-20, 20].
template <typename T, typename Bits> std::vector<T> sweep(int64_t count) {
  std::vector<T> values(count);
  Bits step = std::numeric_limits<Bits>::max() / Bits(count / 2) | 1;
  for (int64_t i = 0; i < count; ++i) {
    Bits bits = Bits(i) * step;
    if (i < count / 2)
      std::memcpy(&values[i], &bits, sizeof bits);
    else
      values[i] = T((double(i) / double(count) - 0.75) * 80);
  }
  const T special[] = {0, -T(0), 1, -1, T(HUGE_VAL), -T(HUGE_VAL), T(NAN), T(0.5), -T(0.5),
                       std::numeric_limits<T>::denorm_min(), std::numeric_limits<T>::min(),
                       std::numeric_limits<T>::max(), std::numeric_limits<T>::lowest()};
  std::copy(std::begin(special), std::end(special), values.begin());
  return values;
}

template <typename T, typename Bits>
void expectAccurate(const Function &function, ElementType element, double bound) {
  constexpr int64_t kCount = 1 << 19;
  std::vector<T> arguments = sweep<T, Bits>(kCount);
  Tensor input = tensor(element, {kCount}, arguments);
  std::vector<T> results = runNode(function.op, {input}, input.type, {{"alpha", 1.0}}).template as<T>();
  double worst = 0;
  int64_t at = 0;
  for (int64_t i = 0; i < kCount; ++i) {
    long double should = function.reference(arguments[i]);
    if (std::isfinite(arguments[i]) && std::abs(arguments[i]) > function.limit)
      continue;
    if (function.flushesDenormals && std::abs(should) < 2 * std::numeric_limits<T>::min()) {
      EXPECT_LE(std::abs(results[i]), 2 * std::numeric_limits<T>::min());
      continue;
    }
    double error = ulpError<T>(results[i], should);
    if (error > worst) {
      worst = error;
      at = i;
    }
  }
  ::testing::Test::RecordProperty("worst", std::to_string(worst));
  EXPECT_LE(worst, bound) << function.op << "(" << arguments[at] << ") is " << results[at]
                          << " when it should be " << function.reference(arguments[at]);
}

class MathTest : public ::testing::TestWithParam<Function> {};

TEST_P(MathTest, FloatIsAccurateOverTheWholeRange) {
  expectAccurate<float, uint32_t>(GetParam(), ElementType::F32, GetParam().ulpF32);
}
TEST_P(MathTest, DoubleIsAccurateOverTheWholeRange) {
  expectAccurate<double, uint64_t>(GetParam(), ElementType::F64, GetParam().ulpF64);
}

INSTANTIATE_TEST_SUITE_P(Functions, MathTest, ::testing::ValuesIn(functions),
                         [](const auto &info) { return std::string(info.param.op); });

/// pow of every pair of `values`.
template <typename T> void expectPowers(ElementType element, double bound) {
  const T infinity = std::numeric_limits<T>::infinity();
  std::vector<T> values{0,    -T(0), 1,   -1,  T(0.5),   -T(0.5), 2,   -2, 3, -3, T(2.5), -T(2.5),
                        T(1e-5), 10,  100, 1e4, T(0.9999), T(1.0001), 17, -17, 33, infinity,
                        -infinity, T(NAN), std::numeric_limits<T>::denorm_min(),
                        std::numeric_limits<T>::max(), T(1) / 3, -T(1) / 3, 127, T(1e7), T(16777219.0)};
  std::vector<T> bases, exponents;
  for (T base : values)
    for (T exponent : values) {
      bases.push_back(base);
      exponents.push_back(exponent);
    }
  std::vector<int64_t> shape{int64_t(bases.size())};
  std::vector<T> results =
      runNode("pow", {tensor(element, shape, bases), tensor(element, shape, exponents)},
              {element, shape})
          .template as<T>();
  for (size_t i = 0; i < bases.size(); ++i) {
    long double should = std::pow((long double)bases[i], (long double)exponents[i]);
    EXPECT_LE(ulpError<T>(results[i], should), bound)
        << "pow(" << bases[i] << ", " << exponents[i] << ") is " << results[i]
        << " when it should be " << should;
  }
}

TEST(PowTest, FloatIsAsInC) { expectPowers<float>(ElementType::F32, 2); }
TEST(PowTest, DoubleIsAsInC) { expectPowers<double>(ElementType::F64, 2); }

} // namespace
