//===- PlanTraits.cpp - in what sizes have a say --------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/PlanTraits.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"

namespace unspool {

/// The height and width of the image that a convolution reads.
static llvm::ArrayRef<int64_t> mapOf(const KernelSpec &kernel) {
  return llvm::ArrayRef(kernel.arguments.front().shape).drop_front();
}

static bool isConvolution(const KernelSpec &kernel) {
  return kernel.kind == "conv" || kernel.kind == "depthwise" || kernel.kind == "winograd";
}

bool haveOtherMaps(const ModelPlan &left, const ModelPlan &right) {
  return llvm::any_of(llvm::zip(left.kernels, right.kernels), [](const auto &pair) {
    const auto &[one, other] = pair;
    return isConvolution(one) && one.kind == other.kind && mapOf(one) != mapOf(other);
  });
}

bool hasOpenProjections(const ModelPlan &plan) {
  return llvm::any_of(plan.kernels, [](const KernelSpec &kernel) {
    return kernel.kind == "cell" && llvm::any_of(kernel.nodes, [](const Node &node) {
             return node.op == "matmul" && !node.results[0].isFixed();
           });
  });
}

bool hasOpenTiles(const ModelPlan &plan) {
  return llvm::any_of(plan.kernels, [](const KernelSpec &kernel) {
    const TensorType &image = kernel.arguments.front();
    bool isOpen = false;
    for (size_t axis = 1; axis < image.shape.size(); ++axis)
      isOpen |= image.termOf(axis) >= 0;
    return kernel.kind == "winograd" && isOpen;
  });
}

} // namespace unspool
