//===- VerifyEachTest.cpp - a wrong pass is found and reduced -------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ir/Nn.h"
#include "passes/Passes.h"
#include "tools/driver/VerifyEach.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Transforms/Passes.h"

#include <gtest/gtest.h>

using namespace mlir;
using namespace unspool;

namespace {

/// A rewrite that is wrong wherever a number is negative.
struct WrongRelu : PassWrapper<WrongRelu, OperationPass<func::FuncOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(WrongRelu)
  StringRef getArgument() const override { return "test-wrong-relu"; }
  StringRef getName() const override { return "WrongRelu"; }
  void runOnOperation() override {
    getOperation().walk([](nn::ReluOp relu) {
      relu.getResult().replaceAllUsesWith(relu->getOperand(0));
      relu.erase();
    });
  }
};

/// Another one that makes the same numbers of other ops: relu(x) = max(x, relu(x)).
struct NeutralRelu : PassWrapper<NeutralRelu, OperationPass<func::FuncOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(NeutralRelu)
  StringRef getArgument() const override { return "test-neutral-relu"; }
  StringRef getName() const override { return "NeutralRelu"; }
  void runOnOperation() override {
    getOperation().walk([](nn::ReluOp relu) {
      OpBuilder builder(relu->getContext());
      builder.setInsertionPointAfter(relu);
      Operation *twice = builder.clone(*relu);
      relu.getResult().replaceAllUsesExcept(twice->getResult(0), twice);
    });
  }
};

const char *const kModule = R"(
module {
  func.func @main(%x: tensor<2x8xf32> {nn.name = "x"}, %y: tensor<2x8xf32> {nn.name = "y"})
      -> (tensor<2x8xf32> {nn.name = "z"}) {
    %0 = nn.add %x, %y : tensor<2x8xf32>, tensor<2x8xf32>
    %1 = nn.tanh %0 : tensor<2x8xf32>
    %2 = nn.relu %1 : tensor<2x8xf32>
    %3 = nn.sigmoid %2 : tensor<2x8xf32>
    %4 = nn.add %3, %y : tensor<2x8xf32>, tensor<2x8xf32>
    return %4 : tensor<2x8xf32>
  }
}
)";

class VerifyEach : public testing::Test {
protected:
  VerifyEach() {
    context.printOpOnDiagnostic(false);
    context.loadDialect<nn::NnDialect, func::FuncDialect>();
    module = parseSourceString<ModuleOp>(kModule, &context);
  }

  template <typename Pass> std::shared_ptr<const VerificationResult> verifyWith() {
    PassManager passes(&context);
    auto result = addNumericVerification(passes, *module);
    passes.addNestedPass<func::FuncOp>(nn::createSimplify());
    passes.addNestedPass<func::FuncOp>(std::make_unique<Pass>());
    passes.addNestedPass<func::FuncOp>(createCSEPass());
    EXPECT_TRUE(succeeded(passes.run(*module)));
    return result;
  }

  MLIRContext context{MLIRContext::Threading::DISABLED};
  OwningOpRef<ModuleOp> module;
};

TEST_F(VerifyEach, NamesTheFirstPassThatChangesNumbers) {
  ASSERT_TRUE(module);
  auto result = verifyWith<WrongRelu>();
  EXPECT_TRUE(result->couldEvaluate);
  ASSERT_TRUE(result->culprit);
  EXPECT_EQ(result->culprit->pass, "test-wrong-relu");
  EXPECT_EQ(result->culprit->pipeline, "builtin.module(func.func(test-wrong-relu))");
  EXPECT_NE(result->culprit->where.find("output 0 at ["), std::string::npos);
}

TEST_F(VerifyEach, ReducesTheCulpritToOneOp) {
  ASSERT_TRUE(module);
  PassRegistration<WrongRelu>();
  auto result = verifyWith<WrongRelu>();
  ASSERT_TRUE(result->culprit);
  OwningOpRef<ModuleOp> reduced = reduceCulprit(*result->culprit);
  ASSERT_TRUE(reduced);
  func::FuncOp function = *reduced->getOps<func::FuncOp>().begin();
  Block &body = function.getBody().front();
  ASSERT_EQ(body.getOperations().size(), 2u); // and the return
  EXPECT_TRUE(isa<nn::ReluOp>(body.front()));
  EXPECT_EQ(function.getNumArguments(), 1u);
}

TEST_F(VerifyEach, LeavesAPassInPeaceThatKeepsTheNumbers) {
  ASSERT_TRUE(module);
  auto result = verifyWith<NeutralRelu>();
  EXPECT_TRUE(result->couldEvaluate);
  EXPECT_FALSE(result->culprit);
}

} // namespace
