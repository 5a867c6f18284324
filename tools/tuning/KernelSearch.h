//===- KernelSearch.h - the search for one kernel's schedule --------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// First each algorithm and schedule that the kernel could have, as the compiler would have it.
// Then the parameters of those that are not far behind, most trials for the best: NLopt walks
// through the space from there on, by local searches (Rowan's Subplex) begun at more and more
// points (MLSL with a low-discrepancy sequence). At last, what looks best is measured again,
// for longer: the best of many short measurements was probably lucky.
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
  /// Goes on until there are `budget` measurements.
  llvm::Expected<State> run(int budget);

private:
  /// A cube, and how far it has been walked through.
  struct Walk {
    SearchSpace space;
    bool isExhausted = false;
  };

  llvm::Error load();
  void beginWalks();
  llvm::Error takeStock();
  llvm::Error walk(Walk &walk, int wanted);
  llvm::Error confirm();
  double costAt(Walk &walk, const std::vector<double> &point);
  llvm::Expected<const Measurement *> measure(const Choice &choice, double seconds);
  const Measurement *find(const Choice &choice) const;
  double costOf(const Choice &choice) const;
  int countOf(const Walk &walk) const;
  bool isDone() const { return int(known.size()) >= budget; }

  const TunableKernel &kernel;
  const CompileOptions &options;
  TuningDatabase &database;
  std::function<void(const Measurement &)> measured;
  KernelTrial trial;
  std::vector<Walk> walks; ///< the default's first
  std::vector<Measurement> known;
  int budget = 0, others = 0;
  bool isBusy = false;
  std::string problem; ///< with the database, found while NLopt was walking
};

} // namespace unspool

#endif // UNSPOOL_TOOLS_TUNING_KERNELSEARCH_H
