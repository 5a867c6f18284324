//===- Elementwise.cpp - what each elementwise op computes ----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/KernelBuilder.h"
#include "codegen/kernels/Math.h"

#include <functional>
#include <limits>

using namespace Halide;

namespace unspool {
namespace {

using Operands = std::vector<Expr>;
using Formula = Expr (*)(const Node &node, const Operands &x, bool isFinite);

Expr likeFirst(const Operands &x, double value) { return Internal::make_const(x[0].type(), value); }

/// The index of an operand of `shape`, right-aligned, extents of 1 stretched.
Index broadcastIndex(const Index &index, const std::vector<int64_t> &shape) {
  Index own;
  size_t skipped = index.size() - shape.size();
  for (size_t axis = 0; axis < shape.size(); ++axis)
    own.push_back(shape[axis] == 1 ? Expr(0) : index[skipped + axis]);
  return own;
}

bool isFloat(const Expr &x) { return x.type().is_float(); }

Expr isNan(const Expr &x) { return x != x; }

/// The smaller or larger, NaN if either is NaN. Where there is no NaN (`isFinite`), one
/// instruction each: of two selects, as in a clamp, LLVM makes a comparison and a masked move.
Expr extreme(const Operands &x, bool larger, bool isFinite) {
  if (x[0].type().is_bool())
    return larger ? x[0] || x[1] : x[0] && x[1];
  if (isFinite && isFloat(x[0]))
    return larger ? max(x[0], x[1]) : min(x[0], x[1]);
  Expr keepFirst = larger ? x[0] > x[1] : x[0] < x[1];
  if (!isFloat(x[0]))
    return select(keepFirst, x[0], x[1]);
  return select(keepFirst || isNan(x[0]), x[0], x[1]);
}

/// A zero with the sign of `reference`; other numbers as they are. In integers, because
/// floats' optimisations know no signs of zeros.
Expr withSignOfZero(const Expr &value, const Expr &reference) {
  Type bits = UInt(value.type().bits());
  Expr sign = Internal::make_const(bits, uint64_t(1) << (bits.bits() - 1));
  Expr zero = reinterpret(bits, reference) & sign;
  return reinterpret(value.type(), select(value == Internal::make_zero(value.type()), zero,
                                          reinterpret(bits, value)));
}

Expr modulo(const Node &node, const Operands &x) {
  Expr divisor = x[1];
  if (isFloat(x[0])) {
    bool truncated = integer(node, "truncated");
    Expr zero = likeFirst(x, 0);
    Expr quotient = x[0] / divisor;
    Expr whole =
        truncated ? select(quotient < zero, ceil(quotient), floor(quotient)) : floor(quotient);
    // An infinite divisor leaves the dividend, or is itself what makes signs agree.
    Expr isInfinite = abs(divisor) == likeFirst(x, std::numeric_limits<double>::infinity());
    Expr signsDiffer = x[0] != zero && (x[0] < zero) != (divisor < zero);
    Expr unbounded = truncated ? x[0] : select(signsDiffer, divisor, x[0]);
    Expr rest = select(isInfinite && x[0] - x[0] == zero, unbounded, x[0] - whole * divisor);
    return withSignOfZero(rest, truncated ? x[0] : divisor);
  }
  // Halide's remainder is never negative; both definitions follow from it.
  Expr zero = likeFirst(x, 0);
  if (x[0].type().is_uint())
    return select(divisor == zero, zero, x[0] % select(divisor == zero, likeFirst(x, 1), divisor));
  Expr safe = select(divisor == zero, likeFirst(x, 1), divisor);
  Expr remainder = x[0] % safe; // in [0, |safe|)
  Expr magnitude = select(safe < zero, zero - safe, safe);
  Expr reference = integer(node, "truncated") ? x[0] : safe;
  return select(divisor == zero, zero,
                select(reference < zero && remainder != zero, remainder - magnitude, remainder));
}

/// Integers wrap; Halide leaves it undefined for signed ones from 32 bits on.
template <typename Operation> Expr wrapping(Operation operation, const Expr &a, const Expr &b) {
  if (!a.type().is_int())
    return operation(a, b);
  Type type = a.type().with_code(halide_type_uint);
  return cast(a.type(), operation(cast(type, a), cast(type, b)));
}

Expr divide(const Operands &x) {
  // x / 0 is 0 in Halide too, but signed quotients are rounded towards minus
  // infinity. The magnitude of the least integer fits the unsigned type only.
  if (!x[0].type().is_int())
    return x[0] / x[1];
  Expr zero = likeFirst(x, 0), magnitude = abs(x[0]) / abs(x[1]);
  Expr quotient = cast(x[0].type(), magnitude);
  return select((x[0] < zero) != (x[1] < zero), wrapping(std::minus<>(), zero, quotient), quotient);
}

/// base^exponent of integers, by squaring, modulo 2^bits.
Expr wholePower(const Expr &base, const Expr &exponent) {
  Type type = base.type(), exponentType = exponent.type();
  Expr one = Internal::make_one(type), zero = Internal::make_zero(exponentType);
  Expr result = one, factor = base;
  for (int bit = 0; bit < exponentType.bits() - exponentType.is_int(); ++bit) {
    Expr isSet = (exponent & Internal::make_const(exponentType, int64_t(1) << bit)) != zero;
    // Shared, or the last of the squares would be written out 2^bit times.
    result = Internal::common_subexpression_elimination(
        wrapping(std::multiplies<>(), result, select(isSet, factor, one)));
    factor =
        Internal::common_subexpression_elimination(wrapping(std::multiplies<>(), factor, factor));
  }
  if (!exponentType.is_int())
    return result;
  // 1 / base^-exponent is whole for 1 and -1 only.
  Expr isOdd = (exponent & Internal::make_one(exponentType)) != zero;
  Expr inverse = select(base == one, one, Internal::make_zero(type));
  if (type.is_int())
    inverse = select(base == Internal::make_const(type, -1),
                     select(isOdd, Internal::make_const(type, -1), one), inverse);
  return select(exponent < zero, inverse, result);
}

Expr power(const Operands &x) {
  if (isFloat(x[0]))
    return math::pow(x[0], cast(x[0].type(), x[1]));
  if (!isFloat(x[1]))
    return wholePower(x[0], x[1]);
  // A whole number may come out one unit too small.
  Expr value = math::pow(cast<double>(x[0]), cast<double>(x[1])), nearest = round(value);
  Expr isWhole = abs(value - nearest) <= abs(nearest) * Expr(0x1p-51);
  return cast(x[0].type(), cast<int64_t>(select(isWhole, nearest, value)));
}

Expr convert(const Node &node, const Operands &x, Type target) {
  Expr value = x[0];
  if (target.is_bool())
    return value != Internal::make_zero(value.type());
  if (isFloat(value) && !target.is_float()) {
    // Truncate in a wide integer first, so that narrow results wrap.
    Expr wide = isFloat(value) && value.type().bits() == 32 ? cast<double>(value) : value;
    if (integer(node, "saturate")) {
      Expr low = cast<double>(target.min()), high = cast<double>(target.max());
      return cast(target, clamp(wide, low, high));
    }
    return target.is_uint() && target.bits() == 64 ? cast(target, wide)
                                                   : cast(target, cast<int64_t>(wide));
  }
  return integer(node, "saturate") ? saturating_cast(target, value) : cast(target, value);
}

/// A double as a float whose last bit says whether anything was cut off, so that
/// rounding it to a half gives what rounding the double at once would (Boldo and
/// Melquiond, "Emulation of FMA and correctly rounded sums", 2008).
Expr roundedToOdd(const Expr &value) {
  Expr nearest = cast<float>(value), back = cast<double>(nearest);
  Expr bits = reinterpret<uint32_t>(nearest);
  Expr towardsZero = select(abs(back) > abs(value), bits - 1, bits);
  Expr isInexact = back != value && value == value;
  return reinterpret<float>(select(isInexact, towardsZero | 1, bits));
}

void buildCast(KernelBuilder &builder, const Node &node, int value) {
  builder.define(value, [&](const Index &index) {
    Expr input = builder.read(node.operands[0], index);
    ElementType element = node.results[0].element;
    bool isHalf = element == ElementType::F16 || element == ElementType::BF16;
    if (isHalf)
      return input.type() == Float(64) ? roundedToOdd(input) : cast<float>(input);
    return convert(node, {input}, computedType(element));
  });
}

void buildBitCast(KernelBuilder &builder, const Node &node, int value) {
  builder.define(value, [&](const Index &index) {
    int operand = node.operands[0];
    Expr stored = cast(storedType(builder.typeOf(operand).element), builder.read(operand, index));
    ElementType element = node.results[0].element;
    return cast(computedType(element), reinterpret(storedType(element), stored));
  });
}

/// By more bits than there are, or by a negative number: nothing is left but the sign.
Expr shift(const Operands &x, bool toLeft) {
  Type type = x[0].type(), unsignedType = type.with_code(halide_type_uint);
  Expr count = cast(unsignedType, x[1]), most = Internal::make_const(unsignedType, type.bits() - 1);
  Expr zero = Internal::make_zero(type);
  if (!toLeft && type.is_int())
    return x[0] >> min(count, most);
  count = min(count, most);
  Expr isInRange = cast(unsignedType, x[1]) <= most;
  return select(isInRange, toLeft ? x[0] << count : x[0] >> count, zero);
}

Expr roundToEven(const Operands &x) { return isFloat(x[0]) ? round(x[0]) : x[0]; }

Expr sign(const Operands &x) {
  Expr zero = likeFirst(x, 0), one = likeFirst(x, 1);
  Expr positive = select(x[0] > zero, one, zero);
  if (x[0].type().is_uint())
    return positive;
  Expr value = select(x[0] < zero, zero - one, positive);
  return isFloat(x[0]) ? select(isNan(x[0]), x[0], value) : value;
}

Expr isInfinite(const Node &node, const Operands &x) {
  Expr infinity = likeFirst(x, std::numeric_limits<double>::infinity());
  Expr result = Internal::const_false();
  if (integer(node, "positive"))
    result = result || x[0] == infinity;
  if (integer(node, "negative"))
    result = result || x[0] == -infinity;
  return result;
}

#define FORMULA(expression)                                                                        \
  [](const Node &node, const Operands &x, bool isFinite) -> Expr {                                 \
    (void)node;                                                                                    \
    (void)isFinite;                                                                                \
    return expression;                                                                             \
  }

const std::map<std::string, Formula> &formulas() {
  static const std::map<std::string, Formula> table = {
      {"neg", FORMULA(isFloat(x[0]) ? -x[0] : wrapping(std::minus<>(), likeFirst(x, 0), x[0]))},
      {"abs", FORMULA(cast(x[0].type(), x[0].type().is_uint() ? x[0] : abs(x[0])))},
      {"sign", FORMULA(sign(x))},
      {"floor", FORMULA(isFloat(x[0]) ? floor(x[0]) : x[0])},
      {"ceil", FORMULA(isFloat(x[0]) ? ceil(x[0]) : x[0])},
      {"round", FORMULA(roundToEven(x))},
      {"reciprocal", FORMULA(likeFirst(x, 1) / x[0])},
      {"sqrt", FORMULA(sqrt(x[0]))},
      {"exp", FORMULA(math::exp(x[0]))},
      {"log", FORMULA(math::log(x[0]))},
      {"sin", FORMULA(math::sin(x[0]))},
      {"cos", FORMULA(math::cos(x[0]))},
      {"tan", FORMULA(math::tan(x[0]))},
      {"asin", FORMULA(math::asin(x[0]))},
      {"acos", FORMULA(math::acos(x[0]))},
      {"atan", FORMULA(math::atan(x[0]))},
      {"sinh", FORMULA(math::sinh(x[0]))},
      {"cosh", FORMULA(math::cosh(x[0]))},
      {"asinh", FORMULA(math::asinh(x[0]))},
      {"acosh", FORMULA(math::acosh(x[0]))},
      {"atanh", FORMULA(math::atanh(x[0]))},
      {"erf", FORMULA(math::erf(x[0]))},
      {"not", FORMULA(x[0].type().is_bool() ? !x[0] : ~x[0])},
      {"tanh", FORMULA(math::tanh(x[0]))},
      {"sigmoid", FORMULA(math::sigmoid(x[0]))},
      {"relu", FORMULA(select(x[0] < likeFirst(x, 0), likeFirst(x, 0), x[0]))},
      {"leaky_relu",
       FORMULA(select(x[0] < likeFirst(x, 0), likeFirst(x, number(node, "alpha")) * x[0], x[0]))},
      {"elu", FORMULA(select(x[0] < likeFirst(x, 0),
                             likeFirst(x, number(node, "alpha")) * math::expm1(x[0]), x[0]))},
      {"hard_sigmoid", FORMULA(extreme({extreme({x[0] * likeFirst(x, number(node, "alpha")) +
                                                     likeFirst(x, number(node, "beta")),
                                                 likeFirst(x, 1)},
                                                false, isFinite),
                                        likeFirst(x, 0)},
                                       true, isFinite))},
      {"softplus", FORMULA(math::softplus(x[0]))},
      {"softsign", FORMULA(x[0] / (likeFirst(x, 1) + abs(x[0])))},
      {"is_nan", FORMULA(isNan(x[0]))},
      {"is_inf", FORMULA(isInfinite(node, x))},
      {"add", FORMULA(wrapping(std::plus<>(), x[0], x[1]))},
      {"sub", FORMULA(wrapping(std::minus<>(), x[0], x[1]))},
      {"mul", FORMULA(wrapping(std::multiplies<>(), x[0], x[1]))},
      {"div", FORMULA(divide(x))},
      {"mod", FORMULA(modulo(node, x))},
      {"pow", FORMULA(power(x))},
      {"min", FORMULA(extreme(x, false, isFinite))},
      {"max", FORMULA(extreme(x, true, isFinite))},
      {"and", FORMULA(x[0].type().is_bool() ? x[0] && x[1] : x[0] & x[1])},
      {"or", FORMULA(x[0].type().is_bool() ? x[0] || x[1] : x[0] | x[1])},
      {"xor", FORMULA(x[0].type().is_bool() ? x[0] != x[1] : x[0] ^ x[1])},
      {"shift_left", FORMULA(shift(x, /*toLeft=*/true))},
      {"shift_right", FORMULA(shift(x, /*toLeft=*/false))},
      {"equal", FORMULA(x[0] == x[1])},
      {"less", FORMULA(x[0] < x[1])},
      {"less_equal", FORMULA(x[0] <= x[1])},
      {"select", FORMULA(select(x[0], x[1], x[2]))},
  };
  return table;
}

#undef FORMULA

/// Every elementwise op but casts: operands at the broadcast index, then the formula.
void buildElementwise(KernelBuilder &builder, const Node &node, int value) {
  Formula formula = formulas().at(node.op);
  builder.define(value, [&](const Index &index) {
    Operands operands;
    for (int operand : node.operands)
      operands.push_back(builder.read(operand, broadcastIndex(index, builder.shapeOf(operand))));
    return formula(node, operands, isContraction(builder.spec.kind));
  });
}

} // namespace

const BuildTable &elementwiseBuilders() {
  static const BuildTable table = [] {
    BuildTable rows{{"cast", buildCast}, {"bit_cast", buildBitCast}};
    for (const auto &[op, formula] : formulas())
      rows.emplace_back(op.c_str(), buildElementwise);
    return rows;
  }();
  return table;
}

} // namespace unspool
