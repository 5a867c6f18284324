//===- Schedules.h - schedules as documents --------------------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A schedule document (docs/schedules.md) is JSON:
//
//   {"version": 1, "schedules": [
//     {"kind": "conv", "layers": ["conv1"], "name": "tiled",
//      "parameters": {"vectors": 2, "columns": 14}, "algorithm": "direct"}]}
//
// Reading it checks words and numbers against the tables of the kernel emitter. What
// fits a kernel is only known once the model is planned: checkSchedules.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_DRIVER_SCHEDULES_H
#define UNSPOOL_TOOLS_DRIVER_SCHEDULES_H

#include "codegen/Plan.h"
#include "passes/Passes.h"

#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace unspool {

using ScheduleRules = std::vector<nn::ScheduleRule>;

/// The rules of a document. Errors begin with `name`, a line and a JSON pointer.
llvm::Expected<ScheduleRules> parseSchedules(llvm::StringRef text, llvm::StringRef name);

/// What --schedule takes: the path of a document, or the name of a schedule for all kernels
/// of the kinds that have it.
llvm::Expected<ScheduleRules> schedulesNamed(llvm::StringRef nameOrFile);

/// A document with these rules; `comments`, if there are any, stand beside them.
std::string printSchedules(const ScheduleRules &rules,
                           const std::vector<std::string> &comments = {});

/// The schedules of a plan, for feeding back: a rule for each kernel, with all parameters
/// as they are. Kernels that nothing tells apart share the rule of the costliest.
struct SchedulesInUse {
  ScheduleRules rules;
  std::vector<std::string> comments; ///< which kernel each rule is of
  std::vector<int> kernels;          ///< its index in the plan
};
SchedulesInUse schedulesInUse(const ModelPlan &plan, const std::string &target);

/// Names of the kernels whose schedules are as some of `rules`, made from schedulesInUse,
/// say; in the plan's order.
std::vector<std::string> kernelsFollowing(const ModelPlan &plan, const std::string &target,
                                          const ScheduleRules &rules);

/// Empty, or for each kernel whose schedule does not fit a line that says why.
std::string checkSchedules(const ModelPlan &plan, const std::string &target);

/// The names of the layers that a kernel computes, in the plan's order.
std::vector<std::string> layersOf(const ModelPlan &plan, int kernel);

/// The JSON Schema (2020-12) of documents.
std::string scheduleSchema();

} // namespace unspool

#endif // UNSPOOL_TOOLS_DRIVER_SCHEDULES_H
