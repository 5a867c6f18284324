//===- InsertZeros.h - holes for transposed convolutions ---------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_INSERTZEROS_H
#define UNSPOOL_FRONTEND_INSERTZEROS_H

#include "frontend/NnBuilder.h"

namespace unspool::frontend {

/// stride - 1 zeros behind each element, along the spatial axes of [N, S..., C]: a convolution
/// of that is a transposed one of `input`. Null if `input` is. (passes/SubpixelConvolutions.cpp
/// knows the ops that this makes.)
mlir::Value insertZeros(NnBuilder &build, mlir::Value input, llvm::ArrayRef<int64_t> strides);

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_INSERTZEROS_H
