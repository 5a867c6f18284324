//===- InstructionCount.h - how many instructions a run takes -------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Time is noise on a shared machine, instructions are not. Valgrind's callgrind counts
// those of one call, and only those; where it cannot run the code (it knows no
// AVX-512) or would take minutes, perf counts two runs of different lengths, whose difference
// is free of what starting a process takes.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_REGRESSION_INSTRUCTIONCOUNT_H
#define UNSPOOL_TOOLS_REGRESSION_INSTRUCTIONCOUNT_H

#include "ir/Evaluate.h"

namespace unspool {

struct InstructionCount {
  int64_t instructions = -1; ///< -1: could not be counted
  std::string counter;       ///< "valgrind" or "perf"; or why neither could
};

/// One call of <name>_run of a shared library.
struct CountedCall {
  std::string library; ///< its path
  std::string name;
  double flops; ///< of the call: valgrind multiplies and adds with a function of its own
};

/// `folder` is for temporary files.
InstructionCount countInstructions(const CountedCall &call, llvm::ArrayRef<nn::Tensor> inputs,
                                   llvm::StringRef folder);

} // namespace unspool

#endif // UNSPOOL_TOOLS_REGRESSION_INSTRUCTIONCOUNT_H
