//===- Collapse.cpp - fewer and longer axes -------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/Collapse.h"

#include "codegen/kernels/KernelBuilder.h"

#include <algorithm>
#include <functional>

namespace unspool {

namespace {

/// Right-aligned to `rank`, filled up in front.
template <typename T> std::vector<T> aligned(const std::vector<T> &list, size_t rank, T fill) {
  std::vector<T> result(rank - list.size(), fill);
  result.insert(result.end(), list.begin(), list.end());
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
  auto isElementwise = [](const Node &node) {
    const BuildTable &table = elementwiseBuilders();
    return node.op == "constant" || std::any_of(table.begin(), table.end(), [&](const auto &row) {
             return node.op == row.first;
           });
  };
  return std::all_of(spec.nodes.begin(), spec.nodes.end(), isElementwise);
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
    std::vector<int64_t> shape = aligned<int64_t>(type.shape, rank, 1);
    for (size_t axis = 0; axis < rank; ++axis)
      if (shape[axis] != 1)
        full[axis] = shape[axis];
  });

  // Axes that are 1 everywhere go; then axis a merges with its successor if every
  // tensor has both in full or neither, and all have a known extent.
  auto compact = [&](const TensorType &type) {
    std::vector<int64_t> shape = aligned<int64_t>(type.shape, rank, 1);
    std::vector<int> terms = aligned(type.terms, type.terms.empty() ? 0 : rank, -1);
    TensorType kept{type.element, {}, {}};
    for (size_t axis = 0; axis < rank; ++axis)
      if (full[axis] != 1) {
        kept.shape.push_back(shape[axis]);
        kept.terms.push_back(terms.empty() ? -1 : terms[axis]);
      }
    return kept;
  };
  size_t axes = rank - std::count(full.begin(), full.end(), 1);
  std::vector<bool> merges(axes, true);
  if (axes)
    merges.back() = false;
  // Rows that lie apart stay rows. (They are longer than one element.)
  if (axes > 1 && !spec.pitches.empty())
    merges[axes - 2] = false;
  forEachType(spec, [&](TensorType &type) {
    TensorType compacted = compact(type);
    const std::vector<int64_t> &shape = compacted.shape;
    for (size_t axis = 0; axis + 1 < axes; ++axis)
      merges[axis] = merges[axis] && (shape[axis] == 1) == (shape[axis + 1] == 1) &&
                     compacted.terms[axis] < 0 && compacted.terms[axis + 1] < 0;
  });
  forEachType(spec, [&](TensorType &type) {
    TensorType compacted = compact(type), merged{type.element, {}, {}};
    int64_t extent = 1;
    for (size_t axis = 0; axis < axes; ++axis) {
      extent *= compacted.shape[axis];
      if (!merges[axis]) {
        merged.shape.push_back(extent);
        merged.terms.push_back(compacted.terms[axis]);
        extent = 1;
      }
    }
    if (merged.isFixed())
      merged.terms.clear();
    type = merged;
  });
  return spec;
}

} // namespace unspool
