//===- VerifyEach.cpp - does a pass change the numbers? -------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/VerifyEach.h"

#include "ir/Evaluate.h"
#include "tools/driver/DataSet.h"
#include "tools/driver/SampleInputs.h"

#include "mlir/Pass/Pass.h"
#include "mlir/Pass/PassInstrumentation.h"


using namespace mlir;

namespace unspool {
namespace {

/// Passes only move roundings about; Winograd-like rewrites come after them.
constexpr double kRelative = 1e-4, kAbsolute = 1e-5;

class NumericVerification : public PassInstrumentation {
public:
  explicit NumericVerification(ModuleOp module) : module(module) {
    llvm::SmallVector<RankedTensorType> types;
    for (Type type : function().getArgumentTypes())
      types.push_back(cast<RankedTensorType>(type));
    inputs = sampleInputs(types);
    auto outputs = nn::evaluate(function(), inputs);
    if (succeeded(outputs))
      expected.assign(outputs->begin(), outputs->end());
  }

  void runAfterPass(Pass *pass, Operation *op) override {
    if (pass->getName().contains("Adaptor") || expected.empty())
      return;
    auto outputs = nn::evaluate(function(), inputs);
    if (failed(outputs))
      return;
    Tolerance tolerance{kRelative, kAbsolute, true};
    for (auto [index, output] : llvm::enumerate(*outputs)) {
      Difference difference = compare(output.bytes.data(), expected[index], tolerance);
      if (!difference.within) {
        op->emitError("pass '") << pass->getArgument() << "' changes output " << index << " at "
                                << difference.where;
        expected.clear(); // the first culprit is enough
        return;
      }
    }
  }

private:
  func::FuncOp function() { return *module.getOps<func::FuncOp>().begin(); }

  ModuleOp module;
  std::vector<nn::Tensor> inputs, expected;
};

} // namespace

void addNumericVerification(PassManager &passes, ModuleOp module) {
  passes.addInstrumentation(std::make_unique<NumericVerification>(module));
}

} // namespace unspool
