//===- EntryBuilder.cpp - the pieces of the entry's functions --------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/entry/EntryBuilder.h"

#include "runtime/unspool.h"

using namespace mlir;

namespace unspool {

EntryBuilder::EntryBuilder(const ModelPlan &plan, MLIRContext &context)
    : plan(plan), builder(&context), location(builder.getUnknownLoc()),
      module(ModuleOp::create(location)), pointer(LLVM::LLVMPointerType::get(&context)),
      i32(builder.getI32Type()), i64(builder.getI64Type()) {}

LLVM::LLVMFuncOp EntryBuilder::function(const std::string &name, Type result, size_t pointers,
                          bool isPublic) {
  return function(name, result, SmallVector<Type>(pointers, pointer), isPublic);
}

LLVM::LLVMFuncOp EntryBuilder::function(const std::string &name, Type result, ArrayRef<Type> arguments,
                          bool isPublic) {
  auto type = LLVM::LLVMFunctionType::get(result, arguments);
  auto func = LLVM::LLVMFuncOp::create(builder, location, name, type);
  func.setDsoLocal(true);
  func.setNoUnwind(true);
  if (!isPublic)
    func.setVisibility_(LLVM::Visibility::Hidden);
  return func;
}

Value EntryBuilder::constant(int64_t value) {
  return LLVM::ConstantOp::create(builder, location, i64, builder.getI64IntegerAttr(value));
}

Value EntryBuilder::null() { return LLVM::ZeroOp::create(builder, location, pointer); }

Value EntryBuilder::allocate(int64_t bytes) {
  return LLVM::AllocaOp::create(builder, location, pointer, builder.getI8Type(), constant(bytes),
                                /*alignment=*/16);
}

Value EntryBuilder::advance(Value base, Value bytes) {
  return LLVM::GEPOp::create(builder, location, pointer, builder.getI8Type(), base,
                             ArrayRef<LLVM::GEPArg>{bytes});
}

Value EntryBuilder::callFunction(LLVM::LLVMFuncOp callee, ValueRange arguments) {
  auto call = LLVM::CallOp::create(builder, location, callee, arguments);
  return call->getNumResults() ? call->getResult(0) : Value();
}

void EntryBuilder::returnStatus(int status) {
  Value value = LLVM::ConstantOp::create(builder, location, i32, builder.getI32IntegerAttr(status));
  LLVM::ReturnOp::create(builder, location, value);
}

void EntryBuilder::returnIf(Value condition, int status) {
  Block *before = builder.getInsertionBlock();
  Block *leave = builder.createBlock(before->getParent());
  returnStatus(status);
  Block *stay = builder.createBlock(before->getParent());
  builder.setInsertionPointToEnd(before);
  LLVM::CondBrOp::create(builder, location, condition, leave, stay);
  builder.setInsertionPointToStart(stay);
}

void EntryBuilder::returnIfNull(ValueRange pointers) {
  Value isNull = LLVM::ConstantOp::create(builder, location, builder.getI1Type(), 0);
  for (Value own : pointers) {
    Value equal = LLVM::ICmpOp::create(builder, location, LLVM::ICmpPredicate::eq, own, null());
    isNull = LLVM::OrOp::create(builder, location, isNull, equal);
  }
  returnIf(isNull, UNSPOOL_NULL_ARGUMENT);
}

Value EntryBuilder::load(Value array, size_t index, Type type) {
  return LLVM::LoadOp::create(builder, location, type, advance(array, index * 8));
}

void EntryBuilder::computeTerms(ValueRange sizes) {
  terms.assign(sizes.begin(), sizes.end());
  for (size_t i = sizes.size(); i < plan.terms.size(); ++i)
    terms.push_back(valueOf(plan.terms[i]));
}

Value EntryBuilder::multiply(Value left, Value right) {
  return LLVM::MulOp::create(builder, location, left, right);
}

Value EntryBuilder::valueOf(const Term &term) {
  Value value = constant(term.offset);
  for (const Term::Product &product : term.sum) {
    Value part = constant(product.factor);
    for (int factor : product.terms)
      part = multiply(part, terms[factor]);
    value = LLVM::AddOp::create(builder, location, value, part);
  }
  if (term.divisor != 1)
    value = floorDivide(value, term.divisor);
  if (term.modulus)
    value = LLVM::SubOp::create(builder, location, value,
                                multiply(floorDivide(value, term.modulus), constant(term.modulus)));
  return value;
}

Value EntryBuilder::floorDivide(Value dividend, int64_t divisor) {
  Value quotient = LLVM::SDivOp::create(builder, location, dividend, constant(divisor));
  Value rest = LLVM::SRemOp::create(builder, location, dividend, constant(divisor));
  Value isBelow =
      LLVM::ICmpOp::create(builder, location, LLVM::ICmpPredicate::slt, rest, constant(0));
  Value one = LLVM::ZExtOp::create(builder, location, i64, isBelow);
  return LLVM::SubOp::create(builder, location, quotient, one);
}

Value EntryBuilder::elementsOf(const TensorType &type) {
  Value count = constant(1);
  for (size_t axis = 0; axis < type.shape.size(); ++axis)
    count = multiply(count, extentOf(type, axis));
  return count;
}

} // namespace unspool
