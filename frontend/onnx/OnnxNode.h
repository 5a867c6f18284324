//===- OnnxNode.h - one ONNX node, as an importer sees it -----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_ONNX_ONNXNODE_H
#define UNSPOOL_FRONTEND_ONNX_ONNXNODE_H

#include "frontend/NnBuilder.h"
#include "frontend/onnx/OnnxModel.h"

namespace unspool::frontend {

class OnnxImporter;

class OnnxNode {
public:
  OnnxNode(const onnx::NodeProto &proto, int64_t opset, NnBuilder &build, OnnxImporter &importer,
           llvm::ArrayRef<mlir::Value> inputs)
      : build(build), importer(importer), opset(opset), proto(proto), inputs(inputs) {}

  NnBuilder &build;
  OnnxImporter &importer;
  /// The version of the operator set that the model uses.
  const int64_t opset;

  llvm::StringRef type() const { return proto.op_type(); }

  // Inputs and outputs. An optional one may be given as the empty string.
  unsigned inputCount() const { return inputs.size(); }
  /// Null if absent; an importer's required inputs have been checked.
  mlir::Value input(unsigned i) const { return i < inputs.size() ? inputs[i] : mlir::Value(); }
  llvm::ArrayRef<mlir::Value> allInputs() const { return inputs; }
  unsigned outputCount() const { return proto.output_size(); }
  bool wantsOutput(unsigned i) const {
    return int(i) < proto.output_size() && !proto.output(i).empty();
  }
  /// The name that the graph gives to an output.
  llvm::StringRef outputName(unsigned i) const { return proto.output(i); }
  /// A node may list fewer outputs than its importer sets.
  void setOutput(unsigned i, mlir::Value value) {
    outputs.resize(std::max<size_t>(outputs.size(), i + 1));
    outputs[i] = value;
  }
  /// Sets output 0, which may be null.
  mlir::LogicalResult finish(mlir::Value value);
  mlir::Value output(unsigned i) const { return i < outputs.size() ? outputs[i] : mlir::Value(); }

  // Types of inputs that are there.
  llvm::ArrayRef<int64_t> shape(unsigned i) const { return nn::shapeOf(inputs[i]); }
  int64_t rank(unsigned i) const { return nn::typeOf(inputs[i]).getRank(); }
  mlir::Type elementType(unsigned i) const { return nn::typeOf(inputs[i]).getElementType(); }

  // Attributes.
  const onnx::AttributeProto *attribute(llvm::StringRef name) const;
  bool hasAttribute(llvm::StringRef name) const { return attribute(name); }
  int64_t intAttribute(llvm::StringRef name, int64_t otherwise) const;
  double floatAttribute(llvm::StringRef name, double otherwise) const;
  std::string stringAttribute(llvm::StringRef name, llvm::StringRef otherwise) const;
  /// Empty if absent.
  llvm::SmallVector<int64_t> intsAttribute(llvm::StringRef name) const;
  llvm::SmallVector<double> floatsAttribute(llvm::StringRef name) const;
  llvm::SmallVector<std::string> stringsAttribute(llvm::StringRef name) const;
  /// A list of `size` integers, all `otherwise` if absent; an error if the list
  /// has another length.
  mlir::FailureOr<llvm::SmallVector<int64_t>> intsAttribute(llvm::StringRef name, size_t size,
                                                            int64_t otherwise) const;
  /// The element type that attribute `name` asks for, or `otherwise` if it names none;
  /// reports if nn has no such type, and if `otherwise` is null.
  mlir::Type typeAttribute(llvm::StringRef name, mlir::Type otherwise) const;

  // Values that must be known at compile time.
  /// Elements of integer input `i`; reports what to do if they are not known.
  mlir::FailureOr<llvm::SmallVector<int64_t>> constantInts(unsigned i) const;
  mlir::FailureOr<llvm::SmallVector<double>> constantNumbers(unsigned i) const;
  mlir::FailureOr<int64_t> constantInt(unsigned i) const;
  /// A list that is an attribute in old operator sets and an input in new ones;
  /// nothing if neither is given.
  mlir::FailureOr<std::optional<llvm::SmallVector<int64_t>>> intsFrom(llvm::StringRef attribute,
                                                                      unsigned input) const;

  // Axes.
  /// Counts a negative axis from the end; reports if it is out of range.
  mlir::FailureOr<int64_t> axis(int64_t axis, int64_t rank) const;
  mlir::FailureOr<int64_t> axisAttribute(int64_t otherwise, int64_t rank) const {
    return axis(intAttribute("axis", otherwise), rank);
  }
  /// Sorted; reports if one is out of range or comes twice.
  mlir::FailureOr<llvm::SmallVector<int64_t>> axes(llvm::ArrayRef<int64_t> axes,
                                                   int64_t rank) const;
  /// The axes that the attribute `axes` lists for the first input, in its order, counted
  /// from the front; all, where it is not there.
  mlir::FailureOr<llvm::SmallVector<int64_t>> listedAxes() const;

  /// The model is wrong.
  mlir::InFlightDiagnostic emitError() const { return build.emitError(); }
  /// The model is right, but asks for more than there is.
  mlir::InFlightDiagnostic emitUnsupported() const;

  const onnx::NodeProto &proto;

private:
  llvm::ArrayRef<mlir::Value> inputs;
  llvm::SmallVector<mlir::Value> outputs;
};

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_ONNX_ONNXNODE_H
