//===- Bounds.h - does a plan stay inside its tensors? ----------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A plan for all sizes is made of plans for large ones. At a small size a pass may see
// something else: the last two of T elements, joined with two others before, are elements
// of the T where T is at least 2. The plan for all sizes then reads what is not there.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_SIZES_BOUNDS_H
#define UNSPOOL_CODEGEN_SIZES_BOUNDS_H

#include "codegen/Plan.h"

namespace unspool {

/// At these sizes of its dimensions, in the kernels that run: have all tensors positive
/// extents, do slices lie within what they cut, and operands and results within inputs and
/// outputs?
bool staysInBounds(const ModelPlan &plan, const std::vector<int64_t> &sizes);

} // namespace unspool

#endif // UNSPOOL_CODEGEN_SIZES_BOUNDS_H
