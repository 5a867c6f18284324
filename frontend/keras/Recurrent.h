//===- Recurrent.h - Keras recurrent layers -------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_KERAS_RECURRENT_H
#define UNSPOOL_FRONTEND_KERAS_RECURRENT_H

#include "frontend/keras/KerasNode.h"

namespace unspool::frontend {

enum class CellKind { Simple, Gru, Lstm };

/// A cell's weights as nn has them: gates in nn's order.
struct Cell {
  CellKind kind;
  int64_t units = 0;
  mlir::Value kernel;        ///< [I, G * H]
  mlir::Value recurrent;     ///< [H, G * H]
  mlir::Value bias;          ///< [G * H] of the input, or null
  mlir::Value recurrentBias; ///< [G * H], or null
  bool linearBeforeReset = false;
  llvm::SmallVector<llvm::StringRef> activations; ///< as nn has them
  llvm::SmallVector<double> alphas, betas;
  std::vector<std::string> functions; ///< as Keras has them: of the gates (if any), of the rest
  bool isSpelled = false;             ///< nn's cells do not know one of them
  bool isVersion2 = false;            ///< whose functions are those of Keras 2

  unsigned stateCount() const { return kind == CellKind::Lstm ? 2 : 1; }
};

/// What goes through a cell.
struct Sequence {
  mlir::Value x;                         ///< [N, T, I]
  mlir::Value mask;                      ///< [N, T] of i1, or null
  llvm::SmallVector<mlir::Value> states; ///< [N, H] each: h, c; empty means zeros
  bool isReversed = false;               ///< the last timestep comes first
  bool zeroMasked = false;               ///< outputs of masked timesteps are 0
};

struct RecurrentResult {
  mlir::Value sequence;                  ///< [N, T, H], in the order of computation
  mlir::Value last;                      ///< [N, H]
  llvm::SmallVector<mlir::Value> states; ///< [N, H] each
};

/// The weights of a cell (LSTM, LSTMCell, ...) for inputs of `inputSize`.
mlir::FailureOr<Cell> readCell(KerasNode &node, int64_t inputSize);

/// All timesteps by one nn layer.
mlir::FailureOr<RecurrentResult> runLayer(NnBuilder &build, const Cell &cell,
                                          const Sequence &sequence);
/// All timesteps by a scan over cells, whose state stands still where the mask, if there
/// is one, says so.
mlir::FailureOr<RecurrentResult> runScan(NnBuilder &build, const Cell &cell,
                                         const Sequence &sequence);
/// One timestep of a cell that `isSpelled`: the next states, h first. `input` [N, G * H] is
/// the projected input; `resetBias` [H] of a GRU is added before r applies, or null.
llvm::SmallVector<mlir::Value> spellCell(NnBuilder &build, const Cell &cell, mlir::Value input,
                                         llvm::ArrayRef<mlir::Value> states, mlir::Value resetBias);

/// A recurrent layer on the inputs of `node`, whose layer it is: data and states.
mlir::FailureOr<RecurrentResult> runRecurrent(KerasNode &node, bool isReversed);
bool isRecurrent(const Layer &layer);

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_KERAS_RECURRENT_H
