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

/// Those of augmentation, all of them.
constexpr const char *kRandomNames[] = {"all_ops",
                                        "alpha",
                                        "brightness_factor",
                                        "chain_depth",
                                        "contrast_factor",
                                        "data_format",
                                        "factor",
                                        "fill_mode",
                                        "fill_value",
                                        "height_factor",
                                        "hue_factor",
                                        "kernel_size",
                                        "mode",
                                        "interpolation",
                                        "num_chains",
                                        "num_ops",
                                        "scale",
                                        "seed",
                                        "saturation_factor",
                                        "sigma",
                                        "value_range",
                                        "x_factor",
                                        "width_factor",
                                        "y_factor"};
ArrayRef<AttributeRow> randomAttributes() {
  static const auto rows = llvm::map_to_vector(kRandomNames, [](const char *name) {
    return AttributeRow{name, AttributeKind::Training, "null"};
  });
  return rows;
}

LogicalResult importIdentity(KerasNode &node) { return node.finish(node.input()); }

constexpr const char *kNote = "at inference, the input itself";

#define UNSPOOL_TRAINING_ROW(name)                                                                 \
  {name, 1, 1, kAttributes, {}, MaskRule::Keep, importIdentity, kNote}
#define UNSPOOL_RANDOM_ROW(name)                                                                   \
  {name, 1, 1, randomAttributes(), {}, MaskRule::Keep, importIdentity, kNote}
const LayerRow kRows[] = {
    UNSPOOL_TRAINING_ROW("ActivityRegularization"),
    UNSPOOL_TRAINING_ROW("AlphaDropout"),
    UNSPOOL_TRAINING_ROW("Dropout"),
    UNSPOOL_TRAINING_ROW("GaussianDropout"),
    UNSPOOL_TRAINING_ROW("GaussianNoise"),
    UNSPOOL_RANDOM_ROW("RandAugment"),
    UNSPOOL_RANDOM_ROW("RandomBrightness"),
    UNSPOOL_RANDOM_ROW("RandomColorDegeneration"),
    UNSPOOL_RANDOM_ROW("RandomColorJitter"),
    UNSPOOL_RANDOM_ROW("RandomContrast"),
    UNSPOOL_RANDOM_ROW("RandomElasticTransform"),
    UNSPOOL_RANDOM_ROW("RandomErasing"),
    UNSPOOL_RANDOM_ROW("RandomFlip"),
    UNSPOOL_RANDOM_ROW("RandomGaussianBlur"),
    UNSPOOL_RANDOM_ROW("RandomGrayscale"),
    UNSPOOL_RANDOM_ROW("RandomHeight"),
    UNSPOOL_RANDOM_ROW("RandomHue"),
    UNSPOOL_RANDOM_ROW("RandomInvert"),
    UNSPOOL_RANDOM_ROW("RandomPerspective"),
    UNSPOOL_RANDOM_ROW("RandomPosterization"),
    UNSPOOL_RANDOM_ROW("RandomRotation"),
    UNSPOOL_RANDOM_ROW("RandomSaturation"),
    UNSPOOL_RANDOM_ROW("RandomSharpness"),
    UNSPOOL_RANDOM_ROW("RandomShear"),
    UNSPOOL_RANDOM_ROW("RandomTranslation"),
    UNSPOOL_RANDOM_ROW("RandomWidth"),
    UNSPOOL_RANDOM_ROW("RandomZoom"),
    UNSPOOL_TRAINING_ROW("SpatialDropout1D"),
    UNSPOOL_TRAINING_ROW("SpatialDropout2D"),
    UNSPOOL_TRAINING_ROW("SpatialDropout3D"),
    {"Identity", 1, 1, {}, {}, MaskRule::Keep, importIdentity},
};
#undef UNSPOOL_RANDOM_ROW
#undef UNSPOOL_TRAINING_ROW

} // namespace

ArrayRef<LayerRow> unspool::frontend::trainingLayers() { return kRows; }
