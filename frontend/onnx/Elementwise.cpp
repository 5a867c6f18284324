//===- Elementwise.cpp - ONNX elementwise arithmetic and logic ------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Since operator set 7, operands broadcast as NumPy has it, and so do nn ops.
// Before, `broadcast = 1` aligned the second operand at `axis` of the first.
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OperatorTable.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

/// The second operand, with the trailing axes that old broadcasting implies.
Value alignedOperand(OnnxNode &node) {
  Value rhs = node.input(1);
  if (node.opset >= 7 || !node.hasAttribute("axis"))
    return rhs;
  auto axis = node.axisAttribute(0, node.rank(0));
  if (failed(axis))
    return {};
  SmallVector<int64_t> shape(node.shape(1));
  for (int64_t i = *axis + node.rank(1); i < node.rank(0); ++i)
    shape.push_back(1);
  return node.build.reshape(rhs, shape);
}

template <typename OpTy> LogicalResult importUnary(OnnxNode &node) {
  return node.finish(node.build.create<OpTy>(node.input(0)));
}

template <typename OpTy> LogicalResult importBinary(OnnxNode &node) {
  return node.finish(node.build.create<OpTy>(node.input(0), alignedOperand(node)));
}

/// a > b is b < a.
template <typename OpTy> LogicalResult importSwapped(OnnxNode &node) {
  return node.finish(node.build.create<OpTy>(alignedOperand(node), node.input(0)));
}

template <typename OpTy> LogicalResult importVariadic(OnnxNode &node) {
  Value result = node.input(0);
  for (Value input : node.allInputs().drop_front())
    result = node.build.create<OpTy>(result, input);
  return node.finish(result);
}

LogicalResult importMean(OnnxNode &node) {
  if (failed(importVariadic<nn::AddOp>(node)))
    return failure();
  Value sum = node.output(0);
  return node.finish(
      node.build.create<nn::DivOp>(sum, node.build.scalarLike(node.inputCount(), sum)));
}

LogicalResult importMod(OnnxNode &node) {
  bool truncated = node.intAttribute("fmod", 0) != 0;
  return node.finish(node.build.create<nn::ModOp>(node.input(0), node.input(1), truncated));
}

LogicalResult importBitShift(OnnxNode &node) {
  std::string direction = node.stringAttribute("direction", "");
  if (direction == "LEFT")
    return importBinary<nn::ShiftLeftOp>(node);
  if (direction == "RIGHT")
    return importBinary<nn::ShiftRightOp>(node);
  return node.emitError() << "attribute 'direction' is '" << direction
                          << "' when it should be LEFT or RIGHT";
}

LogicalResult importIsInf(OnnxNode &node) {
  return node.finish(node.build.create<nn::IsInfOp>(node.input(0),
                                                    node.intAttribute("detect_positive", 1) != 0,
                                                    node.intAttribute("detect_negative", 1) != 0));
}

/// Bounds are attributes before operator set 11. Where they cross, the upper
/// one wins.
LogicalResult importClip(OnnxNode &node) {
  Value result = node.input(0);
  auto bound = [&](StringRef name, unsigned i) -> Value {
    if (node.opset < 11)
      return node.hasAttribute(name)
                 ? node.build.scalarLike(node.floatAttribute(name, 0), node.input(0))
                 : Value();
    // Some exporters give one-element vectors.
    Value given = node.input(i);
    return given && nn::typeOf(given).getNumElements() == 1 ? node.build.reshape(given, {}) : given;
  };
  if (Value low = bound("min", 1))
    result = node.build.create<nn::MaxOp>(result, low);
  if (Value high = bound("max", 2))
    result = node.build.create<nn::MinOp>(result, high);
  return node.finish(result);
}

LogicalResult importCast(OnnxNode &node) {
  Type type = node.typeAttribute("to", {});
  return type ? node.finish(node.build.cast(node.input(0), type)) : failure();
}

/// Of integers, and of booleans as bytes, a cast keeps the bits.
LogicalResult importBitCast(OnnxNode &node) {
  Type from = node.elementType(0), type = node.typeAttribute("to", {});
  if (!type)
    return failure();
  if (nn::elementBytes(from) != nn::elementBytes(type))
    return node.emitError() << "attribute 'to' is " << type << ", which has not as many bits as "
                            << from;
  return node.finish(isa<IntegerType>(from) && isa<IntegerType>(type)
                         ? node.build.cast(node.input(0), type)
                         : node.build.bitCast(node.input(0), type));
}

LogicalResult importCastLike(OnnxNode &node) {
  return node.finish(node.build.cast(node.input(0), node.elementType(1)));
}

LogicalResult importWhere(OnnxNode &node) {
  return node.finish(node.build.create<nn::SelectOp>(node.input(0), node.input(1), node.input(2)));
}

constexpr const char *kOldBroadcast = "axis broadcast consumed_inputs";
constexpr const char *kOldUnary = "consumed_inputs";

const OperatorRow kRows[] = {
    {"Abs", 1, 1, 1, kOldUnary, "", importUnary<nn::AbsOp>},
    {"Acos", 7, 1, 1, "", "", importUnary<nn::AcosOp>},
    {"Acosh", 9, 1, 1, "", "", importUnary<nn::AcoshOp>},
    {"Add", 1, 2, 2, kOldBroadcast, "", importBinary<nn::AddOp>},
    {"And", 1, 2, 2, kOldBroadcast, "", importBinary<nn::AndOp>},
    {"Asin", 7, 1, 1, "", "", importUnary<nn::AsinOp>},
    {"Asinh", 9, 1, 1, "", "", importUnary<nn::AsinhOp>},
    {"Atan", 7, 1, 1, "", "", importUnary<nn::AtanOp>},
    {"Atanh", 9, 1, 1, "", "", importUnary<nn::AtanhOp>},
    {"BitShift", 11, 2, 2, "direction", "", importBitShift},
    {"BitwiseAnd", 18, 2, 2, "", "", importBinary<nn::AndOp>},
    {"BitwiseNot", 18, 1, 1, "", "", importUnary<nn::NotOp>},
    {"BitwiseOr", 18, 2, 2, "", "", importBinary<nn::OrOp>},
    {"BitwiseXor", 18, 2, 2, "", "", importBinary<nn::XorOp>},
    {"BitCast", 26, 1, 1, "to", "no float8, int4, strings", importBitCast},
    {"Cast", 1, 1, 1, "to saturate round_mode", "no float8, int4, strings", importCast},
    {"CastLike", 15, 2, 2, "saturate round_mode", "no float8, int4, strings", importCastLike},
    {"Ceil", 1, 1, 1, kOldUnary, "", importUnary<nn::CeilOp>},
    {"Clip", 1, 1, 3, "min max consumed_inputs", "", importClip},
    {"Cos", 7, 1, 1, "", "", importUnary<nn::CosOp>},
    {"Cosh", 9, 1, 1, "", "", importUnary<nn::CoshOp>},
    {"Div", 1, 2, 2, kOldBroadcast, "", importBinary<nn::DivOp>},
    {"Equal", 1, 2, 2, kOldBroadcast, "", importBinary<nn::EqualOp>},
    {"Erf", 9, 1, 1, "", "", importUnary<nn::ErfOp>},
    {"Exp", 1, 1, 1, kOldUnary, "", importUnary<nn::ExpOp>},
    {"Floor", 1, 1, 1, kOldUnary, "", importUnary<nn::FloorOp>},
    {"Greater", 1, 2, 2, kOldBroadcast, "", importSwapped<nn::LessOp>},
    {"GreaterOrEqual", 12, 2, 2, "", "", importSwapped<nn::LessEqualOp>},
    {"IsInf", 10, 1, 1, "detect_negative detect_positive", "", importIsInf},
    {"IsNaN", 9, 1, 1, "", "", importUnary<nn::IsNanOp>},
    {"Less", 1, 2, 2, kOldBroadcast, "", importBinary<nn::LessOp>},
    {"LessOrEqual", 12, 2, 2, "", "", importBinary<nn::LessEqualOp>},
    {"Log", 1, 1, 1, kOldUnary, "", importUnary<nn::LogOp>},
    {"Max", 1, 1, kAnyNumber, kOldUnary, "", importVariadic<nn::MaxOp>},
    {"Mean", 1, 1, kAnyNumber, kOldUnary, "", importMean},
    {"Min", 1, 1, kAnyNumber, kOldUnary, "", importVariadic<nn::MinOp>},
    {"Mod", 10, 2, 2, "fmod", "", importMod},
    {"Mul", 1, 2, 2, kOldBroadcast, "", importBinary<nn::MulOp>},
    {"Neg", 1, 1, 1, kOldUnary, "", importUnary<nn::NegOp>},
    {"Not", 1, 1, 1, "", "", importUnary<nn::NotOp>},
    {"Or", 1, 2, 2, kOldBroadcast, "", importBinary<nn::OrOp>},
    {"Pow", 1, 2, 2, kOldBroadcast, "", importBinary<nn::PowOp>},
    {"Reciprocal", 1, 1, 1, kOldUnary, "", importUnary<nn::ReciprocalOp>},
    {"Round", 11, 1, 1, "", "", importUnary<nn::RoundOp>},
    {"Sign", 9, 1, 1, "", "", importUnary<nn::SignOp>},
    {"Sin", 7, 1, 1, "", "", importUnary<nn::SinOp>},
    {"Sinh", 9, 1, 1, "", "", importUnary<nn::SinhOp>},
    {"Sqrt", 1, 1, 1, kOldUnary, "", importUnary<nn::SqrtOp>},
    {"Sub", 1, 2, 2, kOldBroadcast, "", importBinary<nn::SubOp>},
    {"Sum", 1, 1, kAnyNumber, kOldUnary, "", importVariadic<nn::AddOp>},
    {"Tan", 7, 1, 1, "", "", importUnary<nn::TanOp>},
    {"Where", 9, 3, 3, "", "", importWhere},
    {"Xor", 1, 2, 2, kOldBroadcast, "", importBinary<nn::XorOp>},
};

} // namespace

ArrayRef<OperatorRow> unspool::frontend::elementwiseOperators() { return kRows; }
