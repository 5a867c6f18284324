//===- KerasErrorsTest.cpp - what the Keras frontend says of bad models ---===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One test a kind of fault: the file is written here, and the messages that its
// import gives are compared. Descriptions use invented weights unless the test is
// about weights.
//
//===----------------------------------------------------------------------===//

#include "frontend/Frontend.h"

#include "mlir/IR/Diagnostics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

using namespace unspool::frontend;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Failure = ImportReport::Failure;

namespace {

class KerasErrors : public testing::Test {
protected:
  KerasErrors() {
    folder = std::filesystem::path(testing::TempDir()) /
             (std::string("keras-errors-") +
              testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    options.randomSeed = 1;
    context.printOpOnDiagnostic(false);
  }
  ~KerasErrors() override { std::filesystem::remove_all(folder); }

  std::string write(const std::string &name, const std::string &bytes) {
    std::string path = (folder / name).string();
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

  std::vector<std::string> importFile(const std::string &path) {
    std::vector<std::string> errors;
    mlir::ScopedDiagnosticHandler handler(&context, [&](mlir::Diagnostic &diagnostic) {
      errors.push_back(diagnostic.str());
      mlir::Location location = diagnostic.getLocation();
      if (auto name = mlir::dyn_cast<mlir::NameLoc>(location))
        location = name.getChildLoc();
      if (auto file = mlir::dyn_cast<mlir::FileLineColLoc>(location))
        lines.push_back(file.getLine());
      return mlir::success();
    });
    mlir::OwningOpRef<mlir::ModuleOp> module = importModel(path, options, context, &report);
    EXPECT_EQ(!module, !errors.empty());
    return errors;
  }
  std::vector<std::string> importText(const std::string &text) {
    return importFile(write("model.json", text));
  }
  /// A Sequential model of these layers on a [1, 4, 3] input.
  std::vector<std::string> importLayers(const std::string &layers) {
    return importText(R"({"class_name": "Sequential", "config": {"layers": [
{"class_name": "Input", "config": {"name": "x", "shape": [4, 3]}},
)" + layers + "]}}");
  }

  std::filesystem::path folder;
  ImportOptions options;
  mlir::MLIRContext context;
  ImportReport report;
  std::vector<unsigned> lines;
};

TEST_F(KerasErrors, DefaultsMayBeLeftOut) {
  EXPECT_THAT(importLayers(R"({"class_name": "LSTM", "config": {"units": 8}},
                              {"class_name": "Flatten"},
                              {"class_name": "Dense", "config": {"units": 2}})"),
              IsEmpty());
}

TEST_F(KerasErrors, AllUnsupportedLayersInOneReport) {
  EXPECT_THAT(importLayers(R"({"class_name": "Lambda", "config": {"name": "l"}},
                              {"class_name": "Dens", "config": {"name": "d"}},
                              {"class_name": "Dense", "config": {"name": "e", "units": 2, "quantum": 3}},
                              {"class_name": "Dense", "module": "mine", "config": {"name": "f", "units": 2}})"),
              ElementsAre(AllOf(HasSubstr("Lambda layer 'l' at /config/layers/1"),
                                HasSubstr("it holds Python code, which is never run")),
                          HasSubstr("class Dens is not supported (supported: Dense)"),
                          AllOf(HasSubstr("Dense layer 'e' at /config/layers/3"),
                                HasSubstr("attribute 'quantum' is not supported (supported: units "
                                          "activation use_bias)")),
                          HasSubstr("it comes from module \"mine\", not from Keras")));
  EXPECT_EQ(report.failure, Failure::Unsupported);
}

TEST_F(KerasErrors, AttributesOfTheWrongKind) {
  EXPECT_THAT(
      importLayers(
          R"({"class_name": "Conv1D", "config": {"name": "c", "filters": 0, "kernel_size": 3,
   "padding": "reflect"}},
{"class_name": "LSTM", "config": {"name": "l", "activation": "glu"}})"),
      ElementsAre(
          HasSubstr("attribute 'filters' is 0 when it should be an integer of at least 1"),
          HasSubstr("attribute 'padding' is \"reflect\" when it should be valid, same or causal"),
          HasSubstr("attribute 'units' is missing; it should be an integer of at least 1"),
          HasSubstr("activation 'glu' is not supported (supported: celu elu")));
  EXPECT_THAT(lines, ElementsAre(3, 4, 5, 5));
  EXPECT_EQ(report.failure, Failure::Invalid);
}

TEST_F(KerasErrors, JsonThatIsNone) {
  EXPECT_THAT(importText("{\"class_name\": \"Sequential\",\n \"config\": }"),
              ElementsAre(AllOf(HasSubstr("is not JSON"), HasSubstr("line 2"))));
  EXPECT_THAT(importText("{\"class_name\": NaN}"),
              ElementsAre(HasSubstr("NaN and Infinity are not JSON numbers")));
  EXPECT_THAT(importText("{\"a\": 1, \"a\": 2}"), ElementsAre(HasSubstr("key 'a' comes twice")));
  EXPECT_THAT(importText(std::string(100000, '[')),
              ElementsAre(HasSubstr("values are nested deeper than 256")));
  EXPECT_THAT(importText(" "), ElementsAre(HasSubstr("is not JSON")));
  EXPECT_THAT(importText("[1, 2]"), ElementsAre(HasSubstr("there is no \"class_name\"")));
}

TEST_F(KerasErrors, EmptyFile) {
  EXPECT_THAT(importText(""), ElementsAre("the file is empty"));
  EXPECT_THAT(importFile(write("model.keras", "")), ElementsAre("the file is empty"));
}

TEST_F(KerasErrors, SubclassedModel) {
  EXPECT_THAT(importText(R"({"class_name": "MyModel", "config": {}})"),
              ElementsAre(HasSubstr("a subclassed model holds Python code")));
}

TEST_F(KerasErrors, Cycle) {
  EXPECT_THAT(importText(R"({"class_name": "Functional", "config": {"name": "m", "layers": [
    {"class_name": "InputLayer", "config": {"name": "x", "shape": [3]}},
    {"class_name": "Add", "config": {"name": "a"}, "inbound_nodes": ["x", "b"]},
    {"class_name": "ReLU", "config": {"name": "b"}, "inbound_nodes": ["a"]}],
    "output_layers": ["b"]}})"),
              ElementsAre(HasSubstr("its layers wait for each other in a cycle: 'a', 'b'")));
}

TEST_F(KerasErrors, ReferencesToNothing) {
  EXPECT_THAT(importText(R"({"class_name": "Functional", "config": {"name": "m", "layers": [
    {"class_name": "InputLayer", "config": {"name": "x", "shape": [3]}},
    {"class_name": "ReLU", "config": {"name": "a"}, "inbound_nodes": ["y"]},
    {"class_name": "ReLU", "config": {"name": "b"}, "inbound_nodes": [["x", 3, 0]]},
    {"class_name": "ReLU", "config": {"name": "b"}}]}})"),
              ElementsAre(HasSubstr("there are two layers named 'b'"),
                          HasSubstr("there is no layer 'y' to read from"),
                          HasSubstr("\"inbound_nodes\" should list what the layer reads"),
                          HasSubstr("\"output_layers\" is missing"),
                          HasSubstr("it reads call 3 of layer 'x', which is called 1 times")));
}

TEST_F(KerasErrors, OpenExtents) {
  std::string text = R"({"class_name": "Sequential", "config": {"layers": [
    {"class_name": "Input", "config": {"name": "x", "shape": [null, 3]}},
    {"class_name": "LSTM", "config": {"units": 2}}]}})";
  EXPECT_THAT(importText(text), ElementsAre(AllOf(HasSubstr("'x' [1, ?, 3] is open"),
                                                  HasSubstr("--shape name=1x2x3"))));
  options.inputShapes["x"] = {2, 7, 3};
  EXPECT_THAT(importText(text), IsEmpty());
}

TEST_F(KerasErrors, ShapesThatDoNotFit) {
  EXPECT_THAT(
      importLayers(
          R"({"class_name": "Conv2D", "config": {"name": "c", "filters": 2, "kernel_size": 3}})"),
      ElementsAre(AllOf(HasSubstr("Conv2D layer 'c' at /config/layers/1"),
                        HasSubstr("when it should have rank 4, the batch included"))));
  EXPECT_THAT(importLayers(R"({"class_name": "Reshape", "config": {"target_shape": [5, -1]}})"),
              ElementsAre(HasSubstr("cannot reshape")));
  EXPECT_THAT(importLayers(R"({"class_name": "Dense", "config": {"units": 2000000000}})"),
              ElementsAre(HasSubstr("exceeds the memory limit")));
  EXPECT_THAT(importLayers(R"({"class_name": "UpSampling1D", "config": {"size": 2000000000}},
                              {"class_name": "UpSampling1D", "config": {"size": 2000000000}})"),
              ElementsAre(HasSubstr("exceeds the memory limit")));
}

TEST_F(KerasErrors, MissingWeights) {
  options.randomSeed.reset();
  std::string layers = R"({"class_name": "Dense", "config": {"units": 2}})";
  EXPECT_THAT(importLayers(layers),
              ElementsAre(AllOf(HasSubstr("weight 'dense/kernel' is missing: there is no "
                                          "model.safetensors, model.weights.h5 or model.h5"),
                                HasSubstr("--random-weights SEED"))));
  auto tensors = [&](const std::string &header, size_t data) {
    std::string length(8, '\0');
    length[0] = char(header.size());
    write("model.safetensors", length + header + std::string(data, '\0'));
  };
  tensors(R"({"dense/kernal":{"dtype":"F32","shape":[3,2],"data_offsets":[0,24]}})", 24);
  EXPECT_THAT(
      importLayers(layers),
      ElementsAre(HasSubstr("model.safetensors has no such tensor (it has 'dense/kernal')")));
  tensors(R"({"dense/kernel":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}})", 24);
  EXPECT_THAT(
      importLayers(layers),
      ElementsAre(HasSubstr("weight 'dense/kernel' has shape [2, 3] when it should be [3, 2]")));
  tensors(R"({"dense/kernel":{"dtype":"F32","shape":[3,2],"data_offsets":[0,24]}})", 20);
  EXPECT_THAT(importLayers(layers), ElementsAre(HasSubstr("when the file holds 20 bytes of data")));
  tensors(R"({"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}})", 0);
  EXPECT_THAT(importLayers(layers), ElementsAre(HasSubstr("has a bad shape")));
  write("model.safetensors", std::string(8, '\xff'));
  EXPECT_THAT(importLayers(layers), ElementsAre(HasSubstr("the header's length is")));
}

TEST_F(KerasErrors, DamagedContainers) {
  EXPECT_THAT(importFile(write("a.keras", "PK\x03\x04 no archive")),
              ElementsAre(HasSubstr("not a zip archive that can be read")));
  EXPECT_THAT(
      importFile(write("a.h5", std::string("\x89HDF\r\n\x1a\n", 8) + std::string(64, '\7'))),
      ElementsAre(HasSubstr("not an HDF5 file, or cut short")));
  EXPECT_THAT(importFile((folder / "missing.keras").string()),
              ElementsAre(HasSubstr("cannot read")));
}

/// A test model cut short at many places, or with bytes changed, is refused or read,
/// never a crash.
TEST_F(KerasErrors, CutShort) {
  std::ifstream file(UNSPOOL_TEST_CASES "/keras/lstm/model.keras", std::ios::binary);
  std::string whole((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  ASSERT_GT(whole.size(), 100u);
  options.randomSeed.reset();
  for (size_t size = 0; size < whole.size(); size += whole.size() / 50)
    EXPECT_EQ(importFile(write("cut.keras", whole.substr(0, size))).size(), 1u);
}

} // namespace
