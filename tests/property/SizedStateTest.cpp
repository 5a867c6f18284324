//===- SizedStateTest.cpp - states of sizes that the caller chooses --------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A model whose states depend on its batch B, and whose steps take any number T of
// timesteps, is compiled once with --max for both. It is stepped through at several
// batches, by chunks of changing length, against the reference, and against libraries
// for one size. All tensors, and the state, end at guarded pages.
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/Kernels.h"
#include "runtime/state.h"
#include "tests/property/OpenModel.h"
#include "tools/driver/Compiler.h"
#include "tools/driver/DataSet.h"
#include "tools/driver/GuardedBytes.h"
#include "tools/driver/RunLibrary.h"
#include "tools/driver/TemporaryFolder.h"
#include "tools/driver/ThreadPool.h"

#include <gtest/gtest.h>

#include <cstring>
#include <fstream>

using namespace mlir;

namespace unspool::test {
namespace {

/// Sums of a few dozen products, through a dozen steps.
constexpr Tolerance kTolerance{2e-5, 2e-5};
constexpr int64_t kMostT = 9, kMostB = 11;

/// y and the next states, from x and the states.
template <const char *const &kind, int units> void layer(OpenModel &m) {
  const std::string extent = std::to_string(units);
  std::string x = m.input("x", {"T", "B", "5"}), h = m.input("h", {"1", "B", extent});
  std::vector<std::string> states{"", h};
  bool isLstm = std::string(kind) == "LSTM";
  if (isLstm)
    states.push_back(m.input("c", {"1", "B", extent}));
  std::string y = recurrent(m, kind, x, 5, units, false, states);
  m.builder.addOutput(m.builder.addNodeOutput("hn"));
  if (isLstm)
    m.builder.addOutput(m.builder.addNodeOutput("cn"));
  m.builder.addOutput(m.node("MatMul", {y, m.weights("d", {units, 3})}));
}
const char *const kRnn = "RNN", *const kGru = "GRU", *const kLstm = "LSTM";

/// A convolution over the last three elements, of which two are remembered.
template <int channels> void cachedConvolution(OpenModel &m) {
  const std::string extent = std::to_string(channels);
  std::string x = m.input("x", {"B", extent, "T"}), cache = m.input("cache", {"B", extent, "2"});
  std::string all = m.node("Concat", {cache, x});
  m.builder.set("axis", int64_t(2));
  m.builder.addOutput(m.node("Conv", {all, m.weights("w", {6, channels, 3})}));
  auto constant = [&](const char *name, int32_t value) {
    return m.builder.addConstant(name, {1}, std::vector<int32_t>{value});
  };
  m.builder.addOutput(m.node(
      "Slice", {all, constant("from", -2), constant("to", INT32_MAX), constant("along", 2)}));
}

struct StateCase {
  const char *name;
  void (*make)(OpenModel &);
  std::vector<std::pair<int, int>> states; ///< input, output
};
const StateCase kCases[] = {
    {"Rnn", layer<kRnn, 12>, {{1, 0}}},
    {"Gru", layer<kGru, 12>, {{1, 0}}},
    {"Lstm", layer<kLstm, 12>, {{1, 0}, {2, 1}}},
    {"CachedConvolution", cachedConvolution<4>, {{1, 1}}},
};
/// Sums of an odd number of terms have no parts. Into how many others are split depends on how
/// weights are packed, and a library for one size packs them for that: those of kCases as one for
/// any size does, but for two where vectors are of 8.
std::vector<StateCase> casesOfEqualSums() {
  std::vector<StateCase> cases{
      {"Rnn", layer<kRnn, 12>, {{1, 0}}},
      {"Lstm", layer<kLstm, 12>, {{1, 0}, {2, 1}}},
      {"RnnOf13", layer<kRnn, 13>, {{1, 0}}},
      {"GruOf13", layer<kGru, 13>, {{1, 0}}},
      {"LstmOf13", layer<kLstm, 13>, {{1, 0}, {2, 1}}},
      {"CachedConvolutionOf3", cachedConvolution<3>, {{1, 1}}},
  };
  if (vectorLanes("host") >= 16) {
    cases.push_back({"Gru", layer<kGru, 12>, {{1, 0}}});
    cases.push_back({"CachedConvolution", cachedConvolution<4>, {{1, 1}}});
  }
  return cases;
}

/// Bytes that an output is filled with before the call.
constexpr uint8_t kPoison = 0xA5;

/// A compiled library, one of its states, and calls with tensors.
class Stepper {
public:
  explicit Stepper(LoadedModel &library)
      : library(library), model(library.model()), state(model.state_bytes),
        workspace(model.workspace_bytes, model.workspace_alignment) {}

  int reset(std::vector<int64_t> sizes) {
    return sizes.empty() ? model.reset(state.data())
                         : model.reset_sized(sizes.data(), state.data());
  }

  /// The outputs that are no states are in `outputs` afterwards, whatever the status.
  int step(const std::vector<int64_t> &sizes, llvm::ArrayRef<const nn::Tensor *> inputs,
           llvm::ArrayRef<int64_t> outputBytes, const unspool_executor *executor = nullptr) {
    std::vector<GuardedBytes> memory;
    std::vector<const void *> in;
    std::vector<void *> out;
    for (const nn::Tensor *input : inputs) {
      memory.emplace_back(input->bytes.size());
      in.push_back(std::memcpy(memory.back().data(), input->bytes.data(), input->bytes.size()));
    }
    for (int64_t bytes : outputBytes) {
      memory.emplace_back(bytes);
      out.push_back(std::memset(memory.back().data(), kPoison, bytes));
    }
    int status = sizes.empty() ? model.step(state.data(), in.data(), out.data(), workspace.data())
                               : model.step_sized(executor, sizes.data(), state.data(), in.data(),
                                                  out.data(), workspace.data());
    outputs.clear();
    for (auto [bytes, pointer] : llvm::zip_equal(outputBytes, out))
      outputs.emplace_back(static_cast<uint8_t *>(pointer),
                           static_cast<uint8_t *>(pointer) + bytes);
    return status;
  }

  std::vector<uint8_t> stateBytes() {
    return std::vector<uint8_t>(state.data(), state.data() + model.state_bytes);
  }

  LoadedModel &library;
  const unspool_model &model;
  GuardedBytes state; // whose bytes are a multiple of its alignment
  AlignedBytes workspace;
  std::vector<std::vector<uint8_t>> outputs;
};

class SizedState : public testing::TestWithParam<StateCase> {
protected:
  void SetUp() override {
    model.emplace(context, GetParam().name);
    GetParam().make(*model);
    std::ofstream(folder.path() + "/model.onnx", std::ios::binary)
        << model->builder.model.SerializeAsString();
  }

  /// Compiles for these sizes, or if there are none for all.
  std::optional<LoadedModel> compileAt(const Sizes &sizes) {
    CompileOptions options;
    options.model = folder.path() + "/model.onnx";
    options.name = sizes.empty() ? "sized" : "fixed" + std::to_string(libraries++);
    options.outputDirectory = folder.path() + "/" + options.name;
    options.emit = {"shared"};
    for (auto [input, output] : GetParam().states)
      options.states.push_back(model->builder.model.graph().output(output).name() + "=" +
                               model->builder.model.graph().input(input).name());
    if (sizes.empty())
      options.dimensions = {"T=" + std::to_string(kMostT), "B=" + std::to_string(kMostB)};
    else
      for (const auto &[name, axes] : model->inputs)
        options.import.inputShapes[name] = model->shapeAt(axes, sizes);
    options.passes.threads = 2;
    options.passes.sharesAll = true;
    CompileResult compiled = compile(options);
    EXPECT_EQ(compiled.outcome, Outcome::Good) << compiled.errors;
    auto library = LoadedModel::open(options.outputDirectory, options.name);
    EXPECT_TRUE(bool(library)) << toString(library.takeError());
    return library ? std::optional<LoadedModel>(std::move(*library)) : std::nullopt;
  }

  nn::Tensor tensor(size_t input, const Sizes &sizes, bool isZero) {
    auto type = RankedTensorType::get(model->shapeAt(model->inputs[input].second, sizes),
                                      Float32Type::get(&context));
    std::vector<float> values(type.getNumElements());
    if (!isZero)
      values = model->random.reals(values.size(), -1, 1);
    nn::Tensor tensor{type, std::vector<uint8_t>(values.size() * sizeof(float))};
    std::memcpy(tensor.bytes.data(), values.data(), tensor.bytes.size());
    return tensor;
  }

  /// All inputs; states are zeros.
  std::vector<nn::Tensor> firstInputs(const Sizes &sizes) {
    std::vector<nn::Tensor> inputs;
    for (size_t i = 0; i < model->inputs.size(); ++i)
      inputs.push_back(tensor(i, sizes, /*isZero=*/i > 0));
    return inputs;
  }

  /// What the reference says of one call.
  llvm::SmallVector<nn::Tensor> expected(const Sizes &sizes, llvm::ArrayRef<nn::Tensor> inputs) {
    frontend::ImportOptions import;
    for (const auto &[name, axes] : model->inputs)
      import.inputShapes[name] = model->shapeAt(axes, sizes);
    auto module = frontend::importModel(folder.path() + "/model.onnx", import, context);
    return *nn::evaluate(*module->getOps<func::FuncOp>().begin(), inputs);
  }

  bool isStateOutput(int output) const {
    return llvm::any_of(GetParam().states, [&](auto pair) { return pair.second == output; });
  }
  std::vector<int64_t> outputBytes(llvm::ArrayRef<nn::Tensor> outputs) const {
    std::vector<int64_t> bytes;
    for (auto [index, output] : llvm::enumerate(outputs))
      if (!isStateOutput(index))
        bytes.push_back(output.bytes.size());
    return bytes;
  }

  MLIRContext context{MLIRContext::Threading::DISABLED};
  std::optional<OpenModel> model;
  TemporaryFolder folder;
  int libraries = 0;
};

TEST_P(SizedState, StepsGiveWhatTheReferenceGives) {
  auto library = compileAt({});
  ASSERT_TRUE(library);
  auto pool = ThreadPool::create(2);
  for (int64_t batch : {1, 11, 3, 8}) {
    Stepper alone(*library), together(*library);
    ASSERT_EQ(alone.reset({1, batch}), UNSPOOL_OK);
    ASSERT_EQ(together.reset({1, batch}), UNSPOOL_OK);
    std::vector<nn::Tensor> inputs = firstInputs({{"T", 1}, {"B", batch}});
    for (int64_t steps : {1, 4, 9, 2, 1}) {
      SCOPED_TRACE("B=" + std::to_string(batch) + " T=" + std::to_string(steps));
      Sizes sizes{{"T", steps}, {"B", batch}};
      inputs[0] = tensor(0, sizes, /*isZero=*/false);
      auto reference = expected(sizes, inputs);
      std::vector<int64_t> bytes = outputBytes(reference);
      ASSERT_EQ(alone.step({steps, batch}, {&inputs[0]}, bytes), UNSPOOL_OK);
      size_t next = 0;
      for (auto [index, output] : llvm::enumerate(reference))
        if (!isStateOutput(index)) {
          Difference difference = compare(alone.outputs[next++].data(), output, kTolerance);
          EXPECT_TRUE(difference.within) << difference.where;
        }
      ASSERT_EQ(together.step({steps, batch}, {&inputs[0]}, bytes, pool->executor()), UNSPOOL_OK);
      EXPECT_EQ(together.outputs, alone.outputs);
      for (auto [input, output] : GetParam().states)
        inputs[input] = reference[output];
    }
  }
}

class SizedStateOfEqualSums : public SizedState {};

TEST_P(SizedStateOfEqualSums, StepsHaveTheBitsOfALibraryForOneSize) {
  auto sized = compileAt({});
  ASSERT_TRUE(sized);
  // Where there is one timestep, a library for that alone may add up in another order: its
  // projection is part of the cell.
  for (auto [steps, batch] : {std::pair<int64_t, int64_t>(2, 1), {4, 3}, {9, 11}}) {
    SCOPED_TRACE("B=" + std::to_string(batch) + " T=" + std::to_string(steps));
    Sizes sizes{{"T", steps}, {"B", batch}};
    auto fixed = compileAt(sizes);
    ASSERT_TRUE(fixed);
    Stepper one(*sized), other(*fixed);
    ASSERT_EQ(one.reset({steps, batch}), UNSPOOL_OK);
    ASSERT_EQ(other.reset({}), UNSPOOL_OK);
    for (int i = 0; i < 3; ++i) {
      std::vector<nn::Tensor> inputs = firstInputs(sizes);
      std::vector<int64_t> bytes = outputBytes(expected(sizes, inputs));
      ASSERT_EQ(one.step({steps, batch}, {&inputs[0]}, bytes), UNSPOOL_OK);
      ASSERT_EQ(other.step({}, {&inputs[0]}, bytes), UNSPOOL_OK);
      EXPECT_EQ(one.outputs, other.outputs);
    }
  }
}

TEST_P(SizedState, OtherSizesThanTheStatesChangeNothing) {
  auto library = compileAt({});
  ASSERT_TRUE(library);
  Stepper stepper(*library);
  Sizes sizes{{"T", 2}, {"B", 3}};
  std::vector<nn::Tensor> inputs = firstInputs(sizes);
  std::vector<int64_t> bytes = outputBytes(expected(sizes, inputs));
  EXPECT_EQ(stepper.step({2, 3}, {&inputs[0]}, bytes), UNSPOOL_NO_STATE);
  for (int64_t batch : {int64_t(0), int64_t(-1), kMostB + 1, INT64_MAX, INT64_MIN}) {
    std::vector<uint8_t> before = stepper.stateBytes();
    EXPECT_EQ(stepper.reset({1, batch}), UNSPOOL_SIZE_OUT_OF_RANGE) << batch;
    EXPECT_EQ(stepper.stateBytes(), before);
  }
  // Of the timesteps the state knows nothing.
  ASSERT_EQ(stepper.reset({0, 3}), UNSPOOL_OK);
  ASSERT_EQ(stepper.step({2, 3}, {&inputs[0]}, bytes), UNSPOOL_OK);
  std::vector<uint8_t> before = stepper.stateBytes();
  std::vector<std::vector<uint8_t>> poisoned;
  for (int64_t size : bytes)
    poisoned.emplace_back(size, kPoison);
  const std::vector<int64_t> wrong[] = {{0, 3},         {kMostT + 1, 3}, {-1, 3},
                                        {INT64_MIN, 3}, {2, 0},          {2, kMostB + 1},
                                        {2, 2},         {2, 4},          {INT64_MAX, 3}};
  for (const std::vector<int64_t> &given : wrong) {
    EXPECT_EQ(stepper.step(given, {&inputs[0]}, bytes), UNSPOOL_SIZE_OUT_OF_RANGE)
        << given[0] << " " << given[1];
    EXPECT_EQ(stepper.outputs, poisoned);
    EXPECT_EQ(stepper.stateBytes(), before);
  }
  EXPECT_EQ(stepper.step({2, 3}, {&inputs[0]}, bytes), UNSPOOL_OK);
}

TEST_P(SizedState, IsSavedWithItsSize) {
  auto library = compileAt({});
  ASSERT_TRUE(library);
  const unspool_model &description = library->model();
  Stepper stepper(*library), resumed(*library);
  Sizes sizes{{"T", 2}, {"B", 3}};
  std::vector<nn::Tensor> inputs = firstInputs(sizes);
  std::vector<int64_t> bytes = outputBytes(expected(sizes, inputs));
  ASSERT_EQ(stepper.reset({2, 3}), UNSPOOL_OK);
  ASSERT_EQ(stepper.step({2, 3}, {&inputs[0]}, bytes), UNSPOOL_OK);
  std::vector<uint8_t> saved(description.saved_bytes, kPoison), again(saved.size(), 0);
  ASSERT_EQ(description.save(stepper.state.data(), saved.data()), UNSPOOL_OK);
  ASSERT_EQ(description.save(stepper.state.data(), again.data()), UNSPOOL_OK);
  EXPECT_EQ(saved, again); // nothing of the buffer's is left

  ASSERT_EQ(resumed.reset({1, 7}), UNSPOOL_OK);
  ASSERT_EQ(description.load(resumed.state.data(), saved.data()), UNSPOOL_OK);
  EXPECT_EQ(resumed.step({2, 7}, {&inputs[0]}, bytes), UNSPOOL_SIZE_OUT_OF_RANGE);
  ASSERT_EQ(resumed.step({2, 3}, {&inputs[0]}, bytes), UNSPOOL_OK);
  ASSERT_EQ(stepper.step({2, 3}, {&inputs[0]}, bytes), UNSPOOL_OK);
  EXPECT_EQ(resumed.outputs, stepper.outputs);

  std::vector<uint8_t> before = resumed.stateBytes();
  for (int64_t batch : {int64_t(0), int64_t(4), kMostB + 1, INT64_MIN}) {
    std::vector<uint8_t> damaged = saved;
    std::memcpy(damaged.data() + sizeof(unspool_saved_state), &batch, sizeof batch);
    EXPECT_EQ(description.load(resumed.state.data(), damaged.data()), UNSPOOL_NO_SAVED_STATE);
    EXPECT_EQ(resumed.stateBytes(), before);
  }
}

std::string nameOf(const testing::TestParamInfo<StateCase> &info) { return info.param.name; }
INSTANTIATE_TEST_SUITE_P(Models, SizedState, testing::ValuesIn(kCases), nameOf);
INSTANTIATE_TEST_SUITE_P(Models, SizedStateOfEqualSums, testing::ValuesIn(casesOfEqualSums()),
                         nameOf);

} // namespace
} // namespace unspool::test
