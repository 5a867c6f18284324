//===- Profile.h - what each kernel of a library took ---------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_DRIVER_PROFILE_H
#define UNSPOOL_TOOLS_DRIVER_PROFILE_H

#include "codegen/Plan.h"
#include "tools/driver/RunLibrary.h"

namespace unspool {

/// A kernel's calls in one run.
struct KernelProfile {
  std::string kernel;
  std::string layer; ///< of its first call
  int64_t calls = 0;
  int64_t ticks = 0; ///< of them together: the median of runs
  double flops = 0;  ///< of one call; 0 where nothing is multiplied
};

struct Profile {
  std::vector<KernelProfile> kernels; ///< the one that took most comes first
  std::vector<uint8_t> fastest;       ///< the profile (runtime/profile.h) of the fastest run
};

/// Calls `call`, which has to run `library`, made of `plan` with --profile, for some
/// seconds. Medians, because a run that is interrupted says nothing about its kernels.
Profile takeProfile(LoadedModel &library, const ModelPlan &plan,
                    const std::function<void()> &call, double seconds);

/// The table of `unspool bench --profile`: times from a clock of `tickRate` ticks a
/// second, fractions of `peakFlops` (0: unknown).
std::string profileTable(const Profile &profile, double tickRate, double peakFlops);

/// The fastest run, call by call, in the format of Chrome's traces, which Perfetto opens.
std::string profileTrace(const Profile &profile, const LoadedModel &library, double tickRate);

} // namespace unspool

#endif // UNSPOOL_TOOLS_DRIVER_PROFILE_H
