//===- TunedKernels.cpp - the kernels of a model --------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/tuning/TunedKernels.h"

#include "tools/compare/Candidates.h"
#include "tools/driver/KernelCache.h"
#include "tools/driver/Schedules.h"
#include "tools/driver/Statistics.h"
#include "tools/regression/Hash.h"

#include "llvm/TargetParser/Host.h"

namespace unspool {

static constexpr const char *kThreads = "threads";

/// Of the kernel without its schedule, but with its threads: what is fast on one need not be
/// on four.
static TuningKey keyOf(const KernelSpec &kernel, const std::string &target) {
  KernelSpec bare = kernel;
  bare.schedule = {};
  if (auto threads = kernel.schedule.parameters.find(kThreads);
      threads != kernel.schedule.parameters.end())
    bare.schedule.parameters.insert(*threads);
  return {hashOf(canonicalText(bare)), target, llvm::sys::getHostCPUName().str(),
          KernelCache::version()};
}

nn::ScheduleRule TunableKernel::ruleFor(const Choice &choice) const {
  nn::ScheduleRule other = rule;
  other.name = choice.schedule.name;
  other.parameters = choice.schedule.parameters;
  other.algorithm = choice.algorithm;
  if (choice.algorithm.empty())
    return other;
  bool isProduct = spec.kind == "matmul" || spec.kind == "strassen";
  other.kind = choice.algorithm == "direct" ? (isProduct ? "matmul" : "conv")
                                            : (isProduct ? "strassen" : "winograd");
  return other;
}

CompileOptions TunableKernel::optionsFor(const Choice &choice,
                                         const CompileOptions &options) const {
  Candidate candidate;
  candidate.algorithm = choice.algorithm;
  candidate.rules = {ruleFor(choice)};
  candidate.rules[0].layers.clear(); // it is alone
  CompileOptions own = unspool::optionsFor(candidate, module, options);
  own.passes.threads = options.passes.threads;
  return own;
}

std::vector<TunableKernel> tunableKernels(const ModelPlan &plan, const std::string &target) {
  std::vector<TunableKernel> tunable;
  SchedulesInUse inUse = schedulesInUse(plan, target);
  Statistics statistics = statisticsOf(plan);
  for (size_t i = 0; i < inUse.rules.size(); ++i) {
    const KernelSpec &kernel = plan.kernels[inUse.kernels[i]];
    if (!kernel.parameters.empty() || inUse.rules[i].parameters.empty())
      continue;
    tunable.push_back(
        {kernel, keyOf(kernel, target), inUse.rules[i], statistics.calls[inUse.kernels[i]], {}});
  }
  return tunable;
}

llvm::Expected<std::vector<TunableKernel>> kernelsToTune(const CompileOptions &options,
                                                         Outcome &refusal) {
  CompileOptions probe = options;
  probe.planOnly = true;
  CompileResult compiled = compile(probe);
  refusal = compiled.outcome;
  if (compiled.outcome != Outcome::Good)
    return llvm::createStringError(llvm::StringRef(compiled.errors).trim());
  auto modules = extractKernels(options);
  if (!modules)
    return modules.takeError();
  std::string target = resolveTarget(options.target);
  std::vector<TunableKernel> kernels;
  for (TunableKernel &kernel : tunableKernels(compiled.plan, target)) {
    auto named = llvm::find_if(
        *modules, [&](const KernelModule &module) { return module.name == kernel.spec.name; });
    if (named == modules->end())
      continue;
    kernel.module = std::move(*named);
    named->name.clear();
    CompileOptions alone = kernel.optionsFor(kernel.standard(), options);
    alone.planOnly = true;
    bool isSame = llvm::any_of(compile(alone).plan.kernels, [&](const KernelSpec &spec) {
      return keyOf(spec, target).kernel == kernel.key.kernel;
    });
    if (isSame)
      kernels.push_back(std::move(kernel));
  }
  return kernels;
}

bool isAllowed(const Measurement &measurement, const TunableKernel &kernel,
               const CompileOptions &options) {
  const std::string &algorithm = measurement.choice.algorithm;
  if (algorithm == kernel.rule.algorithm)
    return true;
  bool isLeftToCompiler = options.passes.algorithms.empty() && !options.passes.maxConstants;
  bool isExact = algorithm == "direct";
  return isLeftToCompiler && (isExact || (!options.passes.strict &&
                                          measurement.difference <= options.passes.tolerance));
}

llvm::Expected<std::optional<Measurement>>
bestFor(const TunableKernel &kernel, const CompileOptions &options, TuningDatabase &database) {
  auto measurements = database.all(kernel.key);
  if (!measurements)
    return measurements.takeError();
  llvm::erase_if(*measurements, [&](const Measurement &measurement) {
    return !measurement.isConfirmed() || !isAllowed(measurement, kernel, options);
  });
  return fastest(*measurements);
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
    auto best = bestFor(kernel, options, database);
    if (!best)
      return best.takeError();
    if (*best)
      options.tuned.push_back(kernel.ruleFor((*best)->choice));
  }
  return llvm::Error::success();
}

llvm::Error useTuned(CompileOptions &options, const std::string &path) {
  auto database = TuningDatabase::open(path, /*mustExist=*/true);
  if (!database)
    return database.takeError();
  options.tuningDatabase = path;
  return useTuned(options, *database);
}

} // namespace unspool
