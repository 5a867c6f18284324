//===- ChildProcess.h - work that may crash or never end -------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_DRIVER_CHILDPROCESS_H
#define UNSPOOL_TOOLS_DRIVER_CHILDPROCESS_H

#include <csignal>
#include <cstdint>
#include <functional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace unspool {

struct ChildLimits {
  unsigned seconds = 600; ///< of time
  int64_t bytes = 0;      ///< of memory beyond what this process has; 0: any
};

struct ChildReply {
  std::string text;    ///< what the work returned
  std::string problem; ///< else why it did not: "crashed: Segmentation fault", ...
};

/// A piece of work, and what it may take.
struct ChildTask {
  std::function<std::string()> work;
  ChildLimits limits;
};

/// Runs each task in a child process of its own, `jobs` at a time, without standard output
/// and error. Temporary folders that a task makes go when it has ended, however it ends.
/// `ended` is called here, for each task when it has. This process must have one thread.
std::vector<ChildReply>
runInChildren(const std::vector<ChildTask> &tasks, unsigned jobs,
              const std::function<void(size_t task, const ChildReply &reply)> &ended = nullptr);

/// The same for one task.
ChildReply runInChild(const std::function<std::string()> &work, const ChildLimits &limits);

/// In a process that `parent` has just forked: ends it, by this signal, when `parent` ends.
void endWith(pid_t parent, int signal = SIGKILL);

} // namespace unspool

#endif // UNSPOOL_TOOLS_DRIVER_CHILDPROCESS_H
