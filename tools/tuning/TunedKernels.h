//===- TunedKernels.h - the kernels of a model, and how to ask for others -===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_TUNING_TUNEDKERNELS_H
#define UNSPOOL_TOOLS_TUNING_TUNEDKERNELS_H

#include "tools/compare/KernelModules.h"
#include "tools/tuning/TuningDatabase.h"

namespace unspool {

/// A kernel of a model as it is compiled without tuning.
struct TunableKernel {
  KernelSpec spec;
  TuningKey key;
  nn::ScheduleRule rule;  ///< that asks for this kernel's schedule and no other's
  int64_t calls = 0;      ///< in one run
  KernelModule module;    ///< alone; empty unless it is to be tuned

  /// As it is compiled without tuning.
  Choice standard() const { return {rule.algorithm, {rule.name, {}}}; }
  /// A rule that asks for `choice` instead.
  nn::ScheduleRule ruleFor(const Choice &choice) const;
  /// Has `module` compiled in that way, as `options` would have the model.
  CompileOptions optionsFor(const Choice &choice, const CompileOptions &options) const;
};

/// Those of `plan`, compiled for `target`, that have parameters to choose. Kernels for
/// sizes that the caller chooses are left out.
std::vector<TunableKernel> tunableKernels(const ModelPlan &plan, const std::string &target);

/// The kernels of the model that `options` describes, each with its module. Those that alone
/// would be other kernels are left out. Fails with the compiler's messages (`refusal` is its
/// outcome).
llvm::Expected<std::vector<TunableKernel>> kernelsToTune(const CompileOptions &options,
                                                         Outcome &refusal);

/// May `options` have a kernel computed by what was measured? Winograd's algorithms only if
/// the flags leave the choice of algorithms to the compiler, and with no larger error than
/// `options` tolerates.
bool isAllowed(const Measurement &measurement, const TunableKernel &kernel,
               const CompileOptions &options);

/// The fastest that is confirmed to be faster than the default, and allowed; none may be.
llvm::Expected<std::optional<Measurement>> bestFor(const TunableKernel &kernel,
                                                   const CompileOptions &options,
                                                   TuningDatabase &database);

/// Asks for the best schedules known, for each kernel that `options` would compile without
/// them, and adds them to `options.tuned`. Fails if the database cannot be read.
llvm::Error useTuned(CompileOptions &options, TuningDatabase &database);

/// The same with the database at `path`, which is named in the manifest. Fails, too, if there
/// is none.
llvm::Error useTuned(CompileOptions &options, const std::string &path);

} // namespace unspool

#endif // UNSPOOL_TOOLS_TUNING_TUNEDKERNELS_H
