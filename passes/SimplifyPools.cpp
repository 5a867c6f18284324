//===- SimplifyPools.cpp - what a pool makes few of comes behind it -------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A function that never falls takes the largest of some elements to the largest of its
// values: for such an f, max_pool(f(x)) = f(max_pool(x)), and the right side computes f for
// a fourth of the elements or less. Biases and most activations are such functions, also as
// they are rounded.
//
//===----------------------------------------------------------------------===//

#include "passes/Constants.h"
#include "passes/Patterns.h"

using namespace mlir;

namespace unspool::nn {
namespace {

/// Is `op` an elementwise function that never falls, of an operand of its result's type?
bool isRising(Operation *op) {
  auto rises = [](const llvm::APFloat &slope) { return !slope.isNegative() && !slope.isNaN(); };
  if (auto leaky = dyn_cast<LeakyReluOp>(op))
    return rises(leaky.getAlpha());
  if (auto elu = dyn_cast<EluOp>(op))
    return rises(elu.getAlpha());
  if (auto hard = dyn_cast<HardSigmoidOp>(op))
    return rises(hard.getAlpha());
  if (isa<AddOp>(op)) // that of integers wraps
    return isa<FloatType>(typeOf(op->getResult(0)).getElementType());
  return isa<ReluOp, TanhOp, SigmoidOp, SoftplusOp, SoftsignOp, MinOp, MaxOp>(op);
}

/// Has a value that meets maps of `rank` axes the same elements at all pixels?
bool isSameForPixels(Value value, int64_t rank) {
  ArrayRef<int64_t> shape = shapeOf(value);
  int64_t missing = rank - int64_t(shape.size());
  for (int64_t axis = 1; axis + 1 < rank; ++axis)
    if (axis >= missing && shape[axis - missing] != 1)
      return false;
  return true;
}

/// Is there an element of the input, not of the border only, in each window?
bool hasElementInEachWindow(MaxPoolOp pool) {
  auto windows = llvm::zip(pool.getWindow(), pool.getDilations(), pool.getLow(), pool.getHigh());
  return llvm::all_of(windows, [](auto axis) {
    auto [window, dilation, low, high] = axis;
    return (low <= 0 && high <= 0) || (dilation == 1 && low < window && high < window);
  });
}

struct RisingBehindMaxPool : OpRewritePattern<MaxPoolOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(MaxPoolOp pool, PatternRewriter &rewriter) const override {
    Operation *function = pool.getInput().getDefiningOp();
    int64_t rank = shapeOf(pool.getInput()).size();
    if (!function || !isElementwise(function) || !function->hasOneUse() || !isRising(function) ||
        !hasElementInEachWindow(pool) ||
        llvm::all_of(pool.getStrides(), [](int64_t stride) { return stride == 1; }))
      return failure();
    OpOperand *map = nullptr;
    for (OpOperand &operand : function->getOpOperands()) {
      bool isMap = operand.get().getType() == pool.getInput().getType();
      if (isMap && !map)
        map = &operand;
      else if (!isSameForPixels(operand.get(), rank))
        return failure();
    }
    if (!map)
      return failure();
    Operation *before = rewriter.clone(*pool);
    before->setOperand(0, map->get());
    Operation *behind = rewriter.clone(*function);
    behind->setOperand(map->getOperandNumber(), before->getResult(0));
    behind->getResult(0).setType(pool.getType());
    rewriter.replaceOp(pool, behind);
    return success();
  }
};

} // namespace

void addPoolPatterns(RewritePatternSet &patterns) {
  patterns.add<RisingBehindMaxPool>(patterns.getContext());
}

} // namespace unspool::nn
