//===- RecurrentCases.cpp - random recurrent layers -----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Everything that the ONNX operators RNN, LSTM and GRU can be told is drawn at
// random. Weights are such that a timestep does not magnify errors: entries of W
// are of the order of 1/sqrt(I), those of R of 1/sqrt(H). Gates without an upper
// bound (relu, affine, ...) would let an LSTM's state grow like a power of T, so
// with them weights are small and sequences short; thresholded_relu jumps, so that
// the last bit of a sum decides, and comes only in layers of a few elements.
//
//===----------------------------------------------------------------------===//

#include "tests/property/Suite.h"

#include <algorithm>
#include <cmath>

namespace unspool::test {

namespace {

struct Activation {
  const char *name;
  bool isBounded, hasAlpha, hasBeta;
};
constexpr Activation kActivations[] = {
    {"Tanh", true, false, false},
    {"Sigmoid", true, false, false},
    {"Softsign", true, false, false},
    {"HardSigmoid", true, true, true},
    {"ScaledTanh", true, true, true},
    {"Relu", false, false, false},
    {"Affine", false, true, true},
    {"LeakyRelu", false, true, false},
    {"Elu", false, true, false},
    {"Softplus", false, false, false},
    {"ThresholdedRelu", false, true, false},
};

class RecurrentGenerator {
public:
  RecurrentGenerator(ModelBuilder &model, Random &random, Random shared, bool hasSpecialValues)
      : model(model), random(random), shared(shared), hasSpecialValues(hasSpecialValues) {}

  Case generate() {
    chooseKind();
    chooseActivations();
    chooseExtents();
    std::vector<std::string> operands = makeOperands();
    while (operands.back().empty())
      operands.pop_back();
    std::string y = model.addNode(kind, operands);
    setAttributes();
    chooseOutputs(y);
    result.terms = inputs + hidden;
    return result;
  }

private:
  void chooseKind() {
    kind = random.pick<const char *>({"RNN", "LSTM", "GRU"});
    gates = kind == "RNN" ? 1 : kind == "LSTM" ? 4 : 3;
    functions = kind == "RNN" ? 1 : kind == "LSTM" ? 3 : 2;
    direction = random.pick<const char *>({"forward", "reverse", "bidirectional"});
    directions = direction == "bidirectional" ? 2 : 1;
    say(kind);
    say(direction);
  }

  /// The list of functions, and the lists of those alphas and betas that are
  /// given: all or only the first ones, the rest having defaults.
  void chooseActivations() {
    if (random.chance(50))
      return;
    // Most lists are the group's.
    Random common = shared;
    Random &source = random.chance(60) ? common : random;
    std::string text;
    bool areAlike = source.chance(50); // both directions
    std::vector<int64_t> drawn;
    for (int64_t i = 0; i < directions * functions; ++i) {
      bool repeats = areAlike && i >= functions;
      drawn.push_back(repeats ? drawn[i - functions]
                              : source.between(0, std::size(kActivations) - 1));
      const Activation &chosen = kActivations[drawn.back()];
      activations.push_back(chosen.name);
      isBounded &= chosen.isBounded;
      jumps |= activations.back() == "ThresholdedRelu";
      text += (i ? "," : "") + activations.back();
      if (chosen.hasAlpha)
        alphas.push_back(source.real(0.2, 0.9));
      if (chosen.hasBeta)
        betas.push_back(source.real(0.1, 0.9));
    }
    if (source.chance(30))
      alphas.resize(source.between(0, alphas.size()));
    if (source.chance(30))
      betas.resize(source.between(0, betas.size()));
    say("activations=" + text + " alphas=" + std::to_string(alphas.size()) +
        " betas=" + std::to_string(betas.size()));
  }

  /// One of the three sets of extents that a group has.
  void chooseExtents() {
    Random common = shared;
    for (int64_t i = random.between(1, 3); i > 0; --i) {
      timesteps =
          common.chance(50) ? common.between(1, 8) : common.between(9, common.chance(70) ? 24 : 64);
      batch = common.chance(50)   ? 1
              : common.chance(75) ? common.between(2, 5)
                                  : common.between(6, 40);
      hidden = common.between(1, common.chance(70) ? 24 : 70);
      inputs = common.between(1, common.chance(70) ? 16 : 40);
      if (batch >= 16 && common.chance(50)) { // as wide as sink-projections asks for
        hidden = 8 * common.between(1, 8);
        timesteps = common.between(1, 3);
      }
    }
    if (!isBounded || batch > 5)
      timesteps = std::min<int64_t>(timesteps, 6);
    if (jumps) {
      timesteps = std::min<int64_t>(timesteps, 3);
      hidden = std::min<int64_t>(hidden, 5);
    }
    isBatchFirst = random.chance(30);
    say("T=" + std::to_string(timesteps) + " B=" + std::to_string(batch) +
        " I=" + std::to_string(inputs) + " H=" + std::to_string(hidden) +
        (isBatchFirst ? " layout=1" : ""));
  }

  /// X, W, R, B, sequence_lens, initial_h, initial_c, P; absent ones are empty.
  std::vector<std::string> makeOperands() {
    double gain = isBounded ? 1 : 0.3;
    double inputScale = gain * 1.5 / std::sqrt(inputs), stateScale = gain * 1.2 / std::sqrt(hidden);
    int64_t rows = gates * hidden;
    Shape x = isBatchFirst ? Shape{batch, timesteps, inputs} : Shape{timesteps, batch, inputs};
    bool given = random.chance(10);
    if (given)
      say("weights=inputs");
    std::vector<std::string> operands{
        makeInput(x), weight(given, "W", {directions, rows, inputs}, inputScale),
        weight(given, "R", {directions, rows, hidden}, stateScale), ""};
    if (random.chance(80)) {
      say("B");
      operands[3] = weight(given, "B", {directions, 2 * rows}, gain * 0.5);
    }
    operands.push_back(makeLengths());
    operands.push_back(makeState("initial_h"));
    if (kind == "LSTM") {
      operands.push_back(makeState("initial_c"));
      operands.push_back("");
      if (random.chance(35)) {
        say("P");
        operands.back() = weight(given, "P", {directions, 3 * hidden}, gain * 0.5);
      }
    }
    return operands;
  }

  /// X, or what is looked up in an embedding.
  std::string makeInput(const Shape &x) {
    if (hasSpecialValues || random.chance(85))
      return model.addInput("X", x, values(elementsOf(x), 1));
    int64_t words = random.between(1, 20);
    std::vector<int32_t> ids;
    for (int64_t i = 0; i < x[0] * x[1]; ++i)
      ids.push_back(int32_t(random.between(-words, words - 1)));
    say("X=embedding:" + std::to_string(words));
    std::string table =
        model.addConstant("E", {words, inputs}, random.reals(words * inputs, -1, 1));
    return model.addNode("Gather", {table, model.addInput("ids", {x[0], x[1]}, ids)});
  }

  std::string weight(bool isInput, const std::string &name, const Shape &shape, double scale) {
    return model.add(isInput, name, shape, random.reals(elementsOf(shape), -scale, scale));
  }

  std::string makeLengths() {
    if (!random.chance(45))
      return "";
    bool isInput = random.chance(60);
    std::vector<int32_t> lengths;
    std::string text;
    for (int64_t row = 0; row < batch; ++row) {
      lengths.push_back(int32_t(random.between(0, timesteps)));
      text += (row ? "," : "") + std::to_string(lengths.back());
    }
    say((isInput ? "sequence_lens=input:" : "sequence_lens=") + text);
    return model.add(isInput, "sequence_lens", {batch}, lengths);
  }

  std::string makeState(const std::string &name) {
    if (!random.chance(50))
      return "";
    Shape shape =
        isBatchFirst ? Shape{batch, directions, hidden} : Shape{directions, batch, hidden};
    bool isInput = random.chance(60);
    bool isZero = !isInput && random.chance(40);
    say(name + (isInput ? "=input" : isZero ? "=0" : ""));
    double bound = isZero ? 0 : 1;
    return model.add(isInput, name, shape,
                     isZero ? random.reals(elementsOf(shape), 0, 0)
                            : values(elementsOf(shape), bound));
  }

  /// Of X or a state. Gates without a bound get no infinity: times a zero state, which
  /// the compiler leaves out, it would be NaN.
  std::vector<float> values(int64_t count, double bound) {
    std::vector<float> list = random.reals(count, -bound, bound);
    if (hasSpecialValues)
      for (int64_t i = random.between(0, 2); i > 0; --i) {
        float special = random.pick({NAN, HUGE_VALF, -HUGE_VALF, 1e-40f, -0.0f});
        list[random.between(0, count - 1)] = isBounded || !std::isinf(special) ? special : NAN;
      }
    return list;
  }

  void setAttributes() {
    model.set("hidden_size", hidden);
    if (direction != "forward" || random.chance(50))
      model.set("direction", direction);
    if (!activations.empty())
      model.set("activations", activations);
    if (!alphas.empty())
      model.set("activation_alpha", alphas);
    if (!betas.empty())
      model.set("activation_beta", betas);
    if (isBatchFirst)
      model.set("layout", int64_t(1));
    if (random.chance(25)) {
      float clip = random.pick({0.125f, 0.5f, 2.0f});
      say("clip=" + std::to_string(clip));
      model.set("clip", clip);
    }
    if (kind == "LSTM" && random.chance(20)) {
      say("input_forget=1");
      model.set("input_forget", int64_t(1));
    }
    if (kind == "GRU" && random.chance(50)) {
      say("linear_before_reset=1");
      model.set("linear_before_reset", int64_t(1));
    }
  }

  /// Any but none of Y, Y_h and Y_c.
  void chooseOutputs(const std::string &y) {
    std::vector<std::string> names{"Y", "Y_h"};
    if (kind == "LSTM")
      names.push_back("Y_c");
    int64_t wanted = random.between(1, (1 << names.size()) - 1);
    std::string text;
    for (size_t i = 0; i < names.size(); ++i) {
      bool isWanted = wanted >> i & 1;
      std::string name = i == 0 ? y : model.addNodeOutput(isWanted ? names[i] : "");
      if (i == 0 && !isWanted)
        model.lastNode().set_output(0, "");
      if (!isWanted)
        continue;
      model.addOutput(name);
      result.outputs.push_back(name);
      text += (text.empty() ? "" : ",") + names[i];
    }
    say("outputs=" + text);
  }

  void say(const std::string &word) { result.text += (result.text.empty() ? "" : " ") + word; }

  ModelBuilder &model;
  Random &random;
  const Random shared;
  Case result;
  std::string kind, direction;
  std::vector<std::string> activations;
  std::vector<float> alphas, betas;
  int64_t gates = 1, functions = 1, directions = 1;
  int64_t timesteps = 1, batch = 1, inputs = 1, hidden = 1;
  const bool hasSpecialValues;
  bool isBatchFirst = false, isBounded = true, jumps = false;
};

Build buildWith(const std::string &unroll, bool sinksAll = false) {
  Build build{"unroll=" + unroll, {}};
  build.passes.unroll = unroll;
  if (sinksAll) {
    build.name += " cache=0";
    build.passes.largeMapBytes = 0;
  }
  return build;
}

} // namespace

Case generateRecurrent(ModelBuilder &model, Random &random, Random shared) {
  return RecurrentGenerator(model, random, shared, /*hasSpecialValues=*/false).generate();
}

Case generateSpecialValues(ModelBuilder &model, Random &random, Random shared) {
  return RecurrentGenerator(model, random, shared, /*hasSpecialValues=*/true).generate();
}

/// All three forms for every fifth group, one of them for the others. In some, wide steps
/// project their own rows however small the product of all is.
std::vector<Build> recurrentBuilds(int64_t group) {
  std::string steps = std::to_string(2 + group % 4);
  switch (group % 5) {
  case 0:
    return {buildWith("full", group % 2), buildWith(steps, group % 2),
            buildWith("none", group % 2)};
  case 1:
    return {withThreads(buildWith("full"))};
  case 2:
    return {withThreads(buildWith(steps))};
  case 3:
    return {buildWith("none", /*sinksAll=*/true)};
  default:
    return {buildWith("auto")};
  }
}

} // namespace unspool::test
