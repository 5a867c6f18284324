//===- RegressionCommands.h - subcommands against regressions -------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_UNSPOOL_REGRESSIONCOMMANDS_H
#define UNSPOOL_TOOLS_UNSPOOL_REGRESSIONCOMMANDS_H

#include <CLI/CLI.hpp>

namespace unspool {

void addSnapshotCommand(CLI::App &app, int &exitCode);
void addReduceCommand(CLI::App &app, int &exitCode);

} // namespace unspool

#endif // UNSPOOL_TOOLS_UNSPOOL_REGRESSIONCOMMANDS_H
