//===- LoopTest.cpp - loops over timesteps that a model spells out --------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An ONNX Loop whose body is a timestep, h' = tanh(x[i] W + h R), as exporters write it:
// x[i] is a Gather by the loop's counter. The oracle is the same in plain loops.
//
//===----------------------------------------------------------------------===//

#include "tests/property/ModelBuilder.h"
#include "tests/property/Random.h"
#include "tools/driver/Compiler.h"
#include "tools/driver/RunLibrary.h"
#include "tools/driver/TemporaryFolder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <fstream>

using namespace mlir;
using testing::HasSubstr;

namespace unspool::test {
namespace {

constexpr int64_t kBatch = 2, kInputs = 3, kHidden = 5;

using Floats = std::vector<float>;

/// h of all timesteps, `[T, B, H]`, from h = 0.
Floats oracle(const Floats &x, const Floats &w, const Floats &r, int64_t timesteps) {
  Floats h(kBatch * kHidden), all;
  for (int64_t t = 0; t < timesteps; ++t) {
    Floats next(h.size());
    for (int64_t b = 0; b < kBatch; ++b)
      for (int64_t n = 0; n < kHidden; ++n) {
        double sum = 0;
        for (int64_t k = 0; k < kInputs; ++k)
          sum += double(x[(t * kBatch + b) * kInputs + k]) * w[k * kHidden + n];
        for (int64_t k = 0; k < kHidden; ++k)
          sum += double(h[b * kHidden + k]) * r[k * kHidden + n];
        next[b * kHidden + n] = float(std::tanh(sum));
      }
    h = next;
    all.insert(all.end(), h.begin(), h.end());
  }
  return all;
}

class LoopTest : public testing::Test {
protected:
  /// x has so many timesteps; with 0, open ones of the name T. The trip count is that, or an
  /// input. `collects`: h of each step is an output, too.
  void makeModel(int64_t timesteps, bool readsCount, bool collects) {
    Random random(1, "loop", 0);
    w = random.reals(kInputs * kHidden, -0.5, 0.5);
    r = random.reals(kHidden * kHidden, -0.5, 0.5);
    int64_t extent = timesteps ? timesteps : 1;
    std::string x =
        model.addInput("x", {extent, kBatch, kInputs}, Floats(extent * kBatch * kInputs));
    onnx::GraphProto &graph = *model.model.mutable_graph();
    if (!timesteps)
      typeOf(*graph.mutable_input(0)).mutable_shape()->mutable_dim(0)->set_dim_param("T");
    std::string count =
        readsCount ? model.addInput("M", {}, std::vector<int32_t>{1}) : model.addNode("Shape", {x});
    if (readsCount)
      typeOf(*graph.mutable_input(1)).set_elem_type(onnx::TensorProto::INT64);
    else {
      model.set("start", int64_t(0));
      model.set("end", int64_t(1));
    }
    model.addConstant("W", {kInputs, kHidden}, w);
    model.addConstant("R", {kHidden, kHidden}, r);
    std::string zero = model.addConstant("zero", {kBatch, kHidden}, Floats(kBatch * kHidden));
    std::string last = model.addNode("Loop", {count, "", zero});
    onnx::AttributeProto &body = *model.lastNode().add_attribute();
    body.set_name("body");
    body.set_type(onnx::AttributeProto::GRAPH);
    makeBody(*body.mutable_g(), x, collects);
    model.addOutput(last);
    if (collects)
      model.addOutput(model.addNodeOutput("all"));
  }

  CompileResult compileWith(std::vector<std::string> dimensions) {
    CompileOptions options;
    options.model = folder.path() + "/model.onnx";
    std::ofstream(options.model, std::ios::binary) << model.model.SerializeAsString();
    options.name = "loop";
    options.outputDirectory = folder.path() + "/out";
    options.emit = {"shared"};
    options.dimensions = std::move(dimensions);
    return compile(options);
  }

  /// Runs the library on `timesteps` of x, and on a trip count, if there is one.
  llvm::Expected<std::vector<OutputBuffer>> run(LoadedModel &library, int64_t timesteps,
                                                std::optional<int64_t> count = std::nullopt) {
    x = Random(2, "loop", 0).reals(timesteps * kBatch * kInputs, -1, 1);
    std::vector<nn::Tensor> inputs{
        tensorOf({timesteps, kBatch, kInputs}, Float32Type::get(&context), x)};
    if (count)
      inputs.push_back(tensorOf({}, IntegerType::get(&context, 64), std::vector<int64_t>{*count}));
    return library.run(inputs);
  }

  void expectRows(const OutputBuffer &output, const Floats &all, int64_t first, int64_t rows) {
    ASSERT_EQ(output.bytes.size(), rows * kBatch * kHidden * sizeof(float));
    const auto *got = reinterpret_cast<const float *>(output.bytes.data());
    for (int64_t i = 0; i < rows * kBatch * kHidden; ++i)
      EXPECT_NEAR(got[i], all[first * kBatch * kHidden + i], 2e-6) << "at " << i;
  }

  void expectTrips(int64_t most) {
    makeModel(most, /*readsCount=*/true, /*collects=*/false);
    CompileResult compiled = compileWith({"M=" + std::to_string(most)});
    ASSERT_EQ(compiled.outcome, Outcome::Good) << compiled.errors;
    auto library = LoadedModel::open(folder.path() + "/out", "loop");
    ASSERT_TRUE(bool(library)) << toString(library.takeError());
    for (int64_t count : {int64_t(0), int64_t(1), int64_t(7), most}) {
      auto outputs = run(*library, most, count);
      ASSERT_TRUE(bool(outputs)) << toString(outputs.takeError());
      Floats all = oracle(x, w, r, count);
      all.insert(all.begin(), kBatch * kHidden, 0.0f); // no trip: the initial state
      expectRows((*outputs)[0], all, count, 1);
    }
    for (int64_t count : {int64_t(-1), most + 1}) {
      auto outputs = run(*library, most, count);
      ASSERT_FALSE(bool(outputs));
      EXPECT_THAT(toString(outputs.takeError()), HasSubstr("outside the range"));
    }
  }

  MLIRContext context{MLIRContext::Threading::DISABLED};
  ModelBuilder model{context};
  TemporaryFolder folder;
  Floats w, r, x;

  static onnx::TypeProto::Tensor &typeOf(onnx::ValueInfoProto &value) {
    return *value.mutable_type()->mutable_tensor_type();
  }

private:
  static void makeBody(onnx::GraphProto &body, const std::string &x, bool collects) {
    body.set_name("step");
    auto addValue = [](onnx::ValueInfoProto &value, const char *name, auto type) {
      value.set_name(name);
      typeOf(value).set_elem_type(type);
    };
    addValue(*body.add_input(), "i", onnx::TensorProto::INT64);
    addValue(*body.add_input(), "goes", onnx::TensorProto::BOOL);
    addValue(*body.add_input(), "h", onnx::TensorProto::FLOAT);
    auto addNode = [&](const char *type, std::vector<std::string> inputs, const char *output) {
      onnx::NodeProto &node = *body.add_node();
      node.set_op_type(type);
      for (const std::string &input : inputs)
        node.add_input(input);
      node.add_output(output);
    };
    addNode("Identity", {"goes"}, "goes_on");
    addNode("Gather", {x, "i"}, "step");
    addNode("MatMul", {"step", "W"}, "own");
    addNode("MatMul", {"h", "R"}, "recurrent");
    addNode("Add", {"own", "recurrent"}, "sum");
    addNode("Tanh", {"sum"}, "next");
    addNode("Identity", {"next"}, "kept");
    addValue(*body.add_output(), "goes_on", onnx::TensorProto::BOOL);
    addValue(*body.add_output(), "next", onnx::TensorProto::FLOAT);
    if (collects)
      addValue(*body.add_output(), "kept", onnx::TensorProto::FLOAT);
  }

  template <typename T>
  static nn::Tensor tensorOf(const Shape &shape, Type element, const std::vector<T> &values) {
    nn::Tensor tensor{RankedTensorType::get(shape, element),
                      std::vector<uint8_t>(values.size() * sizeof(T))};
    std::memcpy(tensor.bytes.data(), values.data(), tensor.bytes.size());
    return tensor;
  }
};

/// Unrolled, there would be a product for each of its steps, or a call at least.
TEST_F(LoopTest, ALongLoopIsALoop) {
  makeModel(300, /*readsCount=*/false, /*collects=*/true);
  CompileResult compiled = compileWith({});
  ASSERT_EQ(compiled.outcome, Outcome::Good) << compiled.errors;
  EXPECT_LT(compiled.plan.steps.size(), 10u);
  auto library = LoadedModel::open(folder.path() + "/out", "loop");
  ASSERT_TRUE(bool(library)) << toString(library.takeError());
  auto outputs = run(*library, 300);
  ASSERT_TRUE(bool(outputs)) << toString(outputs.takeError());
  Floats all = oracle(x, w, r, 300);
  expectRows((*outputs)[0], all, 299, 1);
  expectRows((*outputs)[1], all, 0, 300);
}

TEST_F(LoopTest, AsManyStepsAsTheCallerHas) {
  makeModel(0, /*readsCount=*/false, /*collects=*/true);
  CompileResult compiled = compileWith({"T=40"});
  ASSERT_EQ(compiled.outcome, Outcome::Good) << compiled.errors;
  auto library = LoadedModel::open(folder.path() + "/out", "loop");
  ASSERT_TRUE(bool(library)) << toString(library.takeError());
  for (int64_t timesteps : {1, 2, 17, 40}) {
    auto outputs = run(*library, timesteps);
    ASSERT_TRUE(bool(outputs)) << toString(outputs.takeError());
    Floats all = oracle(x, w, r, timesteps);
    expectRows((*outputs)[0], all, timesteps - 1, 1);
    expectRows((*outputs)[1], all, 0, timesteps);
  }
}

TEST_F(LoopTest, AsManyUnrolledTripsAsAnInputSays) { expectTrips(12); }
TEST_F(LoopTest, AsManyTripsOfALoopAsAnInputSays) { expectTrips(200); }

TEST_F(LoopTest, ACountThatNobodyBounds) {
  makeModel(12, /*readsCount=*/true, /*collects=*/false);
  EXPECT_EQ(compileWith({}).outcome, Outcome::Refused);
}

TEST_F(LoopTest, ABoundOfWhatCountsNoTrips) {
  makeModel(12, /*readsCount=*/false, /*collects=*/false);
  model.addInput("k", {}, std::vector<int32_t>{1});
  onnx::GraphProto &graph = *model.model.mutable_graph();
  typeOf(*graph.mutable_input(1)).set_elem_type(onnx::TensorProto::INT64);
  EXPECT_THAT(compileWith({"k=5"}).errors,
              HasSubstr("--max bounds input 'k', which is not the trip count of a Loop"));
}

TEST_F(LoopTest, SlicesOfACountThatIsNotKnown) {
  makeModel(12, /*readsCount=*/true, /*collects=*/true);
  CompileResult compiled = compileWith({"M=12"});
  EXPECT_EQ(compiled.outcome, Outcome::Refused);
  EXPECT_THAT(compiled.errors, HasSubstr("outputs that gather one slice each"));
}

} // namespace
} // namespace unspool::test
