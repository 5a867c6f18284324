//===- Interleave.h - several terms of a sum in one vector ----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where outputs do not fill vectors, a vector holds `interleave` terms of the sums of fewer
// outputs: 24 outputs are three vectors of pairs instead of two, of which one is half
// empty. Lane `output * interleave + term` adds up every `interleave`-th element of the
// depth, beginning with `term`; weights are packed so (nn.matmul, nn.conv), and the elements
// that they meet lie side by side in memory, so that one load broadcasts them. When the
// sums are complete, the lanes of an output are added.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_KERNELS_INTERLEAVE_H
#define UNSPOOL_CODEGEN_KERNELS_INTERLEAVE_H

#include "codegen/kernels/KernelBuilder.h"

namespace unspool {

/// `element(depth)` where the lane's term of step `step` stands.
Expr elementOfLane(const Expr &lane, const Expr &step, int64_t interleave,
                   const std::function<Expr(const Expr &depth)> &element);

/// The weight of an output, or of a lane: `packed` in blocks of `block` outputs, in whose
/// index `depth` are the axes between.
Index packedIndex(const Expr &lane, int64_t block, int64_t interleave, const Index &depth);

/// The outputs of `accumulator`, whose last axis is of lanes: itself if those are outputs.
Func sumsOfLanes(KernelBuilder &builder, Func accumulator, int64_t interleave);

} // namespace unspool

#endif // UNSPOOL_CODEGEN_KERNELS_INTERLEAVE_H
