//===- TabulateProjections.cpp - embeddings that are projected already ----===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A row of an embedding is one of N that are known now, and so is what a layer's
// input projection makes of it:
//
//   gather(E, ids) W + b  =  gather(E W + b, ids)        E [N, D], W [D, M], b [M]
//
// The product of each call becomes a look-up. What it costs is memory: a table of
// N x M for E, where nobody else reads that, and W. A table is made where all
// constants together stay within the budget: the caller's (`max-constants`), or,
// where none is given, those of the model and a quarter more. Tables whose reads
// save most products for their bytes come first.
//
// Between gather and product there may be reshapes and transposes that keep rows
// whole. The rule looks at constants only, not at how many rows are gathered:
// libraries for several sizes decide as one for a fixed size does.
//
//===----------------------------------------------------------------------===//

#include "passes/Constants.h"
#include "passes/LinearForm.h"
#include "passes/Passes.h"

#include "llvm/ADT/MapVector.h"

using namespace mlir;

namespace unspool::nn {

#define GEN_PASS_DEF_TABULATEPROJECTIONS
#include "passes/Passes.h.inc"

namespace {

/// Without a budget: what constants may grow to, as a multiple, or by this many bytes.
constexpr double kGrowth = 1.25;
constexpr int64_t kGrowthBytes = 1 << 20;

/// A product of gathered rows with a constant matrix.
struct Projection {
  MatmulOp product;
  AddOp bias; ///< of a constant, behind the product; or null
  GatherOp gather;
  llvm::SmallVector<Operation *> views; ///< between gather and product, from the product up

  int64_t rows() { return shapeOf(gather.getInput())[0]; }
  int64_t width() { return shapeOf(product.getResult()).back(); }
};

/// Does `op` leave the elements of the last axis where they are, as rows?
bool keepsRows(Operation *op) {
  if (auto reshape = dyn_cast_or_null<ReshapeOp>(op)) {
    ArrayRef<int64_t> from = shapeOf(reshape.getInput()), to = shapeOf(reshape.getResult());
    return !from.empty() && !to.empty() && from.back() == to.back();
  }
  auto transpose = dyn_cast_or_null<TransposeOp>(op);
  return transpose && !transpose.getPermutation().empty() &&
         transpose.getPermutation().back() == int64_t(transpose.getPermutation().size()) - 1;
}

std::optional<Projection> match(MatmulOp product) {
  Type element = typeOf(product.getResult()).getElementType();
  if (!isConstant(product.getRhs()) || shapeOf(product.getRhs()).size() != 2 ||
      product.getBlock() || !(element.isF32() || element.isF64()))
    return std::nullopt;
  Projection found;
  found.product = product;
  Operation *above = product.getLhs().getDefiningOp();
  while (keepsRows(above)) {
    found.views.push_back(above);
    above = above->getOperand(0).getDefiningOp();
  }
  found.gather = dyn_cast_or_null<GatherOp>(above);
  if (!found.gather || found.gather.getAxis() != 0 || !isConstant(found.gather.getInput()) ||
      shapeOf(found.gather.getInput()).size() != 2)
    return std::nullopt;
  found.bias = biasBehind(product);
  return found;
}

struct TabulateProjectionsPass : impl::TabulateProjectionsBase<TabulateProjectionsPass> {
  using TabulateProjectionsBase::TabulateProjectionsBase;

  void runOnOperation() override {
    eraseUnusedConstants(getOperation());
    llvm::MapVector<Value, llvm::SmallVector<Projection>> embeddings;
    int64_t bytes = 0;
    getOperation().walk([&](Operation *op) {
      if (auto constant = dyn_cast<ConstantOp>(op))
        bytes += bytesOf(constant);
      if (auto product = dyn_cast<MatmulOp>(op))
        if (auto projection = match(product))
          embeddings[projection->gather.getInput()].push_back(*projection);
    });
    int64_t budget = maxConstants
                         ? int64_t(maxConstants)
                         : std::max(int64_t(kGrowth * double(bytes)), bytes + kGrowthBytes);

    // A table that stays narrow saves most for its bytes: D multiply-adds for each
    // element that is read, whatever the layer.
    llvm::SmallVector<std::pair<int64_t, llvm::SmallVector<Projection>>> candidates;
    for (auto &[embedding, projections] : embeddings)
      candidates.push_back({growth(embedding, projections), projections});
    llvm::stable_sort(candidates, llvm::less_first());
    for (auto &[more, projections] : candidates) {
      if (bytes + more > budget)
        continue;
      bytes += more;
      llvm::DenseMap<Key, Value> tables;
      for (const Projection &projection : projections) {
        Value &table = tables[keyOf(projection)];
        if (!table)
          table = makeTable(projection);
        lookUp(projection, table);
      }
    }
    eraseUnusedConstants(getOperation());
  }

private:
  /// What makes a table, beside the embedding: weights, and a bias or null.
  using Key = std::pair<Value, Value>;
  static Key keyOf(Projection projection) {
    return {projection.product.getRhs(), projection.bias ? projection.bias.getRhs() : Value()};
  }

  /// Bytes that constants grow by if all projections of an embedding become tables.
  static int64_t growth(Value embedding, ArrayRef<Projection> projections) {
    int64_t more = 0;
    llvm::SmallPtrSet<Operation *, 4> products;
    llvm::SetVector<Value> weights;
    llvm::DenseSet<Key> tables;
    for (Projection projection : projections) {
      if (tables.insert(keyOf(projection)).second)
        more += projection.rows() * projection.width() *
                elementBytes(typeOf(embedding).getElementType());
      products.insert(projection.product);
      weights.insert(projection.product.getRhs());
    }
    for (Value weight : weights)
      if (llvm::all_of(weight.getUsers(), [&](Operation *user) { return products.count(user); }))
        more -= bytesOf(weight);
    if (llvm::all_of(embedding.getUsers(),
                     [&](Operation *user) { return isReadBy(user, products); }))
      more -= bytesOf(embedding);
    return more;
  }

  /// Do all users of `op`, through views, stand among `products`?
  static bool isReadBy(Operation *op, const llvm::SmallPtrSetImpl<Operation *> &products) {
    return llvm::all_of(op->getUsers(), [&](Operation *user) {
      return products.count(user) || (keepsRows(user) && isReadBy(user, products));
    });
  }

  /// E W + b, a constant.
  Value makeTable(Projection projection) {
    OpBuilder builder(&getOperation().getBody());
    Location location = projection.product.getLoc();
    Value table = createFolded<MatmulOp>(builder, location, projection.gather.getInput(),
                                         projection.product.getRhs());
    if (projection.bias) {
      Value bias = projection.bias.getRhs();
      bias = reshapeTo(builder, location, bias, {typeOf(bias).getNumElements()});
      table = createFolded<AddOp>(builder, location, table, bias);
    }
    assert(isConstant(table) && "an op on constants of floats folds");
    return table;
  }

  static void lookUp(Projection projection, Value table) {
    MatmulOp product = projection.product;
    GatherOp gather = projection.gather;
    Operation *last = projection.bias ? projection.bias.getOperation() : product.getOperation();
    OpBuilder builder(last);
    Location location = product.getLoc();
    Value row = GatherOp::create(builder, gather.getLoc(), table, gather.getIndices(), 0);
    for (Operation *view : llvm::reverse(projection.views)) {
      llvm::SmallVector<int64_t> shape(shapeOf(view->getResult(0)));
      shape.back() = projection.width();
      if (auto transpose = dyn_cast<TransposeOp>(view))
        row = TransposeOp::create(builder, view->getLoc(), row, transpose.getPermutation());
      else
        row = reshapeTo(builder, view->getLoc(), row, shape);
    }
    last->getResult(0).replaceAllUsesWith(
        reshapeTo(builder, location, row, shapeOf(last->getResult(0))));
    last->erase();
    if (projection.bias)
      product->erase();
    for (Operation *view : projection.views)
      if (view->use_empty())
        view->erase();
    if (gather->use_empty())
      gather->erase();
  }
};

} // namespace
} // namespace unspool::nn
