//===- KerasModel.h - a network as its configuration describes it ---------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Sequential and Functional configurations, of Keras 2, of Keras 3 and written by
// hand, become one form here: layers, and calls of them. A layer that is called
// several times is shared; a model is a layer too.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_KERAS_KERASMODEL_H
#define UNSPOOL_FRONTEND_KERAS_KERASMODEL_H

#include "frontend/Frontend.h"
#include "frontend/Json.h"
#include "frontend/keras/LayerTable.h"

namespace unspool::frontend {

/// An output of a call: of which layer of the same model, of its which call. Keras's
/// operations also take numbers.
struct TensorRef {
  size_t layer = 0;
  size_t call = 0;
  size_t output = 0;
  const Json *constant = nullptr; ///< if not null, this number is meant
};

struct LayerCall {
  llvm::SmallVector<TensorRef> inputs; ///< the data, then initial states
  std::optional<TensorRef> mask;       ///< given as an argument; else it comes with the input
  const Json *place = nullptr;
};

/// Where the files of the different kinds hold a weight.
struct WeightSlot {
  const WeightRow *row = nullptr;
  std::string name;  ///< .safetensors, and error messages: "bidirectional/forward/kernel"
  std::string path;  ///< Keras 3: "layers/bidirectional/forward_layer/cell/vars/0"
  std::string owner; ///< legacy .h5: the layer of the outermost model ...
  size_t index = 0;  ///< ... the place in its list ...
  size_t count = 0;  ///< ... and the length that the list should have
};

struct Layer {
  const LayerRow *row = nullptr; ///< null for models
  std::string className, name;
  const Json *place = nullptr;  ///< the layer's object
  const Json *config = nullptr; ///< its "config", or an empty object
  bool isTrainable = true;
  /// Of an InputLayer that no configuration lists: where its shape is, the batch
  /// included, or null.
  const Json *impliedShape = nullptr;

  std::vector<LayerCall> calls;
  std::vector<WeightSlot> weights; ///< in the order of the row

  /// A model's layers; what a wrapper wraps (Bidirectional: forward, backward).
  std::vector<Layer> inner;
  /// Of models. `inputs` are calls of InputLayers.
  llvm::SmallVector<TensorRef> inputs, outputs;

  bool isModel() const { return !row; }
  bool isSequential() const { return className == "Sequential"; }
  /// A function of keras.ops in the place of a layer; its row is "ops.NAME".
  bool isOperation() const { return llvm::StringRef(className).starts_with("ops."); }
};

/// Where messages about a file point: at a line of a .json file, at a JSON pointer,
/// at a layer.
class KerasPlaces {
public:
  KerasPlaces(std::string path, const Json &root, bool hasLines, mlir::MLIRContext &context)
      : path(std::move(path)), root(root), hasLines(hasLines), context(context) {}

  mlir::Location locationOf(const Json *place, llvm::StringRef name = "") const;
  /// "Conv2D layer 'conv' at /config/layers/2"
  std::string titleOf(const Layer &layer) const;

  /// The file is wrong at `place`.
  mlir::InFlightDiagnostic emitError(const Json &place) const;
  mlir::InFlightDiagnostic emitError(const Layer &layer, const Json *place = nullptr) const;

  const std::string path;
  const Json &root;
  const bool hasLines;
  mlir::MLIRContext &context;
};

/// Reads a configuration into layers and calls. Reports all that is wrong with it or
/// not supported at once; `report` says which of the two it was.
mlir::FailureOr<Layer> describeKerasModel(const KerasPlaces &places, bool isVersion2,
                                          ImportReport &report);

/// Checks attributes against the layer's row; every problem is reported. Returns
/// whether there was none.
bool checkAttributes(const Layer &layer, const KerasPlaces &places, ImportReport &report);

/// Gives every weight of `model` its places.
void assignWeights(Layer &model);

/// An attribute of a layer: as configured, or the default of its row.
Json attributeOf(const Layer &layer, llvm::StringRef name);

/// "Conv2DTranspose" as Keras spells it in names: "conv2d_transpose".
std::string toSnakeCase(llvm::StringRef className);

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_KERAS_KERASMODEL_H
