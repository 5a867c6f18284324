//===- Specialize.cpp - kernels for some of the sizes ----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/sizes/Specialize.h"

#include <algorithm>
#include <iterator>

namespace unspool {
namespace {

/// Numbers of rows with a kernel of their own: with more, a tile that is not full costs
/// little.
constexpr int64_t kMostRows = 8;
/// Maps that are at least so wide, and this high, have a kernel of their own.
constexpr int64_t kMapWidths[] = {16, 4}, kMapHeight = 2;

/// The same kernel for a narrower range of some parameters.
class Specializer {
public:
  explicit Specializer(ModelPlan &plan) : plan(plan) {}

  void run() {
    size_t count = plan.kernels.size();
    for (size_t i = 0; i < count; ++i) {
      const std::string &kind = plan.kernels[i].kind;
      if (kind == "matmul" || kind == "cell")
        specializeRows(i);
      else if (kind == "conv" || kind == "depthwise")
        for (int64_t width : kMapWidths)
          specializeMaps(i, width);
    }
  }

private:
  /// The node that the kind is named for.
  static const Node &anchorOf(const KernelSpec &kernel) {
    auto isAnchor = [](const Node &node) {
      return node.op == "conv" || node.op == "matmul" ||
             node.op.find("_cell") != std::string::npos;
    };
    // A cell's kernel may hold its input projection as well.
    return *std::find_if(kernel.nodes.rbegin(), kernel.nodes.rend(), isAnchor);
  }

  void specializeRows(size_t index) {
    const TensorType &result = anchorOf(plan.kernels[index]).results[0];
    int rows = result.termOf(result.shape.size() - 2);
    if (rows < 0)
      return;
    Parameter range = plan.kernels[index].parameters[rows];
    for (int64_t size = range.least; size <= std::min(range.most, kMostRows); ++size) {
      KernelSpec special = copyOf(index, "_rows" + std::to_string(size));
      special.parameters[rows].least = special.parameters[rows].most = size;
      add(index, std::move(special));
    }
  }

  void specializeMaps(size_t index, int64_t width) {
    // The last axes of what is tiled, which is behind a pool if there is one.
    const KernelSpec &kernel = plan.kernels[index];
    const TensorType &result = kernel.typeOf(kernel.results.front());
    size_t rank = result.shape.size();
    KernelSpec special = copyOf(index, "_from" + std::to_string(width));
    bool isNarrower = false;
    auto narrow = [&](size_t axis, int64_t least) {
      int parameter = result.termOf(axis);
      if (parameter < 0 || special.parameters[parameter].least >= least)
        return true;
      special.parameters[parameter].least = least;
      isNarrower = true;
      return special.parameters[parameter].most >= least;
    };
    if (rank < 3 || !narrow(rank - 2, width))
      return;
    if (rank > 3 && !narrow(rank - 3, kMapHeight))
      return;
    if (isNarrower)
      add(index, std::move(special));
  }

  KernelSpec copyOf(size_t index, const std::string &suffix) const {
    KernelSpec copy = plan.kernels[index];
    copy.name += suffix;
    copy.special.clear();
    // What was asked for fits the general kernel; these are small, and choose by themselves.
    auto &parameters = copy.schedule.parameters;
    for (auto it = parameters.begin(); it != parameters.end();)
      it = it->first == "threads" ? std::next(it) : parameters.erase(it);
    return copy;
  }

  void add(size_t index, KernelSpec special) {
    plan.kernels[index].special.push_back(int(plan.kernels.size()));
    plan.kernels.push_back(std::move(special));
  }

  ModelPlan &plan;
};

} // namespace

void specializeKernels(ModelPlan &plan) { Specializer(plan).run(); }

} // namespace unspool
