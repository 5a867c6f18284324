//===- SinkProjections.cpp - wide steps project their own rows ------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One product for all timesteps reads W once, but writes all projections, which the
// steps read back. With few rows W is what counts. A step of many rows is bound by its
// multiply-adds, whether W comes from the L3 cache or not; then the projections are what
// is too much, as soon as they do not stay in the L2 cache, and each step better begins
// its sums with its own, as long as the caches have room for its weights:
//
//   cell(rows t of (x W + b), h)   =   cell((rows t of x) W + b, h)
//
// What lies between the product and the cells are views that leave the last axis alone,
// and loops over them; the same views of x are what the steps multiply. Product, sum
// and cell become one kernel then (FuseConvPoolFlatten.cpp), which holds the sums of
// both products in the same registers (codegen/schedules/Cell.cpp).
//
// A block of units is whole then: a gate's columns of W and b are filled up with zeros.
//
// A GRU keeps a gate's two products apart; it stays as it is.
//
//===----------------------------------------------------------------------===//

#include "passes/Constants.h"
#include "passes/LinearForm.h"
#include "passes/Passes.h"

#include "ir/RegisterTile.h"

using namespace mlir;

namespace unspool::nn {

#define GEN_PASS_DEF_SINKPROJECTIONS
#include "passes/Passes.h.inc"

namespace {

/// With so many rows for each multiply-add that begins in a cycle, a step computes three times
/// as long as its weights take from the L3 cache: 2 * rows / 268 GFLOP/s with two of 16 lanes
/// (118 with one) to 4 bytes / 120 GB/s for each weight.
constexpr int64_t kFewestRows = 8;
/// Bytes of a step's weights that come from the L3 cache, which is not ours alone, as fast as
/// that: with 13 MB, of 640 inputs and units, steps gain 3 %; with 19 MB they lose 12 %.
constexpr int64_t kMostWeights = int64_t(16) << 20;

/// x W, or x W + b.
struct Projection {
  MatmulOp product;
  AddOp bias; ///< or null
  /// All that its rows go to: one or more, of the same units.
  llvm::SmallVector<Operation *> cells = {};

  Value whole() { return bias ? bias.getResult() : product.getResult(); }
};

/// Does `op` leave the elements of the last axis together, and in order?
bool keepsRows(Operation *op) {
  return isa<ReshapeOp, SliceOp>(op) && !shapeOf(op->getResult(0)).empty() &&
         shapeOf(op->getOperand(0)).back() == shapeOf(op->getResult(0)).back();
}

/// The block argument by which a scan's body sees this operand, which it scans.
BlockArgument scannedArgument(OpOperand &use) {
  auto scan = dyn_cast<ScanOp>(use.getOwner());
  if (!scan || use.getOperandNumber() < scan.getInitial().size())
    return {};
  return scan.getBody().front().getArgument(use.getOperandNumber());
}

/// Adds the cells that rows of `value` go into the projections of; false if they go elsewhere.
bool findCells(Value value, llvm::SmallVectorImpl<Operation *> &cells) {
  return !value.use_empty() && llvm::all_of(value.getUses(), [&](OpOperand &use) {
    if (keepsRows(use.getOwner()))
      return findCells(use.getOwner()->getResult(0), cells);
    if (BlockArgument argument = scannedArgument(use))
      return findCells(argument, cells);
    cells.push_back(use.getOwner());
    return use.getOperandNumber() == 0 && isa<RnnCellOp, LstmCellOp>(use.getOwner());
  });
}

int64_t rowsOf(Operation *cell) { return shapeOf(cell->getResult(0))[0]; }
int64_t unitsOf(Operation *cell) { return shapeOf(cell->getResult(0))[1]; }

std::optional<Projection> match(MatmulOp product) {
  if (!isConstant(product.getRhs()) || product.getBlock() || shapeOf(product.getLhs()).size() != 2)
    return std::nullopt;
  Projection projection{product, biasBehind(product)};
  if (!findCells(projection.whole(), projection.cells) ||
      !llvm::all_equal(llvm::map_range(projection.cells, unitsOf)))
    return std::nullopt;
  return projection;
}

struct SinkProjectionsPass : impl::SinkProjectionsBase<SinkProjectionsPass> {
  using SinkProjectionsBase::SinkProjectionsBase;

  void runOnOperation() override {
    llvm::SmallVector<Projection> projections;
    for (MatmulOp product : getOperation().getBody().front().getOps<MatmulOp>())
      if (std::optional<Projection> projection = match(product);
          projection && isLarge(projection->whole()) &&
          llvm::all_of(projection->cells,
                       [&](Operation *cell) { return isWide(cell, product.getRhs()); }))
        projections.push_back(*projection);
    for (Projection &projection : projections)
      sink(weightsOf(projection), projection.whole(), projection.product.getLhs());
  }

private:
  bool isLarge(Value projections) const { return bytesOf(projections) > cache; }

  /// W and R of a step, and what a block of units reads of them for one tile of rows after
  /// the other, have caches that they stay in.
  bool staysInCaches(Value w, Value r, int64_t units, int64_t block) const {
    int64_t bytes = bytesOf(w) + (r ? bytesOf(r) : 0);
    return bytes <= kMostWeights && bytes * block <= cache * units;
  }

  /// Does `cell` gain if it makes its own projections by `w`?
  bool isWide(Operation *cell, Value w) const {
    Value recurrent =
        isa<RnnCellOp>(cell) ? cast<RnnCellOp>(cell).getR() : cast<LstmCellOp>(cell).getR();
    int64_t rows = rowsOf(cell), units = unitsOf(cell), gates = gateCount(cell);
    if (rows < kFewestRows * multiplyAdds || units == 0)
      return false;
    int64_t block = unitsOfBlock(cell);
    if (rows <= rowsOfWideTile(lanes, block / lanes * gates))
      return false; // the sums of all gates are in registers: none is made tile by tile
    if (gates == 1 && units % block != 0)
      return false; // an RNN of 16 rows and 300 units would lose 7 %
    return (!recurrent || isConstant(recurrent)) && staysInCaches(w, recurrent, units, block);
  }

  int64_t unitsOfBlock(Operation *cell) const {
    return vectorsOfWideCell(rowsOf(cell), gateCount(cell), unitsOf(cell), lanes) * lanes;
  }

  /// What each step multiplies its rows by, and adds, or null.
  struct Weights {
    Value w, bias;
  };

  /// W and b, with as many units for each gate as fill the blocks of all cells.
  Weights weightsOf(Projection &projection) const {
    int64_t units = unitsOf(projection.cells.front()), wholeUnits = units;
    for (Operation *cell : projection.cells)
      wholeUnits = std::max(wholeUnits, int64_t(llvm::alignTo(units, unitsOfBlock(cell))));
    OpBuilder builder(projection.product);
    Value w = filledUp(builder, projection.product.getRhs(), units, wholeUnits);
    return {w, projection.bias ? filledUp(builder, projection.bias.getRhs(), units, wholeUnits)
                               : Value()};
  }

  /// [..., G * H], with zeros behind each gate's units.
  static Value filledUp(OpBuilder &builder, Value columns, int64_t units, int64_t wholeUnits) {
    int64_t added = wholeUnits - units;
    if (added == 0)
      return columns;
    Location location = columns.getLoc();
    llvm::SmallVector<int64_t> shape(shapeOf(columns));
    int64_t gates = shape.back() / units, depth = typeOf(columns).getNumElements() / shape.back();
    Value zero = splat(builder, location, typeOf(columns).clone(ArrayRef<int64_t>{}), 0);
    Value whole = createFolded<PadOp>(
        builder, location, reshapeTo(builder, location, columns, {depth, gates, units}), zero,
        ArrayRef<int64_t>{0, 0, 0}, ArrayRef<int64_t>{0, 0, added}, PadMode::constant);
    shape.back() = gates * wholeUnits;
    return reshapeTo(builder, location, whole, shape);
  }

  /// Users of `value`, which is rows of the product, get `x`, the rows that were multiplied.
  static void sink(const Weights &weights, Value value, Value x) {
    for (OpOperand &use : llvm::make_early_inc_range(value.getUses())) {
      Operation *user = use.getOwner();
      OpBuilder builder(user);
      if (isa<ReshapeOp, SliceOp>(user)) {
        sink(weights, user->getResult(0), viewOf(builder, user, x));
        user->erase();
      } else if (BlockArgument argument = scannedArgument(use)) {
        llvm::SmallVector<int64_t> shape(shapeOf(argument));
        shape.back() = shapeOf(x).back();
        use.set(x);
        argument.setType(typeOf(argument).clone(shape));
        sink(weights, argument, argument);
      } else {
        use.set(project(builder, weights, x));
      }
    }
  }

  /// What `view` is of rows of the product, of rows of x.
  static Value viewOf(OpBuilder &builder, Operation *view, Value x) {
    auto withColumns = [&](ArrayRef<int64_t> extents) {
      llvm::SmallVector<int64_t> shape(extents);
      shape.back() = shapeOf(x).back();
      return shape;
    };
    if (isa<ReshapeOp>(view))
      return reshapeTo(builder, view->getLoc(), x, withColumns(shapeOf(view->getResult(0))));
    auto slice = cast<SliceOp>(view);
    return SliceOp::create(builder, view->getLoc(), x, slice.getStarts(),
                           withColumns(slice.getSizes()), slice.getSteps());
  }

  static Value project(OpBuilder &builder, const Weights &weights, Value x) {
    Location location = weights.w.getLoc();
    Value sum = MatmulOp::create(builder, location, x, weights.w);
    return weights.bias ? AddOp::create(builder, location, sum, weights.bias).getResult() : sum;
  }
};

} // namespace
} // namespace unspool::nn
