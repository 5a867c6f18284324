//===- BlockOrder.cpp - blocks of a kernel, from either end ---------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/BlockOrder.h"

using namespace Halide;
using namespace Halide::Internal;

namespace unspool {

Stmt OrderBlocks::visit(const For *op) {
  bool isBlocks = op->for_type == ForType::Serial && op->name.size() > ending.size() &&
                  op->name.compare(op->name.size() - ending.size(), ending.size(), ending) == 0;
  if (!isBlocks)
    return IRMutator::visit(op);
  std::string turn = op->name + ".turn";
  Expr forwards = Variable::make(Int(32), turn);
  Expr block = select(backwards != 0, 2 * op->min + op->extent - 1 - forwards, forwards);
  Stmt body = LetStmt::make(op->name, block, mutate(op->body));
  return For::make(turn, op->min, op->extent, op->for_type, op->partition_policy, op->device_api,
                   body);
}

} // namespace unspool
