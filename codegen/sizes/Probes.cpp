//===- Probes.cpp - sizes at which a wrong term shows ----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/sizes/Probes.h"

#include <algorithm>
#include <map>
#include <set>

namespace unspool {
namespace {

/// Steps from either end in which changes are looked for: as many as strides multiply to.
constexpr int64_t kMostSteps = 1 << 12;

/// The sizes at which each term is another than one step before, of those visited.
class Changes {
public:
  Changes(const ModelPlan &plan, size_t dimension) : plan(plan), dimension(dimension) {
    for (const Dimension &each : plan.dimensions)
      sizes.push_back(each.most);
  }

  /// Those from `first`, excluded, to `last`.
  void visit(int64_t first, int64_t last) {
    int64_t step = plan.dimensions[dimension].step;
    std::vector<int64_t> before = termsAt(first);
    for (int64_t size = first + step; size <= last; size += step) {
      std::vector<int64_t> values = termsAt(size);
      for (size_t term = 0; term < values.size(); ++term)
        if (values[term] != before[term])
          ofTerm[term].insert(size);
      before = std::move(values);
    }
  }

  /// Of each term that has any, the sets of those that have fewer first.
  std::vector<std::set<int64_t>> rarestFirst() const {
    std::vector<std::set<int64_t>> all;
    for (const auto &[term, places] : ofTerm)
      all.push_back(places);
    std::stable_sort(all.begin(), all.end(), [](const auto &left, const auto &right) {
      return left.size() < right.size();
    });
    return all;
  }

private:
  std::vector<int64_t> termsAt(int64_t size) {
    sizes[dimension] = size;
    return evaluateTerms(plan, sizes);
  }

  const ModelPlan &plan;
  size_t dimension;
  std::vector<int64_t> sizes;
  std::map<size_t, std::set<int64_t>> ofTerm;
};

} // namespace

std::vector<int64_t> probesOf(const ModelPlan &plan, size_t dimension, int64_t least) {
  const Dimension &own = plan.dimensions[dimension];
  Changes changes(plan, dimension);
  int64_t reach = kMostSteps * own.step;
  if (own.most - least <= 2 * reach) {
    changes.visit(least, own.most);
  } else {
    changes.visit(least, least + reach);
    changes.visit(own.most - reach, own.most);
  }
  // What changes seldom changes where the others do as well, more often than not.
  std::set<int64_t> firsts, lasts, probes{least, own.most};
  auto isAmong = [](const std::set<int64_t> &places, const std::set<int64_t> &chosen) {
    return std::any_of(chosen.begin(), chosen.end(),
                       [&](int64_t place) { return places.count(place); });
  };
  for (const std::set<int64_t> &places : changes.rarestFirst()) {
    if (!isAmong(places, firsts))
      firsts.insert(*places.begin());
    if (!isAmong(places, lasts))
      lasts.insert(*places.rbegin());
  }
  for (const std::set<int64_t> &chosen : {firsts, lasts})
    for (int64_t size : chosen) {
      probes.insert(size - own.step);
      probes.insert(size);
    }
  return {probes.begin(), probes.end()};
}

} // namespace unspool
