//===- FuseConvPoolFlatten.cpp - layers and what follows, as one kernel ---===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From an anchor (convolution, product, pool, cell) the group grows along its
// readers:
//
//   anchor -> elementwise* -> [pool or spatial reduction] -> elementwise*
//
// A convolution may also take in what makes its input (InputProducers.h).
//
// Growth may pass through states in which two values are read from outside
// (x and sigmoid(x) on the way to x * sigmoid(x)); the group that is kept is the
// largest one with a single result. A residual's other branch is an operand from
// outside, so the kernel reads it and the sum is never stored.
//
// Flatten needs nothing here: it is a reshape, a view of the kernel's result, and
// layouts has already permuted the weights of the product after it.
//
//===----------------------------------------------------------------------===//

#include "passes/InputProducers.h"
#include "passes/Fusion.h"
#include "passes/Passes.h"

using namespace mlir;

namespace unspool::nn {

#define GEN_PASS_DEF_FUSECONVPOOLFLATTEN
#include "passes/Passes.h.inc"

namespace {

/// How far growth looks beyond the last group with a single result.
constexpr size_t kLookAhead = 6;

/// Is every axis but the first (batch) and the last (channels) reduced?
bool isSpatialReduction(ReduceOp reduce) {
  int64_t rank = shapeOf(reduce.getInput()).size();
  if (rank < 3 || int64_t(reduce.getAxes().size()) != rank - 2)
    return false;
  return reduce.getAxes().front() == 1 && reduce.getAxes().back() == rank - 2;
}

class GroupGrower {
public:
  /// `producers` are computed in the kernel as well; ops of `others` in another one.
  GroupGrower(Operation *anchor, const OpGroup &producers, const OpGroup &others)
      : anchor(anchor), others(others), group(producers) {}

  OpGroup grow() {
    group.insert(anchor);
    takeProjection();
    if (anchor->getNumResults() != 1)
      return group;
    OpGroup best = group;
    while (group.size() < best.size() + kLookAhead) {
      Operation *next = nextReader();
      if (!next || !take(next))
        break;
      if (escapingValues(group).size() == 1)
        best = group;
    }
    return best;
  }

private:
  /// A single timestep's input projection belongs to its cell: W x + b is
  /// computed in the same kernel, and a step is one call.
  void takeProjection() {
    if (!isa<RnnCellOp, LstmCellOp, GruCellOp>(anchor))
      return;
    llvm::SmallVector<Operation *> chain;
    Value value = anchor->getOperand(0);
    Operation *op = value.getDefiningOp();
    if (auto add = dyn_cast_or_null<AddOp>(op); add && add->hasOneUse()) {
      chain.push_back(add);
      op = add.getLhs().getDefiningOp();
    }
    auto product = dyn_cast_or_null<MatmulOp>(op);
    if (!product || !product->hasOneUse() || product->getBlock() != anchor->getBlock())
      return;
    chain.push_back(product);
    for (Operation *member : chain)
      group.insert(member);
  }

  /// The first op outside the group that reads one of its values.
  Operation *nextReader() const {
    Operation *first = nullptr;
    for (Value value : escapingValues(group))
      for (Operation *user : value.getUsers())
        if (!group.contains(user) && user->getBlock() == anchor->getBlock() &&
            (!first || user->isBeforeInBlock(first)))
          first = user;
    return first;
  }

  bool take(Operation *op) {
    if (others.contains(op) || readsBehindPool(op))
      return false;
    Value current = pool ? pool->getResult(0) : anchor->getResult(0);
    if (isElementwise(op) && shapeOf(op->getResult(0)) == shapeOf(current)) {
      group.insert(op);
      return true;
    }
    auto reduce = dyn_cast<ReduceOp>(op);
    bool pools = isa<MaxPoolOp, AvgPoolOp>(op) || (reduce && isSpatialReduction(reduce));
    if (!pools || pool || !isa<ConvOp>(anchor) || escapingValues(group).size() != 1)
      return false;
    beforePool = group;
    group.insert(op);
    pool = op;
    return true;
  }

  /// Does it read, beside the pool, what the pool reads? The kernel has that only in part.
  bool readsBehindPool(Operation *op) const {
    return llvm::any_of(op->getOperands(), [&](Value operand) {
      return operand.getDefiningOp() && beforePool.contains(operand.getDefiningOp());
    });
  }

  Operation *anchor;
  const OpGroup &others;
  OpGroup group;
  Operation *pool = nullptr;
  OpGroup beforePool; ///< the group that the pool has joined
};

struct FuseConvPoolFlattenPass : impl::FuseConvPoolFlattenBase<FuseConvPoolFlattenPass> {
  using FuseConvPoolFlattenBase::FuseConvPoolFlattenBase;

  void runOnOperation() override {
    llvm::SmallVector<Operation *> anchors;
    getOperation().walk([&](Operation *op) {
      if (anchorKind(op))
        anchors.push_back(op);
    });
    llvm::DenseMap<Operation *, OpGroup> producers;
    OpGroup taken;
    for (Operation *anchor : anchors)
      if (auto conv = dyn_cast<ConvOp>(anchor)) {
        OpGroup group = producersBefore(conv, largeMap);
        taken.insert(group.begin(), group.end());
        producers[anchor] = std::move(group);
      }
    for (Operation *anchor : anchors) {
      bool isTaken = isa<FusedOp>(anchor->getParentOp()) || cellOfProjection(anchor) ||
                     taken.contains(anchor);
      if (!isTaken)
        fuseGroup(GroupGrower(anchor, producers[anchor], taken).grow(), *anchorKind(anchor));
    }
  }
};

} // namespace
} // namespace unspool::nn
