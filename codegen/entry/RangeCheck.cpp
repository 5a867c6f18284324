//===- RangeCheck.cpp - are an input's elements within their range? -------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/entry/EntryEmitters.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

using namespace mlir;

namespace unspool {
namespace {

bool isSigned(ElementType element) {
  return element == ElementType::I8 || element == ElementType::I16 || element == ElementType::I32 ||
         element == ElementType::I64;
}

/// Small constructors of llvm ops on i64.
struct Emitter {
  OpBuilder &builder;
  Location location;

  Value constant(int64_t value) {
    return LLVM::ConstantOp::create(builder, location, builder.getI64Type(),
                                    builder.getI64IntegerAttr(value));
  }
  Value compare(LLVM::ICmpPredicate predicate, Value left, Value right) {
    return LLVM::ICmpOp::create(builder, location, predicate, left, right);
  }
  /// Element `position` of the integers at `data`, as i64. Unsigned ones beyond i64
  /// are negative then, which no range allows.
  Value load(Value data, ElementType element, Value position) {
    int64_t width = byteWidth(element);
    Value bytes = LLVM::MulOp::create(builder, location, position, constant(width));
    Value address = LLVM::GEPOp::create(builder, location, data.getType(), builder.getI8Type(),
                                        data, ArrayRef<LLVM::GEPArg>{bytes});
    Value value = LLVM::LoadOp::create(builder, location, builder.getIntegerType(8 * width), address);
    Type i64 = builder.getI64Type();
    if (width == 8)
      return value;
    return isSigned(element) ? Value(LLVM::SExtOp::create(builder, location, i64, value))
                             : Value(LLVM::ZExtOp::create(builder, location, i64, value));
  }
};

} // namespace

Value emitRangeCheck(OpBuilder &builder, Location location, ElementType type, Value data,
                     Value count, Value low, Value high) {
  Emitter emit{builder, location};
  Type i64 = builder.getI64Type(), i1 = builder.getI1Type();
  Value none = LLVM::ConstantOp::create(builder, location, i1, 0);
  Value first = emit.constant(0);

  // body(position, outside so far) runs for each element; after(outside) follows.
  Block *before = builder.getInsertionBlock();
  Region &region = *before->getParent();
  Block *body = builder.createBlock(&region, {}, {i64, i1}, {location, location});
  Block *after = builder.createBlock(&region, {}, {i1}, {location});
  builder.setInsertionPointToEnd(before);
  LLVM::BrOp::create(builder, location, ValueRange{first, none}, body);

  builder.setInsertionPointToStart(body);
  Value position = body->getArgument(0);
  Value element = emit.load(data, type, position);
  Value below = emit.compare(LLVM::ICmpPredicate::slt, element, low);
  Value above = emit.compare(LLVM::ICmpPredicate::sgt, element, high);
  Value outside = LLVM::OrOp::create(builder, location, below, above);
  outside = LLVM::OrOp::create(builder, location, body->getArgument(1), outside);
  Value next = LLVM::AddOp::create(builder, location, position, emit.constant(1));
  Value again = emit.compare(LLVM::ICmpPredicate::slt, next, count);
  LLVM::CondBrOp::create(builder, location, again, body, ValueRange{next, outside}, after,
                         ValueRange{outside});
  builder.setInsertionPointToStart(after);
  return after->getArgument(0);
}

} // namespace unspool
