//===- Sampling.cpp - positions and weights of resizing -------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From the ONNX specification of Resize: an output position x is mapped to a
// position in the input, x'; n taps (2 linear, 4 cubic, more with antialiasing)
// lie around it. With base = ceil(x') - 1 and ratio = x' - base in (0, 1], the
// taps are base - n/2 + 1 ... base + n/2. Cubic weights are those of Keys (1981).
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/Sampling.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

#include <algorithm>
#include <cmath>

using namespace unspool::frontend;
using llvm::SmallVector;
using llvm::StringRef;

static bool isOneOf(StringRef value, std::initializer_list<StringRef> known) {
  return llvm::is_contained(known, value);
}

std::string SamplingOptions::findUnknown() const {
  if (!isOneOf(mode, {"nearest", "linear", "cubic"}))
    return mode;
  if (!isOneOf(coordinates,
               {"half_pixel", "half_pixel_symmetric", "pytorch_half_pixel", "align_corners",
                "asymmetric", "tf_crop_and_resize", "tf_half_pixel_for_nn"}))
    return coordinates;
  if (!isOneOf(rounding, {"simple", "floor", "ceil", "round_prefer_floor", "round_prefer_ceil"}))
    return rounding;
  return "";
}

/// Where output position x lies in the input.
static float mapPosition(int64_t x, const AxisSampling &axis, const SamplingOptions &options) {
  float position = static_cast<float>(x), input = static_cast<float>(axis.inputSize);
  float output = axis.scale * input;
  StringRef mode = options.coordinates;
  if (mode == "asymmetric")
    return position / axis.scale;
  if (mode == "align_corners")
    return output == 1 ? 0 : position * (input - 1) / (output - 1);
  if (mode == "tf_half_pixel_for_nn")
    return (position + 0.5f) / axis.scale;
  if (mode == "tf_crop_and_resize") {
    float length = axis.regionEnd - axis.regionStart;
    float offset = axis.outputSize == 1
                       ? length * (input - 1) / 2
                       : position * length * (input - 1) / static_cast<float>(axis.outputSize - 1);
    return axis.regionStart * (input - 1) + offset;
  }
  if (mode == "pytorch_half_pixel" && axis.outputSize == 1)
    return -0.5f;
  float centre = 0;
  if (mode == "half_pixel_symmetric")
    centre = input / 2 * (1 - static_cast<float>(axis.outputSize) / output);
  return centre + (position + 0.5f) / axis.scale - 0.5f;
}

static float roundPosition(float position, const AxisSampling &axis, StringRef rounding) {
  if (rounding == "simple")
    return axis.scale < 1 ? std::ceil(position) : std::floor(position);
  if (rounding == "floor")
    return std::floor(position);
  if (rounding == "ceil")
    return std::ceil(position);
  return rounding == "round_prefer_floor" ? std::ceil(position - 0.5f)
                                          : std::floor(position + 0.5f);
}

static int64_t clampIndex(double index, const AxisSampling &axis) {
  return static_cast<int64_t>(std::clamp(index, 0.0, static_cast<double>(axis.inputSize - 1)));
}

/// The interpolation kernel at distance d from the position.
static double kernelAt(double d, const SamplingOptions &options) {
  d = std::abs(d);
  if (options.mode == "linear")
    return std::max(0.0, 1 - d);
  double a = options.cubicCoefficient;
  if (d <= 1)
    return ((a + 2) * d - (a + 3)) * d * d + 1;
  return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
}

/// Makes weights sum up to 1.
static void normalize(SmallVector<double> &weights) {
  double sum = 0;
  for (double weight : weights)
    sum += weight;
  for (double &weight : weights)
    weight = sum == 0 ? 0 : weight / sum;
}

static Taps nearestTaps(const AxisSampling &axis, const SamplingOptions &options) {
  Taps taps;
  taps.size = axis.outputSize;
  taps.indices.resize(1);
  for (int64_t x = 0; x < axis.outputSize; ++x) {
    float position = mapPosition(x, axis, options);
    taps.indices[0].push_back(clampIndex(roundPosition(position, axis, options.rounding), axis));
  }
  return taps;
}

/// A narrower kernel in the output is a wider one in the input.
static double stretchOf(const AxisSampling &axis, const SamplingOptions &options) {
  return options.antialias && axis.outputSize > 0 ? std::min(double(axis.scale), 1.0) : 1.0;
}

int64_t unspool::frontend::countTaps(const AxisSampling &axis, const SamplingOptions &options) {
  if (options.mode == "nearest")
    return 1;
  double reach = options.mode == "linear" ? 1 : 2;
  // At most a few times the input's size: an output of one element at least is of it.
  return 2 * static_cast<int64_t>(std::ceil(reach / stretchOf(axis, options)));
}

static Taps interpolatingTaps(const AxisSampling &axis, const SamplingOptions &options) {
  double stretch = stretchOf(axis, options);
  int64_t half = countTaps(axis, options) / 2;
  Taps taps;
  taps.size = axis.outputSize;
  taps.indices.resize(2 * half);
  taps.weights.resize(2 * half);
  for (int64_t x = 0; x < axis.outputSize; ++x) {
    double position = mapPosition(x, axis, options);
    double base = std::ceil(position) - 1;
    SmallVector<double> weights;
    for (int64_t tap = 0; tap < 2 * half; ++tap) {
      double index = base - static_cast<double>(half) + 1 + static_cast<double>(tap);
      bool isOutside = index < 0 || index >= static_cast<double>(axis.inputSize);
      bool isIgnored = isOutside && options.excludeOutside;
      weights.push_back(isIgnored ? 0 : kernelAt((index - position) * stretch, options));
      taps.indices[tap].push_back(clampIndex(index, axis));
    }
    if (options.antialias || options.excludeOutside)
      normalize(weights);
    for (int64_t tap = 0; tap < 2 * half; ++tap)
      taps.weights[tap].push_back(weights[tap]);
  }
  return taps;
}

Taps unspool::frontend::computeTaps(const AxisSampling &axis, const SamplingOptions &options) {
  Taps taps =
      options.mode == "nearest" ? nearestTaps(axis, options) : interpolatingTaps(axis, options);
  if (options.coordinates == "tf_crop_and_resize")
    for (int64_t x = 0; x < axis.outputSize; ++x) {
      float position = mapPosition(x, axis, options);
      taps.isOutside.push_back(position < 0 || position > static_cast<float>(axis.inputSize - 1));
    }
  return taps;
}
