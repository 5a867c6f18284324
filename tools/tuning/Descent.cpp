//===- Descent.cpp - better neighbours, one parameter at a time -----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/tuning/Descent.h"

namespace unspool {
namespace {

/// Of the best so far: what is not as much better may be noise.
constexpr double kBetter = 0.995;
/// A value that made a choice so much slower is not tried on later ones.
constexpr double kHopeless = 1.1;

using CostFunction = std::function<std::optional<double>(const Choice &)>;

class Descent {
public:
  Descent(SearchSpace &space, const CostFunction &costOf)
      : space(space), costOf(costOf), end{space.origin(), true} {}

  DescentEnd run() {
    std::optional<double> first = costOf(end.best);
    if (!first)
      return {end.best, false};
    cost = *first;
    while (moves(SearchSpace::Reach::Far) || moves(SearchSpace::Reach::Near))
      ;
    return end;
  }

private:
  /// Each parameter once; one that has been moved as long as that is better.
  bool moves(SearchSpace::Reach reach) {
    bool hasMoved = false;
    end.isComplete = true;
    for (size_t axis = 0; axis < space.dimensions(); ++axis)
      while (movesAlong(axis, reach))
        hasMoved = true;
    return hasMoved;
  }

  bool movesAlong(size_t axis, SearchSpace::Reach reach) {
    for (const auto &[value, choice] : space.neighbours(end.best, axis, reach)) {
      auto [setback, isNew] = setbacks.try_emplace({axis, value}, 0);
      if (setback->second > kHopeless)
        continue;
      std::optional<double> other = costOf(choice);
      end.isComplete = end.isComplete && other;
      if (!other)
        continue;
      setback->second = *other / cost;
      if (*other < kBetter * cost) {
        end.best = choice;
        cost = *other;
        return true;
      }
    }
    return false;
  }

  SearchSpace &space;
  const CostFunction &costOf;
  DescentEnd end;
  double cost = 0;
  /// Of an axis and a value there: the cost over that of the best at that time.
  std::map<std::pair<size_t, int64_t>, double> setbacks;
};

} // namespace

DescentEnd descend(SearchSpace &space, const CostFunction &costOf) {
  return Descent(space, costOf).run();
}

} // namespace unspool
