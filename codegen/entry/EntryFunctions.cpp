//===- EntryFunctions.cpp - the plan's steps as a function ----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A kernel takes a Halide buffer descriptor for each tensor, and reads only the
// `host` pointer of it, for shapes are compiled in, or given by the integers that stand
// between operands and results. <name>_run keeps one
// array of descriptors on its stack. The n-th tensor of a call uses the n-th
// descriptor; a pointer that is there already is not stored again. Calls within
// a loop have descriptors of their own, and those of their pointers that stay
// the same are stored before the loop.
//
//===----------------------------------------------------------------------===//

#include "codegen/entry/EntryBuilder.h"
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

bool isInvariant(const Slot &slot) { return slot.stride == Quantity() && slot.flip == Quantity(); }

bool sameAddress(const Slot &left, const Slot &right) {
  auto key = [](const Slot &slot) {
    return std::tuple(slot.space, slot.index, slot.base, slot.offset);
  };
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
    for (const KernelSpec &kernel : plan.kernels) {
      SmallVector<Type> arguments(1 + kernel.arguments.size(), pointer);
      arguments.append(kernel.parameters.size(), i32);
      arguments.append(kernel.results.size(), pointer);
      kernels.push_back(function(kernelSymbol(plan, kernel), i32, arguments));
    }
    Type nothing = LLVM::LLVMVoidType::get(builder.getContext());
    beginScratch = function("unspool_scratch_begin", nothing, 2);
    if (!workspace.isProfiled())
      return;
    beginProfile = function(kProfileBegin, nothing, 1);
    now = function(kProfileNow, i64, size_t(0));
    endCall = function(kProfileEndCall, nothing, {pointer, pointer, i64, i64});
    auto table = LLVM::GlobalOp::create(builder, location, builder.getI8Type(),
                                        /*isConstant=*/true, LLVM::Linkage::External,
                                        profileTableSymbol(plan), mlir::Attribute());
    table.setDsoLocal(true);
    table.setVisibility_(LLVM::Visibility::Hidden);
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
      checkPointers();
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
    size_t descriptorCount = 1;
    for (const Step &step : plan.steps)
      descriptorCount = std::max(descriptorCount, descriptorsOf(step));
    descriptors = allocate(descriptorCount * kDescriptorBytes);
    scratch = allocate(sizeof(unspool_scratch));
    hosts.assign(descriptorCount, std::nullopt);

    computeTerms(body.getArguments().take_back(plan.dimensions.size()));
    chooseKernels();
    checkRanges();
    Value mode = plan.flushesDenormals ? emitFlushDenormals(builder, location, triple) : Value();
    callFunction(beginScratch,
                 {scratch, advance(workspaceArgument(), workspace.scratchOffset)});
    if (plan.threads > 1)
      gatherTeam();
    if (workspace.isProfiled()) {
      profile = advance(workspaceArgument(), workspace.profileOffset);
      callFunction(beginProfile, {profile});
    }
    for (const Step &step : plan.steps)
      buildStep(step);
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
  void checkPointers() {
    Value isNull = LLVM::ConstantOp::create(builder, location, builder.getI1Type(), 0);
    for (Value argument : run.getArguments()) {
      if (argument.getType() != pointer)
        continue;
      Value equal = LLVM::ICmpOp::create(builder, location, LLVM::ICmpPredicate::eq, argument, null());
      isNull = LLVM::OrOp::create(builder, location, isNull, equal);
    }
    returnIf(isNull, UNSPOOL_NULL_ARGUMENT);
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
      returnIf(LLVM::OrOp::create(builder, location, low, high), UNSPOOL_SIZE_OUT_OF_RANGE);
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

  /// Of a kernel and its special ones, the one for these sizes.
  void chooseKernels() {
    chosen.assign(plan.kernels.size(), Value());
    for (size_t i = 0; i < plan.kernels.size(); ++i) {
      if (plan.kernels[i].special.empty())
        continue;
      chosen[i] = LLVM::AddressOfOp::create(builder, location, kernels[i]);
      for (int special : llvm::reverse(plan.kernels[i].special)) {
        Value other = LLVM::AddressOfOp::create(builder, location, kernels[special]);
        chosen[i] = LLVM::SelectOp::create(builder, location, fits(plan.kernels[special]), other,
                                           chosen[i]);
      }
    }
  }

  /// An i1: are the kernel's parameters in their ranges?
  Value fits(const KernelSpec &kernel) {
    Value all = LLVM::ConstantOp::create(builder, location, builder.getI1Type(), 1);
    for (const Parameter &parameter : kernel.parameters) {
      Value term = terms[parameter.term];
      auto require = [&](LLVM::ICmpPredicate predicate, int64_t bound) {
        Value holds = LLVM::ICmpOp::create(builder, location, predicate, term, constant(bound));
        all = LLVM::AndOp::create(builder, location, all, holds);
      };
      require(LLVM::ICmpPredicate::sge, parameter.least);
      require(LLVM::ICmpPredicate::sle, parameter.most);
    }
    return all;
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
    if (loop.trips.isFixed() && loop.trips.value <= 0)
      return;
    Value trips = valueOf(loop.trips);
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
    Value isAny =
        LLVM::ICmpOp::create(builder, location, LLVM::ICmpPredicate::sgt, trips, constant(0));
    LLVM::CondBrOp::create(builder, location, isAny, turn, ValueRange{constant(0)}, after,
                           ValueRange{});

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
                                       trips);
    LLVM::CondBrOp::create(builder, location, again, turn, ValueRange{next}, after, ValueRange{});
    builder.setInsertionPointToStart(after);
    // What the descriptors hold now is of no use to the steps that follow.
    llvm::fill(hosts, std::nullopt);
  }

  void callKernel(const Step &step, size_t firstDescriptor) {
    SmallVector<Value> arguments{scratch};
    auto passTensors = [&](size_t first, size_t count) {
      for (size_t i = first; i < first + count; ++i)
        arguments.push_back(advance(descriptors, (firstDescriptor + i) * kDescriptorBytes));
    };
    passTensors(0, step.operands.size());
    for (const Parameter &parameter : plan.kernels[step.kernel].parameters)
      arguments.push_back(LLVM::TruncOp::create(builder, location, i32, terms[parameter.term]));
    passTensors(step.operands.size(), step.results.size());
    Value begin = workspace.isProfiled() ? callFunction(now, {}) : Value();
    if (chosen[step.kernel]) {
      arguments.insert(arguments.begin(), chosen[step.kernel]);
      LLVM::CallOp::create(builder, location, kernels[step.kernel].getFunctionType(), arguments);
    } else {
      callFunction(kernels[step.kernel], arguments);
    }
    if (!begin)
      return;
    Value table =
        LLVM::AddressOfOp::create(builder, location, pointer, profileTableSymbol(plan));
    callFunction(endCall, {table, profile, constant(nextSite++), begin});
  }

  void copy(const Step &step, Value iteration) {
    LLVM::MemcpyOp::create(builder, location, addressOf(step.results[0], iteration),
                           addressOf(step.operands[0], iteration), valueOf(step.bytes),
                           /*isVolatile=*/false);
  }

  // Addresses.

  Value addressOf(const Slot &slot, Value iteration) {
    Value address = advance(baseOf(slot), slot.base);
    address = slot.offset.isFixed() ? advance(address, slot.offset.value)
                                    : advance(address, terms[slot.offset.term]);
    if (!iteration)
      return address;
    if (!(slot.stride == Quantity()))
      address = advance(address, multiply(iteration, valueOf(slot.stride)));
    if (!(slot.flip == Quantity())) {
      Value turn = LLVM::AddOp::create(builder, location, iteration, constant(slot.phase));
      Value odd = LLVM::AndOp::create(builder, location, turn, constant(1));
      address = advance(address, multiply(odd, valueOf(slot.flip)));
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

  void storeHost(size_t descriptor, Value address) {
    LLVM::StoreOp::create(builder, location, address,
                          advance(descriptors, descriptor * kDescriptorBytes + kHostOffset));
  }

  const Workspace &workspace;
  const llvm::Triple &triple;
  SmallVector<LLVM::LLVMFuncOp> kernels;
  LLVM::LLVMFuncOp beginScratch, run, body;
  Value descriptors, scratch;
  LLVM::LLVMFuncOp beginProfile, now, endCall; ///< of a profile
  Value profile;
  int64_t nextSite = 0; ///< of it: the number of the next call
  /// What each descriptor's host is known to be.
  std::vector<std::optional<Slot>> hosts;
  /// For each kernel that has special ones, the address of the one to call.
  SmallVector<Value> chosen;
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
