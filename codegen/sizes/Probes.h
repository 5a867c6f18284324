//===- Probes.h - sizes at which a wrong term shows -------------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a chain of windows makes of an extent L is floor((L + a) / d): strides multiply to d. Values
// at a few sizes fit more than one such function. Two that are the same on both sides of two places
// where one of them changes have as many changes between these, and so the same a and d: they are
// the same everywhere. What is constant where that was looked at is the same at both ends.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_SIZES_PROBES_H
#define UNSPOOL_CODEGEN_SIZES_PROBES_H

#include "codegen/Plan.h"

namespace unspool {

/// Sizes of a dimension from `least` to its most, in order: these two, and both sides of the first
/// and of the last change of every term; or of one of the first and the last of those that it
/// shares with a term that changes less often. The other dimensions are at their most.
std::vector<int64_t> probesOf(const ModelPlan &plan, size_t dimension, int64_t least);

} // namespace unspool

#endif // UNSPOOL_CODEGEN_SIZES_PROBES_H
