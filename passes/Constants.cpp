//===- Constants.cpp - constants as passes read and make them -------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/Constants.h"

#include "mlir/IR/Matchers.h"

using namespace mlir;

namespace unspool::nn {

/// Beyond this a constant made by repeating data costs more than computing it.
static constexpr int64_t kRepeatedBytesBound = 1 << 16;

bool isConstant(Value value) { return value.getDefiningOp<ConstantOp>() != nullptr; }

/// Do all elements of a constant satisfy `test`?
template <typename Test> static bool allElements(Value value, Test test) {
  auto constant = value.getDefiningOp<ConstantOp>();
  auto dense = constant ? dyn_cast<DenseElementsAttr>(constant.getValue()) : DenseElementsAttr();
  if (!dense)
    return false;
  Type element = dense.getElementType();
  if (isa<FloatType>(element))
    return dense.isSplat() ? test(dense.getSplatValue<APFloat>().convertToDouble())
                           : llvm::all_of(dense.getValues<APFloat>(), [&](const APFloat &x) {
                               return test(x.convertToDouble());
                             });
  return dense.isSplat() ? test(double(dense.getSplatValue<APInt>().getSExtValue()))
                         : llvm::all_of(dense.getValues<APInt>(), [&](const APInt &x) {
                             return test(double(x.getSExtValue()));
                           });
}

bool isZero(Value value) {
  return allElements(value, [](double x) { return x == 0; });
}

bool isOne(Value value) {
  return allElements(value, [](double x) { return x == 1; });
}

std::optional<llvm::SmallVector<int64_t>> integersOf(Value value) {
  auto constant = value.getDefiningOp<ConstantOp>();
  auto dense = constant ? dyn_cast<DenseElementsAttr>(constant.getValue()) : DenseElementsAttr();
  if (!dense || !isa<IntegerType>(dense.getElementType()))
    return std::nullopt;
  llvm::SmallVector<int64_t> elements;
  bool isUnsigned = dense.getElementType().isUnsignedInteger();
  for (const APInt &element : dense.getValues<APInt>())
    elements.push_back(isUnsigned ? element.getZExtValue() : element.getSExtValue());
  return elements;
}

bool variesAlongLastAxisOnly(Value value) {
  ArrayRef<int64_t> shape = shapeOf(value);
  return llvm::all_of(shape.drop_back(shape.empty() ? 0 : 1),
                      [](int64_t extent) { return extent == 1; });
}

llvm::SmallVector<Value> foldConstants(Operation *op, OpBuilder &builder) {
  bool foldable = isPure(op) && op->getNumRegions() == 0 && op->getNumResults() > 0 &&
                  !isa<ConstantOp, CallOp>(op) && llvm::all_of(op->getOperands(), isConstant);
  if (!foldable)
    return {};
  auto result = typeOf(op->getResult(0));
  if (isa<BroadcastOp, IotaOp>(op) &&
      result.getNumElements() * elementBytes(result.getElementType()) > kRepeatedBytesBound)
    return {};

  llvm::SmallVector<Tensor> operands;
  for (Value operand : op->getOperands())
    operands.push_back(toTensor(operand.getDefiningOp<ConstantOp>().getValue()));
  FailureOr<llvm::SmallVector<Tensor>> results = evaluate(op, operands);
  if (failed(results))
    return {};
  llvm::SmallVector<Value> constants;
  for (const Tensor &tensor : *results)
    constants.push_back(ConstantOp::create(builder, op->getLoc(), toAttribute(tensor)));
  return constants;
}

void eraseUnusedConstants(func::FuncOp function) {
  llvm::SmallVector<ConstantOp> unused;
  function.walk([&](ConstantOp constant) {
    if (constant->use_empty())
      unused.push_back(constant);
  });
  for (ConstantOp constant : unused)
    constant.erase();
}

Value reshapeTo(OpBuilder &builder, Location location, Value value, ArrayRef<int64_t> shape) {
  if (shapeOf(value) == shape)
    return value;
  auto type = RankedTensorType::get(shape, typeOf(value).getElementType());
  return createFolded<ReshapeOp>(builder, location, type, value);
}

Value sliceAxis(OpBuilder &builder, Location location, Value input, int64_t axis, int64_t start,
                int64_t size) {
  ArrayRef<int64_t> shape = shapeOf(input);
  if (start == 0 && size == shape[axis])
    return input;
  llvm::SmallVector<int64_t> starts(shape.size(), 0), sizes(shape), steps(shape.size(), 1);
  starts[axis] = start;
  sizes[axis] = size;
  return createFolded<SliceOp>(builder, location, input, starts, sizes, steps);
}

Value splat(OpBuilder &builder, Location location, RankedTensorType type, double element) {
  Type elementType = type.getElementType();
  Attribute value = isa<FloatType>(elementType)
                        ? Attribute(builder.getFloatAttr(elementType, element))
                        : Attribute(builder.getIntegerAttr(elementType, int64_t(element)));
  return ConstantOp::create(builder, location, DenseElementsAttr::get(type, value));
}

} // namespace unspool::nn
