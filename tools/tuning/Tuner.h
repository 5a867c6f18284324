//===- Tuner.h - finds fast schedules by measuring ------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Kernel by kernel, NLopt walks through the space of schedules, from the default on:
// local searches (Rowan's Subplex) begun at more and more points (MLSL with a low-
// discrepancy sequence). It is deterministic, and asks the database before it measures:
// begun again after a kill, it runs through what is known in no time and goes on.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_TUNING_TUNER_H
#define UNSPOOL_TOOLS_TUNING_TUNER_H

#include "tools/tuning/TunedKernels.h"

namespace unspool {

struct TuneOptions {
  CompileOptions compile;
  std::string database;
  int trials = 200; ///< measurements of the model's kernels that there should be in the end
  /// Before each kernel; `done`: measurements of the model's kernels.
  std::function<void(const TunableKernel &, int done)> begun;
  /// After each measurement, which is in the database by then.
  std::function<void(const TunableKernel &, const Measurement &, int done)> measured;
};

struct TunedKernel {
  TunableKernel kernel;
  int trials = 0; ///< measurements that there are
  double microseconds = 0;          ///< of a call with the default schedule
  std::optional<Measurement> best;  ///< if one is certainly faster than the default
};

struct TuneReport {
  std::vector<TunedKernel> kernels;
  int before = 0, after = 0; ///< measurements in the database
};

/// Fails if the model cannot be compiled (`refusal` is its outcome then), or if the
/// database cannot be used.
llvm::Expected<TuneReport> tune(const TuneOptions &options, Outcome &refusal);

} // namespace unspool

#endif // UNSPOOL_TOOLS_TUNING_TUNER_H
