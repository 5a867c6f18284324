//===- SearchSpace.cpp - the schedules of a kernel as points --------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/tuning/SearchSpace.h"

#include "ir/Winograd.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"

namespace unspool {

/// Of a parameter with more legal values, those are left out that differ little.
static constexpr size_t kMostValues = 24;

/// A neighbour that is far has so many times as much, if it can be.
static constexpr double kFar = 1.5;

/// 1, 2, 3, 4, 6, 8, 12, ...: each is a third to a half more than the one before.
static bool isRound(int64_t value) {
  return llvm::isPowerOf2_64(value) || (value % 3 == 0 && llvm::isPowerOf2_64(value / 3));
}

/// The legal values to choose from, `otherwise` always among them.
static std::vector<int64_t> choices(const ParameterInUse &parameter) {
  std::vector<int64_t> values;
  for (int64_t value = parameter.legal.least; value <= parameter.legal.most; ++value)
    if (parameter.legal.contains(value))
      values.push_back(value);
  if (values.size() > kMostValues)
    llvm::erase_if(values, [&](int64_t value) {
      return !isRound(value) && value != parameter.legal.least && value != parameter.legal.most;
    });
  auto place = std::lower_bound(values.begin(), values.end(), parameter.value);
  if (place == values.end() || *place != parameter.value)
    values.insert(place, parameter.value);
  return values;
}

std::optional<SearchSpace> SearchSpace::create(const TunableKernel &kernel,
                                               const CompileOptions &options,
                                               const Choice &origin) {
  SearchSpace space(kernel, options, origin);
  const KernelSpec *spec = space.planned({});
  if (!spec)
    return std::nullopt;
  ScheduleInUse use = scheduleInUse(*spec, kernel.key.target);
  if (!use.error.empty() || use.parameters.empty())
    return std::nullopt;
  space.defaults = std::move(use.parameters);
  for (const ParameterInUse &parameter : space.defaults) {
    std::vector<int64_t> values = choices(parameter);
    size_t index = llvm::find(values, parameter.value) - values.begin();
    // The middle of the part of the line that stands for this value.
    space.startPoint.push_back((index + 0.5) / values.size());
    space.stepSizes.push_back(1.0 / values.size());
  }
  return space;
}

const KernelSpec *SearchSpace::planned(const Packing &packing) {
  auto [place, isNew] = plans.try_emplace(packing);
  if (isNew) {
    Choice choice = ownOrigin;
    for (const auto &[name, value] : packing)
      choice.schedule.parameters[name] = value;
    CompileOptions planning = kernel->optionsFor(choice, *options);
    planning.planOnly = true;
    CompileResult result = compile(planning);
    std::string kind = kernel->ruleFor(choice).kind;
    for (const KernelSpec &spec : result.plan.kernels)
      if (result.outcome == Outcome::Good && spec.kind == kind &&
          spec.schedule.name == choice.schedule.name)
        place->second = spec;
  }
  return place->second ? &*place->second : nullptr;
}

/// The parameter behind those with `values`, as it would be.
const ParameterInUse *SearchSpace::next(const std::vector<int64_t> &values) {
  auto [place, isNew] = inUse.try_emplace(values);
  if (isNew) {
    Packing packing;
    std::map<std::string, int64_t> given;
    for (size_t i = 0; i < values.size(); ++i) {
      given[defaults[i].name] = values[i];
      if (packsWeights(defaults[i].name))
        packing[defaults[i].name] = values[i];
    }
    bool isDefault = llvm::all_of(defaults, [&](const ParameterInUse &parameter) {
      auto own = packing.find(parameter.name);
      return own == packing.end() || own->second == parameter.value;
    });
    const KernelSpec *spec = planned(isDefault ? Packing() : packing);
    if (!spec)
      return nullptr;
    KernelSpec candidate = *spec;
    for (const auto &[name, value] : given)
      candidate.schedule.parameters[name] = value;
    ScheduleInUse use = scheduleInUse(candidate, kernel->key.target);
    bool isAsEver = use.error.empty() && use.parameters.size() > values.size() &&
                    use.parameters[values.size()].name == defaults[values.size()].name;
    if (isAsEver)
      place->second = use.parameters[values.size()];
  }
  return place->second ? &*place->second : nullptr;
}

/// The choice whose values `pick` takes, one parameter after the other; nothing if it does not
/// fit.
std::optional<Choice> SearchSpace::chosenBy(const Pick &pick) {
  Choice choice = ownOrigin;
  std::vector<int64_t> values;
  for (size_t axis = 0; axis < defaults.size(); ++axis) {
    const ParameterInUse *parameter = next(values);
    if (!parameter)
      return std::nullopt;
    values.push_back(pick(axis, *parameter));
    if (values.back() != parameter->value)
      choice.schedule.parameters[parameter->name] = values.back();
  }
  return choice;
}

std::optional<Choice> SearchSpace::at(const std::vector<double> &point) {
  return chosenBy([&](size_t axis, const ParameterInUse &parameter) {
    std::vector<int64_t> values = choices(parameter);
    return values[std::min<size_t>(values.size() - 1,
                                   size_t(std::max(0.0, point[axis]) * values.size()))];
  });
}

/// All parameters, with their values in `choice`; nothing if it does not fit.
std::optional<std::vector<ParameterInUse>> SearchSpace::parametersOf(const Choice &choice) {
  std::vector<ParameterInUse> parameters;
  bool fits = chosenBy([&](size_t, const ParameterInUse &parameter) {
                parameters.push_back(parameter);
                auto given = choice.schedule.parameters.find(parameter.name);
                if (given != choice.schedule.parameters.end())
                  parameters.back().value = given->second;
                return parameters.back().value;
              }).has_value();
  return fits ? std::optional(std::move(parameters)) : std::nullopt;
}

std::vector<double> SearchSpace::pointOf(const Choice &choice) {
  auto parameters = parametersOf(choice);
  if (!parameters)
    return startPoint;
  std::vector<double> point;
  for (const ParameterInUse &parameter : *parameters) {
    std::vector<int64_t> values = choices(parameter);
    size_t index = llvm::find(values, parameter.value) - values.begin();
    point.push_back((index + 0.5) / values.size());
  }
  return point;
}

/// `choice` with `value` on `axis`; nothing if that cannot be.
std::optional<Choice> SearchSpace::with(const Choice &choice, size_t axis, int64_t value) {
  return chosenBy([&](size_t own, const ParameterInUse &parameter) {
    auto given = choice.schedule.parameters.find(parameter.name);
    bool isLegal =
        given != choice.schedule.parameters.end() && parameter.legal.contains(given->second);
    return own == axis ? value : isLegal ? given->second : parameter.value;
  });
}

std::vector<std::pair<int64_t, Choice>> SearchSpace::neighbours(const Choice &choice, size_t axis,
                                                                Reach reach) {
  std::vector<std::pair<int64_t, Choice>> list;
  auto parameters = parametersOf(choice);
  if (!parameters)
    return list;
  const ParameterInUse &parameter = (*parameters)[axis];
  std::vector<int64_t> values = choices(parameter);
  size_t own = llvm::find(values, parameter.value) - values.begin();
  double least = reach == Reach::Far ? kFar : 1;
  auto add = [&](size_t index) {
    if (auto other = with(choice, axis, values[index]))
      list.push_back({values[index], std::move(*other)});
  };
  for (size_t i = own + 1; i < values.size(); ++i)
    if (double(values[i]) >= least * double(values[own]) || i + 1 == values.size()) {
      add(i);
      break;
    }
  for (size_t i = own; i-- > 0;)
    if (least * double(values[i]) <= double(values[own]) || i == 0) {
      add(i);
      break;
    }
  return list;
}

std::vector<Choice> alternatives(const TunableKernel &kernel, const CompileOptions &options) {
  std::vector<Choice> list{kernel.standard()};
  auto add = [&](const std::string &algorithm, const std::string &schedule) {
    Choice choice{algorithm, {schedule, {}}};
    if (!llvm::is_contained(list, choice) && SearchSpace::create(kernel, options, choice))
      list.push_back(choice);
  };
  const std::string &own = kernel.rule.algorithm;
  bool isFree = kernel.module.hasAlgorithms && !options.passes.strict &&
                options.passes.algorithms.empty() && !options.passes.maxConstants;
  if (isFree)
    for (const char *algorithm : kConvolutionAlgorithms)
      if (kernel.module.mayHave(algorithm))
        add(algorithm, "tiled");
  bool isDirect = own.empty() || own == "direct";
  for (const ScheduleInfo &row : schedules())
    if (row.kind == kernel.module.kind && (isFree || isDirect))
      add(own.empty() ? "" : "direct", row.name);
  return list;
}

} // namespace unspool
