//===- OnnxTensor.h - TensorProto to attributes ---------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_ONNX_ONNXTENSOR_H
#define UNSPOOL_FRONTEND_ONNX_ONNXTENSOR_H

#include "frontend/onnx/OnnxModel.h"

namespace unspool::frontend {

/// As tensorOf, without a copy of the elements in between.
mlir::FailureOr<mlir::DenseElementsAttr> attributeOf(const onnx::TensorProto &tensor,
                                                     mlir::RankedTensorType type,
                                                     llvm::StringRef modelPath,
                                                     EmitError emitError);

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_ONNX_ONNXTENSOR_H
