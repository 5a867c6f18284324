//===- EntryArrays.cpp - <name>_run for code that knows no model -----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The functions behind unspool_model (runtime/unspool.h), with pointers and sizes in
// arrays.
//
//===----------------------------------------------------------------------===//

#include "codegen/entry/EntryBuilder.h"
#include "codegen/entry/EntryParts.h"

using namespace mlir;

namespace unspool {

/// An array of which nothing is read may be null.
static void checkArrays(EntryBuilder &entry, ValueRange arrays) {
  SmallVector<Value> needed;
  if (!entry.plan.inputs.empty())
    needed.push_back(arrays[0]);
  if (!entry.plan.outputs.empty())
    needed.push_back(arrays[1]);
  entry.returnIfNull(needed);
}

/// Arrays of inputs and outputs and the workspace, as arguments of <name>_run.
static void appendPorts(EntryBuilder &entry, SmallVector<Value> &arguments, ValueRange arrays) {
  auto append = [&](Value array, size_t count) {
    for (size_t i = 0; i < count; ++i)
      arguments.push_back(entry.load(array, i, entry.pointer));
  };
  append(arrays[0], entry.plan.inputs.size());
  append(arrays[1], entry.plan.outputs.size());
  arguments.push_back(arrays[2]);
}

static void returnCall(EntryBuilder &entry, LLVM::LLVMFuncOp callee, ValueRange arguments) {
  LLVM::ReturnOp::create(entry.builder, entry.location, entry.callFunction(callee, arguments));
}

/// The dimensions' sizes, from an array.
static SmallVector<Value> loadSizes(EntryBuilder &entry, Value array) {
  SmallVector<Value> sizes;
  for (size_t i = 0; i < entry.plan.dimensions.size(); ++i)
    sizes.push_back(entry.load(array, i, entry.i64));
  return sizes;
}

void defineRunArrays(EntryBuilder &entry, LLVM::LLVMFuncOp run, bool isParallel) {
  LLVM::LLVMFuncOp func = entry.function(
      isParallel ? runParallelArraysSymbol(entry.plan) : runArraysSymbol(entry.plan), entry.i32,
      isParallel + 3);
  OpBuilder::InsertionGuard guard(entry.builder);
  entry.builder.setInsertionPointToStart(func.addEntryBlock(entry.builder));
  checkArrays(entry, func.getArguments().take_back(3));
  SmallVector<Value> arguments(func.getArguments().take_front(isParallel));
  for (const Dimension &dimension : entry.plan.dimensions)
    arguments.push_back(entry.constant(dimension.most));
  appendPorts(entry, arguments, func.getArguments().take_back(3));
  returnCall(entry, run, arguments);
}

void defineRunSized(EntryBuilder &entry, LLVM::LLVMFuncOp alone, LLVM::LLVMFuncOp parallel) {
  LLVM::LLVMFuncOp func = entry.function(runSizedSymbol(entry.plan), entry.i32, 5);
  OpBuilder &builder = entry.builder;
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(func.addEntryBlock(builder));
  entry.returnIfNull(func.getArgument(1));
  checkArrays(entry, func.getArguments().take_back(3));
  SmallVector<Value> arguments = loadSizes(entry, func.getArgument(1));
  appendPorts(entry, arguments, func.getArguments().take_back(3));
  if (parallel) {
    Value executor = func.getArgument(0);
    Value isAlone = LLVM::ICmpOp::create(builder, entry.location, LLVM::ICmpPredicate::eq,
                                         executor, entry.null());
    Block *before = builder.getInsertionBlock();
    Block *with = builder.createBlock(&func.getBody());
    SmallVector<Value> all{executor};
    all.append(arguments);
    returnCall(entry, parallel, all);
    Block *without = builder.createBlock(&func.getBody());
    builder.setInsertionPointToEnd(before);
    LLVM::CondBrOp::create(builder, entry.location, isAlone, without, with);
    builder.setInsertionPointToStart(without);
  }
  returnCall(entry, alone, arguments);
}

void defineShapes(EntryBuilder &entry) {
  OpBuilder &builder = entry.builder;
  LLVM::LLVMFuncOp func = entry.function(
      shapesSymbol(entry.plan), LLVM::LLVMVoidType::get(builder.getContext()), 2);
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(func.addEntryBlock(builder));
  entry.computeTerms(loadSizes(entry, func.getArgument(0)));
  size_t next = 0;
  for (const std::vector<Port> *ports : {&entry.plan.inputs, &entry.plan.outputs})
    for (const Port &port : *ports)
      for (size_t axis = 0; axis < port.type.shape.size(); ++axis)
        LLVM::StoreOp::create(builder, entry.location, entry.extentOf(port.type, axis),
                              entry.advance(func.getArgument(1), 8 * next++));
  LLVM::ReturnOp::create(builder, entry.location, ValueRange{});
}

void defineStateBytes(EntryBuilder &entry) {
  OpBuilder &builder = entry.builder;
  LLVM::LLVMFuncOp func =
      entry.function(stateBytesSymbol(entry.plan), entry.i64, {entry.pointer, entry.i64});
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(func.addEntryBlock(builder));
  // A state has no other sizes, and does not depend on them.
  SmallVector<Value> sizes;
  for (const Dimension &dimension : entry.plan.dimensions)
    sizes.push_back(entry.constant(dimension.most));
  for (auto [index, dimension] : llvm::enumerate(stateLayoutOf(entry.plan).dimensions))
    sizes[dimension] = entry.load(func.getArgument(0), index, entry.i64);
  entry.computeTerms(sizes);
  Value bytes = entry.constant(0);
  for (auto [index, state] : llvm::enumerate(entry.plan.states)) {
    const TensorType &type = entry.plan.inputs[state.input].type;
    Value own = entry.multiply(entry.elementsOf(type), entry.constant(byteWidth(type.element)));
    Value isThis = LLVM::ICmpOp::create(builder, entry.location, LLVM::ICmpPredicate::eq,
                                        func.getArgument(1), entry.constant(index));
    bytes = LLVM::SelectOp::create(builder, entry.location, isThis, own, bytes);
  }
  LLVM::ReturnOp::create(builder, entry.location, bytes);
}

} // namespace unspool
