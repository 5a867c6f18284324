//===- OnnxSamplingFaults.cpp - ONNX: samples, spectra, folds and losses --===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/malformed/Fault.h"

using namespace unspool::malformed;

/// A graph with one output, y, in the newest operator set.
static Fault newFault(std::string name, std::string inputs, std::string nodes,
                      std::vector<std::string> expected) {
  return onnxFault(name, "g (" + inputs + ") => (float y) { " + nodes + " }", expected,
                   [](onnx::ModelProto &model) { model.mutable_opset_import(0)->set_version(26); });
}

std::vector<Fault> unspool::malformed::onnxSamplingFaults() {
  return {
      newFault("HeadsThatDoNotDivide", "float[1,3,4,8] q, float[1,2,5,8] k",
               "y = Attention(q, k, k)",
               {"Attention node 'y': 3 heads of Q and 2 of K and V do not fit"}),
      newFault("MaskOfTooManyKeys", "float[1,2,4,8] q, float[4,6] m", "y = Attention(q, q, q, m)",
               {"Attention node 'y': the mask is a 'tensor<4x6xf32>' when there are 4 keys"}),
      newFault("AnglesOfOtherWidth", "float[1,2,4,8] x, float[1,4,3] a",
               "y = RotaryEmbedding(x, a, a)",
               {"RotaryEmbedding node 'y': the caches do not have 4 angles for each position"}),
      newFault("UpdateLargerThanItsCache", "float[2,1,4,3] c, float[2,1,5,3] u",
               "y = TensorScatter(c, u)",
               {"TensorScatter node 'y': the update is a 'tensor<2x1x5x3xf32>' when the cache"}),
      newFault("GridOfOtherBatch", "float[2,3,4,4] x, float[1,5,5,2] g", "y = GridSample(x, g)",
               {"GridSample node 'y': the grid is a 'tensor<1x5x5x2xf32>' when it should have"}),
      newFault("UnknownGridMode", "float[1,3,4,4] x, float[1,5,5,2] g",
               "y = GridSample<mode = \"quintic\">(x, g)",
               {"attribute 'mode' is 'quintic' when it should be nearest, linear or cubic"}),
      newFault("UnknownGridPadding", "float[1,3,4,4] x, float[1,5,5,2] g",
               "y = GridSample<padding_mode = \"wrap\">(x, g)",
               {"attribute 'padding_mode' is 'wrap' when it should be"}),
      newFault("GridOfFourAxes", "float[1,1,2,2,2,2] x, float[1,1,1,1,1,4] g",
               "y = GridSample(x, g)", {"4 spatial axes are not supported (supported: 1 to 3)"}),
      newFault("AffineMapOfOtherShape", "float[1,3,3] t",
               "s = Constant<value_ints = [1, 2, 3, 4]>() y = AffineGrid(t, s)",
               {"AffineGrid node 'y': theta is a 'tensor<1x3x3xf32>' when it should be Nx2x3"}),
      newFault("SpectrumOfThreeParts", "float[2,8,3] x", "y = DFT(x)",
               {"DFT node 'y': the input is a 'tensor<2x8x3xf32>' when its last axis should be"}),
      newFault("SignalOfFourAxes", "float[2,8,1,1] x, int64 n", "y = STFT(x, n)",
               {"STFT node 'y': the signal has rank 4 when it should have 3, or 2 if it is real"}),
      newFault("LengthKnownAtRunTime", "float[2,8,1] x, int64 n", "y = DFT(x, n)",
               {"DFT node 'y': input 1 ('n') must be known at compile time"}),
      newFault("RegionsWithoutPoints", "float[1,3,8,8] x, float[2,4] r, int64[2] b",
               "y = RoiAlign(x, r, b)",
               {"RoiAlign node 'y': a sampling_ratio of 0 is not supported"}),
      newFault("RegionsOfOtherShape", "float[1,3,8,8] x, float[2,5] r, int64[2] b",
               "y = RoiAlign<sampling_ratio = 2>(x, r, b)", {"RoiAlign node 'y': the inputs are"}),
      newFault("OffsetsOfOtherShape", "float[1,2,5,5] x, float[2,2,3,3] w, float[1,18,4,4] o",
               "y = DeformConv(x, w, o)",
               {"the offset is a 'tensor<1x18x4x4xf32>' when it should be 'tensor<1x18x3x3xf32>'"}),
      newFault("UnpooledIndicesOfOtherShape", "float[1,1,2,2] x, int64[1,1,2,3] i",
               "y = MaxUnpool<kernel_shape = [2, 2]>(x, i)",
               {"MaxUnpool node 'y': the indices are a 'tensor<1x1x2x3xi64>' when the input is"}),
      newFault("BitsOfOtherWidth", "float[2] x", "y = BitCast<to = 10>(x)",
               {"BitCast node 'y': attribute 'to' is 'f16', which has not as many bits as 'f32'"}),
      newFault("TargetsOfOtherShape", "float[3,5] x, int64[4] t",
               "y = NegativeLogLikelihoodLoss(x, t)",
               {"NegativeLogLikelihoodLoss node 'y': the target is a 'tensor<4xi64>' when it"}),
      newFault("UnknownLossReduction", "float[3,5] x, int64[3] t",
               "y = SoftmaxCrossEntropyLoss<reduction = \"max\">(x, t)",
               {"attribute 'reduction' is 'max' when it should be none, sum or mean"}),
  };
}
