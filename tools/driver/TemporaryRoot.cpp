//===- TemporaryRoot.cpp - temporary files, gone however a run ends -------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/TemporaryRoot.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace unspool {

/// Programs that were started are ended with who started them, but not in the same instant:
/// until then they may write more files.
static void removeFolder(llvm::StringRef folder) {
  constexpr int kAttempts = 50;
  constexpr useconds_t kPause = 100'000;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    llvm::sys::fs::remove_directories(folder);
    if (!llvm::sys::fs::exists(folder))
      return;
    usleep(kPause);
  }
}

[[noreturn]] static void keep(llvm::StringRef folder, int pipe) {
  setsid(); // a terminal's signals are for the command
  // Who reads what the command prints waits until all that could print are gone.
  dup2(pipe, STDIN_FILENO);
  close_range(STDERR_FILENO + 1, ~0u, 0);
  close(STDOUT_FILENO);
  close(STDERR_FILENO);
  char bytes[256]; // what is printed by a command whose output was closed may get here
  ssize_t count;
  do
    count = read(STDIN_FILENO, bytes, sizeof bytes);
  while (count > 0 || (count < 0 && errno == EINTR));
  removeFolder(folder);
  _exit(0);
}

TemporaryRoot::TemporaryRoot() {
  // No folder without a keeper; and the keeper never gets these.
  sigset_t asked, before;
  sigemptyset(&asked);
  for (int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT})
    sigaddset(&asked, signal);
  sigprocmask(SIG_BLOCK, &asked, &before);
  startKeeper();
  sigprocmask(SIG_SETMASK, &before, nullptr);
}

void TemporaryRoot::startKeeper() {
  llvm::SmallString<128> folder;
  if (llvm::sys::fs::createUniqueDirectory("unspool", folder))
    return;
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) == 0) {
    keeper = fork();
    if (keeper == 0) {
      close(ends[1]);
      keep(folder, ends[0]);
    }
    close(ends[0]);
    alive = ends[1];
  }
  if (keeper < 0) {
    close(alive);
    llvm::sys::fs::remove_directories(folder);
    return;
  }
  setenv("TMPDIR", folder.c_str(), /*overwrite=*/1);
}

TemporaryRoot::~TemporaryRoot() {
  if (keeper < 0)
    return;
  close(alive);
  while (waitpid(keeper, nullptr, 0) < 0 && errno == EINTR)
    ;
}

} // namespace unspool
