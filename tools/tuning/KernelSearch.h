//===- KernelSearch.h - the search for one kernel's schedule --------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// First each algorithm and schedule that the kernel could have, as the compiler would have it.
// Then what is near the best of them, one parameter at a time (Descent.h). Where there are
// trials left, the parameters of those that are not far behind, most trials for the best:
// NLopt walks through the space from the best point on, by local searches (Rowan's Subplex)
// begun at more and more points (MLSL with a low-discrepancy sequence). At last, what looks
// best is measured again, for longer: the best of many short measurements was probably lucky.
//
// What has the same code as another candidate is not measured again, and is no trial.
//
// The walk is deterministic, and asks the database before it measures: begun again after a
// kill, it runs through what is known in no time and goes on.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_TUNING_KERNELSEARCH_H
#define UNSPOOL_TOOLS_TUNING_KERNELSEARCH_H

#include "tools/tuning/KernelTrial.h"
#include "tools/tuning/SearchSpace.h"

namespace nlopt {
class opt;
}

namespace unspool {

class KernelSearch {
public:
  /// All must outlive it. `measured` is called when a measurement is in the database.
  KernelSearch(const TunableKernel &kernel, const CompileOptions &options, TuningDatabase &database,
               std::function<void(const Measurement &)> measured)
      : kernel(kernel), options(options), database(database), measured(std::move(measured)),
        trial(kernel, options) {}

  enum class State {
    Done,      ///< there are as many measurements as there should be, and the best is confirmed
    Exhausted, ///< likewise, but there was nothing more to measure
    Busy       ///< others are measuring what would be next
  };
  /// How far to look: at what is near the default and its alternatives, or everywhere.
  enum class Reach { Near, Everywhere };
  /// Goes on until there are `budget` trials.
  llvm::Expected<State> run(int budget, Reach reach);

  /// Of the trials, those that the search near the default asked for.
  int trialsNear() const;

private:
  /// A cube, and how far it has been walked through.
  struct Walk {
    SearchSpace space;
    Choice best; ///< that is known to be, as far as the search has come
    bool isNearDone = false, isExhausted = false;
  };

  llvm::Error load();
  void beginWalks();
  llvm::Error takeStock(bool ofLastResorts);
  llvm::Error searchNear();
  llvm::Error searchEverywhere();
  llvm::Error walk(Walk &walk, int wanted);
  llvm::Error confirm();
  void sortWalks();
  std::optional<double> costNow(const Choice &choice);
  double costAt(Walk &walk, const std::vector<double> &point);
  llvm::Expected<const Measurement *> measure(const Choice &choice, double seconds);
  const Measurement *find(const Choice &choice) const;
  double costOf(const Choice &choice) const;
  int countOf(const Walk &walk) const;
  bool isDone() const { return countTrials(known) >= budget; }

  const TunableKernel &kernel;
  const CompileOptions &options;
  TuningDatabase &database;
  std::function<void(const Measurement &)> measured;
  KernelTrial trial;
  std::vector<Walk> walks; ///< the default's first
  std::vector<Measurement> known;
  std::vector<Choice> asked; ///< for by the search near the default
  int budget = 0, others = 0;
  bool isBusy = false;
  std::string problem; ///< with the database, found while NLopt was walking
};

} // namespace unspool

#endif // UNSPOOL_TOOLS_TUNING_KERNELSEARCH_H
