//===- ScheduledCases.cpp - any legal schedule gives the right numbers ----===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The layers are those of the other suites. Their kernels get schedules with random
// parameters: first those by which weights are packed, and with them the others,
// one after the other, since what is legal depends on those before.
//
//===----------------------------------------------------------------------===//

#include "tests/property/ScheduledCases.h"

#include "codegen/kernels/Kernels.h"
#include "tests/property/Suite.h"
#include "tools/driver/Compiler.h"
#include "tools/driver/Schedules.h"
#include "tools/driver/TemporaryFolder.h"

#include <fstream>

namespace unspool::test {
namespace {

/// Values that are tried of a long range.
constexpr size_t kValues = 24;

ModelPlan planOf(const onnx::ModelProto &model, const nn::PipelineOptions &passes) {
  TemporaryFolder folder;
  CompileOptions options;
  options.model = folder.path() + "/model.onnx";
  std::ofstream(options.model, std::ios::binary) << model.SerializeAsString();
  options.name = "property";
  options.passes = passes;
  options.planOnly = true;
  return compile(options).plan;
}

int64_t draw(const ParameterInUse &use, Random &random) {
  std::vector<int64_t> legal = use.legal.values(kValues);
  // What is derived need not be in the table's range.
  return legal.empty() ? use.value : random.pick(legal);
}

std::string drawName(const std::string &kind, Random &random) {
  std::vector<std::string> names;
  for (const ScheduleInfo &row : schedules())
    if (row.kind == kind)
      names.push_back(row.name);
  return random.chance(80) ? names.front() : random.pick(names);
}

} // namespace

std::vector<nn::ScheduleRule> randomSchedules(const onnx::ModelProto &model,
                                              const nn::PipelineOptions &passes, uint64_t seed) {
  Random random(seed, "schedules", 0);
  nn::PipelineOptions own = passes;
  ModelPlan plan = planOf(model, own);
  SchedulesInUse defaults = schedulesInUse(plan, "host");
  own.schedules.clear();
  for (size_t i = 0; i < defaults.rules.size(); ++i) {
    nn::ScheduleRule rule = defaults.rules[i];
    rule.parameters.clear();
    KernelSpec spec = plan.kernels[defaults.kernels[i]];
    spec.schedule.name = drawName(rule.kind, random);
    if (!scheduleInUse(spec, "host").error.empty())
      spec.schedule.name = rule.name; // it is not for this kernel
    rule.name = spec.schedule.name;
    for (const ParameterInUse &use : scheduleInUse(spec, "host").parameters)
      if (packsWeights(use.name))
        rule.parameters[use.name] = draw(use, random);
    own.schedules.push_back(std::move(rule));
  }
  plan = planOf(model, own);
  SchedulesInUse packed = schedulesInUse(plan, "host");
  own.schedules.clear();
  for (size_t i = 0; i < packed.rules.size(); ++i) {
    nn::ScheduleRule &rule = packed.rules[i];
    KernelSpec spec = plan.kernels[packed.kernels[i]];
    std::vector<ParameterInUse> known = scheduleInUse(spec, "host").parameters;
    for (size_t next = 0; next < known.size(); ++next) {
      if (!packsWeights(known[next].name) && random.chance(70))
        spec.schedule.parameters[known[next].name] = draw(known[next], random);
      known = scheduleInUse(spec, "host").parameters;
    }
    rule.parameters = spec.schedule.parameters;
    rule.parameters.erase("threads");
    own.schedules.push_back(std::move(rule));
  }
  return own.schedules;
}

Case generateScheduled(ModelBuilder &model, Random &random, Random shared) {
  return random.chance(60) ? generateConvolution(model, random, shared)
                           : generateRecurrent(model, random, shared);
}

std::vector<Build> scheduledBuilds(int64_t group) {
  std::vector<Build> builds{{"random schedules", {}, 4}};
  builds[0].scheduleSeed = uint64_t(group) + 1;
  if (group % 3 == 2)
    builds[0].passes.disabled.insert("pack-weights");
  if (group % 4 >= 2)
    builds[0].passes.largeMapBytes = 0;
  if (group % 2)
    builds[0] = withThreads(builds[0]);
  return builds;
}

} // namespace unspool::test
