//===- EntryTables.cpp - what a library says of itself, and its weights ---===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// These are constants and no code, so they are made as LLVM has them: as MLIR
// attributes the weights would be copied and hashed twice more.
//
//===----------------------------------------------------------------------===//

#include "codegen/entry/EntryParts.h"
#include "runtime/state.h"
#include "runtime/unspool.h"

#include "llvm/IR/Constants.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace unspool {
namespace {

static_assert(int(ElementType::F32) == UNSPOOL_F32 && int(ElementType::Bool) == UNSPOOL_BOOL,
              "the header numbers element types as the plan does");

/// The structs of runtime/unspool.h as LLVM constants. Struct types are literal:
/// natural alignment gives them C's layout.
class TableBuilder {
public:
  TableBuilder(Module &module, const ModelPlan &plan)
      : module(module), plan(plan), context(module.getContext()) {}

  Constant *model(const Workspace &workspace) {
    StateLayout layout = stateLayoutOf(plan);
    bool hasState = !plan.states.empty();
    return variable(ConstantStruct::getAnon(
        {int32(UNSPOOL_ABI_VERSION),
         int32(plan.inputs.size()),
         int32(plan.outputs.size()),
         int32(workspace.alignment),
         int64(workspace.bytes),
         int64(constantBytes(plan)),
         string(plan.name),
         string("unspool " UNSPOOL_VERSION),
         tensors(plan.inputs),
         tensors(plan.outputs),
         module.getFunction(runArraysSymbol(plan)),
         int32(plan.states.size()),
         int32(hasState ? UNSPOOL_STATE_ALIGNMENT : 0),
         int64(layout.bytes),
         int64(layout.savedBytes),
         states(),
         functionOrNull(plan.dimensions.empty() ? plan.name + "_reset" : resetMostSymbol(plan)),
         functionOrNull(stepArraysSymbol(plan)),
         functionOrNull(plan.name + "_save"),
         functionOrNull(plan.name + "_load"),
         int32(plan.threads),
         functionOrNull(runParallelArraysSymbol(plan)),
         functionOrNull(stepParallelArraysSymbol(plan)),
         int32(plan.dimensions.size()),
         dimensions(),
         functionOrNull(shapesSymbol(plan)),
         functionOrNull(runSizedSymbol(plan)),
         functionOrNull(resetSizedSymbol(plan)),
         functionOrNull(stepSizedSymbol(plan))}));
  }

private:
  Constant *null() { return ConstantPointerNull::get(PointerType::get(context, 0)); }

  /// Null where the model has no states, or no threads.
  Constant *functionOrNull(const std::string &name) {
    Function *function = module.getFunction(name);
    return function ? function : null();
  }

  Constant *states() {
    if (plan.states.empty())
      return null();
    SmallVector<Constant *> rows;
    for (const State &state : plan.states)
      rows.push_back(ConstantStruct::getAnon({int32(state.input), int32(state.output)}));
    return variable(ConstantArray::get(ArrayType::get(rows[0]->getType(), rows.size()), rows));
  }

  Constant *dimensions() {
    if (plan.dimensions.empty())
      return null();
    SmallVector<Constant *> rows;
    for (const Dimension &dimension : plan.dimensions)
      rows.push_back(ConstantStruct::getAnon({string(dimension.name), int64(dimension.least),
                                              int64(dimension.most), int64(dimension.step)}));
    return variable(ConstantArray::get(ArrayType::get(rows[0]->getType(), rows.size()), rows));
  }

  Constant *int32(int64_t value) { return ConstantInt::get(Type::getInt32Ty(context), value); }
  Constant *int64(int64_t value) { return ConstantInt::get(Type::getInt64Ty(context), value); }

  Constant *variable(Constant *value) {
    auto *global = new GlobalVariable(module, value->getType(), /*isConstant=*/true,
                                      GlobalValue::PrivateLinkage, value, plan.name + "_table");
    return global;
  }

  Constant *string(StringRef text) {
    auto *global = cast<GlobalVariable>(variable(ConstantDataArray::getString(context, text)));
    global->setUnnamedAddr(GlobalValue::UnnamedAddr::Global);
    return global;
  }

  Constant *tensors(const std::vector<Port> &ports) {
    if (ports.empty())
      return null();
    SmallVector<Constant *> rows;
    for (const Port &port : ports) {
      ArrayRef<int64_t> shape = port.type.shape;
      SmallVector<uint64_t> extents(shape.begin(), shape.end());
      Constant *extentTable =
          shape.empty() ? null() : variable(ConstantDataArray::get(context, extents));
      rows.push_back(ConstantStruct::getAnon({string(port.name), int32(int(port.type.element)),
                                              int32(shape.size()), extentTable,
                                              int64(port.type.bytes())}));
    }
    return variable(ConstantArray::get(ArrayType::get(rows[0]->getType(), rows.size()), rows));
  }

  Module &module;
  const ModelPlan &plan;
  LLVMContext &context;
};

} // namespace

void addDescription(Module &module, const ModelPlan &plan, const Workspace &workspace) {
  LLVMContext &context = module.getContext();
  auto *type = FunctionType::get(PointerType::get(context, 0), /*isVarArg=*/false);
  Function *describe =
      Function::Create(type, Function::ExternalLinkage, plan.name + "_describe", module);
  describe->setDoesNotThrow();
  IRBuilder<> builder(BasicBlock::Create(context, "", describe));
  builder.CreateRet(TableBuilder(module, plan).model(workspace));
}

/// A part of the weights has this much, or one more tensor.
static constexpr size_t kPartBytes = 32 << 20;

size_t addConstants(Module &module, ModelPlan &plan, size_t first,
                    function_ref<bool(StringRef)> isUsed) {
  LLVMContext &context = module.getContext();
  size_t index = first;
  for (size_t total = 0; index < plan.constants.size() && total < kPartBytes; ++index) {
    std::vector<uint8_t> bytes = std::move(plan.constants[index]);
    std::string symbol = constantSymbol(plan, index);
    if (!isUsed(symbol))
      continue;
    StringRef raw(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    Constant *value = bytes.empty()
                          ? ConstantAggregateZero::get(ArrayType::get(Type::getInt8Ty(context), 1))
                          : ConstantDataArray::getString(context, raw, /*AddNull=*/false);
    auto *global = new GlobalVariable(module, value->getType(), /*isConstant=*/true,
                                      GlobalValue::ExternalLinkage, value, symbol);
    global->setVisibility(GlobalValue::HiddenVisibility);
    global->setAlignment(Align(plan.alignment));
    total += bytes.size();
  }
  return index;
}

} // namespace unspool
