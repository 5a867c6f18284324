//===- Wrappers.cpp - Keras layers around layers --------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/keras/Recurrent.h"

#include <numeric>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

const AttributeRow kBidirectionalAttributes[] = {
    {"layer", AttributeKind::Layer, nullptr},
    {"backward_layer", AttributeKind::Layer, "null"},
    {"merge_mode", AttributeKind::Choice, "\"concat\"", "concat sum mul ave null"},
};
const AttributeRow kTimeDistributedAttributes[] = {{"layer", AttributeKind::Layer, nullptr}};

/// The two outputs of a bidirectional layer as `merge_mode` has them.
LogicalResult mergeDirections(KerasNode &node, Value forward, Value backward, Value mask) {
  NnBuilder &build = node.build;
  const Json *mode = node.layer.config->find("merge_mode");
  if (mode && mode->isNull()) {
    node.addOutput(forward, mask);
    node.addOutput(backward, mask);
    return success(forward && backward);
  }
  std::string name = node.text("merge_mode");
  if (name == "concat")
    return node.finish(build.concat({forward, backward}, nn::typeOf(forward).getRank() - 1), mask);
  if (name == "mul")
    return node.finish(build.create<nn::MulOp>(forward, backward), mask);
  Value sum = build.create<nn::AddOp>(forward, backward);
  if (name == "ave")
    sum = build.create<nn::MulOp>(sum, build.scalarLike(0.5, sum));
  return node.finish(sum, mask);
}

/// Both layers see the same input; the sequence of the one that runs backwards is
/// turned around, so that timesteps meet.
LogicalResult importBidirectional(KerasNode &node) {
  NnBuilder &build = node.build;
  const Layer &forward = node.layer.inner[0], &backward = node.layer.inner[1];
  if (!isRecurrent(forward) || !isRecurrent(backward))
    return node.emitUnsupported() << "it wraps " << forward.className << " and "
                                  << backward.className
                                  << " (supported: GRU, LSTM, RNN, SimpleRNN)";
  size_t states = node.inputCount() - 1;
  if (states % 2 != 0)
    return node.emitError() << "there are " << states
                            << " initial states when there should be as many forward as backward";
  SmallVector<KerasTensor> forwardInputs{node.allInputs().front()}, backwardInputs = forwardInputs;
  forwardInputs.append(node.allInputs().begin() + 1, node.allInputs().begin() + 1 + states / 2);
  backwardInputs.append(node.allInputs().begin() + 1 + states / 2, node.allInputs().end());

  KerasNode forwardNode(forward, build, node.importer, forwardInputs);
  KerasNode backwardNode(backward, build, node.importer, backwardInputs);
  bool isForwardReversed = forwardNode.flag("go_backwards");
  auto ahead = runRecurrent(forwardNode, isForwardReversed);
  auto behind = runRecurrent(backwardNode, !isForwardReversed);
  if (failed(ahead) || failed(behind))
    return failure();
  bool hasSequence = forwardNode.flag("return_sequences");
  int64_t steps = node.shape()[1];
  Value turned = hasSequence ? build.slice(behind->sequence, 1, steps - 1, steps, -1) : Value();
  if (failed(mergeDirections(node, hasSequence ? ahead->sequence : ahead->last,
                             hasSequence ? turned : behind->last,
                             hasSequence ? node.mask() : Value())))
    return failure();
  if (forwardNode.flag("return_state")) {
    for (Value state : ahead->states)
      node.addOutput(state);
    for (Value state : behind->states)
      node.addOutput(state);
  }
  return success();
}

/// Every timestep is a sample of its own: [N, T, ...] becomes [N * T, ...] and back.
LogicalResult importTimeDistributed(KerasNode &node) {
  NnBuilder &build = node.build;
  ArrayRef<int64_t> shape = node.shape();
  if (shape.size() < 2)
    return node.emitError() << "the input is a " << node.input().getType()
                            << " when it should have a time axis";
  SmallVector<int64_t> samples{shape[0] * shape[1]};
  llvm::append_range(samples, shape.drop_front(2));
  auto outputs =
      node.importer.call(node.layer.inner[0], {{build.reshape(node.input(), samples), {}}});
  if (failed(outputs))
    return failure();
  SmallVector<int64_t> result{shape[0], shape[1]};
  llvm::append_range(result, nn::shapeOf(outputs->front().value).drop_front());
  return node.finish(build.reshape(outputs->front().value, result), node.mask());
}

const LayerRow kRows[] = {
    {"Bidirectional",
     1,
     kManyInputs,
     kBidirectionalAttributes,
     {},
     MaskRule::Own,
     importBidirectional,
     "merge_mode null gives two outputs"},
    {"TimeDistributed", 1, 1, kTimeDistributedAttributes, {}, MaskRule::Own, importTimeDistributed},
};

} // namespace

ArrayRef<LayerRow> unspool::frontend::wrapperLayers() { return kRows; }
