//===- BranchCases.cpp - random branches whose channels are joined --------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Images of one size, each made of an earlier one or of several: by convolutions, pools that
// keep the size, batch norms and activations, sums, and concatenations of channels, also of an
// input, of what is a result of the model, or joined elsewhere, and of the same image twice. A
// case ends with the concatenation of the last two, perhaps flattened.
//
//===----------------------------------------------------------------------===//

#include "tests/property/Suite.h"

#include <algorithm>
#include <cmath>

namespace unspool::test {

namespace {

class BranchGenerator {
public:
  BranchGenerator(ModelBuilder &model, Random &random) : model(model), random(random) {}

  Case generate() {
    batch = random.chance(70) ? 1 : random.between(2, 3);
    for (int64_t axis = random.chance(80) ? 2 : 1; axis > 0; --axis)
      extents.push_back(random.between(1, 9));
    say("of " + shapeText(shapeOf(batch)));
    addInput();
    for (int64_t step = random.between(3, 9); step > 0; --step) {
      addImage();
      if (random.chance(12))
        finish(images.back());
    }
    while (images.size() < 2)
      addImage();
    join({images.back(), images[images.size() - 2]});
    if (random.chance(30))
      addDense();
    else
      finish(images.back());
    return result;
  }

private:
  struct Image {
    std::string name;
    int64_t channels;
  };

  void addImage() {
    switch (random.between(0, 9)) {
    case 0:
    case 1:
    case 2:
      return addConvolution(pick());
    case 3:
      return addPool(pick());
    case 4:
      return addActivation(pick());
    case 5:
      return addSum(pick());
    case 6:
      return random.chance(30) ? addInput() : addConvolution(pick());
    default:
      std::vector<Image> parts;
      for (int64_t i = random.between(2, 4); i > 0; --i)
        parts.push_back(pick());
      join(parts);
    }
  }

  /// A late one rather than an early one.
  Image pick() {
    int64_t last = int64_t(images.size()) - 1;
    return images[std::max(random.between(0, last), random.between(0, last))];
  }

  void add(const std::string &name, int64_t channels) { images.push_back({name, channels}); }

  void addInput() {
    int64_t channels = pickChannels();
    Shape shape = shapeOf(channels);
    say("input " + std::to_string(channels));
    add(model.addInput(fresh("x"), shape, random.reals(elementsOf(shape), -1, 1)), channels);
  }

  int64_t pickChannels() {
    return random.chance(60) ? 8 * random.between(1, 6) : random.between(1, 40);
  }

  void addConvolution(const Image &input) {
    bool isDepthwise = random.chance(25);
    int64_t outputs = isDepthwise ? input.channels : pickChannels();
    int64_t side = random.chance(50) ? 1 : 3;
    say((isDepthwise ? "depthwise " : "conv ") + std::to_string(side) + " " +
        std::to_string(outputs));
    Shape filter{outputs, isDepthwise ? 1 : input.channels};
    filter.resize(2 + extents.size(), side);
    int64_t terms = elementsOf(filter) / outputs;
    result.terms = std::max(result.terms, terms);
    std::string name =
        model.addNode("Conv", {input.name, weight("w", filter, 1.5 / std::sqrt(terms)),
                               weight("b", {outputs}, 0.5)});
    model.set("group", isDepthwise ? input.channels : int64_t(1));
    model.set("pads", Shape(2 * extents.size(), side / 2));
    if (random.chance(50))
      name = model.addNode(random.pick<const char *>({"Relu", "HardSwish", "Sigmoid"}), {name});
    add(name, outputs);
  }

  /// 3x3 or so, with a border.
  void addPool(const Image &input) {
    std::string type = random.pick<const char *>({"MaxPool", "AveragePool"});
    say(type);
    add(model.addNode(type, {input.name}), input.channels);
    model.set("kernel_shape", Shape(extents.size(), 3));
    model.set("pads", Shape(2 * extents.size(), 1));
  }

  /// As it stands before a convolution in DenseNets.
  void addActivation(const Image &input) {
    std::string name = input.name;
    say("activation");
    if (random.chance(60)) {
      Shape shape(1 + extents.size(), 1);
      shape[0] = input.channels;
      name = model.addNode("Mul", {name, weight("scale", shape, 1)});
      name = model.addNode("Add", {name, weight("shift", shape, 0.5)});
    }
    add(model.addNode("Relu", {name}), input.channels);
  }

  void addSum(const Image &left) {
    std::vector<Image> alike;
    for (const Image &image : images)
      if (image.channels == left.channels)
        alike.push_back(image);
    say("sum");
    const Image &right = alike[random.between(0, int64_t(alike.size()) - 1)];
    std::string sum = model.addNode("Add", {left.name, right.name});
    std::string half = model.addConstant(fresh("half"), {}, std::vector<float>{0.5f});
    add(model.addNode("Mul", {sum, half}), left.channels);
  }

  void join(const std::vector<Image> &parts) {
    std::vector<std::string> names;
    int64_t channels = 0;
    for (const Image &part : parts) {
      names.push_back(part.name);
      channels += part.channels;
    }
    say("join " + std::to_string(parts.size()));
    add(model.addNode("Concat", names), channels);
    model.set("axis", int64_t(1));
  }

  void addDense() {
    int64_t rows = elementsOf(shapeOf(images.back().channels)) / batch;
    int64_t columns = random.between(1, 20);
    say("Flatten MatMul " + std::to_string(columns));
    result.terms = std::max(result.terms, rows);
    std::string flat = model.addNode("Flatten", {images.back().name});
    add(model.addNode("MatMul", {flat, weight("dense", {rows, columns}, 1.5 / std::sqrt(rows))}),
        columns);
    finish(images.back());
  }

  Shape shapeOf(int64_t channels) const {
    Shape shape{batch, channels};
    shape.insert(shape.end(), extents.begin(), extents.end());
    return shape;
  }

  std::string weight(const std::string &name, const Shape &shape, double scale) {
    return model.addConstant(fresh(name), shape, random.reals(elementsOf(shape), -scale, scale));
  }
  std::string fresh(const std::string &name) { return name + std::to_string(names++); }

  void finish(const Image &image) {
    say("(result)");
    result.outputs.push_back(model.addNode("Identity", {image.name}));
    model.addOutput(result.outputs.back());
  }
  void say(const std::string &word) { result.text += (result.text.empty() ? "" : " ") + word; }

  ModelBuilder &model;
  Random &random;
  Case result;
  int64_t batch = 1;
  Shape extents;
  std::vector<Image> images;
  int names = 0;
};

} // namespace

Case generateBranches(ModelBuilder &model, Random &random, Random /*shared*/) {
  return BranchGenerator(model, random).generate();
}

/// With joined channels in place, and copied.
std::vector<Build> branchBuilds(int64_t group) {
  Build copied{"--disable-pass join-in-place", {}, 4};
  copied.passes.disabled.insert("join-in-place");
  Build direct{"--algorithm direct, all maps large", {}, 4};
  direct.passes.algorithms = {"direct"};
  direct.passes.largeMapBytes = 0;
  return {{"the defaults", {}, 4}, copied, group % 2 ? withThreads(direct) : direct};
}

} // namespace unspool::test
