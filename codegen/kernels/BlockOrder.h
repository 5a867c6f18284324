//===- BlockOrder.h - blocks of a kernel, from either end -------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_KERNELS_BLOCKORDER_H
#define UNSPOOL_CODEGEN_KERNELS_BLOCKORDER_H

#include <Halide.h>

#include <string>

namespace unspool {

/// A lowering pass: serial loops over `variable` run from their last iteration to their first
/// where `backwards` is not 0.
class OrderBlocks : public Halide::Internal::IRMutator {
public:
  OrderBlocks(const std::string &variable, Halide::Expr backwards)
      : ending("." + variable), backwards(std::move(backwards)) {}

protected:
  using Halide::Internal::IRMutator::visit;
  Halide::Internal::Stmt visit(const Halide::Internal::For *op) override;

private:
  std::string ending;
  Halide::Expr backwards;
};

} // namespace unspool

#endif // UNSPOOL_CODEGEN_KERNELS_BLOCKORDER_H
