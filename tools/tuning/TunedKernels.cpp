//===- TunedKernels.cpp - the kernels of a model --------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/tuning/TunedKernels.h"

#include "tools/driver/KernelCache.h"
#include "tools/driver/Schedules.h"
#include "tools/driver/Statistics.h"
#include "tools/regression/Hash.h"

#include "llvm/TargetParser/Host.h"

namespace unspool {

static constexpr const char *kThreads = "threads";

std::vector<TunableKernel> tunableKernels(const ModelPlan &plan, const std::string &target) {
  std::vector<TunableKernel> tunable;
  SchedulesInUse inUse = schedulesInUse(plan, target);
  Statistics statistics = statisticsOf(plan);
  for (size_t i = 0; i < inUse.rules.size(); ++i) {
    const KernelSpec &kernel = plan.kernels[inUse.kernels[i]];
    if (!kernel.parameters.empty() || inUse.rules[i].parameters.empty())
      continue;
    TunableKernel row;
    row.spec = kernel;
    // A schedule that is fast on one thread need not be on four.
    KernelSpec bare = kernel;
    bare.schedule = {};
    if (auto threads = kernel.schedule.parameters.find(kThreads);
        threads != kernel.schedule.parameters.end())
      bare.schedule.parameters.insert(*threads);
    row.key = {hashOf(canonicalText(bare)), target, llvm::sys::getHostCPUName().str(),
               KernelCache::version()};
    row.rule = inUse.rules[i];
    row.calls = statistics.calls[inUse.kernels[i]];
    tunable.push_back(std::move(row));
  }
  return tunable;
}

const KernelSpec *findKernel(const ModelPlan &plan, const nn::ScheduleRule &rule,
                             const std::string &target) {
  SchedulesInUse inUse = schedulesInUse(plan, target);
  for (size_t i = 0; i < inUse.rules.size(); ++i)
    if (inUse.rules[i].kind == rule.kind && inUse.rules[i].result == rule.result &&
        inUse.rules[i].layers == rule.layers)
      return &plan.kernels[inUse.kernels[i]];
  return nullptr;
}

llvm::Error useTuned(CompileOptions &options, TuningDatabase &database) {
  CompileOptions probe = options;
  probe.planOnly = true;
  probe.dumpDirectory.clear();
  probe.stopAfter.clear();
  probe.verifyEach = false;
  CompileResult result = compile(probe);
  if (result.outcome != Outcome::Good)
    return llvm::Error::success(); // the compilation itself will say why
  for (const TunableKernel &kernel : tunableKernels(result.plan, resolveTarget(options.target))) {
    auto best = database.best(kernel.key);
    if (!best)
      return best.takeError();
    if (!*best)
      continue;
    nn::ScheduleRule rule = kernel.rule;
    rule.name = (*best)->schedule.name;
    rule.parameters = (*best)->schedule.parameters;
    rule.parameters.erase(kThreads); // the library's, not the schedule's
    options.tuned.push_back(std::move(rule));
  }
  return llvm::Error::success();
}

} // namespace unspool
