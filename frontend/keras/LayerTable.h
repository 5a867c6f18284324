//===- LayerTable.h - which Keras layers are understood -------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One row a layer class: its attributes with their kinds and defaults, its weights
// in the order in which Keras creates them, what becomes of masks, and the function
// that builds its ops. Each file of importers contributes a span of rows; the table
// is their explicit concatenation in LayerTable.cpp. Configurations are checked
// against it before anything is built, and `unspool list layers`, the JSON schema
// and docs/keras.md are generated from it.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_KERAS_LAYERTABLE_H
#define UNSPOOL_FRONTEND_KERAS_LAYERTABLE_H

#include "frontend/Json.h"

#include "mlir/Support/LLVM.h"

namespace unspool::frontend {

class KerasNode;

enum class AttributeKind {
  Count,      ///< an integer of at least 1
  Integer,    ///< an integer
  Number,     ///< a number
  Flag,       ///< true or false; 1 and 0 pass too
  Choice,     ///< one of the words in `choices`
  Extents,    ///< a Count, or a list with one a spatial axis
  Amounts,    ///< an integer from 0 on, a list with one a spatial axis, or of pairs
  Shape,      ///< a list of extents; null and -1 leave one open
  Axes,       ///< an integer, or a list of them
  Numbers,    ///< a number, or nested lists of them
  Activation, ///< the name of a function, or an activation layer
  Layer,      ///< a layer: {"class_name": ..., "config": {...}}
  Layers,     ///< a list of layers
  Training,   ///< anything: it matters in training only
};

struct AttributeRow {
  const char *name;
  AttributeKind kind;
  /// The default as JSON; null pointer: there is none, the attribute must be given.
  const char *otherwise;
  const char *choices = ""; ///< of a Choice, separated by spaces
};

/// What --random-weights fills a weight with.
enum class Fill { Glorot, Zeros, Ones };

struct WeightRow {
  const char *name;
  /// The flag without which the weight does not exist; "!name": an attribute that
  /// replaces it.
  const char *onlyIf = nullptr;
  Fill fill = Fill::Glorot;
  bool isTrained = true; ///< false: a statistic, which legacy files list after all others
};

/// What becomes of an input's mask.
enum class MaskRule {
  Drop, ///< it ends here
  Keep, ///< the output has it too
  Own,  ///< the layer's function sets it
};

/// Builds the ops of one call of a layer and sets its outputs. Failure means that an
/// error has been reported.
using LayerFunction = mlir::LogicalResult (*)(KerasNode &node);

inline constexpr unsigned kManyInputs = ~0u;

struct LayerRow {
  const char *name;
  unsigned leastInputs, mostInputs;
  mlir::ArrayRef<AttributeRow> attributes;
  mlir::ArrayRef<WeightRow> weights;
  MaskRule masks;
  LayerFunction function;
  const char *notes = "";
  /// Keras 3 stores the weights in this part of the layer ("cell"), or "" in itself.
  const char *weightPart = "";
};

/// The row of a class, or of a class that has another name; null if there is none.
const LayerRow *findLayer(llvm::StringRef className);
/// Why a class that is well known is not supported, or empty.
llvm::StringRef reasonAgainst(llvm::StringRef className);
/// The supported class whose name is nearest, or empty if none is near.
std::string similarLayer(llvm::StringRef className);
/// All rows, by name.
std::vector<const LayerRow *> allLayers();
/// Other names of a class: "MaxPool2D" for "MaxPooling2D".
std::vector<std::string> otherNames(llvm::StringRef className);

/// The attributes that every layer has (name, trainable, dtype, ...), and those
/// whose names say that they matter in training only (kernel_initializer, ...).
bool isCommonAttribute(llvm::StringRef name);

/// Parses an attribute's default.
Json defaultOf(const AttributeRow &row);

// The families, one file each.
mlir::ArrayRef<LayerRow> coreLayers();
mlir::ArrayRef<LayerRow> activationLayers();
mlir::ArrayRef<LayerRow> convolutionLayers();
mlir::ArrayRef<LayerRow> transposedLayers();
mlir::ArrayRef<LayerRow> poolingLayers();
mlir::ArrayRef<LayerRow> normalizationLayers();
mlir::ArrayRef<LayerRow> mergingLayers();
mlir::ArrayRef<LayerRow> reshapingLayers();
mlir::ArrayRef<LayerRow> samplingLayers();
mlir::ArrayRef<LayerRow> recurrentLayers();
mlir::ArrayRef<LayerRow> wrapperLayers();
mlir::ArrayRef<LayerRow> trainingLayers();
mlir::ArrayRef<LayerRow> operationLayers();
mlir::ArrayRef<LayerRow> indexingLayers();

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_KERAS_LAYERTABLE_H
