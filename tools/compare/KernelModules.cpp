//===- KernelModules.cpp - each kernel as a model of its own --------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/compare/KernelModules.h"

#include "ir/Evaluate.h"
#include "passes/Fusion.h"
#include "passes/ScheduleRules.h"
#include "tools/driver/Schedules.h"
#include "tools/driver/Statistics.h"

#include "mlir/Bytecode/BytecodeWriter.h"
#include "mlir/IR/IRMapping.h"

#include <set>

using namespace mlir;

namespace unspool {
namespace {

struct Cut {
  KernelModule kernel;
  std::vector<std::vector<int64_t>> results; ///< their shapes
  size_t operands = 0;
};

int64_t bytesOf(Value value) {
  return nn::typeOf(value).getNumElements() *
         ((nn::typeOf(value).getElementTypeBitWidth() + 7) / 8);
}

/// The op that the kernel's kind is named for; of several the last. Or null.
Operation *anchorOf(nn::KernelOp kernel) {
  for (Operation &op : llvm::reverse(kernel.getBody().front()))
    if (nn::anchorKind(&op) == kernel.getKind())
      return &op;
  return nullptr;
}

/// Cuts the kernels out of a module with calls.
class Cutter {
public:
  explicit Cutter(ModuleOp module) : module(module) {}

  std::vector<Cut> run() {
    module.walk([&](nn::CallOp call) {
      auto kernel = module.lookupSymbol<nn::KernelOp>(call.getCallee());
      auto [found, isNew] = index.try_emplace(call.getCallee(), cuts.size());
      if (isNew)
        cuts.push_back(cut(call, kernel));
      KernelModule &cutOut = cuts[found->second].kernel;
      cutOut.calls += timesOf(call);
      std::string layer = nn::layerName(call.getLoc()).str();
      if (!layer.empty() && !llvm::is_contained(cutOut.layers, layer))
        cutOut.layers.push_back(layer);
    });
    return std::move(cuts);
  }

private:
  static int64_t timesOf(Operation *op) {
    int64_t times = 1;
    for (auto scan = op->getParentOfType<nn::ScanOp>(); scan;
         scan = scan->getParentOfType<nn::ScanOp>())
      times *= scan.getTrips();
    return times;
  }

  Cut cut(nn::CallOp call, nn::KernelOp kernel) {
    Cut result;
    Operation *anchor = anchorOf(kernel);
    result.operands = call->getNumOperands();
    result.kernel.name = kernel.getSymName().str();
    result.kernel.kind = kernel.getKind().str();
    auto conv = dyn_cast_or_null<nn::ConvOp>(anchor);
    auto product = dyn_cast_or_null<nn::MatmulOp>(anchor);
    result.kernel.hasAlgorithms =
        (conv && kernel.getKind() == "conv") || (product && product.getAlgorithm());
    for (Value value : call->getOperands())
      result.kernel.bytes += bytesOf(value);
    for (Value value : call->getResults()) {
      result.kernel.bytes += bytesOf(value);
      result.results.push_back(nn::shapeOf(value).vec());
    }
    llvm::raw_string_ostream stream(result.kernel.module);
    OwningOpRef<ModuleOp> own = moduleOf(call, kernel);
    llvm::cantFail(failed(writeBytecodeToFile(*own, stream))
                       ? llvm::createStringError("bytecode of this version cannot be written")
                       : llvm::Error::success());
    return result;
  }

  /// func @main(operands that are no constants) -> results { constants; ops }
  OwningOpRef<ModuleOp> moduleOf(nn::CallOp call, nn::KernelOp kernel) {
    OwningOpRef<ModuleOp> own = ModuleOp::create(call.getLoc());
    OpBuilder builder = OpBuilder::atBlockEnd(own->getBody());
    llvm::SmallVector<Type> inputs;
    for (Value operand : call->getOperands())
      if (!operand.getDefiningOp<nn::ConstantOp>())
        inputs.push_back(operand.getType());
    auto function = func::FuncOp::create(builder, call.getLoc(), "main",
                                         builder.getFunctionType(inputs, call->getResultTypes()));
    auto original = call->getParentOfType<func::FuncOp>();
    if (original->hasAttr(nn::kFlushDenormalsAttr))
      function->setAttr(nn::kFlushDenormalsAttr, original->getAttr(nn::kFlushDenormalsAttr));
    auto nameOf = [&](StringRef prefix, unsigned i) {
      return builder.getStringAttr(prefix + Twine(i));
    };
    for (unsigned i = 0; i < inputs.size(); ++i)
      function.setArgAttr(i, nn::kNameAttr, nameOf("x", i));
    for (unsigned i = 0; i < call->getNumResults(); ++i)
      function.setResultAttr(i, nn::kNameAttr, nameOf("y", i));

    Block *entry = function.addEntryBlock();
    builder.setInsertionPointToStart(entry);
    IRMapping mapping;
    Block &body = kernel.getBody().front();
    unsigned next = 0;
    for (auto [operand, argument] : llvm::zip_equal(call->getOperands(), body.getArguments())) {
      if (auto constant = operand.getDefiningOp<nn::ConstantOp>())
        mapping.map(argument, builder.clone(*constant)->getResult(0));
      else
        mapping.map(argument, entry->getArgument(next++));
    }
    for (Operation &op : body.without_terminator())
      builder.clone(op, mapping);
    llvm::SmallVector<Value> results;
    for (Value value : body.getTerminator()->getOperands())
      results.push_back(mapping.lookup(value));
    func::ReturnOp::create(builder, call.getLoc(), results);
    return own;
  }

  ModuleOp module;
  llvm::StringMap<size_t> index;
  std::vector<Cut> cuts;
};

/// Is this the planned form of the kernel that was cut out?
bool isPlanOf(const ModelPlan &plan, int index, const Cut &cut) {
  const KernelSpec &kernel = plan.kernels[index];
  std::vector<std::vector<int64_t>> results;
  for (int result : kernel.results)
    results.push_back(kernel.typeOf(result).shape);
  bool isOfKind = cut.kernel.kind == kernel.kind ||
                  (cut.kernel.hasAlgorithms && kernel.kind == cut.kernel.otherKind());
  return isOfKind && results == cut.results && kernel.arguments.size() == cut.operands &&
         llvm::any_of(layersOf(plan, index), [&](const std::string &layer) {
           return llvm::is_contained(cut.kernel.layers, layer);
         });
}

/// Gives kernels the names that they have in the model's plan.
void nameAsPlanned(std::vector<Cut> &cuts, const ModelPlan &plan) {
  std::set<std::string> taken;
  for (Cut &cut : cuts) {
    for (int index = 0; index < int(plan.kernels.size()); ++index)
      if (!taken.count(plan.kernels[index].name) && isPlanOf(plan, index, cut)) {
        cut.kernel.name = plan.kernels[index].name;
        break;
      }
    // One that the plan does not have keeps its own, unless that is another's.
    while (!taken.insert(cut.kernel.name).second)
      cut.kernel.name += "_other";
  }
}

} // namespace

llvm::Expected<std::vector<KernelModule>> extractKernels(const CompileOptions &original) {
  CompileOptions options = original;
  options.planOnly = true;
  CompileResult planned = compile(options);
  if (planned.outcome != Outcome::Good)
    return llvm::createStringError(planned.errors);

  // Before anything is decided: nothing is packed, all convolutions are direct.
  options.schedules.clear();
  options.passes.schedules.clear();
  options.passes.algorithms = {"direct"};
  options.passes.disabled.insert("pack-weights");
  options.stopAfter = "kernels";
  std::vector<Cut> cuts;
  options.afterPhase = [&](llvm::StringRef phase, ModuleOp module) {
    if (phase == "kernels")
      cuts = Cutter(module).run();
  };
  CompileResult result = compile(options);
  if (result.outcome != Outcome::Good)
    return llvm::createStringError(result.errors);
  nameAsPlanned(cuts, planned.plan);

  std::vector<KernelModule> kernels;
  for (Cut &cut : cuts) {
    CompileOptions alone = options;
    alone.module = cut.kernel.module;
    alone.stopAfter.clear();
    alone.afterPhase = nullptr;
    for (const KernelSpec &kernel : compile(alone).plan.kernels)
      cut.kernel.flops += flopsOf(kernel);
    kernels.push_back(std::move(cut.kernel));
  }
  return kernels;
}

} // namespace unspool
