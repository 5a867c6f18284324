//===- SearchSpace.cpp - the schedules of a kernel as points --------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/tuning/SearchSpace.h"

#include <algorithm>

namespace unspool {

/// Of a parameter with more legal values, some are left out.
static constexpr size_t kMostValues = 24;

/// The legal values to choose from, `otherwise` always among them.
static std::vector<int64_t> choices(const ParameterInUse &parameter) {
  std::vector<int64_t> values = parameter.legal.values(kMostValues);
  auto place = std::lower_bound(values.begin(), values.end(), parameter.value);
  if (place == values.end() || *place != parameter.value)
    values.insert(place, parameter.value);
  return values;
}

SearchSpace::SearchSpace(const KernelSpec &spec, std::string target, SpecWith specWith)
    : spec(spec), target(std::move(target)), specWith(std::move(specWith)),
      defaults(scheduleInUse(spec, this->target).parameters) {
  for (const ParameterInUse &parameter : defaults) {
    std::vector<int64_t> values = choices(parameter);
    size_t index = std::find(values.begin(), values.end(), parameter.value) - values.begin();
    // The middle of the part of the line that stands for this value.
    startPoint.push_back((index + 0.5) / values.size());
  }
}

std::optional<KernelSpec> SearchSpace::at(const std::vector<double> &point) const {
  KernelSpec candidate = spec;
  for (size_t i = 0; i < defaults.size(); ++i) {
    ScheduleInUse use = scheduleInUse(candidate, target);
    if (!use.error.empty() || use.parameters.size() <= i || use.parameters[i].name != defaults[i].name)
      return std::nullopt;
    std::vector<int64_t> values = choices(use.parameters[i]);
    size_t index = std::min<size_t>(values.size() - 1,
                                    size_t(std::max(0.0, point[i]) * values.size()));
    int64_t value = values[index];
    if (value == use.parameters[i].value)
      continue;
    if (defaults[i].name == "vectors") {
      const KernelSpec *packed = specWith(value);
      if (!packed)
        return std::nullopt;
      candidate = *packed;
    }
    candidate.schedule.parameters[defaults[i].name] = value;
  }
  return candidate;
}

} // namespace unspool
