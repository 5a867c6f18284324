//===- LinkTest.cpp - generated libraries in programs ---------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TestKernels.h"

#include <gtest/gtest.h>

namespace unspool::test {
namespace {

/// Two models that differ in their numbers but not in their kernels' symbols.
class TwoModels : public testing::Test {
protected:
  void SetUp() override {
    for (auto [name, factor] : {std::pair("twice", 2.0f), std::pair("thrice", 3.0f)}) {
      Scaled scaled = scaledModel(name, factor);
      ASSERT_TRUE(writeInto(folder, scaled.plan, scaled.kernels));
    }
    write(folder / "main.c", R"(#include "twice.h"
#include "thrice.h"
static union { uint64_t align[TWICE_ALIGN]; unsigned char bytes[TWICE_WORKSPACE_BYTES]; } space;
int main(void) {
  float image[TWICE_IMAGE_ELEMENTS] = {1, 2, 3, 4};
  float scores[THRICE_SCORES_ELEMENTS];
  const int64_t shape[TWICE_IMAGE_RANK] = TWICE_IMAGE_SHAPE;
  void *memory = (void *)(((uintptr_t)space.bytes + TWICE_ALIGN) / TWICE_ALIGN * TWICE_ALIGN);
  if (shape[1] != 4 || twice_run(image, scores, memory) || scores[3] != 12) return 1;
  if (thrice_run(image, scores, memory) || scores[3] != 16) return 2;
  if (twice_run(0, scores, memory) != UNSPOOL_NULL_ARGUMENT) return 3;
  return thrice_describe()->input_count - 1;
}
)");
  }
  int inFolder(const std::string &command) {
    said.clear();
    return shell("cd " + folder.path() + " && " + command, &said);
  }
  Folder folder;
  std::string said;
};

const std::string kStrict = " -Wall -Wextra -pedantic -Werror -Iout ";

TEST_F(TwoModels, LinkStaticallyIntoOneProgram) {
  EXPECT_EQ(inFolder(TEST_CC " -std=c11" + kStrict +
                     "main.c out/libtwice.a out/libthrice.a -o main && ./main"), 0) << said;
  EXPECT_EQ(said, ""); // not a warning from the linker
}

TEST_F(TwoModels, LinkSharedIntoOneProgram) {
  EXPECT_EQ(inFolder(TEST_CC " -std=c11" + kStrict +
                     "main.c -Lout -ltwice -lthrice -Wl,-rpath,out -o main && ./main"), 0) << said;
}

TEST_F(TwoModels, HeadersAreCxxToo) {
  EXPECT_EQ(inFolder(TEST_CXX " -x c++ -std=c++17" + kStrict +
                     "main.c -x none out/libtwice.a out/libthrice.a -o main && ./main"), 0) << said;
}

TEST_F(TwoModels, ExportOnlyThePublicFunctions) {
  EXPECT_EQ(inFolder(TEST_NM " -D --defined-only --format=just-symbols out/libtwice.so"), 0);
  EXPECT_EQ(said, "twice_describe\ntwice_run\n");
  EXPECT_EQ(inFolder(TEST_NM " -D --undefined-only out/libtwice.so"), 0);
  EXPECT_EQ(said, "");
  EXPECT_EQ(inFolder("ldd out/libtwice.so | grep -v 'statically linked'"), 1);
  EXPECT_EQ(said, "");
}

TEST_F(TwoModels, AreFoundByCMake) {
  write(folder / "CMakeLists.txt", R"(cmake_minimum_required(VERSION 3.10)
project(user C)
find_package(twice 0.1 REQUIRED)
find_package(thrice REQUIRED)
add_executable(main main.c)
target_link_libraries(main twice::twice thrice::thrice_shared)
)");
  EXPECT_EQ(inFolder(TEST_CMAKE " -S . -B build -DCMAKE_PREFIX_PATH=$PWD/out "
                                "-DCMAKE_C_COMPILER=" TEST_CC " && " TEST_CMAKE
                                " --build build && build/main"), 0) << said;
}

} // namespace
} // namespace unspool::test
