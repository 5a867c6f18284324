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

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_ONNX_SCAN_H
