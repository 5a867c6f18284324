//===- LayerTextTest.cpp - a layer in one line of text --------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/compare/LayerText.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <onnx/onnx_pb.h>

using testing::HasSubstr;

namespace unspool {
namespace {

onnx::GraphProto graphOf(llvm::StringRef text) {
  onnx::ModelProto model;
  auto bytes = modelOfLayer(text);
  if (!bytes)
    ADD_FAILURE() << toString(bytes.takeError());
  else
    EXPECT_TRUE(model.ParseFromString(*bytes));
  return model.graph();
}

std::string errorOf(llvm::StringRef text) {
  auto bytes = modelOfLayer(text);
  return bytes ? "" : toString(bytes.takeError());
}

std::vector<int64_t> attribute(const onnx::NodeProto &node, const std::string &name) {
  for (const onnx::AttributeProto &attribute : node.attribute())
    if (attribute.name() == name)
      return attribute.ints_size() ? std::vector<int64_t>(attribute.ints().begin(), attribute.ints().end())
                                   : std::vector<int64_t>{attribute.i()};
  return {};
}

std::vector<int64_t> weights(const onnx::GraphProto &graph, const std::string &name) {
  for (const onnx::TensorProto &tensor : graph.initializer())
    if (tensor.name() == name)
      return {tensor.dims().begin(), tensor.dims().end()};
  return {};
}

TEST(LayerText, ConvolutionsKeepTheirSizeUnlessToldOtherwise) {
  onnx::GraphProto graph = graphOf("conv 1x64x56x56 k3 c32");
  ASSERT_EQ(graph.node_size(), 1);
  EXPECT_EQ(graph.node(0).op_type(), "Conv");
  EXPECT_EQ(attribute(graph.node(0), "pads"), (std::vector<int64_t>{1, 1, 1, 1}));
  EXPECT_EQ(attribute(graph.node(0), "strides"), (std::vector<int64_t>{1, 1}));
  EXPECT_EQ(weights(graph, "w"), (std::vector<int64_t>{32, 64, 3, 3}));
  graph = graphOf("conv 1x8x20 k5 c4 s2 p0 d2 g4 relu pool2");
  ASSERT_EQ(graph.node_size(), 3);
  EXPECT_EQ(attribute(graph.node(0), "pads"), (std::vector<int64_t>{0, 0}));
  EXPECT_EQ(attribute(graph.node(0), "dilations"), (std::vector<int64_t>{2}));
  EXPECT_EQ(weights(graph, "w"), (std::vector<int64_t>{4, 2, 5}));
  EXPECT_EQ(graph.node(1).op_type(), "Relu");
  EXPECT_EQ(graph.node(2).op_type(), "MaxPool");
  EXPECT_EQ(graph.output(0).name(), graph.node(2).output(0));
}

TEST(LayerText, OtherLayers) {
  EXPECT_EQ(weights(graphOf("dwconv 1x16x8x8 k3x5"), "w"), (std::vector<int64_t>{16, 1, 3, 5}));
  EXPECT_EQ(weights(graphOf("dense 2x10 c7"), "w"), (std::vector<int64_t>{10, 7}));
  EXPECT_EQ(weights(graphOf("gru 1x8 h16"), "r"), (std::vector<int64_t>{1, 48, 16}));
  onnx::GraphProto lstm = graphOf("lstm 2x8 h16 t3");
  EXPECT_EQ(lstm.input_size(), 3);
  EXPECT_EQ(lstm.input(0).type().tensor_type().shape().dim(0).dim_value(), 3);
  onnx::GraphProto pool = graphOf("maxpool 1x4x8x8 k3 s2 p1");
  EXPECT_EQ(attribute(pool.node(0), "strides"), (std::vector<int64_t>{2, 2}));
}

TEST(LayerText, TheSameTextGivesTheSameWeights) {
  EXPECT_EQ(*modelOfLayer("dense 2x10 c7"), *modelOfLayer(" dense 2x10  c7 "));
}

TEST(LayerText, MistakesAreNamed) {
  EXPECT_THAT(errorOf(""), HasSubstr("there is no layer; there are: conv, dwconv"));
  EXPECT_THAT(errorOf("convolution 1x2"), HasSubstr("'convolution' is no layer"));
  EXPECT_THAT(errorOf("conv"), HasSubstr("the shape of its input is missing; write it as: conv 1x64"));
  EXPECT_THAT(errorOf("conv 1x64 k3 c4"), HasSubstr("'1x64' is not the shape of its input"));
  EXPECT_THAT(errorOf("conv 1x0x5x5 k3 c4"), HasSubstr("'1x0x5x5' is not the shape"));
  EXPECT_THAT(errorOf("conv 1x2x5x5 k3"), HasSubstr("'c' is missing"));
  EXPECT_THAT(errorOf("conv 1x2x5x5 k3 c4 q7"), HasSubstr("'q7' is not understood"));
  EXPECT_THAT(errorOf("conv 1x2x5x5 k3 c4 s0"), HasSubstr("'s0' is not understood"));
  EXPECT_THAT(errorOf("conv 1x2x5x5 k3x3x3 c4"), HasSubstr("'k3x3x3' is not understood"));
  EXPECT_THAT(errorOf("conv 1x2x5x5 k9 c4 p0"), HasSubstr("the window is larger than"));
  EXPECT_THAT(errorOf("conv 1x6x5x5 k3 c4 g4"), HasSubstr("its groups do not divide its channels"));
  EXPECT_THAT(errorOf("conv 1x60000x60000x60000 k3 c4"), HasSubstr("too large"));
  EXPECT_THAT(errorOf("conv 1x99999999999999999999x2x2 k3 c4"), HasSubstr("is not the shape"));
  EXPECT_THAT(errorOf("conv 1x2x5x5 k3 c200000000"), HasSubstr("its weights are too large"));
  EXPECT_THAT(errorOf("lstm 1x8 h16 t100000"), HasSubstr("more than 4096 timesteps"));
  EXPECT_THAT(errorOf("dense 1x8 c4 pool2"), HasSubstr("'pool2' is not understood"));
}

} // namespace
} // namespace unspool
