//===- OnnxValues.h - what the values of a model are ----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_REGRESSION_ONNXVALUES_H
#define UNSPOOL_TOOLS_REGRESSION_ONNXVALUES_H

#include "tools/regression/OnnxCut.h"

namespace unspool {

/// What the reference evaluator says that the `wanted` values of the model are, given
/// `inputs`; inputs that are missing there are invented. The result holds the inputs
/// too. It is empty if the model cannot be read or evaluated; a child process does it,
/// for the very bug that is looked for may be there. `folder` is for its files.
TensorValues evaluateValues(const onnx::ModelProto &model, const std::vector<std::string> &wanted,
                            const TensorValues &inputs, const std::string &folder,
                            mlir::MLIRContext &context);

/// As many of the values of the model as can be had: where it cannot be evaluated as a
/// whole, those of its first nodes.
TensorValues evaluateAll(const onnx::ModelProto &model, const TensorValues &inputs,
                         const std::string &folder, mlir::MLIRContext &context);

} // namespace unspool

#endif // UNSPOOL_TOOLS_REGRESSION_ONNXVALUES_H
