//===- PlanBuffers.cpp - every tensor gets its place ----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A place is a root (an input, output, constant or arena buffer) and a byte
// offset, which inside a loop may move (nn.slot). Places are found in two sweeps:
//
//   backwards  readers tell writers where to write: outputs, parts of
//              concatenations, states of loops (Ownership.cpp has made copies
//              where that is impossible); all other written tensors get an arena
//              buffer of their own
//   forwards   views take their place from what they view
//
// A carried state has two slots, one read and one written, that swap every
// iteration: other cells may still read the old state while the new one is
// written. Results of kernels inside a loop live as long as the loop.
//
//===----------------------------------------------------------------------===//

#include "passes/Arena.h"
#include "passes/Constants.h"
#include "passes/Ownership.h"
#include "passes/Passes.h"
#include "passes/Views.h"

using namespace mlir;

namespace unspool::nn {

#define GEN_PASS_DEF_PLANBUFFERS
#include "passes/Passes.h.inc"

namespace {

/// Every buffer begins at a multiple of this: a cache line, and the widest vector.
constexpr int64_t kAlignment = 64;

int64_t align(int64_t bytes) { return (bytes + kAlignment - 1) / kAlignment * kAlignment; }

struct Place {
  Space space = Space::arena;
  int64_t index = 0; ///< of the input, output, constant, or arena buffer
  int64_t offset = 0, stride = 0, flip = 0, phase = 0;

  Place at(int64_t bytes) const {
    Place moved = *this;
    moved.offset += bytes;
    return moved;
  }
};

class BufferPlanner {
public:
  BufferPlanner(func::FuncOp function, int64_t distance)
      : function(function), distance(distance) {}

  void plan() {
    eraseUnusedConstants(function);
    insertCopies(function);
    Block &body = function.getBody().front();
    for (auto [index, operand] : llvm::enumerate(body.getTerminator()->getOperands()))
      places[storageOf(operand)] = {Space::output, int64_t(index)};
    placeWritten(body);
    for (BlockArgument argument : body.getArguments())
      places[argument] = {Space::input, argument.getArgNumber()};
    placeViews(body);
    measureLifetimes(body);
    int64_t arenaBytes = layOutArena(buffers, kAlignment);
    OpBuilder builder(function);
    if (distance)
      arenaBytes = setApart(builder, arenaBytes);
    annotate();
    function->setAttr("nn.arena_bytes", builder.getI64IntegerAttr(arenaBytes));
    function->setAttr("nn.arena_bound", builder.getI64IntegerAttr(arenaLowerBound(buffers)));
  }

private:
  /// Where the buffers lie, and where the last ends, is noted on the function.
  int64_t setApart(OpBuilder &builder, int64_t arenaBytes) {
    llvm::SmallVector<int64_t> offsets;
    for (auto [index, buffer] : llvm::enumerate(buffers)) {
      offsets.push_back(buffer.offset);
      buffer.offset = index * distance;
    }
    offsets.push_back(arenaBytes);
    function->setAttr("nn.arena_buffers", builder.getDenseI64ArrayAttr(offsets));
    return int64_t(buffers.size()) * distance;
  }

  /// Bytes of a state, up to its other place. At sizes that are not known they are as
  /// many as the state has: a simple function of the sizes.
  int64_t bytesBetweenStates(Value state) const {
    return distance ? bytesOf(state) : align(bytesOf(state));
  }

  Place newBuffer(int64_t bytes) {
    ArenaBuffer buffer;
    buffer.bytes = bytes;
    buffers.push_back(buffer);
    return {Space::arena, int64_t(buffers.size()) - 1};
  }

  Place placeOf(Value value) const {
    auto place = places.find(value);
    assert(place != places.end() && "a tensor without a place");
    return place->second;
  }

  // The backwards sweep.

  void placeWritten(Block &block) {
    for (Operation &op : llvm::reverse(block)) {
      if (auto scan = dyn_cast<ScanOp>(op)) {
        placeScan(scan);
      } else if (auto concat = dyn_cast<ConcatOp>(op)) {
        ensurePlace(concat.getResult());
        Place part = placeOf(concat.getResult());
        for (Value input : concat.getInputs()) {
          places[storageOf(input)] = part;
          part = part.at(bytesOfPart(concat, input));
        }
      } else if (isa<CallOp, CopyOp>(op)) {
        llvm::for_each(op.getResults(), [&](Value result) { ensurePlace(result); });
      }
    }
  }

  void ensurePlace(Value value) {
    if (!places.count(value))
      places[value] = newBuffer(bytesOf(value));
  }

  void placeScan(ScanOp scan) {
    Block &body = scan.getBody().front();
    Operation *yield = body.getTerminator();
    unsigned stateCount = scan.getInitial().size();
    int64_t trips = scan.getTrips();
    for (unsigned state = 0; state < stateCount; ++state) {
      int64_t bytes = bytesBetweenStates(scan.getInitial()[state]);
      Place slots = newBuffer(2 * bytes);
      scanBuffers[scan].push_back(slots.index);
      places[storageOf(scan.getInitial()[state])] = slots;
      places[scan.getResult(state)] = slots.at(trips % 2 * bytes);
      slots.flip = bytes;
      places[body.getArgument(state)] = slots;
      slots.phase = 1;
      places[storageOf(yield->getOperand(state))] = slots;
    }
    for (unsigned result = stateCount; result < scan.getNumResults(); ++result) {
      ensurePlace(scan.getResult(result));
      Value part = yield->getOperand(result);
      bool backwards = llvm::is_contained(scan.getReversedResults(), result - stateCount);
      places[storageOf(part)] =
          moving(placeOf(scan.getResult(result)), bytesOf(part), trips, backwards);
    }
    placeWritten(body);
  }

  /// A place that moves by `bytes` each iteration, from either end.
  static Place moving(Place whole, int64_t bytes, int64_t trips, bool backwards) {
    Place part = backwards ? whole.at((trips - 1) * bytes) : whole;
    part.stride = backwards ? -bytes : bytes;
    return part;
  }

  // The forwards sweep.

  void placeViews(Block &block) {
    for (Operation &op : block) {
      if (auto constant = dyn_cast<ConstantOp>(op)) {
        OpBuilder builder(constant);
        constant->setAttr("nn.index", builder.getI64IntegerAttr(constants));
        places[constant] = {Space::constant, constants++};
      } else if (auto reshape = dyn_cast<ReshapeOp>(op)) {
        places[reshape] = placeOf(reshape.getInput());
      } else if (auto slice = dyn_cast<SliceOp>(op)) {
        int64_t width = elementBytes(typeOf(slice).getElementType());
        places[slice] = placeOf(slice.getInput()).at(elementOffset(slice) * width);
      } else if (auto scan = dyn_cast<ScanOp>(op)) {
        placeScanned(scan);
      }
    }
  }

  void placeScanned(ScanOp scan) {
    Block &body = scan.getBody().front();
    unsigned stateCount = scan.getInitial().size();
    for (auto [index, input] : llvm::enumerate(scan.getScanned())) {
      BlockArgument part = body.getArgument(stateCount + index);
      bool backwards = llvm::is_contained(scan.getReversed(), int64_t(index));
      places[part] = moving(placeOf(input), bytesOf(part), scan.getTrips(), backwards);
    }
    placeViews(body);
  }

  // Lifetimes.

  void measureLifetimes(Block &body) {
    int64_t step = 0;
    mlir::Attribute wave;
    for (Operation &op : body) {
      // What runs side by side lives side by side.
      mlir::Attribute current = op.getAttr(kWaveAttr);
      step += !current || current != wave;
      wave = current;
      op.walk([&](Operation *nested) {
        if (isa<CallOp, CopyOp, ScanOp, func::ReturnOp>(nested)) {
          llvm::for_each(nested->getOperands(), [&](Value value) { touch(value, step); });
          llvm::for_each(nested->getResults(), [&](Value value) { touch(value, step); });
        }
        if (auto scan = dyn_cast<ScanOp>(nested))
          for (int64_t buffer : scanBuffers[scan])
            buffers[buffer].touch(step);
      });
    }
  }

  void touch(Value value, int64_t step) {
    Place place = placeOf(value);
    if (place.space == Space::arena)
      buffers[place.index].touch(step);
  }

  // The result, in the IR.

  SlotAttr slotOf(Value value) {
    Place place = placeOf(value);
    bool inArena = place.space == Space::arena;
    return SlotAttr::get(function.getContext(), place.space, inArena ? 0 : place.index,
                         place.offset + (inArena ? buffers[place.index].offset : 0), place.stride,
                         place.flip, place.phase);
  }

  ArrayAttr slotsOf(ValueRange values) {
    llvm::SmallVector<Attribute> slots;
    for (Value value : values)
      slots.push_back(slotOf(value));
    return ArrayAttr::get(function.getContext(), slots);
  }

  void annotate() {
    function.walk([&](Operation *op) {
      if (auto call = dyn_cast<CallOp>(op)) {
        call.setOperandSlotsAttr(slotsOf(call.getOperands()));
        call.setResultSlotsAttr(slotsOf(call.getResults()));
      } else if (auto copy = dyn_cast<CopyOp>(op)) {
        copy.setOperandSlotAttr(slotOf(copy.getInput()));
        copy.setResultSlotAttr(slotOf(copy.getResult()));
      }
    });
  }

  func::FuncOp function;
  int64_t distance;
  llvm::DenseMap<Value, Place> places;
  std::vector<ArenaBuffer> buffers;
  llvm::DenseMap<Operation *, llvm::SmallVector<int64_t>> scanBuffers;
  int64_t constants = 0;
};

struct PlanBuffersPass : impl::PlanBuffersBase<PlanBuffersPass> {
  using PlanBuffersBase::PlanBuffersBase;
  void runOnOperation() override { BufferPlanner(getOperation(), distance).plan(); }
};

} // namespace
} // namespace unspool::nn
