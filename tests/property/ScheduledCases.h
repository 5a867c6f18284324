//===- ScheduledCases.h - random schedules ----------------------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TESTS_PROPERTY_SCHEDULEDCASES_H
#define UNSPOOL_TESTS_PROPERTY_SCHEDULEDCASES_H

#include "passes/Passes.h"

#include <onnx/onnx_pb.h>

namespace unspool::test {

/// A rule for each kernel of the model: a schedule that its kind has, with parameters
/// that are drawn from what is legal. Empty if the model does not compile.
std::vector<nn::ScheduleRule> randomSchedules(const onnx::ModelProto &model,
                                              const nn::PipelineOptions &passes, uint64_t seed);

} // namespace unspool::test

#endif // UNSPOOL_TESTS_PROPERTY_SCHEDULEDCASES_H
