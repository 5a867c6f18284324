//===- Evaluate.cpp - the reference evaluator -----------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Finds the family of an op, and runs blocks of ops: functions, fused regions,
// kernels and scans. Tensors of a block are dropped after their last use.
//
//===----------------------------------------------------------------------===//

#include "ir/EvaluateTensor.h"

#include <cstring>

using namespace mlir;

namespace unspool::nn {

namespace {

/// Values of the blocks that are running, the inner ones included.
using Environment = llvm::DenseMap<Value, Tensor>;

class BlockEvaluator {
public:
  /// The operands of the block's terminator.
  FailureOr<Tensors> run(Block &block) {
    for (Operation &op : block.without_terminator()) {
      FailureOr<Tensors> results = runOp(op);
      if (failed(results))
        return failure();
      for (auto [result, tensor] : llvm::zip_equal(op.getResults(), *results))
        values[result] = std::move(tensor);
      dropDead(op);
    }
    return valuesOf(block.getTerminator()->getOperands());
  }

  void bind(Value value, Tensor tensor) { values[value] = std::move(tensor); }

private:
  Tensors valuesOf(ValueRange range) const {
    Tensors tensors;
    for (Value value : range)
      tensors.push_back(values.lookup(value));
    return tensors;
  }

  /// Forgets operands that no later op of this block reads.
  void dropDead(Operation &op) {
    for (Value operand : op.getOperands()) {
      bool isLast = operand.getParentBlock() == op.getBlock() &&
                    llvm::all_of(operand.getUsers(), [&](Operation *user) {
                      Operation *here = op.getBlock()->findAncestorOpInBlock(*user);
                      return here && !op.isBeforeInBlock(here);
                    });
      if (isLast)
        values.erase(operand);
    }
  }

  FailureOr<Tensors> runOp(Operation &op) {
    if (auto fused = dyn_cast<FusedOp>(op))
      return run(fused.getBody().front());
    if (auto scan = dyn_cast<ScanOp>(op))
      return runScan(scan);
    if (auto call = dyn_cast<CallOp>(op)) {
      auto kernel = SymbolTable::lookupNearestSymbolFrom<KernelOp>(call, call.getCalleeAttr());
      if (!kernel)
        return call.emitOpError("calls no kernel");
      BlockEvaluator inner;
      for (auto [argument, operand] :
           llvm::zip_equal(kernel.getBody().getArguments(), call.getOperands()))
        inner.bind(argument, values.lookup(operand));
      return inner.run(kernel.getBody().front());
    }
    return evaluate(&op, valuesOf(op.getOperands()));
  }

  /// Part `trip` of `trips` of a tensor along its leading axis.
  static Tensor part(const Tensor &whole, Type type, int64_t trip) {
    Tensor result{cast<RankedTensorType>(type), {}};
    size_t bytes = result.type.getNumElements() * elementBytes(result.type.getElementType());
    auto begin = whole.bytes.begin() + trip * bytes;
    result.bytes.assign(begin, begin + bytes);
    return result;
  }

  FailureOr<Tensors> runScan(ScanOp scan) {
    Block &body = scan.getBody().front();
    int64_t trips = scan.getTrips();
    unsigned stateCount = scan.getInitial().size();
    Tensors results;
    for (Value state : scan.getInitial())
      results.push_back(values.lookup(state));
    for (unsigned i = stateCount; i < scan.getNumResults(); ++i) {
      auto type = cast<RankedTensorType>(scan.getResult(i).getType());
      results.push_back({type, std::vector<uint8_t>(type.getNumElements() *
                                                    elementBytes(type.getElementType()))});
    }
    for (int64_t trip = 0; trip < trips; ++trip) {
      for (unsigned i = 0; i < stateCount; ++i)
        bind(body.getArgument(i), results[i]);
      for (auto [index, input] : llvm::enumerate(scan.getScanned())) {
        bool backwards = llvm::is_contained(scan.getReversed(), int64_t(index));
        BlockArgument argument = body.getArgument(stateCount + index);
        bind(argument, part(values.lookup(input), argument.getType(),
                            backwards ? trips - 1 - trip : trip));
      }
      FailureOr<Tensors> yielded = run(body);
      if (failed(yielded))
        return failure();
      for (unsigned i = 0; i < scan.getNumResults(); ++i) {
        Tensor &own = (*yielded)[i];
        if (i < stateCount) {
          results[i] = std::move(own);
          continue;
        }
        bool backwards = llvm::is_contained(scan.getReversedResults(), int64_t(i - stateCount));
        int64_t place = backwards ? trips - 1 - trip : trip;
        std::copy(own.bytes.begin(), own.bytes.end(),
                  results[i].bytes.begin() + place * own.bytes.size());
      }
    }
    return results;
  }

  Environment values;
};

} // namespace

FailureOr<Tensors> evaluate(Operation *op, llvm::ArrayRef<Tensor> operands) {
  for (auto family : {evaluateElementwise, evaluateData, evaluateReduction, evaluateWindow,
                      evaluateRecurrent})
    if (std::optional<Tensors> results = family(op, operands))
      return std::move(*results);
  return op->emitOpError("has no reference evaluation for these operands");
}

FailureOr<Tensors> evaluate(func::FuncOp function, llvm::ArrayRef<Tensor> arguments) {
  BlockEvaluator evaluator;
  for (auto [argument, tensor] : llvm::zip_equal(function.getArguments(), arguments))
    evaluator.bind(argument, tensor);
  return evaluator.run(function.getBody().front());
}

} // namespace unspool::nn
