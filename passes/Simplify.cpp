//===- Simplify.cpp - constants, neutral ops, merged affine maps ----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The pass, constant folding and neutral elements; the other families of
// patterns stand in SimplifyAffine.cpp, SimplifyViews.cpp and SimplifyPools.cpp. Dead code goes by
// itself: the greedy driver erases pure ops without uses.
//
//===----------------------------------------------------------------------===//

#include "passes/Constants.h"
#include "passes/Passes.h"
#include "passes/Patterns.h"

#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

using namespace mlir;

namespace unspool::nn {

#define GEN_PASS_DEF_SIMPLIFY
#include "passes/Passes.h.inc"

namespace {

/// An op on constants is a constant.
struct FoldConstantOperands : RewritePattern {
  explicit FoldConstantOperands(MLIRContext *context)
      : RewritePattern(MatchAnyOpTypeTag(), /*benefit=*/10, context) {}

  LogicalResult matchAndRewrite(Operation *op, PatternRewriter &rewriter) const override {
    if (!isa_and_nonnull<NnDialect>(op->getDialect()))
      return failure();
    llvm::SmallVector<Value> constants = foldConstants(op, rewriter);
    if (constants.empty())
      return failure();
    rewriter.replaceOp(op, constants);
    return success();
  }
};

/// Results without elements need no computation, and kernels need not be able to loop
/// over nothing. Batches of none come from files that were cut to size.
struct FoldEmptyResults : RewritePattern {
  explicit FoldEmptyResults(MLIRContext *context)
      : RewritePattern(MatchAnyOpTypeTag(), /*benefit=*/10, context) {}

  LogicalResult matchAndRewrite(Operation *op, PatternRewriter &rewriter) const override {
    if (!isa_and_nonnull<NnDialect>(op->getDialect()) || isa<ConstantOp>(op) || !isPure(op) ||
        op->getNumResults() == 0 || !llvm::all_of(op->getResultTypes(), isEmpty))
      return failure();
    llvm::SmallVector<Value> constants;
    for (Type type : op->getResultTypes()) {
      auto elements = DenseElementsAttr::get(cast<ShapedType>(type), ArrayRef<Attribute>());
      constants.push_back(ConstantOp::create(rewriter, op->getLoc(), elements));
    }
    rewriter.replaceOp(op, constants);
    return success();
  }

  static bool isEmpty(Type type) {
    auto tensor = dyn_cast<RankedTensorType>(type);
    return tensor && tensor.hasStaticShape() && tensor.getNumElements() == 0;
  }
};

/// x + 0, x * 1, x - 0 and x / 1 are x, where no broadcast enlarges x.
template <typename OpTy> struct DropNeutralOperand : OpRewritePattern<OpTy> {
  DropNeutralOperand(MLIRContext *context, bool (*isNeutral)(Value))
      : OpRewritePattern<OpTy>(context), isNeutral(isNeutral) {}

  LogicalResult matchAndRewrite(OpTy op, PatternRewriter &rewriter) const override {
    if (op.getLhs().getType() != op.getResult().getType() || !isNeutral(op.getRhs()))
      return failure();
    rewriter.replaceOp(op, op.getLhs());
    return success();
  }

  bool (*isNeutral)(Value);
};

/// A cast to the type that the value has already.
struct DropCast : OpRewritePattern<CastOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(CastOp op, PatternRewriter &rewriter) const override {
    if (op.getInput().getType() != op.getType())
      return failure();
    rewriter.replaceOp(op, op.getInput());
    return success();
  }
};

/// Combining along axes of extent 1 changes the shape only.
struct ReduceOfUnitAxes : OpRewritePattern<ReduceOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(ReduceOp op, PatternRewriter &rewriter) const override {
    ArrayRef<int64_t> shape = shapeOf(op.getInput());
    if (llvm::any_of(op.getAxes(), [&](int64_t axis) { return shape[axis] != 1; }))
      return failure();
    rewriter.replaceOpWithNewOp<ReshapeOp>(op, op.getType(), op.getInput());
    return success();
  }
};

/// Elementwise ops broadcast by themselves.
struct DropBroadcastOperand : RewritePattern {
  explicit DropBroadcastOperand(MLIRContext *context)
      : RewritePattern(MatchAnyOpTypeTag(), /*benefit=*/1, context) {}

  LogicalResult matchAndRewrite(Operation *op, PatternRewriter &rewriter) const override {
    if (!isElementwise(op) || op->getNumOperands() < 2)
      return failure();
    for (OpOperand &operand : op->getOpOperands()) {
      auto broadcast = operand.get().getDefiningOp<BroadcastOp>();
      if (!broadcast)
        continue;
      llvm::SmallVector<llvm::ArrayRef<int64_t>> shapes;
      for (OpOperand &other : op->getOpOperands())
        shapes.push_back(shapeOf(&other == &operand ? broadcast.getInput() : other.get()));
      auto shape = broadcastShapes(shapes);
      if (!shape || ArrayRef<int64_t>(*shape) != shapeOf(op->getResult(0)))
        continue;
      rewriter.modifyOpInPlace(op, [&] { operand.set(broadcast.getInput()); });
      return success();
    }
    return failure();
  }
};

/// Stretching to the shape that the value has already.
struct DropBroadcast : OpRewritePattern<BroadcastOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(BroadcastOp op, PatternRewriter &rewriter) const override {
    if (typeOf(op.getInput()).getNumElements() != op.getType().getNumElements())
      return failure();
    rewriter.replaceOpWithNewOp<ReshapeOp>(op, op.getType(), op.getInput());
    return success();
  }
};

struct SimplifyPass : impl::SimplifyBase<SimplifyPass> {
  using SimplifyBase::SimplifyBase;

  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<FoldConstantOperands, FoldEmptyResults, DropCast, ReduceOfUnitAxes,
                 DropBroadcastOperand, DropBroadcast>(&getContext());
    patterns.add<DropNeutralOperand<AddOp>, DropNeutralOperand<SubOp>>(&getContext(), isZero);
    patterns.add<DropNeutralOperand<MulOp>, DropNeutralOperand<DivOp>>(&getContext(), isOne);
    addAffinePatterns(patterns);
    addViewPatterns(patterns, ofAnySize);
    addPadPatterns(patterns);
    addPoolPatterns(patterns);
    // Folding large constants into one another is our patterns' decision.
    GreedyRewriteConfig config;
    config.enableConstantCSE(false);
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns), config)))
      signalPassFailure();
  }
};

} // namespace
} // namespace unspool::nn
