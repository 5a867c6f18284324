//===- TemporaryRoot.h - temporary files, gone however a run ends -*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Ctrl-C, `kill`, a batch system that is out of patience, a crash, the kernel out of memory:
// whichever ends a command, its temporary files are to go. A handler of signals would have to
// remove folders with the few functions that a handler may call, while other threads and
// processes write into them, and nothing handles SIGKILL. So another process does it, the
// keeper: it holds the reading end of a pipe that nobody writes to, and whose writing end is
// open for as long as this process, or one that it has forked, is alive. When they are gone,
// by whatever means, the keeper reads the end of the file, removes the folder, and ends.
// Python's multiprocessing.resource_tracker works the same way. Signals keep their default
// actions, so that who waits for the command sees which signal has ended it.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_DRIVER_TEMPORARYROOT_H
#define UNSPOOL_TOOLS_DRIVER_TEMPORARYROOT_H

#include <string>
#include <sys/types.h>

namespace unspool {

/// From here on all temporary files, of this process and of those that it starts, are in one
/// folder (TMPDIR). To be made at the beginning of main, before there are threads. Where there
/// is no room for a folder, or no process can be started, it does nothing.
class TemporaryRoot {
public:
  TemporaryRoot();
  /// Waits until the folder is gone.
  ~TemporaryRoot();
  TemporaryRoot(const TemporaryRoot &) = delete;
  TemporaryRoot &operator=(const TemporaryRoot &) = delete;

private:
  void startKeeper();

  pid_t keeper = -1;
  int alive = -1; ///< the writing end
};

} // namespace unspool

#endif // UNSPOOL_TOOLS_DRIVER_TEMPORARYROOT_H
