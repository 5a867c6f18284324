//===- ModelBuilder.h - ONNX models made in memory --------------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Many cases share one model, so that a compilation serves them all. Every tensor
// that a case adds begins with the case's prefix.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TESTS_PROPERTY_MODELBUILDER_H
#define UNSPOOL_TESTS_PROPERTY_MODELBUILDER_H

#include "ir/Evaluate.h"

#include <onnx/onnx_pb.h>

#include <string>
#include <vector>

namespace unspool::test {

using Shape = std::vector<int64_t>;

/// "3x4x5"
std::string shapeText(const Shape &shape);
int64_t elementsOf(const Shape &shape);

class ModelBuilder {
public:
  explicit ModelBuilder(mlir::MLIRContext &context);

  /// Names that are added from now on begin with this.
  void setPrefix(std::string text) { prefix = std::move(text); }

  // Each returns the tensor's name in the model.
  /// An input of the model, with the values that it will be run on.
  std::string addInput(const std::string &name, const Shape &shape,
                       const std::vector<float> &values);
  std::string addInput(const std::string &name, const Shape &shape,
                       const std::vector<int32_t> &values);
  std::string addConstant(const std::string &name, const Shape &shape,
                          const std::vector<float> &values);
  std::string addConstant(const std::string &name, const Shape &shape,
                          const std::vector<int32_t> &values);
  /// One or the other.
  template <typename T>
  std::string add(bool isInput, const std::string &name, const Shape &shape,
                  const std::vector<T> &values) {
    return isInput ? addInput(name, shape, values) : addConstant(name, shape, values);
  }

  /// A node of one output, whose name is returned.
  std::string addNode(const std::string &type, const std::vector<std::string> &inputs);
  /// The node that was added last, for its attributes.
  onnx::NodeProto &lastNode() { return *model.mutable_graph()->mutable_node()->rbegin(); }
  /// A further output of that node; "" stands for one that is left out.
  std::string addNodeOutput(const std::string &name);
  void addOutput(const std::string &name, onnx::TensorProto::DataType type =
                                              onnx::TensorProto::FLOAT);

  // Attributes of the last node.
  void set(const std::string &name, int64_t value);
  void set(const std::string &name, float value);
  void set(const std::string &name, const std::string &value);
  void set(const std::string &name, const std::vector<int64_t> &values);
  void set(const std::string &name, const std::vector<float> &values);
  void set(const std::string &name, const std::vector<std::string> &values);

  onnx::ModelProto model;
  std::vector<nn::Tensor> inputs; ///< values of the model's inputs, in its order

private:
  template <typename T>
  std::string addTensorInput(const std::string &name, const Shape &shape,
                             const std::vector<T> &values, mlir::Type element,
                             onnx::TensorProto::DataType type);
  onnx::AttributeProto &attribute(const std::string &name,
                                  onnx::AttributeProto::AttributeType type);

  mlir::MLIRContext &context;
  std::string prefix;
  int nodes = 0;
};

} // namespace unspool::test

#endif // UNSPOOL_TESTS_PROPERTY_MODELBUILDER_H
