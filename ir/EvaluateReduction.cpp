//===- EvaluateReduction.cpp - reductions and products, by reference ------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ir/EvaluateTensor.h"

#include "llvm/ADT/TypeSwitch.h"

#include <cmath>
#include <limits>
#include <numeric>

using namespace mlir;

namespace unspool::nn {

namespace {

template <typename T> T combine(ReduceKind kind, T a, T b) {
  switch (kind) {
  case ReduceKind::sum:
    return add(a, b);
  case ReduceKind::prod:
    return multiply(a, b);
  case ReduceKind::min:
    return smaller(a, b);
  case ReduceKind::max:
    return larger(a, b);
  }
  return a;
}

/// The neutral element for values of `type`.
template <typename T> T neutral(ReduceKind kind, Type type) {
  if (kind == ReduceKind::sum)
    return 0;
  if (kind == ReduceKind::prod)
    return 1;
  bool isMin = kind == ReduceKind::min;
  if (isa<FloatType>(type))
    return isMin ? T(std::numeric_limits<double>::infinity())
                 : T(-std::numeric_limits<double>::infinity());
  unsigned width = type.getIntOrFloatBitWidth();
  if (width == 1)
    return isMin;
  if (type.isUnsignedInteger())
    return isMin ? T(llvm::APInt::getMaxValue(width).getZExtValue()) : 0;
  return isMin ? T(llvm::APInt::getSignedMaxValue(width).getSExtValue())
               : T(llvm::APInt::getSignedMinValue(width).getSExtValue());
}

template <typename T>
std::vector<T> reduce(ReduceOp op, const std::vector<T> &values, Shape shape) {
  llvm::SmallVector<int64_t> kept(shape), strides;
  for (int64_t axis : op.getAxes())
    kept[axis] = 1;
  strides = stridesOf(kept);
  for (int64_t axis : op.getAxes())
    strides[axis] = 0;
  Type element = typeOf(op.getInput()).getElementType();
  std::vector<T> results(elementsOf(kept), neutral<T>(op.getKind(), element));
  Positions position(shape);
  for (const T &value : values) {
    int64_t place = 0;
    for (size_t axis = 0; axis < shape.size(); ++axis)
      place += (*position)[axis] * strides[axis];
    results[place] = combine(op.getKind(), results[place], value);
    position.next();
  }
  return results;
}

Tensor evaluateReduce(ReduceOp op, const Tensor &input) {
  return withNumbers(input.type.getElementType(), [&](auto zero) {
    auto values = toNumbers<decltype(zero)>(input);
    return fromNumbers(typeOf(op.getResult()), reduce(op, values, input.type.getShape()));
  });
}

/// A tensor as [outer, extent, inner] around one axis.
struct AxisView {
  int64_t outer, extent, inner;
  AxisView(Shape shape, int64_t axis)
      : outer(elementsOf(shape.take_front(axis))), extent(shape[axis]),
        inner(elementsOf(shape.drop_front(axis + 1))) {}

  template <typename Visit> void forEachLine(const Visit &visit) const {
    for (int64_t o = 0; o < outer; ++o)
      for (int64_t i = 0; i < inner; ++i)
        visit(o * extent * inner + i, o * inner + i);
  }
  int64_t at(int64_t line, int64_t position) const { return line + position * inner; }
};

Tensor evaluateSoftmax(const Tensor &input, int64_t axis, bool logarithm) {
  std::vector<double> x = toDoubles(input);
  AxisView view(input.type.getShape(), axis);
  view.forEachLine([&](int64_t line, int64_t) {
    double largest = -std::numeric_limits<double>::infinity(), sum = 0;
    for (int64_t k = 0; k < view.extent; ++k)
      largest = std::max(largest, x[view.at(line, k)]);
    for (int64_t k = 0; k < view.extent; ++k)
      sum += std::exp(x[view.at(line, k)] - largest);
    for (int64_t k = 0; k < view.extent; ++k) {
      double &value = x[view.at(line, k)];
      value = logarithm ? value - largest - std::log(sum) : std::exp(value - largest) / sum;
    }
  });
  return fromDoubles(input.type, x);
}

Tensor evaluateArgReduce(ArgReduceOp op, const Tensor &input) {
  AxisView view(input.type.getShape(), op.getAxis());
  bool isMax = op.getKind() == ReduceKind::max;
  std::vector<int64_t> results(view.outer * view.inner);
  withNumbers(input.type.getElementType(), [&](auto zero) {
    auto x = toNumbers<decltype(zero)>(input);
    view.forEachLine([&](int64_t line, int64_t result) {
      int64_t best = 0;
      for (int64_t k = 1; k < view.extent; ++k) {
        auto is = x[view.at(line, k)], was = x[view.at(line, best)];
        bool better = isNan(is) || (isMax ? is > was : is < was) || (op.getLast() && is == was);
        if (better && !isNan(was))
          best = k;
      }
      results[result] = best;
    });
  });
  return fromIntegers(typeOf(op.getResult()), results);
}

Tensor evaluateCumulate(CumulateOp op, const Tensor &input) {
  AxisView view(input.type.getShape(), op.getAxis());
  return withNumbers(input.type.getElementType(), [&](auto zero) {
    using Number = decltype(zero);
    std::vector<Number> x = toNumbers<Number>(input), results(x.size());
    view.forEachLine([&](int64_t line, int64_t) {
      Number sum = neutral<Number>(op.getKind(), input.type.getElementType());
      for (int64_t step = 0; step < view.extent; ++step) {
        int64_t k = view.at(line, op.getReverse() ? view.extent - 1 - step : step);
        Number next = combine(op.getKind(), sum, x[k]);
        results[k] = op.getExclusive() ? sum : next;
        sum = next;
      }
    });
    return fromNumbers(input.type, results);
  });
}

/// A total order for sorting, in which NaN is above all numbers.
template <typename T> bool isBelow(T a, T b) { return isNan(b) ? !isNan(a) : a < b; }

Tensors evaluateTopK(TopKOp op, const Tensor &input) {
  RankedTensorType type = typeOf(op.getValues());
  AxisView view(input.type.getShape(), op.getAxis());
  int64_t k = op.getK();
  std::vector<int64_t> indices(type.getNumElements());
  Tensor values = withNumbers(input.type.getElementType(), [&](auto zero) {
    using Number = decltype(zero);
    std::vector<Number> x = toNumbers<Number>(input), best(indices.size());
    std::vector<int64_t> order(view.extent);
    view.forEachLine([&](int64_t line, int64_t number) {
      std::iota(order.begin(), order.end(), 0);
      llvm::stable_sort(order, [&](int64_t a, int64_t b) {
        Number left = x[view.at(line, a)], right = x[view.at(line, b)];
        return op.getLargest() ? isBelow(right, left) : isBelow(left, right);
      });
      int64_t outer = number / view.inner, inner = number % view.inner;
      for (int64_t i = 0; i < k; ++i) {
        int64_t place = (outer * k + i) * view.inner + inner;
        best[place] = x[view.at(line, order[i])];
        indices[place] = order[i];
      }
    });
    return fromNumbers(type, best);
  });
  return {values, fromIntegers(typeOf(op.getIndices()), indices)};
}

Tensor evaluateMatmul(MatmulOp op, const Tensor &lhs, const Tensor &rhs) {
  RankedTensorType type = typeOf(op.getResult());
  Shape shape = type.getShape();
  int64_t rows = shape[shape.size() - 2], columns = shape.back();
  int64_t depth = lhs.type.getShape().back(), batches = elementsOf(shape.drop_back(2));
  bool lhsShared = lhs.type.getRank() == 2, rhsShared = rhs.type.getRank() == 2 || op.getBlock();
  return withNumbers(type.getElementType(), [&](auto zero) {
    using Number = decltype(zero);
    std::vector<Number> a = toNumbers<Number>(lhs), b = toNumbers<Number>(rhs);
    if (op.getBlock())
      b = unpackColumns(b, *op.getBlock(), columns, op.getInterleave().value_or(1));
    std::vector<Number> c(type.getNumElements(), zero);
    for (int64_t batch = 0; batch < batches; ++batch) {
      const Number *left = a.data() + (lhsShared ? 0 : batch * rows * depth);
      const Number *right = b.data() + (rhsShared ? 0 : batch * depth * columns);
      Number *out = c.data() + batch * rows * columns;
      for (int64_t i = 0; i < rows; ++i)
        for (int64_t k = 0; k < depth; ++k)
          for (int64_t j = 0; j < columns; ++j)
            out[i * columns + j] =
                add(out[i * columns + j], multiply(left[i * depth + k], right[k * columns + j]));
    }
    return fromNumbers(type, c);
  });
}

} // namespace

std::optional<Tensors> evaluateReduction(Operation *op, llvm::ArrayRef<Tensor> x) {
  return llvm::TypeSwitch<Operation *, std::optional<Tensors>>(op)
      .Case<ReduceOp>([&](ReduceOp op) { return Tensors{evaluateReduce(op, x[0])}; })
      .Case<SoftmaxOp>(
          [&](SoftmaxOp op) { return Tensors{evaluateSoftmax(x[0], op.getAxis(), false)}; })
      .Case<LogSoftmaxOp>(
          [&](LogSoftmaxOp op) { return Tensors{evaluateSoftmax(x[0], op.getAxis(), true)}; })
      .Case<ArgReduceOp>([&](ArgReduceOp op) { return Tensors{evaluateArgReduce(op, x[0])}; })
      .Case<CumulateOp>([&](CumulateOp op) { return Tensors{evaluateCumulate(op, x[0])}; })
      .Case<TopKOp>([&](TopKOp op) { return evaluateTopK(op, x[0]); })
      .Case<MatmulOp>([&](MatmulOp op) {
        return Tensors{op.isStrassen() ? evaluateStrassen(op, x[0], x[1])
                                       : evaluateMatmul(op, x[0], x[1])};
      })
      .Default([](Operation *) { return std::nullopt; });
}

} // namespace unspool::nn
