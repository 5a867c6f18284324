//===- Scan.h - ONNX Scan --------------------------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_ONNX_SCAN_H
#define UNSPOOL_FRONTEND_ONNX_SCAN_H

#include "frontend/onnx/OnnxNode.h"

namespace unspool::frontend {

mlir::LogicalResult importScan(OnnxNode &node);

/// Given the states and one slice of each scanned tensor: the next states, then the slices
/// that are collected.
using ScanBody = llvm::function_ref<mlir::FailureOr<llvm::SmallVector<mlir::Value>>(
    llvm::ArrayRef<mlir::Value>)>;

/// An nn.scan of `trips` slices `[trips, ...]` whose body is what `body` builds.
mlir::FailureOr<nn::ScanOp> buildScan(OnnxNode &node, llvm::ArrayRef<mlir::Value> initial,
                                      llvm::ArrayRef<mlir::Value> scanned, int64_t trips,
                                      ScanBody body);

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_ONNX_SCAN_H
