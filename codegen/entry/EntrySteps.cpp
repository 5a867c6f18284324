//===- EntrySteps.cpp - the plan's steps, in a function -------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A kernel takes a Halide buffer descriptor for each tensor, and reads only the
// `host` pointer of it, for shapes are compiled in, or given by the integers that stand
// between operands and results. A function keeps one
// array of descriptors on its stack. The n-th tensor of a call uses the n-th
// descriptor; a pointer that is there already is not stored again. Calls within
// a loop have descriptors of their own, and those of their pointers that stay
// the same are stored before the loop.
//
// The branches of a wave are a function of their own, which takes the number of one of them:
// the body of a parallel loop (runtime/parallel.h), as those of kernels. Alone, the caller's
// thread takes one after the other.
//
//===----------------------------------------------------------------------===//

#include "codegen/entry/EntrySteps.h"
#include "codegen/entry/EntryParts.h"

#include "llvm/ADT/STLExtras.h"

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

} // namespace

StepEmitter::StepEmitter(EntryBuilder &entry, const Workspace &workspace)
    : entry(entry), plan(entry.plan), workspace(workspace), builder(entry.builder),
      location(entry.location) {
  for (const KernelSpec &kernel : plan.kernels) {
    SmallVector<Type> arguments(1 + kernel.arguments.size(), entry.pointer);
    arguments.append(kernel.parameters.size() + kernel.takesOrder, entry.i32);
    arguments.append(kernel.results.size(), entry.pointer);
    kernels.push_back(entry.function(kernelSymbol(plan, kernel), entry.i32, arguments));
  }
  Type pointer = entry.pointer, i32 = entry.i32, i64 = entry.i64;
  if (hasWaves(plan.steps))
    parallelFor =
        entry.function("unspool_parallel_for", i32, {pointer, pointer, i32, i32, pointer});
  if (!workspace.isProfiled())
    return;
  now = entry.function(kProfileNow, i64, size_t(0));
  endCall = entry.function(kProfileEndCall, LLVM::LLVMVoidType::get(builder.getContext()),
                           {pointer, pointer, i64, i64});
  auto table = LLVM::GlobalOp::create(builder, location, builder.getI8Type(),
                                      /*isConstant=*/true, LLVM::Linkage::External,
                                      profileTableSymbol(plan), mlir::Attribute());
  table.setDsoLocal(true);
  table.setVisibility_(LLVM::Visibility::Hidden);
}

void StepEmitter::open(const std::vector<Step> &steps, ValueRange ports, ValueRange sizes) {
  frame = Frame();
  frame.ports.assign(ports.begin(), ports.end());
  size_t descriptors = 1;
  for (const Step &step : steps)
    if (step.kind != Step::Kind::Wave)
      descriptors = std::max(descriptors, descriptorsOf(step));
  frame.descriptors = entry.allocate(descriptors * kDescriptorBytes);
  frame.hosts.assign(descriptors, std::nullopt);
  if (hasWaves(steps))
    frame.closure = closureOf(sizes);
  entry.computeTerms(sizes);
  chooseKernels();
}

void StepEmitter::emit(const std::vector<Step> &steps, Value scratch) {
  frame.scratch = scratch;
  if (workspace.isProfiled())
    frame.profile = entry.advance(frame.ports.back(), workspace.profileOffset);
  for (const Step &step : steps)
    emitStep(step);
}

/// What the branches are given: eight bytes for each port and size.
Value StepEmitter::closureOf(ValueRange sizes) {
  SmallVector<Value> values(frame.ports);
  values.append(sizes.begin(), sizes.end());
  Value closure = entry.allocate(8 * values.size());
  for (auto [index, value] : llvm::enumerate(values))
    LLVM::StoreOp::create(builder, location, value, entry.advance(closure, 8 * int64_t(index)));
  return closure;
}

/// Of a kernel and its special ones, the one for these sizes.
void StepEmitter::chooseKernels() {
  frame.chosen.assign(plan.kernels.size(), Value());
  for (size_t i = 0; i < plan.kernels.size(); ++i) {
    if (plan.kernels[i].special.empty())
      continue;
    frame.chosen[i] = LLVM::AddressOfOp::create(builder, location, kernels[i]);
    for (int special : llvm::reverse(plan.kernels[i].special)) {
      Value other = LLVM::AddressOfOp::create(builder, location, kernels[special]);
      frame.chosen[i] = LLVM::SelectOp::create(
          builder, location, fits(plan.kernels[special], plan.kernels[i]), other, frame.chosen[i]);
    }
  }
}

/// An i1: is the special kernel the one to call? What is known of the parameters of the
/// general one is not asked again, for all of this is a part of the time of a small model.
Value StepEmitter::fits(const KernelSpec &special, const KernelSpec &general) {
  Value all = LLVM::ConstantOp::create(builder, location, builder.getI1Type(), 1);
  auto require = [&](Value holds) { all = LLVM::AndOp::create(builder, location, all, holds); };
  for (auto [index, parameter] : llvm::enumerate(special.parameters)) {
    Value term = entry.terms[parameter.term];
    const Parameter &known = general.parameters[index];
    auto compare = [&](LLVM::ICmpPredicate predicate, int64_t bound) {
      require(LLVM::ICmpOp::create(builder, location, predicate, term, entry.constant(bound)));
    };
    if (special.bestAt.parameter == int(index)) {
      int64_t unit = special.bestAt.unit;
      if (known.most > BestAt::kMost * unit)
        compare(LLVM::ICmpPredicate::sle, BestAt::kMost * unit);
      require(isOneOf(quotient(term, unit), special.bestAt.values));
      continue;
    }
    if (parameter.least > known.least)
      compare(LLVM::ICmpPredicate::sge, parameter.least);
    if (parameter.most < known.most)
      compare(LLVM::ICmpPredicate::sle, parameter.most);
  }
  return all;
}

/// `value`, which is not negative, divided and rounded up.
Value StepEmitter::quotient(Value value, int64_t unit) {
  if (unit == 1)
    return value;
  Value sum = LLVM::AddOp::create(builder, location, value, entry.constant(unit - 1));
  return LLVM::UDivOp::create(builder, location, sum, entry.constant(unit));
}

/// An i1: is `value` one of these, which are bits of a word?
Value StepEmitter::isOneOf(Value value, ArrayRef<int64_t> values) {
  if (values.size() == 1)
    return LLVM::ICmpOp::create(builder, location, LLVM::ICmpPredicate::eq, value,
                                entry.constant(values.front()));
  uint64_t word = 0;
  for (int64_t possible : values)
    word |= uint64_t(1) << possible;
  Value place = LLVM::AndOp::create(builder, location, value, entry.constant(BestAt::kMost));
  Value shifted = LLVM::LShrOp::create(builder, location, entry.constant(int64_t(word)), place);
  return LLVM::TruncOp::create(builder, location, builder.getI1Type(), shifted);
}

void StepEmitter::emitStep(const Step &step) {
  switch (step.kind) {
  case Step::Kind::Call: {
    std::vector<Slot> tensors = tensorsOf(step);
    for (auto [index, slot] : llvm::enumerate(tensors)) {
      if (frame.hosts[index] && sameAddress(*frame.hosts[index], slot))
        continue;
      storeHost(index, addressOf(slot, Value()));
      frame.hosts[index] = slot;
    }
    return callKernel(step, 0, Value());
  }
  case Step::Kind::Copy:
    return copy(step, Value());
  case Step::Kind::Loop:
    return emitLoop(step);
  case Step::Kind::Wave:
    return emitWave(step);
  case Step::Kind::Branch:
    break; // a part of a wave
  }
}

void StepEmitter::emitLoop(const Step &loop) {
  if (loop.trips.isFixed() && loop.trips.value <= 0)
    return;
  Value trips = entry.valueOf(loop.trips);
  size_t first = 0;
  for (const Step &step : loop.body) {
    for (auto [index, slot] : llvm::enumerate(tensorsOf(step)))
      if (step.kind == Step::Kind::Call && isInvariant(slot))
        storeHost(first + index, addressOf(slot, Value()));
    first += descriptorsOf(step);
  }

  Block *before = builder.getInsertionBlock();
  Block *turn =
      builder.createBlock(builder.getInsertionBlock()->getParent(), {}, {entry.i64}, {location});
  Block *after = builder.createBlock(builder.getInsertionBlock()->getParent());
  builder.setInsertionPointToEnd(before);
  Value isAny =
      LLVM::ICmpOp::create(builder, location, LLVM::ICmpPredicate::sgt, trips, entry.constant(0));
  LLVM::CondBrOp::create(builder, location, isAny, turn, ValueRange{entry.constant(0)}, after,
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
      callKernel(step, first, iteration);
    }
    first += descriptorsOf(step);
  }
  Value next = LLVM::AddOp::create(builder, location, iteration, entry.constant(1));
  Value again = LLVM::ICmpOp::create(builder, location, LLVM::ICmpPredicate::slt, next, trips);
  LLVM::CondBrOp::create(builder, location, again, turn, ValueRange{next}, after, ValueRange{});
  builder.setInsertionPointToStart(after);
  // What the descriptors hold now is of no use to the steps that follow.
  llvm::fill(frame.hosts, std::nullopt);
}

/// 1 where the iteration plus `phase` is odd, else 0.
Value StepEmitter::oddTurn(Value iteration, int64_t phase) {
  Value turn = LLVM::AddOp::create(builder, location, iteration, entry.constant(phase));
  return LLVM::AndOp::create(builder, location, turn, entry.constant(1));
}

/// An i32, not 0 if the blocks are taken from the last to the first.
Value StepEmitter::backwards(const BlockOrder &order, Value iteration) {
  bool isAlternating = iteration && order.stride;
  Value odd = isAlternating ? oddTurn(iteration, order.phase) : entry.constant(order.phase);
  return LLVM::TruncOp::create(builder, location, entry.i32, odd);
}

void StepEmitter::callKernel(const Step &step, size_t firstDescriptor, Value iteration) {
  SmallVector<Value> arguments{frame.scratch};
  auto passTensors = [&](size_t first, size_t count) {
    for (size_t i = first; i < first + count; ++i)
      arguments.push_back(
          entry.advance(frame.descriptors, (firstDescriptor + i) * kDescriptorBytes));
  };
  passTensors(0, step.operands.size());
  for (const Parameter &parameter : plan.kernels[step.kernel].parameters)
    arguments.push_back(
        LLVM::TruncOp::create(builder, location, entry.i32, entry.terms[parameter.term]));
  if (step.order)
    arguments.push_back(backwards(*step.order, iteration));
  passTensors(step.operands.size(), step.results.size());
  Value begin = workspace.isProfiled() ? entry.callFunction(now, {}) : Value();
  if (frame.chosen[step.kernel]) {
    arguments.insert(arguments.begin(), frame.chosen[step.kernel]);
    LLVM::CallOp::create(builder, location, kernels[step.kernel].getFunctionType(), arguments);
  } else {
    entry.callFunction(kernels[step.kernel], arguments);
  }
  if (!begin)
    return;
  Value table =
      LLVM::AddressOfOp::create(builder, location, entry.pointer, profileTableSymbol(plan));
  entry.callFunction(endCall, {table, frame.profile, entry.constant(nextSite++), begin});
}

void StepEmitter::copy(const Step &step, Value iteration) {
  LLVM::MemcpyOp::create(builder, location, addressOf(step.results[0], iteration),
                         addressOf(step.operands[0], iteration), entry.valueOf(step.bytes),
                         /*isVolatile=*/false);
}

Value StepEmitter::addressOf(const Slot &slot, Value iteration) {
  Value address = entry.advance(baseOf(slot), slot.base);
  address = slot.offset.isFixed() ? entry.advance(address, slot.offset.value)
                                  : entry.advance(address, entry.terms[slot.offset.term]);
  if (!iteration)
    return address;
  if (!(slot.stride == Quantity()))
    address = entry.advance(address, entry.multiply(iteration, entry.valueOf(slot.stride)));
  if (!(slot.flip == Quantity()))
    address = entry.advance(
        address, entry.multiply(oddTurn(iteration, slot.phase), entry.valueOf(slot.flip)));
  return address;
}

Value StepEmitter::baseOf(const Slot &slot) {
  switch (slot.space) {
  case Space::Input:
    return frame.ports[slot.index];
  case Space::Output:
    return frame.ports[plan.inputs.size() + slot.index];
  case Space::Constant:
    return LLVM::AddressOfOp::create(builder, location, entry.pointer,
                                     constantSymbol(plan, slot.index));
  case Space::Arena:
    return frame.ports.back();
  }
  llvm_unreachable("a slot lies in one of these spaces");
}

void StepEmitter::storeHost(size_t descriptor, Value address) {
  LLVM::StoreOp::create(
      builder, location, address,
      entry.advance(frame.descriptors, descriptor * kDescriptorBytes + kHostOffset));
}

/// Runs its branches as the iterations of a parallel loop.
void StepEmitter::emitWave(const Step &wave) {
  Value branches = LLVM::AddressOfOp::create(builder, location, defineBranches(wave));
  auto number = [&](int64_t value) {
    return LLVM::ConstantOp::create(builder, location, entry.i32, builder.getI32IntegerAttr(value));
  };
  entry.callFunction(parallelFor,
                     {frame.scratch, branches, number(0), number(wave.body.size()), frame.closure});
}

/// int32_t (scratch, branch, closure), an unspool_iteration.
LLVM::LLVMFuncOp StepEmitter::defineBranches(const Step &wave) {
  Frame caller = frame;
  SmallVector<Value> callerTerms = entry.terms;
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToEnd(entry.module->getBody());
  LLVM::LLVMFuncOp function = entry.function(plan.name + "_wave_" + std::to_string(nextWave++),
                                             entry.i32, {entry.pointer, entry.i32, entry.pointer});
  builder.setInsertionPointToStart(function.addEntryBlock(builder));
  Value scratch = function.getArgument(0), chosen = function.getArgument(1);
  Value closure = function.getArgument(2);
  SmallVector<Value> ports, sizes;
  for (size_t i = 0; i < caller.ports.size(); ++i)
    ports.push_back(entry.load(closure, i, entry.pointer));
  for (size_t i = 0; i < plan.dimensions.size(); ++i)
    sizes.push_back(entry.load(closure, ports.size() + i, entry.i64));
  std::vector<Step> all;
  for (const Step &branch : wave.body)
    all.insert(all.end(), branch.body.begin(), branch.body.end());
  open(all, ports, sizes);
  for (auto [index, branch] : llvm::enumerate(wave.body)) {
    Value number =
        LLVM::ConstantOp::create(builder, location, entry.i32, builder.getI32IntegerAttr(index));
    Value isOther =
        LLVM::ICmpOp::create(builder, location, LLVM::ICmpPredicate::ne, chosen, number);
    Block *before = builder.getInsertionBlock();
    Block *take = builder.createBlock(before->getParent());
    Block *next = builder.createBlock(before->getParent());
    builder.setInsertionPointToEnd(before);
    LLVM::CondBrOp::create(builder, location, isOther, next, take);
    builder.setInsertionPointToStart(take);
    llvm::fill(frame.hosts, std::nullopt);
    emit(branch.body, scratch);
    entry.returnStatus(0);
    builder.setInsertionPointToStart(next);
  }
  entry.returnStatus(0);
  frame = caller;
  entry.terms = callerTerms;
  return function;
}

} // namespace unspool
