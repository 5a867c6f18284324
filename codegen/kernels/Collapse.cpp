//===- Collapse.cpp - fewer and longer axes -------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/Collapse.h"

#include <algorithm>
#include <functional>

namespace unspool {

namespace {

/// Right-aligned to `rank` with extents of 1.
std::vector<int64_t> aligned(const std::vector<int64_t> &shape, size_t rank) {
  std::vector<int64_t> result(rank - shape.size(), 1);
  result.insert(result.end(), shape.begin(), shape.end());
  return result;
}

void forEachType(KernelSpec &spec, const std::function<void(TensorType &)> &visit) {
  for (TensorType &type : spec.arguments)
    visit(type);
  for (Node &node : spec.nodes)
    for (TensorType &type : node.results)
      visit(type);
}

/// Ops whose meaning does not mention axes.
bool isElementwiseOnly(const KernelSpec &spec) {
  static const char *const others[] = {
      "iota",       "reshape", "transpose",       "broadcast",  "slice",    "concat",
      "pad",        "gather",  "gather_elements", "gather_nd",  "reduce",   "softmax",
      "log_softmax", "top_k",  "arg_reduce",      "cumulate",   "max_pool", "avg_pool",
      "max_pool_indices", "scatter_elements",     "scatter_nd", "conv",     "matmul"};
  return spec.kind == "elementwise" &&
         std::none_of(spec.nodes.begin(), spec.nodes.end(), [](const Node &node) {
           return std::find(std::begin(others), std::end(others), node.op) != std::end(others);
         });
}

} // namespace

KernelSpec collapseAxes(const KernelSpec &original) {
  KernelSpec spec = original;
  if (!isElementwiseOnly(spec))
    return spec;
  size_t rank = 0;
  forEachType(spec, [&](TensorType &type) { rank = std::max(rank, type.shape.size()); });
  if (rank == 0)
    return spec;
  std::vector<int64_t> full(rank, 1);
  forEachType(spec, [&](TensorType &type) {
    std::vector<int64_t> shape = aligned(type.shape, rank);
    for (size_t axis = 0; axis < rank; ++axis)
      if (shape[axis] != 1)
        full[axis] = shape[axis];
  });

  // Axis a merges with a + 1 if every tensor has both in full or neither.
  std::vector<bool> merges(rank, false);
  for (size_t axis = 0; axis + 1 < rank; ++axis) {
    bool mergeable = true;
    forEachType(spec, [&](TensorType &type) {
      std::vector<int64_t> shape = aligned(type.shape, rank);
      bool here = shape[axis] == full[axis], next = shape[axis + 1] == full[axis + 1];
      bool hereOne = shape[axis] == 1, nextOne = shape[axis + 1] == 1;
      mergeable = mergeable && ((here && next) || (hereOne && nextOne));
    });
    merges[axis] = mergeable;
  }
  forEachType(spec, [&](TensorType &type) {
    std::vector<int64_t> shape = aligned(type.shape, rank), merged;
    int64_t extent = 1;
    for (size_t axis = 0; axis < rank; ++axis) {
      extent *= shape[axis];
      if (!merges[axis]) {
        merged.push_back(extent);
        extent = 1;
      }
    }
    type.shape = merged;
  });
  return spec;
}

} // namespace unspool
