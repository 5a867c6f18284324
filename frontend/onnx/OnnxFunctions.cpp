//===- OnnxFunctions.cpp - calls of model-local functions -----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A call is inlined: its nodes are imported in a scope of their own, attributes
// that refer to the function's (`ref_attr_name`) holding what the call gives.
// FunctionProto.attribute_proto (field 11: attributes with default values) is
// newer than the protobuf classes of some systems, where it arrives as an
// unknown field. It is read from there.
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OnnxImporter.h"

#include <google/protobuf/unknown_field_set.h>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

constexpr int kAttributeProtoField = 11;

using Attributes = std::vector<onnx::AttributeProto>;

Attributes givenAttributes(const onnx::FunctionProto &function, const onnx::NodeProto &call) {
  Attributes given(call.attribute().begin(), call.attribute().end());
  const google::protobuf::UnknownFieldSet &fields =
      function.GetReflection()->GetUnknownFields(function);
  for (int i = 0; i < fields.field_count(); ++i) {
    const google::protobuf::UnknownField &field = fields.field(i);
    onnx::AttributeProto attribute;
    if (field.number() == kAttributeProtoField &&
        field.type() == google::protobuf::UnknownField::TYPE_LENGTH_DELIMITED &&
        attribute.ParseFromString(field.length_delimited()))
      given.push_back(attribute);
  }
  return given;
}

void bindNodes(NodeList &nodes, const Attributes &given) {
  for (onnx::NodeProto &node : nodes) {
    google::protobuf::RepeatedPtrField<onnx::AttributeProto> bound;
    for (onnx::AttributeProto &attribute : *node.mutable_attribute()) {
      if (attribute.has_g())
        bindNodes(*attribute.mutable_g()->mutable_node(), given);
      if (attribute.ref_attr_name().empty()) {
        bound.Add()->Swap(&attribute);
        continue;
      }
      // The call comes before the defaults.
      for (const onnx::AttributeProto &value : given) {
        if (value.name() != attribute.ref_attr_name())
          continue;
        onnx::AttributeProto *copy = bound.Add();
        *copy = value;
        copy->set_name(attribute.name());
        break;
      }
    }
    node.mutable_attribute()->Swap(&bound);
  }
}

/// The nodes of `function`, attributes bound: to what the call gives, or the
/// function's defaults; those that nothing gives are absent.
NodeList bindAttributes(const onnx::FunctionProto &function, const onnx::NodeProto &call) {
  NodeList nodes(function.node());
  bindNodes(nodes, givenAttributes(function, call));
  return nodes;
}

} // namespace

int64_t OnnxImporter::opset(StringRef domain) const {
  if (currentFunction)
    for (const auto &import : currentFunction->opset_import())
      if (canonicalDomain(import.domain()) == canonicalDomain(domain))
        return import.version();
  return model.opset(domain);
}

const onnx::FunctionProto *OnnxImporter::findFunction(const onnx::NodeProto &node) const {
  for (const onnx::FunctionProto &function : model.proto().functions())
    if (function.name() == node.op_type() &&
        canonicalDomain(function.domain()) == canonicalDomain(node.domain()))
      return &function;
  return nullptr;
}

LogicalResult OnnxImporter::importFunction(const onnx::FunctionProto &callee,
                                           const onnx::NodeProto &call, ArrayRef<Value> inputs,
                                           Scope &scope) {
  Location location = build.loc();
  std::string title = build.origin();
  if (depth >= kMaxDepth)
    return build.emitError() << "functions call each other deeper than " << kMaxDepth
                             << ", or recursively";
  if (int(inputs.size()) > callee.input_size() || call.output_size() > callee.output_size())
    return build.emitError() << "the function has " << callee.input_size() << " inputs and "
                             << callee.output_size() << " outputs when it is called with "
                             << inputs.size() << " and " << call.output_size();
  Scope inner;
  for (auto [i, name] : llvm::enumerate(callee.input())) {
    if (i < inputs.size() && inputs[i])
      inner.values[name] = inputs[i];
    else
      inner.absent.insert(name);
  }

  NodeList body = bindAttributes(callee, call);
  const onnx::FunctionProto *outerFunction = std::exchange(currentFunction, &callee);
  ++depth;
  LogicalResult result = importNodes(body, inner);
  --depth;
  currentFunction = outerFunction;
  if (failed(result))
    return failure();

  build.setOrigin(location, title);
  for (int i = 0; i < call.output_size(); ++i) {
    if (call.output(i).empty())
      continue;
    FailureOr<Value> value = lookup(callee.output(i), inner);
    if (failed(value) || !*value)
      return build.emitError() << "the function's output '" << callee.output(i)
                               << "' is not computed by any node";
    if (failed(define(call.output(i), *value, scope)))
      return failure();
  }
  return success();
}
