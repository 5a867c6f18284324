//===- StreamSequence.h - what the rules of streaming share ---------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   StreamSequence.cpp   the pass: inputs, the walk, outputs
//   StreamRules.cpp      ops that look at one step at a time
//   StreamLayers.cpp     ops that remember: recurrent layers, convolutions, pools
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_PASSES_STREAMSEQUENCE_H
#define UNSPOOL_PASSES_STREAMSEQUENCE_H

#include "ir/Nn.h"

namespace unspool::nn {

/// What a value of the sequence model is to a step.
struct TimeView {
  enum class Kind {
    Fixed,    ///< the same in every step: weights, inputs that are no sequence
    Sequence, ///< has an axis of time; element t depends on the steps up to t
    Last,     ///< known after the last step; in a stream, after every step
    State     ///< an input that is a state, or a view of it
  };
  Kind kind = Kind::Fixed;
  int64_t axis = 0; ///< of a sequence
  /// Elements of a sequence after its T steps, which padding has put there: they
  /// look ahead and must be cut off again.
  int64_t surplus = 0;
};

/// The function on its way from all steps to `chunk` of them. Ops are changed in
/// place: where a rule finds that an op can run step by step, it gives the results
/// their new types and views. Operands have theirs already.
class Stream {
public:
  Stream(mlir::func::FuncOp function, int64_t steps, int64_t chunk, bool isOpen)
      : function(function), steps(steps), chunk(chunk), isOpen(isOpen) {}

  mlir::func::FuncOp function;
  const int64_t steps; ///< T
  const int64_t chunk; ///< steps that the new function takes at once
  const bool isOpen;   ///< other calls take other numbers: no state depends on `chunk`

  TimeView viewOf(mlir::Value value) const { return views.lookup(value); }
  bool isSequence(mlir::Value value) const {
    return viewOf(value).kind == TimeView::Kind::Sequence;
  }
  void setView(mlir::Value value, TimeView view) { views[value] = view; }
  /// Makes `value` a sequence along `axis`: its extent becomes the chunk's.
  void setSequence(mlir::Value value, int64_t axis, int64_t surplus = 0);

  /// Makes a value that is the same in every step fit a sequence along `axis`: its
  /// extent there is 1 (or it has no such axis), or all its elements are equal and
  /// it is cut. Fails silently if it has another element for each step.
  mlir::LogicalResult fitFixed(mlir::OpOperand &operand, int64_t axis);

  /// A new argument, in the first step `initial` (null: zeros), then what setNext
  /// says. `layer` gives it a name.
  mlir::BlockArgument addState(mlir::Operation *layer, mlir::StringRef what,
                               mlir::RankedTensorType type, mlir::ElementsAttr initial);
  void setNext(mlir::BlockArgument state, mlir::Value next) { nextValues.push_back({state, next}); }

  /// Appends the new states to the function's results, and updates its type.
  void finish();

private:
  std::string freshName(mlir::StringRef base);

  llvm::DenseMap<mlir::Value, TimeView> views;
  llvm::SmallVector<std::pair<mlir::BlockArgument, mlir::Value>> nextValues;
};

/// Both return failure after an error at `op` if it cannot run step by step. One of
/// its operands is a sequence, and none is known only at the end.
mlir::LogicalResult streamStepwise(Stream &stream, mlir::Operation *op);
/// As above, for the layers that `remembers` is true of.
bool remembers(mlir::Operation *op);
mlir::LogicalResult streamLayer(Stream &stream, mlir::Operation *op);

} // namespace unspool::nn

#endif // UNSPOOL_PASSES_STREAMSEQUENCE_H
