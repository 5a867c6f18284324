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
// or work would be done that nobody reads.
//
//===----------------------------------------------------------------------===//

#include "passes/Constants.h"
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
      Operation *last = product;
      Value bias;
      if (product->hasOneUse())
        if (auto add = dyn_cast<AddOp>(*product->user_begin());
            add && add->getBlock() == op.getBlock() && add.getLhs() == product.getResult() &&
            isConstant(add.getRhs()) && add.getType() == product.getType() &&
            variesAlongLastAxisOnly(add.getRhs())) {
          last = add;
          bias = add.getRhs();
        }
      groupOf({whole, product.getRhs(), bias, axis}).push_back({time, last});
    }
    for (auto &[key, steps] : groups)
      if (hasAllSteps(key, steps))
        hoist(key, steps);
  }

private:
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
    ArrayRef<int64_t> shape = shapeOf(whole);
    int64_t batch = shape[1];
    Value rows = reshapeTo(builder, location, whole, {shape[0] * batch, shape[2]});
    Value all =
        createFolded<MatmulOp>(builder, location, rows, weights, IntegerAttr(), IntegerAttr());
    if (bias) {
      // A bias may stand behind the first product.
      Value own =
          ConstantOp::create(builder, location, bias.getDefiningOp<ConstantOp>().getValue());
      all = createFolded<AddOp>(builder, location, all, own);
    }
    for (const Step &step : steps)
      step.last->getResult(0).replaceAllUsesWith(
          sliceAxis(builder, location, all, 0, step.time * batch, batch));
  }
};

} // namespace
} // namespace unspool::nn
