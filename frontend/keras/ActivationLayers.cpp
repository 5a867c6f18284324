//===- ActivationLayers.cpp - Keras activation layers ---------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Keras 2 calls negative_slope of LeakyReLU "alpha".
//
//===----------------------------------------------------------------------===//

#include "frontend/keras/KerasNode.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

const AttributeRow kActivationAttributes[] = {{"activation", AttributeKind::Activation, nullptr}};
const AttributeRow kEluAttributes[] = {{"alpha", AttributeKind::Number, "1.0"}};
const AttributeRow kLeakyReluAttributes[] = {{"negative_slope", AttributeKind::Number, "0.3"},
                                             {"alpha", AttributeKind::Number, "null"}};
const AttributeRow kReluAttributes[] = {{"max_value", AttributeKind::Number, "null"},
                                        {"negative_slope", AttributeKind::Number, "0.0"},
                                        {"threshold", AttributeKind::Number, "0.0"}};
const AttributeRow kSoftmaxAttributes[] = {{"axis", AttributeKind::Axes, "-1"}};
const AttributeRow kThresholdAttributes[] = {{"theta", AttributeKind::Number, "1.0"}};
const AttributeRow kPReluAttributes[] = {{"shared_axes", AttributeKind::Axes, "null"}};
const WeightRow kPReluWeights[] = {{"alpha", nullptr, Fill::Zeros}};

LogicalResult importActivation(KerasNode &node) {
  return node.finish(node.activate("activation", node.input()));
}

LogicalResult importElu(KerasNode &node) {
  return node.finish(node.build.create<nn::EluOp>(node.input(), node.number("alpha")));
}

/// x above theta, else 0.
LogicalResult importThresholdedRelu(KerasNode &node) {
  Value x = node.input();
  Value theta = node.build.scalarLike(node.number("theta"), x);
  Value isAbove = node.build.create<nn::LessOp>(theta, x);
  return node.finish(node.build.create<nn::SelectOp>(isAbove, x, node.build.scalarLike(0, x)));
}

LogicalResult importLeakyRelu(KerasNode &node) {
  Json alpha = node.attribute("alpha");
  double slope = alpha.isNumber() ? alpha.number : node.number("negative_slope");
  return node.finish(node.build.create<nn::LeakyReluOp>(node.input(), slope));
}

/// negative_slope * (x - threshold) below the threshold, x from there to max_value.
LogicalResult importRelu(KerasNode &node) {
  NnBuilder &build = node.build;
  Value x = node.input();
  double slope = node.number("negative_slope"), threshold = node.number("threshold");
  Json most = node.attribute("max_value");
  Value result;
  if (threshold == 0) {
    result = slope == 0 ? build.create<nn::ReluOp>(x) : build.create<nn::LeakyReluOp>(x, slope);
  } else {
    Value limit = build.scalarLike(threshold, x);
    Value below =
        build.create<nn::MulOp>(build.create<nn::SubOp>(x, limit), build.scalarLike(slope, x));
    result = build.create<nn::SelectOp>(build.create<nn::LessOp>(limit, x), x, below);
  }
  if (most.isNumber())
    result = build.create<nn::MinOp>(result, build.scalarLike(most.number, x));
  return node.finish(result);
}

/// A mask of the input's own shape takes elements out; softmax over several axes is
/// one over all of them together.
LogicalResult importSoftmax(KerasNode &node) {
  NnBuilder &build = node.build;
  auto axes = node.axes("axis");
  if (failed(axes))
    return failure();
  if (node.mask())
    return node.emitUnsupported() << "softmax of masked timesteps is not supported (supported: "
                                     "inputs without a mask)";
  Value x = node.input();
  if (axes->size() == 1)
    return node.finish(build.create<nn::SoftmaxOp>(x, axes->front()));
  Value shifted = build.create<nn::SubOp>(x, build.reduce(nn::ReduceKind::max, x, *axes, true));
  Value powers = build.create<nn::ExpOp>(shifted);
  return node.finish(
      build.create<nn::DivOp>(powers, build.reduce(nn::ReduceKind::sum, powers, *axes, true)));
}

LogicalResult importPRelu(KerasNode &node) {
  NnBuilder &build = node.build;
  auto shared = node.axes("shared_axes");
  if (failed(shared))
    return failure();
  SmallVector<int64_t> shape(node.shape());
  for (int64_t axis : *shared)
    shape[axis] = 1;
  Value x = node.input(), alpha = node.weight("alpha", ArrayRef<int64_t>(shape).drop_front());
  Value isNegative = build.create<nn::LessOp>(x, build.scalarLike(0, x));
  return node.finish(build.create<nn::SelectOp>(isNegative, build.create<nn::MulOp>(x, alpha), x));
}

const LayerRow kRows[] = {
    {"Activation", 1, 1, kActivationAttributes, {}, MaskRule::Keep, importActivation},
    {"ELU", 1, 1, kEluAttributes, {}, MaskRule::Keep, importElu},
    {"LeakyReLU", 1, 1, kLeakyReluAttributes, {}, MaskRule::Keep, importLeakyRelu},
    {"PReLU", 1, 1, kPReluAttributes, kPReluWeights, MaskRule::Keep, importPRelu},
    {"ReLU", 1, 1, kReluAttributes, {}, MaskRule::Keep, importRelu},
    {"Softmax", 1, 1, kSoftmaxAttributes, {}, MaskRule::Keep, importSoftmax},
    {"ThresholdedReLU", 1, 1, kThresholdAttributes, {}, MaskRule::Keep, importThresholdedRelu},
};

} // namespace

ArrayRef<LayerRow> unspool::frontend::activationLayers() { return kRows; }
