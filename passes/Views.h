//===- Views.h - tensors that share memory with another -------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Fusion leaves these ops outside kernels, and buffer planning gives them no
// memory of their own; so both must agree on what they are.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_PASSES_VIEWS_H
#define UNSPOOL_PASSES_VIEWS_H

#include "ir/Nn.h"

namespace unspool::nn {

/// Is the result of `slice` one run of the input's memory?
bool isContiguous(SliceOp slice);
/// Is each input of `concat` one run of the result's memory?
bool isContiguous(ConcatOp concat);

/// Does `op` cost no code: a reshape, a contiguous slice, a concatenation that is contiguous or
/// in place?
bool isView(mlir::Operation *op);

/// The value whose memory `value` is, seen through reshapes.
mlir::Value storageOf(mlir::Value value);

/// Elements from one row of `value` (all of its last axis) to the next, if it is part of a
/// concatenation in place; 0 if its rows lie side by side.
int64_t pitchOf(mlir::Value value);

/// Bytes from the start of `input`, a part of `concat`, to that of the next part.
int64_t bytesOfPart(ConcatOp concat, mlir::Value input);

/// Does `transpose` move axes of extent 1 only, so that memory stays as it is?
bool keepsMemoryOrder(TransposeOp transpose);
bool keepsMemoryOrder(llvm::ArrayRef<int64_t> shape, llvm::ArrayRef<int64_t> permutation);

/// Elements from the start of the input to that of a contiguous slice.
int64_t elementOffset(SliceOp slice);

} // namespace unspool::nn

#endif // UNSPOOL_PASSES_VIEWS_H
