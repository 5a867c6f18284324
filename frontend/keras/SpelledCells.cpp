//===- SpelledCells.cpp - cells whose functions nn's cells do not know ----===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Keras takes any activation in a cell; nn's cells know those of ONNX. One timestep
// with others is written out. With gates i, f, z, r of the recurrent activation s, the
// other activation a, and the input's share of everything in x:
//
//   LSTM       c' = f c + i a(x + h R),  h' = o a(c')
//   GRU        h' = z h + (1 - z) a(x + r (h R + b))     or, before: a(x + (r h) R)
//   SimpleRNN  h' = a(x + h R)
//
//===----------------------------------------------------------------------===//

#include "frontend/keras/Activations.h"
#include "frontend/keras/Recurrent.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

class SpelledCell {
public:
  SpelledCell(NnBuilder &build, const Cell &cell, Value input, ArrayRef<Value> states)
      : build(build), cell(cell), input(input), h(states[0]), states(states) {}

  SmallVector<Value> run(Value resetBias) {
    if (cell.kind == CellKind::Lstm)
      return lstm();
    if (cell.kind == CellKind::Gru)
      return {gru(resetBias)};
    return {output(sum(input, build.matmul(h, cell.recurrent)))};
  }

private:
  Value sum(Value a, Value b) { return build.create<nn::AddOp>(a, b); }
  Value product(Value a, Value b) { return build.create<nn::MulOp>(a, b); }
  Value function(StringRef name, Value x) {
    return x ? namedActivation(build, name, x, cell.isVersion2) : Value();
  }
  Value gate(Value x) { return function(cell.functions.front(), x); }
  Value output(Value x) { return function(cell.functions.back(), x); }
  /// Columns of gate `i`.
  Value part(Value all, int64_t i) { return build.slice(all, 1, i * cell.units, cell.units); }

  SmallVector<Value> lstm() {
    Value all = sum(input, build.matmul(h, cell.recurrent));
    Value kept = product(gate(part(all, 2)), states[1]);
    Value c = sum(kept, product(gate(part(all, 0)), output(part(all, 3))));
    return {product(gate(part(all, 1)), output(c)), c};
  }

  Value gru(Value resetBias) {
    Value gates = sum(build.slice(input, 1, 0, 2 * cell.units),
                      build.matmul(h, build.slice(cell.recurrent, 1, 0, 2 * cell.units)));
    Value z = gate(part(gates, 0)), r = gate(part(gates, 1)), weights = part(cell.recurrent, 2);
    Value share;
    if (cell.linearBeforeReset) {
      share = build.matmul(h, weights);
      share = product(r, resetBias ? sum(share, resetBias) : share);
    } else {
      share = build.matmul(product(r, h), weights);
    }
    Value candidate = output(sum(part(input, 2), share));
    Value rest = build.create<nn::SubOp>(build.scalarLike(1, z), z);
    return sum(product(z, h), product(rest, candidate));
  }

  NnBuilder &build;
  const Cell &cell;
  Value input, h;
  ArrayRef<Value> states;
};

} // namespace

SmallVector<Value> unspool::frontend::spellCell(NnBuilder &build, const Cell &cell, Value input,
                                                ArrayRef<Value> states, Value resetBias) {
  return SpelledCell(build, cell, input, states).run(resetBias);
}
