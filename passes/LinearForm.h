//===- LinearForm.h - what sums of products are made of ---------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Exporters write a gate's input in many ways: one product for all gates and a split
// behind it, a product for each, one over the concatenation of x and h, biases here and
// there. All of them are x1 W1 + x2 W2 + ... + b, with constants W and b.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_PASSES_LINEARFORM_H
#define UNSPOOL_PASSES_LINEARFORM_H

#include "ir/Nn.h"

#include <map>

namespace unspool::nn {

/// The sum of products, a bias and other terms, `[B, N]`.
struct LinearForm {
  struct Product {
    mlir::Value lhs;     ///< `[B, K]`
    mlir::Value weights; ///< a constant, `[K, N]`
  };
  llvm::SmallVector<Product> products;
  mlir::Value bias;                      ///< a constant, `[N]`; null: zero
  llvm::SmallVector<mlir::Value> others; ///< `[B, N]`

  /// The product of `lhs`, if there is exactly one.
  const Product *productOf(mlir::Value lhs) const;
};

/// The sum of `product` with a constant row, if that is all that reads it; or null.
AddOp biasBehind(MatmulOp product);

/// Makes linear forms, and constants of their constants: the same ones for the same
/// parts, so that equal timesteps stay equal.
class LinearForms {
public:
  explicit LinearForms(mlir::func::FuncOp function) : function(function) {}

  /// Of a matrix, through sums, slices of columns and products with constants. `[B, N]`
  /// that is none of these has itself as its only term.
  LinearForm of(mlir::Value matrix);

  /// The same with all signs changed.
  LinearForm negated(const LinearForm &form);

  /// Entries `start` to `start + size` of a constant that varies along its last axis only, of
  /// one that may be repeated along it: `[size]`.
  mlir::Value entriesOf(mlir::Value constant, int64_t start, int64_t size);

  /// Constants `[K, N]` side by side; null stands for zeros of the given type.
  mlir::Value sideBySide(llvm::ArrayRef<mlir::Value> parts, mlir::RankedTensorType zeros);

private:
  void collect(mlir::Value value, int64_t start, int64_t size, LinearForm &form);
  mlir::Value negated(mlir::Value constant);
  void addBias(mlir::Value constant, int64_t start, int64_t size, LinearForm &form);
  void addProducts(mlir::Value lhs, mlir::Value weights, LinearForm &form);
  mlir::Value part(mlir::Value constant, int64_t axis, int64_t start, int64_t size);
  mlir::OpBuilder atTop();

  mlir::func::FuncOp function;
  std::map<std::vector<const void *>, mlir::Value> made;
};

} // namespace unspool::nn

#endif // UNSPOOL_PASSES_LINEARFORM_H
