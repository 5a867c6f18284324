//===- OnnxRecurrentErrorsTest.cpp - bad recurrent layers -----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Weights, activations, directions and lengths that contradict each other.
//
//===----------------------------------------------------------------------===//

#include "tests/frontend/OnnxErrors.h"

#include <cmath>

using namespace unspool::frontend;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

/// An LSTM over 5 timesteps, a batch of 2, 3 inputs and 4 hidden units.
class OnnxRecurrent : public OnnxErrors {
protected:
  void addLstm(std::vector<int64_t> x = {5, 2, 3}, std::vector<int64_t> w = {1, 16, 3},
               std::vector<int64_t> r = {1, 16, 4}) {
    addInput("x", x);
    addInput("w", w);
    addInput("r", r);
    lstm = &addNode("LSTM", {"x", "w", "r"}, {"y"});
    graph().add_output()->set_name("y");
    graph().mutable_output(0)->mutable_type()->mutable_tensor_type()->set_elem_type(
        onnx::TensorProto::FLOAT);
  }
  void setInt(std::string name, int64_t value) {
    onnx::AttributeProto &attribute = *lstm->add_attribute();
    attribute.set_name(name);
    attribute.set_type(onnx::AttributeProto::INT);
    attribute.set_i(value);
  }
  void setHiddenSize(int64_t size) { setInt("hidden_size", size); }
  onnx::AttributeProto &setClip(float clip) {
    onnx::AttributeProto &attribute = *lstm->add_attribute();
    attribute.set_name("clip");
    attribute.set_type(onnx::AttributeProto::FLOAT);
    attribute.set_f(clip);
    return attribute;
  }
  void setActivations(std::vector<std::string> names) {
    onnx::AttributeProto &attribute = *lstm->add_attribute();
    attribute.set_name("activations");
    attribute.set_type(onnx::AttributeProto::STRINGS);
    for (const std::string &name : names)
      attribute.add_strings(name);
  }
  void setDirection(std::string direction) {
    onnx::AttributeProto &attribute = *lstm->add_attribute();
    attribute.set_name("direction");
    attribute.set_type(onnx::AttributeProto::STRING);
    attribute.set_s(direction);
  }
  /// Lengths that the model holds.
  void setLengths(std::vector<int32_t> lengths) {
    onnx::TensorProto &tensor = addInitializer("lengths", {int64_t(lengths.size())});
    tensor.set_data_type(onnx::TensorProto::INT32);
    for (int32_t length : lengths)
      tensor.add_int32_data(length);
    lstm->add_input("");
    lstm->add_input("lengths");
  }
  onnx::NodeProto *lstm = nullptr;
};

TEST_F(OnnxRecurrent, GoodLayersHaveNoErrors) {
  addLstm();
  setHiddenSize(4);
  setLengths({0, 5});
  setActivations({"Sigmoid", "tanh", "Relu"});
  EXPECT_THAT(import(), ElementsAre());
}

TEST_F(OnnxRecurrent, WeightsAgainstHiddenSize) {
  addLstm();
  setHiddenSize(5);
  EXPECT_THAT(import(), ElementsAre("LSTM node 'n_y': weight shape is 1x16x3 when it should be "
                                    "1x20x3 (directions x 4*hidden x input)"));
}

TEST_F(OnnxRecurrent, RecurrentWeightsAgainstWeights) {
  addLstm({5, 2, 3}, {1, 16, 3}, {1, 12, 4});
  EXPECT_THAT(import(), ElementsAre("LSTM node 'n_y': recurrent weight shape is 1x12x4 when it "
                                    "should be 1x16x4 (directions x 4*hidden x hidden)"));
}

TEST_F(OnnxRecurrent, WeightsOfOneDirectionForTwo) {
  addLstm();
  setDirection("bidirectional");
  EXPECT_THAT(import(), ElementsAre("LSTM node 'n_y': weight shape is 1x16x3 when it should be "
                                    "2x16x3 (directions x 4*hidden x input)"));
}

TEST_F(OnnxRecurrent, HiddenSizeThatIsNegative) {
  addLstm();
  setHiddenSize(-4);
  EXPECT_THAT(import(), ElementsAre("LSTM node 'n_y': hidden_size is -4 when it should be positive "
                                    "and fit 31 bits"));
}

TEST_F(OnnxRecurrent, UnknownActivation) {
  addLstm();
  setActivations({"Sigmoid", "Tanh", "Gelu"});
  EXPECT_THAT(import(), ElementsAre(HasSubstr("LSTM node 'n_y': activation 'Gelu' is not supported "
                                              "(supported: Affine, Elu, ")));
}

TEST_F(OnnxRecurrent, WrongNumberOfActivations) {
  addLstm({5, 2, 3}, {2, 16, 3}, {2, 16, 4});
  setDirection("bidirectional");
  setActivations({"Sigmoid", "Tanh", "Tanh"});
  EXPECT_THAT(import(), ElementsAre("LSTM node 'n_y': there are 3 activations when there should be "
                                    "6 (3 for each of 2 directions)"));
}

TEST_F(OnnxRecurrent, UnknownDirection) {
  addLstm();
  setDirection("backward");
  EXPECT_THAT(import(), ElementsAre("LSTM node 'n_y': attribute 'direction' is 'backward' when it "
                                    "should be forward, reverse or bidirectional"));
}

TEST_F(OnnxRecurrent, ClipThatIsNegative) {
  addLstm();
  onnx::AttributeProto &clip = setClip(-1.5);
  EXPECT_THAT(import(), ElementsAre("LSTM node 'n_y': attribute 'clip' is -1.5 when it should be "
                                    "positive, or 0 for no clipping"));
  clip.set_f(NAN);
  EXPECT_THAT(import(), ElementsAre(HasSubstr("attribute 'clip' is ")));
  clip.set_f(0);
  EXPECT_THAT(import(), ElementsAre());
}

TEST_F(OnnxRecurrent, UnknownLayout) {
  addLstm();
  setInt("layout", 9);
  EXPECT_THAT(import(), ElementsAre("LSTM node 'n_y': attribute 'layout' is 9 when it should be 0 "
                                    "(time first) or 1 (batch first)"));
}

TEST_F(OnnxRecurrent, LengthsOfAnotherType) {
  addLstm();
  setLengths({5, 5});
  onnx::TensorProto &lengths = *graph().mutable_initializer(0);
  lengths.set_data_type(onnx::TensorProto::INT64);
  lengths.clear_int32_data();
  lengths.add_int64_data(5);
  lengths.add_int64_data(5);
  EXPECT_THAT(import(), ElementsAre("LSTM node 'n_y': sequence_lens is 'tensor<2xi64>' when its "
                                    "elements should be int32"));
}

TEST_F(OnnxRecurrent, NoTimesteps) {
  addLstm({0, 2, 3});
  EXPECT_THAT(import(), ElementsAre("LSTM node 'n_y': there are no timesteps: x is 0x2x3"));
}

TEST_F(OnnxRecurrent, LengthsBeyondTheTimesteps) {
  addLstm();
  setLengths({5, 6});
  EXPECT_THAT(import(), ElementsAre("LSTM node 'n_y': a sequence length is 6 when it should be 0 "
                                    "to 5 (timesteps)"));
}

TEST_F(OnnxRecurrent, LengthsForAnotherBatch) {
  addLstm();
  setLengths({5, 5, 5});
  EXPECT_THAT(import(), ElementsAre("LSTM node 'n_y': sequence lengths shape is 3 when it should be "
                                    "2 (batch)"));
}

} // namespace
