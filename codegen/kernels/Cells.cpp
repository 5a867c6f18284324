//===- Cells.cpp - nn.rnn_cell, nn.lstm_cell, nn.gru_cell -----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The equations are those of ir/NnRecurrent.td. The accumulator, h R, runs over
// [batch, gate, unit], and so do the gates, which add the projected input last: a load
// that comes from afar then has the whole product's time. If the kernel makes the
// projection itself, the accumulator begins with it. They combine units of one
// block while the sums are still in registers, or in the nearest cache. Where the
// recurrent weights are packed, a block may reach beyond the last unit: such lanes compute
// something harmless that is not stored.
//
// NaN and infinities go through a cell as the equations have it. The sums of products are
// loose (Emit.cpp) and pass them on. Everything behind them is strict, and says itself where
// it multiplies and adds in one: the optimiser would decide that for each kernel anew, and
// steps that stand alone, in a loop's body or at the end of a model have to give the same bits.
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/KernelBuilder.h"
#include "codegen/kernels/Math.h"
#include "codegen/kernels/MathParts.h"

#include <limits>

using namespace Halide;

namespace unspool {
namespace {

/// One of the ONNX activation functions (operators RNN, LSTM, GRU).
Expr activate(const std::string &name, double alpha, double beta, const Expr &x) {
  auto constant = [&](double value) { return Internal::make_const(x.type(), value); };
  Expr zero = constant(0), one = constant(1), a = constant(alpha), b = constant(beta);
  if (name == "tanh")
    return math::tanh(x);
  if (name == "sigmoid")
    return math::sigmoid(x);
  if (name == "relu")
    return math::strictly(select(x < zero, zero, x));
  if (name == "affine")
    return math::multiplyAdd(a, x, b);
  if (name == "leaky_relu")
    return math::strictly(select(x < zero, a * x, x));
  if (name == "thresholded_relu")
    return math::strictly(select(x > a, x, zero));
  if (name == "scaled_tanh")
    return math::strictly(a * math::tanh(b * x));
  if (name == "hard_sigmoid")
    return math::strictly(math::clampKeepingNan(a * x + b, zero, one));
  if (name == "elu")
    return math::strictly(select(x < zero, a * math::expm1(x), x));
  if (name == "softsign")
    return math::strictly(x / (one + abs(x)));
  if (name == "softplus")
    return math::softplus(x);
  throw CompileError("unknown activation '" + name + "'");
}

class CellBuilder {
public:
  CellBuilder(KernelBuilder &builder, const Node &node, int value)
      : builder(builder), node(node), value(value), hidden(integer(node, "hidden_size")),
        block(integer(node, "block")), clip(number(node, "clip")),
        activations(texts(node, "activations")), alphas(numbers(node, "alphas")),
        betas(numbers(node, "betas")), type(computedType(node.results[0].element)) {}

  void buildRnn() {
    Func sums = makeGates(1);
    builder.define(value, [&](const Index &index) { return apply(0, gate(sums, 0, index)); });
  }

  void buildLstm() {
    Func sums = makeGates(4);
    int c = node.operands[2], peepholes = node.operands[4];
    auto withPeephole = [&, this](int which, const Index &index, const Expr &cell) {
      Expr sum = gate(sums, which, index);
      return peepholes < 0 || !cell.defined()
                 ? sum
                 : math::multiplyAdd(builder.read(peepholes, {which, inUnits(index[1], hidden)}),
                                     cell, sum);
    };
    builder.define(value + 1, [&, this](const Index &index) {
      Expr old = c < 0 ? Expr() : builder.read(c, {index[0], inUnits(index[1], hidden)});
      Expr input = withPeephole(0, index, old);
      Expr fresh = gated(input, 1, clipped(gate(sums, 3, index)));
      if (!old.defined())
        return fresh;
      Expr forget = integer(node, "input_forget") ? oneMinus(apply(0, input))
                                                  : apply(0, withPeephole(2, index, old));
      return math::multiplyAdd(forget, old, fresh);
    });
    builder.anchor.state = builder.funcOf(value + 1);
    builder.define(value, [&, this](const Index &index) {
      Expr cell = builder.read(value + 1, index);
      return gated(withPeephole(1, index, cell), 2, cell);
    });
  }

  void buildGru() {
    int h = node.operands[1], rbh = node.operands[3];
    if (integer(node, "linear_before_reset") || !hasState()) {
      // One product for all three gates; the third keeps its two parts apart.
      Func sums = makeGates(3, /*recurrentOnlyFrom=*/2);
      builder.define(value, [&, this](const Index &index) {
        Expr update = apply(0, gate(sums, 0, index)), reset = apply(0, gate(sums, 1, index));
        Expr recurrent = hasState() ? gate(sums, 2, index) : Internal::make_zero(type);
        if (rbh >= 0)
          recurrent = math::strictly(recurrent + builder.read(rbh, {index[1]}));
        Expr fresh = apply(1, math::multiplyAdd(reset, recurrent, projected(2, index)));
        return mixed(update, fresh, hasState() ? builder.read(h, index) : Expr());
      });
      return;
    }
    // The reset gate scales the state before the second product reads it.
    Func first = makeGates(2);
    Index index = builder.variables(2);
    Func scaled(builder.name("reset"));
    KernelBuilder::ref(scaled, index) = apply(0, gate(first, 1, index)) * builder.read(h, index);
    RDom depth(0, int(hidden), builder.name("units"));
    Func second(builder.name("second")), candidate(builder.name("candidate"));
    Index unit = builder.variables(2);
    KernelBuilder::ref(second, unit) = Internal::make_zero(type);
    KernelBuilder::ref(second, unit) +=
        KernelBuilder::at(scaled, {row(unit[0]), depth}) * weight(2, unit[1], depth);
    KernelBuilder::ref(candidate, unit) = KernelBuilder::at(second, unit) + projected(2, unit);
    builder.anchor.second = second;
    builder.anchor.candidate = candidate;
    builder.anchor.secondReduction = depth;
    builder.anchor.roots.push_back(scaled);
    builder.define(value, [&, this](const Index &at) {
      Expr update = apply(0, gate(first, 0, at));
      Expr fresh = apply(1, KernelBuilder::at(candidate, at));
      return mixed(update, fresh, builder.read(h, at));
    });
  }

private:
  bool hasState() const { return node.operands[1] >= 0; }
  int recurrent() const { return node.op == "lstm_cell" ? node.operands[3] : node.operands[2]; }

  Expr weight(const Expr &gate, const Expr &unit, const Expr &depth) const {
    if (!block)
      return builder.read(recurrent(), {depth, gate, unit});
    Expr which = unit / int(block), lane = unit % int(block);
    return builder.read(recurrent(), integer(node, "apart") ? Index{which, gate, depth, lane}
                                                            : Index{which, depth, gate, lane});
  }

  Expr row(const Expr &index) const {
    return KernelBuilder::inTile(index, builder.extent(value, 0));
  }

  /// One of `count` units: a block may reach beyond the last.
  Expr inUnits(const Expr &unit, int64_t count) const {
    bool isBeyond = block && (hidden + block - 1) / block * block > count;
    return isBeyond ? min(unit, int(count - 1)) : unit;
  }

  /// W x + b of a gate, which may have units beyond the last as well.
  Expr projected(const Expr &gate, const Index &index) const {
    int64_t units = builder.shapeOf(node.operands[0]).back() / gatesOf(node);
    return builder.read(node.operands[0],
                        {row(index[0]), gate * int(units) + inUnits(index[1], units)});
  }

  /// [batch, gate, unit]: h R plus projections, for the first `count` gates; from gate
  /// `recurrentOnlyFrom` on without the projection.
  Func makeGates(int count, int recurrentOnlyFrom = 4) {
    builder.anchor.node = &node;
    builder.anchor.value = value;
    Func gates(builder.name("gates"));
    Index index = builder.variables(3);
    Expr sum = projected(index[1], {index[0], index[2]});
    if (recurrentOnlyFrom < count)
      sum = select(index[1] < recurrentOnlyFrom, sum, Internal::make_zero(type));
    if (hasState()) {
      Func products(builder.name("products"));
      RDom depth(0, int(hidden), builder.name("units"));
      bool startsProjected = builder.anchor.projection.defined() && recurrentOnlyFrom >= count;
      KernelBuilder::ref(products, index) = startsProjected ? sum : Internal::make_zero(type);
      KernelBuilder::ref(products, index) +=
          builder.read(node.operands[1], {row(index[0]), depth}) *
          weight(index[1], index[2], depth);
      Expr whole = KernelBuilder::at(products, index);
      sum = startsProjected ? whole : whole + sum;
      builder.anchor.accumulator = products;
      builder.anchor.reduction = depth;
    }
    KernelBuilder::ref(gates, index) = sum;
    builder.anchor.gates = gates;
    return gates;
  }

  Expr clipped(const Expr &x) const {
    if (clip == 0)
      return x;
    return math::strictly(math::clampKeepingNan(x, Internal::make_const(type, -clip),
                                                Internal::make_const(type, clip)));
  }
  Expr gate(const Func &sums, int which, const Index &index) const {
    return KernelBuilder::at(sums, {index[0], which, index[1]});
  }
  Expr apply(size_t function, const Expr &x) const { return applyUnclipped(function, clipped(x)); }
  Expr applyUnclipped(size_t function, const Expr &x) const {
    return activate(activations[function], alphas[function], betas[function], x);
  }
  static Expr oneMinus(const Expr &x) { return math::strictly(Internal::make_one(x.type()) - x); }
  /// (1 - update) fresh + update old. An old state that is not there is zero.
  static Expr mixed(const Expr &update, const Expr &fresh, const Expr &old) {
    Expr part = math::strictly(oneMinus(update) * fresh);
    return old.defined() ? math::multiplyAdd(update, old, part) : part;
  }
  /// What a gate lets through of a function of x.
  Expr gated(const Expr &gateSum, size_t function, const Expr &x) const {
    if (activations[0] == "sigmoid" && activations[function] == "tanh")
      return math::sigmoidTimesTanh(clipped(gateSum), x);
    return math::strictly(apply(0, gateSum) * applyUnclipped(function, x));
  }

  KernelBuilder &builder;
  const Node &node;
  int value;
  int64_t hidden, block;
  double clip;
  std::vector<std::string> activations;
  std::vector<double> alphas, betas;
  Type type;
};

void buildRnnCell(KernelBuilder &builder, const Node &node, int value) {
  CellBuilder(builder, node, value).buildRnn();
}
void buildLstmCell(KernelBuilder &builder, const Node &node, int value) {
  CellBuilder(builder, node, value).buildLstm();
}
void buildGruCell(KernelBuilder &builder, const Node &node, int value) {
  CellBuilder(builder, node, value).buildGru();
}

} // namespace

const BuildTable &cellBuilders() {
  static const BuildTable table = {
      {"rnn_cell", buildRnnCell}, {"lstm_cell", buildLstmCell}, {"gru_cell", buildGruCell}};
  return table;
}

} // namespace unspool
