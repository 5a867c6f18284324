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

using namespace mlir;

namespace unspool::nn {

namespace {

/// Values of the blocks that are running, the inner ones included.
using Environment = llvm::DenseMap<Value, Tensor>;

/// The values of a block that each of its ops is the last to read, inner regions
/// included.
llvm::DenseMap<Operation *, llvm::SmallVector<Value>> lastReads(Block &block) {
  llvm::DenseMap<Operation *, llvm::SmallVector<Value>> reads;
  auto add = [&](Value value) {
    Operation *last = nullptr;
    for (Operation *user : value.getUsers()) {
      Operation *here = block.findAncestorOpInBlock(*user);
      if (!last || last->isBeforeInBlock(here))
        last = here;
    }
    if (last)
      reads[last].push_back(value);
  };
  llvm::for_each(block.getArguments(), add);
  for (Operation &op : block)
    llvm::for_each(op.getResults(), add);
  return reads;
}

class BlockEvaluator {
public:
  /// The operands of the block's terminator.
  FailureOr<Tensors> run(Block &block) {
    auto dying = lastReads(block);
    for (Operation &op : block.without_terminator()) {
      FailureOr<Tensors> results = runOp(op);
      if (failed(results))
        return failure();
      for (Value value : dying.lookup(&op))
        values.erase(value);
      for (auto [result, tensor] : llvm::zip_equal(op.getResults(), *results))
        values[result] = std::move(tensor);
    }
    return valuesOf(block.getTerminator()->getOperands());
  }

  FailureOr<Tensors> runKernel(KernelOp kernel, Tensors arguments) {
    Block &body = kernel.getBody().front();
    for (auto [argument, tensor] : llvm::zip_equal(body.getArguments(), arguments))
      bind(argument, std::move(tensor));
    return run(body);
  }

  void bind(Value value, Tensor tensor) { values[value] = std::move(tensor); }

private:
  Tensors valuesOf(ValueRange range) const {
    Tensors tensors;
    for (Value value : range) {
      auto found = values.find(value);
      assert(found != values.end() && "a value is computed before it is read");
      tensors.push_back(found->second);
    }
    return tensors;
  }

  FailureOr<Tensors> runOp(Operation &op) {
    if (auto fused = dyn_cast<FusedOp>(op))
      return run(fused.getBody().front());
    if (auto scan = dyn_cast<ScanOp>(op))
      return runScan(scan);
    return evaluate(&op, valuesOf(op.getOperands()));
  }

  /// Part `trip` of `trips` of a tensor along its leading axis.
  static Tensor part(const Tensor &whole, Type type, int64_t trip) {
    Tensor result = makeTensor(type);
    std::copy_n(whole.bytes.begin() + trip * result.bytes.size(), result.bytes.size(),
                result.bytes.begin());
    return result;
  }

  FailureOr<Tensors> runScan(ScanOp scan) {
    Block &body = scan.getBody().front();
    int64_t trips = scan.getTrips();
    unsigned stateCount = scan.getInitial().size();
    Tensors results = valuesOf(scan.getInitial()), scanned = valuesOf(scan.getScanned());
    for (Value collected : scan.getResults().drop_front(stateCount))
      results.push_back(makeTensor(collected.getType()));
    for (int64_t trip = 0; trip < trips; ++trip) {
      for (unsigned i = 0; i < stateCount; ++i)
        bind(body.getArgument(i), results[i]);
      for (auto [index, input] : llvm::enumerate(scanned)) {
        bool backwards = llvm::is_contained(scan.getReversed(), int64_t(index));
        BlockArgument argument = body.getArgument(stateCount + index);
        bind(argument, part(input, argument.getType(), backwards ? trips - 1 - trip : trip));
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
  if (auto call = dyn_cast<CallOp>(op)) {
    auto kernel = SymbolTable::lookupNearestSymbolFrom<KernelOp>(call, call.getCalleeAttr());
    if (!kernel)
      return call.emitOpError() << "there is no kernel '" << call.getCallee() << "'";
    return BlockEvaluator().runKernel(kernel, Tensors(operands));
  }
  auto isEmpty = [](Type type) { return cast<RankedTensorType>(type).getNumElements() == 0; };
  if (llvm::all_of(op->getResultTypes(), isEmpty)) // whatever the other extents are
    return llvm::map_to_vector(op->getResultTypes(), [](Type type) { return makeTensor(type); });
  for (auto family :
       {evaluateElementwise, evaluateData, evaluateReduction, evaluateWindow, evaluateRecurrent})
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
