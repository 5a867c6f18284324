//===- FunctionBody.cpp - a model-local function's nodes, for one call ----===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// FunctionProto.attribute_proto (field 11: attributes with default values) is
// newer than the protobuf classes of some systems, where it arrives as an
// unknown field. It is read from there.
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/FunctionBody.h"

#include <google/protobuf/unknown_field_set.h>

using namespace unspool::frontend;

namespace {

constexpr int kAttributeProtoField = 11;

using Nodes = google::protobuf::RepeatedPtrField<onnx::NodeProto>;
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

void bind(Nodes &nodes, const Attributes &given) {
  for (onnx::NodeProto &node : nodes) {
    google::protobuf::RepeatedPtrField<onnx::AttributeProto> bound;
    for (onnx::AttributeProto &attribute : *node.mutable_attribute()) {
      if (attribute.has_g())
        bind(*attribute.mutable_g()->mutable_node(), given);
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

} // namespace

Nodes unspool::frontend::bindAttributes(const onnx::FunctionProto &function,
                                        const onnx::NodeProto &call) {
  Nodes nodes(function.node());
  bind(nodes, givenAttributes(function, call));
  return nodes;
}
