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
/// Wrapped around to the type's elements.
Tensor fromIntegers(mlir::RankedTensorType type, llvm::ArrayRef<int64_t> values);

inline bool isFloat(const Tensor &tensor) {
  return llvm::isa<mlir::FloatType>(tensor.type.getElementType());
}

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

/// result[i] = source[map(i)]: `strides` and `offset` (in elements of the source)
/// say how a position of the result moves through the source.
Tensor gatherStrided(const Tensor &source, mlir::RankedTensorType type,
                     llvm::ArrayRef<int64_t> strides, int64_t offset);

// The families. Each returns nothing if `op` is not one of its own.
std::optional<Tensors> evaluateElementwise(mlir::Operation *op, llvm::ArrayRef<Tensor> operands);
std::optional<Tensors> evaluateData(mlir::Operation *op, llvm::ArrayRef<Tensor> operands);
std::optional<Tensors> evaluateReduction(mlir::Operation *op, llvm::ArrayRef<Tensor> operands);
std::optional<Tensors> evaluateWindow(mlir::Operation *op, llvm::ArrayRef<Tensor> operands);
std::optional<Tensors> evaluateRecurrent(mlir::Operation *op, llvm::ArrayRef<Tensor> operands);

} // namespace unspool::nn

#endif // UNSPOOL_IR_EVALUATETENSOR_H
