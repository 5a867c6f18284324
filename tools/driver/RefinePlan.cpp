//===- RefinePlan.cpp - the sizes at which a plan holds --------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/RefinePlan.h"

#include "codegen/sizes/Probes.h"

#include "llvm/ADT/STLExtras.h"

#include <map>

namespace unspool {
namespace {

class Refiner {
public:
  Refiner(GeneralPlan &general, std::vector<PlanAt> family,
          const std::function<std::optional<ModelPlan>(const Sizes &)> &planAt)
      : general(general), dimensions(general.plan.dimensions), family(std::move(family)),
        planAt(planAt) {}

  Refinement run() {
    do
      findLeast();
    while (improve());
    return result;
  }

private:
  void findLeast() {
    result = {true, {}};
    counterexamples.clear();
    for (size_t i = 0; i < dimensions.size(); ++i) {
      auto holds = [&](int64_t size) {
        Sizes sizes = largestOf(dimensions);
        sizes[i] = size;
        return holdsAt(sizes);
      };
      auto probes = [&](int64_t least) { return probesOf(general.plan, i, least); };
      std::optional<int64_t> least = leastSize(dimensions[i], holds, probes);
      result.holdsAtLargest &= least.has_value();
      general.plan.dimensions[i].least = least.value_or(dimensions[i].most);
    }
  }

  bool holdsAt(const Sizes &sizes) {
    auto isThere = [&](const PlanAt &member) { return member.sizes == sizes; };
    if (auto member = llvm::find_if(family, isThere); member != family.end())
      return agrees(general, *member);
    auto [place, isNew] = tried.try_emplace(sizes);
    std::optional<ModelPlan> &plan = place->second;
    if (isNew)
      plan = planAt(sizes);
    if (!plan || agrees(general, {sizes, *plan}))
      return plan.has_value();
    // Plans of another form say nothing of integers.
    if (structureOf(*plan) == general.skeleton && llvm::none_of(counterexamples, isThere))
      counterexamples.push_back({sizes, *plan});
    return false;
  }

  /// Replaces the plan by one that explains counterexamples, those near the largest sizes first;
  /// false if there is none.
  bool improve() {
    llvm::sort(counterexamples,
               [](const PlanAt &left, const PlanAt &right) { return left.sizes > right.sizes; });
    bool isBetter = false;
    for (PlanAt &counterexample : counterexamples) {
      if (agrees(general, counterexample))
        continue;
      family.push_back(std::move(counterexample));
      GeneralizeResult better = generalize(dimensions, family);
      if (!better.general) {
        family.pop_back();
        result.obstacles = std::move(better.errors);
        break;
      }
      general = *std::move(better.general);
      isBetter = true;
    }
    return isBetter;
  }

  GeneralPlan &general;
  const std::vector<Dimension> dimensions;
  std::vector<PlanAt> family, counterexamples;
  std::map<Sizes, std::optional<ModelPlan>> tried;
  const std::function<std::optional<ModelPlan>(const Sizes &)> &planAt;
  Refinement result;
};

} // namespace

Refinement refine(GeneralPlan &general, std::vector<PlanAt> family,
                  const std::function<std::optional<ModelPlan>(const Sizes &)> &planAt) {
  return Refiner(general, std::move(family), planAt).run();
}

} // namespace unspool
