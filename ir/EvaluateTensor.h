//===- EvaluateTensor.h - tensors as the reference evaluator computes -----===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Private to the evaluator: numbers as double or 64-bit integers, positions in
// row-major order, and the families' evaluation functions.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_IR_EVALUATETENSOR_H
#define UNSPOOL_IR_EVALUATETENSOR_H

#include "ir/Evaluate.h"

#include <type_traits>

namespace unspool::nn {

using Shape = llvm::ArrayRef<int64_t>;
using Tensors = llvm::SmallVector<Tensor>;

/// Elements of a float tensor as doubles; of any other as well.
std::vector<double> toDoubles(const Tensor &tensor);
/// Elements of an integer or boolean tensor (unsigned 64-bit ones by their bits);
/// floats are truncated.
std::vector<int64_t> toIntegers(const Tensor &tensor);
/// Rounded once to the type's elements.
Tensor fromDoubles(mlir::RankedTensorType type, llvm::ArrayRef<double> values);
/// Wrapped around to the type's elements, or rounded once if those are floats.
Tensor fromIntegers(mlir::RankedTensorType type, llvm::ArrayRef<int64_t> values);
Tensor fromIntegers(mlir::RankedTensorType type, llvm::ArrayRef<uint64_t> values);

inline bool isFloat(const Tensor &tensor) {
  return llvm::isa<mlir::FloatType>(tensor.type.getElementType());
}

/// Calls `compute` with a zero of the type that elements are computed in: double,
/// or a 64-bit integer (an unsigned one only where the sign bit would mislead).
template <typename Compute> auto withNumbers(mlir::Type element, const Compute &compute) {
  if (llvm::isa<mlir::FloatType>(element))
    return compute(double());
  return element.isUnsignedInteger(64) ? compute(uint64_t()) : compute(int64_t());
}

/// Conversions to and from the number types of withNumbers().
template <typename T> std::vector<T> toNumbers(const Tensor &tensor) {
  if constexpr (std::is_same_v<T, double>) {
    return toDoubles(tensor);
  } else {
    std::vector<int64_t> values = toIntegers(tensor);
    return std::vector<T>(values.begin(), values.end());
  }
}
template <typename T>
Tensor fromNumbers(mlir::RankedTensorType type, const std::vector<T> &values) {
  if constexpr (std::is_same_v<T, double>)
    return fromDoubles(type, values);
  else
    return fromIntegers(type, llvm::ArrayRef<T>(values));
}

/// Sums and products: of integers, they wrap around.
template <typename T> T add(T a, T b) {
  if constexpr (std::is_integral_v<T>)
    return static_cast<T>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
  else
    return a + b;
}
template <typename T> T multiply(T a, T b) {
  if constexpr (std::is_integral_v<T>)
    return static_cast<T>(static_cast<uint64_t>(a) * static_cast<uint64_t>(b));
  else
    return a * b;
}
/// Is a not a number?
template <typename T> bool isNan(T a) { return a != a; }
/// The smaller and the larger; NaN if either is.
template <typename T> T smaller(T a, T b) { return a < b || isNan(a) ? a : b; }
template <typename T> T larger(T a, T b) { return a > b || isNan(a) ? a : b; }

/// Steps through all positions of a shape in row-major order.
class Positions {
public:
  explicit Positions(Shape shape) : shape(shape), index(shape.size(), 0) {}
  llvm::ArrayRef<int64_t> operator*() const { return index; }
  void next() {
    for (size_t axis = shape.size(); axis-- > 0;) {
      if (++index[axis] < shape[axis])
        return;
      index[axis] = 0;
    }
  }

private:
  Shape shape;
  llvm::SmallVector<int64_t> index;
};

llvm::SmallVector<int64_t> stridesOf(Shape shape);
int64_t elementsOf(Shape shape);

/// A tensor of a type, all bytes zero.
Tensor makeTensor(mlir::Type type);

/// A packed [columns / n, A..., n] operand as [A..., columns]: convolution filters
/// and matrices are packed by columns, cells by units of the last axis. `interleave`
/// elements of A lie side by side for each column: [columns / n, A / interleave, n, interleave].
template <typename T>
std::vector<T> unpackColumns(const std::vector<T> &packed, int64_t block, int64_t columns,
                             int64_t interleave = 1) {
  int64_t blocks = (columns + block - 1) / block;
  int64_t depth = blocks ? packed.size() / (blocks * block) : 0;
  std::vector<T> values(depth * columns);
  for (int64_t k = 0; k < depth; ++k)
    for (int64_t n = 0; n < columns; ++n)
      values[k * columns + n] = packed[((n / block * depth + k / interleave * interleave) * block) +
                                       n % block * interleave + k % interleave];
  return values;
}

/// result[i] = source[map(i)]: `strides` and `offset` (in elements of the source)
/// say how a position of the result moves through the source.
Tensor gatherStrided(const Tensor &source, mlir::RankedTensorType type,
                     llvm::ArrayRef<int64_t> strides, int64_t offset);

/// nn.conv with a filter that is packed for Winograd's algorithm.
Tensor evaluateWinograd(ConvOp op, const Tensor &input, const Tensor &filter);

/// nn.matmul with a right side that is packed for Strassen's.
Tensor evaluateStrassen(MatmulOp op, const Tensor &lhs, const Tensor &rhs);

// The families. Each returns nothing if `op` is not one of its own.
std::optional<Tensors> evaluateElementwise(mlir::Operation *op, llvm::ArrayRef<Tensor> operands);
std::optional<Tensors> evaluateData(mlir::Operation *op, llvm::ArrayRef<Tensor> operands);
std::optional<Tensors> evaluateReduction(mlir::Operation *op, llvm::ArrayRef<Tensor> operands);
std::optional<Tensors> evaluateWindow(mlir::Operation *op, llvm::ArrayRef<Tensor> operands);
std::optional<Tensors> evaluateRecurrent(mlir::Operation *op, llvm::ArrayRef<Tensor> operands);

} // namespace unspool::nn

#endif // UNSPOOL_IR_EVALUATETENSOR_H
