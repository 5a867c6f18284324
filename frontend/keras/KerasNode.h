//===- KerasNode.h - one call of a layer, as an importer sees it ----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_KERAS_KERASNODE_H
#define UNSPOOL_FRONTEND_KERAS_KERASNODE_H

#include "frontend/keras/KerasImporter.h"

namespace unspool::frontend {

class KerasNode {
public:
  KerasNode(const Layer &layer, NnBuilder &build, KerasImporter &importer,
            llvm::ArrayRef<KerasTensor> inputs)
      : layer(layer), build(build), importer(importer), inputs(inputs) {}

  const Layer &layer;
  NnBuilder &build;
  KerasImporter &importer;

  // Inputs. Floats have the element type that the layer computes in.
  unsigned inputCount() const { return inputs.size(); }
  llvm::ArrayRef<KerasTensor> allInputs() const { return inputs; }
  mlir::Value input(unsigned i = 0) const { return inputs[i].value; }
  mlir::Value mask(unsigned i = 0) const { return inputs[i].mask; }
  llvm::ArrayRef<int64_t> shape(unsigned i = 0) const { return nn::shapeOf(inputs[i].value); }
  int64_t rank(unsigned i = 0) const { return nn::typeOf(inputs[i].value).getRank(); }
  /// The element type that the layer computes in, from its dtype.
  mlir::Type elementType() const;
  /// Reports if input 0 has another rank.
  mlir::LogicalResult expectRank(int64_t rank) const;

  // Attributes; what the row demands of them has been checked.
  Json attribute(llvm::StringRef name) const { return attributeOf(layer, name); }
  int64_t integer(llvm::StringRef name) const { return attribute(name).integer; }
  double number(llvm::StringRef name) const { return attribute(name).number; }
  bool flag(llvm::StringRef name) const;
  std::string text(llvm::StringRef name) const { return attribute(name).text; }
  bool isChannelsFirst() const { return text("data_format") == "channels_first"; }
  /// Extents: one number for all `count` axes, or a list with one each. Reports if the
  /// list has another length.
  mlir::FailureOr<llvm::SmallVector<int64_t>> extents(llvm::StringRef name, size_t count) const;
  /// Amounts: low and high of each of `count` axes.
  mlir::FailureOr<llvm::SmallVector<std::pair<int64_t, int64_t>>> amounts(llvm::StringRef name,
                                                                          size_t count) const;
  /// Axes, counted from the end if negative, sorted; reports what is out of range.
  mlir::FailureOr<llvm::SmallVector<int64_t>> axes(llvm::StringRef name) const;

  /// A weight of this shape; null if it could not be read, which has been reported.
  mlir::Value weight(llvm::StringRef name, llvm::ArrayRef<int64_t> shape) const;
  /// `value` through the function that attribute `name` gives.
  mlir::Value activate(llvm::StringRef name, mlir::Value value) const;

  // Outputs.
  mlir::LogicalResult finish(mlir::Value value);
  mlir::LogicalResult finish(mlir::Value value, mlir::Value mask);
  void addOutput(mlir::Value value, mlir::Value mask = {}) { outputs.push_back({value, mask}); }
  llvm::SmallVector<KerasTensor> takeOutputs() { return std::move(outputs); }

  /// The model is wrong.
  mlir::InFlightDiagnostic emitError() const { return build.emitError(); }
  /// The model is right, but asks for more than there is.
  mlir::InFlightDiagnostic emitUnsupported() const;

private:
  llvm::ArrayRef<KerasTensor> inputs;
  llvm::SmallVector<KerasTensor> outputs;
};

/// The element type that a dtype or policy name computes in; null if there is none.
mlir::Type computeType(const Json &dtype, mlir::MLIRContext &context);

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_KERAS_KERASNODE_H
