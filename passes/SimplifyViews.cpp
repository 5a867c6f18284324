//===- SimplifyViews.cpp - data movement becomes simpler or nothing -------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// After unrolling, Y is a concatenation of timesteps and its readers pick slices
// of it. Once a slice of a concatenation is its part, a step that nobody reads
// has no uses left.
//
//===----------------------------------------------------------------------===//

#include "passes/Constants.h"
#include "passes/Patterns.h"
#include "passes/Views.h"

#include <numeric>

using namespace mlir;

namespace unspool::nn {
namespace {

/// Only axes of extent 1 move: the elements stay in order.
struct TransposeOfUnitAxes : OpRewritePattern<TransposeOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(TransposeOp op, PatternRewriter &rewriter) const override {
    if (!keepsMemoryOrder(op))
      return failure();
    rewriter.replaceOpWithNewOp<ReshapeOp>(op, op.getType(), op.getInput());
    return success();
  }
};

/// Constant indices in arithmetic progression are a slice.
struct GatherOfProgression : OpRewritePattern<GatherOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(GatherOp op, PatternRewriter &rewriter) const override {
    auto indices = integersOf(op.getIndices());
    int64_t axis = op.getAxis();
    ArrayRef<int64_t> shape = shapeOf(op.getInput());
    if (!indices || indices->empty())
      return failure();
    for (int64_t &index : *indices)
      index = std::clamp<int64_t>(index < 0 ? index + shape[axis] : index, 0, shape[axis] - 1);
    int64_t step = indices->size() > 1 ? (*indices)[1] - (*indices)[0] : 1;
    for (size_t i = 1; i < indices->size(); ++i)
      if (step == 0 || (*indices)[i] - (*indices)[i - 1] != step)
        return failure();

    llvm::SmallVector<int64_t> starts(shape.size(), 0), sizes(shape), steps(shape.size(), 1);
    starts[axis] = indices->front();
    sizes[axis] = indices->size();
    steps[axis] = step;
    Value slice =
        SliceOp::create(rewriter, op.getLoc(), op.getInput(), starts, sizes, steps);
    rewriter.replaceOp(op, reshapeTo(rewriter, op.getLoc(), slice, shapeOf(op.getResult())));
    return success();
  }
};

/// Element `i` of `input` in the `i`-th trip of a loop: the loop goes over `input` as well.
struct GatherOfTrip : OpRewritePattern<GatherOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(GatherOp op, PatternRewriter &rewriter) const override {
    auto scan = dyn_cast<ScanOp>(op->getParentOp());
    Value input = op.getInput(), index = op.getIndices();
    while (auto reshape = index.getDefiningOp<ReshapeOp>())
      index = reshape.getInput();
    if (!scan || !isTrip(scan, index) || scan.getBody().isAncestor(input.getParentRegion()))
      return failure();
    int64_t axis = op.getAxis(), trips = scan.getTrips();
    if (shapeOf(input)[axis] < trips)
      return failure();

    Location location = op.getLoc();
    OpBuilder::InsertionGuard guard(rewriter);
    rewriter.setInsertionPoint(scan);
    llvm::SmallVector<int64_t> permutation{axis};
    for (int64_t other = 0; other < int64_t(shapeOf(input).size()); ++other)
      if (other != axis)
        permutation.push_back(other);
    Value steps = sliceAxis(rewriter, location, input, axis, 0, trips);
    if (axis != 0)
      steps = createFolded<TransposeOp>(rewriter, location, steps, permutation);
    llvm::SmallVector<int64_t> shape(shapeOf(steps));
    shape[0] = 1;
    Value step;
    rewriter.modifyOpInPlace(scan, [&] {
      scan.getScannedMutable().append(steps);
      step = scan.getBody().addArgument(typeOf(steps).clone(shape), location);
    });
    rewriter.setInsertionPoint(op);
    rewriter.replaceOp(op, reshapeTo(rewriter, location, step, shapeOf(op.getResult())));
    return success();
  }

private:
  /// Is `index` the number of the trip: an element of 0, 1, 2, ...?
  static bool isTrip(ScanOp scan, Value index) {
    auto argument = dyn_cast<BlockArgument>(index);
    if (!argument || argument.getOwner() != &scan.getBody().front() ||
        argument.getArgNumber() < scan.getInitial().size())
      return false;
    int64_t input = argument.getArgNumber() - scan.getInitial().size();
    auto numbers = integersOf(scan.getScanned()[input]);
    return numbers && int64_t(numbers->size()) == int64_t(scan.getTrips()) &&
           !llvm::is_contained(scan.getReversed(), input) &&
           llvm::equal(*numbers, llvm::seq<int64_t>(0, numbers->size()));
  }
};

/// A loop does not go over what its body does not read.
struct UnreadScanned : OpRewritePattern<ScanOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(ScanOp op, PatternRewriter &rewriter) const override {
    unsigned states = op.getInitial().size();
    for (int64_t input = 0; input < int64_t(op.getScanned().size()); ++input) {
      if (!op.getBody().getArgument(states + input).use_empty())
        continue;
      llvm::SmallVector<int64_t> reversed;
      for (int64_t other : op.getReversed())
        if (other != input)
          reversed.push_back(other - (other > input));
      rewriter.modifyOpInPlace(op, [&] {
        op.getScannedMutable().erase(input);
        op.getBody().eraseArgument(states + input);
        op.setReversed(reversed);
      });
      return success();
    }
    return failure();
  }
};

/// A slice inside one part of a concatenation is a slice of that part. If the part has to be
/// `whole`, it is that in all plans of a family: the last two elements of c and x together
/// are those of x where x has two, but not where it has one.
struct SliceOfConcat : OpRewritePattern<SliceOp> {
  SliceOfConcat(MLIRContext *context, bool whole) : OpRewritePattern(context), whole(whole) {}
  const bool whole;

  LogicalResult matchAndRewrite(SliceOp op, PatternRewriter &rewriter) const override {
    auto concat = op.getInput().getDefiningOp<ConcatOp>();
    if (!concat)
      return failure();
    int64_t axis = concat.getAxis();
    int64_t first = op.getStarts()[axis];
    int64_t last = first + (op.getSizes()[axis] - 1) * op.getSteps()[axis];
    int64_t begin = 0;
    for (Value part : concat.getInputs()) {
      int64_t end = begin + shapeOf(part)[axis];
      bool isWhole = std::min(first, last) == begin && op.getSizes()[axis] == end - begin;
      if (isWhole || (!whole && std::min(first, last) >= begin && std::max(first, last) < end)) {
        llvm::SmallVector<int64_t> starts(op.getStarts());
        starts[axis] -= begin;
        rewriter.replaceOpWithNewOp<SliceOp>(op, part, starts, op.getSizes(), op.getSteps());
        return success();
      }
      begin = end;
    }
    return failure();
  }
};

/// A slice of a slice reads the original.
struct SliceOfSlice : OpRewritePattern<SliceOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(SliceOp op, PatternRewriter &rewriter) const override {
    auto inner = op.getInput().getDefiningOp<SliceOp>();
    if (!inner)
      return failure();
    llvm::SmallVector<int64_t> starts, steps;
    for (size_t axis = 0; axis < op.getStarts().size(); ++axis) {
      starts.push_back(inner.getStarts()[axis] + op.getStarts()[axis] * inner.getSteps()[axis]);
      steps.push_back(inner.getSteps()[axis] * op.getSteps()[axis]);
    }
    rewriter.replaceOpWithNewOp<SliceOp>(op, inner.getInput(), starts, op.getSizes(), steps);
    return success();
  }
};

/// A reshape of contiguous parts is a concatenation of reshaped parts, where
/// each part fills whole entries of some axis of the result.
struct ReshapeOfConcat : OpRewritePattern<ReshapeOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(ReshapeOp op, PatternRewriter &rewriter) const override {
    auto concat = op.getInput().getDefiningOp<ConcatOp>();
    if (!concat || !concat->hasOneUse() || !isContiguous(concat))
      return failure();
    ArrayRef<int64_t> shape = shapeOf(op.getResult());
    std::optional<int64_t> axis = axisOfParts(concat, shape);
    if (!axis)
      return failure();
    llvm::SmallVector<Value> parts;
    for (Value part : concat.getInputs()) {
      llvm::SmallVector<int64_t> partShape(shape);
      partShape[*axis] = 1;
      partShape[*axis] = typeOf(part).getNumElements() / elements(partShape);
      parts.push_back(reshapeTo(rewriter, op.getLoc(), part, partShape));
    }
    rewriter.replaceOpWithNewOp<ConcatOp>(op, parts, *axis);
    return success();
  }

  static int64_t elements(ArrayRef<int64_t> shape) {
    return std::accumulate(shape.begin(), shape.end(), int64_t(1), std::multiplies<int64_t>());
  }

  /// The axis, behind axes of extent 1, of which each part holds whole entries.
  static std::optional<int64_t> axisOfParts(ConcatOp concat, ArrayRef<int64_t> shape) {
    for (size_t axis = 0; axis < shape.size(); ++axis) {
      int64_t entry = elements(shape.drop_front(axis + 1));
      bool whole = entry > 0 && llvm::all_of(concat.getInputs(), [&](Value part) {
                     return typeOf(part).getNumElements() % entry == 0;
                   });
      if (whole)
        return axis;
      if (shape[axis] != 1)
        return std::nullopt;
    }
    return std::nullopt;
  }
};

/// A concatenation inside another along the same axis.
struct ConcatOfConcat : OpRewritePattern<ConcatOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(ConcatOp op, PatternRewriter &rewriter) const override {
    llvm::SmallVector<Value> parts;
    bool changed = false;
    for (Value input : op.getInputs()) {
      auto inner = input.getDefiningOp<ConcatOp>();
      if (inner && inner.getAxis() == op.getAxis() && inner->hasOneUse()) {
        llvm::append_range(parts, inner.getInputs());
        changed = true;
      } else {
        parts.push_back(input);
      }
    }
    if (!changed)
      return failure();
    rewriter.replaceOpWithNewOp<ConcatOp>(op, parts, op.getAxis());
    return success();
  }
};

} // namespace

void addViewPatterns(RewritePatternSet &patterns, bool ofAnySize) {
  patterns.add<TransposeOfUnitAxes, GatherOfProgression, GatherOfTrip, UnreadScanned, SliceOfSlice,
               ReshapeOfConcat, ConcatOfConcat>(patterns.getContext());
  patterns.add<SliceOfConcat>(patterns.getContext(), /*whole=*/ofAnySize);
}

} // namespace unspool::nn
