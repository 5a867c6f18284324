//===- ProgramRun.h - other programs, which end with this one -*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// llvm::sys::ExecuteAndWait leaves the program running when this process is ended.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_DRIVER_PROGRAMRUN_H
#define UNSPOOL_TOOLS_DRIVER_PROGRAMRUN_H

#include <csignal>
#include <string>
#include <vector>

namespace unspool {

struct ProgramRun {
  std::vector<std::string> command;     ///< the program's path, and its arguments
  std::vector<std::string> environment; ///< "NAME=value"; if empty, that of this process
  std::string output;                   ///< file for all that it prints
  unsigned seconds = 0;                 ///< that it may take, else it gets SIGALRM; 0: any
  int endSignal = SIGKILL;              ///< what it gets when this process ends
};

/// Runs a program that has nothing to read. Its exit code, as a shell has it: 128 + N if
/// signal N ended it, 127 if it could not be run.
int runProgram(const ProgramRun &run);

} // namespace unspool

#endif // UNSPOOL_TOOLS_DRIVER_PROGRAMRUN_H
