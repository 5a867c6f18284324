//===- ChildProcessTest.cpp - work that may crash or never end ------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/ChildProcess.h"
#include "tools/driver/TemporaryFolder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdio>
#include <fstream>
#include <set>
#include <unistd.h>

using testing::HasSubstr;

namespace unspool {
namespace {

TEST(ChildProcess, EachTaskGetsItsOwnReplyInOrder) {
  std::vector<ChildTask> tasks;
  for (int i = 0; i < 7; ++i)
    tasks.push_back({[i] { return std::string(size_t(i) * 50000, char('a' + i)); }, {}});
  std::set<size_t> ended;
  std::vector<ChildReply> replies =
      runInChildren(tasks, 3, [&](size_t task, const ChildReply &reply) {
        EXPECT_EQ(reply.text.size(), task * 50000);
        ended.insert(task);
      });
  ASSERT_EQ(replies.size(), 7u);
  for (int i = 0; i < 7; ++i) {
    EXPECT_EQ(replies[i].problem, "");
    EXPECT_EQ(replies[i].text, std::string(size_t(i) * 50000, char('a' + i)));
  }
  EXPECT_EQ(ended.size(), 7u);
}

TEST(ChildProcess, ACrashIsAProblemOfOneTask) {
  std::vector<ChildReply> replies = runInChildren(
      {{[] { raise(SIGSEGV); return std::string("not reached"); }, {}},
       {[]() -> std::string { _exit(0); }, {}},
       {[] { return std::string("good"); }, {}}},
      1);
  EXPECT_THAT(replies[0].problem, HasSubstr("crashed: "));
  EXPECT_EQ(replies[1].problem, "ended without a result");
  EXPECT_EQ(replies[2].text, "good");
}

TEST(ChildProcess, TemporaryFoldersOfACrashGo) {
  TemporaryFolder notes;
  std::string note = notes.path() + "/note";
  runInChildren({{[&] {
                    auto *folder = new TemporaryFolder; // its owner does not come to its end
                    std::ofstream(note) << folder->path();
                    std::ofstream(folder->path() + "/file") << "left";
                    raise(SIGSEGV);
                    return std::string();
                  },
                  {}}},
                1);
  std::string path;
  std::ifstream(note) >> path;
  ASSERT_NE(path, "");
  EXPECT_FALSE(llvm::sys::fs::exists(path));
}

TEST(ChildProcess, WhatNeverEndsIsEnded) {
  std::vector<ChildReply> replies = runInChildren({{[] {
                                                      for (;;)
                                                        pause();
                                                      return std::string();
                                                    },
                                                    {1, 0}}},
                                                  1);
  EXPECT_EQ(replies[0].problem, "did not end within 1 s");
}

#if !defined(__SANITIZE_ADDRESS__)
TEST(ChildProcess, MemoryIsLimited) {
  std::vector<ChildReply> replies = runInChildren({{[] {
                                                      std::string much(1 << 30, 'x');
                                                      return much.substr(0, 1);
                                                    },
                                                    {60, 256 << 20}}},
                                                  1);
  EXPECT_EQ(replies[0].problem, "needed more memory than it may have");
}
#endif

} // namespace
} // namespace unspool
