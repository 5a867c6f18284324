//===- OnnxReduceTest.cpp - parts of ONNX models --------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/regression/OnnxCut.h"
#include "tools/regression/OnnxShrink.h"

#include "mlir/IR/Builders.h"

#include <gtest/gtest.h>

using namespace unspool;

namespace {

class OnnxParts : public testing::Test {
protected:
  void addNode(const char *type, std::vector<std::string> inputs, const char *output) {
    onnx::NodeProto *node = model.mutable_graph()->add_node();
    node->set_op_type(type);
    for (const std::string &input : inputs)
      node->add_input(input);
    node->add_output(output);
  }
  nn::Tensor tensor(std::vector<int64_t> shape) {
    auto type = mlir::RankedTensorType::get(shape, mlir::Builder(&context).getF32Type());
    return {type, std::vector<uint8_t>(type.getNumElements() * 4)};
  }

  /// x -> a -> b (with w) -> y
  void SetUp() override {
    addNode("Relu", {"x"}, "a");
    addNode("MatMul", {"a", "w"}, "b");
    addNode("Tanh", {"b"}, "y");
    *model.mutable_graph()->add_initializer() = toProto(tensor({4, 6}), "w");
    model.mutable_graph()->add_input()->set_name("x");
    model.mutable_graph()->add_output()->set_name("y");
    values = {{"x", tensor({2, 4})}, {"a", tensor({2, 4})}, {"b", tensor({2, 6})},
              {"y", tensor({2, 6})}};
  }

  mlir::MLIRContext context;
  onnx::ModelProto model;
  TensorValues values;
};

TEST_F(OnnxParts, WhatNobodyMakesBecomesAnInput) {
  auto part = cutModel(model, {1}, values);
  ASSERT_TRUE(part);
  EXPECT_EQ(part->graph().node_size(), 1);
  EXPECT_EQ(inputsOf(*part), std::vector<std::string>{"a"});
  EXPECT_EQ(outputsOf(*part), std::vector<std::string>{"b"});
  EXPECT_EQ(part->graph().initializer_size(), 1);
  EXPECT_EQ(part->graph().input(0).type().tensor_type().shape().dim(1).dim_value(), 4);
}

TEST_F(OnnxParts, WithoutTheTypeOfAValueThereIsNoCut) {
  values.erase("a");
  EXPECT_FALSE(cutModel(model, {1}, values));
  EXPECT_TRUE(cutModel(model, {0, 1}, values));
}

TEST_F(OnnxParts, AncestorsAreAllThatIsNeeded) {
  EXPECT_EQ(ancestorsOf(model, 1), (NodeSet{0, 1}));
  EXPECT_EQ(ancestorsOf(model, "y"), (NodeSet{0, 1, 2}));
}

TEST_F(OnnxParts, EqualExtentsShrinkTogether) {
  auto part = cutModel(model, {1}, values);
  ASSERT_TRUE(part);
  EXPECT_EQ(extentsOf(*part), (std::vector<int64_t>{6, 4, 2}));
  TensorValues inputs = {{"a", values["a"]}};
  ASSERT_TRUE(shrinkModel(*part, inputs, 4, 1, Shrinking::Axes));
  EXPECT_EQ(part->graph().initializer(0).dims(0), 1);
  EXPECT_EQ(part->graph().initializer(0).raw_data().size(), 6 * sizeof(float));
  EXPECT_EQ(inputs["a"].type.getShape().vec(), (std::vector<int64_t>{2, 1}));
  EXPECT_FALSE(shrinkModel(*part, inputs, 4, 1, Shrinking::Axes));
}

} // namespace
