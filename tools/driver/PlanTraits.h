//===- PlanTraits.h - in what sizes have a say ------------------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Some choices of the passes suit some sizes only. These tell whether a plan, or what differs
// between two, is of those.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_DRIVER_PLANTRAITS_H
#define UNSPOOL_TOOLS_DRIVER_PLANTRAITS_H

#include "codegen/Plan.h"

namespace unspool {

/// Is an image that a convolution reads higher or wider in one of the plans?
bool haveOtherMaps(const ModelPlan &left, const ModelPlan &right);

/// Does a cell project rows whose number the caller chooses?
bool hasOpenProjections(const ModelPlan &plan);

/// Does Winograd's algorithm have images whose height or width the caller chooses?
bool hasOpenTiles(const ModelPlan &plan);

} // namespace unspool

#endif // UNSPOOL_TOOLS_DRIVER_PLANTRAITS_H
