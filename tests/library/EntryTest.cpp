//===- EntryTest.cpp - the steps of <name>_run ----------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TestKernels.h"

#include "codegen/library/LoadedLibrary.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstring>
#include <limits>
#include <thread>

namespace unspool::test {
namespace {

/// Compiles, loads, and calls through the description.
struct Loaded {
  Loaded(const ModelPlan &plan, const std::vector<KernelObject> &kernels) {
    if (!writeInto(folder, plan, kernels, {"shared"}))
      return;
    auto opened = LoadedLibrary::open(folder / ("out/lib" + plan.name + ".so"));
    if (!opened) {
      ADD_FAILURE() << toString(opened.takeError());
      return;
    }
    library.emplace(std::move(*opened));
    workspace = aligned_alloc(4096, (model().workspace_bytes + 4095) / 4096 * 4096);
  }
  ~Loaded() { free(workspace); }
  const unspool_model &model() const { return library->model(); }
  int run(const float *in, float *out) {
    const void *inputs[] = {in};
    void *outputs[] = {out};
    return model().run(inputs, outputs, workspace);
  }

  Folder folder;
  std::optional<LoadedLibrary> library;
  void *workspace = nullptr;
};

TEST(Entry, RunsACall) {
  Scaled scaled = scaledModel("scaled", 2);
  Loaded loaded(scaled.plan, scaled.kernels);
  ASSERT_TRUE(loaded.library);
  float in[4] = {1, 10, 100, 1000}, out[4] = {};
  EXPECT_EQ(loaded.run(in, out), UNSPOOL_OK);
  EXPECT_EQ(std::vector<float>(out, out + 4), (std::vector<float>{3, 22, 203, 2004}));
}

TEST(Entry, DescribesTheModel) {
  Scaled scaled = scaledModel("scaled", 2);
  Loaded loaded(scaled.plan, scaled.kernels);
  ASSERT_TRUE(loaded.library);
  const unspool_model &model = loaded.model();
  EXPECT_STREQ(model.name, "scaled");
  EXPECT_STREQ(model.producer, "unspool " UNSPOOL_VERSION);
  EXPECT_EQ(model.input_count, 1);
  EXPECT_EQ(model.output_count, 1);
  EXPECT_EQ(model.workspace_bytes, 1);
  EXPECT_EQ(model.workspace_alignment, 64);
  EXPECT_EQ(model.constant_bytes, 16);
  EXPECT_STREQ(model.inputs[0].name, "the input");
  EXPECT_EQ(model.inputs[0].element_type, UNSPOOL_F32);
  EXPECT_EQ(model.inputs[0].rank, 2);
  EXPECT_EQ(model.inputs[0].shape[0], 1);
  EXPECT_EQ(model.inputs[0].shape[1], 4);
  EXPECT_EQ(model.inputs[0].bytes, 16);
  EXPECT_STREQ(model.outputs[0].name, "scores");
}

TEST(Entry, RefusesBadArgumentsAndWritesNothing) {
  Scaled scaled = scaledModel("scaled", 2);
  Loaded loaded(scaled.plan, scaled.kernels);
  ASSERT_TRUE(loaded.library);
  float in[4] = {1, 2, 3, 4}, out[4] = {7, 7, 7, 7};
  auto run = [&](const void *input, void *output, void *workspace) {
    return loaded.model().run(&input, &output, workspace);
  };
  EXPECT_EQ(run(nullptr, out, loaded.workspace), UNSPOOL_NULL_ARGUMENT);
  EXPECT_EQ(run(in, nullptr, loaded.workspace), UNSPOOL_NULL_ARGUMENT);
  EXPECT_EQ(run(in, out, nullptr), UNSPOOL_NULL_ARGUMENT);
  EXPECT_EQ(run(in, out, static_cast<char *>(loaded.workspace) + 8), UNSPOOL_UNALIGNED_WORKSPACE);
  EXPECT_EQ(std::vector<float>(out, out + 4), (std::vector<float>{7, 7, 7, 7}));
}

TEST(Entry, RefusesNullArraysAndWritesNothing) {
  Scaled scaled = scaledModel("scaled", 2);
  Loaded loaded(scaled.plan, scaled.kernels);
  ASSERT_TRUE(loaded.library);
  float in[4] = {1, 2, 3, 4}, out[4] = {7, 7, 7, 7};
  const void *inputs[] = {in};
  void *outputs[] = {out};
  EXPECT_EQ(loaded.model().run(nullptr, outputs, loaded.workspace), UNSPOOL_NULL_ARGUMENT);
  EXPECT_EQ(loaded.model().run(inputs, nullptr, loaded.workspace), UNSPOOL_NULL_ARGUMENT);
  EXPECT_EQ(std::vector<float>(out, out + 4), (std::vector<float>{7, 7, 7, 7}));
}

/// Nothing is read of it.
TEST(Entry, AnArrayOfNoInputsMayBeNull) {
  ModelPlan plan;
  plan.name = "constant";
  plan.outputs = {{"y", "y", floats(1)}};
  plan.kernels = {specOf("five", 0, 1, floats(1))};
  plan.steps = {call(0, {}, {at(Space::Output)})};
  Loaded loaded(plan, {compileKernel("t[0][0] = 5;", 1)});
  ASSERT_TRUE(loaded.library);
  float out = 0;
  void *outputs[] = {&out};
  EXPECT_EQ(loaded.model().run(nullptr, outputs, loaded.workspace), UNSPOOL_OK);
  EXPECT_EQ(out, 5);
}

TEST(Entry, RefusesValuesOutsideTheirRange) {
  auto check = [](ElementType element, auto number) {
    using Number = decltype(number);
    Scaled scaled = scaledModel("scaled", 2);
    scaled.plan.inputs.push_back({"lengths", "lengths", {element, {3}}, Range{0, 7}});
    Loaded loaded(scaled.plan, scaled.kernels);
    ASSERT_TRUE(loaded.library);
    float in[4] = {1, 2, 3, 4}, out[4] = {5, 5, 5, 5};
    auto run = [&](Number first, Number second, Number third) {
      Number lengths[] = {first, second, third};
      const void *inputs[] = {in, lengths};
      void *outputs[] = {out};
      return loaded.model().run(inputs, outputs, loaded.workspace);
    };
    for (Number bad : {Number(-1), Number(8), std::numeric_limits<Number>::max()}) {
      EXPECT_EQ(run(bad, 0, 0), UNSPOOL_VALUE_OUT_OF_RANGE);
      EXPECT_EQ(run(0, bad, 0), UNSPOOL_VALUE_OUT_OF_RANGE);
      EXPECT_EQ(run(0, 0, bad), UNSPOOL_VALUE_OUT_OF_RANGE);
      EXPECT_EQ(out[0], 5) << "nothing is written";
    }
    EXPECT_EQ(run(0, 7, 3), UNSPOOL_OK);
    EXPECT_NE(out[0], 5);
  };
  check(ElementType::I32, int32_t());
  check(ElementType::I64, int64_t());
  check(ElementType::U8, uint8_t());
}

/// state = state + in[i]; out[i] = state: the state lies in two places in turn.
TEST(Entry, LoopsOverSlicesWithAFlippingState) {
  for (int trips : {1, 2, 5, 8})
    for (int first : {0, 1}) {
      ModelPlan plan;
      plan.name = "running_sum";
      plan.inputs = {{"x", "x", floats(trips)}};
      plan.outputs = {{"y", "y", floats(trips)}};
      plan.arenaBytes = 192;
      plan.kernels = {specOf("zero", 0, 1, floats(1)), specOf("add", 2, 2, floats(1))};
      Slot x = at(Space::Input), y = at(Space::Output), from = at(Space::Arena), to = from;
      x.stride = y.stride = 4;
      from.flip = to.flip = 64;
      from.phase = first;
      to.phase = 1 - first;
      Slot copied = at(Space::Arena, 0, 128);
      // Through a copy, so that a copy in a loop is seen too.
      Step copy;
      copy.kind = Step::Kind::Copy;
      copy.bytes = 4;
      copy.operands = {x};
      copy.results = {copied};
      Step loop;
      loop.kind = Step::Kind::Loop;
      loop.trips = trips;
      loop.body = {copy, call(1, {from, copied}, {to, y})};
      // The state that the first iteration reads is flipped if phase is 1.
      plan.steps = {call(0, {}, {at(Space::Arena, 0, 64 * first)}), loop};
      Loaded loaded(plan, {compileKernel("t[0][0] = 0;", 1),
                           compileKernel("t[2][0] = t[3][0] = t[0][0] + t[1][0];", 4)});
      ASSERT_TRUE(loaded.library);
      std::vector<float> in, out(trips), expected;
      float sum = 0;
      for (int i = 0; i < trips; ++i) {
        in.push_back(float(i * i + 1));
        expected.push_back(sum += in.back());
      }
      EXPECT_EQ(loaded.run(in.data(), out.data()), UNSPOOL_OK);
      EXPECT_EQ(out, expected) << trips << " trips, phase " << first;
    }
}

/// Calls before, in and after a loop see their own pointers although they share
/// descriptors.
TEST(Entry, DescriptorsAreNeverStale) {
  ModelPlan plan;
  plan.name = "chain";
  plan.inputs = {{"x", "x", floats(1)}};
  plan.outputs = {{"y", "y", floats(1)}};
  plan.arenaBytes = 128;
  plan.kernels = {specOf("increment", 1, 1, floats(1))};
  Slot a = at(Space::Arena), b = at(Space::Arena, 0, 64);
  Step loop;
  loop.kind = Step::Kind::Loop;
  loop.trips = 3;
  loop.body = {call(0, {a}, {b}), call(0, {b}, {a})};
  plan.steps = {call(0, {at(Space::Input)}, {a}), call(0, {a}, {b}), call(0, {a}, {b}),
                call(0, {b}, {a}),               loop,              call(0, {b}, {a}),
                call(0, {a}, {at(Space::Output)})};
  Loaded loaded(plan, {compileKernel("t[1][0] = t[0][0] + 1;", 2)});
  ASSERT_TRUE(loaded.library);
  float in = 0, out = 0;
  EXPECT_EQ(loaded.run(&in, &out), UNSPOOL_OK);
  // 3 before the loop; 6 in it, b being one behind a; b + 2 after it.
  EXPECT_EQ(out, 10);
}

/// A loop in each of three branches, whose sums a call behind the wave reads. Alone, the
/// branches take turns with one piece of scratch; in tasks, each task has its own.
TEST(Entry, RunsTheBranchesOfAWave) {
  ModelPlan plan;
  plan.name = "wavy";
  plan.threads = 3;
  plan.inputs = {{"x", "x", floats(1)}};
  plan.outputs = {{"y", "y", floats(6)}};
  plan.arenaBytes = 3 * 64;
  plan.kernels = {specOf("first", 1, 1, floats(1)), specOf("grow", 1, 1, floats(1)),
                  specOf("total", 4, 1, floats(1))};
  Step wave;
  wave.kind = Step::Kind::Wave;
  for (int branch = 0; branch < 3; ++branch) {
    Slot sum = at(Space::Arena, 0, 64 * branch);
    Step loop;
    loop.kind = Step::Kind::Loop;
    loop.trips = 10 * (branch + 1);
    loop.body = {call(1, {sum}, {at(Space::Output, 0, 4 * (branch + 1))})};
    Step steps;
    steps.kind = Step::Kind::Branch;
    steps.body = {call(0, {at(Space::Input)}, {sum}), loop};
    wave.body.push_back(steps);
  }
  Slot sums[] = {at(Space::Arena), at(Space::Arena, 0, 64), at(Space::Arena, 0, 128)};
  plan.steps = {wave, call(2, {at(Space::Input), sums[0], sums[1], sums[2]}, {at(Space::Output)})};
  // "grow" says where its scratch is.
  Loaded loaded(plan, {compileKernel("t[1][0] = t[0][0];", 2),
                       compileKernel(R"(
                         float *own = halide_malloc(context, 4);
                         *own = t[0][0] + 1;
                         t[0][0] = *own;
                         t[1][0] = (unsigned long)own % (1 << 24);
                         halide_free(context, own);)",
                                     2, 128),
                       compileKernel("t[4][0] = t[0][0] + t[1][0] + t[2][0] + t[3][0];", 5)});
  ASSERT_TRUE(loaded.library);
  float in = 5, out[6] = {};
  EXPECT_EQ(loaded.run(&in, out), UNSPOOL_OK);
  EXPECT_EQ(out[0], 5 + 3 * 5 + 10 + 20 + 30);
  EXPECT_EQ(out[1], out[2]);
  EXPECT_EQ(out[1], out[3]);

  struct Pool {
    static void run(void *, void (*task)(void *context, int32_t index), void *context,
                    int32_t count) {
      std::vector<std::thread> threads;
      for (int32_t index = count; index-- > 0;)
        threads.emplace_back(task, context, index);
      for (std::thread &thread : threads)
        thread.join();
    }
  };
  const unspool_executor executor = {Pool::run, nullptr};
  const void *inputs[] = {&in};
  const unspool_executor idle = {nullptr, nullptr};
  void *untouched[] = {out};
  EXPECT_EQ(loaded.model().run_parallel(&idle, inputs, untouched, loaded.workspace),
            UNSPOOL_NULL_ARGUMENT);
  for (int repetition = 0; repetition < 100; ++repetition) {
    float together[6] = {};
    void *outputs[] = {together};
    EXPECT_EQ(loaded.model().run_parallel(&executor, inputs, outputs, loaded.workspace),
              UNSPOOL_OK);
    ASSERT_EQ(together[0], out[0]);
  }
  EXPECT_GE(loaded.model().workspace_bytes, 3 * 64 + 128 + 3 * 128);
}

TEST(Entry, GivesKernelsScratchInTheWorkspace) {
  ModelPlan plan;
  plan.name = "scratchy";
  plan.inputs = {{"x", "x", floats(1)}};
  plan.outputs = {{"y", "y", floats(1)}};
  plan.arenaBytes = 64;
  plan.kernels = {specOf("early_free", 1, 1, floats(1))};
  plan.steps = {call(0, {at(Space::Input)}, {at(Space::Output)})};
  // a is freed while b lives: c must not overlap b, whatever the order.
  Loaded loaded(plan, {compileKernel(R"(
      float volatile *a = halide_malloc(context, 100), *b = halide_malloc(context, 4), *c;
      int good = (unsigned long)a % 128 == 0 && (unsigned long)b % 128 == 0;
      b[0] = 5;
      halide_free(context, (void *)a);
      c = halide_malloc(context, 4);
      c[0] = 9;
      good = good && b[0] == 5;
      halide_free(context, (void *)c);
      halide_free(context, (void *)b);
      for (int i = 0; i < 1000; ++i) { /* loops reuse */
        float volatile *d = halide_malloc(context, 128);
        good = good && d == a;
        halide_free(context, (void *)d);
      }
      void *many[40];
      for (int i = 0; i < 40; ++i)
        many[i] = halide_malloc(context, 1);
      for (int i = 0; i < 40; ++i) {
        good = good && many[i] == (char *)a + 128 * i;
        halide_free(context, many[i]);
      }
      void *again = halide_malloc(context, 1);
      good = good && again == a;
      halide_free(context, again);
      t[1][0] = good ? t[0][0] : -1;)", 2, 40 * 128)});
  ASSERT_TRUE(loaded.library);
  EXPECT_EQ(loaded.model().workspace_alignment, 128);
  EXPECT_EQ(loaded.model().workspace_bytes, 128 + 40 * 128);
  float in = 3, out = 0;
  EXPECT_EQ(loaded.run(&in, &out), UNSPOOL_OK);
  EXPECT_EQ(out, 3);
}

TEST(Entry, WeightsOf50MegabytesAreFast) {
  ModelPlan plan;
  plan.name = "heavy";
  plan.inputs = {{"x", "x", floats(1)}};
  plan.outputs = {{"y", "y", floats(1)}};
  plan.constants = {std::vector<uint8_t>(50 << 20)};
  uint32_t state = 1;
  for (uint8_t &byte : plan.constants[0])
    byte = (state = state * 1664525 + 1013904223) >> 24;
  plan.kernels = {specOf("last", 2, 1, floats(1))};
  plan.steps = {call(0, {at(Space::Input), at(Space::Constant, 0, (50 << 20) - 4)},
                     {at(Space::Output)})};
  std::vector<KernelObject> kernels = {compileKernel("t[2][0] = t[1][0];", 3)};
  auto begin = std::chrono::steady_clock::now();
  Loaded loaded(plan, kernels);
  std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  RecordProperty("seconds", std::to_string(seconds.count()));
  ASSERT_TRUE(loaded.library);
  float in = 0, out = 0;
  EXPECT_EQ(loaded.run(&in, &out), UNSPOOL_OK);
  EXPECT_EQ(std::memcmp(&out, &plan.constants[0][(50 << 20) - 4], 4), 0);
}

TEST(Entry, ThousandsOfCalls) {
  ModelPlan plan;
  plan.name = "unrolled";
  plan.inputs = {{"x", "x", floats(1)}};
  plan.outputs = {{"y", "y", floats(1)}};
  plan.arenaBytes = 128;
  plan.kernels = {specOf("increment", 1, 1, floats(1))};
  Slot previous = at(Space::Input);
  for (int i = 0; i < 4001; ++i) {
    Slot next = i == 4000 ? at(Space::Output) : at(Space::Arena, 0, i % 2 * 64);
    plan.steps.push_back(call(0, {previous}, {next}));
    previous = next;
  }
  std::vector<KernelObject> kernels = {compileKernel("t[1][0] = t[0][0] + 1;", 2)};
  Loaded loaded(plan, kernels);
  ASSERT_TRUE(loaded.library);
  float in = 0, out = 0;
  EXPECT_EQ(loaded.run(&in, &out), UNSPOOL_OK);
  EXPECT_EQ(out, 4001);
}

} // namespace
} // namespace unspool::test
