//===- SnapshotTest.cpp - what changed, in words --------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/TemporaryFolder.h"
#include "tools/regression/InstructionCount.h"
#include "tools/regression/References.h"
#include "tools/regression/SnapshotChanges.h"

#include "mlir/IR/Builders.h"

#include <cmath>
#include <cstring>
#include <gtest/gtest.h>
#include <limits>

using namespace unspool;

namespace {

Snapshot sample() {
  Snapshot snapshot;
  snapshot.model = "m";
  snapshot.target = "x86-64-linux-avx2";
  snapshot.texts["import.mlir"] = "%0 = nn.conv %a, %b : t\n%1 = nn.relu %0 : t\n";
  snapshot.texts["simplify.mlir"] = snapshot.texts["import.mlir"];
  KernelRecord &kernel = snapshot.kernels["conv_3"];
  kernel.kind = "conv";
  kernel.parameters = {"tiled", {{"pixels", 14}, {"vectors", 2}}};
  kernel.layers = "stem";
  kernel.code.instructions = 200;
  kernel.code.bytes = 1000;
  kernel.code.histogram = {{"vfmadd231ps", 150}, {"vmovups", 50}};
  snapshot.outputs.push_back({"test_data_set_0 scores", "f32[1x10]", "aa", 3});
  snapshot.executed = 10000;
  snapshot.counter = "valgrind";
  return snapshot;
}

std::vector<std::string> textsOf(const SnapshotChanges &found) {
  std::vector<std::string> texts;
  for (const Change &change : found.changes)
    texts.push_back(std::string(spelling(change.kind)) + ": " + change.text);
  return texts;
}

using Texts = std::vector<std::string>;

TEST(SnapshotChanges, NothingChanged) {
  SnapshotChanges found = compareSnapshots(sample(), sample());
  EXPECT_TRUE(found.changes.empty());
  EXPECT_EQ(found.notes, Texts{"output bits unchanged"});
}

TEST(SnapshotChanges, AScheduleIsExplainedByItsParameters) {
  Snapshot after = sample();
  KernelRecord &kernel = after.kernels["conv_3"];
  kernel.parameters.parameters["pixels"] = 12;
  kernel.loops = "other";
  kernel.code.instructions = 212;
  kernel.code.histogram["vmovups"] = 62;
  after.executed = 10500;
  SnapshotChanges found = compareSnapshots(sample(), after);
  EXPECT_EQ(textsOf(found),
            (Texts{"code: kernel conv_3 (stem): pixels 14 became 12; other loops; instructions 200 "
                   "became 212 (+6.0 %); 12 more vmovups",
                   "speed: instructions of a run 10000 became 10500 (+5.0 %)"}));
  EXPECT_EQ(found.notes, Texts{"output bits unchanged"});
}

TEST(SnapshotChanges, OnlyTheFirstPhaseThatDiffersIsExplained) {
  Snapshot after = sample();
  after.texts["simplify.mlir"] = "%7 = nn.conv %a, %b : t\n";
  EXPECT_EQ(textsOf(compareSnapshots(sample(), after)),
            Texts{"code: phase simplify is the first whose module changed: -1 nn.relu (as before: "
                  "import)"});
}

TEST(SnapshotChanges, BitsSayHowFarTheyAreFromTheReference) {
  Snapshot after = sample();
  after.outputs[0].bits = "bb";
  after.outputs[0].ulp = 900;
  EXPECT_EQ(textsOf(compareSnapshots(sample(), after)),
            Texts{"bits: output test_data_set_0 scores: other bits, at most 900 ULP from the "
                  "reference (3 before)"});
}

TEST(SnapshotChanges, WhatCannotBeComparedIsANote) {
  Snapshot after = sample();
  after.outputs.clear();
  after.noOutputs = "this machine cannot run code for x86-64-linux-avx2";
  after.executed = -1;
  after.counter = "valgrind is not installed, and perf is not installed";
  SnapshotChanges found = compareSnapshots(sample(), after);
  EXPECT_TRUE(found.changes.empty());
  EXPECT_EQ(found.notes,
            (Texts{"output bits not compared: this machine cannot run code for x86-64-linux-avx2",
                   "instructions of a run not compared: valgrind is not installed, and perf is not "
                   "installed"}));
}

TEST(SnapshotChanges, OtherConstantsAndNumberingOfValues) {
  EXPECT_EQ(describeModuleChange("%0 = nn.constant {nn.hash = \"aa\"} dense<>\n%1 = nn.relu %0 : t",
                                 "%4 = nn.constant {nn.hash = \"bb\"} dense<>\n%5 = nn.relu %4 : t"),
            "1 new or other constants");
}

double ulp(float left, float right) {
  mlir::MLIRContext context;
  uint8_t bytes[2][4];
  std::memcpy(bytes[0], &left, 4);
  std::memcpy(bytes[1], &right, 4);
  return largestUlp(mlir::Builder(&context).getF32Type(), bytes[0], bytes[1]);
}

TEST(Ulp, CountsTheFloatsBetween) {
  EXPECT_EQ(ulp(1, 1), 0);
  EXPECT_EQ(ulp(1, std::nextafter(1.0f, 2.0f)), 1);
  EXPECT_EQ(ulp(0.0f, -0.0f), 0);
  float smallest = std::numeric_limits<float>::denorm_min();
  EXPECT_EQ(ulp(smallest, -smallest), 2);
  EXPECT_EQ(ulp(NAN, NAN), 0);
  EXPECT_EQ(ulp(NAN, 1), HUGE_VAL);
}

// Valgrind would be at it for ten minutes.
TEST(InstructionCount, LargeCallsAreNotForValgrind) {
  TemporaryFolder folder;
  InstructionCount count = countInstructions({"none.so", "none", 31e9}, {}, folder.path());
  EXPECT_EQ(count.instructions, -1);
  EXPECT_EQ(count.counter.find("valgrind would take minutes for a run of 31 GFLOP, and "), 0u)
      << count.counter;
}

} // namespace
