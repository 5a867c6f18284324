//===- EvaluateElementwise.cpp - elementwise ops, by reference ------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ir/EvaluateTensor.h"

#include "llvm/ADT/TypeSwitch.h"

#include <cmath>
#include <functional>
#include <limits>

using namespace mlir;

namespace unspool::nn {

namespace {

using Real = std::function<double(const double *)>;
using Whole = std::function<int64_t(const int64_t *)>;

double softplus(double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); }

/// What an op does to doubles; empty if it is for integers only.
Real realFormula(Operation *op) {
  return llvm::TypeSwitch<Operation *, Real>(op)
      .Case<NegOp>([](auto) { return [](const double *x) { return -x[0]; }; })
      .Case<AbsOp>([](auto) { return [](const double *x) { return std::abs(x[0]); }; })
      .Case<SignOp>([](auto) {
        return [](const double *x) { return std::isnan(x[0]) ? x[0] : (x[0] > 0) - (x[0] < 0); };
      })
      .Case<FloorOp>([](auto) { return [](const double *x) { return std::floor(x[0]); }; })
      .Case<CeilOp>([](auto) { return [](const double *x) { return std::ceil(x[0]); }; })
      .Case<RoundOp>([](auto) { return [](const double *x) { return std::nearbyint(x[0]); }; })
      .Case<ReciprocalOp>([](auto) { return [](const double *x) { return 1 / x[0]; }; })
      .Case<SqrtOp>([](auto) { return [](const double *x) { return std::sqrt(x[0]); }; })
      .Case<ExpOp>([](auto) { return [](const double *x) { return std::exp(x[0]); }; })
      .Case<LogOp>([](auto) { return [](const double *x) { return std::log(x[0]); }; })
      .Case<SinOp>([](auto) { return [](const double *x) { return std::sin(x[0]); }; })
      .Case<CosOp>([](auto) { return [](const double *x) { return std::cos(x[0]); }; })
      .Case<TanOp>([](auto) { return [](const double *x) { return std::tan(x[0]); }; })
      .Case<AsinOp>([](auto) { return [](const double *x) { return std::asin(x[0]); }; })
      .Case<AcosOp>([](auto) { return [](const double *x) { return std::acos(x[0]); }; })
      .Case<AtanOp>([](auto) { return [](const double *x) { return std::atan(x[0]); }; })
      .Case<SinhOp>([](auto) { return [](const double *x) { return std::sinh(x[0]); }; })
      .Case<CoshOp>([](auto) { return [](const double *x) { return std::cosh(x[0]); }; })
      .Case<AsinhOp>([](auto) { return [](const double *x) { return std::asinh(x[0]); }; })
      .Case<AcoshOp>([](auto) { return [](const double *x) { return std::acosh(x[0]); }; })
      .Case<AtanhOp>([](auto) { return [](const double *x) { return std::atanh(x[0]); }; })
      .Case<ErfOp>([](auto) { return [](const double *x) { return std::erf(x[0]); }; })
      .Case<TanhOp>([](auto) { return [](const double *x) { return std::tanh(x[0]); }; })
      .Case<SigmoidOp>(
          [](auto) { return [](const double *x) { return 1 / (1 + std::exp(-x[0])); }; })
      .Case<ReluOp>([](auto) { return [](const double *x) { return x[0] < 0 ? 0 : x[0]; }; })
      .Case<LeakyReluOp>([](LeakyReluOp leaky) {
        double alpha = leaky.getAlpha().convertToDouble();
        return [=](const double *x) { return x[0] < 0 ? alpha * x[0] : x[0]; };
      })
      .Case<EluOp>([](EluOp elu) {
        double alpha = elu.getAlpha().convertToDouble();
        return [=](const double *x) { return x[0] < 0 ? alpha * std::expm1(x[0]) : x[0]; };
      })
      .Case<HardSigmoidOp>([](HardSigmoidOp hard) {
        double alpha = hard.getAlpha().convertToDouble(), beta = hard.getBeta().convertToDouble();
        return [=](const double *x) {
          double y = alpha * x[0] + beta;
          return std::isnan(y) ? y : std::max(0.0, std::min(1.0, y));
        };
      })
      .Case<SoftplusOp>([](auto) {
        return [](const double *x) { return std::isnan(x[0]) ? x[0] : softplus(x[0]); };
      })
      .Case<SoftsignOp>(
          [](auto) { return [](const double *x) { return x[0] / (1 + std::abs(x[0])); }; })
      .Case<IsNanOp>([](auto) { return [](const double *x) { return double(std::isnan(x[0])); }; })
      .Case<IsInfOp>([](IsInfOp test) {
        bool positive = test.getPositive(), negative = test.getNegative();
        return [=](const double *x) {
          return double(std::isinf(x[0]) && (x[0] > 0 ? positive : negative));
        };
      })
      .Case<AddOp>([](auto) { return [](const double *x) { return x[0] + x[1]; }; })
      .Case<SubOp>([](auto) { return [](const double *x) { return x[0] - x[1]; }; })
      .Case<MulOp>([](auto) { return [](const double *x) { return x[0] * x[1]; }; })
      .Case<DivOp>([](auto) { return [](const double *x) { return x[0] / x[1]; }; })
      .Case<ModOp>([](ModOp mod) {
        bool truncated = mod.getTruncated();
        return [=](const double *x) {
          double rest = std::fmod(x[0], x[1]);
          if (rest == 0 && !truncated)
            return std::copysign(rest, x[1]);
          return !truncated && rest != 0 && (rest < 0) != (x[1] < 0) ? rest + x[1] : rest;
        };
      })
      .Case<PowOp>([](auto) { return [](const double *x) { return std::pow(x[0], x[1]); }; })
      .Case<MinOp>([](auto) { return [](const double *x) { return smaller(x[0], x[1]); }; })
      .Case<MaxOp>([](auto) { return [](const double *x) { return larger(x[0], x[1]); }; })
      .Case<EqualOp>([](auto) { return [](const double *x) { return double(x[0] == x[1]); }; })
      .Case<LessOp>([](auto) { return [](const double *x) { return double(x[0] < x[1]); }; })
      .Case<LessEqualOp>([](auto) { return [](const double *x) { return double(x[0] <= x[1]); }; })
      .Case<SelectOp>([](auto) { return [](const double *x) { return x[0] != 0 ? x[1] : x[2]; }; })
      .Default([](Operation *) { return Real(); });
}

int64_t power(int64_t base, int64_t exponent) {
  if (exponent < 0)
    return base == 1 ? 1 : base == -1 ? (exponent % 2 ? -1 : 1) : 0;
  uint64_t result = 1, factor = base;
  for (; exponent; exponent >>= 1, factor *= factor)
    if (exponent & 1)
      result *= factor;
  return result;
}

/// What an op does to 64-bit integers; `isUnsigned` if they hold unsigned ones.
Whole wholeFormula(Operation *op, bool isUnsigned) {
  auto less = [isUnsigned](int64_t a, int64_t b) {
    return isUnsigned ? uint64_t(a) < uint64_t(b) : a < b;
  };
  return llvm::TypeSwitch<Operation *, Whole>(op)
      .Case<NegOp>([](auto) { return [](const int64_t *x) { return int64_t(-uint64_t(x[0])); }; })
      .Case<AbsOp>([=](auto) {
        return [=](const int64_t *x) {
          return !isUnsigned && x[0] < 0 ? int64_t(-uint64_t(x[0])) : x[0];
        };
      })
      .Case<SignOp>([=](auto) {
        return [=](const int64_t *x) {
          return int64_t(isUnsigned ? x[0] != 0 : (x[0] > 0) - (x[0] < 0));
        };
      })
      .Case<FloorOp, CeilOp, RoundOp>([](auto) { return [](const int64_t *x) { return x[0]; }; })
      .Case<ReluOp>([=](auto) {
        return [=](const int64_t *x) { return !isUnsigned && x[0] < 0 ? 0 : x[0]; };
      })
      .Case<NotOp>([](NotOp op) {
        bool logical = typeOf(op.getInput()).getElementType().isInteger(1);
        return [=](const int64_t *x) { return logical ? int64_t(x[0] == 0) : ~x[0]; };
      })
      .Case<AddOp>([](auto) {
        return [](const int64_t *x) { return int64_t(uint64_t(x[0]) + uint64_t(x[1])); };
      })
      .Case<SubOp>([](auto) {
        return [](const int64_t *x) { return int64_t(uint64_t(x[0]) - uint64_t(x[1])); };
      })
      .Case<MulOp>([](auto) {
        return [](const int64_t *x) { return int64_t(uint64_t(x[0]) * uint64_t(x[1])); };
      })
      .Case<DivOp>([=](auto) {
        return [=](const int64_t *x) -> int64_t {
          if (x[1] == 0)
            return 0;
          if (isUnsigned)
            return uint64_t(x[0]) / uint64_t(x[1]);
          return x[1] == -1 ? int64_t(-uint64_t(x[0])) : x[0] / x[1];
        };
      })
      .Case<ModOp>([=](ModOp mod) {
        bool truncated = mod.getTruncated();
        return [=](const int64_t *x) -> int64_t {
          if (x[1] == 0 || (!isUnsigned && x[1] == -1))
            return 0;
          if (isUnsigned)
            return uint64_t(x[0]) % uint64_t(x[1]);
          int64_t rest = x[0] % x[1];
          return !truncated && rest != 0 && (rest < 0) != (x[1] < 0) ? rest + x[1] : rest;
        };
      })
      .Case<PowOp>([](auto) { return [](const int64_t *x) { return power(x[0], x[1]); }; })
      .Case<MinOp>(
          [=](auto) { return [=](const int64_t *x) { return less(x[0], x[1]) ? x[0] : x[1]; }; })
      .Case<MaxOp>(
          [=](auto) { return [=](const int64_t *x) { return less(x[1], x[0]) ? x[0] : x[1]; }; })
      .Case<AndOp>([](auto) { return [](const int64_t *x) { return x[0] & x[1]; }; })
      .Case<OrOp>([](auto) { return [](const int64_t *x) { return x[0] | x[1]; }; })
      .Case<XorOp>([](auto) { return [](const int64_t *x) { return x[0] ^ x[1]; }; })
      .Case<ShiftLeftOp>([](auto) {
        return [](const int64_t *x) {
          return x[1] >= 0 && x[1] < 64 ? int64_t(uint64_t(x[0]) << x[1]) : 0;
        };
      })
      .Case<ShiftRightOp>([=](auto) {
        return [=](const int64_t *x) {
          bool isInRange = x[1] >= 0 && x[1] < 64;
          if (isUnsigned)
            return isInRange ? int64_t(uint64_t(x[0]) >> x[1]) : 0;
          return x[0] >> (isInRange ? x[1] : 63);
        };
      })
      .Case<EqualOp>([](auto) { return [](const int64_t *x) { return int64_t(x[0] == x[1]); }; })
      .Case<LessOp>(
          [=](auto) { return [=](const int64_t *x) { return int64_t(less(x[0], x[1])); }; })
      .Case<LessEqualOp>(
          [=](auto) { return [=](const int64_t *x) { return int64_t(!less(x[1], x[0])); }; })
      .Case<SelectOp>([](auto) { return [](const int64_t *x) { return x[0] != 0 ? x[1] : x[2]; }; })
      .Default([](Operation *) { return Whole(); });
}

/// Strides of an operand stretched to `shape`: 0 along stretched axes.
llvm::SmallVector<int64_t> broadcastStrides(Shape own, Shape shape) {
  llvm::SmallVector<int64_t> strides(shape.size(), 0), ownStrides = stridesOf(own);
  size_t skipped = shape.size() - own.size();
  for (size_t axis = 0; axis < own.size(); ++axis)
    strides[skipped + axis] = own[axis] == 1 ? 0 : ownStrides[axis];
  return strides;
}

/// Applies `formula` to the elements of the operands, stretched to `shape`.
template <typename T, typename Formula>
std::vector<T> apply(const Formula &formula, llvm::ArrayRef<std::vector<T>> operands,
                     llvm::ArrayRef<Tensor> tensors, Shape shape) {
  std::vector<T> results(elementsOf(shape));
  bool alike = llvm::all_of(tensors, [&](const Tensor &t) { return t.type.getShape() == shape; });
  T arguments[3] = {};
  if (alike) {
    for (size_t i = 0; i < results.size(); ++i) {
      for (size_t k = 0; k < operands.size(); ++k)
        arguments[k] = operands[k][i];
      results[i] = formula(arguments);
    }
    return results;
  }
  llvm::SmallVector<llvm::SmallVector<int64_t>> strides;
  for (const Tensor &tensor : tensors)
    strides.push_back(broadcastStrides(tensor.type.getShape(), shape));
  // A row after the other; along it, what is read moves by a constant.
  size_t count = operands.size();
  int64_t width = shape.back(), steps[3] = {};
  for (size_t k = 0; k < count; ++k)
    steps[k] = strides[k].back();
  Positions row(shape.drop_back());
  for (T *result = results.data(), *end = result + results.size(); result != end; row.next()) {
    const T *places[3] = {};
    for (size_t k = 0; k < count; ++k) {
      places[k] = operands[k].data();
      for (size_t axis = 0; axis + 1 < shape.size(); ++axis)
        places[k] += (*row)[axis] * strides[k][axis];
    }
    for (int64_t i = 0; i < width; ++i, ++result) {
      for (size_t k = 0; k < count; ++k)
        arguments[k] = places[k][i * steps[k]];
      *result = formula(arguments);
    }
  }
  return results;
}

/// Towards zero, clamped to the range of an integer type; NaN is 0.
template <typename T> int64_t saturated(T value, Type element) {
  unsigned width = element.getIntOrFloatBitWidth();
  bool isUnsigned = element.isUnsignedInteger();
  int64_t lowest = isUnsigned ? 0 : llvm::minIntN(width);
  uint64_t highest = isUnsigned ? llvm::maxUIntN(width) : llvm::maxIntN(width);
  if (isNan(value))
    return 0;
  if (value < 0)
    return value <= static_cast<T>(lowest) ? lowest : static_cast<int64_t>(value);
  // 2^63 - 1 and 2^64 - 1 round up as doubles, to the first values out of range.
  using Above = std::conditional_t<std::is_integral_v<T>, uint64_t, double>;
  return static_cast<Above>(value) >= static_cast<Above>(highest) ? highest
                                                                  : static_cast<uint64_t>(value);
}

Tensor evaluateCast(CastOp op, const Tensor &input) {
  RankedTensorType type = op.getType();
  Type element = type.getElementType();
  return withNumbers(input.type.getElementType(), [&](auto zero) {
    auto values = toNumbers<decltype(zero)>(input);
    bool isBoolean = element.isInteger(1);
    if (!isBoolean && !(op.getSaturate() && isa<IntegerType>(element)))
      return fromNumbers(type, values);
    std::vector<int64_t> integers(values.size());
    for (size_t i = 0; i < values.size(); ++i)
      integers[i] = isBoolean ? values[i] != zero : saturated(values[i], element);
    return fromNumbers(type, integers);
  });
}

} // namespace

std::optional<Tensors> evaluateElementwise(Operation *op, llvm::ArrayRef<Tensor> operands) {
  if (!isElementwise(op))
    return std::nullopt;
  if (auto cast = dyn_cast<CastOp>(op))
    return Tensors{evaluateCast(cast, operands[0])};
  if (auto cast = dyn_cast<BitCastOp>(op))
    return Tensors{Tensor{cast.getType(), operands[0].bytes}};
  auto type = llvm::cast<RankedTensorType>(op->getResult(0).getType());
  // pow may raise integers to float exponents; select's condition is a boolean.
  bool real =
      isFloat(operands[isa<SelectOp>(op) ? 1 : 0]) || (isa<PowOp>(op) && isFloat(operands[1]));
  if (real) {
    Real formula = realFormula(op);
    if (!formula)
      return std::nullopt;
    llvm::SmallVector<std::vector<double>> values;
    for (const Tensor &operand : operands)
      values.push_back(toDoubles(operand));
    return Tensors{fromDoubles(type, apply<double>(formula, values, operands, type.getShape()))};
  }
  Type element = operands.back().type.getElementType();
  Whole formula = wholeFormula(op, element.isUnsignedInteger() || element.isInteger(1));
  if (!formula)
    return std::nullopt;
  llvm::SmallVector<std::vector<int64_t>> values;
  for (const Tensor &operand : operands)
    values.push_back(toIntegers(operand));
  return Tensors{fromNumbers(type, apply<int64_t>(formula, values, operands, type.getShape()))};
}

} // namespace unspool::nn
