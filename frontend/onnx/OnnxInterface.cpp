//===- OnnxInterface.cpp - inputs and outputs as the file declares them ---===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A dimension is a number, a symbol, or nothing; -1 also occurs and means
// nothing. Shapes being static, what is open must come from the options.
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OnnxImporter.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

ValueDescription unspool::frontend::describeValue(const onnx::ValueInfoProto &info,
                                                  MLIRContext &context) {
  ValueDescription description;
  description.name = info.name();
  const auto &type = info.type().tensor_type();
  description.elementType = elementTypeOf(type.elem_type(), context);
  description.hasShape = type.has_shape();
  for (const auto &dim : type.shape().dim()) {
    description.dims.push_back(dim.has_dim_value() ? dim.dim_value() : -1);
    description.dimNames.push_back(dim.dim_param());
  }
  return description;
}

std::string unspool::frontend::shapeText(const ValueDescription &value) {
  std::string text = "[";
  for (auto [i, extent] : llvm::enumerate(value.dims)) {
    text += i > 0 ? ", " : "";
    bool isNamed = i < value.dimNames.size() && !value.dimNames[i].empty();
    text += extent >= 0 ? std::to_string(extent) : isNamed ? value.dimNames[i] : "?";
  }
  return text + "]";
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

InFlightDiagnostic InputTypes::emitError() const {
  return mlir::emitError(FileLineColLoc::get(&context, model.path(), 0, 0));
}

FailureOr<SmallVector<RankedTensorType>>
InputTypes::resolve(ArrayRef<const onnx::ValueInfoProto *> inputs) {
  for (const auto &[name, dims] : options.inputShapes)
    if (llvm::none_of(inputs, [&, &name = name](auto *input) { return input->name() == name; }))
      return emitError() << "a shape is given for '" << name << "', which is not a model input";
  for (const auto &[name, value] : options.inputValues)
    if (llvm::none_of(inputs, [&, &name = name](auto *input) { return input->name() == name; }))
      return emitError() << "a value is given for '" << name << "', which is not a model input";

  SmallVector<RankedTensorType> types;
  for (const onnx::ValueInfoProto *input : inputs) {
    FailureOr<RankedTensorType> type = resolveOne(*input);
    if (failed(type))
      return failure();
    types.push_back(*type);
  }
  if (open.empty())
    return types;
  InFlightDiagnostic error = emitError() << "shapes must be known at compile time, but ";
  llvm::interleaveComma(open, error);
  error << (open.size() == 1 ? " is" : " are")
        << " open; give extents for the symbols with --shape name=1x2x3";
  return error;
}

FailureOr<RankedTensorType> InputTypes::resolveOne(const onnx::ValueInfoProto &input) {
  ValueDescription description = describeValue(input, context);
  auto given = options.inputShapes.find(input.name());
  bool isGiven = given != options.inputShapes.end();
  if (!description.hasShape && isGiven)
    description.dims = given->second;
  if (isGiven && given->second.size() != description.dims.size())
    return emitError() << "the shape given for input '" << input.name() << "' has "
                       << given->second.size() << " extents when the input has rank "
                       << description.dims.size();

  bool isOpen = !description.hasShape && !isGiven;
  for (auto [i, extent] : llvm::enumerate(description.dims)) {
    if (extent < -1)
      return emitError() << "input '" << input.name() << "' has a negative dimension, " << extent;
    if (isGiven) {
      int64_t wanted = given->second[i];
      if (wanted < 0)
        return emitError() << "the shape given for input '" << input.name()
                           << "' has a negative extent, " << wanted;
      if (extent >= 0 && wanted != extent)
        return emitError() << "the shape given for input '" << input.name() << "' has extent "
                           << wanted << " on axis " << i << " when the model has " << extent;
      extent = wanted;
    }
    isOpen |= extent < 0;
  }
  if (isOpen) {
    open.push_back("'" + input.name() + "' " +
                   (description.hasShape ? shapeText(description) : "(of any rank)"));
    return RankedTensorType::get({}, description.elementType);
  }
  return RankedTensorType::get(description.dims, description.elementType);
}
