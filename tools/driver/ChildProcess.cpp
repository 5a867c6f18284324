//===- ChildProcess.cpp - work that may crash or never end ----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/ChildProcess.h"

#include "tools/driver/TemporaryFolder.h"

#include "llvm/Support/raw_ostream.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <fcntl.h>
#include <fstream>
#include <memory>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace unspool {
namespace {

/// The last byte of what a child writes, if it came to its end.
constexpr char kWhole = '\n';

struct Child {
  pid_t pid = -1;
  int pipe = -1;
  size_t task = 0;
  std::string text;
  std::unique_ptr<TemporaryFolder> folder; ///< where its own temporary folders are
};

/// Address space of this process, which a child begins with.
int64_t ownBytes() {
  int64_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * sysconf(_SC_PAGESIZE);
}

void setLimits(const ChildLimits &limits) {
  // A core dump of a crash that was expected helps nobody.
  rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  if (limits.bytes) {
    rlim_t bytes = rlim_t(ownBytes() + limits.bytes);
    rlimit memory{bytes, bytes};
    setrlimit(RLIMIT_AS, &memory);
  }
  std::signal(SIGALRM, SIG_DFL);
  alarm(limits.seconds);
}

[[noreturn]] void runChild(const ChildTask &task, const TemporaryFolder &folder, int pipe) {
  if (folder.isValid())
    setenv("TMPDIR", folder.path().c_str(), /*overwrite=*/1);
  int nowhere = open("/dev/null", O_WRONLY);
  dup2(nowhere, STDOUT_FILENO);
  dup2(nowhere, STDERR_FILENO);
  for (int signal : {SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGFPE})
    std::signal(signal, SIG_DFL);
  setLimits(task.limits);
  std::string text;
  try {
    text = task.work() + kWhole;
  } catch (const std::bad_alloc &) {
    _exit(ENOMEM);
  }
  for (size_t at = 0; at < text.size();) {
    ssize_t count = write(pipe, text.data() + at, text.size() - at);
    if (count <= 0)
      break;
    at += size_t(count);
  }
  _exit(0);
}

Child start(const ChildTask &task, size_t index) {
  int ends[2];
  if (pipe(ends) != 0)
    return {};
  auto folder = std::make_unique<TemporaryFolder>();
  llvm::outs().flush();
  llvm::errs().flush();
  pid_t parent = getpid();
  pid_t pid = fork();
  if (pid == 0) {
    endWith(parent);
    close(ends[0]);
    runChild(task, *folder, ends[1]);
  }
  close(ends[1]);
  return {pid, ends[0], index, {}, std::move(folder)};
}

ChildReply end(Child &child, const ChildLimits &limits) {
  int status = 0;
  waitpid(child.pid, &status, 0);
  close(child.pipe);
  if (WIFSIGNALED(status)) {
    int signal = WTERMSIG(status);
    if (signal == SIGALRM)
      return {"", "did not end within " + std::to_string(limits.seconds) + " s"};
    return {"", std::string("crashed: ") + strsignal(signal)};
  }
  if (WEXITSTATUS(status) == ENOMEM)
    return {"", "needed more memory than it may have"};
  if (child.text.empty() || child.text.back() != kWhole)
    return {"", "ended without a result"};
  child.text.pop_back();
  return {std::move(child.text), ""};
}

} // namespace

std::vector<ChildReply>
runInChildren(const std::vector<ChildTask> &tasks, unsigned jobs,
              const std::function<void(size_t, const ChildReply &)> &ended) {
  std::vector<ChildReply> replies(tasks.size());
  std::vector<Child> children;
  size_t started = 0, done = 0;
  auto finish = [&](size_t task, ChildReply reply) {
    replies[task] = std::move(reply);
    if (++done; ended)
      ended(task, replies[task]);
  };
  while (done < tasks.size()) {
    for (; started < tasks.size() && children.size() < std::max(jobs, 1u); ++started) {
      Child child = start(tasks[started], started);
      if (child.pid > 0)
        children.push_back(std::move(child));
      else
        finish(started, {"", "no process could be started"});
    }
    std::vector<pollfd> polls;
    for (const Child &child : children)
      polls.push_back({child.pipe, POLLIN, 0});
    if (polls.empty() || poll(polls.data(), polls.size(), -1) < 0)
      continue;
    for (size_t i = polls.size(); i-- > 0;) {
      if (!polls[i].revents)
        continue;
      char buffer[1 << 16];
      ssize_t count = read(children[i].pipe, buffer, sizeof buffer);
      if (count > 0) {
        children[i].text.append(buffer, size_t(count));
        continue;
      }
      size_t task = children[i].task;
      finish(task, end(children[i], tasks[task].limits));
      children.erase(children.begin() + i);
    }
  }
  return replies;
}

ChildReply runInChild(const std::function<std::string()> &work, const ChildLimits &limits) {
  return std::move(runInChildren({{work, limits}}, 1).front());
}

void endWith(pid_t parent, int signal) {
  prctl(PR_SET_PDEATHSIG, signal);
  if (getppid() != parent) // it was faster
    raise(signal);
}

} // namespace unspool
