//===- LayerTable.cpp - which Keras layers are understood -----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/keras/LayerTable.h"

#include "frontend/Frontend.h"

#include <algorithm>

using namespace mlir;
using namespace unspool::frontend;

namespace {

/// Names that Keras gives a class besides its own.
constexpr std::pair<const char *, const char *> kOtherNames[] = {
    {"AvgPool1D", "AveragePooling1D"},
    {"AvgPool2D", "AveragePooling2D"},
    {"AvgPool3D", "AveragePooling3D"},
    {"Convolution1D", "Conv1D"},
    {"Convolution1DTranspose", "Conv1DTranspose"},
    {"Convolution2D", "Conv2D"},
    {"Convolution2DTranspose", "Conv2DTranspose"},
    {"Convolution3D", "Conv3D"},
    {"Convolution3DTranspose", "Conv3DTranspose"},
    {"GlobalAvgPool1D", "GlobalAveragePooling1D"},
    {"GlobalAvgPool2D", "GlobalAveragePooling2D"},
    {"GlobalAvgPool3D", "GlobalAveragePooling3D"},
    {"GlobalMaxPool1D", "GlobalMaxPooling1D"},
    {"GlobalMaxPool2D", "GlobalMaxPooling2D"},
    {"GlobalMaxPool3D", "GlobalMaxPooling3D"},
    {"Input", "InputLayer"},
    {"MaxPool1D", "MaxPooling1D"},
    {"MaxPool2D", "MaxPooling2D"},
    {"MaxPool3D", "MaxPooling3D"},
    {"SeparableConvolution1D", "SeparableConv1D"},
    {"SeparableConvolution2D", "SeparableConv2D"},
};

/// Classes that people meet, and why they are refused.
constexpr std::pair<const char *, const char *> kReasons[] = {
    {"Lambda", "it holds Python code, which is never run; express it by other layers"},
    {"TFOpLambda", "it is a call of a TensorFlow function; express it by a layer"},
    {"SlicingOpLambda", "it is Python slicing; use a Cropping layer"},
    {"CuDNNLSTM",
     "its weights are in cuDNN's order; load the model in Keras 2 and save it with LSTM"},
    {"CuDNNGRU",
     "its weights are in cuDNN's order; load the model in Keras 2 and save it with GRU"},
    {"MultiHeadAttention", "attention is not supported; recurrent and convolutional layers are"},
    {"Attention", "attention is not supported; recurrent and convolutional layers are"},
    {"AdditiveAttention", "attention is not supported; recurrent and convolutional layers are"},
    {"TextVectorization", "it works on text; do it in the program that calls the library"},
    {"StringLookup", "it works on text; do it in the program that calls the library"},
};

std::vector<ArrayRef<LayerRow>> families() {
  return {coreLayers(),      activationLayers(),    convolutionLayers(), transposedLayers(),
          poolingLayers(),   normalizationLayers(), mergingLayers(),     reshapingLayers(),
          samplingLayers(),  recurrentLayers(),     wrapperLayers(),     trainingLayers(),
          operationLayers(), indexingLayers()};
}

} // namespace

const LayerRow *unspool::frontend::findLayer(StringRef className) {
  for (const auto &[other, name] : kOtherNames)
    if (className == other)
      className = name;
  for (ArrayRef<LayerRow> family : families())
    for (const LayerRow &row : family)
      if (className == row.name)
        return &row;
  return nullptr;
}

StringRef unspool::frontend::reasonAgainst(StringRef className) {
  for (const auto &[name, reason] : kReasons)
    if (className == name)
      return reason;
  return "";
}

std::vector<const LayerRow *> unspool::frontend::allLayers() {
  std::vector<const LayerRow *> rows;
  for (ArrayRef<LayerRow> family : families())
    for (const LayerRow &row : family)
      rows.push_back(&row);
  llvm::sort(rows, [](const LayerRow *a, const LayerRow *b) {
    return StringRef(a->name) < StringRef(b->name);
  });
  return rows;
}

std::string unspool::frontend::similarLayer(StringRef className) {
  unsigned bestDistance = std::min<unsigned>(4, (className.size() + 1) / 2);
  std::string best;
  for (const LayerRow *row : allLayers()) {
    unsigned distance = className.edit_distance(row->name, true, bestDistance);
    if (distance < bestDistance) {
      bestDistance = distance;
      best = row->name;
    }
  }
  return best;
}

std::vector<std::string> unspool::frontend::otherNames(StringRef className) {
  std::vector<std::string> names;
  for (const auto &[other, name] : kOtherNames)
    if (className == name)
      names.push_back(other);
  return names;
}

bool unspool::frontend::isCommonAttribute(StringRef name) {
  return name.ends_with("_initializer") || name.ends_with("_regularizer") ||
         name.ends_with("_constraint") || name == "name" || name == "trainable" ||
         name == "dtype" || name == "batch_input_shape" || name == "input_shape" ||
         name == "input_dtype" || name == "autocast" || name == "seed";
}

Json unspool::frontend::defaultOf(const AttributeRow &row) {
  auto parsed = parseJson(row.otherwise);
  assert(parsed && "defaults in the table are JSON");
  return std::move(**parsed);
}

std::vector<LayerDescription> unspool::frontend::kerasLayers() {
  std::vector<LayerDescription> descriptions;
  for (const LayerRow *row : allLayers()) {
    LayerDescription description{row->name, otherNames(row->name), "", "", row->notes};
    for (const AttributeRow &attribute : row->attributes)
      if (attribute.kind != AttributeKind::Training)
        description.attributes +=
            (description.attributes.empty() ? "" : " ") + std::string(attribute.name);
    for (const WeightRow &weight : row->weights)
      description.weights += (description.weights.empty() ? "" : " ") + std::string(weight.name);
    descriptions.push_back(std::move(description));
  }
  return descriptions;
}
