//===- RecurrentCells.cpp - Keras recurrent cells as nn ops ---------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Gates stand side by side in the columns of Keras's kernels, in the order
//
//   LSTM  i, f, c, o     nn: i, o, f, c
//   GRU   z, r, h        nn: z, r, h
//
// With reset_after a GRU has two biases, of the input and of the recurrent product.
//
// Where a mask is false, Keras keeps the state and repeats the last output (or gives
// 0). Masks may be false anywhere (padding in front is common), so a masked layer is
// a scan over cells; the input projection of all timesteps still is one product. So is
// a layer with activations that nn's cells do not know.
//
//===----------------------------------------------------------------------===//

#include "frontend/keras/Activations.h"
#include "frontend/keras/Recurrent.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

unsigned gateCount(CellKind kind) {
  return kind == CellKind::Lstm ? 4 : kind == CellKind::Gru ? 3 : 1;
}

/// Columns `[.., G * H]` from Keras's order of gates to nn's.
Value reorderGates(NnBuilder &build, Value value, CellKind kind) {
  if (!value || kind != CellKind::Lstm)
    return value;
  int64_t axis = nn::typeOf(value).getRank() - 1, units = nn::shapeOf(value).back() / 4;
  SmallVector<Value> gates;
  for (int64_t gate : {0, 3, 1, 2})
    gates.push_back(build.slice(value, axis, gate * units, units));
  return build.concat(gates, axis);
}

LogicalResult readBiases(KerasNode &node, Cell &cell) {
  NnBuilder &build = node.build;
  if (!node.flag("use_bias"))
    return success();
  int64_t columns = gateCount(cell.kind) * cell.units;
  if (!cell.linearBeforeReset) {
    cell.bias = reorderGates(build, node.weight("bias", {columns}), cell.kind);
    return success(cell.bias != nullptr);
  }
  Value both = node.weight("bias", {2, columns});
  if (!both)
    return failure();
  cell.bias = build.reshape(build.slice(both, 0, 0, 1), {columns});
  cell.recurrentBias = build.reshape(build.slice(both, 0, 1, 1), {columns});
  return success(cell.bias && cell.recurrentBias);
}

void addActivation(KerasNode &node, StringRef attribute, Cell &cell) {
  Json value = node.attribute(attribute);
  StringRef name = *activationName(value);
  cell.functions.push_back(name.str());
  auto activation = cellActivation(name, cell.isVersion2);
  if (!activation) {
    cell.isSpelled = true;
    return;
  }
  cell.activations.push_back(activation->name);
  cell.alphas.push_back(activation->alpha);
  cell.betas.push_back(activation->beta);
}

/// [N, T, ...] to [T, N, ...] and back.
Value swapTime(NnBuilder &build, Value value) {
  if (!value)
    return {};
  SmallVector<int64_t> permutation =
      llvm::to_vector(llvm::seq<int64_t>(0, nn::typeOf(value).getRank()));
  std::swap(permutation[0], permutation[1]);
  return build.transpose(value, permutation);
}

} // namespace

FailureOr<Cell> unspool::frontend::readCell(KerasNode &node, int64_t inputSize) {
  NnBuilder &build = node.build;
  StringRef className = node.layer.className;
  Cell cell;
  cell.isVersion2 = node.importer.isVersion2();
  cell.kind = className.starts_with("LSTM")  ? CellKind::Lstm
              : className.starts_with("GRU") ? CellKind::Gru
                                             : CellKind::Simple;
  cell.units = node.integer("units");
  cell.linearBeforeReset = cell.kind == CellKind::Gru && node.flag("reset_after");
  int64_t columns = gateCount(cell.kind) * cell.units;
  cell.kernel = reorderGates(build, node.weight("kernel", {inputSize, columns}), cell.kind);
  cell.recurrent =
      reorderGates(build, node.weight("recurrent_kernel", {cell.units, columns}), cell.kind);
  if (!cell.kernel || !cell.recurrent || failed(readBiases(node, cell)))
    return failure();
  if (cell.kind != CellKind::Simple)
    addActivation(node, "recurrent_activation", cell);
  addActivation(node, "activation", cell);
  if (cell.kind == CellKind::Lstm)
    addActivation(node, "activation", cell);
  return cell;
}

//===----------------------------------------------------------------------===//
// Without a mask
//===----------------------------------------------------------------------===//

FailureOr<RecurrentResult> unspool::frontend::runLayer(NnBuilder &build, const Cell &cell,
                                                       const Sequence &sequence) {
  ArrayRef<int64_t> shape = nn::shapeOf(sequence.x);
  int64_t batch = shape[0], steps = shape[1], units = cell.units;
  int64_t columns = gateCount(cell.kind) * units;
  Value x = swapTime(build, sequence.x);
  Value w = build.reshape(build.transpose(cell.kernel, {1, 0}), {1, columns, shape[2]});
  Value r = build.reshape(build.transpose(cell.recurrent, {1, 0}), {1, columns, units});
  OptionalOperand bias, lengths, initialH, initialC, peepholes;
  if (cell.bias) {
    Value second = cell.recurrentBias
                       ? cell.recurrentBias
                       : build.splat(0, {columns}, nn::typeOf(cell.bias).getElementType());
    bias.value = build.reshape(build.concat({cell.bias, second}, 0), {1, 2 * columns});
  }
  if (!sequence.states.empty())
    initialH.value = build.reshape(sequence.states[0], {1, batch, units});
  if (sequence.states.size() > 1)
    initialC.value = build.reshape(sequence.states[1], {1, batch, units});

  OpBuilder &ops = build.ops();
  auto direction = nn::DirectionAttr::get(
      ops.getContext(), sequence.isReversed ? nn::Direction::reverse : nn::Direction::forward);
  auto size = ops.getI64IntegerAttr(units);
  auto activations = ops.getStrArrayAttr(cell.activations);
  auto alphas = ops.getDenseF64ArrayAttr(cell.alphas), betas = ops.getDenseF64ArrayAttr(cell.betas);
  auto clip = ops.getF64FloatAttr(0);
  SmallVector<Value> results;
  if (cell.kind == CellKind::Lstm)
    llvm::append_range(
        results, build.createMany<nn::LstmOp, 3>(x, w, r, bias, lengths, initialH, initialC,
                                                 peepholes, size, direction, activations, alphas,
                                                 betas, clip, ops.getBoolAttr(false)));
  else if (cell.kind == CellKind::Gru)
    llvm::append_range(results, build.createMany<nn::GruOp, 2>(
                                    x, w, r, bias, lengths, initialH, size, direction, activations,
                                    alphas, betas, clip, ops.getBoolAttr(cell.linearBeforeReset)));
  else
    llvm::append_range(results,
                       build.createMany<nn::RnnOp, 2>(x, w, r, bias, lengths, initialH, size,
                                                      direction, activations, alphas, betas, clip));
  if (!results[0])
    return failure();
  RecurrentResult result;
  Value y = build.reshape(results[0], {steps, batch, units});
  if (sequence.isReversed)
    y = build.slice(y, 0, steps - 1, steps, -1);
  result.sequence = swapTime(build, y);
  for (Value state : ArrayRef<Value>(results).drop_front())
    result.states.push_back(build.reshape(state, {batch, units}));
  result.last = result.states.front();
  if (!result.sequence || !result.last)
    return failure();
  return result;
}

//===----------------------------------------------------------------------===//
// By a scan
//===----------------------------------------------------------------------===//

namespace {

class CellScan {
public:
  CellScan(NnBuilder &build, const Cell &cell, const Sequence &sequence)
      : build(build), cell(cell), sequence(sequence), shape(nn::shapeOf(sequence.x)),
        batch(shape[0]), steps(shape[1]), columns(gateCount(cell.kind) * cell.units),
        type(nn::typeOf(sequence.x).getElementType()) {}

  FailureOr<RecurrentResult> run() {
    projectInputs();
    SmallVector<Value> scanned{projected};
    if (sequence.mask)
      scanned.push_back(build.reshape(swapTime(build, sequence.mask), {steps, batch, 1}));
    recurrent = build.reshape(cell.recurrent, {cell.units, columns / cell.units, cell.units});
    Value zeros = build.splat(0, {batch, cell.units}, type);
    initial = sequence.states;
    if (initial.empty())
      initial.assign(cell.stateCount(), zeros);
    // The output before the first timestep that counts is 0, whatever the state is.
    initial.push_back(zeros);
    if (!recurrent || llvm::is_contained(scanned, Value()) || llvm::is_contained(initial, Value()))
      return failure();
    return createScan(scanned);
  }

private:
  /// x W + b of all timesteps, [T, N, G * H]; what GRU multiplies by r stays out.
  void projectInputs() {
    Value rows = build.reshape(swapTime(build, sequence.x), {steps * batch, shape[2]});
    Value product = build.matmul(rows, cell.kernel);
    if (cell.bias)
      product = build.create<nn::AddOp>(product, cell.bias);
    if (cell.recurrentBias) {
      int64_t gates = 2 * cell.units;
      Value outer = build.concat(
          {build.slice(cell.recurrentBias, 0, 0, gates), build.splat(0, {cell.units}, type)}, 0);
      product = build.create<nn::AddOp>(product, outer);
      resetBias.value = build.slice(cell.recurrentBias, 0, gates, cell.units);
    }
    projected = build.reshape(product, {steps, batch, columns});
  }

  FailureOr<RecurrentResult> createScan(ArrayRef<Value> scanned) {
    auto region = std::make_unique<Region>();
    Block *block = new Block();
    region->push_back(block);
    SmallVector<Value> results;
    {
      OpBuilder::InsertionGuard guard(build.ops());
      build.ops().setInsertionPointToStart(block);
      if (failed(fillBody(*block, results)))
        return failure();
    }
    SmallVector<Type> types(ValueRange(results).getTypes());
    types.back() = RankedTensorType::get({steps, batch, cell.units}, type);
    if (!build.fits(types.back()))
      return failure();
    auto reversed =
        llvm::to_vector(llvm::seq<int64_t>(0, sequence.isReversed ? int64_t(scanned.size()) : 0));
    auto scan = nn::ScanOp::create(build.ops(), build.loc(), types, initial, scanned, steps,
                                   reversed, ArrayRef<int64_t>());
    scan.getBody().takeBody(*region);
    if (!build.check(scan)) {
      scan.erase();
      return failure();
    }
    SmallVector<Value> values(scan->getResults());
    RecurrentResult result;
    result.states.assign(values.begin(), values.begin() + cell.stateCount());
    result.last = values[cell.stateCount()];
    result.sequence = swapTime(build, values.back());
    return result;
  }

  /// One timestep: states and the last output in, the same and the output out.
  LogicalResult fillBody(Block &block, SmallVectorImpl<Value> &results) {
    SmallVector<Value> states;
    for (Value state : initial)
      states.push_back(block.addArgument(state.getType(), build.loc()));
    Value lastOutput = states.pop_back_val();
    auto sliceType = [&](int64_t width, Type element) {
      return RankedTensorType::get({1, batch, width}, element);
    };
    Value input = block.addArgument(sliceType(columns, type), build.loc());
    Value counts;
    if (sequence.mask)
      counts = block.addArgument(sliceType(1, build.ops().getI1Type()), build.loc());
    input = build.reshape(input, {batch, columns});
    SmallVector<Value> next = cell.isSpelled
                                  ? spellCell(build, cell, input, states, resetBias.value)
                                  : createCell(input, states);
    if (llvm::is_contained(next, Value()))
      return failure();
    Value output = next[0];
    if (counts) {
      Value condition = build.broadcast(build.reshape(counts, {batch, 1}), {batch, cell.units});
      Value otherwise =
          sequence.zeroMasked ? build.splat(0, {batch, cell.units}, type) : lastOutput;
      output = build.create<nn::SelectOp>(condition, next[0], otherwise);
      for (auto [state, newState] : llvm::zip(states, next))
        newState = build.create<nn::SelectOp>(condition, newState, state);
    }
    llvm::append_range(results, next);
    results.push_back(output);
    results.push_back(build.reshape(output, {1, batch, cell.units}));
    if (llvm::is_contained(results, Value()))
      return failure();
    nn::YieldOp::create(build.ops(), build.loc(), results);
    return success();
  }

  SmallVector<Value> createCell(Value input, ArrayRef<Value> states) {
    OpBuilder &ops = build.ops();
    auto size = ops.getI64IntegerAttr(cell.units);
    auto activations = ops.getStrArrayAttr(cell.activations);
    auto alphas = ops.getDenseF64ArrayAttr(cell.alphas);
    auto betas = ops.getDenseF64ArrayAttr(cell.betas);
    auto clip = ops.getF64FloatAttr(0);
    OptionalOperand h{states[0]}, c{states.size() > 1 ? states[1] : Value()}, r{recurrent},
        peepholes;
    if (cell.kind == CellKind::Lstm) {
      auto both =
          build.createMany<nn::LstmCellOp, 2>(input, h, c, r, peepholes, size, activations, alphas,
                                              betas, clip, IntegerAttr(), BoolAttr(),
                                              ops.getBoolAttr(false));
      return {both[0], both[1]};
    }
    if (cell.kind == CellKind::Gru)
      return {build.create<nn::GruCellOp>(input, h, r, resetBias, size, activations, alphas, betas,
                                          clip, IntegerAttr(), BoolAttr(),
                                          ops.getBoolAttr(cell.linearBeforeReset))};
    return {build.create<nn::RnnCellOp>(input, h, r, size, activations, alphas, betas, clip,
                                        IntegerAttr(), BoolAttr())};
  }

  NnBuilder &build;
  const Cell &cell;
  const Sequence &sequence;
  ArrayRef<int64_t> shape;
  int64_t batch, steps, columns;
  Type type;
  Value projected, recurrent;
  OptionalOperand resetBias;
  SmallVector<Value> initial;
};

} // namespace

FailureOr<RecurrentResult> unspool::frontend::runScan(NnBuilder &build, const Cell &cell,
                                                      const Sequence &sequence) {
  return CellScan(build, cell, sequence).run();
}
