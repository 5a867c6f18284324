//===- OnnxInterface.cpp - inputs and outputs as the file declares them ---===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A dimension is a number, a symbol, or nothing; -1 also occurs and means nothing, as do
// symbols that exporters write for all dimensions they know nothing of: two of these need not
// be equal.
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OnnxImporter.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

static bool isName(StringRef symbol) { return symbol != "?" && symbol != "None" && symbol != "-1"; }

ValueDescription unspool::frontend::describeValue(const onnx::ValueInfoProto &info,
                                                  MLIRContext &context) {
  ValueDescription description;
  description.name = info.name();
  const auto &type = info.type().tensor_type();
  description.elementType = elementTypeOf(type.elem_type(), context);
  description.hasShape = type.has_shape();
  for (const auto &dim : type.shape().dim()) {
    description.dims.push_back(dim.has_dim_value() ? dim.dim_value() : -1);
    description.dimNames.push_back(isName(dim.dim_param()) ? dim.dim_param() : "");
  }
  return description;
}

FailureOr<ModelInterface> unspool::frontend::describeOnnx(StringRef path, MLIRContext &context) {
  FailureOr<OnnxModel> model = OnnxModel::read(path, context);
  if (failed(model))
    return failure();
  const onnx::GraphProto &graph = model->proto().graph();
  llvm::StringSet<> initializers;
  for (const onnx::TensorProto &tensor : graph.initializer())
    initializers.insert(tensor.name());
  ModelInterface interface;
  for (const onnx::ValueInfoProto &input : graph.input())
    if (!initializers.contains(input.name()))
      interface.inputs.push_back(describeValue(input, context));
  for (const onnx::ValueInfoProto &output : graph.output())
    interface.outputs.push_back(describeValue(output, context));
  return interface;
}
