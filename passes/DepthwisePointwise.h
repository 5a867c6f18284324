//===- DepthwisePointwise.h - pairs of convolutions, one kernel -----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A depthwise convolution does little with what it loads, and its result is read once,
// by the pointwise convolution behind it. Where the map between them is larger than the
// L2 cache, storing it and loading it again costs as much as computing it. So the
// two are one kernel, which computes some rows of the map, and all channels of the result
// from them while they are in the cache.
//
// A smaller map stays in the cache by itself; then the pointwise convolution is a product
// over all pixels (SelectAlgorithms.cpp), whose tiles do not end with the rows.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_PASSES_DEPTHWISEPOINTWISE_H
#define UNSPOOL_PASSES_DEPTHWISEPOINTWISE_H

#include "passes/Fusion.h"

namespace unspool::nn {

/// The depthwise convolution, and the elementwise ops behind it, that should be computed
/// in the kernel of `pointwise`, which alone reads them; empty if there is none.
/// `largeMap`: bytes of the map of an image, up to which it stays in the cache.
OpGroup depthwiseBefore(ConvOp pointwise, int64_t largeMap);

} // namespace unspool::nn

#endif // UNSPOOL_PASSES_DEPTHWISEPOINTWISE_H
