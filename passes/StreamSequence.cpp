//===- StreamSequence.cpp - a sequence model becomes a step ---------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A model that maps x[0 .. T-1] to y[0 .. T-1], where y[t] depends on x[0 .. t]
// only, can run while x is still coming in: one step takes x[t] and what is
// remembered of the steps before, and gives y[t]. What must be remembered are the
// states of recurrent layers and the last inputs of convolutions over time; both
// become states of the function (nn.state). Everything else works on each step by
// itself, so its ops only get a shorter axis.
//
// Each value has a view of time (TimeView), from which the rules of the ops tell
// whether they can run step by step. What looks ahead is refused, at its node:
// reverse recurrence, reductions and softmax over time, convolutions that reach
// beyond the present. Final states, and slices of the last step, are fine: they
// come out as what they are at present.
//
// The result for T steps is that of the whole model: tests/property/StreamTest.cpp.
//
//===----------------------------------------------------------------------===//

#include "passes/StreamSequence.h"

#include "passes/Constants.h"
#include "passes/Passes.h"
#include "passes/States.h"

#include "llvm/ADT/StringSet.h"

using namespace mlir;

namespace unspool::nn {

#define GEN_PASS_DEF_STREAMSEQUENCE
#include "passes/Passes.h.inc"

//===----------------------------------------------------------------------===//
// Stream
//===----------------------------------------------------------------------===//

static RankedTensorType withExtent(RankedTensorType type, int64_t axis, int64_t extent) {
  llvm::SmallVector<int64_t> shape(type.getShape());
  shape[axis] = extent;
  return type.clone(shape);
}

void Stream::setSequence(Value value, int64_t axis, int64_t surplus) {
  value.setType(withExtent(typeOf(value), axis, chunk));
  setView(value, {TimeView::Kind::Sequence, axis, surplus});
}

LogicalResult Stream::fitFixed(OpOperand &operand, int64_t axis) {
  Value value = operand.get();
  if (axis < 0 || axis >= typeOf(value).getRank() || shapeOf(value)[axis] == 1)
    return success();
  auto constant = value.getDefiningOp<ConstantOp>();
  auto elements = constant ? dyn_cast<SplatElementsAttr>(constant.getValue()) : nullptr;
  if (!elements)
    return failure();
  OpBuilder builder(operand.getOwner());
  operand.set(ConstantOp::create(builder, operand.getOwner()->getLoc(),
                                 elements.resizeSplat(withExtent(typeOf(value), axis, chunk))));
  return success();
}

/// The name of the model's node that `location` speaks of; empty if there is none.
static StringRef nodeName(Location location) {
  StringRef name;
  location->walk([&](Location inner) {
    auto named = dyn_cast<NameLoc>(inner);
    if (!named || named.getName().empty())
      return WalkResult::advance();
    name = named.getName().getValue();
    return WalkResult::interrupt();
  });
  return name;
}

std::string Stream::freshName(StringRef base) {
  llvm::StringSet<> taken;
  for (unsigned i = 0; i < function.getNumArguments(); ++i)
    taken.insert(argumentName(function, i));
  for (unsigned i = 0; i < function.getNumResults(); ++i)
    taken.insert(resultName(function, i));
  std::string name = base.str();
  for (unsigned suffix = 2; taken.contains(name) || taken.contains(name + "_next"); ++suffix)
    name = (base + "_" + Twine(suffix)).str();
  return name;
}

BlockArgument Stream::addState(Operation *layer, StringRef what, RankedTensorType type,
                               ElementsAttr initial) {
  StringRef node = nodeName(layer->getLoc()).ltrim('/');
  std::string base = node.empty() ? layer->getName().stripDialect().str() : node.str();
  Builder builder(function.getContext());
  llvm::SmallVector<NamedAttribute> attributes{
      {builder.getStringAttr(kNameAttr),
       builder.getStringAttr(freshName(base + "_" + what.str()))}};
  if (initial)
    attributes.push_back({builder.getStringAttr(kInitialAttr), initial});
  unsigned index = function.getNumArguments();
  // nn.state follows in finish(): its result does not exist yet.
  (void)function.insertArgument(index, type, builder.getDictionaryAttr(attributes),
                                layer->getLoc());
  BlockArgument argument = function.getArgument(index);
  setView(argument, {TimeView::Kind::State});
  return argument;
}

void Stream::finish() {
  Operation *terminator = function.getBody().front().getTerminator();
  Builder builder(function.getContext());
  unsigned next = function.getNumResults();
  llvm::SmallVector<Attribute> names;
  for (unsigned i = 0; i < next; ++i)
    names.push_back(builder.getDictionaryAttr(function.getResultAttrs(i)));
  for (auto [state, value] : nextValues) {
    terminator->insertOperands(next, value);
    function.setArgAttr(state.getArgNumber(), kStateAttr, builder.getI64IntegerAttr(next++));
    auto name = builder.getStringAttr(argumentName(function, state.getArgNumber()) + "_next");
    names.push_back(builder.getDictionaryAttr(builder.getNamedAttr(kNameAttr, name)));
  }
  function.setFunctionType(
      builder.getFunctionType(function.getBody().front().getArgumentTypes(),
                              terminator->getOperandTypes()));
  function.setAllResultAttrs(names);
}

//===----------------------------------------------------------------------===//
// The pass
//===----------------------------------------------------------------------===//

std::optional<StreamRequest> StreamRequest::parse(StringRef text) {
  StreamRequest request;
  StringRef place = text;
  // A ':' before the axis belongs to the name.
  if (text.contains(':') && !text.rsplit(':').second.contains('.')) {
    int64_t chunk = 0;
    if (text.rsplit(':').second.getAsInteger(10, chunk) || chunk < 1)
      return std::nullopt;
    request.chunk = chunk;
    place = text.rsplit(':').first;
  }
  auto [input, axis] = place.rsplit('.');
  if (input.empty() || axis.getAsInteger(10, request.axis) || request.axis < 0)
    return std::nullopt;
  request.input = input.str();
  return request;
}

namespace {

struct StreamSequencePass : impl::StreamSequenceBase<StreamSequencePass> {
  using StreamSequenceBase::StreamSequenceBase;

  void runOnOperation() override {
    if (failed(markInputs()) || failed(streamOps()) || failed(checkOutputs()))
      return signalPassFailure();
    stream->finish();
    eraseUnusedConstants(getOperation());
  }

private:
  LogicalResult markInputs() {
    func::FuncOp function = getOperation();
    for (const std::string &text : inputs) {
      auto error = [&] { return function.emitError("stream ") << text << ": "; };
      std::optional<StreamRequest> request = StreamRequest::parse(text);
      if (!request)
        return error() << "should be INPUT.AXIS or INPUT.AXIS:STEPS, as in x.0 or x.1:4";
      unsigned index = 0;
      while (index < function.getNumArguments() && argumentName(function, index) != request->input)
        ++index;
      if (index == function.getNumArguments())
        return error() << "the model has no input '" << request->input << "'";
      BlockArgument argument = function.getArgument(index);
      if (request->axis >= typeOf(argument).getRank())
        return error() << "input '" << request->input << "' has " << typeOf(argument).getRank()
                       << " axes";
      if (stateResult(function, index))
        return error() << "input '" << request->input << "' is a state";
      int64_t steps = shapeOf(argument)[request->axis], chunk = request->chunk.value_or(1);
      if (!stream)
        stream.emplace(function, steps, chunk, openChunk);
      if (steps != stream->steps || chunk != stream->chunk)
        return error() << "has " << steps << " steps, " << chunk
                       << " at a time, when the stream before has " << stream->steps << ", "
                       << stream->chunk << " at a time";
      stream->setSequence(argument, request->axis);
    }
    for (BlockArgument argument : function.getArguments())
      if (stateResult(function, argument.getArgNumber()))
        stream->setView(argument, {TimeView::Kind::State});
    return success();
  }

  LogicalResult streamOps() {
    Block &body = getOperation().getBody().front();
    for (Operation &op : llvm::make_early_inc_range(body.without_terminator()))
      if (failed(streamOp(&op)))
        return failure();
    return success();
  }

  LogicalResult streamOp(Operation *op) {
    bool kinds[4] = {};
    for (Value operand : op->getOperands())
      kinds[int(stream->viewOf(operand).kind)] = true;
    bool sequence = kinds[int(TimeView::Kind::Sequence)], last = kinds[int(TimeView::Kind::Last)],
         state = kinds[int(TimeView::Kind::State)];
    if (sequence && last)
      return op->emitError("'") << op->getName() << "' needs in every step what is known after the "
                                                    "last one only";
    if (sequence && remembers(op))
      return streamLayer(*stream, op);
    if (state) {
      // Only layers know what to do with a state; until it gets there it may be
      // looked at from other sides.
      if (!isa<ReshapeOp, TransposeOp, SliceOp>(op))
        return op->emitError("'") << op->getName()
                                  << "' reads a state that is no recurrent layer's initial state";
      stream->setView(op->getResult(0), {TimeView::Kind::State});
      return success();
    }
    if (sequence)
      return streamStepwise(*stream, op);
    if (last)
      for (Value result : op->getResults())
        stream->setView(result, {TimeView::Kind::Last});
    return success();
  }

  LogicalResult checkOutputs() {
    func::FuncOp function = getOperation();
    Operation *terminator = function.getBody().front().getTerminator();
    for (OpOperand &operand : terminator->getOpOperands()) {
      StringRef name = resultName(function, operand.getOperandNumber());
      TimeView view = stream->viewOf(operand.get());
      if (view.surplus > 0)
        return terminator->emitError("output '")
               << name << "' has " << view.surplus << " elements after the last step";
      if (view.kind == TimeView::Kind::State)
        return terminator->emitError("output '") << name << "' is a state that no layer changes";
    }
    return success();
  }

  std::optional<Stream> stream;
};

} // namespace
} // namespace unspool::nn
