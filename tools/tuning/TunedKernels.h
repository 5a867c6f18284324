//===- TunedKernels.h - the kernels of a model, and how to ask for others -===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_TUNING_TUNEDKERNELS_H
#define UNSPOOL_TOOLS_TUNING_TUNEDKERNELS_H

#include "tools/driver/Compiler.h"
#include "tools/tuning/TuningDatabase.h"

namespace unspool {

/// A kernel of a model as it is compiled without tuning.
struct TunableKernel {
  KernelSpec spec;
  TuningKey key;
  nn::ScheduleRule rule;  ///< that asks for this kernel's schedule and no other's
  int64_t calls = 0;      ///< in one run
};

/// Those of `plan`, compiled for `target`, that have parameters to choose. Kernels for
/// sizes that the caller chooses are left out.
std::vector<TunableKernel> tunableKernels(const ModelPlan &plan, const std::string &target);

/// The kernel that `rule` is for in another plan of the same model; null if it has none.
const KernelSpec *findKernel(const ModelPlan &plan, const nn::ScheduleRule &rule,
                             const std::string &target);

/// Asks for the best schedules known, for each kernel that `options` would compile without
/// them, and adds them to `options.tuned`. Fails if the database cannot be read.
llvm::Error useTuned(CompileOptions &options, TuningDatabase &database);

} // namespace unspool

#endif // UNSPOOL_TOOLS_TUNING_TUNEDKERNELS_H
