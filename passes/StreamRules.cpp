//===- StreamRules.cpp - ops that look at one step at a time --------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each rule asks where the axis of time of its operands comes out, and whether on
// the way elements of different steps meet.
//
//===----------------------------------------------------------------------===//

#include "passes/StreamSequence.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace unspool::nn {
namespace {

class Stepwise {
public:
  Stepwise(Stream &stream, Operation *op) : stream(stream), op(op) {}

  LogicalResult run() {
    if (isElementwise(op))
      return elementwise();
    return llvm::TypeSwitch<Operation *, LogicalResult>(op)
        .Case<MatmulOp, ReshapeOp, TransposeOp, BroadcastOp, SliceOp, ConcatOp, PadOp, GatherOp,
              ReduceOp, ArgReduceOp, CumulateOp, TopKOp, SoftmaxOp, LogSoftmaxOp>(
            [&](auto typed) { return rule(typed); })
        .Default([&](Operation *) {
          return error() << "cannot run step by step; only recurrent layers, convolutions, pools, "
                            "products, reductions, data movement and pointwise ops can";
        });
  }

private:
  InFlightDiagnostic error() {
    InFlightDiagnostic diagnostic = op->emitError("'");
    diagnostic << op->getName() << "' ";
    return diagnostic;
  }

  TimeView view(Value value) const { return stream.viewOf(value); }

  /// The result is a sequence along `axis`, with the surplus of the one that comes in.
  LogicalResult keep(int64_t axis, int64_t surplus) {
    for (Value result : op->getResults())
      stream.setSequence(result, axis, surplus);
    return success();
  }

  LogicalResult fit(OpOperand &operand, int64_t axis) {
    if (succeeded(stream.fitFixed(operand, axis)))
      return success();
    return error() << "has an operand of shape [" << shapeOf(operand.get())
                   << "] with other elements for every step";
  }

  /// Operands are aligned at the right; `offsetOf` says by how much.
  LogicalResult elementwise() {
    int64_t rank = typeOf(op->getResult(0)).getRank();
    std::optional<TimeView> common;
    for (Value operand : op->getOperands()) {
      if (!stream.isSequence(operand))
        continue;
      TimeView own = view(operand);
      own.axis += rank - typeOf(operand).getRank();
      if (common && (common->axis != own.axis || common->surplus != own.surplus))
        return error() << "combines different steps of the sequence";
      common = own;
    }
    for (OpOperand &operand : op->getOpOperands())
      if (!stream.isSequence(operand.get()) &&
          failed(fit(operand, common->axis - (rank - typeOf(operand.get()).getRank()))))
        return failure();
    return keep(common->axis, common->surplus);
  }

  LogicalResult rule(MatmulOp matmul) {
    int64_t rank = typeOf(matmul.getResult()).getRank();
    std::optional<TimeView> common;
    for (auto [side, operand] : llvm::enumerate(op->getOpOperands())) {
      if (!stream.isSequence(operand.get()))
        continue;
      TimeView own = view(operand.get());
      int64_t operandRank = typeOf(operand.get()).getRank();
      if (own.axis == operandRank - (side == 0 ? 1 : 2))
        return error() << "sums over time: every step depends on all others";
      own.axis += rank - operandRank;
      if (common && (common->axis != own.axis || own.axis >= rank - 2 ||
                     common->surplus != own.surplus))
        return error() << "multiplies every step with every other one";
      common = own;
    }
    // A batch of matrices, one a step.
    if (common->axis < rank - 2)
      for (OpOperand &operand : op->getOpOperands())
        if (!stream.isSequence(operand.get()) && typeOf(operand.get()).getRank() > 2 &&
            failed(fit(operand, common->axis - (rank - typeOf(operand.get()).getRank()))))
          return failure();
    return keep(common->axis, common->surplus);
  }

  /// The axis of the result that has the steps, with as many elements before it.
  LogicalResult rule(ReshapeOp reshape) {
    TimeView in = view(reshape.getInput());
    ArrayRef<int64_t> from = shapeOf(reshape.getInput()), to = shapeOf(reshape.getResult());
    auto product = [](ArrayRef<int64_t> extents) {
      int64_t count = 1;
      for (int64_t extent : extents)
        count *= extent;
      return count;
    };
    int64_t before = product(from.take_front(in.axis)), extent = stream.steps + in.surplus;
    for (int64_t axis = 0; axis < int64_t(to.size()); ++axis)
      if (to[axis] == extent && product(to.take_front(axis)) == before)
        return keep(axis, in.surplus);
    return error() << "merges time with other axes: what comes out, [" << to
                   << "], depends on all steps at once";
  }

  LogicalResult rule(TransposeOp transpose) {
    TimeView in = view(transpose.getInput());
    const int64_t *axis = llvm::find(transpose.getPermutation(), in.axis);
    return keep(axis - transpose.getPermutation().begin(), in.surplus);
  }

  LogicalResult rule(BroadcastOp broadcast) {
    TimeView in = view(broadcast.getInput());
    int64_t more = typeOf(broadcast.getResult()).getRank() - typeOf(broadcast.getInput()).getRank();
    return keep(in.axis + more, in.surplus);
  }

  /// All steps, without the surplus if one likes; or the last step.
  LogicalResult rule(SliceOp slice) {
    TimeView in = view(slice.getInput());
    auto change = [&](ArrayRef<int64_t> list, int64_t value) {
      llvm::SmallVector<int64_t> changed(list);
      changed[in.axis] = value;
      return changed;
    };
    int64_t start = slice.getStarts()[in.axis], size = slice.getSizes()[in.axis],
            step = slice.getSteps()[in.axis];
    if (start == 0 && step == 1 && size >= stream.steps) {
      slice.setSizes(change(slice.getSizes(), stream.chunk));
      return keep(in.axis, size - stream.steps);
    }
    if (start == stream.steps - 1 && size == 1) {
      slice.setStarts(change(slice.getStarts(), stream.chunk - 1));
      stream.setView(slice.getResult(), {TimeView::Kind::Last});
      return success();
    }
    if (step < 0)
      return error() << "runs backwards through the sequence";
    return error() << "takes " << size << " of " << stream.steps << " steps, from step " << start
                   << " on; only all of them, or the last one, can come out of a stream";
  }

  LogicalResult rule(ConcatOp concat) {
    std::optional<TimeView> common;
    for (Value input : concat.getInputs()) {
      if (!stream.isSequence(input))
        continue;
      if (common && (common->axis != view(input).axis || common->surplus != view(input).surplus))
        return error() << "combines different steps of the sequence";
      common = view(input);
    }
    if (int64_t(concat.getAxis()) == common->axis)
      return error() << "puts something before or after the sequence";
    for (OpOperand &operand : op->getOpOperands()) {
      if (stream.isSequence(operand.get()))
        continue;
      if (failed(fit(operand, common->axis)))
        return failure();
    }
    return keep(common->axis, common->surplus);
  }

  LogicalResult rule(PadOp pad) {
    TimeView in = view(pad.getInput());
    if (!stream.isSequence(pad.getInput()) || pad.getLow()[in.axis] || pad.getHigh()[in.axis])
      return error() << "adds elements before or after the sequence; zeros before a convolution or "
                        "-infinity before a pool, as their own padding, can be streamed";
    return keep(in.axis, in.surplus);
  }

  LogicalResult rule(GatherOp gather) {
    TimeView input = view(gather.getInput()), indices = view(gather.getIndices());
    int64_t axis = gather.getAxis();
    if (stream.isSequence(gather.getInput()) && stream.isSequence(gather.getIndices()))
      return error() << "combines different steps of the sequence";
    if (stream.isSequence(gather.getIndices()))
      return keep(axis + indices.axis, indices.surplus);
    if (input.axis == axis)
      return error() << "picks steps of the sequence by their index";
    int64_t more = typeOf(gather.getIndices()).getRank() - 1;
    return keep(input.axis < axis ? input.axis : input.axis + more, input.surplus);
  }

  LogicalResult rule(ReduceOp reduce) {
    TimeView in = view(reduce.getInput());
    if (llvm::is_contained(reduce.getAxes(), in.axis))
      return error() << "reduces over time: it needs all steps";
    int64_t gone = reduce.getKeep() ? 0 : llvm::count_if(reduce.getAxes(), [&](int64_t axis) {
      return axis < in.axis;
    });
    return keep(in.axis - gone, in.surplus);
  }

  /// Ops that have their result's shape from their input, along one axis.
  template <typename OpTy> LogicalResult alongAxis(OpTy typed, const char *what) {
    TimeView in = view(typed.getInput());
    if (int64_t(typed.getAxis()) == in.axis)
      return error() << what;
    return keep(in.axis, in.surplus);
  }

  LogicalResult rule(ArgReduceOp typed) {
    return alongAxis(typed, "reduces over time: it needs all steps");
  }
  LogicalResult rule(CumulateOp typed) {
    return alongAxis(typed, "adds up all steps so far, which is not supported");
  }
  LogicalResult rule(TopKOp typed) { return alongAxis(typed, "sorts over time: it needs all steps"); }
  LogicalResult rule(SoftmaxOp typed) {
    return alongAxis(typed, "normalises over time: every step depends on all others");
  }
  LogicalResult rule(LogSoftmaxOp typed) {
    return alongAxis(typed, "normalises over time: every step depends on all others");
  }

  Stream &stream;
  Operation *op;
};

} // namespace

LogicalResult streamStepwise(Stream &stream, Operation *op) { return Stepwise(stream, op).run(); }

} // namespace unspool::nn
