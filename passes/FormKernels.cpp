//===- FormKernels.cpp - fused regions become kernels ---------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Two regions that differ only in the values they read are one kernel, called
// twice: a recurrent layer of T steps gives T calls of one function. The key is
// the region's text with values numbered in order of appearance; weights are
// operands, so layers of equal shape share code as well.
//
// Constants of one element (clip bounds, pad values) go into the kernel, where
// the code generator sees them; larger ones stay outside as operands.
//
//===----------------------------------------------------------------------===//

#include "passes/Constants.h"
#include "passes/Passes.h"
#include "passes/ScheduleRules.h"
#include "passes/Views.h"

#include "mlir/IR/IRMapping.h"

#include "llvm/ADT/StringMap.h"

using namespace mlir;

namespace unspool::nn {

#define GEN_PASS_DEF_FORMKERNELS
#include "passes/Passes.h.inc"

namespace {

/// The values that a fused region reads from above, in order of appearance.
struct Captures {
  llvm::SetVector<Value> arguments;
  llvm::SetVector<Value> constants;

  explicit Captures(FusedOp fused) {
    for (Operation &op : fused.getBody().front())
      for (Value operand : op.getOperands())
        if (operand.getParentBlock() != &fused.getBody().front()) {
          bool scalar = isConstant(operand) && typeOf(operand).getNumElements() == 1;
          (scalar ? constants : arguments).insert(operand);
        }
  }
};

/// Attributes of an op that its kernel depends on. A reason says something of one
/// layer, not of the kernel that it shares with others.
DictionaryAttr attributesOf(Operation &op) {
  NamedAttrList attributes(op.getAttrDictionary());
  attributes.erase(kReasonAttr);
  return attributes.getDictionary(op.getContext());
}

/// Of the arguments of a region's kernel, and then of its results.
llvm::SmallVector<int64_t> pitchesOf(FusedOp fused, const Captures &captures) {
  llvm::SmallVector<int64_t> pitches;
  for (Value argument : captures.arguments)
    pitches.push_back(pitchOf(argument));
  for (Value result : fused.getResults())
    pitches.push_back(pitchOf(result));
  return pitches;
}

/// Text that is equal exactly for regions with the same kernel.
std::string keyOf(FusedOp fused, const Captures &captures) {
  std::string key;
  llvm::raw_string_ostream text(key);
  llvm::DenseMap<Value, unsigned> number;
  auto define = [&](Value value) {
    number.try_emplace(value, number.size());
    text << value.getType() << ";";
  };
  text << fused.getKind();
  if (Attribute schedule = fused->getAttr(kScheduleAttr))
    text << schedule;
  for (int64_t pitch : pitchesOf(fused, captures))
    text << ":" << pitch;
  text << "(";
  llvm::for_each(captures.arguments, define);
  for (Value constant : captures.constants) {
    define(constant);
    constant.getDefiningOp<ConstantOp>().getValue().print(text);
  }
  for (Operation &op : fused.getBody().front()) {
    text << "\n" << op.getName() << attributesOf(op) << "(";
    for (Value operand : op.getOperands())
      text << number.lookup(operand) << ",";
    text << ")";
    llvm::for_each(op.getResults(), define);
  }
  return key;
}

struct FormKernelsPass : impl::FormKernelsBase<FormKernelsPass> {
  void runOnOperation() override {
    llvm::StringMap<KernelOp> kernels;
    llvm::StringMap<unsigned> counts;
    llvm::SmallVector<FusedOp> regions;
    getOperation().walk([&](FusedOp fused) { regions.push_back(fused); });
    for (FusedOp fused : regions) {
      Captures captures(fused);
      KernelOp &kernel = kernels[keyOf(fused, captures)];
      if (!kernel)
        kernel = outline(fused, captures, counts);
      OpBuilder builder(fused);
      auto call = CallOp::create(builder, fused.getLoc(), fused.getResultTypes(),
                                 kernel.getSymName(), captures.arguments.getArrayRef(), ArrayAttr(),
                                 ArrayAttr(), BlockOrderAttr());
      for (Operation &op : fused.getBody().front())
        if (Attribute reason = op.getAttr(kReasonAttr))
          call->setAttr(kReasonAttr, reason);
      fused.replaceAllUsesWith(call.getResults());
      fused.erase();
    }
  }

private:
  KernelOp outline(FusedOp fused, const Captures &captures, llvm::StringMap<unsigned> &counts) {
    OpBuilder builder = OpBuilder::atBlockEnd(getOperation().getBody());
    llvm::SmallVector<Type> inputs;
    for (Value argument : captures.arguments)
      inputs.push_back(argument.getType());
    std::string name = (fused.getKind() + "_" + Twine(counts[fused.getKind()]++)).str();
    llvm::SmallVector<int64_t> pitches = pitchesOf(fused, captures);
    bool isDense = llvm::all_of(pitches, [](int64_t pitch) { return pitch == 0; });
    auto kernel =
        KernelOp::create(builder, fused.getLoc(), builder.getStringAttr(name),
                         builder.getFunctionType(inputs, fused.getResultTypes()),
                         fused.getKindAttr(), fused->getAttrOfType<DictionaryAttr>(kScheduleAttr),
                         isDense ? nullptr : builder.getDenseI64ArrayAttr(pitches),
                         /*takes_order=*/false);
    Block &body = kernel.getBody().emplaceBlock();
    IRMapping mapping;
    for (Value argument : captures.arguments)
      mapping.map(argument, body.addArgument(argument.getType(), argument.getLoc()));
    builder.setInsertionPointToStart(&body);
    for (Value constant : captures.constants)
      builder.clone(*constant.getDefiningOp(), mapping);
    for (Operation &op : fused.getBody().front())
      builder.clone(op, mapping)->removeDiscardableAttr(kReasonAttr);
    return kernel;
  }
};

} // namespace
} // namespace unspool::nn
