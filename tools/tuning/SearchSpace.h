//===- SearchSpace.h - the schedules of a kernel as points ----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Optimisers walk in a cube of real numbers from 0 to 1. What a parameter may be depends
// on those before it (a tile of more vectors has fewer rows), so a point is read one
// coordinate after the other, each as a position among the values that are legal by
// then: every point is a schedule that fits. There is a cube for each algorithm and
// schedule that a kernel could have.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_TUNING_SEARCHSPACE_H
#define UNSPOOL_TOOLS_TUNING_SEARCHSPACE_H

#include "codegen/kernels/Kernels.h"
#include "tools/tuning/TunedKernels.h"

#include <functional>

namespace unspool {

class SearchSpace {
public:
  /// Of `kernel` by an algorithm and a schedule, without parameters; nothing if it cannot
  /// be computed so. `kernel` and `options` must outlive it.
  static std::optional<SearchSpace> create(const TunableKernel &kernel,
                                           const CompileOptions &options, const Choice &origin);

  size_t dimensions() const { return defaults.size(); }
  /// What the compiler would choose for this algorithm and schedule.
  const Choice &origin() const { return ownOrigin; }
  /// The same as a point.
  const std::vector<double> &start() const { return startPoint; }
  /// From there to the next value, in each coordinate.
  const std::vector<double> &steps() const { return stepSizes; }
  /// The choice at a point; nothing if there is none.
  std::optional<Choice> at(const std::vector<double> &point);
  /// A point of `choice`, which fits.
  std::vector<double> pointOf(const Choice &choice);

  /// Near: the next value. Far: half as much again or more, or another word.
  enum class Reach { Near, Far };
  /// `choice` with other values of one parameter, and those values: a larger and a smaller one.
  /// Parameters behind it stay where that is legal, or become what follows from it.
  std::vector<std::pair<int64_t, Choice>> neighbours(const Choice &choice, size_t axis,
                                                     Reach reach);

private:
  SearchSpace(const TunableKernel &kernel, const CompileOptions &options, Choice origin)
      : kernel(&kernel), options(&options), ownOrigin(std::move(origin)) {}
  /// Parameters for which weights are packed.
  using Packing = std::map<std::string, int64_t>;
  const KernelSpec *planned(const Packing &packing);
  using Pick = std::function<int64_t(size_t axis, const ParameterInUse &parameter)>;
  std::optional<Choice> chosenBy(const Pick &pick);
  const ParameterInUse *next(const std::vector<int64_t> &values);
  std::optional<Choice> with(const Choice &choice, size_t axis, int64_t value);
  std::optional<std::vector<ParameterInUse>> parametersOf(const Choice &choice);

  const TunableKernel *kernel;
  const CompileOptions *options;
  Choice ownOrigin;
  std::vector<ParameterInUse> defaults;
  std::vector<double> startPoint, stepSizes;
  /// The kernel as it is with its weights packed so, or if empty as by default; null if it
  /// cannot be had.
  std::map<Packing, std::optional<KernelSpec>> plans;
  /// A parameter, by the values of those before it.
  std::map<std::vector<int64_t>, std::optional<ParameterInUse>> inUse;
};

/// The algorithms and schedules that `kernel` could have, without parameters and the default
/// first. Those that have no parameters are for looking at, and left out.
std::vector<Choice> alternatives(const TunableKernel &kernel, const CompileOptions &options);

} // namespace unspool

#endif // UNSPOOL_TOOLS_TUNING_SEARCHSPACE_H
