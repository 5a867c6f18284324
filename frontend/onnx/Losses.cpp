//===- Losses.cpp - ONNX losses of classifiers ---------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A model that was exported with its loss gives it as one more output.
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OperatorTable.h"

#include <numeric>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

/// -probabilities[n, target[n, d...], d...], each times the weight of its class, summed up
/// or divided by the sum of the weights as the node asks for; a target that is
/// `ignore_index` has weight 0.
Value likelihoodLoss(OnnxNode &node, Value logarithms) {
  NnBuilder &build = node.build;
  if (!logarithms)
    return {};
  SmallVector<int64_t> shape(node.shape(0)), apart = shape;
  if (shape.size() < 2 || node.shape(0).take_front(1) != node.shape(1).take_front(1) ||
      node.shape(0).drop_front(2) != node.shape(1).drop_front(1)) {
    node.emitError() << "the target is a " << node.input(1).getType()
                     << " when it should be the input, a " << node.input(0).getType()
                     << ", without its axis of classes";
    return {};
  }
  std::string reduction = node.stringAttribute("reduction", "mean");
  if (reduction != "none" && reduction != "sum" && reduction != "mean") {
    node.emitError() << "attribute 'reduction' is '" << reduction
                     << "' when it should be none, sum or mean";
    return {};
  }
  Value target = build.cast(node.input(1), build.ops().getI64Type()), weights = node.input(2);
  if (weights && (node.rank(2) != 1 || node.shape(2)[0] != shape[1])) {
    node.emitError() << "the weights are a " << weights.getType() << " when there are " << shape[1]
                     << " classes";
    return {};
  }
  apart[1] = 1;
  Value chosen = build.create<nn::GatherElementsOp>(logarithms, build.reshape(target, apart), 1);
  Value loss = build.create<nn::NegOp>(build.reshape(chosen, node.shape(1)));
  Value factor = weights ? build.create<nn::GatherOp>(weights, target, 0) : Value();
  if (node.hasAttribute("ignore_index")) {
    Value zero = build.scalarLike(0, loss);
    Value isIgnored =
        build.create<nn::EqualOp>(target, build.scalar(double(node.intAttribute("ignore_index", 0)),
                                                       build.ops().getI64Type()));
    loss = build.create<nn::SelectOp>(isIgnored, zero, loss);
    factor =
        build.create<nn::SelectOp>(isIgnored, zero, factor ? factor : build.scalarLike(1, loss));
    if (!factor)
      return {};
  }
  if (factor)
    loss = build.create<nn::MulOp>(loss, factor);
  if (reduction == "none")
    return loss;
  SmallVector<int64_t> axes(node.rank(1));
  std::iota(axes.begin(), axes.end(), 0);
  if (reduction == "mean" && !factor)
    return build.mean(loss, axes, false);
  Value sum = build.reduce(nn::ReduceKind::sum, loss, axes, false);
  if (reduction == "sum")
    return sum;
  return build.create<nn::DivOp>(sum, build.reduce(nn::ReduceKind::sum, factor, axes, false));
}

LogicalResult importNegativeLogLikelihood(OnnxNode &node) {
  return node.finish(likelihoodLoss(node, node.input(0)));
}

LogicalResult importSoftmaxCrossEntropy(OnnxNode &node) {
  if (node.rank(0) < 2)
    return node.emitError() << "the input has rank " << node.rank(0)
                            << " when it should have an axis of classes";
  Value logarithms = node.build.create<nn::LogSoftmaxOp>(node.input(0), 1);
  node.setOutput(1, logarithms);
  return node.finish(likelihoodLoss(node, logarithms));
}

const OperatorRow kRows[] = {
    {"NegativeLogLikelihoodLoss", 12, 2, 3, "ignore_index reduction", "",
     importNegativeLogLikelihood},
    {"SoftmaxCrossEntropyLoss", 12, 2, 3, "ignore_index reduction", "", importSoftmaxCrossEntropy},
};

} // namespace

ArrayRef<OperatorRow> unspool::frontend::lossOperators() { return kRows; }
