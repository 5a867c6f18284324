//===- Ownership.cpp - which tensors are written in place -----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Some readers want a tensor at a certain place: `func.return` in an output,
// a concatenation in its part of the whole, a scan's states in one of their two
// slots. The writer can put it there if it is a call, a copy, a concatenation or
// a scan that collects it, and if nobody else wants the same tensor elsewhere.
// Otherwise a copy is made. Readers are visited from the last to the first, so a
// whole is settled before its parts.
//
//===----------------------------------------------------------------------===//

#include "passes/Ownership.h"

#include "passes/Views.h"

using namespace mlir;

namespace unspool::nn {

namespace {

class Claims {
public:
  /// Lets the operand be written where its reader wants it, or copies it.
  void claim(OpOperand &operand) {
    Value storage = storageOf(operand.get());
    if (isMovable(storage, operand.getOwner()) && claimed.insert(storage).second)
      return;
    OpBuilder builder(operand.getOwner());
    Value copy = CopyOp::create(builder, operand.getOwner()->getLoc(), operand.get().getType(),
                                operand.get(), SlotAttr(), SlotAttr());
    for (StringRef place : {kWaveAttr, kBranchAttr}) // a branch makes its own copies
      if (mlir::Attribute number = operand.getOwner()->getAttr(place))
        copy.getDefiningOp()->setAttr(place, number);
    claimed.insert(copy);
    operand.set(copy);
  }

  void copy(OpOperand &operand) {
    claimed.insert(storageOf(operand.get())); // somebody else's, or nobody's
    claim(operand);
  }

private:
  /// Can whoever writes `storage` write it anywhere, for a reader in `reader`?
  static bool isMovable(Value storage, Operation *reader) {
    Operation *writer = storage.getDefiningOp();
    if (!writer || writer->getBlock() != reader->getBlock())
      return false;
    if (auto scan = dyn_cast<ScanOp>(writer))
      return cast<OpResult>(storage).getResultNumber() >= scan.getInitial().size();
    return isa<CallOp, CopyOp>(writer) || (isa<ConcatOp>(writer) && isView(writer));
  }

  llvm::DenseSet<Value> claimed;
};

void settle(Block &block, Claims &claims);

/// The initial state moves into the loop's slot 0 only if the loop is its one
/// reader: the second iteration overwrites it.
void settleScan(ScanOp scan, Claims &claims) {
  settle(scan.getBody().front(), claims);
  unsigned states = scan.getInitial().size();
  for (OpOperand &operand : scan->getOpOperands().take_front(states)) {
    Value value = operand.get();
    bool soleReader = value.hasOneUse();
    while (auto reshape = value.getDefiningOp<ReshapeOp>()) {
      value = reshape.getInput();
      soleReader &= value.hasOneUse();
    }
    if (soleReader)
      claims.claim(operand);
    else
      claims.copy(operand);
  }
}

void settle(Block &block, Claims &claims) {
  // Copies are inserted before the op visited, hence after the ones to come.
  for (Operation &op : llvm::make_early_inc_range(llvm::reverse(block))) {
    if (auto scan = dyn_cast<ScanOp>(op)) {
      settleScan(scan, claims);
      continue;
    }
    if (isa<func::ReturnOp, YieldOp>(op) || (isa<ConcatOp>(op) && isView(&op)))
      for (OpOperand &operand : op.getOpOperands())
        claims.claim(operand);
  }
}

} // namespace

void insertCopies(func::FuncOp function) {
  Claims claims;
  settle(function.getBody().front(), claims);
}

} // namespace unspool::nn
