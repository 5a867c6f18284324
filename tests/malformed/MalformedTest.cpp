//===- MalformedTest.cpp - unspool compile on models that are wrong -------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Whatever is wrong with a model: the message says what and where, the exit code is 2,
// and nothing is written.
//
//===----------------------------------------------------------------------===//

#include "tests/malformed/Fault.h"

#include "llvm/Support/Program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

using namespace unspool::malformed;
using testing::HasSubstr;

namespace {

class Malformed : public testing::TestWithParam<Fault> {};

TEST_P(Malformed, IsRefused) {
  const Fault &fault = GetParam();
  Folder folder = Folder(testing::TempDir()) / ("malformed-" + fault.name);
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder / "model");
  std::string model = fault.write(folder / "model").string();
  std::string output = (folder / "out").string(), said = (folder / "said").string();

  std::vector<llvm::StringRef> command = {UNSPOOL, "compile", model, "-o", output};
  command.insert(command.end(), fault.flags.begin(), fault.flags.end());
  std::string problem;
  std::optional<llvm::StringRef> redirects[] = {llvm::StringRef(), llvm::StringRef(said),
                                                llvm::StringRef(said)};
  constexpr unsigned kSeconds = 300, kMegabytes = 4096;
  int code = llvm::sys::ExecuteAndWait(UNSPOOL, command, std::nullopt, redirects, kSeconds,
                                       kMegabytes, &problem);
  std::ifstream file(said);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  EXPECT_EQ(code, 2) << problem << text;
  for (const std::string &part : fault.expected)
    EXPECT_THAT(text, HasSubstr(part));
  EXPECT_FALSE(std::filesystem::exists(output)) << "something was written";
  std::filesystem::remove_all(folder);
}

INSTANTIATE_TEST_SUITE_P(Faults, Malformed, testing::ValuesIn(allFaults()),
                         [](const auto &info) { return info.param.name; });

} // namespace
