//===- VerifyEach.cpp - does a pass change the numbers? -------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/VerifyEach.h"

#include "ir/Evaluate.h"
#include "tools/driver/DataSet.h"

#include "mlir/Pass/Pass.h"
#include "mlir/Pass/PassInstrumentation.h"

#include <random>

using namespace mlir;

namespace unspool {
namespace {

/// Passes only move roundings about; Winograd-like rewrites come after them.
constexpr double kRelative = 1e-4, kAbsolute = 1e-5;

/// Sample inputs: normal numbers with a fixed seed; small integers, which are
/// also valid as indices and lengths.
std::vector<nn::Tensor> sampleInputs(func::FuncOp function) {
  std::mt19937 random(1);
  std::vector<nn::Tensor> inputs;
  for (Type type : function.getArgumentTypes()) {
    auto tensor = cast<RankedTensorType>(type);
    Type element = tensor.getElementType();
    int64_t width = nn::elementBytes(element);
    nn::Tensor input{tensor, std::vector<uint8_t>(tensor.getNumElements() * width)};
    std::normal_distribution<float> normal(0, 1);
    for (int64_t i = 0; i < tensor.getNumElements(); ++i) {
      uint64_t bits = random() % 2;
      if (auto floating = dyn_cast<FloatType>(element)) {
        llvm::APFloat value(normal(random));
        bool lossy;
        value.convert(floating.getFloatSemantics(), llvm::APFloat::rmNearestTiesToEven, &lossy);
        bits = value.bitcastToAPInt().getZExtValue();
      }
      std::memcpy(input.bytes.data() + i * width, &bits, width);
    }
    inputs.push_back(std::move(input));
  }
  return inputs;
}

class NumericVerification : public PassInstrumentation {
public:
  explicit NumericVerification(ModuleOp module) : module(module) {
    inputs = sampleInputs(function());
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
