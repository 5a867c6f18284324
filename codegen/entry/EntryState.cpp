//===- EntryState.cpp - stepping with a state -----------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// <name>_step is <name>_run with the pointers of the states filled in: inputs from
// the current half of the state, outputs into the other one (runtime/state.h). So
// kernels write the next state where it is wanted, and nothing is copied. All the
// rest is runtime/state.c under the model's name, with the model's layout.
//
// LLVM IR and not MLIR: there is no loop and nothing to look at on the way.
//
//===----------------------------------------------------------------------===//

#include "codegen/entry/EntryParts.h"
#include "runtime/state.h"
#include "runtime/unspool.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/xxhash.h"

#include <cstddef>

using namespace llvm;

namespace unspool {

StateLayout stateLayoutOf(const ModelPlan &plan) {
  StateLayout layout;
  if (plan.states.empty())
    return layout;
  layout.savedBytes = sizeof(unspool_saved_state);
  for (const State &state : plan.states) {
    int64_t bytes = plan.inputs[state.input].type.bytes();
    layout.offsets.push_back(layout.halfBytes);
    layout.halfBytes += alignTo(bytes, UNSPOOL_STATE_ALIGNMENT);
    layout.savedBytes += bytes;
  }
  layout.bytes = UNSPOOL_STATE_ALIGNMENT + 2 * layout.halfBytes;
  return layout;
}

bool isStateInput(const ModelPlan &plan, size_t input) {
  return any_of(plan.states, [&](const State &state) { return state.input == int(input); });
}
bool isStateOutput(const ModelPlan &plan, size_t output) {
  return any_of(plan.states, [&](const State &state) { return state.output == int(output); });
}

namespace {

/// What a saved state is recognised by: the model, and what is saved of it.
uint64_t identityOf(const ModelPlan &plan) {
  std::string text = std::to_string(plan.fingerprint);
  for (const State &state : plan.states) {
    const Port &port = plan.inputs[state.input];
    text += ";" + port.name + ":" + spelling(port.type.element);
    for (int64_t extent : port.type.shape)
      text += "x" + std::to_string(extent);
  }
  return xxh3_64bits(StringRef(text));
}

class StateBuilder {
public:
  StateBuilder(Module &module, const ModelPlan &plan, const Workspace &workspace)
      : module(module), plan(plan), workspace(workspace), layout(stateLayoutOf(plan)),
        builder(module.getContext()), pointer(PointerType::get(module.getContext(), 0)),
        identity(identityOf(plan)) {}

  void build() {
    Constant *table = layoutTable();
    for (auto [suffix, pointers] : {std::pair("_reset", 1), {"_save", 2}, {"_load", 2}})
      forward(suffix, pointers, table);
    defineStep(/*isParallel=*/false);
    if (plan.threads > 1)
      defineStep(/*isParallel=*/true);
  }

private:
  Function *function(const std::string &name, unsigned pointers) {
    SmallVector<Type *> types(pointers, pointer);
    auto *type = FunctionType::get(builder.getInt32Ty(), types, /*isVarArg=*/false);
    Function *function = Function::Create(type, Function::ExternalLinkage, name, module);
    function->setDoesNotThrow();
    function->setDSOLocal(true);
    builder.SetInsertPoint(BasicBlock::Create(module.getContext(), "", function));
    return function;
  }

  /// unspool_state_layout.
  Constant *layoutTable() {
    SmallVector<Constant *> parts;
    for (auto [state, offset] : zip_equal(plan.states, layout.offsets))
      parts.push_back(ConstantStruct::getAnon(
          {builder.getInt64(offset), builder.getInt64(plan.inputs[state.input].type.bytes()),
           initialValue(state)}));
    Constant *array =
        ConstantArray::get(ArrayType::get(parts[0]->getType(), parts.size()), parts);
    return variable(ConstantStruct::getAnon({builder.getInt64(identity),
                                             builder.getInt64(layout.halfBytes),
                                             builder.getInt64(parts.size()), variable(array)}));
  }

  Constant *initialValue(const State &state) {
    if (state.initial.empty())
      return ConstantPointerNull::get(cast<PointerType>(pointer));
    return variable(ConstantDataArray::get(module.getContext(), ArrayRef<uint8_t>(state.initial)));
  }

  Constant *variable(Constant *value) {
    return new GlobalVariable(module, value->getType(), /*isConstant=*/true,
                              GlobalValue::PrivateLinkage, value, plan.name + "_state_table");
  }

  /// <name>_reset(state) = unspool_state_reset(layout, state), and so on.
  void forward(const char *suffix, unsigned pointers, Constant *table) {
    Function *own = function(plan.name + suffix, pointers);
    SmallVector<Value *> arguments{table};
    for (Argument &argument : own->args())
      arguments.push_back(&argument);
    Function *shared = module.getFunction(std::string("unspool_state") + suffix);
    builder.CreateRet(builder.CreateCall(shared, arguments));
  }

  /// The pointers that a caller of <name>_step gives besides state and workspace.
  template <typename Predicate> SmallVector<size_t> portsGiven(size_t count, Predicate isState) const {
    SmallVector<size_t> indices;
    for (size_t index = 0; index < count; ++index)
      if (!isState(plan, index))
        indices.push_back(index);
    return indices;
  }

  /// <name>_step and its twin; a parallel one takes an executor first.
  void defineStep(bool isParallel) {
    SmallVector<size_t> inputs = portsGiven(plan.inputs.size(), isStateInput);
    SmallVector<size_t> outputs = portsGiven(plan.outputs.size(), isStateOutput);
    step = function(plan.name + (isParallel ? "_step_parallel" : "_step"),
                    isParallel + 2 + inputs.size() + outputs.size());
    step->addFnAttr(llvm::Attribute::NoInline); // its twin calls it
    Value *state = step->getArg(isParallel), *space = step->getArg(step->arg_size() - 1);
    checkPointers(state, space);

    Value *model = builder.CreateLoad(builder.getInt64Ty(), state);
    returnIf(builder.CreateICmpNE(model, builder.getInt64(identity)), UNSPOOL_NO_STATE);
    Value *currentPlace = advance(state, builder.getInt64(offsetof(unspool_state_header, current)));
    Value *current = builder.CreateLoad(builder.getInt64Ty(), currentPlace);
    Value *moved = builder.CreateMul(current, builder.getInt64(layout.halfBytes));
    Value *first = advance(state, builder.getInt64(UNSPOOL_STATE_ALIGNMENT));
    Value *from = advance(first, moved);
    Value *to = advance(first, builder.CreateSub(builder.getInt64(layout.halfBytes), moved));

    SmallVector<Value *> arguments(plan.inputs.size() + plan.outputs.size() + 1, space);
    for (auto [state, offset] : zip_equal(plan.states, layout.offsets)) {
      arguments[state.input] = advance(from, builder.getInt64(offset));
      arguments[plan.inputs.size() + state.output] = advance(to, builder.getInt64(offset));
    }
    unsigned next = isParallel + 1;
    for (size_t input : inputs)
      arguments[input] = step->getArg(next++);
    for (size_t output : outputs)
      arguments[plan.inputs.size() + output] = step->getArg(next++);
    if (plan.threads > 1)
      arguments.push_back(isParallel ? static_cast<Value *>(step->getArg(0))
                                     : ConstantPointerNull::get(cast<PointerType>(pointer)));
    Value *status = builder.CreateCall(module.getFunction(bodySymbol(plan)), arguments);
    returnIf(builder.CreateIsNotNull(status), UNSPOOL_VALUE_OUT_OF_RANGE);
    builder.CreateStore(builder.CreateXor(current, builder.getInt64(1)), currentPlace);
    builder.CreateRet(builder.getInt32(UNSPOOL_OK));
    defineStepArrays(isParallel);
  }

  void checkPointers(Value *state, Value *space) {
    Value *isNull = builder.getFalse();
    for (Argument &argument : step->args())
      isNull = builder.CreateOr(isNull, builder.CreateIsNull(&argument));
    returnIf(isNull, UNSPOOL_NULL_ARGUMENT);
    returnIf(isUnaligned(space, workspace.alignment), UNSPOOL_UNALIGNED_WORKSPACE);
    returnIf(isUnaligned(state, UNSPOOL_STATE_ALIGNMENT), UNSPOOL_UNALIGNED_STATE);
  }

  Value *isUnaligned(Value *address, int64_t alignment) {
    Value *number = builder.CreatePtrToInt(address, builder.getInt64Ty());
    return builder.CreateIsNotNull(builder.CreateAnd(number, builder.getInt64(alignment - 1)));
  }

  /// Returns `status` if `condition`; goes on in a new block otherwise.
  void returnIf(Value *condition, int status) {
    BasicBlock *leave = BasicBlock::Create(module.getContext(), "", step);
    BasicBlock *stay = BasicBlock::Create(module.getContext(), "", step);
    builder.CreateCondBr(condition, leave, stay);
    builder.SetInsertPoint(leave);
    builder.CreateRet(builder.getInt32(status));
    builder.SetInsertPoint(stay);
  }

  Value *advance(Value *base, Value *bytes) { return builder.CreatePtrAdd(base, bytes); }

  void defineStepArrays(bool isParallel) {
    Function *arrays = function(
        isParallel ? stepParallelArraysSymbol(plan) : stepArraysSymbol(plan), isParallel + 4);
    arrays->setVisibility(GlobalValue::HiddenVisibility);
    SmallVector<Value *> arguments;
    for (unsigned index = 0; index <= unsigned(isParallel); ++index) // the executor, the state
      arguments.push_back(arrays->getArg(index));
    auto load = [&](Value *array, size_t count) {
      for (size_t index = 0; index < count; ++index)
        arguments.push_back(builder.CreateLoad(
            pointer, advance(array, builder.getInt64(index * sizeof(void *)))));
    };
    load(arrays->getArg(isParallel + 1), portsGiven(plan.inputs.size(), isStateInput).size());
    load(arrays->getArg(isParallel + 2), portsGiven(plan.outputs.size(), isStateOutput).size());
    arguments.push_back(arrays->getArg(isParallel + 3));
    builder.CreateRet(builder.CreateCall(step, arguments));
  }

  Module &module;
  const ModelPlan &plan;
  const Workspace &workspace;
  StateLayout layout;
  IRBuilder<> builder;
  Type *pointer;
  uint64_t identity;
  Function *step = nullptr;
};

} // namespace

void addStateFunctions(Module &module, const ModelPlan &plan, const Workspace &workspace) {
  StateBuilder(module, plan, workspace).build();
}

} // namespace unspool
