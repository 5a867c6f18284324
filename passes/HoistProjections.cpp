//===- HoistProjections.cpp - one product for all timesteps ---------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A model that was unrolled by its exporter multiplies each step of x on its own:
//
//   x[0] W + b, x[1] W + b, ...   =   rows of   x W + b,   x as [T * B, I]
//
// One product reads W once, and several rows share each load. All steps must be there,
// or work would be done that nobody reads. A loop over the steps of x (nn.scan) gets the
// product of all, and goes over its rows instead.
//
//===----------------------------------------------------------------------===//

#include "passes/Constants.h"
#include "passes/LinearForm.h"
#include "passes/Passes.h"

using namespace mlir;

namespace unspool::nn {

#define GEN_PASS_DEF_HOISTPROJECTIONS
#include "passes/Passes.h.inc"

namespace {

/// x[t] W (+ b): the whole of x, W, b or null, and which axis of x is time.
using Key = std::tuple<Value, Value, Value, int64_t>;

struct Step {
  int64_t time;
  Operation *last; ///< the sum with b, or the product
};

/// Of `[B, I]`, a step of x `[T, B, I]` or `[B, T, I]`: x, and where the step lies.
Value wholeOf(Value step, int64_t &axis, int64_t &time) {
  auto reshape = step.getDefiningOp<ReshapeOp>();
  auto slice = reshape ? reshape.getInput().getDefiningOp<SliceOp>() : SliceOp();
  if (!slice)
    return {};
  ArrayRef<int64_t> whole = shapeOf(slice.getInput()), part = shapeOf(slice);
  if (whole.size() != 3 || part[2] != whole[2] || shapeOf(step).back() != whole[2])
    return {};
  for (axis = 0; axis < 2; ++axis)
    if (part[axis] == 1 && part[1 - axis] == whole[1 - axis] && whole[axis] > 1 &&
        llvm::all_of(slice.getSteps(), [](int64_t stride) { return stride == 1; })) {
      time = slice.getStarts()[axis];
      return slice.getInput();
    }
  return {};
}

struct HoistProjectionsPass : impl::HoistProjectionsBase<HoistProjectionsPass> {
  void runOnOperation() override {
    llvm::SmallVector<std::pair<Key, llvm::SmallVector<Step>>> groups;
    auto groupOf = [&](const Key &key) -> llvm::SmallVector<Step> & {
      for (auto &group : groups)
        if (group.first == key)
          return group.second;
      return groups.emplace_back(key, llvm::SmallVector<Step>()).second;
    };
    for (Operation &op : getOperation().getBody().front()) {
      auto product = dyn_cast<MatmulOp>(op);
      int64_t axis = 0, time = 0;
      Value whole = product && isConstant(product.getRhs()) && !product.getBlock() &&
                            shapeOf(product.getLhs()).size() == 2
                        ? wholeOf(product.getLhs(), axis, time)
                        : Value();
      if (!whole)
        continue;
      AddOp add = biasBehind(product);
      groupOf({whole, product.getRhs(), add ? add.getRhs() : Value(), axis})
          .push_back({time, add ? add.getOperation() : product});
    }
    for (auto &[key, steps] : groups)
      if (hasAllSteps(key, steps))
        hoist(key, steps);
    getOperation().walk([](ScanOp scan) { hoistFrom(scan); });
  }

private:
  /// The products of rows that a loop goes over, one step at a time.
  static void hoistFrom(ScanOp scan) {
    for (MatmulOp product : llvm::make_early_inc_range(scan.getBody().front().getOps<MatmulOp>())) {
      auto step = product.getLhs().getDefiningOp<ReshapeOp>();
      auto row = step ? dyn_cast<BlockArgument>(step.getInput()) : BlockArgument();
      bool isStep = row && row.getOwner() == &scan.getBody().front() &&
                    row.getArgNumber() >= scan.getInitial().size() && shapeOf(row).size() == 3 &&
                    shapeOf(row)[0] == 1 && shapeOf(row).drop_front() == shapeOf(step);
      if (isStep && isConstant(product.getRhs()) && shapeOf(product.getRhs()).size() == 2 &&
          !product.getBlock())
        hoistFrom(scan, product, row.getArgNumber());
    }
  }

  static void hoistFrom(ScanOp scan, MatmulOp product, unsigned argument) {
    int64_t input = argument - scan.getInitial().size();
    AddOp add = biasBehind(product);
    Operation *last = add ? add.getOperation() : product;
    OpBuilder builder(scan);
    Value x = scan.getScanned()[input];
    Value all =
        multiply(builder, product.getLoc(), x, product.getRhs(), add ? add.getRhs() : Value());
    int64_t batch = shapeOf(x)[1], columns = shapeOf(all)[1];
    scan.getScannedMutable().append(
        reshapeTo(builder, product.getLoc(), all, {shapeOf(x)[0], batch, columns}));
    llvm::SmallVector<int64_t> reversed(scan.getReversed());
    if (llvm::is_contained(reversed, input))
      reversed.push_back(int64_t(scan.getScanned().size()) - 1);
    scan.setReversed(reversed);
    Value row = scan.getBody().addArgument(typeOf(all).clone({1, batch, columns}), scan.getLoc());
    builder.setInsertionPoint(last);
    last->getResult(0).replaceAllUsesWith(
        reshapeTo(builder, product.getLoc(), row, {batch, columns}));
    last->erase();
    if (add)
      product->erase();
  }

  /// Rows of x `[T, B, I]` times the weights, plus the bias, if there is one: `[T * B, N]`.
  static Value multiply(OpBuilder &builder, Location location, Value x, Value weights, Value bias) {
    ArrayRef<int64_t> shape = shapeOf(x);
    Value rows = reshapeTo(builder, location, x, {shape[0] * shape[1], shape[2]});
    Value all = createFolded<MatmulOp>(builder, location, rows, ownConstant(builder, weights));
    return bias ? createFolded<AddOp>(builder, location, all, ownConstant(builder, bias)) : all;
  }

  /// The constant may stand behind the builder, or in a loop.
  static Value ownConstant(OpBuilder &builder, Value constant) {
    return ConstantOp::create(builder, constant.getLoc(),
                              constant.getDefiningOp<ConstantOp>().getValue());
  }

  static bool hasAllSteps(const Key &key, ArrayRef<Step> steps) {
    llvm::DenseSet<int64_t> times;
    for (const Step &step : steps)
      times.insert(step.time);
    return int64_t(times.size()) == shapeOf(std::get<0>(key))[std::get<3>(key)];
  }

  static void hoist(const Key &key, ArrayRef<Step> steps) {
    auto [whole, weights, bias, axis] = key;
    Operation *first = steps.front().last;
    auto product = dyn_cast<MatmulOp>(first);
    OpBuilder builder(product ? first : first->getOperand(0).getDefiningOp());
    Location location = first->getLoc();
    if (axis == 1)
      whole = createFolded<TransposeOp>(builder, location, whole, llvm::ArrayRef<int64_t>{1, 0, 2});
    int64_t batch = shapeOf(whole)[1];
    Value all = multiply(builder, location, whole, weights, bias);
    for (const Step &step : steps)
      step.last->getResult(0).replaceAllUsesWith(
          sliceAxis(builder, location, all, 0, step.time * batch, batch));
  }
};

} // namespace
} // namespace unspool::nn
