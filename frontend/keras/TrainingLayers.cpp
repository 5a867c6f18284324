//===- TrainingLayers.cpp - Keras layers that act in training only --------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// At inference their output is their input.
//
//===----------------------------------------------------------------------===//

#include "frontend/keras/KerasNode.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

const AttributeRow kAttributes[] = {
    {"rate", AttributeKind::Training, "0.5"},   {"noise_shape", AttributeKind::Training, "null"},
    {"stddev", AttributeKind::Training, "0.0"}, {"l1", AttributeKind::Training, "0.0"},
    {"l2", AttributeKind::Training, "0.0"},     {"data_format", AttributeKind::Training, "null"},
};

LogicalResult importIdentity(KerasNode &node) { return node.finish(node.input()); }

constexpr const char *kNote = "at inference, the input itself";

#define UNSPOOL_TRAINING_ROW(name)                                                                 \
  {name, 1, 1, kAttributes, {}, MaskRule::Keep, importIdentity, kNote}
const LayerRow kRows[] = {
    UNSPOOL_TRAINING_ROW("ActivityRegularization"),
    UNSPOOL_TRAINING_ROW("AlphaDropout"),
    UNSPOOL_TRAINING_ROW("Dropout"),
    UNSPOOL_TRAINING_ROW("GaussianDropout"),
    UNSPOOL_TRAINING_ROW("GaussianNoise"),
    UNSPOOL_TRAINING_ROW("SpatialDropout1D"),
    UNSPOOL_TRAINING_ROW("SpatialDropout2D"),
    UNSPOOL_TRAINING_ROW("SpatialDropout3D"),
    {"Identity", 1, 1, {}, {}, MaskRule::Keep, importIdentity},
};
#undef UNSPOOL_TRAINING_ROW

} // namespace

ArrayRef<LayerRow> unspool::frontend::trainingLayers() { return kRows; }
