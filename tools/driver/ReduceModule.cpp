//===- ReduceModule.cpp - the smallest module that is still interesting ---===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/ReduceModule.h"

#include "ir/Nn.h"

#include "mlir/IR/Verifier.h"

#include <set>

using namespace mlir;

namespace unspool {
namespace {

func::FuncOp functionOf(ModuleOp module) { return *module.getOps<func::FuncOp>().begin(); }

/// The ops of the function that compute something, in order.
SmallVector<Operation *> opsOf(ModuleOp module) {
  SmallVector<Operation *> ops;
  for (Operation &op : functionOf(module).getBody().front().without_terminator())
    ops.push_back(&op);
  return ops;
}

/// Ops, arguments and kernels that nothing needs. A model's ops have no side effects.
void dropUnused(ModuleOp module) {
  func::FuncOp function = functionOf(module);
  for (Operation *op : llvm::reverse(opsOf(module)))
    if (op->use_empty())
      op->erase();
  llvm::BitVector unused(function.getNumArguments());
  for (BlockArgument argument : function.getArguments())
    if (argument.use_empty())
      unused.set(argument.getArgNumber());
  (void)function.eraseArguments(unused);
  std::set<StringRef> called;
  function.walk([&](nn::CallOp call) { called.insert(call.getCallee()); });
  for (nn::KernelOp kernel : llvm::make_early_inc_range(module.getOps<nn::KernelOp>()))
    if (!called.count(kernel.getSymName()))
      kernel.erase();
}

/// Makes the results of op number `index` all that the function returns.
void returnOnly(ModuleOp module, size_t index) {
  func::FuncOp function = functionOf(module);
  Operation *op = opsOf(module)[index];
  (void)function.eraseResults(llvm::BitVector(function.getNumResults(), true));
  for (Value result : op->getResults())
    (void)function.insertResult(function.getNumResults(), result.getType(), {});
  function.getBody().front().getTerminator()->setOperands(op->getResults());
  dropUnused(module);
}

/// Makes arguments of the results of op number `index`.
void replaceByArguments(ModuleOp module, size_t index) {
  func::FuncOp function = functionOf(module);
  Operation *op = opsOf(module)[index];
  for (Value result : op->getResults()) {
    unsigned number = function.getNumArguments();
    (void)function.insertArgument(number, result.getType(), {}, op->getLoc());
    result.replaceAllUsesWith(function.getArgument(number));
  }
  op->erase();
  dropUnused(module);
}

class ModuleReduction {
public:
  ModuleReduction(ModuleOp module, llvm::function_ref<bool(ModuleOp)> isInteresting, int tries)
      : best(module.clone()), isInteresting(isInteresting), tries(tries) {
    // States pair arguments with results, which are about to change.
    func::FuncOp function = functionOf(*best);
    for (unsigned i = 0; i < function.getNumArguments(); ++i)
      for (StringRef name : {nn::kStateAttr, nn::kInitialAttr})
        function.removeArgAttr(i, StringAttr::get(function.getContext(), name));
  }

  OwningOpRef<ModuleOp> run() {
    // What goes wrong first is the cause.
    size_t count = opsOf(*best).size();
    for (size_t i = 0; i < count; ++i)
      if (attempt([i](ModuleOp module) { returnOnly(module, i); }))
        break;
    // Near the end is where most is cut off at once.
    bool smaller = true;
    while (smaller) {
      smaller = false;
      for (size_t i = opsOf(*best).size(); i-- > 0;)
        if (i < opsOf(*best).size())
          smaller |= attempt([i](ModuleOp module) { replaceByArguments(module, i); });
    }
    return std::move(best);
  }

private:
  bool attempt(llvm::function_ref<void(ModuleOp)> change) {
    if (tries-- <= 0)
      return false;
    OwningOpRef<ModuleOp> candidate = best->clone();
    change(*candidate);
    ScopedDiagnosticHandler quiet(candidate->getContext(),
                                  [](Diagnostic &) { return success(); });
    if (opsOf(*candidate).empty() || failed(verify(*candidate)) || !isInteresting(*candidate))
      return false;
    best = std::move(candidate);
    return true;
  }

  OwningOpRef<ModuleOp> best;
  llvm::function_ref<bool(ModuleOp)> isInteresting;
  int tries;
};

} // namespace

OwningOpRef<ModuleOp> reduceModule(ModuleOp module,
                                   llvm::function_ref<bool(ModuleOp)> isInteresting, int tries) {
  return ModuleReduction(module, isInteresting, tries).run();
}

} // namespace unspool
