//===- HugePagesTest.cpp - copies are exact -------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TestKernels.h"

#include "codegen/library/HugePages.h"
#include "codegen/library/StagingFolder.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace unspool::test {
namespace {

TEST(HugePages, FilesOfAllSizesAreCopied) {
  for (size_t bytes : {0, 1, (2 << 20) - 1, 2 << 20, (6 << 20) + 3}) {
    Folder folder;
    std::string text(bytes, '\0');
    for (size_t i = 0; i < bytes; ++i)
      text[i] = char(i * i >> 5);
    write(folder / "from", text);
    auto staging = StagingFolder::create(folder / "out");
    ASSERT_TRUE(bool(staging));
    int from = open((folder / "from").c_str(), O_RDONLY);
    llvm::Error error = staging->receive("to", from);
    close(from);
    ASSERT_FALSE(error);
    ASSERT_FALSE(staging->commit());
    EXPECT_TRUE(read(folder / "out/to") == text) << bytes << " bytes";
    EXPECT_EQ(access((folder / "out/to").c_str(), X_OK), 0);
  }
}

TEST(HugePages, AreReadToTheEndThoughTheDiskIsFull) {
  Folder folder;
  write(folder / "from", std::string(5 << 20, 'x'));
  int from = open((folder / "from").c_str(), O_RDONLY);
  std::error_code code;
  llvm::raw_fd_ostream full("/dev/full", code);
  ASSERT_FALSE(code);
  EXPECT_FALSE(copyInHugePages(from, full));
  EXPECT_EQ(full.error(), std::errc::no_space_on_device);
  full.clear_error();
  EXPECT_EQ(lseek(from, 0, SEEK_CUR), 5 << 20);
  close(from);
}

TEST(HugePages, ErrorsNameTheDestination) {
  Folder folder;
  auto staging = StagingFolder::create(folder / "out");
  ASSERT_TRUE(bool(staging));
  EXPECT_EQ(toString(staging->receive("to", -1)),
            "cannot write '" + (folder / "out/to") + "': Bad file descriptor");
  EXPECT_EQ(toString(staging->receive("none/to", 0)),
            "cannot write '" + (folder / "out/none/to") + "': No such file or directory");
}

} // namespace
} // namespace unspool::test
