//===- NnInputs.cpp - a model's inputs, and what is known of them ---------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ir/Nn.h"

using namespace mlir;

namespace unspool::nn {

BlockArgument integerInputBehind(Value value) {
  while (Operation *op = value.getDefiningOp()) {
    if (!isa<CastOp, ReshapeOp, TransposeOp, BroadcastOp>(op))
      return {};
    value = op->getOperand(0);
  }
  auto argument = cast<BlockArgument>(value);
  bool isInput = isa<func::FuncOp>(argument.getOwner()->getParentOp());
  return isInput && isa<IntegerType>(typeOf(value).getElementType()) ? argument : BlockArgument();
}

void narrowRange(func::FuncOp function, unsigned index, int64_t low, int64_t high) {
  if (auto other = function.getArgAttrOfType<DenseI64ArrayAttr>(index, kRangeAttr)) {
    low = std::max(low, other[0]);
    high = std::min(high, other[1]);
  }
  function.setArgAttr(index, kRangeAttr,
                      DenseI64ArrayAttr::get(function.getContext(), {low, high}));
}

} // namespace unspool::nn
