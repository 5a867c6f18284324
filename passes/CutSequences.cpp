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
  /// The layer's first step, if no other, is a part of its own.
  static int64_t rowsOfStep(ConcatOp steps) {
    auto rows = llvm::map_range(steps.getInputs(), [](Value part) { return shapeOf(part)[0]; });
    return *std::min_element(rows.begin(), rows.end());
  }

  bool isWorthIt(ConcatOp steps, MatmulOp product) const {
    int64_t rows = rowsOfStep(steps);
    return CutRule{sharesAll, cache}.allows(shapeOf(steps)[0] / rows, rows,
                                            typeOf(product.getRhs()).getNumElements());
  }

  void cut(MatmulOp product, ConcatOp steps) {
    AddOp bias = biasBehind(product);
    Operation *last = bias ? bias.getOperation() : product.getOperation();
    OpBuilder builder(last);
    llvm::SmallVector<llvm::SmallVector<Value>> parts = segmentsOf(steps);
    if (parts.size() == 1)
      return;
    llvm::SmallVector<Value> segments;
    for (ArrayRef<Value> segment : parts) {
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

  /// The parts in groups that reach to the ends of segments, or beyond, where a part does.
  static llvm::SmallVector<llvm::SmallVector<Value>> segmentsOf(ConcatOp steps) {
    int64_t rowsDone = 0, step = rowsOfStep(steps);
    llvm::SmallVector<int64_t> ends = segmentEnds(shapeOf(steps)[0] / step);
    auto end = ends.begin();
    llvm::SmallVector<llvm::SmallVector<Value>> segments(1);
    for (Value part : steps.getInputs()) {
      if (rowsDone >= *end * step) {
        segments.emplace_back();
        end = std::find_if(end, ends.end(), [&](int64_t steps) { return steps * step > rowsDone; });
      }
      rowsDone += shapeOf(part)[0];
      segments.back().push_back(part);
    }
    return segments;
  }
};

} // namespace
} // namespace unspool::nn
