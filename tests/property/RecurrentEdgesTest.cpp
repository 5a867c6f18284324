//===- RecurrentEdgesTest.cpp - lengths and states at their limits --------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Lengths that no sequence has, and states that fade away.
//
//===----------------------------------------------------------------------===//

#include "tests/property/CompiledModel.h"
#include "tests/property/ModelBuilder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#ifdef __SSE__
#include <xmmintrin.h>
#endif

namespace unspool::test {
namespace {

constexpr float kSmallestNormal = 1.17549435e-38f;

/// One call with inputs and outputs as they come; the status.
int callOnce(LoadedModel &model, const std::vector<const void *> &inputs,
             const std::vector<void *> &outputs) {
  AlignedBytes workspace(model.model().workspace_bytes, model.model().workspace_alignment);
  return model.model().run(inputs.data(), outputs.data(), workspace.data());
}

int64_t gatesOf(const std::string &kind) { return kind == "LSTM" ? 4 : kind == "GRU" ? 3 : 1; }

/// A layer over 4 timesteps, a batch of 2, one input and one unit, whose sequence
/// lengths are an input.
void addLayer(ModelBuilder &model, const std::string &lengths) {
  std::string x = model.addInput("x", {4, 2, 1}, std::vector<float>(8, 1));
  std::string w = model.addConstant("w", {1, 1, 1}, std::vector<float>{0.5f});
  std::string r = model.addConstant("r", {1, 1, 1}, std::vector<float>{0.5f});
  model.addOutput(model.addNode("RNN", {x, w, r, "", lengths}));
}

TEST(SequenceLengths, OutOfRangeLeaveTheOutputsAlone) {
  for (const char *unroll : {"full", "2", "none"}) {
    mlir::MLIRContext context;
    ModelBuilder model(context);
    addLayer(model, model.addInput("lengths", {2}, std::vector<int32_t>{4, 4}));
    nn::PipelineOptions passes;
    passes.unroll = unroll;
    CompiledModel compiled(model.model, passes);
    ASSERT_EQ(compiled.problem, "");
    std::vector<float> x(8, 1), y(8);
    auto run = [&](int32_t first, int32_t second) {
      std::fill(y.begin(), y.end(), 7.0f);
      int32_t lengths[] = {first, second};
      return callOnce(*compiled.library, {lengths, x.data()}, {y.data()});
    };
    for (int32_t bad : {-1, 5, INT32_MIN, INT32_MAX})
      for (bool isFirst : {true, false}) {
        EXPECT_EQ(run(isFirst ? bad : 4, isFirst ? 4 : bad), UNSPOOL_VALUE_OUT_OF_RANGE);
        EXPECT_EQ(y, std::vector<float>(8, 7.0f));
      }
    EXPECT_EQ(run(0, 3), UNSPOOL_OK);
    EXPECT_NEAR(y[1], std::tanh(0.5), 1e-6);
    EXPECT_EQ((std::vector<float>{y[0], y[2], y[4], y[6], y[7]}), std::vector<float>(5, 0));
  }
}

/// No rows are nothing to compute; pointers are looked at all the same.
TEST(Batches, OfNoRowsComputeNothing) {
  for (const char *kind : {"RNN", "GRU", "LSTM"}) {
    mlir::MLIRContext context;
    ModelBuilder model(context);
    int64_t gates = gatesOf(kind);
    std::string x = model.addInput("x", {3, 0, 1}, std::vector<float>());
    std::string w = model.addConstant("w", {1, gates, 1}, std::vector<float>(gates, 0.5f));
    model.addOutput(model.addNode(kind, {x, w, w}));
    CompiledModel compiled(model.model, {});
    ASSERT_EQ(compiled.problem, "");
    float none = 7;
    EXPECT_EQ(compiled.library->model().outputs[0].bytes, 0);
    EXPECT_EQ(callOnce(*compiled.library, {&none}, {&none}), UNSPOOL_OK);
    EXPECT_EQ(none, 7);
    EXPECT_EQ(callOnce(*compiled.library, {nullptr}, {&none}), UNSPOOL_NULL_ARGUMENT);
  }
}

/// The last state of each cell has the same bits whether its timesteps are unrolled or looped.
void expectTheSameBits(int64_t timesteps, int64_t batch, int64_t units) {
  constexpr int64_t kInputs = 8;
  for (const char *kind : {"RNN", "GRU", "LSTM"}) {
    std::vector<float> bits;
    for (const char *unroll : {"full", "2", "none"}) {
      mlir::MLIRContext context;
      ModelBuilder model(context);
      auto numbers = [](int64_t count) {
        std::vector<float> values(count);
        for (int64_t i = 0; i < count; ++i)
          values[i] = 0.3f * std::sin(float(i * i % 1009));
        return values;
      };
      int64_t gates = gatesOf(kind);
      std::vector<float> x = numbers(timesteps * batch * kInputs);
      model.addNode(
          kind,
          {model.addInput("x", {timesteps, batch, kInputs}, x),
           model.addConstant("w", {1, gates * units, kInputs}, numbers(gates * units * kInputs)),
           model.addConstant("r", {1, gates * units, units}, numbers(gates * units * units))});
      model.set("clip", 2.0f);
      model.lastNode().set_output(0, "");
      if (gates == 4)
        model.addNodeOutput("");
      model.addOutput(model.addNodeOutput("last"));
      nn::PipelineOptions passes;
      passes.unroll = unroll;
      CompiledModel compiled(model.model, passes);
      ASSERT_EQ(compiled.problem, "");
      std::vector<float> results;
      for (int call = 0; call < 20; ++call) {
        std::vector<float> result(batch * units);
        std::rotate(x.begin(), x.begin() + 1, x.end());
        ASSERT_EQ(callOnce(*compiled.library, {x.data()}, {result.data()}), UNSPOOL_OK);
        results.insert(results.end(), result.begin(), result.end());
      }
      if (bits.empty())
        bits = results;
      EXPECT_EQ(bits, results) << kind << " " << unroll;
    }
  }
}

/// One unit more than a vector has: the last one stands alone, and its arithmetic becomes scalar
/// in some kernels (of the last timestep, of which only c is read) and not in others.
TEST(Forms, GiveTheSameBitsInUnitsThatStandAlone) { expectTheSameBits(3, 2, 17); }

/// So many calls that LLVM's code generator is not at its best (Entry.cpp).
TEST(Forms, GiveTheSameBitsAfterManyTimesteps) { expectTheSameBits(300, 1, 4); }

TEST(SequenceLengths, OfTwoLayersFitTheShorterOne) {
  mlir::MLIRContext context;
  ModelBuilder model(context);
  std::string lengths = model.addInput("lengths", {1}, std::vector<int32_t>{1});
  for (int64_t timesteps : {6, 3}) {
    model.setPrefix("t" + std::to_string(timesteps) + "_");
    std::string x = model.addInput("x", {timesteps, 1, 1}, std::vector<float>(timesteps, 1));
    std::string w = model.addConstant("w", {1, 1, 1}, std::vector<float>{1});
    model.addOutput(model.addNode("RNN", {x, w, w, "", lengths}));
  }
  CompiledModel compiled(model.model, {});
  ASSERT_EQ(compiled.problem, "");
  float x[6] = {}, y[6], z[3];
  int32_t length = 4;
  EXPECT_EQ(callOnce(*compiled.library, {&length, x, x}, {y, z}), UNSPOOL_VALUE_OUT_OF_RANGE);
  length = 3;
  EXPECT_EQ(callOnce(*compiled.library, {&length, x, x}, {y, z}), UNSPOOL_OK);
}

/// One timestep of a layer without input, bias or history: h' = f(r h) with a factor
/// that f keeps or lessens.
void addDecay(ModelBuilder &model, const std::string &kind, int64_t timesteps) {
  constexpr int64_t kHidden = 16;
  int64_t gates = kind == "LSTM" ? 4 : kind == "GRU" ? 3 : 1;
  std::string x = model.addInput("x", {timesteps, 1, 1}, std::vector<float>(timesteps, 0));
  std::string w = model.addConstant("w", {1, gates * kHidden, 1},
                                    std::vector<float>(gates * kHidden, 1));
  std::vector<float> recurrent(gates * kHidden * kHidden, 0);
  for (int64_t gate = 0; gate < gates; ++gate)
    for (int64_t n = 0; n < kHidden; ++n)
      recurrent[(gate * kHidden + n) * kHidden + n] = 0.9f;
  std::string r = model.addConstant("r", {1, gates * kHidden, kHidden}, recurrent);
  std::vector<std::string> operands{x, w, r, "", ""};
  int states = kind == "LSTM" ? 2 : 1;
  for (int i = 0; i < states; ++i)
    operands.push_back(model.addInput("state" + std::to_string(i), {1, 1, kHidden},
                                      std::vector<float>(kHidden, 0.5f)));
  model.addNode(kind, operands);
  model.lastNode().set_output(0, "");
  model.set("hidden_size", kHidden);
  for (int i = 0; i < states; ++i)
    model.addOutput(model.addNodeOutput("state" + std::to_string(i)));
}

/// After a loud start, silence: rounding would keep the state at a denormal for good
/// (0.9 times 5 units is 5 units); it must reach zero.
TEST(Denormals, AFadingStateReachesZero) {
  for (const char *kind : {"RNN", "LSTM", "GRU"})
    for (int64_t timesteps : {1, 64}) {
      mlir::MLIRContext context;
      ModelBuilder model(context);
      addDecay(model, kind, timesteps);
      nn::PipelineOptions passes;
      passes.unroll = timesteps == 1 ? "full" : "none";
      CompiledModel compiled(model.model, passes);
      ASSERT_EQ(compiled.problem, "");
      std::vector<float> x(timesteps, 0);
      std::vector<std::vector<float>> states(compiled.library->model().output_count,
                                             std::vector<float>(16, 0.5f));
      for (int64_t step = 0; step < 4096; step += timesteps) {
        std::vector<const void *> inputs{x.data()};
        std::vector<std::vector<float>> next = states;
        std::vector<void *> outputs;
        for (size_t i = 0; i < states.size(); ++i) {
          inputs.push_back(states[i].data());
          outputs.push_back(next[i].data());
        }
        ASSERT_EQ(callOnce(*compiled.library, inputs, outputs), UNSPOOL_OK);
        states = next;
        for (const std::vector<float> &state : states)
          for (float value : state)
            ASSERT_TRUE(value == 0 || std::abs(value) >= kSmallestNormal)
                << kind << " holds " << value << " after step " << step;
      }
      for (const std::vector<float> &state : states)
        EXPECT_EQ(state, std::vector<float>(16, 0)) << kind;
    }
}

#ifdef __SSE__
TEST(Denormals, TheCallersModeComesBack) {
  mlir::MLIRContext context;
  ModelBuilder model(context);
  addDecay(model, "RNN", 1);
  CompiledModel compiled(model.model, {});
  ASSERT_EQ(compiled.problem, "");
  float x = 0, in[16] = {0.5f}, out[16];
  unsigned before = _mm_getcsr();
  for (unsigned mode : {before, before | _MM_ROUND_UP, before | 0x8040, before & ~0x3fu}) {
    _mm_setcsr(mode);
    int status = callOnce(*compiled.library, {&x, in}, {out});
    unsigned after = _mm_getcsr();
    _mm_setcsr(before);
    EXPECT_EQ(status, UNSPOOL_OK);
    EXPECT_EQ(after, mode);
  }
}
#endif

/// A model without state computes with denormals.
TEST(Denormals, OtherModelsKeepThem) {
  mlir::MLIRContext context;
  ModelBuilder model(context);
  std::string x = model.addInput("x", {4}, std::vector<float>(4, 0));
  model.addOutput(model.addNode("Mul", {x, model.addConstant("half", {1}, std::vector<float>{0.5f})}));
  CompiledModel compiled(model.model, {});
  ASSERT_EQ(compiled.problem, "");
  std::vector<float> in(4, kSmallestNormal), out(4);
  ASSERT_EQ(callOnce(*compiled.library, {in.data()}, {out.data()}), UNSPOOL_OK);
  EXPECT_EQ(out, std::vector<float>(4, kSmallestNormal / 2));
}

} // namespace
} // namespace unspool::test
