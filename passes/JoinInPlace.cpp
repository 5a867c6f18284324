//===- JoinInPlace.cpp - parts are written into what they are parts of ----===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Channels are the last axis of an image, so a concatenation of channels lays the rows of
// its parts side by side. A kernel can write its result in such rows, and read them, if it is
// told how far they lie apart (`pitches` of nn.kernel): then there is nothing left to do. Of a
// chain, as DenseNet's blocks are, only the last has memory, and the others lie in it.
//
// A part that somebody wants elsewhere, too, or whose rows are shorter than a vector, is
// copied: a concatenation of one part, which becomes a kernel. Concatenations are visited from
// the last to the first, so a whole is settled before its parts.
//
//===----------------------------------------------------------------------===//

#include "passes/Fusion.h"
#include "passes/Passes.h"
#include "passes/Views.h"

using namespace mlir;

namespace unspool::nn {

#define GEN_PASS_DEF_JOININPLACE
#include "passes/Passes.h.inc"

namespace {

bool joinsRows(ConcatOp concat) {
  return int64_t(concat.getAxis()) == typeOf(concat).getRank() - 1 && !isContiguous(concat) &&
         typeOf(concat).getNumElements() > 0;
}

bool keepsRows(ReshapeOp reshape) {
  ArrayRef<int64_t> from = shapeOf(reshape.getInput()), to = shapeOf(reshape.getResult());
  return !from.empty() && !to.empty() && from.back() == to.back();
}

struct JoinInPlacePass : impl::JoinInPlaceBase<JoinInPlacePass> {
  using JoinInPlaceBase::JoinInPlaceBase;

  void runOnOperation() override {
    for (Operation &op : llvm::make_early_inc_range(llvm::reverse(getOperation().front())))
      if (auto concat = dyn_cast<ConcatOp>(op); concat && joinsRows(concat))
        settle(concat);
  }

private:
  void settle(ConcatOp concat) {
    llvm::SmallVector<OpOperand *> copied;
    llvm::SmallVector<Value> written;
    for (OpOperand &operand : concat->getOpOperands()) {
      Value storage = storageOf(operand.get());
      bool isWritten = canLieIn(concat, storage) && !llvm::is_contained(written, storage);
      if (isWritten)
        written.push_back(storage);
      else
        copied.push_back(&operand);
    }
    if (written.empty())
      return;
    taken.insert(written.begin(), written.end());
    OpBuilder builder(concat);
    for (OpOperand *operand : copied)
      operand->set(ConcatOp::create(builder, concat.getLoc(), operand->get(), concat.getAxis()));
    concat.setInPlace(true);
  }

  /// Can whoever computes `storage` write it in rows of `concat`, and all others read it there?
  bool canLieIn(ConcatOp concat, Value storage) const {
    Operation *writer = storage.getDefiningOp();
    bool isKernel = writer && (isa<FusedOp>(writer) || needsKernel(writer));
    return isKernel && writer->getBlock() == concat->getBlock() && !taken.contains(storage) &&
           shapeOf(storage).back() >= lanes && canBeReadIn(concat, storage);
  }

  static bool canBeReadIn(ConcatOp concat, Value value) {
    return llvm::all_of(value.getUsers(), [&](Operation *user) {
      if (user == concat || isa<FusedOp>(user->getParentOp()) || needsKernel(user))
        return true;
      auto reshape = dyn_cast<ReshapeOp>(user);
      return reshape && keepsRows(reshape) && canBeReadIn(concat, reshape);
    });
  }

  llvm::DenseSet<Value> taken; ///< by a whole
};

} // namespace
} // namespace unspool::nn
