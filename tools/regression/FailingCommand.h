//===- FailingCommand.h - does a command still fail in the same way? ------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_REGRESSION_FAILINGCOMMAND_H
#define UNSPOOL_TOOLS_REGRESSION_FAILINGCOMMAND_H

#include "llvm/Support/Error.h"

#include <string>

namespace unspool {

/// A shell command that takes a file's path as its last argument. The same failure is
/// the same exit code, which a crash and a run that does not end have as well, and, if one was
/// asked for, the same text in what it prints.
class FailingCommand {
public:
  FailingCommand(std::string command, std::string text, unsigned seconds)
      : command(std::move(command)), text(std::move(text)), seconds(seconds) {}

  /// Runs it on what is to be reduced; an error if it does not fail there.
  llvm::Error runOriginal(const std::string &path);
  bool failsOn(const std::string &path);

  /// "exits with 1", "crashes: Segmentation fault", "does not end within 60 s".
  std::string failure() const;
  size_t runs() const { return count; }

private:
  struct Run {
    int exitCode = 0;
    std::string printed;
  };
  Run run(const std::string &path);

  std::string command, text;
  unsigned seconds;
  int expected = 0;
  size_t count = 0;
};

} // namespace unspool

#endif // UNSPOOL_TOOLS_REGRESSION_FAILINGCOMMAND_H
