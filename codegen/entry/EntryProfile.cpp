//===- EntryProfile.cpp - what each kernel's calls take -------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Only for libraries that time their kernels: the table that says where in the workspace the
// counters lie and what they count (runtime/profile.h), and the clock.
//
//===----------------------------------------------------------------------===//

#include "codegen/entry/EntryParts.h"
#include "runtime/profile.h"

#include "llvm/IR/Constants.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Intrinsics.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace unspool {

/// Calls of one run that are kept each by itself: 1.5 MB at most.
static constexpr int64_t kMostEvents = 1 << 16;

std::string profileTableSymbol(const ModelPlan &plan) { return plan.name + "_profile_table"; }

static void gatherSites(const std::vector<Step> &steps, std::vector<const Step *> &sites) {
  for (const Step &step : steps) {
    if (step.kind == Step::Kind::Call)
      sites.push_back(&step);
    // A loop that never turns has no code.
    if (step.kind != Step::Kind::Loop || !step.trips.isFixed() || step.trips.value > 0)
      gatherSites(step.body, sites);
  }
}

std::vector<const Step *> profileSites(const ModelPlan &plan) {
  std::vector<const Step *> sites;
  gatherSites(plan.steps, sites);
  return sites;
}

/// Calls in one run, at the largest sizes.
static int64_t callsOf(const std::vector<Step> &steps) {
  int64_t calls = 0;
  for (const Step &step : steps)
    calls += (step.kind == Step::Kind::Call) + step.turns() * callsOf(step.body);
  return calls;
}

static int64_t eventCapacity(const ModelPlan &plan) {
  return std::min(callsOf(plan.steps), kMostEvents);
}

int64_t profileBytes(const ModelPlan &plan) {
  return sizeof(unspool_profile) + profileSites(plan).size() * sizeof(unspool_profile_counter) +
         eventCapacity(plan) * sizeof(unspool_profile_event);
}

/// The time stamp counter, or AArch64's system counter: its cycle counter belongs to the
/// kernel, and LLVM makes zeros of its intrinsics.
static void defineClock(Module &module) {
  Function *now = module.getFunction(kProfileNow);
  now->setLinkage(GlobalValue::InternalLinkage);
  IRBuilder<> builder(BasicBlock::Create(module.getContext(), "", now));
  if (module.getTargetTriple().isX86()) {
    builder.CreateRet(builder.CreateIntrinsic(Intrinsic::readcyclecounter, {}));
    return;
  }
  LLVMContext &context = module.getContext();
  Value *name = MetadataAsValue::get(context,
                                     MDNode::get(context, MDString::get(context, "cntvct_el0")));
  builder.CreateRet(builder.CreateIntrinsic(Intrinsic::read_volatile_register,
                                            {builder.getInt64Ty()}, {name}));
}

void addProfile(Module &module, const ModelPlan &plan, const Workspace &workspace) {
  defineClock(module);
  LLVMContext &context = module.getContext();
  IRBuilder<> builder(context);
  auto variable = [&](Constant *value, const std::string &name) {
    return new GlobalVariable(module, value->getType(), /*isConstant=*/true,
                              GlobalValue::PrivateLinkage, value, name);
  };
  auto string = [&](const std::string &text) {
    return variable(ConstantDataArray::getString(context, text), plan.name + "_profile_name");
  };
  SmallVector<Constant *> rows;
  for (const Step *site : profileSites(plan))
    rows.push_back(ConstantStruct::getAnon(
        {string(plan.kernels[site->kernel].name), string(site->layer)}));
  Constant *sites = ConstantPointerNull::get(builder.getPtrTy());
  if (!rows.empty())
    sites = variable(ConstantArray::get(ArrayType::get(rows[0]->getType(), rows.size()), rows),
                     plan.name + "_profile_sites");
  Constant *table = variable(
      ConstantStruct::getAnon({builder.getInt64(workspace.profileOffset),
                               builder.getInt64(workspace.profileBytes),
                               builder.getInt64(rows.size()),
                               builder.getInt64(eventCapacity(plan)), sites}),
      plan.name + "_profile_description");
  // The body was made before the table.
  if (GlobalVariable *declared = module.getNamedGlobal(profileTableSymbol(plan))) {
    declared->replaceAllUsesWith(table);
    declared->eraseFromParent();
  }
  auto *type = FunctionType::get(builder.getPtrTy(), /*isVarArg=*/false);
  Function *profile =
      Function::Create(type, Function::ExternalLinkage, plan.name + "_profile", module);
  profile->setDoesNotThrow();
  builder.SetInsertPoint(BasicBlock::Create(context, "", profile));
  builder.CreateRet(table);
}

} // namespace unspool
