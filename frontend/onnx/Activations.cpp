//===- Activations.cpp - ONNX activation functions ------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Those that nn does not have are written out in terms of those that it has;
// fusing makes one kernel of them again.
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OperatorTable.h"

#include <cmath>
#include <numeric>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

template <typename OpTy> LogicalResult importUnary(OnnxNode &node) {
  return node.finish(node.build.create<OpTy>(node.input(0)));
}

LogicalResult importLeakyRelu(OnnxNode &node) {
  return node.finish(
      node.build.create<nn::LeakyReluOp>(node.input(0), node.floatAttribute("alpha", 0.01)));
}

LogicalResult importElu(OnnxNode &node) {
  return node.finish(
      node.build.create<nn::EluOp>(node.input(0), node.floatAttribute("alpha", 1.0)));
}

LogicalResult importHardSigmoid(OnnxNode &node) {
  return node.finish(node.build.create<nn::HardSigmoidOp>(
      node.input(0), node.floatAttribute("alpha", 0.2), node.floatAttribute("beta", 0.5)));
}

/// alpha * elu(x / alpha), which is x for positive x.
LogicalResult importCelu(OnnxNode &node) {
  Value alpha = node.build.scalarLike(node.floatAttribute("alpha", 1.0), node.input(0));
  Value scaled = node.build.create<nn::DivOp>(node.input(0), alpha);
  return node.finish(
      node.build.create<nn::MulOp>(node.build.create<nn::EluOp>(scaled, 1.0), alpha));
}

LogicalResult importSelu(OnnxNode &node) {
  bool isOld = node.opset < 6;
  double alpha = node.floatAttribute("alpha", isOld ? 1.6732 : 1.67326319217681884765625);
  double gamma = node.floatAttribute("gamma", isOld ? 1.0507 : 1.05070102214813232421875);
  Value elu = node.build.create<nn::EluOp>(node.input(0), alpha);
  return node.finish(node.build.create<nn::MulOp>(elu, node.build.scalarLike(gamma, elu)));
}

LogicalResult importThresholdedRelu(OnnxNode &node) {
  Value x = node.input(0);
  Value alpha = node.build.scalarLike(node.floatAttribute("alpha", 1.0), x);
  Value isAbove = node.build.create<nn::LessOp>(alpha, x);
  return node.finish(node.build.create<nn::SelectOp>(isAbove, x, node.build.scalarLike(0, x)));
}

/// x + bias below -lambd, x - bias above lambd, 0 between.
LogicalResult importShrink(OnnxNode &node) {
  NnBuilder &build = node.build;
  Value x = node.input(0);
  double lambd = node.floatAttribute("lambd", 0.5);
  Value bias = build.scalarLike(node.floatAttribute("bias", 0.0), x);
  Value isBelow = build.create<nn::LessOp>(x, build.scalarLike(-lambd, x));
  Value isAbove = build.create<nn::LessOp>(build.scalarLike(lambd, x), x);
  Value above =
      build.create<nn::SelectOp>(isAbove, build.create<nn::SubOp>(x, bias), build.scalarLike(0, x));
  return node.finish(build.create<nn::SelectOp>(isBelow, build.create<nn::AddOp>(x, bias), above));
}

/// 0.5 x (1 + erf(x / sqrt(2))), or its approximation by tanh.
LogicalResult importGelu(OnnxNode &node) {
  NnBuilder &build = node.build;
  Value x = node.input(0);
  std::string approximate = node.stringAttribute("approximate", "none");
  Value bell;
  if (approximate == "none") {
    bell = build.create<nn::ErfOp>(
        build.create<nn::MulOp>(x, build.scalarLike(1 / std::sqrt(2.0), x)));
  } else if (approximate == "tanh") {
    Value cube = build.create<nn::MulOp>(build.square(x), x);
    Value sum =
        build.create<nn::AddOp>(x, build.create<nn::MulOp>(cube, build.scalarLike(0.044715, x)));
    bell = build.create<nn::TanhOp>(
        build.create<nn::MulOp>(sum, build.scalarLike(std::sqrt(2 / M_PI), x)));
  } else {
    return node.emitError() << "attribute 'approximate' is '" << approximate
                            << "' when it should be none or tanh";
  }
  Value gate = build.create<nn::AddOp>(bell, build.scalarLike(1, x));
  Value half = build.create<nn::MulOp>(x, build.scalarLike(0.5, x));
  return node.finish(build.create<nn::MulOp>(half, gate));
}

LogicalResult importMish(OnnxNode &node) {
  Value x = node.input(0);
  Value gate = node.build.create<nn::TanhOp>(node.build.create<nn::SoftplusOp>(x));
  return node.finish(node.build.create<nn::MulOp>(x, gate));
}

LogicalResult importSwish(OnnxNode &node) {
  Value x = node.input(0);
  double alpha = node.floatAttribute("alpha", 1.0);
  Value scaled = alpha == 1 ? x : node.build.create<nn::MulOp>(x, node.build.scalarLike(alpha, x));
  return node.finish(node.build.create<nn::MulOp>(x, node.build.create<nn::SigmoidOp>(scaled)));
}

LogicalResult importHardSwish(OnnxNode &node) {
  Value x = node.input(0);
  return node.finish(
      node.build.create<nn::MulOp>(x, node.build.create<nn::HardSigmoidOp>(x, 1.0 / 6, 0.5)));
}

/// Before operator set 7, a slope vector belongs to axis 1.
LogicalResult importPRelu(OnnxNode &node) {
  NnBuilder &build = node.build;
  Value x = node.input(0), slope = node.input(1);
  if (node.opset < 7 && node.rank(1) == 1 && node.shape(1)[0] != 1 && node.rank(0) > 2) {
    SmallVector<int64_t> shape(node.rank(0) - 1, 1);
    shape[0] = node.shape(1)[0];
    slope = build.reshape(slope, shape);
  }
  Value isNegative = build.create<nn::LessOp>(x, build.scalarLike(0, x));
  return node.finish(build.create<nn::SelectOp>(isNegative, build.create<nn::MulOp>(x, slope), x));
}

/// 1 where the largest element along the axis is (the first of equals), else 0.
Value hardmax(NnBuilder &build, Value x, int64_t axis) {
  if (!x || nn::shapeOf(x)[axis] == 0)
    return x;
  Value best = build.create<nn::ArgReduceOp>(x, nn::ReduceKind::max, axis, false);
  Value place = build.iota(nn::shapeOf(x), axis, build.ops().getI64Type());
  return build.cast(build.create<nn::EqualOp>(place, best), nn::typeOf(x).getElementType());
}

/// Before operator set 13, softmax and its kin see a matrix: the axes before
/// `axis` as rows, the others as columns.
template <typename Function> LogicalResult importAlongAxis(OnnxNode &node, Function function) {
  if (node.opset >= 13) {
    auto axis = node.axisAttribute(-1, node.rank(0));
    return failed(axis) ? failure() : node.finish(function(node.input(0), *axis));
  }
  ArrayRef<int64_t> shape = node.shape(0);
  int64_t given = node.intAttribute("axis", 1);
  auto axis = given == node.rank(0) ? FailureOr<int64_t>(given) : node.axis(given, node.rank(0));
  if (failed(axis))
    return failure();
  if (*axis + 1 == node.rank(0))
    return node.finish(function(node.input(0), *axis));
  auto product = [](ArrayRef<int64_t> extents) {
    return std::accumulate(extents.begin(), extents.end(), int64_t(1), std::multiplies<>());
  };
  Value matrix = node.build.reshape(
      node.input(0), {product(shape.take_front(*axis)), product(shape.drop_front(*axis))});
  return node.finish(node.build.reshape(function(matrix, 1), shape));
}

LogicalResult importSoftmax(OnnxNode &node) {
  return importAlongAxis(
      node, [&](Value x, int64_t axis) { return node.build.create<nn::SoftmaxOp>(x, axis); });
}

LogicalResult importLogSoftmax(OnnxNode &node) {
  return importAlongAxis(
      node, [&](Value x, int64_t axis) { return node.build.create<nn::LogSoftmaxOp>(x, axis); });
}

LogicalResult importHardmax(OnnxNode &node) {
  return importAlongAxis(node, [&](Value x, int64_t axis) { return hardmax(node.build, x, axis); });
}

const OperatorRow kRows[] = {
    {"Celu", 12, 1, 1, "alpha", "", importCelu},
    {"Elu", 1, 1, 1, "alpha consumed_inputs", "", importElu},
    {"Gelu", 20, 1, 1, "approximate", "", importGelu},
    {"HardSigmoid", 1, 1, 1, "alpha beta consumed_inputs", "", importHardSigmoid},
    {"HardSwish", 14, 1, 1, "", "", importHardSwish},
    {"Hardmax", 1, 1, 1, "axis", "", importHardmax},
    {"LeakyRelu", 1, 1, 1, "alpha consumed_inputs", "", importLeakyRelu},
    {"LogSoftmax", 1, 1, 1, "axis", "", importLogSoftmax},
    {"Mish", 18, 1, 1, "", "", importMish},
    {"PRelu", 1, 2, 2, "consumed_inputs", "", importPRelu},
    {"Relu", 1, 1, 1, "consumed_inputs", "", importUnary<nn::ReluOp>},
    {"Selu", 1, 1, 1, "alpha gamma consumed_inputs", "", importSelu},
    {"Shrink", 9, 1, 1, "bias lambd", "", importShrink},
    {"Sigmoid", 1, 1, 1, "consumed_inputs", "", importUnary<nn::SigmoidOp>},
    {"Softmax", 1, 1, 1, "axis", "", importSoftmax},
    {"Softplus", 1, 1, 1, "", "", importUnary<nn::SoftplusOp>},
    {"Softsign", 1, 1, 1, "", "", importUnary<nn::SoftsignOp>},
    {"Swish", 24, 1, 1, "alpha", "", importSwish},
    {"Tanh", 1, 1, 1, "consumed_inputs", "", importUnary<nn::TanhOp>},
    {"ThresholdedRelu", 1, 1, 1, "alpha", "", importThresholdedRelu},
};

} // namespace

ArrayRef<OperatorRow> unspool::frontend::activationOperators() { return kRows; }
