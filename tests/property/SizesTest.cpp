//===- SizesTest.cpp - one library at many sizes ---------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each model is compiled once, with --max, and run at sizes from the least to the
// largest; the reference evaluates it anew at each. Tensors end at guarded pages, so a
// kernel that reads one element too many at some size crashes the test.
//
//===----------------------------------------------------------------------===//

#include "tests/property/OpenMaps.h"
#include "tools/driver/Compiler.h"
#include "tools/driver/DataSet.h"
#include "tools/driver/RunLibrary.h"
#include "tools/driver/TemporaryFolder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <fstream>

using namespace mlir;
using testing::HasSubstr;

namespace unspool::test {
namespace {

/// Sums of at most a few hundred products.
constexpr Tolerance kTolerance{2e-5, 2e-5};

/// Odd widths, all outputs read.
template <const char *const &kind> void sequences(OpenModel &m) {
  std::string y = recurrent(m, kind, m.input("x", {"T", "B", "5"}), 5, 9, false);
  m.builder.addOutput(m.builder.addNodeOutput("last"));
  m.builder.addOutput(m.node("Tanh", {y}));
}
const char *const kRnn = "RNN", *const kGru = "GRU", *const kLstm = "LSTM";

/// Steps of so many rows that they project their own; where the rows are open, all are projected
/// together.
void wideSteps(OpenModel &m) {
  m.builder.addOutput(recurrent(m, "LSTM", m.input("x", {"T", "16", "8"}), 8, 32, false));
}
void openSteps(OpenModel &m) {
  m.builder.addOutput(recurrent(m, "LSTM", m.input("x", {"T", "B", "8"}), 8, 32, false));
}

/// Wide steps whose units are no whole vectors.
void wideStepsOfAny(OpenModel &m) {
  m.builder.addOutput(recurrent(m, "LSTM", m.input("x", {"T", "18", "8"}), 8, 37, false));
}

/// Blocks of two vectors, the last of which is not full.
template <const char *const &kind> void blocksOfUnits(OpenModel &m) {
  m.builder.addOutput(recurrent(m, kind, m.input("x", {"2", "B", "5"}), 5, 40, false));
}

/// Half as many steps as there are timesteps: in which place the last state is, their number says.
void lastStateOfHalf(OpenModel &m) {
  std::string x = m.node("MaxPool", {m.input("x", {"2", "3", "T"})});
  m.builder.set("kernel_shape", std::vector<int64_t>{2});
  m.builder.set("strides", std::vector<int64_t>{2});
  x = m.node("Transpose", {x});
  m.builder.set("perm", std::vector<int64_t>{2, 0, 1});
  recurrent(m, "GRU", x, 3, 5, false);
  m.builder.addOutput(m.builder.addNodeOutput("last"));
}

/// A table of learned positions, which has no row for more timesteps than 24.
void positions(OpenModel &m) {
  std::string x = m.input("x", {"T", "B", "6"});
  std::string length = m.node("Shape", {x});
  m.builder.set("start", int64_t(0));
  m.builder.set("end", int64_t(1));
  std::string zero = m.builder.addConstant("zero", {1}, std::vector<int32_t>{0});
  std::string begin = m.node("Cast", {zero});
  m.builder.set("to", int64_t(onnx::TensorProto::INT64));
  std::string rows = m.node("Slice", {m.weights("table", {24, 1, 6}), begin, length});
  m.builder.addOutput(recurrent(m, "GRU", m.node("Add", {x, rows}), 6, 9, false));
}

/// Both directions, joined, and a dense layer on every step.
void bothDirections(OpenModel &m) {
  std::string y = recurrent(m, "LSTM", m.input("x", {"T", "B", "6"}), 6, 8, true);
  std::string rows = m.node("Transpose", {y});
  m.builder.set("perm", std::vector<int64_t>{0, 2, 1, 3});
  std::string shape = m.builder.addConstant("shape", {3}, std::vector<int32_t>{0, 0, 16});
  std::string wide = m.node("Cast", {shape});
  m.builder.set("to", int64_t(onnx::TensorProto::INT64));
  rows = m.node("Reshape", {rows, wide});
  m.builder.addOutput(m.node("MatMul", {rows, m.weights("d", {16, 3})}));
}

/// Channels that are joined, and joined again, and read in between.
void joinedChannels(OpenModel &m) {
  std::string x = m.input("x", {"N", "20", "H", "W"});
  std::string y = m.node("Relu", {convolution(m, x, {24, 20, 1, 1}, 1)});
  std::string z = pool(m, "MaxPool", y, 3, 1, 1);
  std::string both = m.node("Concat", {y, z, x});
  m.builder.set("axis", int64_t(1));
  std::string grown = convolution(m, m.node("Sigmoid", {both}), {16, 68, 3, 3}, 1);
  std::string all = m.node("Concat", {both, grown});
  m.builder.set("axis", int64_t(1));
  m.builder.addOutput(m.node("Tanh", {all}));
}

/// Rows of open lengths side by side.
void joinedRows(OpenModel &m) {
  std::string x = m.input("x", {"N", "3", "W"}), y = m.input("y", {"N", "3", "V"});
  std::string joined = m.node("Concat", {m.node("Sigmoid", {x}), m.node("Tanh", {y})});
  m.builder.set("axis", int64_t(2));
  m.builder.addOutput(m.node("Concat", {joined, m.node("Exp", {joined})}));
  m.builder.set("axis", int64_t(2));
}

/// Maps with what stands beside them: elementwise, joined, cut, and turned.
void movements(OpenModel &m) {
  std::string x = m.input("x", {"N", "4", "W"}), y = m.input("y", {"N", "4", "V"});
  std::string joined = m.node("Concat", {m.node("Sigmoid", {x}), y});
  m.builder.set("axis", int64_t(2));
  std::string turned = m.node("Transpose", {joined});
  m.builder.set("perm", std::vector<int64_t>{2, 0, 1});
  m.builder.addOutput(m.node("Mul", {turned, m.weights("scale", {4})}));
  m.builder.addOutput(m.node("ReduceMean", {joined}));
  m.builder.set("axes", std::vector<int64_t>{2});
  m.builder.addOutput(m.node("LogSoftmax", {joined}));
  m.builder.set("axis", int64_t(2));
}

/// Along one axis: without a border, which reads up to the last element, with one, and with a
/// stride.
void alongOneAxis(OpenModel &m) {
  std::string x = m.input("x", {"N", "24", "W"});
  auto layer = [&](const std::string &from, const std::string &name, const Shape &filter,
                   int64_t stride, int64_t pad) {
    std::string y =
        m.node("Conv", {from, m.weights(name, filter), m.weights(name + "b", {filter[0]})});
    m.builder.set("strides", std::vector<int64_t>{stride});
    m.builder.set("pads", std::vector<int64_t>{pad, pad});
    return y;
  };
  std::string y = m.node("Relu", {layer(x, "f", {40, 24, 3}, 1, 0)});
  m.builder.addOutput(layer(m.node("Sigmoid", {y}), "g", {64, 40, 3}, 1, 1));
  m.builder.addOutput(layer(m.node("Tanh", {y}), "h", {8, 40, 1}, 2, 0));
}

/// As many channels as may be pixels: there, what goes in is turned as what comes out.
void asWideAsDeep(OpenModel &m) {
  std::string y = m.node("Conv", {m.input("x", {"N", "40", "W"}), m.weights("f", {40, 40, 3})});
  m.builder.set("pads", std::vector<int64_t>{1, 1});
  m.builder.addOutput(m.node("Relu", {y}));
}

struct SizesCase {
  const char *name;
  void (*make)(OpenModel &);
  std::vector<std::string> dimensions;
  std::vector<Sizes> sizes;
  const char *algorithm = ""; ///< of convolutions; empty: the compiler's choice
};
const std::vector<Sizes> kTimes = {{{"T", 1}, {"B", 1}}, {{"T", 2}, {"B", 1}}, {{"T", 1}, {"B", 12}},
                                   {{"T", 9}, {"B", 3}}, {{"T", 8}, {"B", 9}}, {{"T", 40}, {"B", 12}}};
const std::vector<Sizes> kMaps = {
    {{"N", 1}, {"H", 4}, {"W", 4}},   {{"N", 3}, {"H", 36}, {"W", 40}}, {{"N", 1}, {"H", 7}, {"W", 33}},
    {{"N", 2}, {"H", 16}, {"W", 17}}, {{"N", 1}, {"H", 35}, {"W", 3}},  {{"N", 1}, {"H", 9}, {"W", 20}}};
std::vector<Sizes> allWidths() {
  std::vector<Sizes> sizes;
  for (int64_t width = 3; width <= 75; ++width)
    sizes.push_back({{"N", 1 + width % 2}, {"W", width}});
  return sizes;
}
std::vector<Sizes> widths(int64_t least, int64_t most) {
  std::vector<Sizes> sizes;
  for (int64_t width = least; width <= most; ++width)
    sizes.push_back({{"W", width}});
  return sizes;
}
/// Numbers of tiles across that kernels have register tiles for, and many, with others down.
std::vector<Sizes> mapsOfTiles() {
  std::vector<Sizes> sizes;
  for (int64_t width = 4; width <= 140; width += 1 + width / 16)
    sizes.push_back({{"N", 1 + width % 2}, {"H", 4 + width * 7 % 17}, {"W", width}});
  return sizes;
}
/// Those that have kernels of their own, all tiles, and more.
std::vector<Sizes> allBatches() {
  std::vector<Sizes> sizes;
  for (int64_t batch = 1; batch <= 70; ++batch)
    sizes.push_back({{"B", batch}});
  return sizes;
}
const SizesCase kCases[] = {
    {"Rnn", sequences<kRnn>, {"T=40", "B=12"}, kTimes},
    {"Gru", sequences<kGru>, {"T=40", "B=12"}, kTimes},
    {"Lstm", sequences<kLstm>, {"T=40", "B=12"}, kTimes},
    {"RnnBatches", blocksOfUnits<kRnn>, {"B=70"}, allBatches()},
    {"GruBatches", blocksOfUnits<kGru>, {"B=70"}, allBatches()},
    {"LstmBatches", blocksOfUnits<kLstm>, {"B=70"}, allBatches()},
    {"WideSteps", wideSteps, {"T=200"}, {{{"T", 1}}, {{"T", 2}}, {{"T", 200}}}},
    {"WideStepsOfAny", wideStepsOfAny, {"T=150"}, {{{"T", 1}}, {{"T", 2}}, {{"T", 150}}}},
    {"OpenSteps",
     openSteps,
     {"T=200", "B=16"},
     {{{"T", 1}, {"B", 1}}, {{"T", 3}, {"B", 16}}, {{"T", 200}, {"B", 9}}}},
    {"BothDirections", bothDirections, {"x.T=40", "x.1=12"}, kTimes},
    {"LastStateOfHalf",
     lastStateOfHalf,
     {"T=40"},
     {{{"T", 2}}, {{"T", 3}}, {{"T", 4}}, {{"T", 7}}, {{"T", 9}}, {{"T", 38}}, {{"T", 40}}}},
    {"Positions",
     positions,
     {"T=24", "B=12"},
     {{{"T", 1}, {"B", 1}}, {{"T", 2}, {"B", 12}}, {{"T", 23}, {"B", 3}}, {{"T", 24}, {"B", 12}}}},
    {"PositionsInPart",
     positions,
     {"T=5", "B=2"},
     {{{"T", 1}, {"B", 2}}, {{"T", 3}, {"B", 1}}, {{"T", 5}, {"B", 2}}}},
    {"PixelsOfImages",
     pixelsOfImages,
     {"W=40"},
     {{{"W", 1}}, {{"W", 2}}, {{"W", 19}}, {{"W", 40}}}},
    {"Classifier", classifier, {"N=3", "H=36", "W=40"}, kMaps},
    {"LargePools", largePools, {"N=3", "H=36", "W=40"}, kMaps},
    {"Images", images, {"N=6"}, {{{"N", 1}}, {{"N", 3}}, {{"N", 6}}}},
    {"Separable", separable, {"N=3", "H=36", "W=40"}, kMaps},
    {"Pyramid",
     pyramid,
     {"N=3", "H=36", "W=40"},
     {{{"N", 1}, {"H", 4}, {"W", 4}},
      {{"N", 3}, {"H", 36}, {"W", 40}},
      {{"N", 1}, {"H", 8}, {"W", 28}},
      {{"N", 2}, {"H", 32}, {"W", 12}}}},
    {"SquarePyramid",
     pyramid,
     {"H=40", "W=40", "N=2"},
     {{{"N", 2}, {"H", 40}, {"W", 40}}, {{"N", 1}, {"H", 12}, {"W", 24}}}},
    {"AlongOneAxis", alongOneAxis, {"N=2", "W=75"}, allWidths()},
    {"AlongOneAxisWinograd2", alongOneAxis, {"N=2", "W=75"}, allWidths(), "winograd2"},
    {"AlongOneAxisWinograd4", alongOneAxis, {"N=2", "W=75"}, allWidths(), "winograd4"},
    {"TilesWinograd2", tiles, {"N=2", "H=20", "W=140"}, mapsOfTiles(), "winograd2"},
    {"TilesWinograd4", tiles, {"N=2", "H=20", "W=140"}, mapsOfTiles(), "winograd4"},
    {"TilesWinograd5", fewTiles, {"N=2", "H=20", "W=140"}, mapsOfTiles(), "winograd5"},
    {"TilesWinograd6", fewTiles, {"N=2", "H=20", "W=140"}, mapsOfTiles(), "winograd6"},
    {"TilesWinograd4x2", tiles, {"N=2", "H=20", "W=140"}, mapsOfTiles(), "winograd4x2"},
    {"StridedTilesWinograd4", stridedTiles, {"N=3", "H=36", "W=40"}, kMaps, "winograd4"},
    {"StridedTilesWinograd1x4", stridedTiles, {"N=3", "H=36", "W=40"}, kMaps, "winograd1x4"},
    {"FewChannelsWinograd1x4", fewChannels, {"N=3", "H=36"}, kMaps, "winograd1x4"},
    {"FewChannelsWinograd4", fewChannels, {"N=3", "H=36"}, kMaps, "winograd4"},
    {"RowsOfTiles", rowsOfTiles, {"N=2", "H=20"}, mapsOfTiles(), "winograd4"},
    {"ColumnsOfTiles", columnsOfTiles, {"N=2", "W=140"}, mapsOfTiles(), "winograd4"},
    {"AsWideAsDeep", asWideAsDeep, {"N=2", "W=40"}, {{{"N", 2}, {"W", 40}}, {{"N", 1}, {"W", 7}}}},
    {"NearlyAsWide", asWideAsDeep, {"N=2", "W=36"}, {{{"N", 2}, {"W", 36}}, {{"N", 1}, {"W", 2}}}},
    {"HalvedFiveTimes", halvedFiveTimes, {"W=224"}, widths(64, 224)},
    {"LongStride", longStride, {"W=224"}, widths(60, 224)},
    {"StridesOfAll", stridesOfAll, {"W=300"}, widths(44, 300)},
    {"JoinedChannels", joinedChannels, {"N=3", "H=36", "W=40"}, kMaps},
    {"JoinedRows",
     joinedRows,
     {"N=3", "W=40", "y.V=50"},
     {{{"N", 1}, {"W", 1}, {"V", 1}},
      {{"N", 3}, {"W", 40}, {"V", 50}},
      {{"N", 2}, {"W", 17}, {"V", 31}}}},
    {"Movements",
     movements,
     {"N=3", "W=40", "y.V=50"},
     {{{"N", 1}, {"W", 1}, {"V", 1}},
      {{"N", 3}, {"W", 40}, {"V", 50}},
      {{"N", 2}, {"W", 17}, {"V", 31}}}},
};

CompileOptions optionsFor(OpenModel &model, const TemporaryFolder &folder) {
  CompileOptions options;
  options.model = folder.path() + "/model.onnx";
  std::ofstream(options.model, std::ios::binary) << model.builder.model.SerializeAsString();
  options.name = "sized";
  options.outputDirectory = folder.path() + "/out";
  options.emit = {"shared"};
  return options;
}

class SizesTest : public testing::TestWithParam<std::tuple<SizesCase, const char *>> {
protected:
  /// What the reference says at these sizes.
  FailureOr<llvm::SmallVector<nn::Tensor>> expected(const OpenModel &model, const std::string &path,
                                                    const Sizes &sizes,
                                                    llvm::ArrayRef<nn::Tensor> inputs) {
    frontend::ImportOptions import;
    for (const auto &[name, axes] : model.inputs)
      import.inputShapes[name] = model.shapeAt(axes, sizes);
    OwningOpRef<ModuleOp> module = frontend::importModel(path, import, context);
    if (!module)
      return failure();
    return nn::evaluate(*module->getOps<func::FuncOp>().begin(), inputs);
  }

  std::vector<nn::Tensor> inputsOf(OpenModel &model, const Sizes &sizes) {
    std::vector<nn::Tensor> inputs;
    for (const auto &[name, axes] : model.inputs) {
      std::vector<int64_t> shape = model.shapeAt(axes, sizes);
      auto type = RankedTensorType::get(shape, Float32Type::get(&context));
      std::vector<float> values = model.random.reals(type.getNumElements(), -1, 1);
      nn::Tensor tensor{type, std::vector<uint8_t>(values.size() * sizeof(float))};
      std::memcpy(tensor.bytes.data(), values.data(), tensor.bytes.size());
      inputs.push_back(std::move(tensor));
    }
    return inputs;
  }

  MLIRContext context{MLIRContext::Threading::DISABLED};
};

TEST_P(SizesTest, AllSizesGiveWhatTheReferenceGives) {
  auto [test, target] = GetParam();
  OpenModel model(context, test.name);
  test.make(model);
  TemporaryFolder folder;
  CompileOptions options = optionsFor(model, folder);
  options.dimensions = test.dimensions;
  options.target = target;
  if (*test.algorithm)
    options.passes.algorithms = {test.algorithm};
  options.passes.threads = 2; // the same bits, or run() says so
  options.passes.sharesAll = true;
  CompileResult compiled = compile(options);
  ASSERT_EQ(compiled.outcome, Outcome::Good) << compiled.errors;
  auto library = LoadedModel::open(options.outputDirectory, options.name);
  ASSERT_TRUE(bool(library)) << toString(library.takeError());

  for (const Sizes &sizes : test.sizes) {
    std::string where;
    for (const auto &[name, size] : sizes)
      where += name + "=" + std::to_string(size) + " ";
    SCOPED_TRACE(where);
    std::vector<nn::Tensor> inputs = inputsOf(model, sizes);
    auto reference = expected(model, options.model, sizes, inputs);
    ASSERT_TRUE(succeeded(reference));
    auto outputs = library->run(inputs);
    ASSERT_TRUE(bool(outputs)) << toString(outputs.takeError());
    for (auto [output, tensor] : llvm::zip_equal(*outputs, *reference)) {
      ASSERT_EQ(output.type, typeText(tensor.type));
      Difference difference = compare(output.bytes.data(), tensor, kTolerance);
      EXPECT_TRUE(difference.within) << output.name << " " << difference.where;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Models, SizesTest,
    testing::Combine(testing::ValuesIn(kCases),
                     testing::Values("host", "x86-64-linux-avx-avx2-f16c-fma-sse41")),
    [](const testing::TestParamInfo<SizesTest::ParamType> &info) {
      bool isHost = std::strcmp(std::get<1>(info.param), "host") == 0;
      return std::string(std::get<0>(info.param).name) + (isHost ? "Host" : "Avx2");
    });

/// What the model takes only in steps is refused between them.
TEST(SizesOfStepsTest, OthersLeaveTheOutputsAlone) {
  MLIRContext context(MLIRContext::Threading::DISABLED);
  OpenModel model(context, "steps");
  pyramid(model);
  TemporaryFolder folder;
  CompileOptions options = optionsFor(model, folder);
  options.dimensions = {"N=2", "W=40"};
  options.import.inputShapes["x"] = {2, 3, 8, 40};
  CompileResult compiled = compile(options);
  ASSERT_EQ(compiled.outcome, Outcome::Good) << compiled.errors;
  auto library = LoadedModel::open(options.outputDirectory, options.name);
  ASSERT_TRUE(bool(library)) << toString(library.takeError());
  const unspool_model &described = library->model();
  EXPECT_EQ(described.dimensions[0].step, 1);
  EXPECT_EQ(described.dimensions[1].least, 4);
  EXPECT_EQ(described.dimensions[1].most, 40);
  EXPECT_EQ(described.dimensions[1].step, 4);
  AlignedBytes workspace(described.workspace_bytes, described.workspace_alignment);
  std::vector<float> x(2 * 3 * 8 * 40, 0.5f), y(2 * 8 * 4 * 20);
  auto statusAt = [&](int64_t width) {
    y.assign(y.size(), 77);
    int64_t sizes[] = {2, width};
    const void *inputs[] = {x.data()};
    void *outputs[] = {y.data()};
    return described.run_sized(nullptr, sizes, inputs, outputs, workspace.data());
  };
  for (int64_t width : {0, 2, 5, 6, 7, 38, 39, 41, 44}) {
    EXPECT_EQ(statusAt(width), UNSPOOL_SIZE_OUT_OF_RANGE) << width;
    EXPECT_THAT(y, testing::Each(77)) << width;
  }
  EXPECT_EQ(statusAt(8), UNSPOOL_OK);
  EXPECT_EQ(std::count(y.begin(), y.end(), 77), 2 * 8 * 4 * (20 - 4));
}

class SizesRefusedTest : public testing::Test {
protected:
  std::string errorsOf(void (*make)(OpenModel &), std::vector<std::string> dimensions,
                       std::vector<std::string> streams = {},
                       std::vector<std::string> states = {}) {
    MLIRContext context(MLIRContext::Threading::DISABLED);
    OpenModel model(context, "refused");
    make(model);
    TemporaryFolder folder;
    CompileOptions options = optionsFor(model, folder);
    options.dimensions = std::move(dimensions);
    options.passes.stream = std::move(streams);
    options.states = std::move(states);
    CompileResult result = compile(options);
    EXPECT_EQ(result.outcome, Outcome::Refused);
    return result.errors;
  }
};

TEST_F(SizesRefusedTest, AnAxisThatTheModelDoesNotHave) {
  EXPECT_THAT(errorsOf(classifier, {"x.Z=4"}),
              HasSubstr("--max x.Z=4: input 'x' has no axis 'Z'; the inputs are 'x' [N, 3, H, W]"));
  EXPECT_THAT(errorsOf(classifier, {"batch=4"}), HasSubstr("no axis of an input is called that"));
}

TEST_F(SizesRefusedTest, AnAxisThatTheFileFixes) {
  EXPECT_THAT(errorsOf(classifier, {"x.1=4"}),
              HasSubstr("axis 1 of input 'x' is 3 in the model file, not open"));
}

TEST_F(SizesRefusedTest, WhatIsNoSize) {
  for (const char *order : {"x.N=1", "x.N=", "x.N=-3", "x.N=99999999999", "=4"})
    EXPECT_THAT(errorsOf(classifier, {order}), HasSubstr("write it as input.axis=N"));
}

TEST_F(SizesRefusedTest, AnAxisThatIsStillOpen) {
  EXPECT_THAT(errorsOf(classifier, {"x.N=4"}),
              HasSubstr("shapes must be known at compile time, but 'x' [4, 3, H, W] is open"));
}

TEST_F(SizesRefusedTest, AChunkThatIsNoChunkOfAnotherInput) {
  auto make = [](OpenModel &m) {
    std::string x = m.input("x", {"T", "B", "3"}), y = m.input("y", {"T", "B", "3"});
    m.builder.addOutput(m.node("Add", {x, y}));
  };
  EXPECT_THAT(errorsOf(make, {"T=9", "B=4"}, {"x.0"}),
              HasSubstr("--max T=9: axis 0 of input 'y' is 'T' as well, but no stream; add --stream y.0"));
}

/// At the largest size the two types are equal.
TEST_F(SizesRefusedTest, AStateWhoseNextValueHasAnotherSize) {
  auto make = [](OpenModel &m) {
    std::string h = m.input("h", {"B", "3"});
    m.builder.addOutput(m.node("Tanh", {m.input("x", {"4", "3"})}));
    m.builder.addOutput(m.node("Relu", {h}));
  };
  std::string errors = errorsOf(make, {"B=4"}, {}, {"Tanh0_out=h"});
  EXPECT_THAT(errors, HasSubstr("is a 'tensor<4x3xf32>' but input 'h' is a 'tensor<5x3xf32>'"));
  EXPECT_THAT(errors, HasSubstr("this is said of B = 5"));
}

/// A dense layer behind a map that grows with the image: no filter fits it.
TEST_F(SizesRefusedTest, ALayerThatFixesTheSize) {
  auto make = [](OpenModel &m) {
    std::string x = m.node("Flatten", {m.input("x", {"1", "2", "W"})});
    m.builder.addOutput(m.node("MatMul", {x, m.weights("d", {20, 3})}));
  };
  EXPECT_THAT(errorsOf(make, {"W=10"}), HasSubstr("disagree in K: 22 and 20"));
}

TEST_F(SizesRefusedTest, AConstantThatIsMadeOfASize) {
  auto make = [](OpenModel &m) {
    std::string length = m.node("Shape", {m.input("x", {"T", "3"})});
    m.builder.set("start", int64_t(0));
    m.builder.set("end", int64_t(1));
    std::string one = m.builder.addConstant("one", {1}, std::vector<float>{1});
    std::string number = m.node("Cast", {length});
    m.builder.set("to", int64_t(onnx::TensorProto::FLOAT));
    std::string part = m.node("Div", {one, number});
    std::string rows = m.node("Tile", {part, length});
    rows = m.node("CumSum", {rows, m.builder.addConstant("axis", {}, std::vector<int32_t>{0})});
    m.builder.addOutput(m.node("MatMul", {rows, "x"}));
  };
  EXPECT_THAT(errorsOf(make, {"T=40"}),
              HasSubstr("node 'MatMul5' reads a constant that is made of a size"));
}

TEST_F(SizesRefusedTest, LargestSizesThatTheModelDoesNotTake) {
  EXPECT_THAT(
      errorsOf(pyramid, {"N=2", "H=70", "W=97"}),
      HasSubstr("there is a model for N = 2, H = 64, W = 96, but not for the sizes of --max: "
                "give multiples of 32"));
}

/// One axis is fixed by a dense layer, the other may be open in steps.
TEST_F(SizesRefusedTest, ALayerThatFixesOneOfTwoSizes) {
  auto make = [](OpenModel &m) {
    std::string x = m.input("x", {"1", "3", "H", "W"});
    std::string half = convolution(m, x, {4, 3, 3, 3}, 2);
    std::string again = m.node(
        "ConvTranspose", {convolution(m, half, {4, 4, 3, 3}, 2), m.weights("t", {4, 4, 2, 2})});
    m.builder.set("strides", std::vector<int64_t>{2, 2});
    m.builder.addOutput(m.node("MatMul", {m.node("Add", {half, again}), m.weights("d", {20, 3})}));
  };
  std::string errors = errorsOf(make, {"H=36", "W=40"});
  EXPECT_THAT(errors, HasSubstr("to be fixed, whatever the others are: W"));
  EXPECT_THAT(errors, HasSubstr("may stay open, if the others are fixed: H"));
}

} // namespace
} // namespace unspool::test
