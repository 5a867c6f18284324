//===- SimplifyAffine.cpp - constants move into weights and merge ---------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Batch normalisation arrives as a product and a sum with constants per channel.
// With c, d constant and W the weights of a convolution or product P:
//
//   (x + c) + d = x + (c + d)         (x * c) * d = x * (c * d)
//   (x + c) * d = x * d + c * d        P(x, W) * d = P(x, W * d)
//
// Only floating-point values are merged, and only where the inner op has one
// use (otherwise work would double).
//
//===----------------------------------------------------------------------===//

#include "passes/Constants.h"
#include "passes/Patterns.h"

using namespace mlir;

namespace unspool::nn {
namespace {

bool isFloat(Value value) { return isa<FloatType>(typeOf(value).getElementType()); }

/// Does `op` keep the type of its left side (the right side does not enlarge it)?
template <typename OpTy> bool keepsLeftType(OpTy op) {
  return op.getLhs().getType() == op.getResult().getType();
}

/// c op x = x op c: constants stand on the right.
template <typename OpTy> struct ConstantToTheRight : OpRewritePattern<OpTy> {
  using OpRewritePattern<OpTy>::OpRewritePattern;
  LogicalResult matchAndRewrite(OpTy op, PatternRewriter &rewriter) const override {
    if (!isConstant(op.getLhs()) || isConstant(op.getRhs()))
      return failure();
    rewriter.replaceOpWithNewOp<OpTy>(op, op.getRhs(), op.getLhs());
    return success();
  }
};

/// x - c = x + (-c).
struct SubtractionOfConstant : OpRewritePattern<SubOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(SubOp op, PatternRewriter &rewriter) const override {
    if (!isFloat(op.getResult()) || !isConstant(op.getRhs()))
      return failure();
    Value negated = createFolded<NegOp>(rewriter, op.getLoc(), op.getRhs());
    rewriter.replaceOpWithNewOp<AddOp>(op, op.getLhs(), negated);
    return success();
  }
};

/// (x op c) op d = x op (c op d).
template <typename OpTy> struct MergeConstants : OpRewritePattern<OpTy> {
  using OpRewritePattern<OpTy>::OpRewritePattern;
  LogicalResult matchAndRewrite(OpTy outer, PatternRewriter &rewriter) const override {
    auto inner = outer.getLhs().template getDefiningOp<OpTy>();
    if (!inner || !inner->hasOneUse() || !isFloat(outer.getResult()) ||
        !isConstant(inner.getRhs()) || !isConstant(outer.getRhs()) || !keepsLeftType(inner) ||
        !keepsLeftType(outer))
      return failure();
    Value merged =
        createFolded<OpTy>(rewriter, outer.getLoc(), inner.getRhs(), outer.getRhs());
    rewriter.replaceOpWithNewOp<OpTy>(outer, inner.getLhs(), merged);
    return success();
  }
};

/// (x + c) * d = x * d + c * d, where x * d can move into weights.
struct ScaleOfBias : OpRewritePattern<MulOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(MulOp mul, PatternRewriter &rewriter) const override {
    auto add = mul.getLhs().getDefiningOp<AddOp>();
    if (!add || !add->hasOneUse() || !isFloat(mul.getResult()) || !isConstant(add.getRhs()) ||
        !isConstant(mul.getRhs()) || !keepsLeftType(add) || !keepsLeftType(mul) ||
        !add.getLhs().getDefiningOp() || !isa<ConvOp, MatmulOp>(add.getLhs().getDefiningOp()))
      return failure();
    Value scaled = MulOp::create(rewriter, mul.getLoc(), add.getLhs(), mul.getRhs());
    Value bias = createFolded<MulOp>(rewriter, mul.getLoc(), add.getRhs(), mul.getRhs());
    rewriter.replaceOpWithNewOp<AddOp>(mul, scaled, bias);
    return success();
  }
};

/// P(x, W) * d = P(x, W * d) for constants W and d per output channel.
template <typename OpTy> struct ScaleIntoWeights : OpRewritePattern<MulOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(MulOp mul, PatternRewriter &rewriter) const override {
    auto product = mul.getLhs().getDefiningOp<OpTy>();
    if (!product || !product->hasOneUse() || !isFloat(mul.getResult()) ||
        !isConstant(product->getOperand(1)) || !isConstant(mul.getRhs()) || !keepsLeftType(mul) ||
        product.getBlock() || !variesAlongLastAxisOnly(mul.getRhs()))
      return failure();
    int64_t channels = typeOf(mul.getRhs()).getNumElements();
    // The new weights must stand before the product that reads them. The scale,
    // a constant, may stand after it: its folded copy is made here.
    rewriter.setInsertionPoint(product);
    Value scale = reshapeTo(rewriter, mul.getLoc(), mul.getRhs(), {channels});
    Value weights =
        createFolded<MulOp>(rewriter, mul.getLoc(), product->getOperand(1), scale);
    rewriter.modifyOpInPlace(product, [&] { product->setOperand(1, weights); });
    rewriter.replaceOp(mul, product.getResult());
    return success();
  }
};

} // namespace

void addAffinePatterns(RewritePatternSet &patterns) {
  patterns.add<ConstantToTheRight<AddOp>, ConstantToTheRight<MulOp>, SubtractionOfConstant,
               MergeConstants<AddOp>, MergeConstants<MulOp>, ScaleOfBias, ScaleIntoWeights<ConvOp>,
               ScaleIntoWeights<MatmulOp>>(patterns.getContext());
}

} // namespace unspool::nn
