//===- UnrollRecurrent.cpp - recurrent layers become cells ----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For each direction of a layer over T timesteps (ONNX RNN, LSTM, GRU):
//
//   P = X W^T + (Wb + Rb)            one product over T * B rows
//   h_t, c_t = cell(P_t, h_{t-1}, c_{t-1}, R)      t = 1 .. T
//   Y = concat(h_1 .. h_T)
//
// A GRU with linear_before_reset keeps the part of Rb that belongs to its third
// gate: the reset gate multiplies it. A zero initial state is no operand at all,
// so the first cell has neither recurrent product nor cell term.
//
// With sequence lengths, row b of the batch takes part in step t only if
// t < length[b]: its states stay as they are otherwise, and Y is zero there. That
// also makes the reverse direction begin at the last valid step. Lengths that are an
// input of the model get a range there (nn.range), which the library checks.
//
// All cells of a direction have equal operand types and the same weights, so they
// share one kernel later; code grows with T by a few instructions for the call.
// Layers longer than the bound become an nn.scan whose body holds K cells; the
// timesteps that do not fill a body, and the first one if its state is zero, are
// unrolled before it. Where threads may run layers on top of each other side by side, each
// loop is cut into several (CutSequences.cpp).
//
//===----------------------------------------------------------------------===//

#include "passes/Constants.h"
#include "passes/Passes.h"
#include "passes/RecurrentLayer.h"
#include "passes/Segments.h"

using namespace mlir;

namespace unspool::nn {

#define GEN_PASS_DEF_UNROLLRECURRENT
#include "passes/Passes.h.inc"

namespace {

/// States of one direction, `[B, H]` each; null means zero. `c` only in an LSTM.
struct States {
  Value h, c;
};

/// How many of the layer's last timesteps run in loops, and how many a body.
struct LoopShape {
  int64_t looped = 0;
  int64_t bodySteps = 1;
  llvm::SmallVector<int64_t> ends; ///< each loop ends with the body that reaches one of these
};

/// Unrolls one direction of one layer.
class DirectionUnroller {
public:
  DirectionUnroller(OpBuilder &builder, const RecurrentLayer &layer, int64_t direction)
      : builder(builder), layer(layer), location(layer.location),
        weights(prepareWeights(builder, layer, direction)), reverse(layer.isReverse(direction)) {
    projected = projectInput();
    initial = {layer.initialState(builder, layer.initialH, direction),
               layer.initialState(builder, layer.initialC, direction)};
  }

  /// All timesteps, the last of them in loops. Fills `outputs` with parts of Y, `[n, B, H]`
  /// each, in the order of time, and returns the final states.
  States unroll(const LoopShape &shape, llvm::SmallVectorImpl<Value> &outputs) {
    States states = initial;
    int64_t step = 0;
    for (; step < layer.timesteps - shape.looped; ++step) {
      int64_t time = timeOf(step);
      Value row = reshapeTo(builder, location,
                            sliceAxis(builder, location, projected, 0, time, 1),
                            {layer.batch, layer.gates * layer.hidden});
      Value output = advance(builder, row, validAt(time), states);
      outputs.push_back(
          reshapeTo(builder, location, output, {1, layer.batch, layer.hidden}));
    }
    for (int64_t end : shape.ends) {
      int64_t bodies = (end - step + shape.bodySteps - 1) / shape.bodySteps;
      if (bodies <= 0)
        continue;
      outputs.push_back(loop(step, bodies * shape.bodySteps, shape.bodySteps, states));
      step += bodies * shape.bodySteps;
    }
    if (reverse)
      std::reverse(outputs.begin(), outputs.end());
    return {materialise(states.h), layer.hasCellState() ? materialise(states.c) : Value()};
  }

private:
  int64_t timeOf(int64_t step) const { return reverse ? layer.timesteps - 1 - step : step; }

  /// P of the file comment, `[T, B, G * H]`.
  Value projectInput() {
    int64_t width = layer.gates * layer.hidden;
    Value rows = reshapeTo(builder, location, layer.x,
                           {layer.timesteps * layer.batch, shapeOf(layer.x)[2]});
    Value product = createFolded<MatmulOp>(builder, location, rows, weights.input);
    if (weights.bias)
      product = createFolded<AddOp>(builder, location, product, weights.bias);
    return reshapeTo(builder, location, product, {layer.timesteps, layer.batch, width});
  }

  /// Which rows take part in the step at `time`: `[B, 1]` of i1; null for all.
  Value validAt(int64_t time) {
    if (!layer.sequenceLengths)
      return {};
    auto type = typeOf(layer.sequenceLengths);
    return validWhere(builder,
                      splat(builder, location, type.clone(llvm::ArrayRef<int64_t>{1}), time));
  }

  Value validWhere(OpBuilder &at, Value time) {
    Value valid = createFolded<LessOp>(at, location, time, layer.sequenceLengths);
    return reshapeTo(at, location, valid, {layer.batch, 1});
  }

  /// One timestep: updates `states`, returns this step's part of Y, `[B, H]`.
  Value advance(OpBuilder &at, Value row, Value valid, States &states) {
    States next = createCell(at, row, states);
    if (!valid) {
      states = next;
      return next.h;
    }
    auto keep = [&](Value fresh, Value old) -> Value {
      return fresh ? SelectOp::create(at, location, valid, fresh, old ? old : zeros(at)) : Value();
    };
    Value output = SelectOp::create(at, location, valid, next.h, zeros(at));
    states = {keep(next.h, states.h), keep(next.c, states.c)};
    return output;
  }

  States createCell(OpBuilder &at, Value row, const States &states) {
    Type type = typeOf(row).clone({layer.batch, layer.hidden});
    Value recurrent = states.h ? weights.recurrent : Value();
    const CellAttributes &a = weights.attributes;
    IntegerAttr hidden = at.getI64IntegerAttr(layer.hidden);
    FloatAttr clip = at.getF64FloatAttr(layer.clip);
    auto alphas = at.getDenseF64ArrayAttr(a.alphas), betas = at.getDenseF64ArrayAttr(a.betas);
    switch (layer.kind) {
    case RecurrentLayer::Kind::Rnn:
      return {RnnCellOp::create(at, location, type, row, states.h, recurrent, hidden,
                                a.activations, alphas, betas, clip, IntegerAttr(), BoolAttr()),
              Value()};
    case RecurrentLayer::Kind::Lstm: {
      auto cell = LstmCellOp::create(at, location, type, type, row, states.h, states.c, recurrent,
                                     weights.peepholes, hidden, a.activations, alphas, betas, clip,
                                     IntegerAttr(), BoolAttr(), at.getBoolAttr(layer.inputForget));
      return {cell.getNextH(), cell.getNextC()};
    }
    case RecurrentLayer::Kind::Gru:
      return {GruCellOp::create(at, location, type, row, states.h, recurrent,
                                weights.recurrentBias, hidden, a.activations, alphas, betas, clip,
                                IntegerAttr(), BoolAttr(), at.getBoolAttr(layer.linearBeforeReset)),
              Value()};
    }
    llvm_unreachable("covered");
  }

  /// `looped` timesteps, after `before` others, as a scan over bodies of `bodySteps` cells;
  /// updates `states` and returns their part of Y, `[looped, B, H]`.
  Value loop(int64_t before, int64_t looped, int64_t bodySteps, States &states) {
    int64_t trips = looped / bodySteps;
    int64_t first = reverse ? layer.timesteps - before - looped : before;
    Value rows = sliceAxis(builder, location, projected, 0, first, looped);
    llvm::SmallVector<Value> carried{materialise(states.h)}, scanned{rows};
    if (layer.hasCellState())
      carried.push_back(materialise(states.c));
    if (layer.sequenceLengths)
      scanned.push_back(times(first, looped));

    llvm::SmallVector<int64_t> reversedInputs, reversedResults;
    if (reverse) {
      for (size_t input = 0; input < scanned.size(); ++input)
        reversedInputs.push_back(input);
      reversedResults.push_back(0);
    }
    llvm::SmallVector<Type> types;
    for (Value state : carried)
      types.push_back(state.getType());
    types.push_back(typeOf(carried[0]).clone({looped, layer.batch, layer.hidden}));
    auto scan = ScanOp::create(builder, location, types, carried, scanned, trips, reversedInputs,
                               reversedResults);
    buildBody(scan, bodySteps);
    states = {scan.getResult(0), layer.hasCellState() ? scan.getResult(1) : Value()};
    return scan.getResults().back();
  }

  void buildBody(ScanOp scan, int64_t bodySteps) {
    Block &body = scan.getBody().emplaceBlock();
    for (Value state : scan.getInitial())
      body.addArgument(state.getType(), location);
    for (Value input : scan.getScanned()) {
      llvm::SmallVector<int64_t> shape(shapeOf(input));
      shape[0] = bodySteps;
      body.addArgument(typeOf(input).clone(shape), location);
    }
    OpBuilder inner = OpBuilder::atBlockEnd(&body);
    unsigned stateCount = scan.getInitial().size();
    States states{body.getArgument(0), layer.hasCellState() ? body.getArgument(1) : Value()};
    llvm::SmallVector<Value> parts(bodySteps);
    for (int64_t step = 0; step < bodySteps; ++step) {
      int64_t place = reverse ? bodySteps - 1 - step : step;
      Value row = sliceAxis(inner, location, body.getArgument(stateCount), 0, place, 1);
      row = reshapeTo(inner, location, row, {layer.batch, layer.gates * layer.hidden});
      Value valid;
      if (layer.sequenceLengths)
        valid = validWhere(
            inner, sliceAxis(inner, location, body.getArgument(stateCount + 1), 0, place, 1));
      Value output = advance(inner, row, valid, states);
      parts[place] = reshapeTo(inner, location, output, {1, layer.batch, layer.hidden});
    }
    llvm::SmallVector<Value> yields{states.h};
    if (states.c)
      yields.push_back(states.c);
    yields.push_back(parts.size() == 1 ? parts[0]
                                       : ConcatOp::create(inner, location, parts, 0).getResult());
    YieldOp::create(inner, location, yields);
  }

  /// first, first + 1, ... as the element type of the sequence lengths.
  Value times(int64_t first, int64_t count) {
    llvm::SmallVector<APInt> values;
    unsigned width = typeOf(layer.sequenceLengths).getElementTypeBitWidth();
    for (int64_t time = first; time < first + count; ++time)
      values.push_back(APInt(width, time));
    auto type = typeOf(layer.sequenceLengths).clone({count});
    return ConstantOp::create(builder, location, DenseElementsAttr::get(type, values));
  }

  Value zeros(OpBuilder &at) {
    return splat(at, location, typeOf(projected).clone({layer.batch, layer.hidden}), 0);
  }
  Value materialise(Value state) { return state ? state : zeros(builder); }

  OpBuilder &builder;
  const RecurrentLayer &layer;
  Location location;
  DirectionWeights weights;
  bool reverse;
  Value projected;
  States initial;
};

struct UnrollRecurrentPass : impl::UnrollRecurrentBase<UnrollRecurrentPass> {
  using UnrollRecurrentBase::UnrollRecurrentBase;

  void runOnOperation() override {
    llvm::SmallVector<Operation *> layers;
    getOperation().walk([&](Operation *op) {
      if (isa<RnnOp, LstmOp, GruOp>(op))
        layers.push_back(op);
    });
    if (cutLoops)
      for (Operation *op : layers)
        if (Operation *below = layerBelow(op))
          stacked.insert_range(llvm::ArrayRef<Operation *>({op, below}));
    for (Operation *op : layers)
      if (failed(unrollLayer(op)))
        return signalPassFailure();
    if (!layers.empty() || keepsFloats())
      getOperation()->setAttr(kFlushDenormalsAttr, UnitAttr::get(&getContext()));
  }

private:
  /// The layer of one direction whose steps are those of this one, or null.
  static Operation *layerBelow(Operation *op) {
    Value x = describeRecurrentLayer(op).x;
    while (Operation *view = x.getDefiningOp()) {
      if (isa<RnnOp, LstmOp, GruOp>(view)) {
        RecurrentLayer below = describeRecurrentLayer(view), above = describeRecurrentLayer(op);
        bool isStack = below.directions == 1 && above.directions == 1 &&
                       below.direction == above.direction && below.timesteps == above.timesteps;
        return isStack && x == view->getResult(0) ? view : nullptr;
      }
      if (!isa<ReshapeOp, TransposeOp>(view))
        break;
      x = view->getOperand(0);
    }
    return nullptr;
  }

  /// Is there a state of floats, which could fade away, without a recurrent layer: of
  /// the model, or of a loop?
  bool keepsFloats() {
    auto isFloat = [](Value value) { return isa<FloatType>(typeOf(value).getElementType()); };
    func::FuncOp function = getOperation();
    for (BlockArgument argument : function.getArguments())
      if (stateResult(function, argument.getArgNumber()) && isFloat(argument))
        return true;
    auto result = function.walk([&](ScanOp scan) {
      return llvm::any_of(scan.getInitial(), isFloat) ? WalkResult::interrupt()
                                                      : WalkResult::advance();
    });
    return result.wasInterrupted();
  }

  LogicalResult unrollLayer(Operation *op) {
    OpBuilder builder(op);
    RecurrentLayer layer = describeRecurrentLayer(op);
    FailureOr<LoopShape> shape = chooseLoop(op, layer);
    if (failed(shape))
      return failure();
    boundSequenceLengths(layer);

    // Per direction: parts of Y as [n, D = 1, B, H], final states as [1, B, H].
    llvm::SmallVector<llvm::SmallVector<Value>> outputs(layer.directions);
    llvm::SmallVector<Value> finalH, finalC;
    llvm::SmallVector<int64_t> stateShape{1, layer.batch, layer.hidden};
    for (int64_t direction = 0; direction < layer.directions; ++direction) {
      DirectionUnroller unroller(builder, layer, direction);
      States last = unroller.unroll(*shape, outputs[direction]);
      finalH.push_back(reshapeTo(builder, layer.location, last.h, stateShape));
      if (last.c)
        finalC.push_back(reshapeTo(builder, layer.location, last.c, stateShape));
    }

    llvm::SmallVector<Value> results{joinTime(builder, layer, outputs),
                                     concat(builder, layer.location, finalH, 0)};
    if (!finalC.empty())
      results.push_back(concat(builder, layer.location, finalC, 0));
    op->replaceAllUsesWith(results);
    op->erase();
    return success();
  }

  static Value concat(OpBuilder &builder, Location location, ValueRange parts, int64_t axis) {
    if (parts.size() == 1)
      return parts.front();
    return ConcatOp::create(builder, location, parts, axis);
  }

  /// Y `[T, D, B, H]`. Two unrolled directions interleave step by step, so that
  /// each step writes its own run of memory; looped ones are joined as wholes.
  static Value joinTime(OpBuilder &builder, const RecurrentLayer &layer,
                        ArrayRef<llvm::SmallVector<Value>> outputs) {
    auto withDirection = [&](Value part) {
      return reshapeTo(builder, layer.location, part,
                       {shapeOf(part)[0], 1, layer.batch, layer.hidden});
    };
    bool stepwise = int64_t(outputs[0].size()) == layer.timesteps;
    llvm::SmallVector<Value> wholes;
    if (!stepwise) {
      for (ArrayRef<Value> parts : outputs)
        wholes.push_back(
            concat(builder, layer.location,
                   llvm::to_vector(llvm::map_range(parts, withDirection)), 0));
      return concat(builder, layer.location, wholes, 1);
    }
    for (int64_t time = 0; time < layer.timesteps; ++time) {
      llvm::SmallVector<Value> sides;
      for (ArrayRef<Value> parts : outputs)
        sides.push_back(withDirection(parts[time]));
      wholes.push_back(concat(builder, layer.location, sides, 1));
    }
    return concat(builder, layer.location, wholes, 0);
  }

  /// `--unroll`: "full", "none" (one timestep a body), K, or "auto": in full up
  /// to the bound, beyond it bodies of one timestep. A longer body saves only
  /// the loop's own few instructions (docs/performance.md).
  FailureOr<LoopShape> chooseLoop(Operation *op, const RecurrentLayer &layer) {
    if (unroll == "full" || (unroll == "auto" && layer.timesteps <= bound))
      return LoopShape();
    int64_t bodySteps = 1;
    if (unroll != "none" && unroll != "auto" &&
        (StringRef(unroll).getAsInteger(10, bodySteps) || bodySteps < 1))
      return op->emitError("unroll is '")
             << unroll << "' when it should be auto, full, none or a positive number";
    // The first step runs before the loop: its zero state makes it cheaper.
    LoopShape shape;
    shape.looped = (layer.timesteps - 1) / bodySteps * bodySteps;
    shape.ends = {layer.timesteps};
    shape.bodySteps = bodySteps;
    if (stacked.contains(op) &&
        CutRule{sharesAll, cache}.allows(layer.timesteps, layer.batch,
                                         layer.gates * layer.hidden * layer.hidden))
      shape.ends = segmentEnds(layer.timesteps);
    return shape;
  }

  llvm::DenseSet<Operation *> stacked; ///< layers with one on top, or below
};

} // namespace
} // namespace unspool::nn
