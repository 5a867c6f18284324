//===- VerifyEach.cpp - does a pass change the numbers? -------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/VerifyEach.h"

#include "ir/Evaluate.h"
#include "passes/Passes.h"
#include "tools/driver/DataSet.h"
#include "tools/driver/ReduceModule.h"
#include "tools/driver/SampleInputs.h"

#include "mlir/Pass/Pass.h"
#include "mlir/Pass/PassInstrumentation.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Transforms/Passes.h"

#include "llvm/Support/raw_ostream.h"

using namespace mlir;

namespace unspool {
namespace {

using Tensors = std::vector<nn::Tensor>;

/// Passes only move roundings about; Winograd-like rewrites come after them.
constexpr Tolerance kTolerance{1e-4, 1e-5, true};

func::FuncOp functionOf(ModuleOp module) { return *module.getOps<func::FuncOp>().begin(); }

Tensors sampleArguments(ModuleOp module) {
  llvm::SmallVector<RankedTensorType> types;
  for (Type type : functionOf(module).getArgumentTypes())
    types.push_back(cast<RankedTensorType>(type));
  return sampleInputs(types);
}

std::optional<Tensors> evaluate(ModuleOp module, const Tensors &arguments) {
  auto results = nn::evaluate(functionOf(module), arguments);
  if (failed(results))
    return std::nullopt;
  return Tensors(results->begin(), results->end());
}

/// Where the outputs differ; empty if they do not.
std::string differenceOf(const Tensors &outputs, const Tensors &expected) {
  for (size_t index = 0; index < outputs.size(); ++index) {
    Difference difference = compare(outputs[index].bytes.data(), expected[index], kTolerance);
    if (!difference.within)
      return "output " + std::to_string(index) + " at " + difference.where;
  }
  return "";
}

class NumericVerification : public PassInstrumentation {
public:
  NumericVerification(ModuleOp module, std::shared_ptr<VerificationResult> result)
      : module(module), result(std::move(result)), inputs(sampleArguments(module)) {
    expected = evaluate(module, inputs);
    this->result->couldEvaluate = expected.has_value();
  }

  void runBeforePass(Pass *pass, Operation *) override {
    if (isChecked(pass))
      before = module.clone();
  }

  void runAfterPass(Pass *pass, Operation *op) override {
    if (!isChecked(pass))
      return;
    auto outputs = evaluate(module, inputs);
    std::string where = outputs ? differenceOf(*outputs, *expected)
                                : "the reference evaluator can no longer run the module";
    if (where.empty())
      return;
    Culprit culprit{pass->getArgument().str(), pipelineOf(*pass, op), where, std::move(before)};
    result->culprit.emplace(std::move(culprit));
  }

private:
  /// The first culprit is enough; an adaptor only runs others.
  bool isChecked(Pass *pass) const {
    return expected && !result->culprit && !pass->getName().contains("Adaptor");
  }

  static std::string pipelineOf(Pass &pass, Operation *op) {
    std::string text;
    llvm::raw_string_ostream stream(text);
    pass.printAsTextualPipeline(stream, /*pretty=*/false);
    if (!isa<ModuleOp>(op))
      text = op->getName().getStringRef().str() + "(" + text + ")";
    return "builtin.module(" + text + ")";
  }

  ModuleOp module;
  std::shared_ptr<VerificationResult> result;
  Tensors inputs;
  std::optional<Tensors> expected;
  OwningOpRef<ModuleOp> before;
};

/// Does the pass change what the module computes?
bool changesNumbers(ModuleOp module, const std::string &pipeline) {
  Tensors arguments = sampleArguments(module);
  auto expected = evaluate(module, arguments);
  if (!expected)
    return false;
  PassManager passes(module.getContext());
  if (failed(parsePassPipeline(pipeline, passes, llvm::nulls())))
    return false;
  OwningOpRef<ModuleOp> after = module.clone();
  if (failed(passes.run(*after)))
    return false;
  auto outputs = evaluate(*after, arguments);
  return !outputs || !differenceOf(*outputs, *expected).empty();
}

} // namespace

std::shared_ptr<const VerificationResult> addNumericVerification(PassManager &passes,
                                                                 ModuleOp module) {
  auto result = std::make_shared<VerificationResult>();
  passes.addInstrumentation(std::make_unique<NumericVerification>(module, result));
  return result;
}

OwningOpRef<ModuleOp> reduceCulprit(const Culprit &culprit) {
  nn::registerUnspoolNnPasses();
  registerTransformsPasses();
  ModuleOp module = *culprit.module;
  ScopedDiagnosticHandler quiet(module.getContext(), [](Diagnostic &) { return success(); });
  auto isInteresting = [&](ModuleOp part) {
    llvm::StringRef pipeline(culprit.pipeline);
    // The printed pipeline begins with the op that it runs on.
    pipeline.consume_front("builtin.module(");
    pipeline.consume_back(")");
    return changesNumbers(part, pipeline.str());
  };
  if (!isInteresting(module))
    return nullptr;
  return reduceModule(module, isInteresting);
}

} // namespace unspool
