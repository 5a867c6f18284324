//===- EvaluateRecurrent.cpp - recurrent layers and cells, by reference ---===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One function computes a timestep of each kind, for one row of the batch; cells
// and layers both call it. A layer's direction is a walk over its valid timesteps,
// so sequence lengths and the reverse direction need no masks.
//
//===----------------------------------------------------------------------===//

#include "ir/EvaluateTensor.h"

#include "llvm/ADT/TypeSwitch.h"

#include <cmath>

using namespace mlir;

namespace unspool::nn {

namespace {

using Row = std::vector<double>;

double activate(StringRef name, double alpha, double beta, double x) {
  if (name == "tanh")
    return std::tanh(x);
  if (name == "sigmoid")
    return 1 / (1 + std::exp(-x));
  if (name == "relu")
    return x < 0 ? 0 : x;
  if (name == "affine")
    return alpha * x + beta;
  if (name == "leaky_relu")
    return x < 0 ? alpha * x : x;
  if (name == "thresholded_relu")
    return x > alpha ? x : 0;
  if (name == "scaled_tanh")
    return alpha * std::tanh(beta * x);
  if (name == "hard_sigmoid")
    return std::min(std::max(alpha * x + beta, 0.0), 1.0);
  if (name == "elu")
    return x < 0 ? alpha * std::expm1(x) : x;
  if (name == "softsign")
    return x / (1 + std::abs(x));
  assert(name == "softplus" && "the verifier knows the names");
  return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x)));
}

/// One direction of a layer, or a cell: weights and attributes in one form.
class Cell {
public:
  enum Kind { Rnn, Lstm, Gru } kind;
  int64_t hidden = 0, gates = 1;
  llvm::SmallVector<StringRef> activations;
  llvm::SmallVector<double> alphas, betas;
  double clip = 0;
  bool inputForget = false, linearBeforeReset = false;
  Row recurrent;     ///< [H(k), gate, H(n)]
  Row recurrentBias; ///< GRU, linear_before_reset: [H], or empty
  Row peepholes;     ///< LSTM: [3, H], or empty

  double apply(int function, double x) const {
    return applyUnclipped(function, clip > 0 ? std::min(std::max(x, -clip), clip) : x);
  }
  double applyUnclipped(int function, double x) const {
    return activate(activations[function], alphas[function], betas[function], x);
  }

  /// state R, [gates * H].
  Row product(const Row &state) const {
    Row sums(gates * hidden, 0.0);
    if (!recurrent.empty())
      for (int64_t k = 0; k < hidden; ++k)
        for (int64_t n = 0; n < gates * hidden; ++n)
          sums[n] += state[k] * recurrent[k * gates * hidden + n];
    return sums;
  }

  /// Advances h (and c) by one timestep; `projected` is W x + b, [gates * H].
  void step(const Row &projected, Row &h, Row &c) const {
    Row products = product(h);
    auto gate = [&](int64_t g, int64_t n) {
      return projected[g * hidden + n] + products[g * hidden + n];
    };
    if (kind == Rnn)
      for (int64_t n = 0; n < hidden; ++n)
        h[n] = apply(0, gate(0, n));
    else if (kind == Lstm)
      stepLstm(gate, h, c);
    else
      stepGru(projected, products, h);
  }

private:
  template <typename Gate> void stepLstm(const Gate &gate, Row &h, Row &c) const {
    auto peep = [&](int64_t which, int64_t n) {
      return peepholes.empty() ? 0.0 : peepholes[which * hidden + n] * c[n];
    };
    for (int64_t n = 0; n < hidden; ++n) {
      double input = apply(0, gate(0, n) + peep(0, n));
      double forget = inputForget ? 1 - input : apply(0, gate(2, n) + peep(2, n));
      c[n] = forget * c[n] + input * apply(1, gate(3, n));
      double output = apply(0, gate(1, n) + peep(1, n)); // sees the new c
      h[n] = output * applyUnclipped(2, c[n]);
    }
  }

  void stepGru(const Row &projected, const Row &products, Row &h) const {
    Row update(hidden), reset(hidden), resetState(hidden);
    for (int64_t n = 0; n < hidden; ++n) {
      update[n] = apply(0, projected[n] + products[n]);
      reset[n] = apply(0, projected[hidden + n] + products[hidden + n]);
      resetState[n] = reset[n] * h[n];
    }
    Row fresh = linearBeforeReset ? products : product(resetState);
    for (int64_t n = 0; n < hidden; ++n) {
      double state = fresh[2 * hidden + n];
      if (linearBeforeReset)
        state = reset[n] * (state + (recurrentBias.empty() ? 0 : recurrentBias[n]));
      double next = apply(1, projected[2 * hidden + n] + state);
      h[n] = (1 - update[n]) * next + update[n] * h[n];
    }
  }
};

Row rowOf(const Row &values, int64_t row, int64_t width) {
  return Row(values.begin() + row * width, values.begin() + (row + 1) * width);
}

template <typename OpTy> Cell describe(OpTy op, Cell::Kind kind, int64_t direction) {
  Cell cell;
  cell.kind = kind;
  cell.hidden = op.getHiddenSize();
  cell.gates = gateCount(op);
  cell.clip = op.getClip().convertToDouble();
  unsigned functions = functionCount(op);
  for (unsigned i = direction * functions; i < (direction + 1) * functions; ++i) {
    cell.activations.push_back(cast<StringAttr>(op.getActivations()[i]).getValue());
    cell.alphas.push_back(op.getAlphas()[i]);
    cell.betas.push_back(op.getBetas()[i]);
  }
  return cell;
}

/// The operands of an op by position; absent ones are null.
struct Operands {
  llvm::DenseMap<Value, const Tensor *> tensors;
  Operands(Operation *op, llvm::ArrayRef<Tensor> values) {
    for (auto [operand, tensor] : llvm::zip_equal(op->getOperands(), values))
      tensors[operand] = &tensor;
  }
  Row doubles(Value value) const { return value ? toDoubles(*tensors.lookup(value)) : Row(); }
};

//===----------------------------------------------------------------------===//
// Cells
//===----------------------------------------------------------------------===//

/// [H, G, H], from that or from packed blocks [H / n, H, G, n] or [H / n, G, H, n].
template <typename OpTy> Row recurrentOf(OpTy op, const Operands &operands) {
  Row from = operands.doubles(op.getR());
  if (!op.getBlock() || from.empty())
    return from;
  int64_t hidden = op.getHiddenSize(), gates = gateCount(op);
  Row rows = unpackColumns(from, *op.getBlock(), hidden);
  if (!op.getApart())
    return rows;
  Row together(rows.size());
  for (int64_t g = 0; g < gates; ++g)
    for (int64_t k = 0; k < hidden; ++k)
      std::copy_n(rows.begin() + (g * hidden + k) * hidden, hidden,
                  together.begin() + (k * gates + g) * hidden);
  return together;
}

template <typename OpTy>
Tensors evaluateCell(OpTy op, const Cell &cell, const Operands &operands, Value cellState) {
  int64_t batch = shapeOf(op.getProjected())[0], hidden = cell.hidden;
  int64_t units = shapeOf(op.getProjected())[1] / cell.gates;
  Row projected = operands.doubles(op.getProjected());
  Row h = operands.doubles(op.getH()), c = operands.doubles(cellState);
  h.resize(batch * hidden, 0.0);
  c.resize(batch * hidden, 0.0);
  for (int64_t row = 0; row < batch; ++row) {
    Row ownH = rowOf(h, row, hidden), ownC = rowOf(c, row, hidden);
    Row sums;
    for (int64_t gate = 0; gate < cell.gates; ++gate) {
      auto first = projected.begin() + (row * cell.gates + gate) * units;
      sums.insert(sums.end(), first, first + hidden);
    }
    cell.step(sums, ownH, ownC);
    std::copy(ownH.begin(), ownH.end(), h.begin() + row * hidden);
    std::copy(ownC.begin(), ownC.end(), c.begin() + row * hidden);
  }
  auto type = cast<RankedTensorType>(op->getResult(0).getType());
  Tensors results{fromDoubles(type, h)};
  if (op->getNumResults() == 2)
    results.push_back(fromDoubles(type, c));
  return results;
}

//===----------------------------------------------------------------------===//
// Layers
//===----------------------------------------------------------------------===//

/// Operands that only some layers have.
struct LayerExtras {
  Cell::Kind kind;
  Value initialC, peepholes;
  bool inputForget = false, linearBeforeReset = false;
};

template <typename OpTy> class LayerEvaluator {
public:
  LayerEvaluator(OpTy op, const Operands &operands, LayerExtras extras)
      : op(op), extras(extras), x(operands.doubles(op.getX())), w(operands.doubles(op.getW())),
        r(operands.doubles(op.getR())), bias(operands.doubles(op.getBias())),
        peepholes(operands.doubles(extras.peepholes)), h(operands.doubles(op.getInitialH())),
        c(operands.doubles(extras.initialC)), timesteps(shapeOf(op.getX())[0]),
        batch(shapeOf(op.getX())[1]), inputs(shapeOf(op.getX())[2]), hidden(op.getHiddenSize()),
        gates(gateCount(op)), directions(shapeOf(op.getW())[0]), lengths(batch, timesteps),
        y(timesteps * directions * batch * hidden, 0.0) {
    if (op.getSequenceLengths())
      lengths = toIntegers(*operands.tensors.lookup(op.getSequenceLengths()));
    h.resize(directions * batch * hidden, 0.0);
    c.resize(directions * batch * hidden, 0.0);
  }

  Tensors run() {
    for (int64_t direction = 0; direction < directions; ++direction) {
      Cell cell = makeCell(direction);
      for (int64_t row = 0; row < batch; ++row)
        runRow(cell, direction, row);
    }
    Tensors results{fromDoubles(typeOf(op->getResult(0)), y),
                    fromDoubles(typeOf(op->getResult(1)), h)};
    if (op->getNumResults() == 3)
      results.push_back(fromDoubles(typeOf(op->getResult(2)), c));
    return results;
  }

private:
  void runRow(const Cell &cell, int64_t direction, int64_t row) {
    bool reverse = op.getDirection() == Direction::reverse || direction == 1;
    int64_t state = direction * batch + row;
    Row ownH = rowOf(h, state, hidden), ownC = rowOf(c, state, hidden);
    int64_t length = std::min<int64_t>(lengths[row], timesteps);
    for (int64_t step = 0; step < length; ++step) {
      int64_t time = reverse ? length - 1 - step : step;
      cell.step(project(direction, time, row), ownH, ownC);
      std::copy(ownH.begin(), ownH.end(),
                y.begin() + ((time * directions + direction) * batch + row) * hidden);
    }
    std::copy(ownH.begin(), ownH.end(), h.begin() + state * hidden);
    std::copy(ownC.begin(), ownC.end(), c.begin() + state * hidden);
  }

  Cell makeCell(int64_t direction) const {
    Cell cell = describe(op, extras.kind, direction);
    cell.inputForget = extras.inputForget;
    cell.linearBeforeReset = extras.linearBeforeReset;
    cell.recurrent.resize(hidden * gates * hidden);
    for (int64_t g = 0; g < gates; ++g)
      for (int64_t n = 0; n < hidden; ++n)
        for (int64_t k = 0; k < hidden; ++k)
          cell.recurrent[(k * gates + g) * hidden + n] =
              r[((direction * gates + g) * hidden + n) * hidden + k];
    if (!peepholes.empty())
      cell.peepholes = rowOf(peepholes, direction, 3 * hidden);
    if (extras.linearBeforeReset && !bias.empty())
      cell.recurrentBias = rowOf(bias, direction * 2 * gates + gates + 2, hidden);
    return cell;
  }

  /// W x + Wb + Rb, without the part of Rb that a GRU's reset gate multiplies.
  Row project(int64_t direction, int64_t time, int64_t row) const {
    Row result(gates * hidden);
    const double *input = x.data() + (time * batch + row) * inputs;
    for (int64_t g = 0; g < gates * hidden; ++g) {
      const double *weights = w.data() + (direction * gates * hidden + g) * inputs;
      double sum = 0;
      for (int64_t i = 0; i < inputs; ++i)
        sum += weights[i] * input[i];
      if (!bias.empty()) {
        const double *own = bias.data() + direction * 2 * gates * hidden;
        bool keptApart = extras.linearBeforeReset && g >= 2 * hidden;
        sum += own[g] + (keptApart ? 0 : own[gates * hidden + g]);
      }
      result[g] = sum;
    }
    return result;
  }

  OpTy op;
  LayerExtras extras;
  Row x, w, r, bias, peepholes, h, c;
  int64_t timesteps, batch, inputs, hidden, gates, directions;
  std::vector<int64_t> lengths;
  Row y;
};

} // namespace

std::optional<Tensors> evaluateRecurrent(Operation *op, llvm::ArrayRef<Tensor> values) {
  if (!isa<RnnOp, LstmOp, GruOp, RnnCellOp, LstmCellOp, GruCellOp>(op))
    return std::nullopt;
  Operands operands(op, values);
  return llvm::TypeSwitch<Operation *, Tensors>(op)
      .Case<RnnOp>(
          [&](RnnOp op) { return LayerEvaluator<RnnOp>(op, operands, {Cell::Rnn, {}, {}}).run(); })
      .Case<LstmOp>([&](LstmOp op) {
        LayerExtras extras{Cell::Lstm, op.getInitialC(), op.getPeepholes(), op.getInputForget()};
        return LayerEvaluator<LstmOp>(op, operands, extras).run();
      })
      .Case<GruOp>([&](GruOp op) {
        LayerExtras extras{Cell::Gru, {}, {}, false, op.getLinearBeforeReset()};
        return LayerEvaluator<GruOp>(op, operands, extras).run();
      })
      .Case<RnnCellOp>([&](RnnCellOp op) {
        Cell cell = describe(op, Cell::Rnn, 0);
        cell.recurrent = recurrentOf(op, operands);
        return evaluateCell(op, cell, operands, {});
      })
      .Case<LstmCellOp>([&](LstmCellOp op) {
        Cell cell = describe(op, Cell::Lstm, 0);
        cell.recurrent = recurrentOf(op, operands);
        cell.peepholes = operands.doubles(op.getPeepholes());
        cell.inputForget = op.getInputForget();
        return evaluateCell(op, cell, operands, op.getC());
      })
      .Case<GruCellOp>([&](GruCellOp op) {
        Cell cell = describe(op, Cell::Gru, 0);
        cell.recurrent = recurrentOf(op, operands);
        cell.recurrentBias = operands.doubles(op.getRbh());
        cell.linearBeforeReset = op.getLinearBeforeReset();
        return evaluateCell(op, cell, operands, {});
      });
}

} // namespace unspool::nn
