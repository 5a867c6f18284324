//===- SpelledCases.cpp - cells that a model spells out -------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Some timesteps of an LSTM, GRU or RNN as exporters write them: one product for all gates and
// a split (PyTorch, TensorFlow), or one for each; x and h apart, or concatenated; gates in
// any order; biases on either side, on a gate, or none; peepholes; n where z is one, or where it
// is zero. Some are not quite cells: another
// function, another gate's z, an older c, an R of a step's own. Either way the numbers are the
// reference's.
//
//===----------------------------------------------------------------------===//

#include "tests/property/Suite.h"

#include <algorithm>
#include <cmath>

namespace unspool::test {

namespace {

class SpelledGenerator {
public:
  SpelledGenerator(ModelBuilder &model, Random &random, Random shared)
      : model(model), random(random) {
    batch = shared.between(1, 4);
    inputs = shared.between(1, 9);
    hidden = shared.chance(30) ? inputs : shared.between(1, 20);
    timesteps = shared.between(1, 4);
  }

  Case generate() {
    isRnn = random.chance(30);
    isLstm = !isRnn && random.chance(50);
    bool isGru = !isRnn && !isLstm;
    isLinearBeforeReset = isGru && random.chance(50);
    gates = isRnn ? 1 : isLstm ? 4 : 3;
    isJoint = !isRnn && random.chance(60);
    isConcatenated = !isLinearBeforeReset && random.chance(40);
    hasPeepholes = isLstm && random.chance(30);
    isExchanged = isGru && random.chance(40);
    isBatchFirst = random.chance(40);
    miss = random.chance(25) ? int(random.between(1, 2)) : 0;
    order = {0, 1, 2, 3};
    order.resize(gates);
    for (int64_t i = gates - 1; i > 0; --i)
      std::swap(order[i], order[random.between(0, i)]);
    makeWeights();
    if (isRnn)
      activation = random.pick(
          {"Tanh", "Relu", "Sigmoid", "Softsign", "Softplus", "LeakyRelu", "Elu", "HardSigmoid"});

    std::string x = model.addInput(
        "X", isBatchFirst ? Shape{batch, timesteps, inputs} : Shape{timesteps, batch, inputs},
        random.reals(timesteps * batch * inputs, -1, 1));
    std::string h = state("H"), c = isLstm ? state("C") : "", oldC = c;
    for (int64_t time = 0; time < timesteps; ++time) {
      std::string at =
          model.addConstant("t" + std::to_string(time), {}, std::vector<int32_t>{int32_t(time)});
      std::string step = model.addNode("Gather", {x, at});
      model.set("axis", int64_t(isBatchFirst));
      if (isRnn)
        rnn(step, h, time);
      else if (isLstm)
        lstm(step, h, c, oldC);
      else
        gru(step, h);
    }
    model.addOutput(h);
    result.outputs = {h};
    result.terms = inputs + hidden;
    result.text = (isRnn                 ? "RNN " + activation
                   : isLstm              ? "LSTM"
                   : isLinearBeforeReset ? "GRU after"
                                         : std::string("GRU before")) +
                  " T=" + std::to_string(timesteps) + " B=" + std::to_string(batch) +
                  " I=" + std::to_string(inputs) + " H=" + std::to_string(hidden) +
                  (isJoint ? " joint" : "") + (isConcatenated ? " concatenated" : "") +
                  (isBatchFirst ? " batch-first" : "") + (hasBias ? " B" : "") +
                  (hasPeepholes ? " P" : "") + (isExchanged ? " exchanged" : "") +
                  (miss ? " miss=" + std::to_string(miss) : "");
    return result;
  }

private:
  std::string state(const char *name) {
    bool isZero = random.chance(30);
    double bound = isZero ? 0 : 1;
    return model.add(!isZero && random.chance(70), name, {batch, hidden},
                     random.reals(batch * hidden, -bound, bound));
  }

  std::string weight(const std::string &name, int64_t rows, int64_t columns) {
    double scale = 1 / std::sqrt(double(rows));
    return model.addConstant(name, {rows, columns}, random.reals(rows * columns, -scale, scale));
  }

  /// With the gates side by side, or a matrix for each.
  void makeWeights() {
    hasBias = random.chance(70);
    int64_t matrices = isJoint ? 1 : gates, columns = isJoint ? gates * hidden : hidden;
    for (int64_t i = 0; i < matrices; ++i) {
      std::string number = std::to_string(i);
      if (isConcatenated)
        whole.push_back(weight("K" + number, inputs + hidden, columns));
      else
        for (auto [list, name, rows] :
             {std::tuple(&own, "W", inputs), std::tuple(&recurrent, "R", hidden)})
          list->push_back(weight(name + number, rows, columns));
      if (hasBias)
        for (auto [list, name] : {std::pair(&bias, "B"), std::pair(&recurrentBias, "C")})
          list->push_back(
              model.addConstant(name + number, {columns}, random.reals(columns, -0.5, 0.5)));
    }
    if (hasPeepholes)
      for (const char *name : {"Pi", "Po", "Pf"})
        peepholes.push_back(model.addConstant(name, {hidden}, random.reals(hidden, -0.5, 0.5)));
    if (random.chance(30))
      gateBias = model.addConstant("one", {}, std::vector<float>{1});
  }

  std::string biased(const std::string &sum, const std::vector<std::string> &list, int64_t i) {
    return hasBias ? model.addNode("Add", {sum, list[i]}) : sum;
  }

  /// The gates' parts of a matrix, in the order that the cell knows them by.
  std::vector<std::string> divided(const std::string &matrix) {
    std::vector<std::string> parts{model.addNode("Split", {matrix})};
    model.set("axis", int64_t(1));
    for (int64_t i = 1; i < gates; ++i)
      parts.push_back(model.addNodeOutput("part" + std::to_string(parts.size()) + "of" + matrix));
    model.set("num_outputs", gates);
    std::vector<std::string> sorted(gates);
    for (int64_t i = 0; i < gates; ++i)
      sorted[order[i]] = parts[i];
    return sorted;
  }

  /// What list[...] makes of `factor`, for each gate.
  std::vector<std::string> products(const std::string &factor, const std::vector<std::string> &list,
                                    const std::vector<std::string> &biases) {
    std::vector<std::string> all;
    for (size_t i = 0; i < list.size(); ++i)
      all.push_back(biased(model.addNode("MatMul", {factor, list[i]}), biases, i));
    return isJoint ? divided(all.front()) : all;
  }

  std::string sum(const std::string &a, const std::string &b) {
    return model.addNode("Add", {a, b});
  }
  std::string times(const std::string &a, const std::string &b) {
    return random.chance(50) ? model.addNode("Mul", {a, b}) : model.addNode("Mul", {b, a});
  }
  std::string sigmoid(const std::string &a) { return model.addNode("Sigmoid", {a}); }
  std::string tanh(const std::string &a) { return model.addNode("Tanh", {a}); }

  std::vector<std::string> gatesOf(const std::string &x, const std::string &h) {
    if (isConcatenated) {
      std::string both = model.addNode("Concat", {x, h});
      model.set("axis", int64_t(1));
      return products(both, whole, bias);
    }
    std::vector<std::string> left = products(x, own, bias),
                             right = products(h, recurrent, recurrentBias), all;
    for (int64_t i = 0; i < gates; ++i)
      all.push_back(sum(left[i], right[i]));
    return all;
  }

  void rnn(const std::string &x, std::string &h, int64_t time) {
    std::string gate;
    if (miss == 1 && time % 2 && !isConcatenated)
      gate =
          sum(products(x, own, bias)[0],
              model.addNode("MatMul", {h, weight("Own" + std::to_string(time), hidden, hidden)}));
    else
      gate = gatesOf(x, h)[0];
    h = model.addNode(activation, {gate});
    if (activation == "LeakyRelu" || activation == "Elu" || activation == "HardSigmoid")
      model.set("alpha", 0.3f);
    if (miss == 2)
      h = times(h, model.addConstant("half" + h, {}, std::vector<float>{0.5f}));
  }

  void lstm(const std::string &x, std::string &h, std::string &c, const std::string &oldC) {
    std::vector<std::string> gate = gatesOf(x, h); // i, o, f, c
    if (!gateBias.empty())
      gate[2] = sum(gate[2], gateBias);
    if (hasPeepholes)
      for (int64_t i : {0, 2})
        gate[i] = sum(gate[i], times(c, peepholes[i]));
    bool isOther = miss == 1 && !hasPeepholes;
    std::string fresh = times(sigmoid(gate[0]), isOther ? sigmoid(gate[3]) : tanh(gate[3]));
    std::string kept = times(sigmoid(gate[2]), c);
    c = random.chance(50) ? sum(kept, fresh) : sum(fresh, kept);
    if (hasPeepholes)
      gate[1] = sum(gate[1], times(miss == 1 ? oldC : c, peepholes[1]));
    h = times(sigmoid(gate[1]), tanh(miss == 2 ? oldC : c));
  }

  void gru(const std::string &x, std::string &h) {
    std::string z, r, n;
    if (isLinearBeforeReset) {
      std::vector<std::string> left = products(x, own, bias),
                               right = products(h, recurrent, recurrentBias);
      z = sigmoid(sum(left[0], right[0]));
      r = sigmoid(sum(left[1], right[1]));
      n = tanh(sum(left[2], times(r, right[2])));
    } else {
      std::vector<std::string> gate = gatesOf(x, h);
      z = sigmoid(gate[0]);
      r = sigmoid(gate[1]);
      n = tanh(gatesOf(x, times(r, h))[2]);
    }
    std::string one = model.addConstant("rest" + h, {}, std::vector<float>{1});
    const std::string &near = isExchanged ? n : h, &far = isExchanged ? h : n;
    if (random.chance(50)) {
      h = sum(times(model.addNode("Sub", {near, far}), miss == 1 ? r : z), far);
      return;
    }
    std::string rest = model.addNode("Sub", {one, miss == 2 ? r : z});
    h = sum(times(rest, far), times(z, near));
  }

  ModelBuilder &model;
  Random &random;
  Case result;
  int64_t timesteps = 1, batch = 1, inputs = 1, hidden = 1, gates = 4;
  bool isRnn = false, isLstm = true, isLinearBeforeReset = false, isJoint = true,
       isConcatenated = false;
  bool isBatchFirst = false, hasBias = false, hasPeepholes = false, isExchanged = false;
  int miss = 0; ///< 0: a cell
  std::vector<int64_t> order;
  std::vector<std::string> own, recurrent, whole, bias, recurrentBias, peepholes;
  std::string gateBias, activation;
};

} // namespace

Case generateSpelled(ModelBuilder &model, Random &random, Random shared) {
  return SpelledGenerator(model, random, shared).generate();
}

/// With everything, and without each of the passes that see cells.
std::vector<Build> spelledBuilds(int64_t group) {
  std::vector<Build> builds{{"defaults", {}}};
  if (group % 2)
    builds.push_back(withThreads({"defaults", {}}));
  const char *passes[] = {"recognize-cells", "hoist-projections", "tabulate-projections"};
  std::string left = passes[group % 3];
  builds.push_back({"--disable-pass " + left, {}});
  builds.back().passes.disabled.insert(left);
  return builds;
}

} // namespace unspool::test
