//===- Operations.cpp - functions of keras.ops in the place of layers -----===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Arithmetic on tensors between layers (x * 2 + y), and the masks that Keras 3 writes
// out in Functional models: NotEqual of an Embedding's input and 0, LogicalOr, Any.
// Their inputs may be numbers.
//
//===----------------------------------------------------------------------===//

#include "frontend/keras/Activations.h"
#include "frontend/keras/KerasNode.h"

#include <numeric>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

const AttributeRow kAxisAttributes[] = {{"axis", AttributeKind::Axes, "-1"}};
const AttributeRow kReductionAttributes[] = {{"axis", AttributeKind::Axes, "null"},
                                             {"keepdims", AttributeKind::Flag, "false"}};
const AttributeRow kReshapeAttributes[] = {{"newshape", AttributeKind::Shape, nullptr}};
const AttributeRow kSqueezeAttributes[] = {{"axis", AttributeKind::Axes, "null"}};
const AttributeRow kClipAttributes[] = {{"x_min", AttributeKind::Number, nullptr},
                                        {"x_max", AttributeKind::Number, nullptr}};
const AttributeRow kTransposeAttributes[] = {{"axes", AttributeKind::Axes, nullptr}};

/// Input `i`, a number being of the element type of `like`.
Value operand(KerasNode &node, unsigned i, Value like) {
  const KerasTensor &input = node.allInputs()[i];
  if (!input.constant)
    return input.value;
  double number = input.constant->isNumber() ? input.constant->number : input.constant->flag;
  return node.build.scalarLike(number, like);
}

/// Both operands, of one element type: a float wins over an integer.
std::optional<std::pair<Value, Value>> operands(KerasNode &node) {
  Value a = operand(node, 0, node.input(1));
  Value b = operand(node, 1, a);
  if (!a || !b)
    return std::nullopt;
  Type typeA = nn::typeOf(a).getElementType(), typeB = nn::typeOf(b).getElementType();
  bool toFirst = isa<FloatType>(typeA) || !isa<FloatType>(typeB);
  return std::pair(toFirst ? a : node.build.cast(a, typeB),
                   toFirst ? node.build.cast(b, typeA) : b);
}

template <typename OpTy> LogicalResult importBinary(KerasNode &node) {
  auto both = operands(node);
  return both ? node.finish(node.build.create<OpTy>(both->first, both->second)) : failure();
}

LogicalResult importNotEqual(KerasNode &node) {
  auto both = operands(node);
  if (!both)
    return failure();
  Value isEqual = node.build.create<nn::EqualOp>(both->first, both->second);
  return node.finish(node.build.create<nn::NotOp>(isEqual));
}

template <typename OpTy> LogicalResult importUnary(KerasNode &node) {
  return node.finish(node.build.create<OpTy>(node.input()));
}

LogicalResult importSquare(KerasNode &node) { return node.finish(node.build.square(node.input())); }

template <int number> LogicalResult importFilledLike(KerasNode &node) {
  Json dtype = node.attribute("dtype");
  Type type = nn::typeOf(node.input()).getElementType();
  if (dtype.text == "bool")
    type = node.build.ops().getI1Type();
  else if (dtype.isText())
    type = computeType(dtype, *type.getContext());
  return node.finish(node.build.splat(number, node.shape(), type));
}

/// The place of an axis that the result has and the input has not: `axis`, or the one in it.
FailureOr<int64_t> newAxis(KerasNode &node) {
  Json axes = node.attribute("axis");
  int64_t axis = axes.isInteger() ? axes.integer : axes[0].integer;
  axis += axis < 0 ? node.rank() + 1 : 0;
  if (axis < 0 || axis > node.rank() || axes.items.size() > 1)
    return node.emitError() << "attribute 'axis' is " << axes.describe() << " for a "
                            << node.input().getType();
  return axis;
}

LogicalResult importExpandDims(KerasNode &node) {
  FailureOr<int64_t> axis = newAxis(node);
  if (failed(axis))
    return failure();
  SmallVector<int64_t> shape(node.shape());
  shape.insert(shape.begin() + *axis, 1);
  return node.finish(node.build.reshape(node.input(), shape));
}

LogicalResult importConcatenate(KerasNode &node) {
  auto axes = node.axes("axis");
  if (failed(axes) || axes->size() != 1)
    return failure();
  SmallVector<Value> inputs;
  for (const KerasTensor &input : node.allInputs()) {
    if (!input.value)
      return node.emitError() << "an input is a number";
    inputs.push_back(input.value);
  }
  return node.finish(node.build.concat(inputs, axes->front()));
}

LogicalResult importMatmul(KerasNode &node) {
  auto both = operands(node);
  if (!both)
    return failure();
  if (nn::typeOf(both->first).getRank() < 2 || nn::typeOf(both->second).getRank() < 2)
    return node.emitUnsupported() << "a product with a vector is not supported (supported: of "
                                     "matrices)";
  return node.finish(node.build.matmul(both->first, both->second));
}

LogicalResult importSoftmax(KerasNode &node) {
  auto axes = node.axes("axis");
  if (failed(axes))
    return failure();
  if (axes->size() != 1)
    return node.emitUnsupported() << "softmax over several axes is not supported (supported: one)";
  return node.finish(node.build.create<nn::SoftmaxOp>(node.input(), axes->front()));
}

LogicalResult importClip(KerasNode &node) {
  NnBuilder &build = node.build;
  Value x = node.input();
  Value above = build.create<nn::MaxOp>(x, build.scalarLike(node.number("x_min"), x));
  return node.finish(build.create<nn::MinOp>(above, build.scalarLike(node.number("x_max"), x)));
}

LogicalResult importStack(KerasNode &node) {
  if (!node.input())
    return node.emitError() << "an input is a number";
  FailureOr<int64_t> axis = newAxis(node);
  if (failed(axis))
    return failure();
  SmallVector<Value> inputs;
  for (const KerasTensor &input : node.allInputs()) {
    if (!input.value || input.value.getType() != node.input().getType())
      return node.emitError() << "the inputs differ in their types";
    SmallVector<int64_t> shape(node.shape());
    shape.insert(shape.begin() + *axis, 1);
    inputs.push_back(node.build.reshape(input.value, shape));
  }
  return node.finish(node.build.concat(inputs, *axis));
}

/// Not without axes: whether the batch goes too depends on its extent.
LogicalResult importSqueeze(KerasNode &node) {
  if (node.attribute("axis").isNull())
    return node.emitUnsupported() << "attribute 'axis' is null (supported: an axis, or a list)";
  auto axes = node.axes("axis");
  if (failed(axes))
    return failure();
  SmallVector<int64_t> shape;
  for (auto [axis, extent] : llvm::enumerate(node.shape()))
    if (!llvm::is_contained(*axes, int64_t(axis)))
      shape.push_back(extent);
  return node.finish(node.build.reshape(node.input(), shape));
}

FailureOr<SmallVector<int64_t>> reducedAxes(KerasNode &node) {
  if (!node.attribute("axis").isNull())
    return node.axes("axis");
  return llvm::to_vector(llvm::seq<int64_t>(0, node.rank()));
}

template <nn::ReduceKind kind> LogicalResult importReduction(KerasNode &node) {
  auto axes = reducedAxes(node);
  if (failed(axes))
    return failure();
  return node.finish(node.build.reduce(kind, node.input(), *axes, node.flag("keepdims")));
}

LogicalResult importMean(KerasNode &node) {
  auto axes = reducedAxes(node);
  if (failed(axes))
    return failure();
  return node.finish(node.build.mean(node.input(), *axes, node.flag("keepdims")));
}

/// The batch may be open (-1 or null) in `newshape`, as any one extent.
LogicalResult importReshape(KerasNode &node) {
  Json target = node.attribute("newshape");
  SmallVector<int64_t> shape;
  int64_t known = 1, open = -1, total = nn::typeOf(node.input()).getNumElements();
  for (const Json &extent : target.items) {
    bool isOpen = extent.isNull() || extent.integer == -1;
    if ((isOpen && open >= 0) || (!isOpen && llvm::MulOverflow(known, extent.integer, known)))
      return node.emitError() << "attribute 'newshape' is " << target.describe()
                              << " when one extent at most may be open";
    if (isOpen)
      open = int64_t(shape.size());
    shape.push_back(isOpen ? 1 : extent.integer);
  }
  if (open >= 0 && known > 0)
    shape[open] = total / known;
  return node.finish(node.build.reshape(node.input(), shape));
}

LogicalResult importTranspose(KerasNode &node) {
  SmallVector<int64_t> permutation;
  for (const Json &axis : node.attribute("axes").items)
    permutation.push_back(axis.integer < 0 ? axis.integer + node.rank() : axis.integer);
  SmallVector<int64_t> sorted(permutation);
  llvm::sort(sorted);
  if (!llvm::equal(sorted, llvm::seq<int64_t>(0, node.rank())))
    return node.emitError() << "attribute 'axes' is " << node.attribute("axes").describe()
                            << " for a " << node.input().getType();
  return node.finish(node.build.transpose(node.input(), permutation));
}

/// A function without parameters that an `activation` may name, too.
template <const char *const &name> LogicalResult importNamed(KerasNode &node) {
  return node.finish(namedActivation(node.build, name, node.input(), /*isVersion2=*/false));
}
constexpr const char *kHardSigmoid = "hard_sigmoid", *kHardSilu = "hard_silu",
                     *kHardTanh = "hard_tanh", *kLogSigmoid = "log_sigmoid", *kRelu6 = "relu6",
                     *kSelu = "selu", *kSilu = "silu", *kSoftplus = "softplus",
                     *kSoftsign = "softsign";

const AttributeRow kDtypeAttributes[] = {{"dtype", AttributeKind::Training, "null"}};

const LayerRow kRows[] = {
    {"ops.Absolute", 1, 1, {}, {}, MaskRule::Drop, importUnary<nn::AbsOp>},
    {"ops.Add", 2, 2, {}, {}, MaskRule::Drop, importBinary<nn::AddOp>},
    {"ops.All",
     1,
     1,
     kReductionAttributes,
     {},
     MaskRule::Drop,
     importReduction<nn::ReduceKind::min>},
    {"ops.Any",
     1,
     1,
     kReductionAttributes,
     {},
     MaskRule::Drop,
     importReduction<nn::ReduceKind::max>},
    {"ops.Clip", 1, 1, kClipAttributes, {}, MaskRule::Drop, importClip},
    {"ops.Concatenate", 1, kManyInputs, kAxisAttributes, {}, MaskRule::Drop, importConcatenate},
    {"ops.Divide", 2, 2, {}, {}, MaskRule::Drop, importBinary<nn::DivOp>},
    {"ops.Equal", 2, 2, {}, {}, MaskRule::Drop, importBinary<nn::EqualOp>},
    {"ops.Exp", 1, 1, {}, {}, MaskRule::Drop, importUnary<nn::ExpOp>},
    {"ops.ExpandDims", 1, 1, kAxisAttributes, {}, MaskRule::Drop, importExpandDims},
    {"ops.HardSigmoid", 1, 1, {}, {}, MaskRule::Drop, importNamed<kHardSigmoid>},
    {"ops.HardSilu", 1, 1, {}, {}, MaskRule::Drop, importNamed<kHardSilu>},
    {"ops.HardTanh", 1, 1, {}, {}, MaskRule::Drop, importNamed<kHardTanh>},
    {"ops.Log", 1, 1, {}, {}, MaskRule::Drop, importUnary<nn::LogOp>},
    {"ops.LogSigmoid", 1, 1, {}, {}, MaskRule::Drop, importNamed<kLogSigmoid>},
    {"ops.LogicalAnd", 2, 2, {}, {}, MaskRule::Drop, importBinary<nn::AndOp>},
    {"ops.LogicalNot", 1, 1, {}, {}, MaskRule::Drop, importUnary<nn::NotOp>},
    {"ops.LogicalOr", 2, 2, {}, {}, MaskRule::Drop, importBinary<nn::OrOp>},
    {"ops.Matmul", 2, 2, {}, {}, MaskRule::Drop, importMatmul},
    {"ops.Max",
     1,
     1,
     kReductionAttributes,
     {},
     MaskRule::Drop,
     importReduction<nn::ReduceKind::max>},
    {"ops.Maximum", 2, 2, {}, {}, MaskRule::Drop, importBinary<nn::MaxOp>},
    {"ops.Mean", 1, 1, kReductionAttributes, {}, MaskRule::Drop, importMean},
    {"ops.Min",
     1,
     1,
     kReductionAttributes,
     {},
     MaskRule::Drop,
     importReduction<nn::ReduceKind::min>},
    {"ops.Minimum", 2, 2, {}, {}, MaskRule::Drop, importBinary<nn::MinOp>},
    {"ops.Multiply", 2, 2, {}, {}, MaskRule::Drop, importBinary<nn::MulOp>},
    {"ops.Negative", 1, 1, {}, {}, MaskRule::Drop, importUnary<nn::NegOp>},
    {"ops.NotEqual", 2, 2, {}, {}, MaskRule::Drop, importNotEqual},
    {"ops.Power", 2, 2, {}, {}, MaskRule::Drop, importBinary<nn::PowOp>},
    {"ops.Relu", 1, 1, {}, {}, MaskRule::Drop, importUnary<nn::ReluOp>},
    {"ops.Relu6", 1, 1, {}, {}, MaskRule::Drop, importNamed<kRelu6>},
    {"ops.OnesLike", 1, 1, kDtypeAttributes, {}, MaskRule::Drop, importFilledLike<1>},
    {"ops.Reshape", 1, 1, kReshapeAttributes, {}, MaskRule::Drop, importReshape},
    {"ops.Selu", 1, 1, {}, {}, MaskRule::Drop, importNamed<kSelu>},
    {"ops.Sigmoid", 1, 1, {}, {}, MaskRule::Drop, importUnary<nn::SigmoidOp>},
    {"ops.Silu", 1, 1, {}, {}, MaskRule::Drop, importNamed<kSilu>},
    {"ops.Softmax", 1, 1, kAxisAttributes, {}, MaskRule::Drop, importSoftmax},
    {"ops.Softplus", 1, 1, {}, {}, MaskRule::Drop, importNamed<kSoftplus>},
    {"ops.Softsign", 1, 1, {}, {}, MaskRule::Drop, importNamed<kSoftsign>},
    {"ops.Sqrt", 1, 1, {}, {}, MaskRule::Drop, importUnary<nn::SqrtOp>},
    {"ops.Square", 1, 1, {}, {}, MaskRule::Drop, importSquare},
    {"ops.Squeeze", 1, 1, kSqueezeAttributes, {}, MaskRule::Drop, importSqueeze},
    {"ops.Stack", 1, kManyInputs, kAxisAttributes, {}, MaskRule::Drop, importStack},
    {"ops.Subtract", 2, 2, {}, {}, MaskRule::Drop, importBinary<nn::SubOp>},
    {"ops.Sum",
     1,
     1,
     kReductionAttributes,
     {},
     MaskRule::Drop,
     importReduction<nn::ReduceKind::sum>},
    {"ops.Tanh", 1, 1, {}, {}, MaskRule::Drop, importUnary<nn::TanhOp>},
    {"ops.Transpose", 1, 1, kTransposeAttributes, {}, MaskRule::Drop, importTranspose},
    {"ops.TrueDivide", 2, 2, {}, {}, MaskRule::Drop, importBinary<nn::DivOp>},
    {"ops.ZerosLike", 1, 1, kDtypeAttributes, {}, MaskRule::Drop, importFilledLike<0>},
};

} // namespace

ArrayRef<LayerRow> unspool::frontend::operationLayers() { return kRows; }
