//===- CellParts.cpp - a cell out of the sums of its gates ------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/CellParts.h"

#include "passes/Constants.h"

#include "llvm/ADT/SetVector.h"

using namespace mlir;

namespace unspool::nn {

bool isBefore(Value value, Operation *before) {
  Operation *definition = value.getDefiningOp();
  if (!definition || definition->getBlock() != before->getBlock())
    return true; // an argument, or from outside of a loop's body
  return definition->isBeforeInBlock(before);
}

FailureOr<CellParts> splitGates(OpBuilder &builder, LinearForms &forms, ArrayRef<LinearForm> gates,
                                Value h, Type type, Operation *before) {
  auto state = cast<RankedTensorType>(type);
  int64_t batch = state.getDimSize(0), hidden = state.getDimSize(1);
  int64_t count = gates.size();
  llvm::SetVector<Value> factors;
  size_t others = 0;
  for (const LinearForm &gate : gates) {
    others += gate.others.size();
    for (const LinearForm::Product &product : gate.products)
      factors.insert(product.lhs);
    for (Value other : gate.others)
      if (!isBefore(other, before))
        return failure();
  }
  if (others != 0 && !llvm::all_of(gates, [](auto &gate) { return gate.others.size() == 1; }))
    return failure();

  Location location = before->getLoc();
  CellParts parts;
  auto add = [&](Value term) {
    parts.projected =
        parts.projected ? createFolded<AddOp>(builder, location, parts.projected, term) : term;
  };
  for (Value lhs : factors) {
    llvm::SmallVector<Value> weights;
    for (const LinearForm &gate : gates) {
      auto isOwn = [&](const LinearForm::Product &product) { return product.lhs == lhs; };
      if (llvm::count_if(gate.products, isOwn) > 1)
        return failure();
      const LinearForm::Product *product = gate.productOf(lhs);
      weights.push_back(product ? product->weights : Value());
    }
    if (isZero(lhs))
      continue; // a first step
    int64_t depth = shapeOf(lhs)[1];
    Value whole = forms.sideBySide(weights, state.clone({depth, hidden}));
    if (!isBefore(lhs, before))
      return failure();
    if (lhs == h)
      parts.recurrent = reshapeTo(builder, location, whole, {hidden, count, hidden});
    else
      add(MatmulOp::create(builder, location, lhs, whole));
  }
  if (others) {
    llvm::SmallVector<Value> terms;
    for (const LinearForm &gate : gates)
      terms.push_back(gate.others.front());
    add(count == 1 ? terms.front() : ConcatOp::create(builder, location, terms, 1));
  }
  llvm::SmallVector<Value> biases;
  for (const LinearForm &gate : gates)
    biases.push_back(gate.bias);
  if (!parts.projected)
    parts.projected = splat(builder, location, state.clone({batch, count * hidden}), 0);
  if (llvm::any_of(biases, [](Value bias) { return bool(bias); }))
    add(forms.sideBySide(biases, state.clone({hidden})));
  return parts;
}

} // namespace unspool::nn
