//===- OnnxErrors.h - a model made in memory, and what its import says ----===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TESTS_FRONTEND_ONNXERRORS_H
#define UNSPOOL_TESTS_FRONTEND_ONNXERRORS_H

#include "frontend/Frontend.h"

#include "mlir/IR/Diagnostics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <onnx/onnx_pb.h>

#include <filesystem>
#include <fstream>

namespace unspool::frontend {

/// A model in a folder of its own, and what importing it says.
class OnnxErrors : public testing::Test {
protected:
  OnnxErrors() {
    folder = std::filesystem::path(testing::TempDir()) /
             (std::string("onnx-errors-") +
              testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    model.set_ir_version(8);
    model.add_opset_import()->set_version(17);
    model.mutable_graph()->set_name("g");
  }
  ~OnnxErrors() override { std::filesystem::remove_all(folder); }

  onnx::GraphProto &graph() { return *model.mutable_graph(); }

  static void setType(onnx::ValueInfoProto &value, std::string name, std::vector<int64_t> dims) {
    value.set_name(name);
    auto *tensor = value.mutable_type()->mutable_tensor_type();
    tensor->set_elem_type(onnx::TensorProto::FLOAT);
    for (int64_t extent : dims)
      tensor->mutable_shape()->add_dim()->set_dim_value(extent);
  }
  void addInput(std::string name, std::vector<int64_t> dims) {
    setType(*graph().add_input(), name, dims);
  }
  void addOutput(std::string name) { setType(*graph().add_output(), name, {2}); }

  onnx::NodeProto &addNode(std::string type, std::vector<std::string> inputs,
                           std::vector<std::string> outputs) {
    onnx::NodeProto &node = *graph().add_node();
    node.set_op_type(type);
    node.set_name(outputs.empty() ? type : "n_" + outputs[0]);
    for (const std::string &input : inputs)
      node.add_input(input);
    for (const std::string &output : outputs)
      node.add_output(output);
    return node;
  }
  static onnx::AttributeProto &addInts(onnx::NodeProto &node, std::string name,
                                       std::vector<int64_t> numbers) {
    onnx::AttributeProto &attribute = *node.add_attribute();
    attribute.set_name(name);
    attribute.set_type(onnx::AttributeProto::INTS);
    for (int64_t number : numbers)
      attribute.add_ints(number);
    return attribute;
  }
  /// A float initializer without data.
  onnx::TensorProto &addInitializer(std::string name, std::vector<int64_t> dims) {
    onnx::TensorProto &tensor = *graph().add_initializer();
    tensor.set_name(name);
    tensor.set_data_type(onnx::TensorProto::FLOAT);
    for (int64_t extent : dims)
      tensor.add_dims(extent);
    return tensor;
  }
  /// y = relu(x), x being [2].
  void addRelu() {
    addInput("x", {2});
    addNode("Relu", {"x"}, {"y"});
    addOutput("y");
  }
  /// y = x + w with an initializer w.
  onnx::TensorProto &addSum() {
    addInput("x", {2});
    addNode("Add", {"x", "w"}, {"y"});
    addOutput("y");
    return addInitializer("w", {2});
  }

  void write(const std::string &bytes) {
    std::ofstream(folder / "model.onnx", std::ios::binary) << bytes;
  }
  std::vector<std::string> import() {
    write(model.SerializeAsString());
    return importFile();
  }
  std::vector<std::string> importFile(std::string name = "model.onnx") {
    std::vector<std::string> messages;
    mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
    warnings.clear();
    mlir::ScopedDiagnosticHandler handler(&context, [&](mlir::Diagnostic &diagnostic) {
      bool isWarning = diagnostic.getSeverity() == mlir::DiagnosticSeverity::Warning;
      (isWarning ? warnings : messages).push_back(diagnostic.str());
      return mlir::success();
    });
    auto module = importModel((folder / name).string(), options, context, &report);
    EXPECT_EQ(bool(module), messages.empty());
    EXPECT_EQ(bool(module), report.failure == ImportReport::Failure::None);
    return messages;
  }

  std::filesystem::path folder;
  onnx::ModelProto model;
  ImportOptions options;
  ImportReport report;
  std::vector<std::string> warnings; ///< of the last import
};

} // namespace unspool::frontend

#endif // UNSPOOL_TESTS_FRONTEND_ONNXERRORS_H
