//===- Tuner.h - finds fast schedules by measuring ------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Several tuners of a model may work at the same time, on machines that share the folder of the
// database: it tells each what the others have measured and are measuring, and nothing else does.
// Each goes where fewest are.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_TUNING_TUNER_H
#define UNSPOOL_TOOLS_TUNING_TUNER_H

#include "tools/tuning/TunedKernels.h"

namespace unspool {

struct TuneOptions {
  CompileOptions compile;
  std::string database;
  int trials = 200;           ///< of the model's kernels that there should be in the end
  bool comparesModels = true; ///< in the end, the tuned library with the default
  /// Before each kernel; `done`: trials of the model's kernels.
  std::function<void(const TunableKernel &, int done)> begun;
  /// After each measurement, which is in the database by then.
  std::function<void(const TunableKernel &, const Measurement &, int done)> measured;
};

struct TunedKernel {
  TunableKernel kernel;
  int trials = 0;                   ///< that there are
  double microseconds = 0;          ///< of a call with the default schedule
  std::optional<Measurement> best;  ///< if one is certainly faster than the default
  double inModel = 1;               ///< time of the model with only that, over the default's
  int refused = 0;                  ///< candidates that are faster alone, but not in a model
};

/// The library with what was found, beside the default one.
struct TunedModel {
  double ratio = 1, low = 1, high = 1; ///< of the times of a run, and its interval (95 %)
  double microseconds = 0;             ///< of the default
  bool isSlower = false;               ///< than two copies of the default, beyond chance and place
  std::string problem; ///< why there are no numbers; else empty
};

struct TuneReport {
  std::vector<TunedKernel> kernels;
  int before = 0, after = 0; ///< measurements in the database
  std::optional<TunedModel> model; ///< if it was asked for, and anything is tuned
};

/// Fails if the model cannot be compiled (`refusal` is its outcome then), or if the
/// database cannot be used.
llvm::Expected<TuneReport> tune(const TuneOptions &options, Outcome &refusal);

} // namespace unspool

#endif // UNSPOOL_TOOLS_TUNING_TUNER_H
