//===- InputProducers.h - what a convolution makes of its input itself ----===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A direct convolution can compute its input some rows at a time, and all channels of the
// result from them while they are in the cache. Three patterns are worth it:
//
//   depthwise conv -> elementwise* -> pointwise conv
//   conv -> elementwise* -> depthwise conv    with or without a pointwise one behind
//   x * scale -> pointwise conv            squeeze and excite: x has another reader
//
// A depthwise convolution does little with what it loads, and its result is read once. Where
// the map before or behind it is larger than the L2 cache, storing it and loading it again
// costs as much as computing it. A smaller map stays in the cache by itself; then the pointwise
// convolution is a product over all pixels (SelectAlgorithms.cpp), whose tiles do not end
// with the rows.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_PASSES_INPUTPRODUCERS_H
#define UNSPOOL_PASSES_INPUTPRODUCERS_H

#include "passes/Fusion.h"

namespace unspool::nn {

/// The ops that should be computed in the kernel of `conv`, which alone reads them, and
/// that make its input; empty if there are none. `largeMap`: bytes of the map of an image,
/// up to which it stays in the cache.
OpGroup producersBefore(ConvOp conv, int64_t largeMap);

/// Is a pointwise `conv` computed in the kernel of a depthwise convolution that reads it?
bool isProducer(ConvOp conv, int64_t largeMap);

} // namespace unspool::nn

#endif // UNSPOOL_PASSES_INPUTPRODUCERS_H
