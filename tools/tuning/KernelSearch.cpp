//===- KernelSearch.cpp - the search for one kernel's schedule ------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/tuning/KernelSearch.h"

#include "tools/tuning/Descent.h"

#include "llvm/ADT/STLExtras.h"

#include <cmath>
#include <nlopt.hpp>

namespace unspool {
namespace {

/// For a candidate.
constexpr double kSeconds = 0.03;
/// What a schedule that does not work counts as, in times of the default.
constexpr double kUseless = 10;
/// An alternative is as good as the best if it takes at most so much longer, and left after its
/// first measurement if it takes still longer.
constexpr double kClose = 1.1, kFarBehind = 1.4;
/// Points that the optimiser may ask for, for each measurement: most are known.
constexpr int kQuestions = 20;
/// What looks best is measured again: so many.
constexpr size_t kFinalists = 3;
/// Seconds after which a claim ends of someone on another machine: more than a trial's limit.
constexpr int kPatience = 180;

constexpr const char *kVectorized = "vectorized";

/// A point other than `start` for each searcher but the first: the golden ratio's multiples
/// lie far from each other, in each coordinate.
std::vector<double> startOf(int searcher, std::vector<double> start) {
  for (size_t i = 0; searcher && i < start.size(); ++i) {
    double moved = start[i] + double(searcher) * std::pow(0.6180339887498949, double(i + 1));
    start[i] = moved - std::floor(moved);
  }
  return start;
}

} // namespace

llvm::Expected<KernelSearch::State> KernelSearch::run(int wanted, Reach reach) {
  budget = wanted;
  isBusy = false;
  if (llvm::Error error = load())
    return error;
  beginWalks();
  if (llvm::Error error = searchNear())
    return error;
  if (reach == Reach::Everywhere && !isBusy)
    if (llvm::Error error = searchEverywhere())
      return error;
  if (llvm::Error error = confirm())
    return error;
  return isBusy ? State::Busy : isDone() ? State::Done : State::Exhausted;
}

/// From those alternatives on that are about as good as the best.
llvm::Error KernelSearch::searchNear() {
  if (llvm::Error error = takeStock(/*ofLastResorts=*/false))
    return error;
  double least = 1;
  for (Walk &walk : walks) {
    if (costOf(walk.best) > kClose * least)
      break;
    if (!walk.isNearDone) {
      DescentEnd end = descend(walk.space, [&](const Choice &choice) { return costNow(choice); });
      walk.best = end.best;
      walk.isNearDone = end.isComplete;
    }
    if (!problem.empty())
      return llvm::createStringError(llvm::inconvertibleErrorCode(), problem);
    least = std::min(least, costOf(walk.best));
  }
  return isBusy ? llvm::Error::success() : takeStock(/*ofLastResorts=*/true);
}

/// Half of what is left for the best, half of the rest for the next, ...
llvm::Error KernelSearch::searchEverywhere() {
  sortWalks();
  double least = walks.empty() ? 1 : costOf(walks.front().best);
  int left = budget - (int(walks.size()) - 1); // the default needs no measurement
  for (size_t i = 0; i < walks.size() && !isBusy; ++i) {
    bool isLast = i + 1 == walks.size() || costOf(walks[i + 1].best) > kFarBehind * least;
    int share = isLast ? left : (left + 1) / 2;
    if (llvm::Error error = walk(walks[i], 1 + share))
      return error;
    left -= std::min(left, countOf(walks[i]) - 1);
    if (isLast)
      break;
  }
  // What one had no use for, the others may have.
  for (Walk &other : walks)
    if (!isBusy && costOf(other.best) <= kFarBehind * least)
      if (llvm::Error error = walk(other, countOf(other) + budget - countTrials(known)))
        return error;
  return llvm::Error::success();
}

llvm::Error KernelSearch::load() {
  auto rows = database.all(kernel.key);
  if (!rows)
    return rows.takeError();
  known = std::move(*rows);
  auto claims = database.claimsOfOthers(kernel.key);
  if (!claims)
    return claims.takeError();
  others = *claims;
  return llvm::Error::success();
}

void KernelSearch::beginWalks() {
  if (!walks.empty() || isDone())
    return;
  for (const Choice &choice : alternatives(kernel, options))
    if (auto space = SearchSpace::create(kernel, options, choice))
      walks.push_back({std::move(*space), choice, false, false});
}

/// Each alternative as it would be. Plain vectors are the last resort where there are register
/// tiles: they come when all else is known.
llvm::Error KernelSearch::takeStock(bool ofLastResorts) {
  for (Walk &walk : walks) {
    const Choice &origin = walk.space.origin();
    bool isLastResort =
        origin.schedule.name == kVectorized && kernel.standard().schedule.name != kVectorized;
    if (origin == kernel.standard() || isLastResort != ofLastResorts)
      continue;
    costNow(origin);
    if (!problem.empty())
      return llvm::createStringError(llvm::inconvertibleErrorCode(), problem);
  }
  sortWalks();
  return llvm::Error::success();
}

/// The best first.
void KernelSearch::sortWalks() {
  llvm::stable_sort(walks,
                    [&](const Walk &a, const Walk &b) { return costOf(a.best) < costOf(b.best); });
}

int KernelSearch::trialsNear() const {
  return int(llvm::count_if(asked, [&](const Choice &choice) {
    const Measurement *measurement = find(choice);
    return measurement && !measurement->isRepeated;
  }));
}

/// Of a choice that is known, or can be measured now.
std::optional<double> KernelSearch::costNow(const Choice &choice) {
  if (!llvm::is_contained(asked, choice))
    asked.push_back(choice);
  bool isKnown = choice == kernel.standard() || find(choice);
  if (!isKnown) {
    if (isDone() || !problem.empty())
      return std::nullopt;
    auto measurement = measure(choice, kSeconds);
    if (!measurement)
      problem = toString(measurement.takeError());
    if (!problem.empty() || !find(choice))
      return std::nullopt;
  }
  return costOf(choice);
}

/// Until there are `wanted` measurements in this space.
llvm::Error KernelSearch::walk(Walk &walk, int wanted) {
  if (isDone() || walk.isExhausted || countOf(walk) >= wanted)
    return llvm::Error::success();
  nlopt::srand(1);
  unsigned dimensions = unsigned(walk.space.dimensions());
  int questions = kQuestions * std::max(wanted, 8);
  nlopt::opt local(nlopt::LN_SBPLX, dimensions), global(nlopt::G_MLSL_LDS, dimensions);
  local.set_xtol_abs(0.02);
  global.set_local_optimizer(local);
  nlopt::opt *current = nullptr;
  auto objective = [&](const std::vector<double> &point) {
    if (isDone() || isBusy || !problem.empty() || countOf(walk) >= wanted) {
      current->force_stop();
      return kUseless;
    }
    return costAt(walk, point);
  };
  using Objective = decltype(objective);
  // From where it is on; then from everywhere.
  for (nlopt::opt *optimizer : {&local, &global}) {
    current = optimizer;
    optimizer->set_lower_bounds(0.0);
    optimizer->set_upper_bounds(1.0);
    optimizer->set_initial_step(walk.space.steps());
    optimizer->set_maxeval(questions);
    optimizer->set_min_objective(
        [](const std::vector<double> &point, std::vector<double> &, void *data) {
          return (*static_cast<Objective *>(data))(point);
        },
        &objective);
    std::vector<double> point = startOf(others, walk.space.pointOf(walk.best));
    double least = 0;
    try {
      optimizer->optimize(point, least);
    } catch (const nlopt::forced_stop &) {
      // There are enough, or none to be had now.
      return problem.empty() ? llvm::Error::success()
                             : llvm::createStringError(llvm::inconvertibleErrorCode(), problem);
    } catch (const std::exception &) {
      // Rounding stopped it.
    }
  }
  walk.isExhausted = true;
  return llvm::Error::success();
}

double KernelSearch::costAt(Walk &walk, const std::vector<double> &point) {
  std::optional<Choice> choice = walk.space.at(point);
  if (!choice)
    return kUseless;
  if (!(*choice == kernel.standard())) {
    auto measurement = measure(*choice, kSeconds);
    if (!measurement)
      problem = toString(measurement.takeError());
  }
  return costOf(*choice);
}

/// The measurement of `choice`, made unless it is known; null if another one is making it.
llvm::Expected<const Measurement *> KernelSearch::measure(const Choice &choice, double seconds) {
  const Measurement *place = find(choice);
  if (place && place->seconds >= seconds)
    return place;
  trial.prepare();                // takes its time, in which others may have the choice
  if (llvm::Error error = load()) // what have others done meanwhile?
    return error;
  place = find(choice);
  if (place && place->seconds >= seconds)
    return place;
  auto isMine = database.claim(kernel.key, choice, seconds, kPatience);
  if (!isMine)
    return isMine.takeError();
  if (!*isMine) {
    isBusy = true;
    return nullptr;
  }
  Measurement measurement = trial.measure(choice, seconds, known);
  if (llvm::Error error = database.add(kernel.key, measurement))
    return error;
  auto old = llvm::find_if(known, [&](const Measurement &row) { return row.choice == choice; });
  if (old == known.end())
    old = known.insert(old, measurement);
  else
    *old = measurement;
  if (measured)
    measured(measurement);
  return &*old;
}

const Measurement *KernelSearch::find(const Choice &choice) const {
  auto place = llvm::find_if(known, [&](const Measurement &row) { return row.choice == choice; });
  return place == known.end() ? nullptr : &*place;
}

/// Times of the default.
double KernelSearch::costOf(const Choice &choice) const {
  if (choice == kernel.standard())
    return 1;
  const Measurement *measurement = find(choice);
  bool works = measurement && measurement->ratio > 0 && isAllowed(*measurement, kernel, options);
  return works ? measurement->ratio : kUseless;
}

int KernelSearch::countOf(const Walk &walk) const {
  const Choice &origin = walk.space.origin();
  return int(llvm::count_if(known,
                            [&](const Measurement &row) {
                              return !row.isRepeated && row.choice.algorithm == origin.algorithm &&
                                     row.choice.schedule.name == origin.schedule.name;
                            })) +
         (origin == kernel.standard() ? 1 : 0);
}

/// Measures what looks best again, until that has been done.
llvm::Error KernelSearch::confirm() {
  for (size_t attempt = 0; attempt < 2 * kFinalists && !isBusy; ++attempt) {
    std::vector<Measurement> finalists;
    for (const Measurement &row : known)
      if (!row.isRepeated && !row.isSlowerInModel && row.isFaster() &&
          isAllowed(row, kernel, options))
        finalists.push_back(row);
    llvm::stable_sort(finalists,
                      [](const Measurement &a, const Measurement &b) { return a.ratio < b.ratio; });
    finalists.resize(std::min(finalists.size(), kFinalists));
    auto next = llvm::find_if(finalists, [](const Measurement &row) { return !row.isConfirmed(); });
    if (next == finalists.end())
      return llvm::Error::success();
    auto measurement = measure(next->choice, kSecondsToConfirm);
    if (!measurement)
      return measurement.takeError();
  }
  return llvm::Error::success();
}

} // namespace unspool
