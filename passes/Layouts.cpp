//===- Layouts.cpp - transposes sink until they meet and cancel -----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The frontend leaves  conv -> T -> relu -> T' -> conv  with T (channels last to
// first) and T' its inverse. Moving T below relu gives T'(T(x)) = x, which folds.
// T never moves up, so the rewriting ends. An op takes T through itself only if
// all its other operands can be transposed at no cost: they have the same T, are
// constant, or only move axes of extent 1. Images that are joined do so, too, where less of the
// whole has to be turned for it than is turned by T: an input of the model, say, beside the
// channels that convolutions made.
//
//===----------------------------------------------------------------------===//

#include "passes/Constants.h"
#include "passes/Passes.h"
#include "passes/Views.h"

#include "mlir/Dialect/Utils/IndexingUtils.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

using namespace mlir;

namespace unspool::nn {

#define GEN_PASS_DEF_LAYOUTS
#include "passes/Passes.h.inc"

namespace {

using Permutation = ArrayRef<int64_t>;

/// `values` as they were before the transpose: result[permutation[i]] = values[i].
llvm::SmallVector<int64_t> undo(Permutation permutation, ArrayRef<int64_t> values) {
  llvm::SmallVector<int64_t> result(values.size());
  for (auto [axis, value] : llvm::zip_equal(permutation, values))
    result[axis] = value;
  return result;
}

/// `shape` with leading axes of extent 1 up to the permutation's rank.
llvm::SmallVector<int64_t> expandShape(ArrayRef<int64_t> shape, Permutation permutation) {
  llvm::SmallVector<int64_t> expanded(permutation.size() - shape.size(), 1);
  llvm::append_range(expanded, shape);
  return expanded;
}

bool isTransposedBy(Value value, Permutation permutation) {
  auto transpose = value.getDefiningOp<TransposeOp>();
  return transpose && transpose.getPermutation() == permutation;
}

/// Can the transpose be undone on `value` at no cost?
bool canUntranspose(Value value, Permutation permutation) {
  return isTransposedBy(value, permutation) || isConstant(value) ||
         keepsMemoryOrder(expandShape(shapeOf(value), permutation),
                          invertPermutationVector(permutation));
}

Value untranspose(PatternRewriter &rewriter, Value value, Permutation permutation) {
  if (isTransposedBy(value, permutation))
    return value.getDefiningOp<TransposeOp>().getInput();
  llvm::SmallVector<int64_t> shape = expandShape(shapeOf(value), permutation);
  llvm::SmallVector<int64_t> inverse = invertPermutationVector(permutation);
  Location location = value.getLoc();
  Value expanded = reshapeTo(rewriter, location, value, shape);
  if (keepsMemoryOrder(shape, inverse))
    return reshapeTo(rewriter, location, expanded, applyPermutation(shape, inverse));
  return createFolded<TransposeOp>(rewriter, location, expanded, inverse);
}

/// Elementwise ops commute with a transpose of all their operands.
struct SinkThroughElementwise : RewritePattern {
  explicit SinkThroughElementwise(MLIRContext *context)
      : RewritePattern(MatchAnyOpTypeTag(), /*benefit=*/1, context) {}

  LogicalResult matchAndRewrite(Operation *op, PatternRewriter &rewriter) const override {
    if (!isElementwise(op))
      return failure();
    ArrayRef<int64_t> shape = shapeOf(op->getResult(0));
    TransposeOp transpose;
    for (Value operand : op->getOperands()) {
      auto candidate = operand.getDefiningOp<TransposeOp>();
      if (candidate && shapeOf(operand) == shape)
        transpose = candidate;
    }
    if (!transpose || !llvm::all_of(op->getOperands(), [&](Value operand) {
          return canUntranspose(operand, transpose.getPermutation());
        }))
      return failure();

    llvm::SmallVector<Value> operands;
    for (Value operand : op->getOperands())
      operands.push_back(untranspose(rewriter, operand, transpose.getPermutation()));
    auto type = RankedTensorType::get(undo(transpose.getPermutation(), shape),
                                      typeOf(op->getResult(0)).getElementType());
    Operation *moved = rewriter.create(op->getLoc(), op->getName().getIdentifier(), operands,
                                       TypeRange(type), op->getAttrs());
    rewriter.replaceOpWithNewOp<TransposeOp>(op, moved->getResult(0), transpose.getPermutation());
    return success();
  }
};

struct SinkThroughReduce : OpRewritePattern<ReduceOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(ReduceOp op, PatternRewriter &rewriter) const override {
    auto transpose = op.getInput().getDefiningOp<TransposeOp>();
    if (!transpose)
      return failure();
    Permutation permutation = transpose.getPermutation();
    llvm::SmallVector<int64_t> axes;
    for (int64_t axis : op.getAxes())
      axes.push_back(permutation[axis]);
    llvm::sort(axes);
    Value reduced = ReduceOp::create(rewriter, op.getLoc(), transpose.getInput(), op.getKind(),
                                     axes, op.getKeep());
    llvm::SmallVector<int64_t> kept(permutation);
    if (!op.getKeep()) {
      // The axes that are left, renumbered without the reduced ones.
      kept.clear();
      for (int64_t axis : permutation)
        if (!llvm::is_contained(axes, axis))
          kept.push_back(axis - llvm::count_if(axes, [&](int64_t gone) { return gone < axis; }));
    }
    rewriter.replaceOpWithNewOp<TransposeOp>(op, reduced, kept);
    return success();
  }
};

/// Ops along one axis of their only operand.
template <typename OpTy> struct SinkThroughAxisOp : OpRewritePattern<OpTy> {
  using OpRewritePattern<OpTy>::OpRewritePattern;
  LogicalResult matchAndRewrite(OpTy op, PatternRewriter &rewriter) const override {
    auto transpose = op.getInput().template getDefiningOp<TransposeOp>();
    if (!transpose)
      return failure();
    Permutation permutation = transpose.getPermutation();
    Value moved =
        OpTy::create(rewriter, op.getLoc(), transpose.getInput(), permutation[op.getAxis()]);
    rewriter.replaceOpWithNewOp<TransposeOp>(op, moved, permutation);
    return success();
  }
};

struct SinkThroughPad : OpRewritePattern<PadOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(PadOp op, PatternRewriter &rewriter) const override {
    auto transpose = op.getInput().getDefiningOp<TransposeOp>();
    if (!transpose)
      return failure();
    Permutation permutation = transpose.getPermutation();
    Value moved = PadOp::create(rewriter, op.getLoc(), transpose.getInput(), op.getValue(),
                                undo(permutation, op.getLow()), undo(permutation, op.getHigh()),
                                op.getMode());
    rewriter.replaceOpWithNewOp<TransposeOp>(op, moved, permutation);
    return success();
  }
};

struct SinkThroughSlice : OpRewritePattern<SliceOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(SliceOp op, PatternRewriter &rewriter) const override {
    auto transpose = op.getInput().getDefiningOp<TransposeOp>();
    if (!transpose)
      return failure();
    Permutation permutation = transpose.getPermutation();
    Value moved = SliceOp::create(
        rewriter, op.getLoc(), transpose.getInput(), undo(permutation, op.getStarts()),
        undo(permutation, op.getSizes()), undo(permutation, op.getSteps()));
    rewriter.replaceOpWithNewOp<TransposeOp>(op, moved, permutation);
    return success();
  }
};

/// Does it bring the last axis, an image's channels, before its pixels?
bool putsChannelsFirst(Permutation permutation) {
  int64_t rank = int64_t(permutation.size());
  if (rank < 3 || permutation[0] != 0 || permutation[1] != rank - 1)
    return false;
  return llvm::all_of(llvm::seq<int64_t>(2, rank),
                      [&](int64_t axis) { return permutation[axis] == axis - 1; });
}

struct SinkThroughConcat : OpRewritePattern<ConcatOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(ConcatOp op, PatternRewriter &rewriter) const override {
    TransposeOp transpose;
    for (Value input : op.getInputs())
      if (auto candidate = input.getDefiningOp<TransposeOp>())
        transpose = candidate;
    if (!transpose)
      return failure();
    Permutation permutation = transpose.getPermutation();
    int64_t turned = 0; // elements of the parts that are not turned yet
    for (Value input : op.getInputs())
      if (!canUntranspose(input, permutation))
        turned += typeOf(input).getNumElements();
    bool areFew = putsChannelsFirst(permutation) && 2 * turned < typeOf(op).getNumElements();
    if (turned > 0 && !areFew)
      return failure();
    llvm::SmallVector<Value> parts;
    for (Value input : op.getInputs())
      parts.push_back(untranspose(rewriter, input, permutation));
    Value moved = ConcatOp::create(rewriter, op.getLoc(), parts, permutation[op.getAxis()]);
    rewriter.replaceOpWithNewOp<TransposeOp>(op, moved, permutation);
    return success();
  }
};

llvm::SmallVector<int64_t> withoutUnits(ArrayRef<int64_t> shape) {
  return llvm::to_vector(
      llvm::make_filter_range(shape, [](int64_t extent) { return extent != 1; }));
}

/// T2(reshape(T1(x))), the reshape adding or dropping axes of extent 1 only, is
/// one transpose of the other axes between two reshapes.
struct MergeAcrossUnitAxes : OpRewritePattern<TransposeOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(TransposeOp outer, PatternRewriter &rewriter) const override {
    auto reshape = outer.getInput().getDefiningOp<ReshapeOp>();
    auto inner = reshape ? reshape.getInput().getDefiningOp<TransposeOp>() : TransposeOp();
    if (!inner || withoutUnits(shapeOf(reshape.getInput())) !=
                      withoutUnits(shapeOf(reshape.getResult())))
      return failure();
    Value input = inner.getInput();
    llvm::SmallVector<int64_t> first = realOrder(shapeOf(input), inner.getPermutation());
    llvm::SmallVector<int64_t> second =
        realOrder(shapeOf(reshape.getResult()), outer.getPermutation());
    llvm::SmallVector<int64_t> both;
    for (int64_t axis : second)
      both.push_back(first[axis]);
    Value compact =
        reshapeTo(rewriter, outer.getLoc(), input, withoutUnits(shapeOf(input)));
    Value moved = createFolded<TransposeOp>(rewriter, outer.getLoc(), compact, both);
    rewriter.replaceOpWithNewOp<ReshapeOp>(outer, outer.getType(), moved);
    return success();
  }

  /// The permutation among axes of extent other than 1.
  static llvm::SmallVector<int64_t> realOrder(ArrayRef<int64_t> shape, Permutation permutation) {
    llvm::SmallVector<int64_t> number(shape.size(), -1), order;
    int64_t next = 0;
    for (size_t axis = 0; axis < shape.size(); ++axis)
      if (shape[axis] != 1)
        number[axis] = next++;
    for (int64_t axis : permutation)
      if (number[axis] >= 0)
        order.push_back(number[axis]);
    return order;
  }
};

/// A flatten before a product with a constant: the rows of the constant are
/// permuted instead of the input's axes.
struct FlattenIntoProduct : OpRewritePattern<MatmulOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(MatmulOp op, PatternRewriter &rewriter) const override {
    auto reshape = op.getLhs().getDefiningOp<ReshapeOp>();
    auto transpose = reshape ? reshape.getInput().getDefiningOp<TransposeOp>() : TransposeOp();
    if (!transpose || !isConstant(op.getRhs()) || shapeOf(op.getRhs()).size() != 2 ||
        op.getBlock())
      return failure();
    Permutation permutation = transpose.getPermutation();
    ArrayRef<int64_t> shape = shapeOf(transpose.getResult()), flat = shapeOf(op.getLhs());
    if (permutation.size() < 2 || permutation[0] != 0 || flat.size() != 2 || flat[0] != shape[0])
      return failure();

    Location location = op.getLoc();
    llvm::SmallVector<int64_t> grid(shape.drop_front()), rows, order;
    grid.push_back(shapeOf(op.getRhs())[1]);
    for (int64_t axis : invertPermutationVector(permutation))
      if (axis != 0)
        order.push_back(axis - 1);
    order.push_back(permutation.size() - 1);
    Value weights = reshapeTo(rewriter, location, op.getRhs(), grid);
    weights = createFolded<TransposeOp>(rewriter, location, weights, order);
    weights = reshapeTo(rewriter, location, weights, shapeOf(op.getRhs()));
    Value input = reshapeTo(rewriter, location, transpose.getInput(), flat);
    rewriter.modifyOpInPlace(op, [&] {
      op.getLhsMutable().assign(input);
      op.getRhsMutable().assign(weights);
    });
    return success();
  }
};

struct LayoutsPass : impl::LayoutsBase<LayoutsPass> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<SinkThroughElementwise, SinkThroughReduce, SinkThroughAxisOp<SoftmaxOp>,
                 SinkThroughAxisOp<LogSoftmaxOp>, SinkThroughPad, SinkThroughSlice,
                 SinkThroughConcat, MergeAcrossUnitAxes, FlattenIntoProduct>(&getContext());
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};

} // namespace
} // namespace unspool::nn
