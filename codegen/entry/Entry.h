//===- Entry.h - the model's own functions --------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One object beside the kernels': <name>_run, which checks its arguments and
// takes the plan's steps; <name>_describe and its tables; for a model with state
// <name>_step and its companions; the packed weights; and the runtime. Public are
// only these functions, everything else is hidden.
//
//   EntryFunctions.cpp  <name>_run, in MLIR's llvm dialect
//   EntrySteps.cpp      a part of it: the plan's steps
//   RangeCheck.cpp      a part of it: are an input's elements within their range?
//   FloatMode.cpp       a part of it: denormals flushed, and the mode restored
//   EntryState.cpp      <name>_step, _reset, _save and _load, in LLVM IR
//   EntryProfile.cpp    a part of it: what each kernel's calls take
//   EntryTables.cpp     the tables and weights, as LLVM constants
//   Entry.cpp           runtime linked in, optimised, made an object
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_ENTRY_ENTRY_H
#define UNSPOOL_CODEGEN_ENTRY_ENTRY_H

#include "codegen/Plan.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Error.h"

#include <deque>

namespace unspool {

/// What kernels allocate: all of it in one thread, or what each thread that helps with
/// their loops allocates for itself.
struct Scratch {
  int64_t bytes = 0;
  int64_t threadBytes = 0;
};

struct EntryOptions {
  /// "host", or a Halide target (x86-64-linux-..., arm-64-linux-...), of which
  /// the architecture and the system count here.
  std::string target = "host";
  Scratch scratch; ///< the most that any kernel allocates
  bool profile = false; ///< time each call of a kernel, in the caller's memory
  bool wantLlvm = false;
  bool wantAssembly = false;
};

struct EntryObject {
  llvm::SmallVector<char, 0> object; ///< ELF
  /// ELF of the weights, in parts: LLVM holds several copies of what it writes.
  std::deque<llvm::SmallVector<char, 0>> weights;
  std::string llvm, assembly;        ///< of the functions, without weights
};

/// What <name>_run needs of its caller: the arena, then the scratch, then that of each
/// thread, then the profile (runtime/profile.h).
struct Workspace {
  int64_t scratchOffset = 0;
  int64_t threadOffset = 0;
  int64_t threadBytes = 0;
  int64_t profileOffset = 0;
  int64_t profileBytes = 0; ///< 0 unless calls are timed
  int64_t bytes = 0; ///< at least 1
  int64_t alignment = 0;

  bool isProfiled() const { return profileBytes > 0; }
};
Workspace workspaceOf(const ModelPlan &plan, Scratch scratch, bool isProfiled = false);

int64_t constantBytes(const ModelPlan &plan);

/// A <name>_state (runtime/state.h): header, then two halves.
struct StateLayout {
  std::vector<int64_t> offsets; ///< of each state within a half
  int64_t halfBytes = 0;
  int64_t bytes = 0;      ///< of the whole; 0 if the model has no state
  int64_t savedBytes = 0; ///< when saved
  /// The plan's dimensions on which states depend: a <name>_state is of certain sizes of
  /// these, and the rest of this of the largest.
  std::vector<int> dimensions;
};
StateLayout stateLayoutOf(const ModelPlan &plan);

/// Does the caller of <name>_step give this input or output, or does the state?
bool isStateInput(const ModelPlan &plan, size_t input);
bool isStateOutput(const ModelPlan &plan, size_t output);

/// The hidden symbols under which the entry object expects its kernels, and
/// offers them scratch memory and parallel loops (signatures of halide_malloc,
/// halide_free and halide_do_par_for).
std::string kernelSymbol(const ModelPlan &plan, const KernelSpec &kernel);
std::string allocateSymbol(const ModelPlan &plan);
std::string freeSymbol(const ModelPlan &plan);
std::string parallelForSymbol(const ModelPlan &plan);

/// Takes the constants from the plan, which then need not be in memory twice. Fails if the target
/// is not supported or the constants are too large for it.
llvm::Expected<EntryObject> emitEntry(ModelPlan &plan, const EntryOptions &options);

} // namespace unspool

#endif // UNSPOOL_CODEGEN_ENTRY_ENTRY_H
