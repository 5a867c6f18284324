//===- EntryParts.h - between the files of the entry ----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_ENTRY_ENTRYPARTS_H
#define UNSPOOL_CODEGEN_ENTRY_ENTRYPARTS_H

#include "codegen/entry/Entry.h"

#include <memory>

namespace llvm {
class LLVMContext;
class Module;
class Triple;
} // namespace llvm

namespace unspool {

std::string constantSymbol(const ModelPlan &plan, size_t index);
/// <name>_run without its checks of pointers; returns a status as well. The executor,
/// or null, follows the workspace if there may be threads.
std::string bodySymbol(const ModelPlan &plan);
/// <name>_run, and <name>_step, with their pointers in arrays.
std::string runArraysSymbol(const ModelPlan &plan);
std::string stepArraysSymbol(const ModelPlan &plan);
/// <name>_run_parallel, and <name>_step_parallel, likewise.
std::string runParallelArraysSymbol(const ModelPlan &plan);
/// Of a plan with dimensions.
std::string runSizedSymbol(const ModelPlan &plan);
std::string shapesSymbol(const ModelPlan &plan);
std::string stepParallelArraysSymbol(const ModelPlan &plan);
/// Of a plan with dimensions and states: reset at the largest sizes, reset and step with
/// sizes in an array, and unspool_state_layout.bytes_at.
std::string resetMostSymbol(const ModelPlan &plan);
std::string resetSizedSymbol(const ModelPlan &plan);
std::string stepSizedSymbol(const ModelPlan &plan);
std::string stateBytesSymbol(const ModelPlan &plan);

/// <name>_run, its body and its twin, through MLIR; weights and kernels are
/// declarations.
std::unique_ptr<llvm::Module> buildFunctions(const ModelPlan &plan, const Workspace &workspace,
                                             const llvm::Triple &triple,
                                             llvm::LLVMContext &context);

/// Adds <name>_step and its twin, <name>_reset, _save and _load.
void addStateFunctions(llvm::Module &module, const ModelPlan &plan, const Workspace &workspace);

/// Adds <name>_describe and its tables.
void addDescription(llvm::Module &module, const ModelPlan &plan, const Workspace &workspace);

/// The calls of the plan's kernels, in the order in which a profile numbers them.
std::vector<const Step *> profileSites(const ModelPlan &plan);
int64_t profileBytes(const ModelPlan &plan);

/// The runtime's functions that a profiled body calls: begin(profile), now(), and
/// end_call(table, profile, site, begin), with the table to give it.
inline constexpr const char *kProfileBegin = "unspool_profile_begin";
inline constexpr const char *kProfileNow = "unspool_profile_now";
inline constexpr const char *kProfileEndCall = "unspool_profile_end_call";
std::string profileTableSymbol(const ModelPlan &plan);

/// Adds <name>_profile, its table, and the clock.
void addProfile(llvm::Module &module, const ModelPlan &plan, const Workspace &workspace);

/// Defines weights in `module`, from `first` on, until they are enough for an object file
/// of their own, and takes them from the plan; those whose symbol nobody uses are left out.
/// Returns where to go on.
size_t addConstants(llvm::Module &module, ModelPlan &plan, size_t first,
                    llvm::function_ref<bool(llvm::StringRef)> isUsed);

} // namespace unspool

#endif // UNSPOOL_CODEGEN_ENTRY_ENTRYPARTS_H
