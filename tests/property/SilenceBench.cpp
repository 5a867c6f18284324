//===- SilenceBench.cpp - does a fading state slow a step down? -----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   silence-bench [steps]
//
// Runs one-timestep models of 128 units on a loud burst and then on silence, the
// states going out and in, and prints the time of a step at both ends of the silence.
// The figures in docs/recurrent.md come from here.
//
//===----------------------------------------------------------------------===//

#include "tests/property/CompiledModel.h"
#include "tests/property/ModelBuilder.h"
#include "tests/property/Random.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <iostream>

namespace unspool::test {
namespace {

constexpr int64_t kHidden = 128, kInputs = 32, kWindow = 1000;

/// Without biases, so that the state fades to nothing.
void addStep(ModelBuilder &model, const std::string &kind) {
  int64_t rows = kHidden * (kind == "LSTM" ? 4 : kind == "GRU" ? 3 : 1);
  Random random(1, kind, 0);
  std::string x = model.addInput("x", {1, 1, kInputs}, std::vector<float>(kInputs, 0));
  std::string w = model.addConstant("w", {1, rows, kInputs}, random.reals(rows * kInputs, -1, 1));
  std::string r = model.addConstant("r", {1, rows, kHidden},
                                    random.reals(rows * kHidden, -0.1, 0.1));
  std::vector<std::string> operands{x, w, r, "", ""};
  int states = kind == "LSTM" ? 2 : 1;
  for (int i = 0; i < states; ++i)
    operands.push_back(model.addInput("state" + std::to_string(i), {1, 1, kHidden},
                                      std::vector<float>(kHidden, 0)));
  model.addNode(kind, operands);
  model.lastNode().set_output(0, "");
  model.set("hidden_size", kHidden);
  for (int i = 0; i < states; ++i)
    model.addOutput(model.addNodeOutput("state" + std::to_string(i)));
}

/// Microseconds a step, of the first and of the last thousand steps of silence.
bool measure(const std::string &kind, int64_t steps) {
  mlir::MLIRContext context;
  ModelBuilder model(context);
  addStep(model, kind);
  CompiledModel compiled(model.model, {});
  if (!compiled.library) {
    std::cerr << compiled.problem << "\n";
    return false;
  }
  const unspool_model &library = compiled.library->model();
  AlignedBytes workspace(library.workspace_bytes, library.workspace_alignment);
  std::vector<float> x(kInputs, 1);
  // Even steps read the first set and write the second.
  std::vector<std::vector<float>> sets[2];
  for (auto &set : sets)
    set.assign(library.output_count, std::vector<float>(kHidden, 0));
  std::vector<double> times;
  auto begin = std::chrono::steady_clock::now();
  for (int64_t step = -100; step < steps; ++step) {
    if (step == 0)
      std::fill(x.begin(), x.end(), 0);
    const void *inputs[3] = {x.data()};
    void *outputs[2];
    for (int32_t i = 0; i < library.output_count; ++i) {
      inputs[i + 1] = sets[step & 1][i].data();
      outputs[i] = sets[~step & 1][i].data();
    }
    library.run(inputs, outputs, workspace.data());
    if (step >= 0 && (step + 1) % kWindow == 0) {
      auto end = std::chrono::steady_clock::now();
      times.push_back(std::chrono::duration<double, std::micro>(end - begin).count() / kWindow);
      begin = end;
    } else if (step < 0) {
      begin = std::chrono::steady_clock::now();
    }
  }
  double worst = *std::max_element(times.begin() + 1, times.end());
  std::cout << kind << ": " << times.front() << " us a step at first, " << times.back()
            << " at the end, " << worst << " at worst (a mean of " << kWindow
            << "); last state " << sets[steps & 1][0][0] << "\n";
  return true;
}

} // namespace
} // namespace unspool::test

int main(int argc, char **argv) {
  int64_t steps = argc > 1 ? std::max(2000LL, std::atoll(argv[1])) : 100000;
  bool good = true;
  for (const char *kind : {"RNN", "LSTM", "GRU"})
    good &= unspool::test::measure(kind, steps);
  return good ? 0 : 1;
}
