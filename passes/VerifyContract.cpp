//===- VerifyContract.cpp - can the code generator take this module? ------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The contract, and the last check before it: behind this pass code only asserts.
//
//   1. The function holds constants, views, calls, copies, scans and a return.
//   2. Every call and copy has a slot for each operand and result.
//   3. Every kernel has a schedule with a name.
//   4. Arena slots lie inside the arena; none has a negative offset.
//   5. Pitches of kernels are those of the values that they are called with.
//   6. A range (nn.range) is two numbers at an integer input.
//
//===----------------------------------------------------------------------===//

#include "passes/Constants.h"
#include "passes/Passes.h"
#include "passes/Views.h"

using namespace mlir;

namespace unspool::nn {

#define GEN_PASS_DEF_VERIFYCONTRACT
#include "passes/Passes.h.inc"

namespace {

struct VerifyContractPass : impl::VerifyContractBase<VerifyContractPass> {
  void runOnOperation() override {
    bool good = true;
    getOperation().walk([&](Operation *op) { good &= succeeded(check(op)); });
    auto module = getOperation()->getParentOfType<ModuleOp>();
    for (KernelOp kernel : module.getOps<KernelOp>())
      if (!kernel.getSchedule() || !kernel.getSchedule()->getAs<StringAttr>("name")) {
        kernel.emitError("contract: the kernel has no schedule");
        good = false;
      }
    good &= succeeded(checkRanges());
    if (!good)
      signalPassFailure();
  }

private:
  LogicalResult checkRanges() {
    func::FuncOp function = getOperation();
    for (auto [index, type] : llvm::enumerate(function.getArgumentTypes())) {
      mlir::Attribute range = function.getArgAttr(index, kRangeAttr);
      auto numbers = dyn_cast_or_null<DenseI64ArrayAttr>(range);
      if (range && (!numbers || numbers.size() != 2 ||
                    !isa<IntegerType>(cast<RankedTensorType>(type).getElementType())))
        return function.emitError("contract: input ")
               << index << " has the range " << range
               << " when it should be two numbers at an integer input";
    }
    return success();
  }

  LogicalResult check(Operation *op) {
    if (auto call = dyn_cast<CallOp>(op)) {
      if (failed(checkPitches(call)))
        return failure();
      return checkSlots(op, call.getOperandSlots(), op->getOperands(), call.getResultSlots(),
                        op->getResults());
    }
    if (auto copy = dyn_cast<CopyOp>(op)) {
      auto asArray = [&](std::optional<SlotAttr> slot) {
        return slot ? std::optional<ArrayAttr>(ArrayAttr::get(&getContext(), {*slot}))
                    : std::nullopt;
      };
      return checkSlots(op, asArray(copy.getOperandSlot()), op->getOperands(),
                        asArray(copy.getResultSlot()), op->getResults());
    }
    if (isa<func::FuncOp, func::ReturnOp, ConstantOp, ScanOp, YieldOp>(op) || isView(op))
      return success();
    return op->emitError("contract: '") << op->getName() << "' is not in any kernel";
  }

  LogicalResult checkSlots(Operation *op, std::optional<ArrayAttr> operandSlots,
                           ValueRange operands, std::optional<ArrayAttr> resultSlots,
                           ValueRange results) {
    if (!operandSlots || !resultSlots || operandSlots->size() != operands.size() ||
        resultSlots->size() != results.size())
      return op->emitError("contract: operands or results without a slot");
    for (auto [slot, value] : llvm::zip_equal(operandSlots->getAsRange<SlotAttr>(), operands))
      if (failed(checkSlot(op, slot, value)))
        return failure();
    for (auto [slot, value] : llvm::zip_equal(resultSlots->getAsRange<SlotAttr>(), results))
      if (failed(checkSlot(op, slot, value)))
        return failure();
    return success();
  }

  LogicalResult checkPitches(CallOp call) {
    std::optional<ArrayRef<int64_t>> pitches =
        SymbolTable::lookupNearestSymbolFrom<KernelOp>(call, call.getCalleeAttr()).getPitches();
    llvm::SmallVector<Value> values(call.getOperands());
    llvm::append_range(values, call.getResults());
    for (auto [position, value] : llvm::enumerate(values)) {
      int64_t known = pitches ? (*pitches)[position] : 0;
      if (known != pitchOf(value))
        return call.emitError("contract: value ")
               << position << " has rows " << pitchOf(value)
               << " elements apart when the kernel's lie " << known << " apart";
    }
    return success();
  }

  /// From the first byte of `value` to its last.
  static int64_t bytesSpanned(Value value) {
    int64_t pitch = pitchOf(value), bytes = bytesOf(value);
    if (!pitch || bytes == 0)
      return bytes;
    int64_t row = shapeOf(value).back(), rows = typeOf(value).getNumElements() / row;
    return ((rows - 1) * pitch + row) * elementBytes(typeOf(value).getElementType());
  }

  LogicalResult checkSlot(Operation *op, SlotAttr slot, Value value) {
    auto arena = getOperation()->getAttrOfType<IntegerAttr>("nn.arena_bytes");
    int64_t bytes = bytesSpanned(value);
    if (slot.getOffset() < 0 || (slot.getSpace() == Space::arena && bytes > 0 &&
                                 (!arena || slot.getOffset() + bytes > arena.getInt())))
      return op->emitError("contract: slot ") << slot << " reaches outside the arena";
    return success();
  }
};

} // namespace
} // namespace unspool::nn
