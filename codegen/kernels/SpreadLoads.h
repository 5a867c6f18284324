//===- SpreadLoads.h - dense loads for channels of small groups -*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_KERNELS_SPREADLOADS_H
#define UNSPOOL_CODEGEN_KERNELS_SPREADLOADS_H

#include <Halide.h>

#include <map>
#include <string>

namespace unspool {

/// A vector of outputs of several groups takes one channel of each group, for all the outputs of
/// that: every n-th element, repeated. Halide loads these one by one. Here they become a load of
/// whole groups, and a shuffle of it.
class SpreadLoads : public Halide::Internal::IRMutator {
protected:
  using Halide::Internal::IRMutator::visit;
  Halide::Internal::Stmt visit(const Halide::Internal::LetStmt *op) override;
  Halide::Expr visit(const Halide::Internal::Let *op) override;
  Halide::Expr visit(const Halide::Internal::Shuffle *op) override;

private:
  template <typename LetOrLetStmt> auto mutateLet(const LetOrLetStmt *op) -> decltype(op->body);

  std::map<std::string, Halide::Expr> loads; ///< in scope, by their variables
};

} // namespace unspool

#endif // UNSPOOL_CODEGEN_KERNELS_SPREADLOADS_H
