//===- TensorFile.h - tensors on disk: .pb, .npy and .npz -----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_TENSORFILE_H
#define UNSPOOL_FRONTEND_TENSORFILE_H

#include "ir/Evaluate.h"

#include "llvm/Support/Error.h"

#include <map>

namespace unspool::frontend {

/// Reads a tensor: an ONNX TensorProto (.pb), or a NumPy array (.npy, format 1 or
/// 2, C order, little endian: https://numpy.org/doc/stable/reference/generated/
/// numpy.lib.format.html).
mlir::FailureOr<nn::Tensor> readTensorFile(llvm::StringRef path, mlir::MLIRContext &context);

/// The arrays of a NumPy archive (.npz), by the names they were saved under.
mlir::FailureOr<std::map<std::string, nn::Tensor>> readNpz(llvm::StringRef path,
                                                           mlir::MLIRContext &context);

/// Writes a NumPy array. bfloat16 is written as uint16.
llvm::Error writeNpy(llvm::StringRef path, const nn::Tensor &tensor);

/// The element type that the IR spells `name` ("f32", "ui8", "i1", ...), or null.
mlir::Type elementTypeNamed(llvm::StringRef name, mlir::MLIRContext &context);

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_TENSORFILE_H
