//===- StateTest.cpp - reset, step, save and load -------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TestKernels.h"

#include "codegen/library/LoadedLibrary.h"
#include "runtime/state.h"

#include <gtest/gtest.h>

#include <cstring>

namespace unspool::test {
namespace {

constexpr size_t kSavedBytes = sizeof(unspool_saved_state) + 4 * sizeof(float);

/// sum = sum + x; last = x: two states, of which `sum` begins at `initial`.
ModelPlan sumPlan(const std::string &name, float initial) {
  ModelPlan plan;
  plan.name = name;
  plan.fingerprint = 7;
  plan.inputs = {{"sum", "sum", floats(3)}, {"x", "x", floats(1)}, {"last", "last", floats(1)}};
  plan.outputs = {{"last_out", "last_out", floats(1)},
                  {"before", "before", floats(1)},
                  {"sum_out", "sum_out", floats(3)}};
  plan.states = {{0, 2, std::vector<uint8_t>(12)}, {2, 0, {}}};
  for (int i = 0; i < 3; ++i)
    std::memcpy(&plan.states[0].initial[4 * i], &initial, sizeof initial);
  plan.kernels = {specOf("step", 3, 3, floats(1))};
  plan.steps = {call(0, {at(Space::Input, 0), at(Space::Input, 1), at(Space::Input, 2)},
                     {at(Space::Output, 0), at(Space::Output, 1), at(Space::Output, 2)})};
  return plan;
}

/// The same with a size, on which nothing depends, and with threads.
ModelPlan sizedPlan() {
  ModelPlan plan = sumPlan("sized_sums", 100);
  plan.dimensions = {{"n", "n", 1, 4}};
  plan.terms = {Term()};
  plan.threads = 2;
  return plan;
}

/// An executor of one thread.
void runInTurn(void *, void (*task)(void *context, int32_t index), void *context, int32_t count) {
  for (int32_t index = 0; index < count; ++index)
    task(context, index);
}

class State : public testing::Test {
protected:
  void SetUp() override { open(sumPlan("sums", 100)); }

  void open(const ModelPlan &plan) {
    ASSERT_TRUE(writeInto(folder, plan, {compileKernel(R"(
        t[3][0] = t[1][0];
        t[4][0] = t[2][0];
        for (int i = 0; i < 3; ++i) t[5][i] = t[0][i] + t[1][0];)", 6)}));
    auto opened = LoadedLibrary::open(folder / ("out/lib" + plan.name + ".so"));
    ASSERT_TRUE(bool(opened)) << toString(opened.takeError());
    library.emplace(std::move(*opened));
  }

  const unspool_model &model() const { return library->model(); }

  /// `before`, or a negative status.
  float step(void *state, float x) {
    const void *inputs[] = {&x};
    float before = 0;
    void *outputs[] = {&before};
    int status = model().step(state, inputs, outputs, workspace);
    return status ? float(-status) : before;
  }

  /// The saved tensors; empty if saving failed.
  std::vector<float> contents(const void *state) {
    std::vector<unsigned char> bytes(kSavedBytes);
    if (model().save(state, bytes.data()) != UNSPOOL_OK)
      return {};
    std::vector<float> values(4);
    std::memcpy(values.data(), bytes.data() + sizeof(unspool_saved_state), 16);
    return values;
  }

  Folder folder;
  std::optional<LoadedLibrary> library;
  alignas(64) unsigned char workspace[256];
  alignas(64) unsigned char first[320] = {}, second[320] = {};
};

TEST_F(State, IsDescribed) {
  EXPECT_EQ(model().state_count, 2);
  EXPECT_EQ(model().state_alignment, 64);
  EXPECT_EQ(model().state_bytes, 320); // a header and two halves of two lines each
  EXPECT_EQ(size_t(model().saved_bytes), kSavedBytes);
  EXPECT_EQ(model().states[0].input, 0);
  EXPECT_EQ(model().states[0].output, 2);
  EXPECT_EQ(model().states[1].input, 2);
  EXPECT_EQ(model().states[1].output, 0);
}

TEST_F(State, IsAbsentFromOtherModels) {
  Scaled scaled = scaledModel("scaled", 2);
  ASSERT_TRUE(writeInto(folder, scaled.plan, scaled.kernels));
  auto opened = LoadedLibrary::open(folder / "out/libscaled.so");
  ASSERT_TRUE(bool(opened));
  EXPECT_EQ(opened->model().state_count, 0);
  EXPECT_EQ(opened->model().states, nullptr);
  EXPECT_EQ(opened->model().step, nullptr);
  EXPECT_EQ(read(folder / "out/scaled.h").find("scaled_state"), std::string::npos);
}

TEST_F(State, BeginsWithTheInitialValuesAndKeepsTheNext) {
  ASSERT_EQ(model().reset(first), UNSPOOL_OK);
  EXPECT_EQ(contents(first), (std::vector<float>{100, 100, 100, 0}));
  EXPECT_EQ(step(first, 1), 0);
  EXPECT_EQ(step(first, 2), 1);
  EXPECT_EQ(step(first, 4), 2);
  EXPECT_EQ(contents(first), (std::vector<float>{107, 107, 107, 4}));
  ASSERT_EQ(model().reset(first), UNSPOOL_OK);
  EXPECT_EQ(contents(first), (std::vector<float>{100, 100, 100, 0}));
}

TEST_F(State, InstancesDoNotMix) {
  model().reset(first);
  model().reset(second);
  for (int i = 0; i < 5; ++i) {
    step(first, 1);
    if (i % 2)
      step(second, 10);
  }
  EXPECT_EQ(contents(first), (std::vector<float>{105, 105, 105, 1}));
  EXPECT_EQ(contents(second), (std::vector<float>{120, 120, 120, 10}));
}

TEST_F(State, IsResumedFromWhereItWasSaved) {
  unsigned char saved[kSavedBytes + 1];
  model().reset(first);
  step(first, 3);
  ASSERT_EQ(model().save(first, saved + 1), UNSPOOL_OK); // of any alignment
  step(first, 5);
  ASSERT_EQ(model().load(second, saved + 1), UNSPOOL_OK); // was never reset
  EXPECT_EQ(step(second, 5), 3);
  EXPECT_EQ(contents(second), contents(first));
}

TEST_F(State, CanBeMovedAsBytes) {
  model().reset(first);
  step(first, 3);
  std::memcpy(second, first, sizeof first);
  EXPECT_EQ(step(second, 1), 3);
  EXPECT_EQ(contents(second), (std::vector<float>{104, 104, 104, 1}));
}

TEST_F(State, WrongArgumentsChangeNothing) {
  EXPECT_EQ(step(first, 1), -UNSPOOL_NO_STATE);
  EXPECT_EQ(model().save(first, second), UNSPOOL_NO_STATE);
  model().reset(first);
  step(first, 1);
  std::vector<float> kept = contents(first);
  float x = 1, before = 9;
  auto call = [&](void *state, const void *input, void *output, void *space) {
    return model().step(state, &input, &output, space);
  };
  EXPECT_EQ(call(nullptr, &x, &before, workspace), UNSPOOL_NULL_ARGUMENT);
  EXPECT_EQ(call(first, nullptr, &before, workspace), UNSPOOL_NULL_ARGUMENT);
  EXPECT_EQ(call(first, &x, nullptr, workspace), UNSPOOL_NULL_ARGUMENT);
  EXPECT_EQ(call(first, &x, &before, nullptr), UNSPOOL_NULL_ARGUMENT);
  EXPECT_EQ(call(first, &x, &before, workspace + 8), UNSPOOL_UNALIGNED_WORKSPACE);
  EXPECT_EQ(call(first + 8, &x, &before, workspace), UNSPOOL_UNALIGNED_STATE);
  EXPECT_EQ(model().reset(nullptr), UNSPOOL_NULL_ARGUMENT);
  EXPECT_EQ(model().reset(first + 8), UNSPOOL_UNALIGNED_STATE);
  EXPECT_EQ(model().save(first, nullptr), UNSPOOL_NULL_ARGUMENT);
  EXPECT_EQ(model().save(nullptr, second), UNSPOOL_NULL_ARGUMENT);
  EXPECT_EQ(model().load(first, nullptr), UNSPOOL_NULL_ARGUMENT);
  EXPECT_EQ(model().load(nullptr, second), UNSPOOL_NULL_ARGUMENT);
  EXPECT_EQ(before, 9);
  EXPECT_EQ(contents(first), kept);
}

/// What is given to functions of sizedPlan() that take arrays.
struct Arrays {
  const int64_t sizes[1] = {1};
  float x = 1, before = 9, last = 9, sum[3] = {9, 9, 9};
  const void *given[1] = {&x}, *inputs[3] = {sum, &x, &last};
  void *results[1] = {&before}, *outputs[3] = {&last, &before, sum};
};

/// A model with sizes and threads has all functions that take arrays.
TEST_F(State, NullArraysChangeNothing) {
  open(sizedPlan());
  ASSERT_LE(size_t(model().workspace_bytes), sizeof workspace);
  model().reset(first);
  std::vector<float> kept = contents(first);
  const unspool_executor executor = {runInTurn, nullptr};
  Arrays arrays;
  for (bool hasInputs : {false, true}) {
    const void *const *in = hasInputs ? arrays.inputs : nullptr;
    const void *const *some = hasInputs ? arrays.given : nullptr;
    void *const *out = hasInputs ? nullptr : arrays.outputs;
    void *const *own = hasInputs ? nullptr : arrays.results;
    EXPECT_EQ(model().run(in, out, workspace), UNSPOOL_NULL_ARGUMENT);
    EXPECT_EQ(model().run_parallel(&executor, in, out, workspace), UNSPOOL_NULL_ARGUMENT);
    EXPECT_EQ(model().step(first, some, own, workspace), UNSPOOL_NULL_ARGUMENT);
    EXPECT_EQ(model().step_parallel(&executor, first, some, own, workspace), UNSPOOL_NULL_ARGUMENT);
    for (const unspool_executor *threads : {(const unspool_executor *)nullptr, &executor}) {
      EXPECT_EQ(model().run_sized(threads, arrays.sizes, in, out, workspace),
                UNSPOOL_NULL_ARGUMENT);
      EXPECT_EQ(model().step_sized(threads, arrays.sizes, first, some, own, workspace),
                UNSPOOL_NULL_ARGUMENT);
    }
  }
  EXPECT_EQ(model().run_sized(nullptr, nullptr, arrays.inputs, arrays.outputs, workspace),
            UNSPOOL_NULL_ARGUMENT);
  EXPECT_EQ(model().step_sized(nullptr, nullptr, first, arrays.given, arrays.results, workspace),
            UNSPOOL_NULL_ARGUMENT);
  EXPECT_EQ(model().reset_sized(nullptr, first), UNSPOOL_NULL_ARGUMENT);
  EXPECT_EQ(arrays.before, 9);
  EXPECT_EQ(contents(first), kept);
  EXPECT_EQ(
      model().step_sized(&executor, arrays.sizes, first, arrays.given, arrays.results, workspace),
      UNSPOOL_OK);
  EXPECT_EQ(arrays.before, 0);
}

/// Although no kernel of it is shared, so that nobody would call it.
TEST_F(State, AnExecutorThatCannotRunChangesNothing) {
  open(sizedPlan());
  model().reset(first);
  std::vector<float> kept = contents(first);
  const unspool_executor idle = {nullptr, nullptr};
  Arrays arrays;
  for (const unspool_executor *executor : {(const unspool_executor *)nullptr, &idle}) {
    EXPECT_EQ(model().run_parallel(executor, arrays.inputs, arrays.outputs, workspace),
              UNSPOOL_NULL_ARGUMENT);
    EXPECT_EQ(model().step_parallel(executor, first, arrays.given, arrays.results, workspace),
              UNSPOOL_NULL_ARGUMENT);
  }
  EXPECT_EQ(model().run_sized(&idle, arrays.sizes, arrays.inputs, arrays.outputs, workspace),
            UNSPOOL_NULL_ARGUMENT);
  EXPECT_EQ(model().step_sized(&idle, arrays.sizes, first, arrays.given, arrays.results, workspace),
            UNSPOOL_NULL_ARGUMENT);
  EXPECT_EQ(arrays.before, 9);
  EXPECT_EQ(contents(first), kept);
}

TEST_F(State, RefusesWhatThisModelDidNotSave) {
  unsigned char good[kSavedBytes];
  model().reset(second);
  step(second, 5);
  model().save(second, good);
  model().reset(first);
  std::vector<float> kept = contents(first);
  auto loadWith = [&](size_t place) {
    std::vector<unsigned char> bad(good, good + kSavedBytes);
    bad[place] ^= 1;
    return model().load(first, bad.data());
  };
  EXPECT_EQ(loadWith(offsetof(unspool_saved_state, magic)), UNSPOOL_NO_SAVED_STATE);
  EXPECT_EQ(loadWith(offsetof(unspool_saved_state, version)), UNSPOOL_NO_SAVED_STATE);
  EXPECT_EQ(loadWith(offsetof(unspool_saved_state, reserved)), UNSPOOL_NO_SAVED_STATE);
  EXPECT_EQ(loadWith(offsetof(unspool_saved_state, reserved) + 3), UNSPOOL_NO_SAVED_STATE);
  EXPECT_EQ(loadWith(offsetof(unspool_saved_state, model)), UNSPOOL_OTHER_MODEL);
  EXPECT_EQ(loadWith(offsetof(unspool_saved_state, bytes)), UNSPOOL_NO_SAVED_STATE);
  EXPECT_EQ(loadWith(offsetof(unspool_saved_state, checksum)), UNSPOOL_NO_SAVED_STATE);
  EXPECT_EQ(loadWith(kSavedBytes - 1), UNSPOOL_NO_SAVED_STATE);
  EXPECT_EQ(contents(first), kept);
  EXPECT_EQ(std::memcmp(good, "UNSPOOLS", 8), 0);

  ModelPlan other = sumPlan("others", 100);
  other.fingerprint = 8; // other weights
  open(other);
  EXPECT_EQ(model().load(first, good), UNSPOOL_OTHER_MODEL);
}

/// Behind the tensors of a smaller state are zeros.
TEST_F(State, RefusesWhatIsNotZeroBehindASmallerOne) {
  ModelPlan plan = sizedPlan();
  plan.inputs[0].type.shape = plan.outputs[2].type.shape = {4};
  plan.inputs[0].type.terms = plan.outputs[2].type.terms = {0};
  plan.states[0].initial.resize(4 * sizeof(float));
  open(plan);
  const int64_t sizes[] = {2};
  ASSERT_EQ(model().reset_sized(sizes, first), UNSPOOL_OK);
  std::vector<unsigned char> saved(model().saved_bytes);
  ASSERT_EQ(model().save(first, saved.data()), UNSPOOL_OK);
  EXPECT_EQ(model().load(second, saved.data()), UNSPOOL_OK);
  size_t used = sizeof(unspool_saved_state) + sizeof sizes + 3 * sizeof(float);
  ASSERT_EQ(saved.size(), used + 2 * sizeof(float));
  for (size_t place : {used, saved.size() - 1}) {
    std::vector<unsigned char> bad = saved;
    bad[place] = 1;
    EXPECT_EQ(model().load(second, bad.data()), UNSPOOL_NO_SAVED_STATE) << place;
  }
}

TEST_F(State, HasATypeAndFunctionsInTheHeader) {
  write(folder / "main.c", R"(#include "sums.h"
static union { UNSPOOL_ALIGNED(SUMS_ALIGN) unsigned char bytes[SUMS_WORKSPACE_BYTES]; } space;
static sums_state streams[2];
int main(void) {
  float x = 1, before = -1;
  unsigned char saved[SUMS_SAVED_BYTES];
  if (sums_reset(&streams[0]) || sums_step(&streams[0], &x, &before, space.bytes)) return 1;
  if (before != 0 || sums_save(&streams[0], saved) || sums_load(&streams[1], saved)) return 2;
  if (sums_step(&streams[1], &x, &before, space.bytes) || before != 1) return 3;
  return sizeof(sums_state) == (size_t)sums_describe()->state_bytes ? 0 : 4;
}
)");
  const std::string strict = " -Wall -Wextra -pedantic -Werror -include stddef.h -Iout ";
  std::string said;
  auto inFolder = [&](const std::string &command) {
    return shell("cd " + folder.path() + " && " + command + " && ./main", &said);
  };
  EXPECT_EQ(inFolder(TEST_CC " -std=c11" + strict + "main.c out/libsums.a -o main"), 0) << said;
  EXPECT_EQ(inFolder(TEST_CXX " -x c++ -std=c++17" + strict +
                     "main.c -x none out/libsums.a -o main"), 0) << said;
  said.clear();
  shell(TEST_NM " -D --defined-only --format=just-symbols " + (folder / "out/libsums.so"), &said);
  EXPECT_EQ(said, "sums_describe\nsums_load\nsums_reset\nsums_run\nsums_save\nsums_step\n");
}

} // namespace
} // namespace unspool::test
