//===- OnnxCut.h - parts of an ONNX model ---------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A part of a model is some of its nodes. What they read and nobody in the part makes
// becomes an input, with the type and the value that it had in the whole model; what
// nobody in the part reads becomes an output.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_REGRESSION_ONNXCUT_H
#define UNSPOOL_TOOLS_REGRESSION_ONNXCUT_H

#include "ir/Evaluate.h"

#include "llvm/Support/Error.h"

#include <map>
#include <onnx/onnx_pb.h>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace unspool {

using TensorValues = std::map<std::string, nn::Tensor>;

/// Numbers of nodes, in their order.
using NodeSet = std::vector<int>;

/// The part of `model` with these nodes; nothing if the type of what it reads is not
/// among `values`.
std::optional<onnx::ModelProto> cutModel(const onnx::ModelProto &model, const NodeSet &nodes,
                                         const TensorValues &values);

/// All nodes that `node` needs, itself among them.
NodeSet ancestorsOf(const onnx::ModelProto &model, int node);
/// The same for a value.
NodeSet ancestorsOf(const onnx::ModelProto &model, const std::string &value);

/// Inputs that are no initialisers, in order.
std::vector<std::string> inputsOf(const onnx::ModelProto &model);
std::vector<std::string> outputsOf(const onnx::ModelProto &model);

/// Between tensors of ONNX and ours (no strings, no complex numbers).
onnx::TensorProto toProto(const nn::Tensor &tensor, const std::string &name);

} // namespace unspool

#endif // UNSPOOL_TOOLS_REGRESSION_ONNXCUT_H
