//===- NnShapesElementwise.cpp - shape rules of elementwise ops -----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ir/NnShapes.h"

using namespace mlir;

namespace unspool::nn {

static LogicalResult inferBroadcast(MaybeLocation location, ValueRange operands, Type element,
                                    Types &types) {
  llvm::SmallVector<ArrayRef<int64_t>> shapes;
  std::string text;
  for (Value operand : operands) {
    shapes.push_back(shapeOf(operand));
    text += (text.empty() ? "" : " and ") + shapeText(shapeOf(operand));
  }
  auto shape = broadcastShapes(shapes);
  if (!shape)
    return emitOptionalError(location, "shapes ", text, " do not broadcast together");
  return addTensor(location, types, *shape, element);
}

static LogicalResult inferUnary(MaybeLocation location, Value input, Types &types) {
  return addTensor(location, types, shapeOf(input), typeOf(input).getElementType());
}

static LogicalResult inferTest(MLIRContext *context, MaybeLocation location, Value input,
                               Types &types) {
  return addTensor(location, types, shapeOf(input), IntegerType::get(context, 1));
}

static LogicalResult inferBinary(MaybeLocation location, Value lhs, Value rhs, Types &types) {
  if (failed(checkSameElement(location, lhs, rhs)))
    return failure();
  return inferBroadcast(location, {lhs, rhs}, typeOf(lhs).getElementType(), types);
}

static LogicalResult inferCompare(MLIRContext *context, MaybeLocation location, Value lhs,
                                  Value rhs, Types &types) {
  if (failed(checkSameElement(location, lhs, rhs)))
    return failure();
  return inferBroadcast(location, {lhs, rhs}, IntegerType::get(context, 1), types);
}

#define NN_UNARY(OP)                                                                               \
  LogicalResult OP::inferReturnTypes(MLIRContext *, MaybeLocation location, Adaptor adaptor,       \
                                     Types &types) {                                               \
    return inferUnary(location, adaptor.getInput(), types);                                        \
  }
#define NN_TEST(OP)                                                                                \
  LogicalResult OP::inferReturnTypes(MLIRContext *context, MaybeLocation location,                 \
                                     Adaptor adaptor, Types &types) {                              \
    return inferTest(context, location, adaptor.getInput(), types);                                \
  }
#define NN_BINARY(OP)                                                                              \
  LogicalResult OP::inferReturnTypes(MLIRContext *, MaybeLocation location, Adaptor adaptor,       \
                                     Types &types) {                                               \
    return inferBinary(location, adaptor.getLhs(), adaptor.getRhs(), types);                       \
  }
#define NN_COMPARE(OP)                                                                             \
  LogicalResult OP::inferReturnTypes(MLIRContext *context, MaybeLocation location,                 \
                                     Adaptor adaptor, Types &types) {                              \
    return inferCompare(context, location, adaptor.getLhs(), adaptor.getRhs(), types);             \
  }

NN_UNARY(NegOp)
NN_UNARY(AbsOp)
NN_UNARY(SignOp)
NN_UNARY(FloorOp)
NN_UNARY(CeilOp)
NN_UNARY(RoundOp)
NN_UNARY(ReciprocalOp)
NN_UNARY(SqrtOp)
NN_UNARY(ExpOp)
NN_UNARY(LogOp)
NN_UNARY(SinOp)
NN_UNARY(CosOp)
NN_UNARY(TanOp)
NN_UNARY(AsinOp)
NN_UNARY(AcosOp)
NN_UNARY(AtanOp)
NN_UNARY(SinhOp)
NN_UNARY(CoshOp)
NN_UNARY(AsinhOp)
NN_UNARY(AcoshOp)
NN_UNARY(AtanhOp)
NN_UNARY(ErfOp)
NN_UNARY(NotOp)
NN_UNARY(TanhOp)
NN_UNARY(SigmoidOp)
NN_UNARY(ReluOp)
NN_UNARY(LeakyReluOp)
NN_UNARY(EluOp)
NN_UNARY(HardSigmoidOp)
NN_UNARY(SoftplusOp)
NN_UNARY(SoftsignOp)
NN_TEST(IsNanOp)
NN_TEST(IsInfOp)
NN_BINARY(AddOp)
NN_BINARY(SubOp)
NN_BINARY(MulOp)
NN_BINARY(DivOp)
NN_BINARY(ModOp)
NN_BINARY(MinOp)
NN_BINARY(MaxOp)
NN_BINARY(AndOp)
NN_BINARY(OrOp)
NN_BINARY(XorOp)
NN_BINARY(ShiftLeftOp)
NN_BINARY(ShiftRightOp)
NN_COMPARE(EqualOp)
NN_COMPARE(LessOp)
NN_COMPARE(LessEqualOp)

#undef NN_UNARY
#undef NN_TEST
#undef NN_BINARY
#undef NN_COMPARE

LogicalResult PowOp::inferReturnTypes(MLIRContext *, MaybeLocation location, Adaptor adaptor,
                                      Types &types) {
  return inferBroadcast(location, adaptor.getOperands(), typeOf(adaptor.getLhs()).getElementType(),
                        types);
}

LogicalResult SelectOp::inferReturnTypes(MLIRContext *, MaybeLocation location, Adaptor adaptor,
                                         Types &types) {
  if (failed(checkSameElement(location, adaptor.getLhs(), adaptor.getRhs())))
    return failure();
  return inferBroadcast(location, adaptor.getOperands(), typeOf(adaptor.getLhs()).getElementType(),
                        types);
}

/// C1 of ops that change the element type only.
static LogicalResult checkSameShape(Operation *op) {
  ArrayRef<int64_t> input = shapeOf(op->getOperand(0)), result = shapeOf(op->getResult(0));
  if (input != result)
    return op->emitOpError() << "result is " << shapeText(result) << " when it should be "
                             << shapeText(input) << " (the input's shape)";
  return success();
}

LogicalResult CastOp::verify() { return checkSameShape(*this); }

LogicalResult BitCastOp::verify() {
  Type input = typeOf(getInput()).getElementType(), result = getType().getElementType();
  unsigned bits = input.getIntOrFloatBitWidth();
  if (bits == 1 || bits != result.getIntOrFloatBitWidth())
    return emitOpError() << "bits of " << input << " are not those of " << result;
  return checkSameShape(*this);
}

} // namespace unspool::nn
