//===- Einsum.h - products by index notation ------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_ONNX_EINSUM_H
#define UNSPOOL_FRONTEND_ONNX_EINSUM_H

#include "frontend/onnx/OnnxNode.h"

namespace unspool::frontend {

/// The result of an Einsum node; null, and reported, if its equation is wrong.
mlir::Value importEinsum(OnnxNode &node);

/// NumPy's matmul: vectors stand for one row or column, batch axes broadcast.
mlir::Value matrixProduct(NnBuilder &build, mlir::Value lhs, mlir::Value rhs);

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_ONNX_EINSUM_H
