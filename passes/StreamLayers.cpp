//===- StreamLayers.cpp - ops that remember steps -------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A forward recurrent layer over n steps, from the state that n steps before have
// left, is the layer over the chunk: its initial states become states of the
// function, and its final states their next values.
//
// A convolution or pool that reaches r = dilation * (window - 1) steps back is the
// same over a window of r + chunk steps, without padding. The window is the state:
//
//   window' = concat(window[chunk ..], x)        y = conv(window')
//
// Keeping the chunk's own steps in it costs memory for them, but then the kernel
// reads what the next step needs where it lies, and nothing is copied but the
// window, which has to move. In the first step it holds what the padding was.
// Where the number of steps is open, the state is the last r inputs of the window
// only, and the window is put together of these and x in every call.
//
//===----------------------------------------------------------------------===//

#include "passes/Constants.h"
#include "passes/RecurrentLayer.h"
#include "passes/StreamSequence.h"
#include "passes/Views.h"

#include "llvm/ADT/TypeSwitch.h"

#include <limits>

using namespace mlir;

namespace unspool::nn {
namespace {

//===----------------------------------------------------------------------===//
// States that the model has itself
//===----------------------------------------------------------------------===//

/// What `value` is a view of, and at which element it begins.
std::pair<Value, int64_t> originOf(Value value) {
  int64_t offset = 0;
  while (Operation *op = value.getDefiningOp()) {
    if (auto slice = dyn_cast<SliceOp>(op); slice && isContiguous(slice))
      offset += elementOffset(slice);
    else if (auto transpose = dyn_cast<TransposeOp>(op);
             !isa<ReshapeOp>(op) && !(transpose && keepsMemoryOrder(transpose)))
      break;
    value = op->getOperand(0);
  }
  return {value, offset};
}

/// Does `whole`, seen as memory, have `part` at element `offset`?
bool holds(Value whole, Value part, int64_t offset) {
  if (whole == part)
    return offset == 0;
  Operation *op = whole.getDefiningOp();
  auto transpose = dyn_cast_or_null<TransposeOp>(op);
  if (isa_and_nonnull<ReshapeOp>(op) || (transpose && keepsMemoryOrder(transpose)))
    return holds(op->getOperand(0), part, offset);
  auto concat = dyn_cast_or_null<ConcatOp>(op);
  if (!concat || !isContiguous(concat))
    return false;
  for (Value input : concat.getInputs()) {
    int64_t count = typeOf(input).getNumElements();
    if (offset < count)
      return holds(input, part, offset);
    offset -= count;
  }
  return false;
}

/// Is `initial` an input, or a part of one, whose next value is `final`?
bool isPaired(func::FuncOp function, Value initial, Value final) {
  auto [root, offset] = originOf(initial);
  auto argument = dyn_cast<BlockArgument>(root);
  std::optional<unsigned> result =
      argument ? stateResult(function, argument.getArgNumber()) : std::nullopt;
  return result &&
         holds(function.getBody().front().getTerminator()->getOperand(*result), final, offset);
}

//===----------------------------------------------------------------------===//
// Recurrent layers
//===----------------------------------------------------------------------===//

class RecurrentRule {
public:
  RecurrentRule(Stream &stream, Operation *op)
      : stream(stream), op(op), layer(describeRecurrentLayer(op)) {}

  LogicalResult run() {
    if (!stream.isSequence(layer.x))
      return error() << "has weights or states that are a sequence";
    TimeView in = stream.viewOf(layer.x);
    if (in.surplus > 0)
      return error() << "goes on " << in.surplus << " elements after the last step";
    if (in.axis == 2)
      return error() << "sums over time: every step depends on all others";
    return in.axis == 0 ? overTime() : overOther();
  }

private:
  InFlightDiagnostic error() {
    InFlightDiagnostic diagnostic = op->emitError("'");
    diagnostic << op->getName() << "' ";
    return diagnostic;
  }

  LogicalResult overTime() {
    if (layer.direction == Direction::reverse)
      return error() << "runs backwards through the sequence: it begins at the last step";
    if (layer.direction == Direction::bidirectional)
      return error() << "is bidirectional: its second half begins at the last step";
    if (layer.sequenceLengths)
      return error() << "has sequence lengths, which are known only of whole sequences";
    llvm::TypeSwitch<Operation *>(op).Case<RnnOp, LstmOp, GruOp>(
        [](auto typed) { typed.getSequenceLengthsMutable().clear(); }); // all are T
    if (failed(carry("h", layer.initialH, op->getResult(1))))
      return failure();
    if (layer.hasCellState() && failed(carry("c", layer.initialC, op->getResult(2))))
      return failure();
    stream.setSequence(op->getResult(0), 0);
    for (Value final : op->getResults().drop_front())
      stream.setView(final, {TimeView::Kind::Last});
    return success();
  }

  /// Makes an initial state a state of the function.
  LogicalResult carry(StringRef what, Value initial, Value final) {
    if (initial && isPaired(stream.function, initial, final))
      return success();
    auto constant = initial ? initial.getDefiningOp<ConstantOp>() : ConstantOp();
    if (initial && !constant)
      return error() << "has an initial state that is computed, and whose next value is no output: "
                        "give it as an input, with --state";
    BlockArgument state = stream.addState(op, what, typeOf(final),
                                          initial && !isZero(initial) ? constant.getValue()
                                                                      : ElementsAttr());
    initialOperand(what).assign(state);
    stream.setNext(state, final);
    return success();
  }

  MutableOperandRange initialOperand(StringRef what) {
    if (auto lstm = dyn_cast<LstmOp>(op))
      return what == "h" ? lstm.getInitialHMutable() : lstm.getInitialCMutable();
    if (auto gru = dyn_cast<GruOp>(op))
      return gru.getInitialHMutable();
    return cast<RnnOp>(op).getInitialHMutable();
  }

  /// The layer runs along another axis, in each step anew, and time is its batch.
  LogicalResult overOther() {
    for (OpOperand &operand : op->getOpOperands()) {
      bool isInitial = operand.get() == layer.initialH || operand.get() == layer.initialC;
      if (stream.viewOf(operand.get()).kind == TimeView::Kind::State)
        return error() << "begins anew in every step: its initial state is no state of the stream";
      if ((isInitial && failed(stream.fitFixed(operand, 1))) ||
          (operand.get() == layer.sequenceLengths && failed(stream.fitFixed(operand, 0))))
        return error() << "has other initial states or lengths for every step";
    }
    stream.setSequence(op->getResult(0), 2);
    for (Value final : op->getResults().drop_front())
      stream.setSequence(final, 1);
    return success();
  }

  Stream &stream;
  Operation *op;
  RecurrentLayer layer;
};

//===----------------------------------------------------------------------===//
// Convolutions and pools
//===----------------------------------------------------------------------===//

/// A convolution or pool, with its window's extents.
template <typename OpTy> class WindowRule {
public:
  WindowRule(Stream &stream, OpTy op, ArrayRef<int64_t> window, double border)
      : stream(stream), op(op), window(window), border(border) {}

  LogicalResult run() {
    if (!stream.isSequence(op.getInput()))
      return error() << "has weights that are a sequence";
    TimeView in = stream.viewOf(op.getInput());
    int64_t channels = typeOf(op.getInput()).getRank() - 1;
    if (in.axis == 0) {
      stream.setSequence(op.getResult(), 0, in.surplus);
      return success();
    }
    if (in.axis == channels) {
      if (isa<ConvOp>(op))
        return error() << "sums over time: every step depends on all others";
      stream.setSequence(op.getResult(), channels, in.surplus);
      return success();
    }
    return overTime(in);
  }

private:
  InFlightDiagnostic error() {
    InFlightDiagnostic diagnostic = op->emitError("'");
    diagnostic << op->getName() << "' ";
    return diagnostic;
  }

  LogicalResult overTime(TimeView in) {
    int64_t place = in.axis - 1, low = op.getLow()[place], high = op.getHigh()[place];
    int64_t reach = op.getDilations()[place] * (window[place] - 1);
    if (op.getStrides()[place] != 1)
      return error() << "has stride " << op.getStrides()[place]
                     << " over time: it has no result for every step";
    if (in.surplus > 0)
      return error() << "goes on " << in.surplus << " elements after the last step";
    if (low < reach && low + high >= reach)
      return error() << "looks " << reach - low << " steps ahead: over time its padding is " << low
                     << " before and " << high << " after when it should be " << reach
                     << " before and 0 after";
    if (low != reach)
      return error() << "has " << low << " steps of padding before the sequence when it should have "
                     << reach << ", one result for each step";
    if (auto pool = dyn_cast<AvgPoolOp>(op.getOperation()); pool && reach > 0)
      if (!pool.getCountIncludePad())
        return error() << "counts only steps inside the sequence: the first results have other "
                          "divisors than the later ones";
    if (reach > 0) {
      op.getInputMutable().assign(carryWindow(in.axis, reach));
      op.setLow(without(op.getLow(), place));
    }
    op.setHigh(without(op.getHigh(), place));
    dropCountedPad(place);
    stream.setSequence(op.getResult(), in.axis, high);
    return success();
  }

  static llvm::SmallVector<int64_t> without(ArrayRef<int64_t> pads, int64_t place) {
    llvm::SmallVector<int64_t> changed(pads);
    changed[place] = 0;
    return changed;
  }

  void dropCountedPad(int64_t place) {
    if (auto pool = dyn_cast<AvgPoolOp>(op.getOperation()))
      pool.setCountedHigh(without(pool.getCountedHigh(), place));
  }

  /// window' of the file comment.
  Value carryWindow(int64_t axis, int64_t reach) {
    OpBuilder builder(op);
    RankedTensorType type = typeOf(op.getInput());
    llvm::SmallVector<int64_t> shape(type.getShape());
    shape[axis] = stream.isOpen ? reach : reach + stream.chunk;
    type = type.clone(shape);
    ElementsAttr initial;
    if (border != 0) {
      llvm::APFloat value(border);
      bool lossy;
      value.convert(cast<FloatType>(type.getElementType()).getFloatSemantics(),
                    llvm::APFloat::rmNearestTiesToEven, &lossy);
      initial = DenseElementsAttr::get(type, value);
    }
    BlockArgument state = stream.addState(op, "window", type, initial);
    if (stream.isOpen) {
      Value all = ConcatOp::create(builder, op.getLoc(), ValueRange{state, op.getInput()}, axis);
      stream.setNext(state, sliceAxis(builder, op.getLoc(), all, axis, stream.chunk, reach));
      return all;
    }
    Value kept = sliceAxis(builder, op.getLoc(), state, axis, stream.chunk, reach);
    Value next = ConcatOp::create(builder, op.getLoc(), ValueRange{kept, op.getInput()}, axis);
    stream.setNext(state, next);
    return next;
  }

  Stream &stream;
  OpTy op;
  ArrayRef<int64_t> window;
  double border;
};

LogicalResult streamPool(Stream &stream, MaxPoolOp pool) {
  if (!isa<FloatType>(typeOf(pool.getInput()).getElementType()))
    return pool.emitError("'nn.max_pool' of integers cannot run step by step");
  return WindowRule(stream, pool, pool.getWindow(), -std::numeric_limits<double>::infinity()).run();
}

} // namespace

bool remembers(Operation *op) {
  return isa<RnnOp, LstmOp, GruOp, ConvOp, MaxPoolOp, AvgPoolOp>(op);
}

LogicalResult streamLayer(Stream &stream, Operation *op) {
  if (auto pool = dyn_cast<MaxPoolOp>(op))
    return streamPool(stream, pool);
  if (auto pool = dyn_cast<AvgPoolOp>(op))
    return WindowRule(stream, pool, pool.getWindow(), 0).run();
  if (auto conv = dyn_cast<ConvOp>(op))
    return WindowRule(stream, conv, shapeOf(conv.getFilter()).drop_back(2), 0).run();
  return RecurrentRule(stream, op).run();
}

} // namespace unspool::nn
