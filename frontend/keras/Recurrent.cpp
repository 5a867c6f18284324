//===- Recurrent.cpp - Keras recurrent layers -----------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A stateful layer's state becomes inputs and outputs of the library: inputs
// "lstm/h" and "lstm/c", outputs "lstm/next_h" and "lstm/next_c". The caller hands
// the state on, or zeros to begin anew.
//
//===----------------------------------------------------------------------===//

#include "frontend/keras/Recurrent.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

#define UNSPOOL_CELL_ATTRIBUTES(activation)                                                        \
  {"units", AttributeKind::Count, nullptr},                                                        \
      {"activation", AttributeKind::Activation, "\"tanh\"", "cell"},                               \
      {"use_bias", AttributeKind::Flag, "true"}, {"dropout", AttributeKind::Training, "0.0"},      \
      {"recurrent_dropout", AttributeKind::Training, "0.0"},                                       \
      {"implementation", AttributeKind::Training, "2"}
#define UNSPOOL_GATE_ATTRIBUTES                                                                    \
  {"recurrent_activation", AttributeKind::Activation, "\"sigmoid\"", "cell"}
#define UNSPOOL_SEQUENCE_ATTRIBUTES                                                                \
  {"return_sequences", AttributeKind::Flag, "false"},                                              \
      {"return_state", AttributeKind::Flag, "false"},                                              \
      {"go_backwards", AttributeKind::Flag, "false"}, {"stateful", AttributeKind::Flag, "false"},  \
      {"zero_output_for_mask", AttributeKind::Flag, "false"},                                      \
      {"time_major", AttributeKind::Flag, "false", "false"},                                       \
      {"unroll", AttributeKind::Training, "false"},                                                \
      {"use_cudnn", AttributeKind::Training, "\"auto\""}

const AttributeRow kSimpleCellAttributes[] = {UNSPOOL_CELL_ATTRIBUTES()};
const AttributeRow kSimpleAttributes[] = {UNSPOOL_CELL_ATTRIBUTES(), UNSPOOL_SEQUENCE_ATTRIBUTES};
const AttributeRow kLstmCellAttributes[] = {UNSPOOL_CELL_ATTRIBUTES(),
                                            UNSPOOL_GATE_ATTRIBUTES,
                                            {"unit_forget_bias", AttributeKind::Training, "true"}};
const AttributeRow kLstmAttributes[] = {UNSPOOL_CELL_ATTRIBUTES(),
                                        UNSPOOL_GATE_ATTRIBUTES,
                                        {"unit_forget_bias", AttributeKind::Training, "true"},
                                        UNSPOOL_SEQUENCE_ATTRIBUTES};
const AttributeRow kGruCellAttributes[] = {UNSPOOL_CELL_ATTRIBUTES(),
                                           UNSPOOL_GATE_ATTRIBUTES,
                                           {"reset_after", AttributeKind::Flag, "true"}};
const AttributeRow kGruAttributes[] = {UNSPOOL_CELL_ATTRIBUTES(),
                                       UNSPOOL_GATE_ATTRIBUTES,
                                       {"reset_after", AttributeKind::Flag, "true"},
                                       UNSPOOL_SEQUENCE_ATTRIBUTES};
const AttributeRow kRnnAttributes[] = {{"cell", AttributeKind::Layer, nullptr},
                                       UNSPOOL_SEQUENCE_ATTRIBUTES};
const AttributeRow kStackedAttributes[] = {
    {"cells", AttributeKind::Layers, nullptr},
    {"reverse_state_order", AttributeKind::Flag, "false", "false"},
};
const WeightRow kWeights[] = {{"kernel"}, {"recurrent_kernel"}, {"bias", "use_bias", Fill::Zeros}};

std::optional<CellKind> cellKind(StringRef className) {
  if (className == "LSTM" || className == "LSTMCell")
    return CellKind::Lstm;
  if (className == "GRU" || className == "GRUCell")
    return CellKind::Gru;
  if (className == "SimpleRNN" || className == "SimpleRNNCell")
    return CellKind::Simple;
  return std::nullopt;
}

/// The layers whose weights are cells: the layer itself, RNN's cell, or the cells that
/// this one stacks.
SmallVector<const Layer *> cellsOf(const Layer &layer) {
  if (cellKind(layer.className))
    return {&layer};
  SmallVector<const Layer *> cells;
  for (const Layer &inner : layer.inner)
    cells.append(cellsOf(inner));
  return cells;
}

LogicalResult importRecurrent(KerasNode &node) {
  auto result = runRecurrent(node, node.flag("go_backwards"));
  if (failed(result))
    return failure();
  if (node.flag("return_sequences"))
    node.addOutput(result->sequence, node.mask());
  else
    node.addOutput(result->last);
  if (node.flag("return_state"))
    for (Value state : result->states)
      node.addOutput(state);
  return success();
}

LogicalResult importCell(KerasNode &node) {
  return node.emitUnsupported() << "a cell by itself is not supported (supported: inside RNN)";
}

constexpr const char *kStatefulNote =
    "stateful: the state goes in and out of the library, as NAME/h and NAME/next_h";

const LayerRow kRows[] = {
    {"GRU", 1, 2, kGruAttributes, kWeights, MaskRule::Own, importRecurrent, kStatefulNote, "cell"},
    {"GRUCell", 1, 1, kGruCellAttributes, kWeights, MaskRule::Drop, importCell, "inside RNN"},
    {"LSTM", 1, 3, kLstmAttributes, kWeights, MaskRule::Own, importRecurrent, kStatefulNote,
     "cell"},
    {"LSTMCell", 1, 1, kLstmCellAttributes, kWeights, MaskRule::Drop, importCell, "inside RNN"},
    {"RNN",
     1,
     kManyInputs,
     kRnnAttributes,
     {},
     MaskRule::Own,
     importRecurrent,
     "of the cells in this table"},
    {"SimpleRNN", 1, 2, kSimpleAttributes, kWeights, MaskRule::Own, importRecurrent, kStatefulNote,
     "cell"},
    {"SimpleRNNCell", 1, 1, kSimpleCellAttributes, kWeights, MaskRule::Drop, importCell,
     "inside RNN"},
    {"StackedRNNCells", 1, 1, kStackedAttributes, {}, MaskRule::Drop, importCell, "inside RNN"},
};

} // namespace

ArrayRef<LayerRow> unspool::frontend::recurrentLayers() { return kRows; }

bool unspool::frontend::isRecurrent(const Layer &layer) {
  return layer.row && layer.row->function == importRecurrent;
}

/// `[N, T]` or `[N, T, C]`, the last timestep first.
static Value reverseTime(NnBuilder &build, Value value) {
  if (!value)
    return {};
  int64_t steps = nn::shapeOf(value)[1];
  return build.slice(value, 1, steps - 1, steps, -1);
}

FailureOr<RecurrentResult> unspool::frontend::runRecurrent(KerasNode &node, bool isReversed) {
  NnBuilder &build = node.build;
  if (failed(node.expectRank(3)))
    return failure();
  SmallVector<const Layer *> layers = cellsOf(node.layer);
  for (const Layer *layer : layers)
    if (layer != &node.layer && !StringRef(layer->className).ends_with("Cell"))
      return node.emitUnsupported() << layer->className
                                    << " is no cell (supported: GRUCell, LSTMCell, SimpleRNNCell, "
                                       "StackedRNNCells of these)";
  if (layers.empty())
    return node.emitUnsupported() << "the cell is not supported (supported: GRUCell, LSTMCell, "
                                     "SimpleRNNCell, StackedRNNCells of these)";
  SmallVector<Value> given;
  for (unsigned i = 1; i < node.inputCount(); ++i)
    given.push_back(node.input(i));
  bool isStateful = node.flag("stateful") && given.empty();

  RecurrentResult all;
  Sequence sequence{node.input(), node.mask(), {}, isReversed, node.flag("zero_output_for_mask")};
  if (sequence.mask && nn::shapeOf(sequence.mask) != node.shape().take_front(2))
    return node.emitError() << "the mask is a " << sequence.mask.getType()
                            << " when the sequences are a " << node.input().getType();
  unsigned used = 0;
  for (auto [i, layer] : llvm::enumerate(layers)) {
    KerasNode cellNode(*layer, build, node.importer, node.allInputs());
    auto cell = readCell(cellNode, nn::shapeOf(sequence.x)[2]);
    if (failed(cell))
      return failure();
    auto stateType = RankedTensorType::get({node.shape()[0], cell->units}, node.elementType());
    std::string prefix =
        node.layer.name + "/" + (layers.size() > 1 ? std::to_string(i) + "/" : std::string());
    sequence.states.clear();
    for (unsigned s = 0; s < cell->stateCount(); ++s) {
      if (isStateful) {
        sequence.states.push_back(node.importer.addStateInput(prefix + (s ? "c" : "h"), stateType));
      } else if (!given.empty()) {
        if (used == given.size() || given[used].getType() != stateType)
          return node.emitError() << "initial state " << used << " is "
                                  << (used == given.size() ? Type() : given[used].getType())
                                  << " when it should be " << stateType;
        sequence.states.push_back(given[used++]);
      }
    }
    bool isScan = sequence.mask || cell->isSpelled;
    auto result = isScan ? runScan(build, *cell, sequence) : runLayer(build, *cell, sequence);
    if (failed(result))
      return failure();
    all.states.append(result->states);
    for (unsigned s = 0; s < cell->stateCount() && isStateful; ++s)
      node.importer.addStateOutput(prefix + (s ? "next_c" : "next_h"), result->states[s]);
    // The next cell sees the timesteps in the order of computation.
    if (sequence.isReversed && i + 1 < layers.size() && sequence.mask)
      sequence.mask = reverseTime(build, sequence.mask);
    sequence.isReversed = false;
    sequence.x = all.sequence = result->sequence;
    all.last = result->last;
  }
  if (used != given.size())
    return node.emitError() << "there are " << given.size()
                            << " initial states when there should be " << used;
  return all;
}
