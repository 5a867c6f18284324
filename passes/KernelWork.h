//===- KernelWork.h - how much a kernel computes ----------------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_PASSES_KERNELWORK_H
#define UNSPOOL_PASSES_KERNELWORK_H

#include "ir/Nn.h"

namespace unspool::nn {

/// Bytes of weights that an L1 cache keeps from one step of a recurrent layer to the next, in
/// whatever order they are read.
inline constexpr int64_t kKeptWeightBytes = 24 << 10;

/// Multiply-adds from which threads pay: to hand them work costs a few microseconds.
inline constexpr int64_t kProductsWorthSharing = 1 << 18;

/// The same of a branch of a wave, which threads begin and end but once.
inline constexpr int64_t kProductsOfBranch = 1 << 17;
/// Less than this may be a part of a branch, although threads could share it.
inline constexpr int64_t kProductsWithinBranch = 1 << 19;

/// Multiply-adds of the kernel's largest op, as often as each weight is used, times the
/// weights; 0 if it multiplies none.
int64_t multiplyAddsOf(KernelOp kernel);

/// Elements of the kernel's largest first result of an op.
int64_t elementsOf(KernelOp kernel);

} // namespace unspool::nn

#endif // UNSPOOL_PASSES_KERNELWORK_H
