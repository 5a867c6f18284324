//===- RefinePlan.h - the sizes at which a plan holds ----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A plan for all sizes is a guess of what the plans of its family have in common: more than one
// function of the sizes may fit them. So it is held against plans at other sizes, where a wrong
// guess would show (codegen/sizes/Probes.h). Those that contradict it join the family, from which
// another plan is made, until none does.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_DRIVER_REFINEPLAN_H
#define UNSPOOL_TOOLS_DRIVER_REFINEPLAN_H

#include "codegen/sizes/Generalize.h"
#include "tools/driver/SizeSamples.h"

namespace unspool {

struct Refinement {
  bool holdsAtLargest = false;
  /// Why the sizes that are left out cannot be let in.
  std::vector<std::string> obstacles;
};

/// Replaces `general`, which was made of `family`, by a plan that holds at as many sizes as
/// possible, and sets the least size of each of its dimensions: from there on it holds, with the
/// other dimensions at their largest. Small images may have no windows left, and a slice may end
/// beyond them. `planAt`: the plan at some sizes, or nothing; that may leave out constants that are
/// those of the first of the family.
Refinement refine(GeneralPlan &general, std::vector<PlanAt> family,
                  const std::function<std::optional<ModelPlan>(const Sizes &)> &planAt);

} // namespace unspool

#endif // UNSPOOL_TOOLS_DRIVER_REFINEPLAN_H
