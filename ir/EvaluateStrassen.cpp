//===- EvaluateStrassen.cpp - matrix products of seven in place of eight --===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ir/EvaluateTensor.h"
#include "ir/Strassen.h"

namespace unspool::nn {

Tensor evaluateStrassen(MatmulOp op, const Tensor &lhs, const Tensor &rhs) {
  mlir::RankedTensorType type = typeOf(op.getResult());
  int64_t rows = type.getDimSize(0), columns = type.getDimSize(1), block = *op.getBlock();
  int64_t half = lhs.type.getShape().back() / 2, blocks = rhs.type.getDimSize(0);
  std::vector<double> a = toDoubles(lhs), b = toDoubles(rhs), c(type.getNumElements(), 0.0);
  for (int64_t row = 0; row < rows; row += 2)
    for (int product = 0; product < kStrassenProducts; ++product) {
      std::vector<double> left(half, 0.0);
      for (int part = 0; part < kStrassenParts; ++part)
        for (int64_t k = 0; k < half; ++k)
          if (row + part / 2 < rows)
            left[k] +=
                kStrassenLeft[product][part] * a[(row + part / 2) * 2 * half + part % 2 * half + k];
      for (int64_t pair = 0; pair < blocks; ++pair)
        for (int64_t n = 0; n < block; ++n) {
          double sum = 0;
          for (int64_t k = 0; k < half; ++k)
            sum += left[k] * b[((pair * kStrassenProducts + product) * half + k) * block + n];
          for (int part = 0; part < kStrassenParts; ++part) {
            int64_t to = row + part / 2, column = (2 * pair + part % 2) * block + n;
            if (to < rows && column < columns)
              c[to * columns + column] += kStrassenSum[part][product] * sum;
          }
        }
    }
  return fromDoubles(type, c);
}

} // namespace unspool::nn
