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
//   products, cells   one for each number of rows that fits a register tile
//   convolutions      two for maps that are not smaller than a tile of pixels, and a
//                     block of rows whose padded input is copied together
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_SIZES_SPECIALIZE_H
#define UNSPOOL_CODEGEN_SIZES_SPECIALIZE_H

#include "codegen/Plan.h"

namespace unspool {

void specializeKernels(ModelPlan &plan);

} // namespace unspool

#endif // UNSPOOL_CODEGEN_SIZES_SPECIALIZE_H
