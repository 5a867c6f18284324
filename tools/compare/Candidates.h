//===- Candidates.h - the ways in which a kernel could run -----*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_COMPARE_CANDIDATES_H
#define UNSPOOL_TOOLS_COMPARE_CANDIDATES_H

#include "tools/compare/KernelModules.h"
#include "tools/driver/ChildProcess.h"
#include "tools/driver/Schedules.h"

namespace unspool {

struct CandidateOptions {
  /// Neighbours of the default: with one of its parameters changed each.
  unsigned variants = 4;
  bool autoschedulers = true;
  unsigned autoschedulerSeconds = 10;           ///< each may take
  int64_t autoschedulerBytes = int64_t(4) << 30; ///< each may take
  unsigned jobs = 2;                            ///< compilations at a time
  /// From documents: what the name is and its rules.
  std::vector<std::pair<std::string, ScheduleRules>> files;
};

/// A way to compile a kernel, and what came of it.
struct Candidate {
  std::string name; ///< "tiled vectors=4", "winograd4", "adams2019"
  ScheduleRules rules;
  std::string algorithm; ///< of convolutions; empty: what the compiler chooses
  bool packs = true;     ///< weights; autoschedulers take them as they are
  bool isAuto = false;

  std::string problem; ///< why there is no library; else empty
  bool isApplicable = true; ///< false: it would be what another candidate is
  std::string folder;  ///< where the library lies, under the name `kernel`
  double compileSeconds = 0;
  int64_t workspaceBytes = 0;
  std::string schedule;   ///< "tiled vectors=2 columns=14 ...": what is in use
  std::string algorithmInUse; ///< of a convolution
  std::string source;     ///< the kernel as the plan has it
  std::vector<std::string> objects;      ///< ELF, one a kernel
  std::vector<std::string> stmts, assemblies; ///< likewise
};

/// The default comes first.
std::vector<Candidate> candidatesFor(const KernelModule &kernel, const CompileOptions &options,
                                     const CandidateOptions &choice);

/// Compiles each, in children, to a library in a folder of its own below `folder`. `ended` is called for
/// each.
void buildCandidates(std::vector<Candidate> &candidates, const KernelModule &kernel,
                     const CompileOptions &options, const CandidateOptions &choice,
                     const std::string &folder, const std::function<void()> &ended);

/// The name of their libraries.
inline constexpr char kKernelLibrary[] = "kernel";

/// The options by which one is compiled.
CompileOptions optionsFor(const Candidate &candidate, const KernelModule &kernel,
                          const CompileOptions &original);

/// "tiled vectors=2 columns=14", in the words of the table of parameters.
std::string scheduleText(const nn::ScheduleRule &rule);

} // namespace unspool

#endif // UNSPOOL_TOOLS_COMPARE_CANDIDATES_H
