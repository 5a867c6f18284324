//===- Strassen.h - products of pixels by Strassen's algorithm ------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where rows are pixels of an image (nn.matmul has an `algorithm`) pairs of them may share
// sums: what is not a number, and the rounding of what is large, then reaches the neighbour, as
// in Winograd's convolutions. Steps of a sequence and elements of a batch keep to themselves.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_PASSES_STRASSEN_H
#define UNSPOOL_PASSES_STRASSEN_H

#include "passes/ConvolutionCost.h"

namespace unspool::nn {

/// Can the product be computed by `algorithm`?
bool isApplicable(MatmulOp product, llvm::StringRef algorithm);

/// What it costs, as a convolution does (ConvolutionCost.h).
ConvolutionCost costOf(MatmulOp product, llvm::StringRef algorithm, const MachineModel &machine,
                       int64_t modelBytes);

/// Its constant right side `[K, N]` as pairs of blocks of columns with their seven transforms,
/// `[N / 2 block rounded up, 7, K / 2, block]`.
mlir::Value strassenMatrix(mlir::OpBuilder &builder, MatmulOp product, int64_t block);

/// Largest error of Strassen's algorithm in f32, relative to the largest result, for random
/// rows and the product's own matrix.
double strassenError(MatmulOp product);

} // namespace unspool::nn

#endif // UNSPOOL_PASSES_STRASSEN_H
