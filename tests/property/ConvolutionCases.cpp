//===- ConvolutionCases.cpp - random convolutions and pools ---------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A case is a chain as networks have it: a convolution (plain, grouped, depthwise, perhaps
// behind a plain one, and then, perhaps scaled, pointwise, or transposed), batch normalisation, a
// residual sum, an activation, a pool, an activation, flatten and a dense layer; each but the first
// may be missing. Some cases are a pool alone, which then may also ask for the indices of the
// maxima: behind a convolution, rounding would decide which of two equals is first.
//
//===----------------------------------------------------------------------===//

#include "tests/property/Suite.h"

#include <algorithm>
#include <cmath>

namespace unspool::test {

namespace {

class ConvolutionGenerator {
public:
  ConvolutionGenerator(ModelBuilder &model, Random &random) : model(model), random(random) {}

  Case generate() {
    chooseInput();
    if (random.chance(15)) {
      addPool(/*mayHaveIndices=*/true);
    } else {
      if (random.chance(15))
        addConvTranspose();
      else
        addConv();
      keepSometimes();
      addEpilogue();
    }
    if (!kept)
      finish(value);
    return result;
  }

private:
  // The tensor that the chain has reached: its name and its shape [N, C, S...].
  size_t rank() const { return shape.size() - 2; }

  void chooseInput() {
    int64_t axes = random.pick<int64_t>({1, 2, 2, 2, 3});
    int64_t most = axes == 1 ? 40 : axes == 2 ? 16 : 7;
    shape = {random.chance(60) ? 1 : random.between(2, 3), random.between(1, 24)};
    for (int64_t axis = 0; axis < axes; ++axis)
      shape.push_back(random.between(2, most));
    value = model.addInput("x", shape, random.reals(elementsOf(shape), -1, 1));
    say(std::to_string(axes) + "-D " + shapeText(shape));
  }

  /// Kernel, strides, dilations and pads that leave at least one output.
  struct Window {
    Shape kernel, strides, dilations, low, high;
    Shape outputs;
  };
  Window chooseWindow(int64_t mostKernel, bool isPool) {
    Window window;
    for (size_t axis = 0; axis < rank(); ++axis) {
      int64_t extent = shape[axis + 2];
      int64_t kernel = random.between(1, mostKernel);
      int64_t dilation = random.chance(25) ? random.between(2, 3) : 1;
      int64_t reach = dilation * (kernel - 1) + 1;
      int64_t most = isPool ? std::min(kernel - 1, reach / 2) : std::min<int64_t>(reach - 1, 4);
      int64_t low = random.chance(50) ? random.between(0, most) : 0;
      int64_t high = random.chance(50) ? random.between(0, most) : 0;
      if (extent + low + high < reach) {
        kernel = dilation = reach = 1;
        low = high = 0;
      }
      int64_t stride = random.chance(60) ? 1 : random.between(2, 3);
      window.kernel.push_back(kernel);
      window.strides.push_back(stride);
      window.dilations.push_back(dilation);
      window.low.push_back(low);
      window.high.push_back(high);
      window.outputs.push_back((extent + low + high - reach) / stride + 1);
    }
    return window;
  }
  void setWindow(const Window &window) {
    Shape pads = window.low;
    pads.insert(pads.end(), window.high.begin(), window.high.end());
    model.set("kernel_shape", window.kernel);
    model.set("strides", window.strides);
    model.set("dilations", window.dilations);
    model.set("pads", pads);
    say("kernel=" + shapeText(window.kernel) + " strides=" + shapeText(window.strides) +
        " dilations=" + shapeText(window.dilations) + " pads=" + shapeText(pads));
  }

  void addConv() {
    int64_t channels = shape[1], groups = 1, outputs = random.between(1, 36);
    int64_t form = random.between(1, 10);
    if (form <= 3) {
      if (random.chance(50))
        channels = addLeading();
      groups = channels;
      outputs = channels * random.pick<int64_t>({1, 1, 2, 3});
    } else if (form <= 5) {
      groups = random.between(2, 4);
      channels = groups * random.between(1, 6);
      outputs = groups * random.between(1, 8);
      replaceInput(channels);
    }
    Window window = chooseWindow(random.chance(30) ? 1 : 5, /*isPool=*/false);
    say("Conv");
    addConvolutionNode("Conv", {outputs, channels / groups}, window, outputs, groups);
    setWindow(window);
    bool isDepthwise = groups == shape[1] && outputs == groups;
    shape[1] = outputs;
    std::copy(window.outputs.begin(), window.outputs.end(), shape.begin() + 2);
    if (isDepthwise && random.chance(60))
      addPointwise();
  }

  /// A convolution before a depthwise one; its channels.
  int64_t addLeading() {
    Window window = chooseWindow(random.pick<int64_t>({1, 1, 3}), /*isPool=*/false);
    int64_t outputs = random.chance(70) ? 16 * random.between(1, 4) : random.between(1, 40);
    say("Conv");
    addConvolutionNode("Conv", {outputs, shape[1]}, window, outputs, 1);
    setWindow(window);
    shape[1] = outputs;
    std::copy(window.outputs.begin(), window.outputs.end(), shape.begin() + 2);
    if (random.chance(70))
      addActivation();
    return outputs;
  }

  void addPointwise() {
    if (random.chance(60))
      addActivation();
    if (random.chance(40)) {
      say("squeeze-and-excite");
      countTerms(elementsOf(shape) / (shape[0] * shape[1]));
      std::string scale = model.addNode("GlobalAveragePool", {value});
      value = model.addNode("Mul", {value, model.addNode("Sigmoid", {scale})});
    }
    Window window;
    window.kernel = window.strides = window.dilations = Shape(rank(), 1);
    window.low = window.high = Shape(rank(), 0);
    int64_t outputs = random.between(1, 36);
    say("Conv");
    addConvolutionNode("Conv", {outputs, shape[1]}, window, outputs, 1);
    setWindow(window);
    shape[1] = outputs;
  }

  void addConvTranspose() {
    int64_t groups = random.chance(30) ? random.between(2, 3) : 1;
    int64_t channels = groups * random.between(1, 6), outputs = groups * random.between(1, 6);
    replaceInput(channels);
    Window window = chooseWindow(4, /*isPool=*/false);
    Shape extra;
    for (size_t axis = 0; axis < rank(); ++axis) {
      int64_t reach = window.dilations[axis] * (window.kernel[axis] - 1) + 1;
      extra.push_back(random.chance(30) ? random.between(0, window.strides[axis] - 1) : 0);
      int64_t &produced = window.outputs[axis];
      produced = window.strides[axis] * (shape[axis + 2] - 1) + extra[axis] + reach;
      if (produced - window.low[axis] - window.high[axis] < 1)
        window.low[axis] = window.high[axis] = 0;
      produced -= window.low[axis] + window.high[axis];
    }
    say("ConvTranspose");
    addConvolutionNode("ConvTranspose", {channels, outputs / groups}, window, outputs, groups);
    setWindow(window);
    model.set("output_padding", extra);
    say("output_padding=" + shapeText(extra));
    shape[1] = outputs;
    std::copy(window.outputs.begin(), window.outputs.end(), shape.begin() + 2);
  }

  /// The node itself, with filter and bias.
  void addConvolutionNode(const std::string &type, Shape filter, const Window &window,
                          int64_t outputs, int64_t groups) {
    filter.insert(filter.end(), window.kernel.begin(), window.kernel.end());
    int64_t terms = elementsOf(window.kernel) * shape[1] / groups;
    countTerms(terms);
    bool given = random.chance(8);
    if (given)
      say("weights=inputs");
    std::vector<std::string> operands{
        value, weight(given, fresh("w"), filter, 1.5 / std::sqrt(terms))};
    if (random.chance(60)) {
      say("bias");
      operands.push_back(weight(given, fresh("b"), {outputs}, 0.5));
    }
    value = model.addNode(type, operands);
    model.set("group", groups);
    say("groups=" + std::to_string(groups) + " outputs=" + std::to_string(outputs));
  }

  /// Another input, of a number of channels that groups divide.
  void replaceInput(int64_t channels) {
    shape[1] = channels;
    value = model.addInput("grouped", shape, random.reals(elementsOf(shape), -1, 1));
    say("of " + shapeText(shape));
  }

  /// An intermediate result that is read twice, once as a result of the model.
  void keepSometimes() {
    if (!random.chance(10))
      return;
    say("(read twice)");
    finish(value);
    kept = false;
  }

  void addEpilogue() {
    if (random.chance(30))
      addBatchNorm();
    bool addFirst = random.chance(50);
    bool hasResidual = random.chance(20);
    if (hasResidual && addFirst)
      addResidual();
    if (random.chance(65))
      addActivation();
    if (hasResidual && !addFirst)
      addResidual();
    if (random.chance(50)) {
      addPool(/*mayHaveIndices=*/false);
      if (random.chance(20))
        addActivation();
    }
    if (random.chance(25))
      addDense();
  }

  void addBatchNorm() {
    Shape channels{shape[1]};
    auto vector = [&](const char *name, double low, double high) {
      return model.addConstant(name, channels, random.reals(shape[1], low, high));
    };
    std::string scale = vector("scale", 0.5, 1.5), shift = vector("shift", -0.5, 0.5);
    std::string mean = vector("mean", -0.5, 0.5), variance = vector("variance", 0.5, 1.5);
    value = model.addNode("BatchNormalization", {value, scale, shift, mean, variance});
    say("BatchNormalization");
  }

  void addResidual() {
    std::string other =
        model.addInput("residual", shape, random.reals(elementsOf(shape), -1, 1));
    value = random.chance(50) ? model.addNode("Add", {value, other})
                              : model.addNode("Add", {other, value});
    say("Add");
  }

  void addActivation() {
    std::string type = random.pick<const char *>({"Relu", "Clip", "LeakyRelu", "PRelu", "HardSwish",
                                                  "SiLU", "Sigmoid", "Tanh", "Elu"});
    say(type);
    if (type == "Clip") {
      std::string low = model.addConstant(fresh("low"), {}, std::vector<float>{0});
      std::string high = model.addConstant(fresh("high"), {}, std::vector<float>{6});
      value = model.addNode("Clip", {value, low, high});
    } else if (type == "PRelu") {
      Shape slopes(rank() + 1, 1);
      slopes[0] = shape[1];
      value = model.addNode("PRelu", {value, model.addConstant(fresh("slope"), slopes,
                                                               random.reals(shape[1], -0.5, 0.5))});
    } else if (type == "SiLU") {
      value = model.addNode("Mul", {value, model.addNode("Sigmoid", {value})});
    } else {
      value = model.addNode(type, {value});
      if (type == "LeakyRelu")
        model.set("alpha", random.real(0.01, 0.5));
    }
  }

  void addPool(bool mayHaveIndices) {
    std::string type = random.pick<const char *>({"MaxPool", "MaxPool", "AveragePool", "AveragePool",
                                                  "LpPool", "GlobalAveragePool", "GlobalMaxPool"});
    say(type);
    if (type.rfind("Global", 0) == 0) {
      value = model.addNode(type, {value});
      countTerms(elementsOf(shape) / (shape[0] * shape[1]));
      std::fill(shape.begin() + 2, shape.end(), 1);
      return;
    }
    Window window = chooseWindow(4, /*isPool=*/true);
    value = model.addNode(type, {value});
    setWindow(window);
    countTerms(elementsOf(window.kernel));
    bool ceil = random.chance(30);
    if (ceil) {
      say("ceil_mode=1");
      model.set("ceil_mode", int64_t(1));
    }
    if (type == "AveragePool" && random.chance(50)) {
      say("count_include_pad=1");
      model.set("count_include_pad", int64_t(1));
    }
    if (type == "LpPool")
      model.set("p", random.pick<int64_t>({1, 2, 3}));
    for (size_t axis = 0; axis < rank(); ++axis)
      shape[axis + 2] = ceil ? ceilExtent(window, axis) : window.outputs[axis];
    if (mayHaveIndices && type == "MaxPool" && random.chance(60)) {
      say("indices");
      finish(value);
      if (random.chance(30))
        model.set("storage_order", int64_t(1));
      std::string indices = model.addNodeOutput("indices");
      model.addOutput(indices, onnx::TensorProto::INT64);
      result.outputs.push_back(indices);
      kept = true;
    }
  }

  /// A window that would begin in the pad at the end does not count (ONNX MaxPool).
  int64_t ceilExtent(const Window &window, size_t axis) const {
    int64_t extent = shape[axis + 2], stride = window.strides[axis];
    int64_t reach = window.dilations[axis] * (window.kernel[axis] - 1) + 1;
    int64_t room = extent + window.low[axis] + window.high[axis] - reach;
    int64_t outputs = (room + stride - 1) / stride + 1;
    return (outputs - 1) * stride >= extent + window.low[axis] ? outputs - 1 : outputs;
  }

  void addDense() {
    int64_t columns = random.between(1, 20), rows = elementsOf(shape) / shape[0];
    say("Flatten Gemm " + std::to_string(columns));
    countTerms(rows);
    std::string flat = model.addNode("Flatten", {value});
    std::string w = weight(false, "dense", {rows, columns}, 1.5 / std::sqrt(rows));
    std::vector<std::string> operands{flat, w};
    if (random.chance(70))
      operands.push_back(weight(false, "dense_bias", {columns}, 0.5));
    value = model.addNode("Gemm", operands);
    shape = {shape[0], columns};
  }

  std::string weight(bool isInput, const std::string &name, const Shape &shape, double scale) {
    return model.add(isInput, name, shape, random.reals(elementsOf(shape), -scale, scale));
  }
  std::string fresh(const std::string &name) { return name + std::to_string(constants++); }
  void countTerms(int64_t terms) { result.terms = std::max(result.terms, terms); }
  void finish(const std::string &name) {
    model.addOutput(name);
    result.outputs.push_back(name);
    kept = true;
  }
  void say(const std::string &word) { result.text += (result.text.empty() ? "" : " ") + word; }

  ModelBuilder &model;
  Random &random;
  Case result;
  std::string value;
  Shape shape;
  int constants = 0;
  bool kept = false; ///< is the chain's end a result already?
};

} // namespace

Case generateConvolution(ModelBuilder &model, Random &random, Random /*shared*/) {
  return ConvolutionGenerator(model, random).generate();
}

/// Every second group is also compiled without one of the optional passes, the others
/// with one of the algorithms for all convolutions that it can compute. Winograd's
/// magnify rounding errors (Barabasz and others, 2020, doi:10.1145/3412380); the factors
/// here are no bounds but what a mistake in a transform would exceed by far.
std::vector<Build> convolutionBuilds(int64_t group) {
  std::vector<Build> builds{{"the defaults", {}, 4}};
  if (group % 2 == 0) {
    llvm::ArrayRef<llvm::StringRef> passes = nn::optionalPasses();
    std::string pass =
        group % 4 == 0 ? "fuse-conv-pool-flatten" : passes[group / 4 % passes.size()].str();
    builds.push_back({"--disable-pass " + pass, {}, 4});
    builds.back().passes.disabled.insert(pass);
    builds.back() = withThreads(builds.back());
    return builds;
  }
  const std::pair<const char *, double> algorithms[] = {
      {"direct", 1},      {"winograd2", 1},   {"winograd4", 4},
      {"winograd5", 8},   {"winograd6", 16},  {"winograd4x2", 4},
      {"winograd1x2", 1}, {"winograd1x4", 4}, {"strassen", 4}};
  auto [algorithm, magnification] = algorithms[group / 2 % std::size(algorithms)];
  builds.push_back({std::string("--algorithm ") + algorithm + ", all maps large", {}, magnification});
  builds.back().passes.algorithms = {algorithm};
  builds.back().passes.largeMapBytes = 0;
  builds.back() = withThreads(builds.back());
  return builds;
}

} // namespace unspool::test
