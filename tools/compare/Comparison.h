//===- Comparison.h - schedules side by side -------------------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every candidate of a kernel is compiled, run on the same inputs, compared with the
// reference evaluator, and timed in turns with the others. What is wrong is shown, and
// not ranked.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_COMPARE_COMPARISON_H
#define UNSPOOL_TOOLS_COMPARE_COMPARISON_H

#include "tools/compare/Bandwidth.h"
#include "tools/compare/Candidates.h"
#include "tools/compare/HotLoop.h"
#include "tools/driver/Bootstrap.h"

namespace unspool {

struct ComparedCandidate {
  Candidate candidate;
  std::string problem; ///< why there are no numbers; else empty
  double error = 0;    ///< largest, relative to the largest result of the reference
  bool isWrong = false; ///< the error is more than rounding makes
  Estimate seconds;    ///< of a call
  Estimate ratio;      ///< to the default, the first candidate
  double flopRate = 0, byteRate = 0; ///< a second
  int64_t instructions = 0, stackStores = 0, codeBytes = 0; ///< of all its kernels
  HotLoop hot;
  std::string loopNest; ///< of all its kernels
  bool isTimed() const { return problem.empty(); }
  bool isTie() const { return ratio.mayBe(1); }
};

struct ComparedKernel {
  KernelModule kernel;
  std::string type;         ///< "1x56x56x64 -> 1x56x56x64"
  std::string memoryLevel;  ///< the first that holds its operands and results
  double bandwidth = 0;     ///< of that
  std::vector<ComparedCandidate> candidates; ///< the default first
};

struct Machine {
  std::string cpu, target;
  double peakFlops = 0; ///< of one core, a second; 0: unknown
  std::vector<MemoryLevel> memory;
};

/// Where the time of comparing went, in seconds.
struct ComparisonCost {
  double machine = 0, compiling = 0, reference = 0, timing = 0;
  double emptyCall = 0; ///< what a call of nothing takes in a sample
};

struct Comparison {
  std::string model;
  Machine machine;
  ComparisonCost cost;
  std::vector<ComparedKernel> kernels;
};

struct ComparisonOptions {
  CandidateOptions candidates;
  double seconds = 1;   ///< of timing, for each kernel
  std::string kernel;   ///< only this one; empty: all
  bool leavesOutMovement = false; ///< kernels that only move data, if there are others
  std::function<void(llvm::StringRef, size_t, size_t)> progress;
};

/// Fails with the compiler's messages if the model does not compile.
llvm::Expected<Comparison> compareSchedules(const CompileOptions &options,
                                            const ComparisonOptions &choice);

/// For the terminal, for tools, and as a page of its own.
std::string comparisonTable(const Comparison &comparison);
std::string comparisonJson(const Comparison &comparison);
std::string comparisonPage(const Comparison &comparison);

} // namespace unspool

#endif // UNSPOOL_TOOLS_COMPARE_COMPARISON_H
