//===- OnnxLayerFaults.cpp - ONNX: convolutions and recurrent layers ------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/malformed/Fault.h"

using namespace unspool::malformed;

/// y = Conv(x, w) with x of 1x4x6, w of `filter`, and attributes.
static Fault convFault(std::string name, std::string filter, std::string attributes,
                       std::vector<std::string> expected) {
  return onnxFault(name,
                   "g (float[1,4,6] x, float[" + filter + "] w) => (float y) { y = Conv<" +
                       attributes + ">(x, w) }",
                   expected);
}

/// An LSTM of 4 units over 5 timesteps of a batch of 2 and 3 inputs, with other inputs.
static Fault lstmFault(std::string name, std::string inputs, std::string attributes,
                       std::vector<std::string> expected) {
  return onnxFault(name,
                   "g (float[5,2,3] x, float[1,16,3] w, float[1,16,4] r, float[1,12,3] w3, "
                   "float[1,16,5] r5, float[1,32] b, float[1,2,4] s, float[3,2,4] s3) => (float y) "
                   "{ y = LSTM<" +
                       attributes + ">(" + inputs + ") }",
                   expected);
}

/// A layer of 4 units and `gates` over `steps` timesteps of a batch of 2 and 3 inputs.
static Fault recurrentFault(std::string name, std::string layer, int gates, std::string steps,
                            std::string attributes, std::vector<std::string> expected) {
  std::string rows = std::to_string(4 * gates);
  return onnxFault(name,
                   "g (float[" + steps + ",2,3] x, float[1," + rows + ",3] w, float[1," + rows +
                       ",4] r, float[2," + rows + ",3] w2, float[2," + rows +
                       ",4] r2) => (float y) { y = " + layer + "<" + attributes + ">(x, " +
                       (attributes.find("bidirectional") == std::string::npos ? "w, r" : "w2, r2") +
                       ") }",
                   expected);
}

std::vector<Fault> unspool::malformed::onnxLayerFaults() {
  return {
      convFault("GroupsThatDoNotDivide", "6,2,3", "group = 3",
                {"Conv node 'y': 3 groups do not divide"}),
      convFault("ZeroGroups", "2,4,3", "group = 0", {"Conv node 'y': ", "group"}),
      convFault("ChannelsThatDiffer", "2,5,3", "group = 1", {"Conv node 'y': ", "channel"}),
      convFault("KernelLargerThanInput", "2,4,9", "pads = [1, 1]", {"Conv node 'y': "}),
      convFault("KernelShapeDiffers", "2,4,3", "kernel_shape = [5]",
                {"attribute 'kernel_shape' differs from the filter's shape"}),
      convFault("NegativePads", "2,4,3", "pads = [-1, 0]",
                {"a pad of -1 when it should be from 0 to"}),
      convFault("ZeroStrides", "2,4,3", "strides = [0]",
                {"a stride of 0 when it should be from 1 to"}),
      convFault("DilationOverflow", "2,4,3", "dilations = [9223372036854775807]",
                {"a dilation of 9223372036854775807 when it should be from 1 to 2147483647"}),
      convFault("UnknownPadding", "2,4,3", "auto_pad = \"SAME\"",
                {"attribute 'auto_pad' is 'SAME' when it should be"}),
      convFault("FilterOfOtherRank", "2,4,3,3", "group = 1",
                {"the filter has rank 4 when the input has 3"}),
      onnxFault("PoolOfNothing",
                "g (float[1,4,3] x) => (float y) { y = MaxPool<kernel_shape = [5]>(x) }",
                {"MaxPool node 'y': "}),
      onnxFault("ErrorBesideTheOutputs",
                "g (float[3,5] x, int64[3] t, uint64[5] w) => (float p) { y, p = "
                "SoftmaxCrossEntropyLoss<ignore_index = 1>(x, t, w) }",
                {"SoftmaxCrossEntropyLoss node 'y': operands have element types 'f32' and 'ui64'"}),
      onnxFault("ExponentOfZero",
                "g (float[1,4,3] x) => (float y) { y = LpPool<kernel_shape = [2], p = 0>(x) }",
                {"LpPool node 'y': attribute 'p' is 0", "when it should be positive"}),
      onnxFault(
          "ZeroPointsOfAScalar",
          "g (float x, float s, uint8[3] z) => (uint8 y) { y = QuantizeLinear(x, s, z) }",
          {"QuantizeLinear node 'y': a parameter of type 'tensor<3xui8>' does not fit axis 0"}),
      onnxFault("BlocksOfAnotherCount",
                "g (uint8[4,2] x, float[2,2] s) => (float y) { y = DequantizeLinear<axis = 0, "
                "block_size = 9223372036854775807>(x, s) }",
                {"DequantizeLinear node 'y': a parameter of type 'tensor<2x2xf32>' does not fit "
                 "blocks of 9223372036854775807 along axis 0"}),
      onnxFault("PadsThatLeaveNothing",
                "g (float[1,4,3] x, float[4,2,3] w) => (float y) { y = ConvTranspose<pads = [9, "
                "9]>(x, w) }",
                {"ConvTranspose node 'y': pads leave nothing of spatial axis 0"}),
      onnxFault("OperandLeftOut", "g (float[4] x) => (float y) { y = Min(x, x, x) }",
                {"Min node 'y': input 1 is missing"},
                [](onnx::ModelProto &model) {
                  model.mutable_graph()->mutable_node(0)->set_input(1, "");
                }),
      onnxFault("PadWithoutPositiveCounterpart",
                "g (float[4] x) => (float y) { p = Constant<value_ints = [0, "
                "-9223372036854775808]>() y = Pad(x, p) }",
                {"Pad node 'y': a pad of axis 0 is -9223372036854775808 when it should be from"}),
      lstmFault("GatesThatDiffer", "x, w3, r", "hidden_size = 4",
                {"LSTM node 'y': weight shape is 1x12x3 when it should be 1x16x3"}),
      lstmFault("HiddenSizeThatDiffers", "x, w, r5", "hidden_size = 4",
                {"LSTM node 'y': ", "1x16x5"}),
      lstmFault("HiddenSizeNegative", "x, w, r", "hidden_size = -4",
                {"LSTM node 'y': hidden_size is -4 when it should be positive"}),
      lstmFault("DirectionsThatDiffer", "x, w, r", "hidden_size = 4, direction = \"bidirectional\"",
                {"weight shape is 1x16x3 when it should be 2x16x3"}),
      lstmFault("UnknownDirection", "x, w, r", "hidden_size = 4, direction = \"backward\"",
                {"attribute 'direction' is 'backward' when it should be forward, reverse or"}),
      lstmFault("UnknownActivation", "x, w, r",
                "hidden_size = 4, activations = [\"Sigmoid\", \"Tanh\", \"Gelu\"]",
                {"activation 'Gelu' is not supported"}),
      lstmFault("TooFewActivations", "x, w, r", "hidden_size = 4, activations = [\"Tanh\"]",
                {"there are 1 activations when there should be 3"}),
      lstmFault("TooManyActivations", "x, w, r",
                "hidden_size = 4, activations = [\"Sigmoid\", \"Tanh\", \"Tanh\", \"Tanh\"]",
                {"LSTM node 'y': there are 4 activations when there should be 3 (3 for each of 1 "
                 "direction)"}),
      recurrentFault(
          "ActivationsOfOneDirection", "LSTM", 4, "5",
          "hidden_size = 4, direction = \"bidirectional\", activations = [\"Sigmoid\", "
          "\"Tanh\", \"Tanh\"]",
          {"LSTM node 'y': there are 3 activations when there should be 6 (3 for each of "
           "2 directions)"}),
      recurrentFault("GruActivationsOfOneDirection", "GRU", 3, "5",
                     "hidden_size = 4, direction = \"bidirectional\", activations = [\"Sigmoid\", "
                     "\"Tanh\"]",
                     {"GRU node 'y': there are 2 activations when there should be 4"}),
      recurrentFault("RnnActivationsOfTwoDirections", "RNN", 1, "5",
                     "hidden_size = 4, direction = \"reverse\", activations = [\"Tanh\", \"Tanh\"]",
                     {"RNN node 'y': there are 2 activations when there should be 1"}),
      recurrentFault("GruUnknownActivation", "GRU", 3, "5",
                     "hidden_size = 4, activations = [\"Sigmoid\", \"Swish\"]",
                     {"GRU node 'y': activation 'Swish' is not supported (supported: Affine, "}),
      recurrentFault("GruHiddenSizeThatDiffers", "GRU", 3, "5", "hidden_size = 5",
                     {"GRU node 'y': weight shape is 1x12x3 when it should be 1x15x3"}),
      recurrentFault("RnnHiddenSizeThatDiffers", "RNN", 1, "5", "hidden_size = 3",
                     {"RNN node 'y': weight shape is 1x4x3 when it should be 1x3x3"}),
      recurrentFault("LstmWithoutTimesteps", "LSTM", 4, "0", "hidden_size = 4",
                     {"LSTM node 'y': there are no timesteps: x is 0x2x3"}),
      recurrentFault("GruWithoutTimesteps", "GRU", 3, "0", "hidden_size = 4",
                     {"GRU node 'y': there are no timesteps: x is 0x2x3"}),
      recurrentFault("RnnWithoutTimesteps", "RNN", 1, "0", "hidden_size = 4",
                     {"RNN node 'y': there are no timesteps: x is 0x2x3"}),
      onnxFault(
          "KnownLengthBeyondTheTimesteps",
          "g (float[5,2,3] x, float[1,4,3] w, float[1,4,4] r) => (float y) { l = Constant<value_"
          "ints = [6, 2]>() m = Cast<to = 6>(l) y = RNN<hidden_size = 4>(x, w, r, , m) }",
          {"RNN node 'y': a sequence length is 6 when it should be 0 to 5 (timesteps)"}),
      onnxFault("LengthsOfAnotherBatch",
                "g (float[5,2,3] x, float[1,4,3] w, float[1,4,4] r, int32[3] l) => (float y) { y = "
                "RNN<hidden_size = 4>(x, w, r, , l) }",
                {"RNN node 'y': ", "3"}),
      lstmFault("StateOfOtherShape", "x, w, r, b, , s3, s", "hidden_size = 4",
                {"LSTM node 'y': ", "3x2x4"}),
  };
}
