//===- KernelWork.cpp - how much a kernel computes ------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/KernelWork.h"

using namespace mlir;

namespace unspool::nn {

static int64_t elementsOf(Value value) { return typeOf(value).getNumElements(); }

static int64_t multiplyAddsOf(Operation &op) {
  if (isa<LstmCellOp, GruCellOp, RnnCellOp>(op)) {
    int64_t most = 0;
    for (Value operand : op.getOperands().drop_front())
      most = std::max(most, elementsOf(operand));
    return most * typeOf(op.getResult(0)).getDimSize(0);
  }
  if (!isa<ConvOp, MatmulOp>(op))
    return 0;
  int64_t columns = std::max<int64_t>(1, shapeOf(op.getResult(0)).back());
  return elementsOf(op.getResult(0)) / columns * elementsOf(op.getOperand(1));
}

int64_t multiplyAddsOf(KernelOp kernel) {
  int64_t most = 0;
  for (Operation &op : kernel.getBody().front().without_terminator())
    most = std::max(most, multiplyAddsOf(op));
  return most;
}

int64_t elementsOf(KernelOp kernel) {
  int64_t most = 0;
  for (Operation &op : kernel.getBody().front().without_terminator())
    most = std::max(most, elementsOf(op.getResult(0)));
  return most;
}

} // namespace unspool::nn
