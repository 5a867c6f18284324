//===- EntryFunctions.cpp - <name>_run and its body -----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// <name>_run checks its arguments. Its body, which <name>_step runs as well, checks the
// values that must lie in a range, and takes the plan's steps (EntrySteps.cpp).
//
//===----------------------------------------------------------------------===//

#include "codegen/entry/EntryBuilder.h"
#include "codegen/entry/EntryEmitters.h"
#include "codegen/entry/EntryParts.h"
#include "codegen/entry/EntrySteps.h"
#include "runtime/parallel.h"
#include "runtime/scratch.h"
#include "runtime/unspool.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Target/LLVMIR/Dialect/Builtin/BuiltinToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/LLVMIR/LLVMToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Export.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/Module.h"

#include <optional>

using namespace mlir;

namespace unspool {
namespace {

class FunctionBuilder : EntryBuilder {
public:
  FunctionBuilder(const ModelPlan &plan, const Workspace &workspace, const llvm::Triple &triple,
                  MLIRContext &context)
      : EntryBuilder(plan, context), workspace(workspace), triple(triple) {}

  OwningOpRef<ModuleOp> build() {
    builder.setInsertionPointToEnd(module->getBody());
    declareSymbols();
    defineBody();
    defineRun(/*isParallel=*/false);
    LLVM::LLVMFuncOp alone = run, parallel;
    if (plan.threads > 1) {
      defineRun(/*isParallel=*/true);
      parallel = run;
      emitFloatModeFunctions(builder, location, triple, plan.flushesDenormals);
    }
    if (!plan.dimensions.empty()) {
      defineRunSized(*this, alone, parallel);
      defineShapes(*this);
      if (!stateLayoutOf(plan).dimensions.empty())
        defineStateBytes(*this);
    }
    return std::move(module);
  }

private:
  // Declarations.

  void declareSymbols() {
    for (auto [index, bytes] : llvm::enumerate(plan.constants)) {
      auto type = LLVM::LLVMArrayType::get(builder.getI8Type(), std::max<size_t>(bytes.size(), 1));
      auto global = LLVM::GlobalOp::create(builder, location, type, /*isConstant=*/true,
                                           LLVM::Linkage::External, constantSymbol(plan, index),
                                           mlir::Attribute(), plan.alignment);
      global.setDsoLocal(true);
      global.setVisibility_(LLVM::Visibility::Hidden);
    }
    Type nothing = LLVM::LLVMVoidType::get(builder.getContext());
    beginScratch = function("unspool_scratch_begin", nothing, 2);
    if (workspace.isProfiled())
      beginProfile = function(kProfileBegin, nothing, 1);
    steps.emplace(static_cast<EntryBuilder &>(*this), workspace);
  }

  // <name>_run.

  size_t portCount() const { return plan.inputs.size() + plan.outputs.size(); }
  Value workspaceArgument() { return body.getArgument(portCount()); }

  /// <name>_run, or <name>_run_parallel, which takes an executor first: the checks of
  /// sizes and pointers, then the body; separate, because <name>_step runs it as well.
  void defineRun(bool isParallel) {
    SmallVector<Type> types(isParallel, pointer);
    types.append(plan.dimensions.size(), i64);
    types.append(portCount() + 1, pointer);
    run = function(plan.name + (isParallel ? "_run_parallel" : "_run"), i32, types,
                   /*isPublic=*/true);
    run.setNoInline(true); // its twin calls it: one copy of the code is enough
    {
      OpBuilder::InsertionGuard guard(builder);
      builder.setInsertionPointToStart(run.addEntryBlock(builder));
      ValueRange given = run.getArguments();
      ValueRange sizes = given.drop_front(isParallel).take_front(plan.dimensions.size());
      checkPointers(isParallel);
      checkSizes(sizes);
      SmallVector<Value> arguments(given.take_back(portCount() + 1));
      if (plan.threads > 1)
        arguments.push_back(isParallel ? Value(run.getArgument(0)) : null());
      arguments.append(sizes.begin(), sizes.end());
      LLVM::ReturnOp::create(builder, location, callFunction(body, arguments));
    }
    defineRunArrays(*this, run, isParallel);
  }

  void defineBody() {
    SmallVector<Type> types(portCount() + 1 + (plan.threads > 1), pointer);
    types.append(plan.dimensions.size(), i64);
    body = function(bodySymbol(plan), i32, types);
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(body.addEntryBlock(builder));
    steps->open(plan.steps, body.getArguments().take_front(portCount() + 1),
                body.getArguments().take_back(plan.dimensions.size()));
    scratch = allocate(sizeof(unspool_scratch));
    checkRanges();
    Value mode = plan.flushesDenormals ? emitFlushDenormals(builder, location, triple) : Value();
    callFunction(beginScratch,
                 {scratch, advance(workspaceArgument(), workspace.scratchOffset)});
    if (plan.threads > 1)
      gatherTeam();
    if (workspace.isProfiled())
      callFunction(beginProfile, {advance(workspaceArgument(), workspace.profileOffset)});
    steps->emit(plan.steps, scratch);
    if (mode)
      emitRestoreFloatMode(builder, location, triple, mode);
    returnStatus(UNSPOOL_OK);
  }

  /// The executor's threads share the kernels' loops, if there is an executor.
  void gatherTeam() {
    Value executor = body.getArgument(portCount() + 1);
    Value team = allocate(sizeof(unspool_team));
    auto store = [&](Value value, Value base, size_t offset) {
      LLVM::StoreOp::create(builder, location, value, advance(base, offset));
    };
    store(executor, team, offsetof(unspool_team, executor));
    store(advance(workspaceArgument(), workspace.threadOffset), team,
          offsetof(unspool_team, scratch));
    store(constant(workspace.threadBytes), team, offsetof(unspool_team, scratch_bytes));
    store(constant(plan.threads), team, offsetof(unspool_team, threads));
    Value isAlone =
        LLVM::ICmpOp::create(builder, location, LLVM::ICmpPredicate::eq, executor, null());
    store(LLVM::SelectOp::create(builder, location, isAlone, null(), team), scratch,
          offsetof(unspool_scratch, team));
  }

  /// Nothing is written before the arguments are known to be good.
  void checkPointers(bool isParallel) {
    SmallVector<Value> pointers;
    for (Value argument : run.getArguments())
      if (argument.getType() == pointer)
        pointers.push_back(argument);
    returnIfNull(pointers);
    if (isParallel)
      returnIfNull(load(run.getArgument(0), offsetof(unspool_executor, run) / 8, pointer));
    Value address = LLVM::PtrToIntOp::create(builder, location, i64, run.getArguments().back());
    Value low = LLVM::AndOp::create(builder, location, address, constant(workspace.alignment - 1));
    returnIf(LLVM::ICmpOp::create(builder, location, LLVM::ICmpPredicate::ne, low, constant(0)),
             UNSPOOL_UNALIGNED_WORKSPACE);
  }

  void checkSizes(ValueRange sizes) {
    for (auto [dimension, size] : llvm::zip(plan.dimensions, sizes)) {
      Value low = LLVM::ICmpOp::create(builder, location, LLVM::ICmpPredicate::slt, size,
                                       constant(dimension.least));
      Value high = LLVM::ICmpOp::create(builder, location, LLVM::ICmpPredicate::sgt, size,
                                        constant(dimension.most));
      Value isWrong = LLVM::OrOp::create(builder, location, low, high);
      if (dimension.step > 1) {
        Value rest = LLVM::SRemOp::create(builder, location, size, constant(dimension.step));
        Value isUneven =
            LLVM::ICmpOp::create(builder, location, LLVM::ICmpPredicate::ne, rest, constant(0));
        isWrong = LLVM::OrOp::create(builder, location, isWrong, isUneven);
      }
      returnIf(isWrong, UNSPOOL_SIZE_OUT_OF_RANGE);
    }
  }

  /// Nor before their values are.
  void checkRanges() {
    for (auto [index, port] : llvm::enumerate(plan.inputs))
      if (port.range && port.type.elements() > 0)
        returnIf(emitRangeCheck(builder, location, port.type.element, body.getArgument(index),
                                elementsOf(port.type), valueOf(port.range->low),
                                valueOf(port.range->high)),
                 UNSPOOL_VALUE_OUT_OF_RANGE);
  }

  const Workspace &workspace;
  const llvm::Triple &triple;
  std::optional<StepEmitter> steps;
  LLVM::LLVMFuncOp beginScratch, beginProfile, run, body;
  Value scratch;
};

} // namespace

std::unique_ptr<llvm::Module> buildFunctions(const ModelPlan &plan, const Workspace &workspace,
                                             const llvm::Triple &triple,
                                             llvm::LLVMContext &llvmContext) {
  MLIRContext context(MLIRContext::Threading::DISABLED);
  context.loadDialect<LLVM::LLVMDialect>();
  registerBuiltinDialectTranslation(context);
  registerLLVMDialectTranslation(context);
  OwningOpRef<ModuleOp> module = FunctionBuilder(plan, workspace, triple, context).build();
  auto translated = translateModuleToLLVMIR(*module, llvmContext, plan.name);
  assert(translated && "the entry module is valid by construction");
  return translated;
}

} // namespace unspool
