//===- SelectAlgorithms.cpp - how each convolution is computed ------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Two shapes of convolution are matrix products and run at their speed:
//
//   1x1, stride 1, no pads     every pixel is a row:   [N*S, C] x [C, O]
//   the window is the input    one row an image:       [N, K*C] x [K*C, O]
//
// The reshape back to an image then sinks below the ops after the product, so
// that they can fuse with it. The others are direct, or Winograd's; products of pixels
// are direct, or Strassen's (ChooseConvolution.cpp).
//
//===----------------------------------------------------------------------===//

#include "passes/ChooseConvolution.h"
#include "passes/Constants.h"
#include "passes/InputProducers.h"
#include "passes/Passes.h"
#include "passes/ScheduleRules.h"

#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

using namespace mlir;

namespace unspool::nn {

#define GEN_PASS_DEF_SELECTALGORITHMS
#include "passes/Passes.h.inc"

namespace {

struct ConvToMatmul : OpRewritePattern<ConvOp> {
  ConvToMatmul(MLIRContext *context, int64_t largeMap, bool ofAnySize)
      : OpRewritePattern(context), largeMap(largeMap), ofAnySize(ofAnySize) {}

  LogicalResult matchAndRewrite(ConvOp op, PatternRewriter &rewriter) const override {
    ArrayRef<int64_t> input = shapeOf(op.getInput()), filter = shapeOf(op.getFilter()),
                      output = shapeOf(op.getResult());
    ArrayRef<int64_t> window = filter.drop_back(2);
    if (op.getGroups() != 1 || op.getBlock() || !allEqual(op.getLow(), 0) ||
        !allEqual(op.getHigh(), 0))
      return failure();
    bool pointwise = allEqual(window, 1) && allEqual(op.getStrides(), 1);
    bool whole = window == input.drop_front().drop_back() && allEqual(op.getDilations(), 1);
    if ((!pointwise && !whole) || !producersBefore(op, largeMap).empty() ||
        isProducer(op, largeMap))
      return failure();

    int64_t columns = filter.back();
    int64_t depth = typeOf(op.getFilter()).getNumElements() / std::max<int64_t>(columns, 1);
    int64_t rows = 1;
    for (int64_t extent : output.drop_back())
      rows *= extent;
    Value lhs = reshapeTo(rewriter, op.getLoc(), op.getInput(), {rows, depth});
    Value rhs = reshapeTo(rewriter, op.getLoc(), op.getFilter(), {depth, columns});
    auto product = MatmulOp::create(rewriter, op.getLoc(), lhs, rhs);
    // Pairs of rows are pixels of one image. One of several plans, which have one form whatever
    // the number of pixels, is direct.
    bool hasPairs = output.front() == 1 || rows / output.front() % 2 == 0;
    if (pointwise && (hasPairs || ofAnySize))
      product.setAlgorithm("direct");
    rewriter.replaceOp(op, reshapeTo(rewriter, op.getLoc(), product, output));
    return success();
  }

  int64_t largeMap;
  bool ofAnySize;
};

/// A batch of matrices times one matrix is one product over all their rows.
struct FlattenBatch : OpRewritePattern<MatmulOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(MatmulOp op, PatternRewriter &rewriter) const override {
    ArrayRef<int64_t> lhs = shapeOf(op.getLhs()), rhs = shapeOf(op.getRhs());
    if (lhs.size() == 2 || rhs.size() != 2 || op.getBlock())
      return failure();
    int64_t rows = 1;
    for (int64_t extent : lhs.drop_back())
      rows *= extent;
    Value flat = reshapeTo(rewriter, op.getLoc(), op.getLhs(), {rows, lhs.back()});
    Value product = MatmulOp::create(rewriter, op.getLoc(), flat, op.getRhs());
    rewriter.replaceOp(op,
                       reshapeTo(rewriter, op.getLoc(), product, shapeOf(op.getResult())));
    return success();
  }
};

/// Elementwise ops on a reshaped [rows, columns] work on it before the reshape,
/// where the last axis stays and the other operands have the full shape or vary
/// along the last axis only.
struct SinkReshapeOfProduct : RewritePattern {
  explicit SinkReshapeOfProduct(MLIRContext *context)
      : RewritePattern(MatchAnyOpTypeTag(), /*benefit=*/1, context) {}

  LogicalResult matchAndRewrite(Operation *op, PatternRewriter &rewriter) const override {
    if (!isElementwise(op))
      return failure();
    ArrayRef<int64_t> shape = shapeOf(op->getResult(0));
    ReshapeOp reshape;
    for (Value operand : op->getOperands())
      if (isReshapedProduct(operand) && shapeOf(operand) == shape)
        reshape = operand.getDefiningOp<ReshapeOp>();
    if (!reshape || !llvm::all_of(op->getOperands(), [&](Value operand) {
          return shapeOf(operand) == shape || variesAlongLastAxisOnly(operand);
        }))
      return failure();

    llvm::SmallVector<int64_t> flat(shapeOf(reshape.getInput()));
    llvm::SmallVector<Value> operands;
    for (Value operand : op->getOperands()) {
      llvm::SmallVector<int64_t> target(flat);
      if (shapeOf(operand) != shape)
        target = {typeOf(operand).getNumElements()};
      operands.push_back(reshapeTo(rewriter, op->getLoc(), operand, target));
    }
    auto type = typeOf(op->getResult(0));
    Operation *moved = rewriter.create(op->getLoc(), op->getName().getIdentifier(), operands,
                                       TypeRange(type.clone(flat)), op->getAttrs());
    rewriter.replaceOpWithNewOp<ReshapeOp>(op, type, moved->getResult(0));
    return success();
  }

  /// Is `value` a reshape, last axis kept, of a product or of ops on one?
  static bool isReshapedProduct(Value value) {
    auto reshape = value.getDefiningOp<ReshapeOp>();
    Operation *producer = reshape ? reshape.getInput().getDefiningOp() : nullptr;
    if (!producer || shapeOf(reshape.getInput()).size() != 2 || shapeOf(value).empty() ||
        shapeOf(value).back() != shapeOf(reshape.getInput()).back())
      return false;
    return isa<MatmulOp>(producer) || isElementwise(producer);
  }
};

struct SelectAlgorithmsPass : impl::SelectAlgorithmsBase<SelectAlgorithmsPass> {
  using SelectAlgorithmsBase::SelectAlgorithmsBase;

  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<ConvToMatmul>(&getContext(), largeMap, ofAnySize);
    patterns.add<FlattenBatch, SinkReshapeOfProduct>(&getContext());
    ConvolutionChoice choice;
    choice.machine = {lanes, multiplyAdds, threads};
    choice.strict = strict;
    choice.ofAnySize = ofAnySize;
    choice.tolerance = tolerance;
    choice.maxConstants = maxConstants;
    choice.algorithms = ScheduleRules(getOperation()).algorithms();
    choice.same.assign(same.begin(), same.end());
    choice.algorithms.insert(choice.algorithms.end(), algorithms.begin(), algorithms.end());
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))) ||
        failed(chooseConvolutions(getOperation(), choice)))
      return signalPassFailure();
    if (ofAnySize)
      noteAlgorithms();
  }

  void noteAlgorithms() {
    llvm::SmallVector<StringRef> chosen;
    getOperation().walk(
        [&](ConvOp conv) { chosen.push_back(conv.getAlgorithm().value_or("direct")); });
    getOperation()->setAttr("nn.algorithms", Builder(&getContext()).getStrArrayAttr(chosen));
  }
};

} // namespace
} // namespace unspool::nn
