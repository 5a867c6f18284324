//===- Recurrent.cpp - ONNX recurrent layers ------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// nn has time first (layout 0); layout 1 becomes transposes. Activation names get
// nn's spelling and, where the model gives none, ONNX's default alpha and beta.
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OperatorTable.h"

#include "llvm/Support/Format.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

struct Activation {
  const char *onnxName; ///< compared without case, as runtimes do
  const char *name;
  bool hasAlpha, hasBeta;
  double alpha, beta;
};

constexpr Activation kActivations[] = {
    {"Affine", "affine", true, true, 1.0, 0.0},
    {"Elu", "elu", true, false, 1.0, 0.0},
    {"HardSigmoid", "hard_sigmoid", true, true, 0.2, 0.5},
    {"LeakyRelu", "leaky_relu", true, false, 0.01, 0.0},
    {"Relu", "relu", false, false, 0.0, 0.0},
    {"ScaledTanh", "scaled_tanh", true, true, 1.0, 1.0},
    {"Sigmoid", "sigmoid", false, false, 0.0, 0.0},
    {"Softplus", "softplus", false, false, 0.0, 0.0},
    {"Softsign", "softsign", false, false, 0.0, 0.0},
    {"Tanh", "tanh", false, false, 0.0, 0.0},
    {"ThresholdedRelu", "thresholded_relu", true, false, 1.0, 0.0},
};

/// What the three layers have in common, resolved.
struct Layer {
  nn::DirectionAttr direction;
  ArrayAttr activations;
  SmallVector<double> alphas, betas;
  int64_t hiddenSize = 0;
  double clip = 0;
  bool isBatchFirst = false;
};

/// Hands out a list of alphas or betas to the functions that take one, in order.
/// A list with an entry for every function is read by position instead.
class ParameterList {
public:
  ParameterList(SmallVector<double> given, size_t functions, size_t takers)
      : given(std::move(given)), byPosition(this->given.size() == functions && takers < functions) {
  }
  double take(size_t function, bool takes, double otherwise) {
    if (!takes)
      return 0;
    size_t place = byPosition ? function : next++;
    return place < given.size() ? given[place] : otherwise;
  }

private:
  SmallVector<double> given;
  bool byPosition;
  size_t next = 0;
};

LogicalResult resolveActivations(OnnxNode &node, ArrayRef<const char *> defaults,
                                 unsigned directions, Layer &layer) {
  SmallVector<std::string> names = node.stringsAttribute("activations");
  if (names.empty())
    for (unsigned i = 0; i < directions; ++i)
      names.append(defaults.begin(), defaults.end());
  if (names.size() != defaults.size() * directions)
    return node.emitError() << "there are " << names.size() << " activations when there should be "
                            << defaults.size() * directions << " (" << defaults.size()
                            << " for each of " << directions
                            << (directions == 1 ? " direction)" : " directions)");
  SmallVector<const Activation *> chosen;
  size_t alphaTakers = 0, betaTakers = 0;
  for (const std::string &name : names) {
    const Activation *found = llvm::find_if(kActivations, [&](const Activation &activation) {
      return StringRef(name).equals_insensitive(activation.onnxName);
    });
    if (found == std::end(kActivations))
      return node.emitUnsupported()
             << "activation '" << name
             << "' is not supported (supported: Affine, Elu, HardSigmoid, LeakyRelu, Relu, "
                "ScaledTanh, Sigmoid, Softplus, Softsign, Tanh, ThresholdedRelu)";
    chosen.push_back(found);
    alphaTakers += found->hasAlpha;
    betaTakers += found->hasBeta;
  }
  ParameterList alphas(node.floatsAttribute("activation_alpha"), names.size(), alphaTakers);
  ParameterList betas(node.floatsAttribute("activation_beta"), names.size(), betaTakers);
  SmallVector<StringRef> spelled;
  for (auto [i, activation] : llvm::enumerate(chosen)) {
    spelled.push_back(activation->name);
    layer.alphas.push_back(alphas.take(i, activation->hasAlpha, activation->alpha));
    layer.betas.push_back(betas.take(i, activation->hasBeta, activation->beta));
  }
  layer.activations = node.build.ops().getStrArrayAttr(spelled);
  return success();
}

/// Sequence lengths are 32-bit integers, and possible as far as they are known.
LogicalResult checkLengths(OnnxNode &node, const Layer &layer) {
  Value lengths = node.input(4);
  if (lengths && !nn::typeOf(lengths).getElementType().isSignlessInteger(32))
    return node.emitError() << "sequence_lens is " << nn::typeOf(lengths)
                            << " when its elements should be int32";
  auto known = lengths ? NnBuilder::constantInts(lengths) : std::nullopt;
  int64_t timesteps = node.shape(0)[layer.isBatchFirst ? 1 : 0];
  for (int64_t length : known.value_or(SmallVector<int64_t>()))
    if (length < 0 || length > timesteps)
      return node.emitError() << "a sequence length is " << length
                              << " when it should be 0 to " << timesteps << " (timesteps)";
  return success();
}

FailureOr<Layer> resolveLayer(OnnxNode &node, ArrayRef<const char *> defaults) {
  Layer layer;
  std::string direction = node.stringAttribute("direction", "forward");
  auto known = nn::symbolizeDirection(direction);
  if (!known)
    return node.emitError() << "attribute 'direction' is '" << direction
                            << "' when it should be forward, reverse or bidirectional";
  layer.direction = nn::DirectionAttr::get(node.build.loc()->getContext(), *known);
  unsigned directions = *known == nn::Direction::bidirectional ? 2 : 1;
  if (node.rank(0) != 3 || node.rank(1) != 3 || node.rank(2) != 3)
    return node.emitError() << "X, W and R have ranks " << node.rank(0) << ", " << node.rank(1)
                            << " and " << node.rank(2) << " when all should have 3";
  layer.hiddenSize = node.intAttribute("hidden_size", node.shape(2)[2]);
  layer.clip = node.floatAttribute("clip", 0);
  if (!(layer.clip >= 0)) {
    std::string clip;
    llvm::raw_string_ostream(clip) << llvm::format("%g", layer.clip);
    return node.emitError() << "attribute 'clip' is " << clip
                            << " when it should be positive, or 0 for no clipping";
  }
  int64_t layout = node.intAttribute("layout", 0);
  if (layout != 0 && layout != 1)
    return node.emitError() << "attribute 'layout' is " << layout
                            << " when it should be 0 (time first) or 1 (batch first)";
  layer.isBatchFirst = layout == 1;
  if (failed(resolveActivations(node, defaults, directions, layer)) ||
      failed(checkLengths(node, layer)))
    return failure();
  return layer;
}

/// The layer's operands: x, w, r, bias, lengths, and states time first.
struct Operands {
  Value x, w, r;
  OptionalOperand bias, lengths, initialH, initialC;
};

Operands resolveOperands(OnnxNode &node, const Layer &layer) {
  auto timeFirst = [&](Value value) {
    bool isMoved = value && layer.isBatchFirst && nn::typeOf(value).getRank() == 3;
    return isMoved ? node.build.transpose(value, {1, 0, 2}) : value;
  };
  return {timeFirst(node.input(0)),  node.input(1),   node.input(2),
          {node.input(3)},           {node.input(4)}, {timeFirst(node.input(5))},
          {timeFirst(node.input(6))}};
}

/// Outputs Y, Y_h (and Y_c): `[T, D, B, H]` and `[D, B, H]`, or batch first.
LogicalResult setOutputs(OnnxNode &node, const Layer &layer, ArrayRef<Value> results) {
  if (!results[0])
    return failure();
  for (auto [i, result] : llvm::enumerate(results)) {
    if (i >= node.outputCount())
      break;
    Value value = result;
    if (layer.isBatchFirst)
      value = i == 0 ? node.build.transpose(value, {2, 0, 1, 3})
                     : node.build.transpose(value, {1, 0, 2});
    node.setOutput(i, value);
  }
  return success();
}

LogicalResult importRnn(OnnxNode &node) {
  auto layer = resolveLayer(node, {"Tanh"});
  if (failed(layer))
    return failure();
  Operands in = resolveOperands(node, *layer);
  auto results = node.build.createMany<nn::RnnOp, 2>(
      in.x, in.w, in.r, in.bias, in.lengths, in.initialH,
      node.build.ops().getI64IntegerAttr(layer->hiddenSize), layer->direction, layer->activations,
      node.build.ops().getDenseF64ArrayAttr(layer->alphas),
      node.build.ops().getDenseF64ArrayAttr(layer->betas),
      node.build.ops().getF64FloatAttr(layer->clip));
  return setOutputs(node, *layer, results);
}

LogicalResult importGru(OnnxNode &node) {
  auto layer = resolveLayer(node, {"Sigmoid", "Tanh"});
  if (failed(layer))
    return failure();
  Operands in = resolveOperands(node, *layer);
  bool linearBeforeReset = node.intAttribute("linear_before_reset", 0) != 0;
  auto results = node.build.createMany<nn::GruOp, 2>(
      in.x, in.w, in.r, in.bias, in.lengths, in.initialH,
      node.build.ops().getI64IntegerAttr(layer->hiddenSize), layer->direction, layer->activations,
      node.build.ops().getDenseF64ArrayAttr(layer->alphas),
      node.build.ops().getDenseF64ArrayAttr(layer->betas),
      node.build.ops().getF64FloatAttr(layer->clip),
      node.build.ops().getBoolAttr(linearBeforeReset));
  return setOutputs(node, *layer, results);
}

LogicalResult importLstm(OnnxNode &node) {
  auto layer = resolveLayer(node, {"Sigmoid", "Tanh", "Tanh"});
  if (failed(layer))
    return failure();
  Operands in = resolveOperands(node, *layer);
  OptionalOperand peepholes{node.input(7)};
  bool inputForget = node.intAttribute("input_forget", 0) != 0;
  auto results = node.build.createMany<nn::LstmOp, 3>(
      in.x, in.w, in.r, in.bias, in.lengths, in.initialH, in.initialC, peepholes,
      node.build.ops().getI64IntegerAttr(layer->hiddenSize), layer->direction, layer->activations,
      node.build.ops().getDenseF64ArrayAttr(layer->alphas),
      node.build.ops().getDenseF64ArrayAttr(layer->betas),
      node.build.ops().getF64FloatAttr(layer->clip), node.build.ops().getBoolAttr(inputForget));
  return setOutputs(node, *layer, results);
}

const OperatorRow kRows[] = {
    {"GRU", 1, 3, 6,
     "activation_alpha activation_beta activations clip direction hidden_size layout "
     "linear_before_reset output_sequence",
     "", importGru},
    {"LSTM", 1, 3, 8,
     "activation_alpha activation_beta activations clip direction hidden_size input_forget layout "
     "output_sequence",
     "", importLstm},
    {"RNN", 1, 3, 6,
     "activation_alpha activation_beta activations clip direction hidden_size layout "
     "output_sequence",
     "", importRnn},
};

} // namespace

ArrayRef<OperatorRow> unspool::frontend::recurrentOperators() { return kRows; }
