//===- ConvolutionCost.h - what a convolution costs by each algorithm -----===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A model of time in cycles of one core: vector multiply-adds, one a cycle; the
// vector operations of Winograd's transforms; and the weights' stream. From a cache
// it runs beside the arithmetic; from memory (a model too large for the caches) it
// was measured to add to it. The model need not be right in the absolute: it
// compares algorithms on one layer.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_PASSES_CONVOLUTIONCOST_H
#define UNSPOOL_PASSES_CONVOLUTIONCOST_H

#include "ir/Nn.h"

#include <string>

namespace unspool::nn {

struct ConvolutionCost {
  double cycles;
  int64_t weightBytes; ///< as packed
};

/// Can `conv` be computed by this algorithm at all?
bool isApplicable(ConvOp conv, llvm::StringRef algorithm);

/// Would `conv`, computed directly, better have its pixels in vectors than its channels? So
/// it is where a vector of channels would have many idle lanes.
bool prefersPixels(ConvOp conv, int64_t lanes);

/// The cost of an applicable algorithm. `lanes`: f32 elements of a vector register;
/// `modelBytes`: weights of the whole model, which share the caches.
ConvolutionCost costOf(ConvOp conv, llvm::StringRef algorithm, int64_t lanes,
                       int64_t modelBytes);

} // namespace unspool::nn

#endif // UNSPOOL_PASSES_CONVOLUTIONCOST_H
