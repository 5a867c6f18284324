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
// then: every point is a schedule that fits.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_TUNING_SEARCHSPACE_H
#define UNSPOOL_TOOLS_TUNING_SEARCHSPACE_H

#include "codegen/kernels/Kernels.h"

#include <functional>

namespace unspool {

class SearchSpace {
public:
  /// `specWith` gives the kernel as it is with a value of the parameter "vectors", for
  /// which weights may have to be packed; null if it cannot be had.
  using SpecWith = std::function<const KernelSpec *(int64_t vectors)>;
  SearchSpace(const KernelSpec &spec, std::string target, SpecWith specWith);

  size_t dimensions() const { return defaults.size(); }
  /// The default schedule as a point.
  const std::vector<double> &start() const { return startPoint; }
  /// The kernel with the schedule at a point; nothing if there is none.
  std::optional<KernelSpec> at(const std::vector<double> &point) const;

private:
  KernelSpec spec;
  std::string target;
  SpecWith specWith;
  std::vector<ParameterInUse> defaults;
  std::vector<double> startPoint;
};

} // namespace unspool

#endif // UNSPOOL_TOOLS_TUNING_SEARCHSPACE_H
