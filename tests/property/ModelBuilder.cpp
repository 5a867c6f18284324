//===- ModelBuilder.cpp - ONNX models made in memory ----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/property/ModelBuilder.h"

#include <cstring>

using namespace mlir;

namespace unspool::test {

std::string shapeText(const Shape &shape) {
  std::string text;
  for (int64_t extent : shape)
    text += (text.empty() ? "" : "x") + std::to_string(extent);
  return text;
}

int64_t elementsOf(const Shape &shape) {
  int64_t count = 1;
  for (int64_t extent : shape)
    count *= extent;
  return count;
}

ModelBuilder::ModelBuilder(MLIRContext &context) : context(context) {
  context.loadDialect<nn::NnDialect>();
  model.set_ir_version(9);
  model.add_opset_import()->set_version(19);
  model.mutable_graph()->set_name("property");
}

template <typename T>
std::string ModelBuilder::addTensorInput(const std::string &name, const Shape &shape,
                                         const std::vector<T> &values, Type element,
                                         onnx::TensorProto::DataType type) {
  assert(int64_t(values.size()) == elementsOf(shape));
  onnx::ValueInfoProto &input = *model.mutable_graph()->add_input();
  input.set_name(prefix + name);
  auto *tensor = input.mutable_type()->mutable_tensor_type();
  tensor->set_elem_type(type);
  tensor->mutable_shape();
  for (int64_t extent : shape)
    tensor->mutable_shape()->add_dim()->set_dim_value(extent);
  std::vector<uint8_t> bytes(values.size() * sizeof(T));
  std::memcpy(bytes.data(), values.data(), bytes.size());
  inputs.push_back({RankedTensorType::get(shape, element), std::move(bytes)});
  return input.name();
}

std::string ModelBuilder::addInput(const std::string &name, const Shape &shape,
                                   const std::vector<float> &values) {
  return addTensorInput(name, shape, values, Float32Type::get(&context), onnx::TensorProto::FLOAT);
}
std::string ModelBuilder::addInput(const std::string &name, const Shape &shape,
                                   const std::vector<int32_t> &values) {
  return addTensorInput(name, shape, values, IntegerType::get(&context, 32),
                        onnx::TensorProto::INT32);
}

template <typename T>
static std::string addTensor(onnx::GraphProto &graph, const std::string &name, const Shape &shape,
                             const std::vector<T> &values, onnx::TensorProto::DataType type) {
  assert(int64_t(values.size()) == elementsOf(shape));
  onnx::TensorProto &tensor = *graph.add_initializer();
  tensor.set_name(name);
  tensor.set_data_type(type);
  for (int64_t extent : shape)
    tensor.add_dims(extent);
  tensor.set_raw_data(values.data(), values.size() * sizeof(T));
  return name;
}

std::string ModelBuilder::addConstant(const std::string &name, const Shape &shape,
                                      const std::vector<float> &values) {
  return addTensor(*model.mutable_graph(), prefix + name, shape, values, onnx::TensorProto::FLOAT);
}
std::string ModelBuilder::addConstant(const std::string &name, const Shape &shape,
                                      const std::vector<int32_t> &values) {
  return addTensor(*model.mutable_graph(), prefix + name, shape, values, onnx::TensorProto::INT32);
}

std::string ModelBuilder::addNode(const std::string &type, const std::vector<std::string> &inputs) {
  onnx::NodeProto &node = *model.mutable_graph()->add_node();
  node.set_op_type(type);
  node.set_name(prefix + type + std::to_string(nodes++));
  for (const std::string &input : inputs)
    node.add_input(input);
  node.add_output(node.name() + "_out");
  return node.output(0);
}

std::string ModelBuilder::addNodeOutput(const std::string &name) {
  onnx::NodeProto &node = lastNode();
  node.add_output(name.empty() ? "" : node.name() + "_" + name);
  return *node.output().rbegin();
}

void ModelBuilder::addOutput(const std::string &name, onnx::TensorProto::DataType type) {
  onnx::ValueInfoProto &output = *model.mutable_graph()->add_output();
  output.set_name(name);
  output.mutable_type()->mutable_tensor_type()->set_elem_type(type);
}

onnx::AttributeProto &ModelBuilder::attribute(const std::string &name,
                                              onnx::AttributeProto::AttributeType type) {
  onnx::AttributeProto &attribute = *lastNode().add_attribute();
  attribute.set_name(name);
  attribute.set_type(type);
  return attribute;
}

void ModelBuilder::set(const std::string &name, int64_t value) {
  attribute(name, onnx::AttributeProto::INT).set_i(value);
}
void ModelBuilder::set(const std::string &name, float value) {
  attribute(name, onnx::AttributeProto::FLOAT).set_f(value);
}
void ModelBuilder::set(const std::string &name, const std::string &value) {
  attribute(name, onnx::AttributeProto::STRING).set_s(value);
}
void ModelBuilder::set(const std::string &name, const std::vector<int64_t> &values) {
  onnx::AttributeProto &made = attribute(name, onnx::AttributeProto::INTS);
  for (int64_t value : values)
    made.add_ints(value);
}
void ModelBuilder::set(const std::string &name, const std::vector<float> &values) {
  onnx::AttributeProto &made = attribute(name, onnx::AttributeProto::FLOATS);
  for (float value : values)
    made.add_floats(value);
}
void ModelBuilder::set(const std::string &name, const std::vector<std::string> &values) {
  onnx::AttributeProto &made = attribute(name, onnx::AttributeProto::STRINGS);
  for (const std::string &value : values)
    made.add_strings(value);
}

} // namespace unspool::test
