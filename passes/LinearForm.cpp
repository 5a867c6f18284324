//===- LinearForm.cpp - what sums of products are made of -----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/LinearForm.h"

#include "passes/Constants.h"

using namespace mlir;

namespace unspool::nn {

const LinearForm::Product *LinearForm::productOf(Value lhs) const {
  const Product *found = nullptr;
  for (const Product &product : products)
    if (product.lhs == lhs) {
      if (found)
        return nullptr;
      found = &product;
    }
  return found;
}

AddOp biasBehind(MatmulOp product) {
  if (!product->hasOneUse())
    return {};
  auto add = dyn_cast<AddOp>(*product->user_begin());
  bool isBias = add && add->getBlock() == product->getBlock() &&
                add.getLhs() == product.getResult() && isConstant(add.getRhs()) &&
                add.getType() == product.getType() && variesAlongLastAxisOnly(add.getRhs());
  return isBias ? add : AddOp();
}

LinearForm LinearForms::of(Value matrix) {
  LinearForm form;
  collect(matrix, 0, shapeOf(matrix).back(), form);
  return form;
}

/// Columns `start` to `start + size` of `value`.
void LinearForms::collect(Value value, int64_t start, int64_t size, LinearForm &form) {
  if (isConstant(value) && variesAlongLastAxisOnly(value))
    return addBias(value, start, size, form);
  if (auto add = value.getDefiningOp<AddOp>()) {
    auto isTerm = [&](Value operand) {
      return operand.getType() == value.getType() ||
             (isConstant(operand) && variesAlongLastAxisOnly(operand));
    };
    if (isTerm(add.getLhs()) && isTerm(add.getRhs())) {
      collect(add.getLhs(), start, size, form);
      return collect(add.getRhs(), start, size, form);
    }
  }
  if (auto slice = value.getDefiningOp<SliceOp>()) {
    ArrayRef<int64_t> input = shapeOf(slice.getInput());
    bool isOfColumns = input.size() == 2 && shapeOf(slice)[0] == input[0] &&
                       llvm::all_of(slice.getSteps(), [](int64_t step) { return step == 1; });
    if (isOfColumns)
      return collect(slice.getInput(), slice.getStarts()[1] + start, size, form);
  }
  auto product = value.getDefiningOp<MatmulOp>();
  if (product && !product.getBlock() && isConstant(product.getRhs()) &&
      shapeOf(product.getLhs()).size() == 2 && shapeOf(product.getRhs()).size() == 2)
    return addProducts(product.getLhs(), part(product.getRhs(), 1, start, size), form);

  if (size != shapeOf(value).back()) {
    OpBuilder builder(value.getContext());
    builder.setInsertionPointAfterValue(value);
    value = sliceAxis(builder, value.getLoc(), value, 1, start, size);
  }
  form.others.push_back(value);
}

LinearForm LinearForms::negated(const LinearForm &form) {
  LinearForm result = form;
  for (LinearForm::Product &product : result.products)
    product.weights = negated(product.weights);
  if (form.bias)
    result.bias = negated(form.bias);
  for (Value &other : result.others) {
    OpBuilder builder(other.getContext());
    builder.setInsertionPointAfterValue(other);
    other = NegOp::create(builder, other.getLoc(), other);
  }
  return result;
}

Value LinearForms::negated(Value constant) {
  Value &result = made[{constant.getAsOpaquePointer()}];
  if (!result) {
    OpBuilder builder = atTop();
    result = createFolded<NegOp>(builder, constant.getLoc(), constant);
  }
  return result;
}

Value LinearForms::entriesOf(Value constant, int64_t start, int64_t size) {
  OpBuilder builder = atTop();
  bool isRepeated = shapeOf(constant).empty() || shapeOf(constant).back() == 1;
  Value &entries = made[{constant.getAsOpaquePointer(), (const void *)start, (const void *)size}];
  if (!entries) {
    Value row =
        reshapeTo(builder, constant.getLoc(), constant, {typeOf(constant).getNumElements()});
    entries =
        isRepeated && size != 1
            ? createFolded<BroadcastOp>(builder, constant.getLoc(),
                                        typeOf(constant).clone(llvm::ArrayRef<int64_t>{size}), row)
            : sliceAxis(builder, constant.getLoc(), row, 0, isRepeated ? 0 : start, size);
  }
  return entries;
}

void LinearForms::addBias(Value constant, int64_t start, int64_t size, LinearForm &form) {
  OpBuilder builder = atTop();
  Value bias = entriesOf(constant, start, size);
  if (!form.bias) {
    form.bias = bias;
    return;
  }
  Value &sum = made[{form.bias.getAsOpaquePointer(), bias.getAsOpaquePointer()}];
  if (!sum)
    sum = createFolded<AddOp>(builder, constant.getLoc(), form.bias, bias);
  form.bias = sum;
}

/// A product over a concatenation is a sum of products.
void LinearForms::addProducts(Value lhs, Value weights, LinearForm &form) {
  auto concat = lhs.getDefiningOp<ConcatOp>();
  if (!concat || concat.getAxis() != 1) {
    form.products.push_back({lhs, weights});
    return;
  }
  int64_t row = 0;
  for (Value input : concat.getInputs()) {
    int64_t rows = shapeOf(input)[1];
    addProducts(input, part(weights, 0, row, rows), form);
    row += rows;
  }
}

Value LinearForms::part(Value constant, int64_t axis, int64_t start, int64_t size) {
  if (start == 0 && size == shapeOf(constant)[axis])
    return constant;
  Value &result = made[{constant.getAsOpaquePointer(), (const void *)axis, (const void *)start,
                        (const void *)size}];
  if (!result) {
    OpBuilder builder = atTop();
    result = sliceAxis(builder, constant.getLoc(), constant, axis, start, size);
  }
  return result;
}

Value LinearForms::sideBySide(ArrayRef<Value> parts, RankedTensorType zeros) {
  std::vector<const void *> key{zeros.getAsOpaquePointer()};
  for (Value part : parts)
    key.push_back(part.getAsOpaquePointer());
  Value &result = made[key];
  if (!result) {
    OpBuilder builder = atTop();
    llvm::SmallVector<Value> whole;
    for (Value part : parts)
      whole.push_back(part ? part : splat(builder, function.getLoc(), zeros, 0));
    result = whole.size() == 1 ? whole.front()
                               : createFolded<ConcatOp>(builder, function.getLoc(),
                                                        ValueRange(whole), zeros.getRank() - 1);
  }
  return result;
}

/// Where constants are made: all that they need are constants, which are not moved. One
/// that stands further down is copied up.
OpBuilder LinearForms::atTop() { return OpBuilder(&function.getBody()); }

} // namespace unspool::nn
