//===- WinogradFilter.h - filters of Winograd's convolutions --------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_PASSES_WINOGRADFILTER_H
#define UNSPOOL_PASSES_WINOGRADFILTER_H

#include "ir/Nn.h"

namespace unspool::nn {

/// The constant f32 filter [K..., C, O] of `conv`, transformed by G along every
/// window axis (ir/Winograd.h) in f64, rounded once, and packed:
/// [O / block rounded up, stride * (tile - 1) + K..., C, block], with a tile for each axis.
mlir::Value winogradFilter(mlir::OpBuilder &builder, ConvOp conv, llvm::ArrayRef<int64_t> tiles,
                           int64_t block);

/// The largest error of Winograd's algorithm in f32 on some tiles of inputs drawn
/// from [-1, 1), with the layer's own constant weights, relative to the largest
/// result.
double winogradError(ConvOp conv, llvm::StringRef algorithm);

} // namespace unspool::nn

#endif // UNSPOOL_PASSES_WINOGRADFILTER_H
