//===- CutSequences.cpp - a layer begins before the one below it ends -----===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A recurrent layer on top of another projects all its steps in one product:
//
//   P = concat(h_1 .. h_T) W + b
//
// so it waits for the last step. Cut into segments of the sequence, it waits for one:
//
//   P = concat(concat(h_1 .. h_n) W + b, concat(h_n+1 .. h_2n) W + b, ...)
//
// Rows of a product do not depend on each other: the bits stay. Reads of a row become reads
// of its part (simplify), and then form-waves sees what can run side by side. Layers whose
// steps run in loops have cut these into segments before (UnrollRecurrent.cpp).
//
//===----------------------------------------------------------------------===//

#include "ir/Evaluate.h"
#include "passes/Constants.h"
#include "passes/LinearForm.h"
#include "passes/Passes.h"
#include "passes/Segments.h"

using namespace mlir;

namespace unspool::nn {

#define GEN_PASS_DEF_CUTSEQUENCES
#include "passes/Passes.h.inc"

namespace {

/// Is `value` what cells make in some steps? The select is that of sequence lengths.
bool isMadeByCells(Value value) {
  while (auto reshape = value.getDefiningOp<ReshapeOp>())
    value = reshape.getInput();
  if (auto select = value.getDefiningOp<SelectOp>())
    return llvm::any_of(select->getOperands(), isMadeByCells);
  return isa_and_nonnull<ScanOp, LstmCellOp, GruCellOp, RnnCellOp>(value.getDefiningOp());
}

/// Do cells read rows of `value`?
bool isReadByCells(Value value) {
  return llvm::any_of(value.getUsers(), [](Operation *user) {
    if (isa<ReshapeOp, SliceOp>(user))
      return isReadByCells(user->getResult(0));
    return isa<ScanOp, LstmCellOp, GruCellOp, RnnCellOp>(user);
  });
}

struct CutSequencesPass : impl::CutSequencesBase<CutSequencesPass> {
  using CutSequencesBase::CutSequencesBase;

  void runOnOperation() override {
    llvm::SmallVector<MatmulOp> products;
    for (MatmulOp product : getOperation().getBody().front().getOps<MatmulOp>()) {
      AddOp bias = biasBehind(product);
      auto steps = product.getLhs().getDefiningOp<ConcatOp>();
      if (steps && steps.getAxis() == 0 && llvm::all_of(steps.getInputs(), isMadeByCells) &&
          isConstant(product.getRhs()) && shapeOf(product.getRhs()).size() == 2 &&
          isReadByCells(bias ? bias.getResult() : product.getResult()) && isWorthIt(steps, product))
        products.push_back(product);
    }
    for (MatmulOp product : products)
      cut(product, product.getLhs().getDefiningOp<ConcatOp>());
  }

private:
  /// The first step is a part of its own.
  static int64_t rowsOfStep(ConcatOp steps) { return shapeOf(steps.getInputs().front())[0]; }

  bool isWorthIt(ConcatOp steps, MatmulOp product) const {
    int64_t rows = rowsOfStep(steps);
    return CutRule{sharesAll, cache}.allows(shapeOf(steps)[0] / rows, rows,
                                            typeOf(product.getRhs()).getNumElements());
  }

  void cut(MatmulOp product, ConcatOp steps) {
    AddOp bias = biasBehind(product);
    Operation *last = bias ? bias.getOperation() : product.getOperation();
    OpBuilder builder(last);
    llvm::SmallVector<Value> segments;
    for (ArrayRef<Value> segment : segmentsOf(steps)) {
      Value rows = segment.size() == 1
                       ? segment.front()
                       : ConcatOp::create(builder, steps.getLoc(), segment, 0).getResult();
      Value sum = MatmulOp::create(builder, product.getLoc(), rows, product.getRhs());
      if (bias)
        sum = AddOp::create(builder, bias.getLoc(), sum, bias.getRhs());
      segments.push_back(sum);
    }
    last->getResult(0).replaceAllUsesWith(ConcatOp::create(builder, product.getLoc(), segments, 0));
    last->erase();
    if (bias)
      product.erase();
  }

  /// The parts in groups of as many rows as a segment has, or one more: a first step that has
  /// no state before it is not a part of the loop behind it.
  static llvm::SmallVector<llvm::SmallVector<Value>> segmentsOf(ConcatOp steps) {
    int64_t step = rowsOfStep(steps);
    int64_t most = segmentSteps(shapeOf(steps)[0] / step) * step + step;
    llvm::SmallVector<llvm::SmallVector<Value>> segments(1);
    int64_t rows = 0;
    for (Value part : steps.getInputs()) {
      if (rows > 0 && rows + shapeOf(part)[0] > most) {
        segments.emplace_back();
        rows = 0;
      }
      rows += shapeOf(part)[0];
      segments.back().push_back(part);
    }
    return segments;
  }
};

} // namespace
} // namespace unspool::nn
