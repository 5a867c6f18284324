//===- FailingCommand.cpp - does a command still fail in the same way? ----===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/regression/FailingCommand.h"

#include "tools/driver/ProgramRun.h"
#include "tools/driver/TemporaryFolder.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <cstring>

namespace unspool {

/// For a shell, between single quotes.
static std::string inQuotes(const std::string &path) {
  std::string text = "'";
  for (char c : path)
    text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

/// What timeout(1) ends with if the command did not end.
static constexpr int kTimedOut = 124;

FailingCommand::Run FailingCommand::run(const std::string &path) {
  ++count;
  TemporaryFolder folder;
  std::string output = folder.path() + "/output.txt";
  // "unspool verify" is to be this very program. What it leaves when it crashes goes with
  // the folder.
  std::string program = llvm::sys::fs::getMainExecutable(nullptr, nullptr);
  std::string own = llvm::sys::path::parent_path(program).str();
  std::string script = "PATH=" + inQuotes(own) + ":$PATH; TMPDIR=" + inQuotes(folder.path()) +
                       "; export PATH TMPDIR; " + command + " " + inQuotes(path);
  // timeout(1) ends the processes that the shell has started, too: when the time is over, and
  // when it is asked to end because this process has ended.
  ProgramRun shell;
  std::string limit = std::to_string(seconds) + "s";
  shell.command = {"/usr/bin/timeout", "--kill-after=5s", limit, "/bin/sh", "-c", script};
  shell.output = output;
  shell.endSignal = SIGTERM;
  Run result;
  result.exitCode = runProgram(shell);
  if (auto printed = llvm::MemoryBuffer::getFile(output))
    result.printed = (*printed)->getBuffer().str();
  return result;
}

std::string FailingCommand::failure() const {
  constexpr int kSignalled = 128; // what a shell adds to a signal
  if (expected == kTimedOut)
    return "does not end within " + std::to_string(seconds) + " s";
  if (expected > kSignalled && strsignal(expected - kSignalled))
    return std::string("crashes: ") + strsignal(expected - kSignalled);
  return "exits with " + std::to_string(expected);
}

llvm::Error FailingCommand::runOriginal(const std::string &path) {
  Run original = run(path);
  expected = original.exitCode;
  auto error = [&](const llvm::Twine &why) {
    return llvm::createStringError(llvm::inconvertibleErrorCode(), why);
  };
  if (expected == 0)
    return error("'" + command + "' succeeds on '" + path + "': there is nothing to reduce");
  if (expected == 126 || expected == 127) // a shell's words for it
    return error("'" + command + "' cannot be run: " + llvm::StringRef(original.printed).trim());
  if (original.printed.find(text) == std::string::npos)
    return error("'" + command + "' fails on '" + path + "' with exit code " +
                 llvm::Twine(expected) + ", but does not print '" + text + "'");
  return llvm::Error::success();
}

bool FailingCommand::failsOn(const std::string &path) {
  Run one = run(path);
  return one.exitCode == expected && one.printed.find(text) != std::string::npos;
}

} // namespace unspool
