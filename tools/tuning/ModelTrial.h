//===- ModelTrial.h - a tuned model beside the default --------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_TUNING_MODELTRIAL_H
#define UNSPOOL_TOOLS_TUNING_MODELTRIAL_H

#include "tools/tuning/Tuner.h"

namespace unspool {

/// Compiles the model with and without the rules `tuned`, compares what both compute, and
/// times them in turns, for so many seconds: kernels that are faster alone, with warm caches, need
/// not be so here.
TunedModel compareModels(const CompileOptions &options, const std::vector<nn::ScheduleRule> &tuned,
                         double seconds);

} // namespace unspool

#endif // UNSPOOL_TOOLS_TUNING_MODELTRIAL_H
