//===- FuseElementwise.cpp - chains of cheap ops as one kernel ------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From the last op of a chain backwards: a producer joins the group of its
// readers if all of them are in it, so that nothing is computed twice and
// nothing between them is stored. What is left alone becomes a group of one.
//
// Reductions join too (a softmax's denominator, a normalisation's moments): the
// kernel computes them in its scratch memory. Their number is bounded, for each
// adds a loop nest to the kernel.
//
//===----------------------------------------------------------------------===//

#include "passes/Fusion.h"
#include "passes/Passes.h"

using namespace mlir;

namespace unspool::nn {

#define GEN_PASS_DEF_FUSEELEMENTWISE
#include "passes/Passes.h.inc"

namespace {

constexpr size_t kMaxOps = 24;
constexpr int kMaxReductions = 3;

bool isReduction(Operation *op) {
  return isa<ReduceOp, ArgReduceOp, CumulateOp, SoftmaxOp, LogSoftmaxOp, TopKOp, ScatterElementsOp,
             ScatterNdOp>(op);
}

/// Ops that compute one element at a time, from operands read in place.
bool isMapping(Operation *op) {
  return isElementwise(op) || isa<TransposeOp, BroadcastOp, SliceOp, PadOp, GatherOp, IotaOp,
                                  GatherElementsOp, GatherNdOp, ConcatOp, ReshapeOp>(op);
}

/// Ops with stages of their own that nothing joins.
bool standsAlone(Operation *op) {
  return isa<TopKOp, ScatterElementsOp, ScatterNdOp, ConcatOp>(op) ||
         !(isMapping(op) || isReduction(op));
}

struct FuseElementwisePass : impl::FuseElementwiseBase<FuseElementwisePass> {
  using FuseElementwiseBase::FuseElementwiseBase;

  void runOnOperation() override {
    getOperation().walk([&](Block *block) {
      if (!isa<FusedOp>(block->getParentOp()))
        fuseBlock(*block);
    });
  }

private:
  void fuseBlock(Block &block) {
    llvm::SmallVector<Operation *> roots;
    for (Operation &op : llvm::reverse(block))
      if (needsKernel(&op))
        roots.push_back(&op);
    llvm::DenseSet<Operation *> taken;
    for (Operation *root : roots) {
      if (taken.contains(root))
        continue;
      OpGroup group = separate ? OpGroup() : growBackwards(root);
      group.insert(root);
      taken.insert(group.begin(), group.end());
      fuseGroup(group, kindOf(group));
    }
  }

  static OpGroup growBackwards(Operation *root) {
    OpGroup group;
    group.insert(root);
    if (standsAlone(root))
      return group;
    int reductions = isReduction(root);
    bool grew = true;
    while (grew && group.size() < kMaxOps) {
      grew = false;
      for (Operation *member : llvm::to_vector(group)) {
        for (Value operand : member->getOperands()) {
          Operation *producer = operand.getDefiningOp();
          if (!producer || group.contains(producer) || !canJoin(producer, group) ||
              reductions + isReduction(producer) > kMaxReductions)
            continue;
          reductions += isReduction(producer);
          group.insert(producer);
          grew = true;
        }
      }
    }
    return group;
  }

  static bool canJoin(Operation *producer, const OpGroup &group) {
    return needsKernel(producer) && !standsAlone(producer) &&
           producer->getBlock() == group.front()->getBlock() &&
           llvm::all_of(producer->getUsers(),
                        [&](Operation *user) { return group.contains(user); });
  }

  static StringRef kindOf(const OpGroup &group) {
    if (std::optional<StringRef> kind = anchorKind(group.front()))
      return *kind;
    return llvm::any_of(group, isReduction) ? "reduce" : "elementwise";
  }
};

} // namespace
} // namespace unspool::nn
