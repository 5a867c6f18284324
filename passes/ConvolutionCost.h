//===- ConvolutionCost.h - what a convolution costs by each algorithm -----===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A model of time in cycles: multiply-adds of vectors, more of them where there are
// too few sums to keep the units busy; the vector operations of Winograd's transforms, and how
// inputs and products are moved; and the weights' stream. That runs beside the arithmetic, from
// a cache, or from memory (of a model, or a layer, too large for the caches); but a part of the
// latter is not hidden. Threads share the arithmetic and have caches of their own, but read memory
// no faster together. The model need not be right in the absolute: it compares algorithms on
// one layer.
// For the last layers of resnet18 (7x7 pixels, 512 channels) on Zen 4 it says 7.6, 4.7 and 3.8
// million cycles for direct, winograd2 and winograd4x2, and 7.7, 4.8 and 3.8 were measured.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_PASSES_CONVOLUTIONCOST_H
#define UNSPOOL_PASSES_CONVOLUTIONCOST_H

#include "ir/Nn.h"

#include <string>

namespace unspool::nn {

/// What of the machine the choice depends on.
struct MachineModel {
  int64_t lanes = 16;       ///< f32 elements of a vector register
  int64_t multiplyAdds = 2; ///< of vectors that begin in a core's cycle
  int64_t threads = 1;      ///< that share a layer
  double rate() const { return double(multiplyAdds * threads); }
};

struct ConvolutionCost {
  double cycles;
  int64_t weightBytes; ///< as packed
};

/// Can `conv` be computed by this algorithm at all?
bool isApplicable(ConvOp conv, llvm::StringRef algorithm);

/// Would `conv`, computed directly, better have its pixels in vectors than its channels? So
/// it is where a vector of channels would have many idle lanes.
bool prefersPixels(ConvOp conv, int64_t lanes);

/// The cost of an applicable algorithm. `modelBytes`: weights of the whole model, which share
/// the caches.
ConvolutionCost costOf(ConvOp conv, llvm::StringRef algorithm, const MachineModel &machine,
                       int64_t modelBytes);

/// Passes over the weights for sums of so many `rows`, which share each.
double passesOfRows(double rows);

/// The cost of sums of so many `operations` on vectors, and `passes` over the weights. Of a batch
/// of `images`, each reads the weights anew; small ones from the cache, but once.
ConvolutionCost costOfSums(double operations, int64_t bytes, double passes, double images,
                           int64_t modelBytes, const MachineModel &machine);

} // namespace unspool::nn

#endif // UNSPOOL_PASSES_CONVOLUTIONCOST_H
