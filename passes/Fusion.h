//===- Fusion.h - groups of ops that become one kernel --------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_PASSES_FUSION_H
#define UNSPOOL_PASSES_FUSION_H

#include "ir/Nn.h"

#include "llvm/ADT/SetVector.h"

namespace unspool::nn {

using OpGroup = llvm::SmallSetVector<mlir::Operation *, 8>;

/// Results of ops of the group that are read outside it, in program order.
llvm::SmallVector<mlir::Value> escapingValues(const OpGroup &group);

/// Moves the ops of `group` (of one block) into an nn.fused at the place of its
/// last op. All operands from outside must be defined before that place, and
/// all uses of escaping values come after it.
void fuseGroup(const OpGroup &group, llvm::StringRef kind);

/// The kernel kind of an op that a kernel is built around (convolution, product,
/// pool, cell), or nothing.
std::optional<llvm::StringRef> anchorKind(mlir::Operation *op);

/// The cell whose kernel also makes the product `op`, its input projection, or null.
mlir::Operation *cellOfProjection(mlir::Operation *op);

/// Is each of `values`, one an axis, the expected one?
inline bool allEqual(llvm::ArrayRef<int64_t> values, int64_t expected) {
  return llvm::all_of(values, [&](int64_t value) { return value == expected; });
}

/// Is `op` neither a view nor a constant nor structure: does it need a kernel?
bool needsKernel(mlir::Operation *op);

} // namespace unspool::nn

#endif // UNSPOOL_PASSES_FUSION_H
