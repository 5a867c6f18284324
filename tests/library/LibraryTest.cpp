//===- LibraryTest.cpp - what is written, and what is not -----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TestKernels.h"

#include "codegen/library/LoadedLibrary.h"

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

namespace unspool::test {
namespace {

std::string errorOf(const ModelPlan &plan, const std::vector<KernelObject> &kernels,
                    const std::string &directory, const std::string &target = "host") {
  LibraryOptions options;
  options.directory = directory;
  options.target = target;
  auto report = writeLibrary(plan, kernels, options);
  return report ? "" : toString(report.takeError());
}

/// All files below, hidden ones too.
std::string listing(const std::string &folder) {
  std::string names;
  shell("cd " + folder + " && find . -type f | LC_ALL=C sort | tr '\\n' ' '", &names);
  return names;
}

TEST(Library, WritesWhatIsAskedFor) {
  Scaled scaled = scaledModel("digits", 2);
  scaled.kernels[0].stmt = "loops";
  scaled.kernels[0].assembly = "instructions";
  Folder all, some;
  ASSERT_TRUE(writeInto(all, scaled.plan, scaled.kernels,
                        {"static", "shared", "header", "obj", "llvm", "stmt", "asm"}));
  EXPECT_EQ(listing(all / "out"),
            "./digits.h ./digits.json ./digits.ll ./digits.o ./digits.s ./digits.scale.o "
            "./digits.scale.s ./digits.scale.stmt ./digits.weights_0.o ./digitsConfig.cmake "
            "./digitsConfigVersion.cmake ./libdigits.a ./libdigits.so ");
  EXPECT_NE(read(all / "out/digits.ll").find("@digits_run"), std::string::npos);
  EXPECT_NE(read(all / "out/digits.s").find("digits_run"), std::string::npos);
  ASSERT_TRUE(writeInto(some, scaled.plan, scaled.kernels, {"header"}));
  EXPECT_EQ(listing(some / "out"), "./digits.h ./digits.json ");
}

TEST(Library, EqualInputsMakeEqualBytes) {
  Scaled scaled = scaledModel("digits", 2);
  Folder first, second;
  std::set<std::string> emit = {"static", "shared", "header", "obj", "llvm", "asm"};
  ASSERT_TRUE(writeInto(first, scaled.plan, scaled.kernels, emit));
  // Another process, another folder.
  pid_t child = fork();
  if (child == 0)
    _exit(writeInto(second, scaled.plan, scaled.kernels, emit) ? 0 : 1);
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_EQ(status, 0);
  std::string said;
  EXPECT_EQ(shell("diff -r " + (first / "out") + " " + (second / "out"), &said), 0) << said;
}

TEST(Library, LeavesOtherFilesAlone) {
  Scaled scaled = scaledModel("digits", 2);
  Folder folder;
  shell("mkdir " + (folder / "out"));
  write(folder / "out/notes.txt", "mine");
  write(folder / "out/digits.h", "old");
  ASSERT_TRUE(writeInto(folder, scaled.plan, scaled.kernels, {"header"}));
  EXPECT_EQ(read(folder / "out/notes.txt"), "mine");
  EXPECT_NE(read(folder / "out/digits.h"), "old");
}

TEST(Library, FailureLeavesNothing) {
  Scaled scaled = scaledModel("digits", 2);
  scaled.kernels[0] = compileKernel("extern float expf(float); t[2][0] = expf(t[0][0]);", 3);
  Folder folder;
  EXPECT_EQ(errorOf(scaled.plan, scaled.kernels, folder / "out"),
            "kernel scale: the object needs 'expf', which no generated library may need");
  scaled.kernels[0] = compileKernel("", 3, 0, "something_else");
  EXPECT_EQ(errorOf(scaled.plan, scaled.kernels, folder / "out"),
            "kernel scale: the object defines 0 functions of that name when it should be 1");
  EXPECT_EQ(listing(folder.path()), "");
  std::string left;
  shell("ls -A " + folder.path(), &left);
  EXPECT_EQ(left, "");
}

TEST(Library, ErrorsNameThePath) {
  Scaled scaled = scaledModel("digits", 2);
  Folder folder;
  write(folder / "file", "");
  EXPECT_EQ(errorOf(scaled.plan, scaled.kernels, folder / "file"),
            "cannot write into '" + (folder / "file") + "': Not a directory");
  EXPECT_EQ(errorOf(scaled.plan, scaled.kernels, folder / "file/out"),
            "cannot write into '" + (folder / "file/out") + "': Not a directory");
  shell("mkdir -p " + (folder / "out/digits.h"));
  EXPECT_EQ(errorOf(scaled.plan, scaled.kernels, folder / "out"),
            "cannot write '" + (folder / "out/digits.h") + "': Is a directory");
  EXPECT_EQ(listing(folder / "out"), "");
}

TEST(Library, PathsMayContainAnything) {
  Scaled scaled = scaledModel("digits", 2);
  Folder folder;
  EXPECT_EQ(errorOf(scaled.plan, scaled.kernels, folder / "100 %% é/a b/"), "");
  EXPECT_EQ(listing(folder.path()),
            "./100 %% é/a b/digits.h ./100 %% é/a b/digits.json ./100 %% é/a b/digitsConfig.cmake "
            "./100 %% é/a b/digitsConfigVersion.cmake ./100 %% é/a b/libdigits.a "
            "./100 %% é/a b/libdigits.so ");
}

TEST(Library, NamesAKernelsOwnSymbolOrTheCommonOne) {
  Scaled scaled = scaledModel("digits", 2);
  scaled.kernels[0] = compileKernel("", 3, 0, "scale");
  Folder folder;
  EXPECT_TRUE(writeInto(folder, scaled.plan, scaled.kernels));
}

/// What a kernel that prefetches, and stores an integer that looks like it, is made of.
std::string prefetchesOf(std::map<std::string, int64_t> parameters) {
  Scaled scaled = scaledModel("digits", 2);
  scaled.plan.kernels[0].schedule = {"tiled", std::move(parameters)};
  scaled.kernels = {compileKernel("__builtin_prefetch(t[0] + 1000, 0, 0);\n"
                                  "  *(volatile int *)t[2] = 0x0007180f;", 3)};
  Folder folder;
  EXPECT_TRUE(writeInto(folder, scaled.plan, scaled.kernels, {"shared"}));
  std::string code;
  shell(TEST_OBJDUMP " -d --no-show-raw-insn " + folder / "out/libdigits.so" +
            " | grep -o 'prefetch[a-z0-9]*\\|$0x7180f'", &code);
  return code;
}

#ifdef __x86_64__ // others have no such hint in their requests
TEST(Library, PrefetchedWeightsStayForTheNextTiles) {
  EXPECT_EQ(prefetchesOf({{"prefetch", 1}}), "prefetcht1\n$0x7180f\n");
  EXPECT_EQ(prefetchesOf({}), "prefetchnta\n$0x7180f\n");
}
#endif

TEST(Library, RefusesTargetsItDoesNotKnow) {
  Scaled scaled = scaledModel("digits", 2);
  Folder folder;
  EXPECT_EQ(errorOf(scaled.plan, scaled.kernels, folder / "out", "x86-32-windows"),
            "target 'x86-32-windows' is not supported; x86-64-linux, arm-64-linux and features of "
            "theirs, and host if it is one of them, are");
}

TEST(Library, HeaderSurvivesStrangeNames) {
  Scaled scaled = scaledModel("digits", 2);
  scaled.plan.inputs[0].name = "*/ #error \\\n /* \xff ?\?/";
  scaled.plan.outputs[0].identifier = "workspace";
  Folder folder;
  ASSERT_TRUE(writeInto(folder, scaled.plan, scaled.kernels));
  std::string said;
  EXPECT_EQ(shell("cd " + folder.path() + " && " TEST_CLANG " -std=c11 -Wall -Wextra -pedantic "
                  "-Werror -fsyntax-only -x c out/digits.h", &said), 0) << said;
}

TEST(LoadedLibrary, RefusesWhatIsNoLibrary) {
  Folder folder;
  write(folder / "libnone.so", "text");
  auto text = LoadedLibrary::open(folder / "libnone.so");
  ASSERT_FALSE(bool(text));
  EXPECT_NE(toString(text.takeError()).find("cannot load '" + (folder / "libnone.so") + "'"),
            std::string::npos);
  auto missing = LoadedLibrary::open(folder / "missing.so");
  ASSERT_FALSE(bool(missing));
  EXPECT_EQ(toString(missing.takeError()),
            "cannot load '" + (folder / "missing.so") + "': No such file or directory");
}

} // namespace
} // namespace unspool::test
