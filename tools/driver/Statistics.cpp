//===- Statistics.cpp - how much a model computes -------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/Statistics.h"

#include "ir/Winograd.h"

#include <functional>
#include <set>

namespace unspool {

static int64_t integer(const Node &node, const char *name, int64_t otherwise) {
  auto found = node.attributes.find(name);
  return found == node.attributes.end() ? otherwise : std::get<int64_t>(found->second);
}

static double flopsOf(const KernelSpec &kernel, const Node &node) {
  if (node.op == "matmul") {
    double depth = kernel.typeOf(node.operands[0]).shape.back();
    return 2 * depth * node.results[0].elements();
  }
  if (node.op == "conv") {
    // The window's taps, whether packed [O / n, K..., C / p, n * p] or not [K..., C / groups, O].
    // Winograd's algorithm is counted as what it computes, by its taps, not its points.
    const std::vector<int64_t> &filter = kernel.typeOf(node.operands[1]).shape;
    bool packed = integer(node, "block", 0) > 0;
    auto algorithm = node.attributes.find("algorithm");
    size_t axes = node.results[0].shape.size() - 2;
    std::vector<int64_t> tiles;
    if (packed && algorithm != node.attributes.end())
      tiles = winogradTiles(std::get<std::string>(algorithm->second), axes);
    tiles.resize(axes, 1);
    double terms = double(filter[filter.size() - 2] * integer(node, "interleave", 1));
    const auto &strides = std::get<std::vector<int64_t>>(node.attributes.at("strides"));
    for (size_t axis = 0; axis < axes; ++axis)
      terms *= double(winogradTaps(filter[axis + packed], tiles[axis], strides[axis]));
    return 2 * terms * node.results[0].elements();
  }
  bool isCell = node.op == "lstm_cell" || node.op == "gru_cell" || node.op == "rnn_cell";
  if (isCell && node.operands[1] >= 0) {
    double hidden = integer(node, "hidden_size", 0);
    double gates = node.op == "lstm_cell" ? 4 : node.op == "gru_cell" ? 3 : 1;
    return 2 * gates * hidden * node.results[0].elements();
  }
  return 0;
}

double flopsOf(const KernelSpec &kernel) {
  double flops = 0;
  for (const Node &node : kernel.nodes)
    flops += flopsOf(kernel, node);
  return flops;
}

std::map<std::string, int64_t> callsOfLayers(const std::vector<Step> &steps) {
  std::map<std::string, int64_t> calls;
  for (const Step &step : steps) {
    if (step.kind == Step::Kind::Call)
      ++calls[step.layer];
    for (const auto &[layer, count] : callsOfLayers(step.body))
      calls[layer] += step.turns() * count;
  }
  return calls;
}

Statistics statisticsOf(const ModelPlan &plan) {
  Statistics statistics;
  statistics.calls.assign(plan.kernels.size(), 0);
  std::set<int> weights;
  std::function<void(const std::vector<Step> &, int64_t)> count =
      [&](const std::vector<Step> &steps, int64_t times) {
        for (const Step &step : steps) {
          count(step.body, times * step.turns());
          if (step.kind != Step::Kind::Call)
            continue;
          const KernelSpec &kernel = plan.kernels[step.kernel];
          statistics.calls[step.kernel] += times;
          statistics.flops += times * flopsOf(kernel);
          for (const Node &node : kernel.nodes)
            if (node.op != "constant")
              statistics.operators[node.op] += times;
          for (size_t i = 0; i < step.operands.size(); ++i)
            if (step.operands[i].space == Space::Constant &&
                kernel.arguments[i].element <= ElementType::BF16 &&
                weights.insert(step.operands[i].index).second)
              statistics.parameters += kernel.arguments[i].elements();
        }
      };
  count(plan.steps, 1);
  return statistics;
}

} // namespace unspool
