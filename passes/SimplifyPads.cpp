//===- SimplifyPads.cpp - borders belong to the windows over them ---------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Zeros around the pixels of an image are not stored where what reads it has a border of its
// own: a convolution's is of zeros; that of a mean can count; and that of a maximum, -infinity,
// is as good as zeros where no element is negative.
//
//===----------------------------------------------------------------------===//

#include "passes/Constants.h"
#include "passes/Patterns.h"

#include "mlir/Dialect/Utils/IndexingUtils.h"

using namespace mlir;

namespace unspool::nn {
namespace {

/// Are elements added around the pixels of a map, and nothing else?
bool isBorder(ArrayRef<int64_t> low, ArrayRef<int64_t> high) {
  auto isNegative = [](int64_t extent) { return extent < 0; };
  bool spatialOnly = low.front() == 0 && high.front() == 0 && low.back() == 0 && high.back() == 0;
  return spatialOnly && llvm::none_of(low, isNegative) && llvm::none_of(high, isNegative);
}

bool addsZeros(PadOp pad) { return pad.getMode() == PadMode::constant && isZero(pad.getValue()); }

/// The op that puts zeros around the pixels of `map` and does nothing else, or null.
PadOp zeroBorderOf(Value map) {
  auto pad = map.getDefiningOp<PadOp>();
  return pad && addsZeros(pad) && isBorder(pad.getLow(), pad.getHigh()) ? pad : nullptr;
}

/// Pads of spatial axes, with those of `border`, one an axis of the map, added.
llvm::SmallVector<int64_t> widened(ArrayRef<int64_t> pads, ArrayRef<int64_t> border) {
  llvm::SmallVector<int64_t> sum(pads);
  for (size_t axis = 0; axis < sum.size(); ++axis)
    sum[axis] += border[axis + 1];
  return sum;
}

/// Lets `op` read what `pad` reads, with its border as a part of the op's own.
template <typename WindowOp> void takeBorder(WindowOp op, PadOp pad) {
  op.getInputMutable().assign(pad.getInput());
  op.setLow(widened(op.getLow(), pad.getLow()));
  op.setHigh(widened(op.getHigh(), pad.getHigh()));
}

/// Zeros are added to an image whose channels come first, and then it is turned for a window:
/// turned first, the window can take them.
struct TurnBeforePad : OpRewritePattern<TransposeOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(TransposeOp transpose, PatternRewriter &rewriter) const override {
    auto pad = transpose.getInput().getDefiningOp<PadOp>();
    bool isForWindows = llvm::all_of(transpose->getUsers(), [](Operation *user) {
      return isa<ConvOp, MaxPoolOp, AvgPoolOp>(user);
    });
    if (!pad || !pad->hasOneUse() || !addsZeros(pad) || !isForWindows)
      return failure();
    ArrayRef<int64_t> permutation = transpose.getPermutation();
    auto low = applyPermutation(pad.getLow(), permutation);
    auto high = applyPermutation(pad.getHigh(), permutation);
    if (!isBorder(low, high))
      return failure();
    Value turned = TransposeOp::create(rewriter, transpose.getLoc(), pad.getInput(), permutation);
    rewriter.replaceOpWithNewOp<PadOp>(transpose, turned, pad.getValue(), low, high, pad.getMode());
    return success();
  }
};

struct PadIntoConv : OpRewritePattern<ConvOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(ConvOp conv, PatternRewriter &rewriter) const override {
    PadOp pad = zeroBorderOf(conv.getInput());
    if (!pad)
      return failure();
    rewriter.modifyOpInPlace(conv, [&] { takeBorder(conv, pad); });
    return success();
  }
};

/// Would the pads of a pool, with those of `border`, be shorter than its windows, as they have to
/// be, and would each window have an element that is not of the border?
template <typename PoolOp> bool staysInWindows(PoolOp pool, PadOp border) {
  llvm::SmallVector<int64_t> low = widened(pool.getLow(), border.getLow());
  llvm::SmallVector<int64_t> high = widened(pool.getHigh(), border.getHigh());
  for (size_t axis = 0; axis < low.size(); ++axis)
    if (pool.getDilations()[axis] != 1 || low[axis] >= pool.getWindow()[axis] ||
        high[axis] >= pool.getWindow()[axis])
      return false;
  return true;
}

/// Is no element of `value` negative? (It may be NaN.)
bool isNeverNegative(Value value) {
  Operation *op = value.getDefiningOp();
  if (!op)
    return false;
  if (auto constant = dyn_cast<ConstantOp>(op)) {
    auto floats = dyn_cast<DenseFPElementsAttr>(constant.getValue());
    return floats && floats.isSplat() && !floats.getSplatValue<llvm::APFloat>().isNegative();
  }
  if (isa<MaxOp>(op))
    return llvm::any_of(op->getOperands(), isNeverNegative);
  if (isa<MinOp, AddOp>(op))
    return isa<FloatType>(typeOf(value).getElementType()) &&
           llvm::all_of(op->getOperands(), isNeverNegative);
  if (isa<MaxPoolOp>(op))
    return isNeverNegative(op->getOperand(0));
  return isa<ReluOp, SigmoidOp, HardSigmoidOp>(op);
}

struct PadIntoMaxPool : OpRewritePattern<MaxPoolOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(MaxPoolOp pool, PatternRewriter &rewriter) const override {
    PadOp pad = zeroBorderOf(pool.getInput());
    if (!pad || !isNeverNegative(pad.getInput()) || !staysInWindows(pool, pad))
      return failure();
    rewriter.modifyOpInPlace(pool, [&] { takeBorder(pool, pad); });
    return success();
  }
};

struct PadIntoAvgPool : OpRewritePattern<AvgPoolOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(AvgPoolOp pool, PatternRewriter &rewriter) const override {
    PadOp pad = zeroBorderOf(pool.getInput());
    // Its own border, if there is one, must count as the zeros do.
    bool hasOwn = llvm::any_of(pool.getLow(), [](int64_t pad) { return pad != 0; }) ||
                  llvm::any_of(pool.getHigh(), [](int64_t pad) { return pad != 0; });
    if (!pad || (hasOwn && !pool.getCountIncludePad()) || !staysInWindows(pool, pad))
      return failure();
    llvm::SmallVector<int64_t> counted(pool.getHigh().size(), 0);
    if (hasOwn)
      counted.assign(pool.getCountedHigh().begin(), pool.getCountedHigh().end());
    rewriter.modifyOpInPlace(pool, [&] {
      takeBorder(pool, pad);
      pool.setCountIncludePad(true);
      pool.setCountedHigh(widened(counted, pad.getHigh()));
    });
    return success();
  }
};

} // namespace

void addPadPatterns(RewritePatternSet &patterns) {
  patterns.add<TurnBeforePad, PadIntoConv, PadIntoMaxPool, PadIntoAvgPool>(patterns.getContext());
}

} // namespace unspool::nn
