//===- StackCases.cpp - recurrent layers on top of each other -------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What with threads runs side by side: layers on top of each other, of one direction or two,
// with what networks put between them; and towers that meet at the end.
//
//===----------------------------------------------------------------------===//

#include "tests/property/Suite.h"

#include <cmath>

namespace unspool::test {

namespace {

class StackGenerator {
public:
  StackGenerator(ModelBuilder &model, Random &random, Random shared)
      : model(model), random(random), shared(shared) {}

  Case generate() {
    timesteps = shared.chance(30) ? shared.between(1, 9) : shared.between(10, 48);
    batch = shared.chance(60) ? 1 : shared.between(2, 4);
    units = shared.between(1, 20);
    say("T=" + std::to_string(timesteps) + " B=" + std::to_string(batch));
    std::string x = model.addInput("X", {timesteps, batch, units},
                                   random.reals(timesteps * batch * units, -1, 1));
    if (random.chance(25))
      lengths = makeLengths();
    std::string y = makeTower(x);
    if (random.chance(25)) {
      say("|");
      y = model.addNode("Concat", {y, makeTower(x)});
      model.set("axis", int64_t(2));
    }
    model.addOutput(y);
    result.outputs.push_back(y);
    return result;
  }

private:
  std::string makeTower(const std::string &x) {
    std::string y = x;
    width = units;
    for (int64_t layer = random.between(2, 4); layer > 0; --layer)
      y = makeLayer(y);
    return y;
  }

  /// [T, B, width] to [T, B, width].
  std::string makeLayer(const std::string &x) {
    std::string kind = shared.pick<const char *>({"RNN", "LSTM", "GRU"});
    std::string direction = random.chance(70)   ? "forward"
                            : random.chance(50) ? "reverse"
                                                : "bidirectional";
    int64_t directions = direction == "bidirectional" ? 2 : 1;
    int64_t rows = (kind == "RNN" ? 1 : kind == "LSTM" ? 4 : 3) * units;
    say(kind + " " + direction + " " + std::to_string(width) + " " + std::to_string(units));
    std::string number = std::to_string(layers++);
    auto weight = [&](const std::string &name, const Shape &shape, double scale) {
      return model.addConstant(name + number, shape,
                               random.reals(elementsOf(shape), -scale, scale));
    };
    std::vector<std::string> operands{
        x, weight("W", {directions, rows, width}, 1.5 / std::sqrt(width)),
        weight("R", {directions, rows, units}, 1 / std::sqrt(units)), "", lengths};
    if (random.chance(80))
      operands[3] = weight("B", {directions, 2 * rows}, 0.5);
    while (operands.back().empty())
      operands.pop_back();
    std::string y = model.addNode(kind, operands);
    model.set("hidden_size", units);
    model.set("direction", direction);
    std::string state = model.addNodeOutput("Y_h" + number);
    if (random.chance(20)) {
      say("Y_h");
      model.addOutput(state);
      result.outputs.push_back(state);
    }
    bool isResidual = directions == 1 && width == units && random.chance(25);
    result.terms = std::max(result.terms, width + units);
    width = directions * units;
    y = model.addNode("Transpose", {y});
    model.set("perm", std::vector<int64_t>{0, 2, 1, 3});
    std::vector<int32_t> shape{int32_t(timesteps), int32_t(batch), int32_t(width)};
    std::string extents = model.addNode("Cast", {model.addConstant("shape" + number, {3}, shape)});
    model.set("to", int64_t(onnx::TensorProto::INT64));
    y = model.addNode("Reshape", {y, extents});
    if (!isResidual)
      return y;
    say("residual");
    return model.addNode("Add", {y, x});
  }

  std::string makeLengths() {
    std::vector<int32_t> list;
    for (int64_t row = 0; row < batch; ++row)
      list.push_back(int32_t(random.between(0, timesteps)));
    say("lengths");
    return model.addInput("lengths", {batch}, list);
  }

  void say(const std::string &word) { result.text += (result.text.empty() ? "" : " ") + word; }

  ModelBuilder &model;
  Random &random;
  Random shared;
  Case result;
  std::string lengths;
  int64_t timesteps = 1, batch = 1, units = 1, width = 1, layers = 0;
};

Build buildWith(const std::string &unroll) {
  Build build{"unroll=" + unroll, {}};
  build.passes.unroll = unroll;
  return build;
}

} // namespace

Case generateStack(ModelBuilder &model, Random &random, Random shared) {
  return StackGenerator(model, random, shared).generate();
}

/// With waves, and without.
std::vector<Build> stackBuilds(int64_t group) {
  Build apart = buildWith(group % 2 ? "full" : "none");
  apart.name += " --disable-pass form-waves";
  apart.passes.disabled.insert("form-waves");
  switch (group % 3) {
  case 0:
    return {apart, withThreads(buildWith("full"))};
  case 1:
    return {apart, withThreads(buildWith("none"), 3)};
  default:
    return {apart, withThreads(buildWith(std::to_string(2 + group % 4)))};
  }
}

} // namespace unspool::test
