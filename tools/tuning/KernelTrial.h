//===- KernelTrial.h - one candidate, measured in a process of its own ----===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Code that nobody has seen may crash, never end, or be wrong. So a candidate is compiled,
// compared with the reference evaluator, and timed in turns with the default, all in a child
// process with limits; what becomes of it is a measurement in any case.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_TUNING_KERNELTRIAL_H
#define UNSPOOL_TOOLS_TUNING_KERNELTRIAL_H

#include "tools/compare/KernelReference.h"
#include "tools/driver/ChildProcess.h"
#include "tools/driver/TemporaryFolder.h"
#include "tools/tuning/TunedKernels.h"

namespace unspool {

struct TrialOptions {
  ChildLimits limits{60, int64_t(4) << 30};
  /// A difference from the reference, relative to the largest result, that rounding does not
  /// explain. `compile` asks for less of Winograd's algorithms (TunedKernels.h).
  double wrong = 1e-3;
};

class KernelTrial {
public:
  /// Both must outlive it.
  KernelTrial(const TunableKernel &kernel, const CompileOptions &options,
              const TrialOptions &limits = TrialOptions());

  /// Compiles the default and evaluates the reference, unless that has been done: what every
  /// candidate is compared with. Why not, if it cannot be.
  std::string prepare();
  /// Prepares, and never fails: a measurement may be of why there is none. What has the code of
  /// the default, or of one of `known` that took as long, is not run.
  Measurement measure(const Choice &choice, double seconds, llvm::ArrayRef<Measurement> known = {});

private:
  std::string build(const Choice &choice, const std::string &directory) const;
  std::string run(const Choice &choice, double seconds, llvm::ArrayRef<Measurement> known) const;

  const TunableKernel &kernel;
  const CompileOptions &options;
  TrialOptions limits;
  TemporaryFolder folder;
  std::unique_ptr<KernelReference> reference; ///< once there is something to measure
};

} // namespace unspool

#endif // UNSPOOL_TOOLS_TUNING_KERNELTRIAL_H
