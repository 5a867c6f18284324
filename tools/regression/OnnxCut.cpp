//===- OnnxCut.cpp - parts of an ONNX model -------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/regression/OnnxCut.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;

namespace unspool {
namespace {

void gatherReads(const onnx::NodeProto &node, std::set<std::string> &reads);

/// What a graph inside of a node reads from around it.
void gatherCaptures(const onnx::GraphProto &graph, std::set<std::string> &reads) {
  std::set<std::string> inner, own;
  for (const auto &input : graph.input())
    own.insert(input.name());
  for (const auto &tensor : graph.initializer())
    own.insert(tensor.name());
  for (const onnx::NodeProto &node : graph.node()) {
    gatherReads(node, inner);
    own.insert(node.output().begin(), node.output().end());
  }
  for (const auto &output : graph.output())
    inner.insert(output.name());
  for (const std::string &name : inner)
    if (!own.count(name))
      reads.insert(name);
}

void gatherReads(const onnx::NodeProto &node, std::set<std::string> &reads) {
  for (const std::string &name : node.input())
    if (!name.empty())
      reads.insert(name);
  for (const onnx::AttributeProto &attribute : node.attribute()) {
    if (attribute.has_g())
      gatherCaptures(attribute.g(), reads);
    for (const onnx::GraphProto &graph : attribute.graphs())
      gatherCaptures(graph, reads);
  }
}


int32_t dataTypeOf(Type type) {
  using Proto = onnx::TensorProto;
  if (type.isF32())
    return Proto::FLOAT;
  if (type.isF64())
    return Proto::DOUBLE;
  if (type.isF16())
    return Proto::FLOAT16;
  if (type.isBF16())
    return Proto::BFLOAT16;
  bool isUnsigned = type.isUnsignedInteger();
  switch (type.getIntOrFloatBitWidth()) {
  case 1:
    return Proto::BOOL;
  case 8:
    return isUnsigned ? Proto::UINT8 : Proto::INT8;
  case 16:
    return isUnsigned ? Proto::UINT16 : Proto::INT16;
  case 32:
    return isUnsigned ? Proto::UINT32 : Proto::INT32;
  default:
    return isUnsigned ? Proto::UINT64 : Proto::INT64;
  }
}

void setType(onnx::ValueInfoProto &info, RankedTensorType type) {
  auto *tensor = info.mutable_type()->mutable_tensor_type();
  tensor->set_elem_type(dataTypeOf(type.getElementType()));
  tensor->mutable_shape();
  for (int64_t extent : type.getShape())
    tensor->mutable_shape()->add_dim()->set_dim_value(extent);
}

/// All nodes that make what is in `needed`, or what those need.
NodeSet ancestors(const onnx::ModelProto &model, std::set<std::string> needed) {
  NodeSet nodes;
  for (int i = model.graph().node_size(); i-- > 0;) {
    const onnx::NodeProto &node = model.graph().node(i);
    if (llvm::none_of(node.output(), [&](const std::string &name) { return needed.count(name); }))
      continue;
    nodes.push_back(i);
    gatherReads(node, needed);
  }
  std::reverse(nodes.begin(), nodes.end());
  return nodes;
}

} // namespace

std::optional<onnx::ModelProto> cutModel(const onnx::ModelProto &model, const NodeSet &nodes,
                                         const TensorValues &values) {
  const onnx::GraphProto &whole = model.graph();
  onnx::ModelProto part;
  part.set_ir_version(model.ir_version());
  *part.mutable_opset_import() = model.opset_import();
  *part.mutable_functions() = model.functions();
  onnx::GraphProto &graph = *part.mutable_graph();
  graph.set_name(whole.name());

  std::set<std::string> reads, made;
  for (int index : nodes) {
    const onnx::NodeProto &node = whole.node(index);
    gatherReads(node, reads);
    made.insert(node.output().begin(), node.output().end());
    *graph.add_node() = node;
  }
  std::set<std::string> constants;
  for (const onnx::TensorProto &tensor : whole.initializer())
    if (reads.count(tensor.name())) {
      *graph.add_initializer() = tensor;
      constants.insert(tensor.name());
    }

  std::set<std::string> declared;
  auto addInput = [&](const std::string &name) {
    auto value = values.find(name);
    if (value == values.end())
      return false;
    onnx::ValueInfoProto *info = graph.add_input();
    info->set_name(name);
    setType(*info, value->second.type);
    declared.insert(name);
    return true;
  };
  auto isInput = [&](const std::string &name) {
    return reads.count(name) && !made.count(name) && !constants.count(name);
  };
  // The model's own inputs first, in its order.
  for (const auto &input : whole.input())
    if (isInput(input.name()) && !addInput(input.name()))
      return std::nullopt;
  for (const std::string &name : reads)
    if (isInput(name) && !declared.count(name) && !addInput(name))
      return std::nullopt;

  auto addOutput = [&](const std::string &name) {
    onnx::ValueInfoProto *info = graph.add_output();
    info->set_name(name);
    if (auto value = values.find(name); value != values.end())
      setType(*info, value->second.type);
    made.erase(name);
  };
  for (const auto &output : whole.output())
    if (made.count(output.name()))
      addOutput(output.name());
  for (int index : nodes)
    for (const std::string &name : whole.node(index).output())
      // Optional outputs that the whole model does not use have no value.
      if (!name.empty() && made.count(name) && !reads.count(name) && values.count(name))
        addOutput(name);
  if (graph.output_size() == 0)
    return std::nullopt;
  return part;
}

NodeSet ancestorsOf(const onnx::ModelProto &model, int node) {
  const auto &outputs = model.graph().node(node).output();
  std::set<std::string> needed(outputs.begin(), outputs.end());
  needed.erase("");
  return ancestors(model, needed);
}

NodeSet ancestorsOf(const onnx::ModelProto &model, const std::string &value) {
  return ancestors(model, {value});
}

std::vector<std::string> inputsOf(const onnx::ModelProto &model) {
  std::set<std::string> constants;
  for (const onnx::TensorProto &tensor : model.graph().initializer())
    constants.insert(tensor.name());
  std::vector<std::string> names;
  for (const auto &input : model.graph().input())
    if (!constants.count(input.name()))
      names.push_back(input.name());
  return names;
}

std::vector<std::string> outputsOf(const onnx::ModelProto &model) {
  std::vector<std::string> names;
  for (const auto &output : model.graph().output())
    names.push_back(output.name());
  return names;
}

onnx::TensorProto toProto(const nn::Tensor &tensor, const std::string &name) {
  onnx::TensorProto proto;
  proto.set_name(name);
  proto.set_data_type(dataTypeOf(tensor.type.getElementType()));
  for (int64_t extent : tensor.type.getShape())
    proto.add_dims(extent);
  proto.set_raw_data(tensor.bytes.data(), tensor.bytes.size());
  return proto;
}

} // namespace unspool
