//===- ControlFlow.h - ONNX If and Loop ----------------------------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_ONNX_CONTROLFLOW_H
#define UNSPOOL_FRONTEND_ONNX_CONTROLFLOW_H

#include "frontend/onnx/OnnxNode.h"

#include <optional>

namespace unspool::frontend {

mlir::LogicalResult importIf(OnnxNode &node);
mlir::LogicalResult importLoop(OnnxNode &node);

/// The graph that an attribute of the node is.
mlir::FailureOr<const onnx::GraphProto *> subgraph(OnnxNode &node, llvm::StringRef name);

/// A boolean of one element, if it is known.
std::optional<bool> knownCondition(mlir::Value condition);

/// condition ? whenTrue : otherwise, for results of control flow.
mlir::Value choose(OnnxNode &node, mlir::Value condition, mlir::Value whenTrue,
                   mlir::Value otherwise);

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_ONNX_CONTROLFLOW_H
