//===- RecurrentLayer.cpp - operands of recurrent layers, made ready ------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/RecurrentLayer.h"

#include "passes/Constants.h"

using namespace mlir;

namespace unspool::nn {

template <typename OpTy>
static RecurrentLayer describeCommon(OpTy op, RecurrentLayer::Kind kind) {
  RecurrentLayer layer{kind,
                       op.getLoc(),
                       op.getX(),
                       op.getW(),
                       op.getR(),
                       op.getBias(),
                       op.getSequenceLengths(),
                       op.getInitialH(),
                       {},
                       {},
                       op.getDirection(),
                       op.getActivations(),
                       op.getAlphas(),
                       op.getBetas(),
                       op.getClip().convertToDouble(),
                       false,
                       false,
                       shapeOf(op.getX())[0],
                       shapeOf(op.getX())[1],
                       int64_t(op.getHiddenSize()),
                       gateCount(op),
                       shapeOf(op.getW())[0],
                       functionCount(op)};
  // Lengths that are all T mean nothing.
  if (layer.sequenceLengths) {
    auto lengths = integersOf(layer.sequenceLengths);
    if (lengths &&
        llvm::all_of(*lengths, [&](int64_t length) { return length == layer.timesteps; }))
      layer.sequenceLengths = {};
  }
  return layer;
}

RecurrentLayer describeRecurrentLayer(Operation *op) {
  if (auto lstm = dyn_cast<LstmOp>(op)) {
    RecurrentLayer layer = describeCommon(lstm, RecurrentLayer::Kind::Lstm);
    layer.initialC = lstm.getInitialC();
    layer.peepholes = lstm.getPeepholes();
    layer.inputForget = lstm.getInputForget();
    return layer;
  }
  if (auto gru = dyn_cast<GruOp>(op)) {
    RecurrentLayer layer = describeCommon(gru, RecurrentLayer::Kind::Gru);
    layer.linearBeforeReset = gru.getLinearBeforeReset();
    return layer;
  }
  return describeCommon(cast<RnnOp>(op), RecurrentLayer::Kind::Rnn);
}

void boundSequenceLengths(const RecurrentLayer &layer) {
  if (!layer.sequenceLengths)
    return;
  BlockArgument input = integerInputBehind(layer.sequenceLengths);
  if (!input)
    return;
  auto function = cast<func::FuncOp>(input.getOwner()->getParentOp());
  narrowRange(function, input.getArgNumber(), 0, layer.timesteps);
}

Value RecurrentLayer::initialState(OpBuilder &builder, Value state, int64_t index) const {
  if (!state || isZero(state))
    return {};
  Value slice = sliceAxis(builder, location, state, 0, index, 1);
  return reshapeTo(builder, location, slice, {batch, hidden});
}

DirectionWeights prepareWeights(OpBuilder &builder, const RecurrentLayer &layer,
                                int64_t direction) {
  DirectionWeights weights;
  Location location = layer.location;
  int64_t hidden = layer.hidden, gates = layer.gates, inputSize = shapeOf(layer.x)[2];
  auto own = [&](Value all, ArrayRef<int64_t> shape) {
    return reshapeTo(builder, location, sliceAxis(builder, location, all, 0, direction, 1), shape);
  };

  Value w = own(layer.w, {gates * hidden, inputSize});
  weights.input =
      createFolded<TransposeOp>(builder, location, w, llvm::ArrayRef<int64_t>{1, 0});
  Value r = own(layer.r, {gates, hidden, hidden});
  weights.recurrent =
      createFolded<TransposeOp>(builder, location, r, llvm::ArrayRef<int64_t>{2, 0, 1});
  if (layer.peepholes)
    weights.peepholes = own(layer.peepholes, {3, hidden});

  if (layer.bias) {
    Value both = own(layer.bias, {2, gates, hidden});
    auto part = [&](int64_t side, int64_t gate, int64_t count) {
      Value rows = sliceAxis(builder, location, both, 0, side, 1);
      rows = sliceAxis(builder, location, rows, 1, gate, count);
      return reshapeTo(builder, location, rows, {count * hidden});
    };
    Value wb = part(0, 0, gates);
    bool resetAfter = layer.kind == RecurrentLayer::Kind::Gru && layer.linearBeforeReset;
    if (resetAfter) {
      weights.recurrentBias = part(1, 2, 1);
      Value zero = splat(builder, location, typeOf(wb).clone(llvm::ArrayRef<int64_t>{hidden}), 0);
      Value rb = createFolded<ConcatOp>(builder, location, ValueRange{part(1, 0, 2), zero}, 0);
      weights.bias = createFolded<AddOp>(builder, location, wb, rb);
    } else {
      weights.bias = createFolded<AddOp>(builder, location, wb, part(1, 0, gates));
    }
  }

  int64_t first = direction * layer.functions;
  auto range = [&](auto list) { return list.slice(first, layer.functions); };
  weights.attributes = {builder.getArrayAttr(range(layer.activations.getValue())),
                        llvm::to_vector(range(layer.alphas)), llvm::to_vector(range(layer.betas))};
  return weights;
}

} // namespace unspool::nn
