//===- ProgramRunTest.cpp - other programs, which end with this one ----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/ProgramRun.h"
#include "tools/driver/TemporaryFolder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace unspool {
namespace {

class ProgramRunTest : public testing::Test {
protected:
  int runShell(const std::string &script) {
    run.command = {"/bin/sh", "-c", script};
    return runThis();
  }
  int runThis() {
    run.output = folder.path() + "/output.txt";
    return runProgram(run);
  }
  std::string printed() const {
    std::ifstream file(run.output);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  TemporaryFolder folder;
  ProgramRun run;
};

TEST_F(ProgramRunTest, ExitCodeAndBothStreamsAreKept) {
  EXPECT_EQ(runShell("echo one; echo two >&2; exit 3"), 3);
  EXPECT_EQ(printed(), "one\ntwo\n");
}

TEST_F(ProgramRunTest, ItHasNothingToRead) {
  EXPECT_EQ(runShell("wc -c"), 0);
  EXPECT_EQ(printed(), "0\n");
}

TEST_F(ProgramRunTest, ASignalIsAddedTo128) { EXPECT_EQ(runShell("kill -SEGV $$"), 128 + SIGSEGV); }

TEST_F(ProgramRunTest, WhatIsMissingCannotBeRun) {
  run.command = {folder.path() + "/missing"};
  EXPECT_EQ(runThis(), 127);
}

TEST_F(ProgramRunTest, WhatNeverEndsIsEnded) {
  run.seconds = 1;
  EXPECT_EQ(runShell("exec sleep 1000"), 128 + SIGALRM);
}

TEST_F(ProgramRunTest, AnEnvironmentReplacesThisOne) {
  run.environment = {"COLOR=green"};
  EXPECT_EQ(runShell("echo $COLOR$HOME"), 0);
  EXPECT_EQ(printed(), "green\n");
}

} // namespace
} // namespace unspool
