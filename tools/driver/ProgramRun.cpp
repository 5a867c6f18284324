//===- ProgramRun.cpp - other programs, which end with this one --------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/ProgramRun.h"

#include "tools/driver/ChildProcess.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace unspool {

static constexpr int kCannotRun = 127, kSignalled = 128;

static std::vector<char *> pointersTo(const std::vector<std::string> &texts) {
  std::vector<char *> pointers;
  for (const std::string &text : texts)
    pointers.push_back(const_cast<char *>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

int runProgram(const ProgramRun &run) {
  // All memory that the child needs: in it nothing must be allocated.
  std::vector<char *> command = pointersTo(run.command);
  std::vector<char *> environment = pointersTo(run.environment);
  pid_t parent = getpid();
  pid_t pid = fork();
  if (pid == 0) {
    endWith(parent, run.endSignal);
    int input = open("/dev/null", O_RDONLY);
    int output = open(run.output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (dup2(input, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 ||
        dup2(output, STDERR_FILENO) < 0)
      _exit(kCannotRun);
    alarm(run.seconds);
    execve(command[0], command.data(), run.environment.empty() ? environ : environment.data());
    _exit(kCannotRun);
  }
  int status = 0;
  pid_t ended;
  do
    ended = waitpid(pid, &status, 0);
  while (ended < 0 && errno == EINTR);
  if (ended < 0)
    return kCannotRun;
  return WIFSIGNALED(status) ? kSignalled + WTERMSIG(status) : WEXITSTATUS(status);
}

} // namespace unspool
