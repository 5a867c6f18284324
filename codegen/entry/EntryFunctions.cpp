//===- EntryFunctions.cpp - the plan's steps as a function ----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A kernel takes a Halide buffer descriptor for each tensor, and reads only the
// `host` pointer of it, for all shapes are compiled in. <name>_run keeps one
// array of descriptors on its stack. The n-th tensor of a call uses the n-th
// descriptor; a pointer that is there already is not stored again. Calls within
// a loop have descriptors of their own, and those of their pointers that stay
// the same are stored before the loop.
//
//===----------------------------------------------------------------------===//

#include "codegen/entry/EntryEmitters.h"
#include "codegen/entry/EntryParts.h"
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

#include <map>
#include <optional>
#include <tuple>

using namespace mlir;

namespace unspool {
namespace {

/// halide_buffer_t on a 64-bit machine, and where `host` lies in it.
constexpr int64_t kDescriptorBytes = 56;
constexpr int64_t kHostOffset = 16;

bool isInvariant(const Slot &slot) { return slot.stride == 0 && slot.flip == 0; }

bool sameAddress(const Slot &left, const Slot &right) {
  auto key = [](const Slot &slot) { return std::tuple(slot.space, slot.index, slot.offset); };
  return isInvariant(left) && isInvariant(right) && key(left) == key(right);
}

/// Operands then results: the order of a kernel's arguments.
std::vector<Slot> tensorsOf(const Step &step) {
  std::vector<Slot> slots = step.operands;
  slots.insert(slots.end(), step.results.begin(), step.results.end());
  return slots;
}

/// Descriptors used by a step: a loop needs those of its whole body at once.
size_t descriptorsOf(const Step &step) {
  size_t count = step.operands.size() + step.results.size();
  for (const Step &inner : step.body)
    count += descriptorsOf(inner);
  return count;
}

class FunctionBuilder {
public:
  FunctionBuilder(const ModelPlan &plan, const Workspace &workspace, const llvm::Triple &triple,
                  MLIRContext &context)
      : plan(plan), workspace(workspace), triple(triple), builder(&context),
        location(builder.getUnknownLoc()), module(ModuleOp::create(location)), pointer(LLVM::LLVMPointerType::get(&context)),
        i32(builder.getI32Type()), i64(builder.getI64Type()) {}

  OwningOpRef<ModuleOp> build() {
    builder.setInsertionPointToEnd(module->getBody());
    declareSymbols();
    defineBody();
    defineRun(/*isParallel=*/false);
    if (plan.threads > 1) {
      defineRun(/*isParallel=*/true);
      emitFloatModeFunctions(builder, location, triple, plan.flushesDenormals);
    }
    return std::move(module);
  }

private:
  // Declarations.

  LLVM::LLVMFuncOp function(const std::string &name, Type result, size_t pointers,
                            bool isPublic = false) {
    SmallVector<Type> arguments(pointers, pointer);
    auto type = LLVM::LLVMFunctionType::get(result, arguments);
    auto func = LLVM::LLVMFuncOp::create(builder, location, name, type);
    func.setDsoLocal(true);
    func.setNoUnwind(true);
    if (!isPublic)
      func.setVisibility_(LLVM::Visibility::Hidden);
    return func;
  }

  void declareSymbols() {
    for (auto [index, bytes] : llvm::enumerate(plan.constants)) {
      auto type = LLVM::LLVMArrayType::get(builder.getI8Type(), std::max<size_t>(bytes.size(), 1));
      auto global = LLVM::GlobalOp::create(builder, location, type, /*isConstant=*/true,
                                           LLVM::Linkage::External, constantSymbol(plan, index),
                                           mlir::Attribute(), plan.alignment);
      global.setDsoLocal(true);
      global.setVisibility_(LLVM::Visibility::Hidden);
    }
    for (const KernelSpec &kernel : plan.kernels)
      kernels.push_back(function(kernelSymbol(plan, kernel), i32,
                                 1 + kernel.arguments.size() + kernel.results.size()));
    beginScratch = function("unspool_scratch_begin", LLVM::LLVMVoidType::get(builder.getContext()), 2);
  }

  // <name>_run.

  size_t portCount() const { return plan.inputs.size() + plan.outputs.size(); }
  Value workspaceArgument() { return body.getArgument(portCount()); }

  /// <name>_run, or <name>_run_parallel, which takes an executor first: the checks of
  /// pointers, then the body; separate, because <name>_step runs it as well.
  void defineRun(bool isParallel) {
    run = function(plan.name + (isParallel ? "_run_parallel" : "_run"), i32,
                   isParallel + portCount() + 1, /*isPublic=*/true);
    run.setNoInline(true); // its twin calls it: one copy of the code is enough
    {
      OpBuilder::InsertionGuard guard(builder);
      builder.setInsertionPointToStart(run.addEntryBlock(builder));
      checkArguments();
      SmallVector<Value> arguments(run.getArguments().drop_front(isParallel));
      if (plan.threads > 1)
        arguments.push_back(isParallel ? Value(run.getArgument(0)) : null());
      LLVM::ReturnOp::create(builder, location, callFunction(body, arguments));
    }
    defineRunArrays(isParallel);
  }

  void defineBody() {
    body = function(bodySymbol(plan), i32, portCount() + 1 + (plan.threads > 1));
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(body.addEntryBlock(builder));
    size_t descriptorCount = 1;
    for (const Step &step : plan.steps)
      descriptorCount = std::max(descriptorCount, descriptorsOf(step));
    descriptors = allocate(descriptorCount * kDescriptorBytes);
    scratch = allocate(sizeof(unspool_scratch));
    hosts.assign(descriptorCount, std::nullopt);

    checkRanges();
    Value mode = plan.flushesDenormals ? emitFlushDenormals(builder, location, triple) : Value();
    callFunction(beginScratch,
                 {scratch, advance(workspaceArgument(), workspace.scratchOffset)});
    if (plan.threads > 1)
      gatherTeam();
    for (const Step &step : plan.steps)
      buildStep(step);
    if (mode)
      emitRestoreFloatMode(builder, location, triple, mode);
    returnStatus(UNSPOOL_OK);
  }

  /// The executor's threads share the kernels' loops, if there is an executor.
  void gatherTeam() {
    Value executor = body.getArguments().back();
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
  void checkArguments() {
    Value isNull = LLVM::ConstantOp::create(builder, location, builder.getI1Type(), 0);
    for (Value argument : run.getArguments()) {
      Value equal = LLVM::ICmpOp::create(builder, location, LLVM::ICmpPredicate::eq, argument, null());
      isNull = LLVM::OrOp::create(builder, location, isNull, equal);
    }
    returnIf(isNull, UNSPOOL_NULL_ARGUMENT);
    Value address = LLVM::PtrToIntOp::create(builder, location, i64, run.getArguments().back());
    Value low = LLVM::AndOp::create(builder, location, address, constant(workspace.alignment - 1));
    returnIf(LLVM::ICmpOp::create(builder, location, LLVM::ICmpPredicate::ne, low, constant(0)),
             UNSPOOL_UNALIGNED_WORKSPACE);
  }

  /// Nor before their values are.
  void checkRanges() {
    for (auto [index, port] : llvm::enumerate(plan.inputs))
      if (port.range && port.type.elements() > 0)
        returnIf(emitRangeCheck(builder, location, port, body.getArgument(index)),
                 UNSPOOL_VALUE_OUT_OF_RANGE);
  }

  void buildStep(const Step &step) {
    switch (step.kind) {
    case Step::Kind::Call: {
      std::vector<Slot> tensors = tensorsOf(step);
      for (auto [index, slot] : llvm::enumerate(tensors)) {
        if (hosts[index] && sameAddress(*hosts[index], slot))
          continue;
        storeHost(index, addressOf(slot, Value()));
        hosts[index] = slot;
      }
      return callKernel(step, 0);
    }
    case Step::Kind::Copy:
      return copy(step, Value());
    case Step::Kind::Loop:
      return buildLoop(step);
    }
  }

  void buildLoop(const Step &loop) {
    if (loop.trips <= 0)
      return;
    size_t first = 0;
    for (const Step &step : loop.body) {
      for (auto [index, slot] : llvm::enumerate(tensorsOf(step)))
        if (step.kind == Step::Kind::Call && isInvariant(slot))
          storeHost(first + index, addressOf(slot, Value()));
      first += descriptorsOf(step);
    }

    Block *before = builder.getInsertionBlock();
    Block *turn = builder.createBlock(&body.getBody(), {}, {i64}, {location});
    Block *after = builder.createBlock(&body.getBody());
    builder.setInsertionPointToEnd(before);
    LLVM::BrOp::create(builder, location, ValueRange{constant(0)}, turn);

    builder.setInsertionPointToStart(turn);
    Value iteration = turn->getArgument(0);
    first = 0;
    for (const Step &step : loop.body) {
      assert(step.kind != Step::Kind::Loop && "loops do not nest");
      if (step.kind == Step::Kind::Copy) {
        copy(step, iteration);
      } else {
        for (auto [index, slot] : llvm::enumerate(tensorsOf(step)))
          if (!isInvariant(slot))
            storeHost(first + index, addressOf(slot, iteration));
        callKernel(step, first);
      }
      first += descriptorsOf(step);
    }
    Value next = LLVM::AddOp::create(builder, location, iteration, constant(1));
    Value again = LLVM::ICmpOp::create(builder, location, LLVM::ICmpPredicate::slt, next,
                                       constant(loop.trips));
    LLVM::CondBrOp::create(builder, location, again, turn, ValueRange{next}, after, ValueRange{});
    builder.setInsertionPointToStart(after);
    // What the descriptors hold now is of no use to the steps that follow.
    llvm::fill(hosts, std::nullopt);
  }

  void callKernel(const Step &step, size_t firstDescriptor) {
    SmallVector<Value> arguments{scratch};
    for (size_t i = 0; i < step.operands.size() + step.results.size(); ++i)
      arguments.push_back(advance(descriptors, (firstDescriptor + i) * kDescriptorBytes));
    callFunction(kernels[step.kernel], arguments);
  }

  void copy(const Step &step, Value iteration) {
    LLVM::MemcpyOp::create(builder, location, addressOf(step.results[0], iteration),
                           addressOf(step.operands[0], iteration), constant(step.bytes),
                           /*isVolatile=*/false);
  }

  // Addresses.

  Value addressOf(const Slot &slot, Value iteration) {
    Value address = advance(baseOf(slot), slot.offset);
    if (!iteration)
      return address;
    if (slot.stride)
      address = advance(address, LLVM::MulOp::create(builder, location, iteration,
                                                     constant(slot.stride)));
    if (slot.flip) {
      Value turn = LLVM::AddOp::create(builder, location, iteration, constant(slot.phase));
      Value odd = LLVM::AndOp::create(builder, location, turn, constant(1));
      address = advance(address, LLVM::MulOp::create(builder, location, odd, constant(slot.flip)));
    }
    return address;
  }

  Value baseOf(const Slot &slot) {
    switch (slot.space) {
    case Space::Input:
      return body.getArgument(slot.index);
    case Space::Output:
      return body.getArgument(plan.inputs.size() + slot.index);
    case Space::Constant:
      return LLVM::AddressOfOp::create(builder, location, pointer,
                                       constantSymbol(plan, slot.index));
    case Space::Arena:
      return workspaceArgument();
    }
    llvm_unreachable("a slot lies in one of these spaces");
  }

  Value advance(Value base, Value bytes) {
    return LLVM::GEPOp::create(builder, location, pointer, builder.getI8Type(), base,
                               ArrayRef<LLVM::GEPArg>{bytes});
  }
  Value advance(Value base, int64_t bytes) { return bytes ? advance(base, constant(bytes)) : base; }

  // Small pieces.

  Value constant(int64_t value) {
    return LLVM::ConstantOp::create(builder, location, i64, builder.getI64IntegerAttr(value));
  }

  Value null() { return LLVM::ZeroOp::create(builder, location, pointer); }

  Value allocate(int64_t bytes) {
    return LLVM::AllocaOp::create(builder, location, pointer, builder.getI8Type(), constant(bytes),
                                  /*alignment=*/16);
  }

  void storeHost(size_t descriptor, Value address) {
    LLVM::StoreOp::create(builder, location, address,
                          advance(descriptors, descriptor * kDescriptorBytes + kHostOffset));
  }

  Value callFunction(LLVM::LLVMFuncOp callee, ValueRange arguments) {
    auto call = LLVM::CallOp::create(builder, location, callee, arguments);
    return call->getNumResults() ? call->getResult(0) : Value();
  }

  void returnStatus(int status) {
    Value value = LLVM::ConstantOp::create(builder, location, i32, builder.getI32IntegerAttr(status));
    LLVM::ReturnOp::create(builder, location, value);
  }

  /// Returns `status` if `condition`; goes on in a new block otherwise.
  void returnIf(Value condition, int status) {
    Block *before = builder.getInsertionBlock();
    Block *leave = builder.createBlock(before->getParent());
    returnStatus(status);
    Block *stay = builder.createBlock(before->getParent());
    builder.setInsertionPointToEnd(before);
    LLVM::CondBrOp::create(builder, location, condition, leave, stay);
    builder.setInsertionPointToStart(stay);
  }

  // <name>_run with its pointers in arrays.

  void defineRunArrays(bool isParallel) {
    LLVM::LLVMFuncOp func =
        function(isParallel ? runParallelArraysSymbol(plan) : runArraysSymbol(plan), i32,
                 isParallel + 3);
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(func.addEntryBlock(builder));
    SmallVector<Value> arguments(func.getArguments().take_front(isParallel));
    auto load = [&](Value array, size_t count) {
      for (size_t i = 0; i < count; ++i)
        arguments.push_back(LLVM::LoadOp::create(builder, location, pointer,
                                                 advance(array, i * sizeof(void *))));
    };
    load(func.getArgument(isParallel), plan.inputs.size());
    load(func.getArgument(isParallel + 1), plan.outputs.size());
    arguments.push_back(func.getArgument(isParallel + 2));
    LLVM::ReturnOp::create(builder, location, callFunction(run, arguments));
  }

  const ModelPlan &plan;
  const Workspace &workspace;
  const llvm::Triple &triple;
  OpBuilder builder;
  Location location;
  OwningOpRef<ModuleOp> module;
  Type pointer, i32, i64;
  SmallVector<LLVM::LLVMFuncOp> kernels;
  LLVM::LLVMFuncOp beginScratch, run, body;
  Value descriptors, scratch;
  /// What each descriptor's host is known to be.
  std::vector<std::optional<Slot>> hosts;
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
