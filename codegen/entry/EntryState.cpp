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
// Sizes that the caller chooses come first, as in <name>_run: <name>_step takes all of
// them, <name>_reset those on which the state depends. A step of other sizes than the
// state's would mix up its rows, so it is refused.
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
  std::set<int> dimensions;
  for (const State &state : plan.states)
    dimensions.merge(dimensionsOf(plan, plan.inputs[state.input].type));
  layout.dimensions.assign(dimensions.begin(), dimensions.end());
  layout.savedBytes += layout.dimensions.size() * sizeof(int64_t);
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
    defineReset(table);
    forward("_save", table);
    forward("_load", table);
    Function *alone = defineStep(/*isParallel=*/false), *parallel = nullptr;
    if (plan.threads > 1)
      parallel = defineStep(/*isParallel=*/true);
    if (plan.dimensions.empty())
      return;
    defineResetMost();
    defineResetSized();
    defineStepSized(alone, parallel);
  }

private:
  Function *function(const std::string &name, unsigned pointers) {
    return function(name, SmallVector<Type *>(pointers, pointer));
  }

  Function *function(const std::string &name, ArrayRef<Type *> types) {
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
    Function *bytesAt = module.getFunction(stateBytesSymbol(plan));
    return variable(
        ConstantStruct::getAnon({builder.getInt64(identity), builder.getInt64(layout.halfBytes),
                                 builder.getInt64(parts.size()), variable(array),
                                 builder.getInt64(layout.dimensions.size()), sizeTable(),
                                 bytesAt ? static_cast<Constant *>(bytesAt) : null()}));
  }

  Constant *null() const { return ConstantPointerNull::get(cast<PointerType>(pointer)); }

  /// Of unspool_state_size.
  Constant *sizeTable() {
    SmallVector<Constant *> rows;
    for (int index : layout.dimensions)
      rows.push_back(ConstantStruct::getAnon({builder.getInt64(plan.dimensions[index].least),
                                              builder.getInt64(plan.dimensions[index].most)}));
    if (rows.empty())
      return null();
    return variable(ConstantArray::get(ArrayType::get(rows[0]->getType(), rows.size()), rows));
  }

  Constant *initialValue(const State &state) {
    if (state.initial.empty())
      return null();
    return variable(ConstantDataArray::get(module.getContext(), ArrayRef<uint8_t>(state.initial)));
  }

  Constant *variable(Constant *value) {
    return new GlobalVariable(module, value->getType(), /*isConstant=*/true,
                              GlobalValue::PrivateLinkage, value, plan.name + "_state_table");
  }

  /// <name>_reset(sizes..., state) = unspool_state_reset(layout, sizes, state).
  void defineReset(Constant *table) {
    size_t count = layout.dimensions.size();
    SmallVector<Type *> types(count, builder.getInt64Ty());
    types.push_back(pointer);
    reset = function(plan.name + "_reset", types);
    Value *sizes = null();
    if (count > 0)
      sizes = builder.CreateAlloca(builder.getInt64Ty(), builder.getInt64(count));
    for (size_t index = 0; index < count; ++index)
      builder.CreateStore(reset->getArg(index), element(sizes, index));
    builder.CreateRet(builder.CreateCall(module.getFunction("unspool_state_reset"),
                                         {table, sizes, reset->getArg(count)}));
  }

  /// <name>_save(state, buffer) = unspool_state_save(layout, state, buffer), and so on.
  void forward(const char *suffix, Constant *table) {
    Function *own = function(plan.name + suffix, 2);
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

  /// <name>_step and its twin; a parallel one takes an executor first. Then sizes, the
  /// state, the ports and the workspace.
  Function *defineStep(bool isParallel) {
    SmallVector<size_t> inputs = portsGiven(plan.inputs.size(), isStateInput);
    SmallVector<size_t> outputs = portsGiven(plan.outputs.size(), isStateOutput);
    SmallVector<Type *> types(isParallel, pointer);
    types.append(plan.dimensions.size(), builder.getInt64Ty());
    types.append(2 + inputs.size() + outputs.size(), pointer);
    step = function(plan.name + (isParallel ? "_step_parallel" : "_step"), types);
    step->addFnAttr(llvm::Attribute::NoInline); // its twin calls it
    unsigned next = isParallel;
    SmallVector<Value *> sizes;
    while (sizes.size() < plan.dimensions.size())
      sizes.push_back(step->getArg(next++));
    Value *state = step->getArg(next++), *space = step->getArg(step->arg_size() - 1);
    checkPointers(state, space, isParallel);

    Value *model = builder.CreateLoad(builder.getInt64Ty(), state);
    returnIf(builder.CreateICmpNE(model, builder.getInt64(identity)), UNSPOOL_NO_STATE);
    checkSizes(state, sizes);
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
    for (size_t input : inputs)
      arguments[input] = step->getArg(next++);
    for (size_t output : outputs)
      arguments[plan.inputs.size() + output] = step->getArg(next++);
    if (plan.threads > 1)
      arguments.push_back(isParallel ? static_cast<Value *>(step->getArg(0)) : null());
    arguments.append(sizes);
    Value *status = builder.CreateCall(module.getFunction(bodySymbol(plan)), arguments);
    returnIf(builder.CreateIsNotNull(status), UNSPOOL_VALUE_OUT_OF_RANGE);
    builder.CreateStore(builder.CreateXor(current, builder.getInt64(1)), currentPlace);
    builder.CreateRet(builder.getInt32(UNSPOOL_OK));
    defineStepArrays(isParallel);
    return step;
  }

  void checkPointers(Value *state, Value *space, bool isParallel) {
    SmallVector<Value *> pointers;
    for (Argument &argument : step->args())
      if (argument.getType() == pointer)
        pointers.push_back(&argument);
    returnIfNull(pointers);
    if (isParallel) {
      Value *place = advance(step->getArg(0), builder.getInt64(offsetof(unspool_executor, run)));
      returnIfNull(builder.CreateLoad(pointer, place));
    }
    returnIf(isUnaligned(space, workspace.alignment), UNSPOOL_UNALIGNED_WORKSPACE);
    returnIf(isUnaligned(state, UNSPOOL_STATE_ALIGNMENT), UNSPOOL_UNALIGNED_STATE);
  }

  /// Within the library's range, and those that the state has.
  void checkSizes(Value *state, ArrayRef<Value *> sizes) {
    Value *isWrong = builder.getFalse();
    auto require = [&](Value *isGood) {
      isWrong = builder.CreateOr(isWrong, builder.CreateNot(isGood));
    };
    for (auto [dimension, size] : zip_equal(plan.dimensions, sizes)) {
      require(builder.CreateICmpSGE(size, builder.getInt64(dimension.least)));
      require(builder.CreateICmpSLE(size, builder.getInt64(dimension.most)));
      require(builder.CreateICmpEQ(builder.CreateSRem(size, builder.getInt64(dimension.step)),
                                   builder.getInt64(0)));
    }
    Value *own = advance(state, builder.getInt64(offsetof(unspool_state_header, sizes)));
    for (auto [index, dimension] : enumerate(layout.dimensions))
      require(builder.CreateICmpEQ(builder.CreateLoad(builder.getInt64Ty(), element(own, index)),
                                   sizes[dimension]));
    if (!sizes.empty())
      returnIf(isWrong, UNSPOOL_SIZE_OUT_OF_RANGE);
  }

  Value *isUnaligned(Value *address, int64_t alignment) {
    Value *number = builder.CreatePtrToInt(address, builder.getInt64Ty());
    return builder.CreateIsNotNull(builder.CreateAnd(number, builder.getInt64(alignment - 1)));
  }

  /// Returns `status` if `condition`; goes on in a new block otherwise.
  void returnIf(Value *condition, int status) {
    Function *current = builder.GetInsertBlock()->getParent();
    BasicBlock *leave = BasicBlock::Create(module.getContext(), "", current);
    BasicBlock *stay = BasicBlock::Create(module.getContext(), "", current);
    builder.CreateCondBr(condition, leave, stay);
    builder.SetInsertPoint(leave);
    builder.CreateRet(builder.getInt32(status));
    builder.SetInsertPoint(stay);
  }

  /// Returns UNSPOOL_NULL_ARGUMENT if one of them is.
  void returnIfNull(ArrayRef<Value *> pointers) {
    Value *isNull = builder.getFalse();
    for (Value *own : pointers)
      isNull = builder.CreateOr(isNull, builder.CreateIsNull(own));
    returnIf(isNull, UNSPOOL_NULL_ARGUMENT);
  }

  Value *advance(Value *base, Value *bytes) { return builder.CreatePtrAdd(base, bytes); }

  /// Element `index`, of eight bytes, of an array.
  Value *element(Value *array, size_t index) {
    return advance(array, builder.getInt64(index * sizeof(int64_t)));
  }

  // For code that knows no model: pointers and sizes in arrays.

  SmallVector<Value *> largestSizes() {
    SmallVector<Value *> sizes;
    for (const Dimension &dimension : plan.dimensions)
      sizes.push_back(builder.getInt64(dimension.most));
    return sizes;
  }

  SmallVector<Value *> loadSizes(Value *array) {
    SmallVector<Value *> sizes;
    for (size_t index = 0; index < plan.dimensions.size(); ++index)
      sizes.push_back(builder.CreateLoad(builder.getInt64Ty(), element(array, index)));
    return sizes;
  }

  size_t givenInputs() const { return portsGiven(plan.inputs.size(), isStateInput).size(); }
  size_t givenOutputs() const { return portsGiven(plan.outputs.size(), isStateOutput).size(); }

  /// An array of which nothing is read may be null.
  void checkArrays(Function *arrays) {
    unsigned first = arrays->arg_size() - 4;
    SmallVector<Value *> needed;
    if (givenInputs() > 0)
      needed.push_back(arrays->getArg(first + 1));
    if (givenOutputs() > 0)
      needed.push_back(arrays->getArg(first + 2));
    returnIfNull(needed);
  }

  /// The state, inputs, outputs and workspace, from the last four arguments of `arrays`.
  void appendPorts(Function *arrays, SmallVector<Value *> &arguments) {
    unsigned first = arrays->arg_size() - 4;
    arguments.push_back(arrays->getArg(first));
    auto load = [&](Value *array, size_t count) {
      for (size_t index = 0; index < count; ++index)
        arguments.push_back(builder.CreateLoad(pointer, element(array, index)));
    };
    load(arrays->getArg(first + 1), givenInputs());
    load(arrays->getArg(first + 2), givenOutputs());
    arguments.push_back(arrays->getArg(first + 3));
  }

  /// At the largest sizes.
  void defineStepArrays(bool isParallel) {
    Function *arrays = function(
        isParallel ? stepParallelArraysSymbol(plan) : stepArraysSymbol(plan), isParallel + 4);
    arrays->setVisibility(GlobalValue::HiddenVisibility);
    checkArrays(arrays);
    SmallVector<Value *> arguments;
    if (isParallel)
      arguments.push_back(arrays->getArg(0));
    arguments.append(largestSizes());
    appendPorts(arrays, arguments);
    builder.CreateRet(builder.CreateCall(step, arguments));
  }

  void callReset(ArrayRef<Value *> sizes, Value *state) {
    SmallVector<Value *> arguments;
    for (int dimension : layout.dimensions)
      arguments.push_back(sizes[dimension]);
    arguments.push_back(state);
    builder.CreateRet(builder.CreateCall(reset, arguments));
  }

  void defineResetMost() {
    Function *most = function(resetMostSymbol(plan), 1);
    most->setVisibility(GlobalValue::HiddenVisibility);
    callReset(largestSizes(), most->getArg(0));
  }

  void defineResetSized() {
    Function *sized = function(resetSizedSymbol(plan), 2);
    sized->setVisibility(GlobalValue::HiddenVisibility);
    returnIfNull(sized->getArg(0));
    callReset(loadSizes(sized->getArg(0)), sized->getArg(1));
  }

  /// `parallel` is null where there are no threads.
  void defineStepSized(Function *alone, Function *parallel) {
    Function *sized = function(stepSizedSymbol(plan), 6);
    sized->setVisibility(GlobalValue::HiddenVisibility);
    returnIfNull(sized->getArg(1));
    checkArrays(sized);
    SmallVector<Value *> arguments = loadSizes(sized->getArg(1));
    appendPorts(sized, arguments);
    if (parallel) {
      BasicBlock *with = BasicBlock::Create(module.getContext(), "", sized);
      BasicBlock *without = BasicBlock::Create(module.getContext(), "", sized);
      builder.CreateCondBr(builder.CreateIsNull(sized->getArg(0)), without, with);
      builder.SetInsertPoint(with);
      SmallVector<Value *> all{sized->getArg(0)};
      all.append(arguments);
      builder.CreateRet(builder.CreateCall(parallel, all));
      builder.SetInsertPoint(without);
    }
    builder.CreateRet(builder.CreateCall(alone, arguments));
  }

  Module &module;
  const ModelPlan &plan;
  const Workspace &workspace;
  StateLayout layout;
  IRBuilder<> builder;
  Type *pointer;
  uint64_t identity;
  Function *step = nullptr, *reset = nullptr;
};

} // namespace

void addStateFunctions(Module &module, const ModelPlan &plan, const Workspace &workspace) {
  StateBuilder(module, plan, workspace).build();
}

} // namespace unspool
