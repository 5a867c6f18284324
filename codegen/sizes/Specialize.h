//===- Specialize.h - kernels for some of the sizes -------------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One register tile does not fit all sizes: a product of one row streams its matrix,
// one of eight keeps eight rows in registers. So a kernel whose tiled axes the caller
// chooses gets others beside it that know more about their extents:
//
//   products, and convolutions   one for each register tile, for the numbers of rows
//   along one axis               (pixels) that it is the best for
//   transposes                   one for each number of elements that fills no vector
//   cells                        one for each small number of rows, and for each register
//                                tile of more
//   other convolutions           two for maps that are not smaller than a tile of pixels,
//                                and a block of rows whose padded input is copied together
//
// A sum has the same order in all of them: a stream that is cut otherwise gives the same bits.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_SIZES_SPECIALIZE_H
#define UNSPOOL_CODEGEN_SIZES_SPECIALIZE_H

#include "codegen/Plan.h"

namespace unspool {

/// `lanes`: f32 elements of a vector register.
void specializeKernels(ModelPlan &plan, int64_t lanes);

} // namespace unspool

#endif // UNSPOOL_CODEGEN_SIZES_SPECIALIZE_H
