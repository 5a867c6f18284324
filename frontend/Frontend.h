//===- Frontend.h - the door of frontend/: model files to nn modules ------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A frontend reads a model file and builds one module of layer ops, with
// locations, and decides nothing. Model files are not trusted: whatever they
// hold, the answer is a module or located errors (through the context's
// diagnostic handlers), never a crash, a file read outside the model's folder
// or an allocation without bound.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_FRONTEND_H
#define UNSPOOL_FRONTEND_FRONTEND_H

#include "ir/Evaluate.h"
#include "ir/Nn.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace unspool::frontend {

/// In ImportOptions::inputShapes: as the file has it.
inline constexpr int64_t kOpenExtent = -1;

struct ImportOptions {
  /// Extents of inputs whose shape the file leaves open; they also override the
  /// file's symbolic extents (never its numbers). From --shape and --max.
  std::map<std::string, std::vector<int64_t>> inputShapes;
  /// Inputs that are known at compile time (a Reshape's shape, an axis). The function
  /// keeps the argument, unread; if it is one integer, with that as its range.
  std::map<std::string, nn::Tensor> inputValues;
  /// The same as numbers in row-major order, whose type is the input's. From --value.
  std::map<std::string, std::vector<std::string>> inputNumbers;
  /// The most that inputs of one integer may be, which count the trips of a loop. From --max.
  std::map<std::string, int64_t> inputBounds;
  /// Loops stay loops, however short: for models of several sizes, which must be alike.
  bool keepsLoops = false;
  /// Bytes that all constants together, and any one tensor, may take.
  int64_t memoryLimit = int64_t(8) << 30;
  /// Keras models and descriptions: invent the weights from this seed instead of
  /// reading them. From --random-weights.
  std::optional<uint64_t> randomSeed;
};

/// Why an import failed, for callers that act on it (exit codes, retries).
struct ImportReport {
  enum class Failure { None, Invalid, Unsupported };
  Failure failure = Failure::None;
  /// Inputs whose *values* shapes depend on: giving them as
  /// ImportOptions::inputValues gets the import further.
  std::vector<std::string> neededInputValues;
};

/// One input or output as the file declares it.
struct ValueDescription {
  std::string name;
  mlir::Type elementType;
  bool hasShape = false;             ///< false: not even the rank is declared
  std::vector<int64_t> dims;         ///< -1 where the file has no number
  std::vector<std::string> dimNames; ///< the symbol, or empty
  std::vector<std::string> readers;  ///< of an input: the nodes or layers that read it
};
struct ModelInterface {
  std::vector<ValueDescription> inputs; ///< without those that are initializers
  std::vector<ValueDescription> outputs;
};

/// Imports the model at `path`, of whichever kind it is. Null on errors, which
/// have been reported.
mlir::OwningOpRef<mlir::ModuleOp> importModel(llvm::StringRef path, const ImportOptions &options,
                                              mlir::MLIRContext &context,
                                              ImportReport *report = nullptr);

/// As importModel, for ONNX files (binary protobuf, operator sets from 1 on).
mlir::OwningOpRef<mlir::ModuleOp> importOnnx(llvm::StringRef path, const ImportOptions &options,
                                             mlir::MLIRContext &context,
                                             ImportReport *report = nullptr);

/// As importModel, for Keras models: .keras, .h5 and .hdf5, or a description in JSON
/// with its weights beside it (docs/json.md).
mlir::OwningOpRef<mlir::ModuleOp> importKeras(llvm::StringRef path, const ImportOptions &options,
                                              mlir::MLIRContext &context,
                                              ImportReport *report = nullptr);

/// What goes in and out of a model, of whichever kind it is.
mlir::FailureOr<ModelInterface> describeModel(llvm::StringRef path, mlir::MLIRContext &context);
mlir::FailureOr<ModelInterface> describeOnnx(llvm::StringRef path, mlir::MLIRContext &context);
mlir::FailureOr<ModelInterface> describeKeras(llvm::StringRef path, mlir::MLIRContext &context);

/// Does the name say that this is a model (and not a library, or weights alone)?
bool isModelFile(llvm::StringRef path);
/// The extensions that models have, with the dot.
llvm::ArrayRef<llvm::StringLiteral> modelExtensions();

/// One line of the table of supported operators (docs/operators.md).
struct OperatorDescription {
  std::string domain; ///< "" is ai.onnx
  std::string name;
  int64_t firstOpset;     ///< the oldest operator set whose form is understood
  std::string attributes; ///< understood attributes, separated by spaces
  std::string notes;      ///< restrictions, or empty
};
std::vector<OperatorDescription> onnxOperators();

/// One line of the table of supported Keras layers (docs/keras.md).
struct LayerDescription {
  std::string name;
  std::vector<std::string> otherNames;
  std::string attributes; ///< understood attributes, separated by spaces
  std::string weights;    ///< their names, in the order of Keras
  std::string notes;      ///< restrictions, or empty
};
std::vector<LayerDescription> kerasLayers();

/// The JSON Schema of model descriptions (docs/json.md), from the same table.
std::string descriptionSchema();

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_FRONTEND_H
