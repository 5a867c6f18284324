//===- StreamTest.cpp - steps against whole sequences ---------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each model is imported and evaluated on whole sequences by reference; made a step
// library with --stream, and stepped through. The results must be the same numbers,
// whatever the number of steps that a call takes.
//
//===----------------------------------------------------------------------===//

#include "tests/property/ModelBuilder.h"
#include "tests/property/Random.h"
#include "tools/driver/Compiler.h"
#include "tools/driver/DataSet.h"
#include "tools/driver/StepThrough.h"
#include "tools/driver/TemporaryFolder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <optional>

using namespace mlir;

namespace unspool::test {
namespace {

constexpr int64_t kSteps = 12; ///< of every sequence; the chunks divide it

/// Sums of a few dozen products, through a few layers that do not magnify errors.
constexpr Tolerance kTolerance{1e-5, 1e-5};

class Models {
public:
  Models(ModelBuilder &model, Random &random) : model(model), random(random) {}

  std::string weights(const std::string &name, const Shape &shape, double size = 0.5) {
    return model.addConstant(name, shape, random.reals(elementsOf(shape), -size, size));
  }
  std::string sequence(const std::string &name, const Shape &shape) {
    return model.addInput(name, shape, random.reals(elementsOf(shape), -1, 1));
  }

  /// A recurrent layer's Y, [T, 1, B, H]; its other outputs follow by addNodeOutput.
  std::string recurrent(const std::string &kind, const std::string &name, const std::string &x,
                        int64_t inputs, int64_t hidden, std::vector<std::string> more = {}) {
    int64_t gates = kind == "RNN" ? 1 : kind == "GRU" ? 3 : 4;
    std::vector<std::string> operands{x, weights(name + "_w", {1, gates * hidden, inputs}),
                                      weights(name + "_r", {1, gates * hidden, hidden}),
                                      weights(name + "_b", {1, 2 * gates * hidden})};
    operands.insert(operands.end(), more.begin(), more.end());
    std::string y = model.addNode(kind, operands);
    model.set("hidden_size", hidden);
    return y;
  }
  std::string squeeze(const std::string &value, std::vector<int32_t> axes) {
    return reshapeAxes("Squeeze", value, std::move(axes));
  }
  std::string unsqueeze(const std::string &value, std::vector<int32_t> axes) {
    return reshapeAxes("Unsqueeze", value, std::move(axes));
  }
  std::string transpose(const std::string &value, const std::vector<int64_t> &permutation) {
    std::string moved = model.addNode("Transpose", {value});
    model.set("perm", permutation);
    return moved;
  }

  ModelBuilder &model;
  Random &random;

private:
  std::string reshapeAxes(const char *op, const std::string &value, std::vector<int32_t> axes) {
    // The operators want i64: a cast of a constant is one.
    std::string name = "axes" + std::to_string(count++);
    int64_t extent = int64_t(axes.size());
    std::string given = model.addConstant(name, {extent}, axes);
    std::string wide = model.addNode("Cast", {given});
    model.set("to", int64_t(onnx::TensorProto::INT64));
    return model.addNode(op, {value, wide});
  }
  int count = 0;
};

/// Two LSTMs one upon the other, a dense layer on every step, and final states.
void stackedLstm(Models &m) {
  std::string first = m.recurrent("LSTM", "a", m.sequence("x", {kSteps, 1, 5}), 5, 7);
  std::string between = m.squeeze(first, {1});
  std::string y = m.recurrent("LSTM", "b", between, 7, 6);
  std::string h = m.model.addNodeOutput("h"), c = m.model.addNodeOutput("c");
  std::string dense = m.model.addNode("MatMul", {m.squeeze(y, {1}), m.weights("d", {6, 3})});
  m.model.addOutput(m.model.addNode("Add", {dense, m.weights("e", {3})}));
  m.model.addOutput(h);
  m.model.addOutput(c);
}

/// A GRU over a batch, and a softmax over the classes of every step.
void gruOfABatch(Models &m) {
  std::string y = m.recurrent("GRU", "g", m.sequence("x", {kSteps, 2, 4}), 4, 6);
  m.model.set("linear_before_reset", int64_t(1));
  m.model.addOutput(m.model.addNode("Softmax", {y}));
  m.model.set("axis", int64_t(3));
}

/// A state that begins with numbers of the model's own.
void learnedInitialState(Models &m) {
  std::string y = m.recurrent("LSTM", "l", m.sequence("x", {kSteps, 1, 3}), 3, 5,
                              {"", m.weights("h0", {1, 1, 5}, 1), m.weights("c0", {1, 1, 5}, 1)});
  m.model.addOutput(y);
}

/// A convolution padded at both ends, whose end is cut off (a TCN), dilated.
void temporalConvolution(Models &m) {
  std::string y = m.model.addNode("Conv", {m.sequence("x", {1, 3, kSteps}),
                                           m.weights("w", {4, 3, 3}), m.weights("b", {4})});
  m.model.set("kernel_shape", std::vector<int64_t>{3});
  m.model.set("dilations", std::vector<int64_t>{2});
  m.model.set("pads", std::vector<int64_t>{4, 0});
  y = m.model.addNode("Conv", {m.model.addNode("Relu", {y}), m.weights("v", {2, 4, 2})});
  m.model.set("kernel_shape", std::vector<int64_t>{2});
  m.model.set("pads", std::vector<int64_t>{1, 0});
  m.model.addOutput(y);
}

/// The same border as zeros that are added before, as PyTorch's users spell it.
void paddedBefore(Models &m) {
  std::string border = m.model.addConstant("border", {6}, std::vector<int32_t>{0, 0, 2, 0, 0, 0});
  border = m.model.addNode("Cast", {border});
  m.model.set("to", int64_t(onnx::TensorProto::INT64));
  std::string y = m.model.addNode("Pad", {m.sequence("x", {1, 3, kSteps}), border});
  y = m.model.addNode("Conv", {y, m.weights("w", {4, 3, 3})});
  m.model.set("kernel_shape", std::vector<int64_t>{3});
  m.model.addOutput(y);
}

/// Nothing is kept from step to step.
void pointwise(Models &m) {
  std::string y =
      m.model.addNode("Conv", {m.sequence("x", {1, 3, kSteps}), m.weights("w", {4, 3, 1})});
  m.model.addOutput(m.model.addNode("Relu", {y}));
}

/// A causal pool, a convolution, and a GRU behind them: the front end of an ear.
void convolutionsAndGru(Models &m) {
  std::string y = m.model.addNode("MaxPool", {m.sequence("x", {1, 3, kSteps})});
  m.model.set("kernel_shape", std::vector<int64_t>{3});
  m.model.set("pads", std::vector<int64_t>{2, 0});
  y = m.model.addNode("Conv", {y, m.weights("w", {4, 3, 3})});
  m.model.set("kernel_shape", std::vector<int64_t>{3});
  m.model.set("pads", std::vector<int64_t>{2, 0});
  y = m.transpose(m.model.addNode("Tanh", {y}), {2, 0, 1});
  y = m.recurrent("GRU", "g", y, 4, 5);
  std::string h = m.model.addNodeOutput("h");
  m.model.addOutput(y);
  m.model.addOutput(m.model.addNode("MatMul", {m.squeeze(h, {0}), m.weights("d", {5, 2})}));
}

/// Time is the rows of an image; the pool is over the columns.
void imagesOfTime(Models &m) {
  std::string y = m.model.addNode("Conv", {m.sequence("x", {1, 2, kSteps, 6}),
                                           m.weights("w", {3, 2, 3, 3})});
  m.model.set("kernel_shape", std::vector<int64_t>{3, 3});
  m.model.set("pads", std::vector<int64_t>{2, 1, 0, 1});
  y = m.model.addNode("MaxPool", {m.model.addNode("Relu", {y})});
  m.model.set("kernel_shape", std::vector<int64_t>{1, 2});
  m.model.set("strides", std::vector<int64_t>{1, 2});
  m.model.addOutput(y);
}

/// Words, one a step.
void embedding(Models &m) {
  std::vector<int32_t> words;
  for (int64_t i = 0; i < kSteps; ++i)
    words.push_back(int32_t(m.random.between(0, 9)));
  std::string x = m.model.addInput("x", {kSteps, 1}, words);
  std::string vectors = m.model.addNode("Gather", {m.weights("table", {10, 4}), x});
  m.model.addOutput(m.recurrent("RNN", "r", vectors, 4, 5));
}

struct StreamCase {
  const char *name;
  void (*make)(Models &);
  int64_t axis;
};
const StreamCase kCases[] = {
    {"StackedLstm", stackedLstm, 0},
    {"GruOfABatch", gruOfABatch, 0},
    {"LearnedInitialState", learnedInitialState, 0},
    {"TemporalConvolution", temporalConvolution, 2},
    {"PaddedBefore", paddedBefore, 2},
    {"Pointwise", pointwise, 2},
    {"ConvolutionsAndGru", convolutionsAndGru, 2},
    {"ImagesOfTime", imagesOfTime, 2},
    {"Embedding", embedding, 0},
};

/// The most steps of a call, where the caller chooses how many.
constexpr int64_t kMostSteps = 5;

/// The steps of the calls, one after the other and over again; if `isOpen`, by a library
/// that takes any number.
struct Chunks {
  const char *name;
  bool isOpen;
  std::vector<int64_t> steps;
};
const Chunks kChunks[] = {{"1", false, {1}},
                          {"3", false, {3}},
                          {"OfAnySize", true, {1, 3, 2, 5}},
                          {"OfTheMost", true, {5}}};

/// A model in a file, what the reference gives for its inputs, and its library.
class StreamedModel {
public:
  StreamedModel(const char *name, void (*make)(Models &)) : random(1, name, 0) {
    Models models(builder, random);
    make(models);
    options.model = folder.path() + "/model.onnx";
    std::ofstream(options.model, std::ios::binary) << builder.model.SerializeAsString();
    options.name = "stream";
    options.outputDirectory = folder.path() + "/out";
    options.emit = {"shared"};
  }

  void evaluate() {
    OwningOpRef<ModuleOp> module = frontend::importModel(options.model, {}, context);
    ASSERT_TRUE(module);
    auto outputs = nn::evaluate(*module->getOps<func::FuncOp>().begin(), builder.inputs);
    ASSERT_TRUE(succeeded(outputs));
    expected = std::move(*outputs);
  }

  /// With the options as they are now.
  void makeLibrary() {
    CompileResult compiled = compile(options);
    ASSERT_EQ(compiled.outcome, Outcome::Good) << compiled.errors;
    auto opened = LoadedModel::open(options.outputDirectory, options.name);
    ASSERT_TRUE(bool(opened)) << toString(opened.takeError());
    library.emplace(std::move(*opened));
  }

  /// In calls of `chunks` steps, one after the other and over again.
  llvm::Expected<std::vector<OutputBuffer>> stepIn(const std::vector<int64_t> &chunks) {
    llvm::SmallVector<RankedTensorType> types;
    for (const nn::Tensor &output : expected)
      types.push_back(output.type);
    return stepThrough(*library, builder.inputs, types, chunks);
  }

  CompileOptions options;
  llvm::SmallVector<nn::Tensor> expected;

private:
  MLIRContext context{MLIRContext::Threading::DISABLED};
  ModelBuilder builder{context};
  Random random;
  TemporaryFolder folder;
  std::optional<LoadedModel> library;
};

class Stream : public testing::TestWithParam<std::tuple<StreamCase, Chunks>> {};

TEST_P(Stream, StepsGiveWhatTheWholeGives) {
  auto [test, chunks] = GetParam();
  StreamedModel model(test.name, test.make);
  ASSERT_NO_FATAL_FAILURE(model.evaluate());
  std::string axis = "x." + std::to_string(test.axis);
  if (chunks.isOpen) {
    model.options.passes.stream = {axis};
    model.options.dimensions = {axis + "=" + std::to_string(kMostSteps)};
  } else {
    model.options.passes.stream = {axis + ":" + std::to_string(chunks.steps.front())};
  }
  ASSERT_NO_FATAL_FAILURE(model.makeLibrary());
  auto outputs = model.stepIn(chunks.steps);
  ASSERT_TRUE(bool(outputs)) << toString(outputs.takeError());
  for (auto [index, output] : llvm::enumerate(*outputs)) {
    Difference difference = compare(output.bytes.data(), model.expected[index], kTolerance);
    EXPECT_TRUE(difference.within) << output.name << " " << difference.where;
  }
}

std::string nameOf(const testing::TestParamInfo<Stream::ParamType> &info) {
  return std::string(std::get<0>(info.param).name) + std::get<1>(info.param).name;
}

INSTANTIATE_TEST_SUITE_P(Models, Stream,
                         testing::Combine(testing::ValuesIn(kCases), testing::ValuesIn(kChunks)),
                         nameOf);

//===----------------------------------------------------------------------===//
// Every number of steps
//===----------------------------------------------------------------------===//

/// More steps than there are kernels for (codegen/sizes/Specialize.h).
constexpr int64_t kManySteps = 75;

std::string causal(Models &m, const std::string &x, const std::string &name, Shape filter,
                   int64_t dilation) {
  std::string y = m.model.addNode(
      "Conv", {x, m.weights(name, filter, 0.1), m.weights(name + "b", {filter[0]})});
  m.model.set("kernel_shape", std::vector<int64_t>{filter[2]});
  m.model.set("dilations", std::vector<int64_t>{dilation});
  m.model.set("pads", std::vector<int64_t>{dilation * (filter[2] - 1), 0});
  return y;
}

/// Blocks of channels that are full and some that are not, a product, residual sums of
/// transposed maps, channels by themselves.
void residualConvolutions(Models &m) {
  std::string x = causal(m, m.sequence("x", {1, 6, kManySteps}), "a", {64, 6, 3}, 1);
  std::string y = m.model.addNode("Relu", {causal(m, x, "b", {40, 64, 3}, 2)});
  y = causal(m, m.model.addNode("Tanh", {y}), "c", {64, 40, 1}, 1);
  y = causal(m, m.model.addNode("Add", {y, x}), "d", {64, 1, 3}, 4);
  m.model.set("group", int64_t(64));
  m.model.addOutput(m.model.addNode("Add", {y, x}));
}

/// Few channels, whose sums have several terms in a vector, behind a recurrent layer; a softmax
/// that is transposed.
void gruAndConvolution(Models &m) {
  std::string y = m.transpose(m.sequence("x", {1, 8, kManySteps}), {2, 0, 1});
  y = m.recurrent("GRU", "g", y, 8, 16);
  m.model.set("linear_before_reset", int64_t(1));
  y = m.transpose(m.squeeze(y, {1}), {1, 2, 0});
  m.model.addOutput(m.model.addNode("Softmax", {causal(m, y, "a", {8, 16, 5}, 1)}));
  m.model.set("axis", int64_t(1));
}

struct OpenCase {
  const char *name;
  void (*make)(Models &);
  const char *target;
};
const char *const kAvx2 = "x86-64-linux-avx-avx2-f16c-fma-sse41";
const OpenCase kOpenCases[] = {{"ResidualConvolutionsHost", residualConvolutions, "host"},
                               {"ResidualConvolutionsAvx2", residualConvolutions, kAvx2},
                               {"GruAndConvolutionHost", gruAndConvolution, "host"},
                               {"GruAndConvolutionAvx2", gruAndConvolution, kAvx2}};

class OpenStream : public testing::TestWithParam<OpenCase> {};

TEST_P(OpenStream, HasTheSameBitsHoweverItIsCut) {
  OpenCase test = GetParam();
  StreamedModel model(test.name, test.make);
  ASSERT_NO_FATAL_FAILURE(model.evaluate());
  model.options.target = test.target;
  model.options.passes.stream = {"x.2"};
  model.options.dimensions = {"x.2=" + std::to_string(kManySteps)};
  ASSERT_NO_FATAL_FAILURE(model.makeLibrary());
  const nn::Tensor &whole = model.expected.front();

  std::vector<uint8_t> first;
  for (int64_t chunk = 1; chunk <= kManySteps; ++chunk) {
    SCOPED_TRACE(chunk);
    auto outputs = model.stepIn({chunk});
    ASSERT_TRUE(bool(outputs)) << toString(outputs.takeError());
    const OutputBuffer &output = outputs->front();
    Difference difference = compare(output.bytes.data(), whole, kTolerance);
    EXPECT_TRUE(difference.within) << difference.where;
    std::vector<uint8_t> bytes(output.bytes.data(), output.bytes.data() + whole.bytes.size());
    if (chunk == 1)
      first = bytes;
    EXPECT_TRUE(bytes == first);
  }
}

INSTANTIATE_TEST_SUITE_P(Models, OpenStream, testing::ValuesIn(kOpenCases),
                         [](const testing::TestParamInfo<OpenCase> &info) {
                           return std::string(info.param.name);
                         });

} // namespace
} // namespace unspool::test
