//===- SizeSamples.h - the sizes at which a model is planned ----*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What depends on sizes that a caller chooses, and how, is found from plans at some of them.
// All are multiples of the dimensions' steps.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_DRIVER_SIZESAMPLES_H
#define UNSPOOL_TOOLS_DRIVER_SIZESAMPLES_H

#include "codegen/Plan.h"

#include <functional>

namespace unspool {

/// One a dimension.
using Sizes = std::vector<int64_t>;

Sizes largestOf(const std::vector<Dimension> &dimensions);
Sizes halfOf(const std::vector<Dimension> &dimensions);
/// So much beyond the largest, or a little more, each by another number of steps: those that
/// are equal there are not.
Sizes beyond(const std::vector<Dimension> &dimensions, int64_t distance);

enum class Samples { Beyond, Below };

/// `base`, neighbours of it, larger or smaller ones, for quotients and remainders by small
/// numbers, and a few that are far apart.
std::vector<Sizes> samplesFrom(const std::vector<Dimension> &dimensions, const Sizes &base,
                               Samples side);

/// From which size on `holds` is true, as far as it was tried: at small sizes, at `probes` from
/// the least size on, and between what does not hold and the next one that does. Nothing, if it is
/// not at the largest size.
std::optional<int64_t> leastSize(const Dimension &dimension,
                                 const std::function<bool(int64_t size)> &holds,
                                 const std::function<std::vector<int64_t>(int64_t least)> &probes);

/// A model may take only sizes that are divided by a power of two: one that halves an image five
/// times and adds the enlarged halves to what they come from takes multiples of 32. The least
/// such number that divides `most`, or nothing: `isPossible` says whether there is a model for a
/// size.
std::optional<int64_t> stepOf(int64_t most, const std::function<bool(int64_t size)> &isPossible);

} // namespace unspool

#endif // UNSPOOL_TOOLS_DRIVER_SIZESAMPLES_H
