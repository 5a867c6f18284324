//===- MathTest.cpp - our elementary functions against the C library ------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each function runs over bit patterns from the whole range of its type (all
// exponents, both signs, denormals, infinities, NaN) and over plain values around
// zero. Errors are in units of the last place of the right result, which comes from
// the C library's long double functions. The bounds below are what codegen/kernels/Math.h promises.
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
  double ulp;              ///< most that may be wrong, in f32 and in f64
  double limit = HUGE_VAL; ///< the promise holds for arguments up to this
  bool flushesDenormals = false;
};

long double sigmoid(long double x) { return 1 / (1 + std::exp(-x)); }
long double elu(long double x) { return x < 0 ? std::expm1(x) : x; }
long double softplus(long double x) {
  return std::max(x, 0.0L) + std::log1p(std::exp(-std::abs(x)));
}

const Function functions[] = {
    {"exp", std::exp, 1},        {"log", std::log, 1},
    {"tanh", std::tanh, 2.5},    {"sigmoid", sigmoid, 2.5, HUGE_VAL, true},
    {"softplus", softplus, 2},   {"elu", elu, 2}, // as expm1
    {"erf", std::erf, 2.5},      {"sinh", std::sinh, 2},
    {"cosh", std::cosh, 2},      {"asinh", std::asinh, 2},
    {"acosh", std::acosh, 2},    {"atanh", std::atanh, 2},
    {"sin", std::sin, 2, 1e6},   {"cos", std::cos, 2, 1e6},
    {"tan", std::tan, 3.5, 1e6}, {"asin", std::asin, 2.5},
    {"acos", std::acos, 2},      {"atan", std::atan, 2},
};

/// The spacing of `T`s at `value`.
template <typename T> long double spacing(long double value) {
  using Limits = std::numeric_limits<T>;
  int exponent = 0;
  std::frexp(value, &exponent);
  return std::ldexp(1.0L,
                    std::max(exponent - Limits::digits, Limits::min_exponent - Limits::digits));
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
  const T special[] = {0,
                       -T(0),
                       1,
                       -1,
                       T(HUGE_VAL),
                       -T(HUGE_VAL),
                       T(NAN),
                       T(0.5),
                       -T(0.5),
                       std::numeric_limits<T>::denorm_min(),
                       std::numeric_limits<T>::min(),
                       std::numeric_limits<T>::max(),
                       std::numeric_limits<T>::lowest()};
  std::copy(std::begin(special), std::end(special), values.begin());
  return values;
}

template <typename T, typename Bits>
void expectAccurate(const Function &function, ElementType element,
                    const KernelOptions &options = {}) {
  constexpr int64_t kCount = 1 << 19;
  std::vector<T> arguments = sweep<T, Bits>(kCount);
  Tensor input = tensor(element, {kCount}, arguments);
  Node call = node(function.op, {0}, {input.type}, {{"alpha", 1.0}});
  CompiledKernel kernel(kernelOf({input.type}, {call}, {1}), options);
  std::vector<T> results = kernel.run({input}).front().template as<T>();
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
  EXPECT_LE(worst, function.ulp) << function.op << "(" << arguments[at] << ") is " << results[at]
                                 << " when it should be " << function.reference(arguments[at]);
}

class MathTest : public ::testing::TestWithParam<Function> {};

TEST_P(MathTest, FloatIsAccurateOverTheWholeRange) {
  expectAccurate<float, uint32_t>(GetParam(), ElementType::F32);
}
TEST_P(MathTest, DoubleIsAccurateOverTheWholeRange) {
  expectAccurate<double, uint64_t>(GetParam(), ElementType::F64);
}

TEST_P(MathTest, FloatIsAccurateWithoutMultiplyAdd) {
  KernelOptions options;
  options.target = "x86-64-linux-sse41";
  Function function = GetParam();
  if (std::string(function.op) == "exp")
    function.ulp = 1.2;
  expectAccurate<float, uint32_t>(function, ElementType::F32, options);
}

/// Kernels of the contracting kinds are compiled with loose floating point.
TEST_P(MathTest, LooseKernelsGiveTheSameBits) {
  constexpr int64_t kCount = 1 << 14;
  std::vector<float> arguments = sweep<float, uint32_t>(kCount);
  Tensor input = floats({kCount}, arguments);
  KernelSpec spec =
      kernelOf({input.type}, {node(GetParam().op, {0}, {input.type}, {{"alpha", 1.0}})}, {1});
  std::vector<uint8_t> strict = CompiledKernel(spec).run({input}).front().bytes;
  spec.kind = "matmul";
  spec.schedule.name = "naive";
  std::vector<float> is = CompiledKernel(spec).run({input}).front().as<float>(), should(kCount);
  std::memcpy(should.data(), strict.data(), strict.size());
  for (int64_t i = 0; i < kCount; ++i) {
    bool bothNan = std::isnan(is[i]) && std::isnan(should[i]);
    ASSERT_TRUE(is[i] == should[i] || bothNan || std::isnan(arguments[i]))
        << GetParam().op << "(" << arguments[i] << ") is " << is[i] << " or " << should[i];
  }
}

INSTANTIATE_TEST_SUITE_P(Functions, MathTest, ::testing::ValuesIn(functions),
                         [](const auto &info) { return std::string(info.param.op); });

/// Without a state, the cell of an LSTM is sigmoid(i) * tanh(g).
TEST(GatedTanhTest, OfACellIsAccurate) {
  constexpr int64_t kSide = 512, kUnits = kSide * kSide;
  std::vector<float> gates(4 * kUnits); // i, o, f, g
  for (int64_t unit = 0; unit < kUnits; ++unit) {
    gates[unit] = (float(unit / kSide) / kSide - 0.5f) * 120;
    gates[3 * kUnits + unit] = std::pow(float(unit % kSide) / kSide - 0.5f, 3.0f) * 100;
  }
  Tensor sums = floats({1, 4 * kUnits}, gates);
  TensorType state{ElementType::F32, {1, kUnits}};
  Node cell = node("lstm_cell", {0, -1, -1, -1, -1}, {state, state},
                   {{"activations", std::vector<std::string>{"sigmoid", "tanh", "tanh"}},
                    {"alphas", std::vector<double>(3)},
                    {"betas", std::vector<double>(3)},
                    {"clip", 0.0},
                    {"hidden_size", kUnits}});
  KernelSpec spec = kernelOf({sums.type}, {cell}, {1, 2});
  spec.kind = "cell";
  std::vector<float> results = CompiledKernel(spec).run({sums})[1].as<float>();
  double worst = 0;
  for (int64_t unit = 0; unit < kUnits; ++unit) {
    long double should = sigmoid(gates[unit]) * std::tanh((long double)gates[3 * kUnits + unit]);
    worst = std::max(worst, ulpError<float>(results[unit], should));
  }
  RecordProperty("worst", std::to_string(worst));
  EXPECT_LE(worst, 4.5);
}

/// pow of every pair of `values`.
template <typename T> void expectPowers(ElementType element, double bound) {
  const T infinity = std::numeric_limits<T>::infinity();
  std::vector<T> values{0,
                        -T(0),
                        1,
                        -1,
                        T(0.5),
                        -T(0.5),
                        2,
                        -2,
                        3,
                        -3,
                        T(2.5),
                        -T(2.5),
                        T(1e-5),
                        10,
                        100,
                        1e4,
                        T(0.9999),
                        T(1.0001),
                        17,
                        -17,
                        33,
                        infinity,
                        -infinity,
                        T(NAN),
                        std::numeric_limits<T>::denorm_min(),
                        std::numeric_limits<T>::max(),
                        T(1) / 3,
                        -T(1) / 3,
                        127,
                        T(1e7),
                        T(16777219.0)};
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

TEST(PowTest, FloatIsAsInC) { expectPowers<float>(ElementType::F32, 1); }
TEST(PowTest, DoubleIsAsInC) { expectPowers<double>(ElementType::F64, 1); }

} // namespace
