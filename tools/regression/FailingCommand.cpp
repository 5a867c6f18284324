//===- FailingCommand.cpp - does a command still fail in the same way? ----===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/regression/FailingCommand.h"

#include "tools/driver/TemporaryFolder.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"

namespace unspool {

/// For a shell, between single quotes.
static std::string quoted(const std::string &path) {
  std::string text = "'";
  for (char c : path)
    text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

FailingCommand::Run FailingCommand::run(const std::string &path) {
  ++count;
  TemporaryFolder folder;
  std::string output = folder.path() + "/output.txt";
  // "unspool verify" is to be this very program.
  std::string program = llvm::sys::fs::getMainExecutable(nullptr, nullptr);
  std::string own = llvm::sys::path::parent_path(program).str();
  std::string script =
      "PATH=" + quoted(own) + ":$PATH; export PATH; " + command + " " + quoted(path);
  llvm::StringRef arguments[] = {"sh", "-c", script};
  Run result;
  result.exitCode = llvm::sys::ExecuteAndWait(
      "/bin/sh", arguments, std::nullopt,
      {llvm::StringRef(""), llvm::StringRef(output), llvm::StringRef(output)}, seconds);
  if (auto printed = llvm::MemoryBuffer::getFile(output))
    result.printed = (*printed)->getBuffer().str();
  return result;
}

llvm::Error FailingCommand::runOriginal(const std::string &path) {
  Run original = run(path);
  expected = original.exitCode;
  auto error = [&](const llvm::Twine &why) {
    return llvm::createStringError(llvm::inconvertibleErrorCode(), why);
  };
  if (expected == 0)
    return error("'" + command + "' succeeds on '" + path + "': there is nothing to reduce");
  if (expected == -1 || expected == 126) // LLVM's word for a shell's 127
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
