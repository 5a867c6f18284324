//===- KernelTimer.h - one kernel, ready to be timed ----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_TUNING_KERNELTIMER_H
#define UNSPOOL_TOOLS_TUNING_KERNELTIMER_H

#include "codegen/Plan.h"
#include "ir/Evaluate.h"
#include "tools/driver/RunLibrary.h"
#include "tools/driver/TemporaryFolder.h"

namespace unspool {

/// A library of one kernel, loaded, with inputs that are the same for every schedule.
class TimedKernel {
public:
  /// Compiles it; fails where the schedule does not fit.
  static llvm::Expected<std::unique_ptr<TimedKernel>> create(const KernelSpec &spec,
                                                             const std::string &target);
  /// Calls it once.
  const std::function<void()> &call() const { return caller; }
  /// What the latest call computed.
  llvm::Expected<std::vector<OutputBuffer>> results() { return library->run(inputs); }

private:
  TemporaryFolder folder;
  mlir::MLIRContext context{mlir::MLIRContext::Threading::DISABLED};
  std::vector<nn::Tensor> inputs;
  std::optional<LoadedModel> library;
  std::function<void()> caller;
};

/// How long a kernel takes over how long another one takes.
struct Ratio {
  double ratio = 1, low = 1, high = 1; ///< of medians, and its interval (95 %)
  double microseconds = 0;             ///< of a call of the first, median
};

/// Measures the two in turns, for `seconds` together: what slows the machine down slows
/// both.
Ratio compareTimes(const TimedKernel &one, const TimedKernel &other, double seconds);

} // namespace unspool

#endif // UNSPOOL_TOOLS_TUNING_KERNELTIMER_H
