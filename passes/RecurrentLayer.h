//===- RecurrentLayer.h - RNN, LSTM and GRU as unrolling sees them --------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_PASSES_RECURRENTLAYER_H
#define UNSPOOL_PASSES_RECURRENTLAYER_H

#include "ir/Nn.h"

namespace unspool::nn {

/// The three layers under one description; an absent operand is null.
struct RecurrentLayer {
  enum class Kind { Rnn, Lstm, Gru };
  Kind kind;
  mlir::Location location;
  mlir::Value x, w, r, bias, sequenceLengths, initialH, initialC, peepholes;
  Direction direction;
  mlir::ArrayAttr activations;
  llvm::ArrayRef<double> alphas, betas;
  double clip;
  bool inputForget = false, linearBeforeReset = false;
  int64_t timesteps, batch, hidden, gates, directions, functions;

  bool hasCellState() const { return kind == Kind::Lstm; }
  bool isReverse(int64_t index) const { return direction == Direction::reverse || index == 1; }

  /// One direction of an initial state, `[B, H]`; null if absent or zero.
  mlir::Value initialState(mlir::OpBuilder &builder, mlir::Value state, int64_t index) const;
};

RecurrentLayer describeRecurrentLayer(mlir::Operation *op);

/// Where the sequence lengths are an input of the model, notes at the function's
/// argument that they must lie between 0 and the number of timesteps.
void boundSequenceLengths(const RecurrentLayer &layer);

/// Activations of one direction, as a cell has them.
struct CellAttributes {
  mlir::ArrayAttr activations;
  llvm::SmallVector<double> alphas, betas;
};

/// One direction's weights in the order of the cells' definition.
struct DirectionWeights {
  mlir::Value input;         ///< W^T, [I, G * H]
  mlir::Value bias;          ///< Wb + Rb, [G * H]; null if there is none
  mlir::Value recurrent;     ///< [H, G, H] = (k, gate, unit)
  mlir::Value recurrentBias; ///< GRU with linear_before_reset: Rb of gate h, [H]
  mlir::Value peepholes;     ///< [3, H] in the order i, o, f; null if there are none
  CellAttributes attributes;
};

DirectionWeights prepareWeights(mlir::OpBuilder &builder, const RecurrentLayer &layer,
                                int64_t direction);

} // namespace unspool::nn

#endif // UNSPOOL_PASSES_RECURRENTLAYER_H
