//===- Generators.cpp - ONNX operators that make tensors ------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OnnxImporter.h"
#include "frontend/onnx/OperatorTable.h"

#include <cmath>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

LogicalResult importConstant(OnnxNode &node) {
  NnBuilder &build = node.build;
  if (const onnx::AttributeProto *value = node.attribute("value"))
    return node.finish(node.importer.importTensor(value->t()));
  if (node.hasAttribute("value_float"))
    return node.finish(
        build.scalar(node.floatAttribute("value_float", 0), build.ops().getF32Type()));
  if (node.hasAttribute("value_int"))
    return node.finish(build.reshape(build.indices({node.intAttribute("value_int", 0)}), {}));
  if (node.hasAttribute("value_ints"))
    return node.finish(build.indices(node.intsAttribute("value_ints")));
  if (node.hasAttribute("value_floats")) {
    SmallVector<double> numbers = node.floatsAttribute("value_floats");
    return node.finish(
        build.floats(numbers, {static_cast<int64_t>(numbers.size())}, build.ops().getF32Type()));
  }
  return node.emitError() << "there is no value";
}

LogicalResult importConstantOfShape(OnnxNode &node) {
  NnBuilder &build = node.build;
  auto shape = node.constantInts(0);
  if (failed(shape))
    return failure();
  if (llvm::any_of(*shape, [](int64_t extent) { return extent < 0; }))
    return node.emitError() << "the shape has a negative extent";
  const onnx::AttributeProto *attribute = node.attribute("value");
  Value value = attribute ? node.importer.importTensor(attribute->t())
                          : build.scalar(0, build.ops().getF32Type());
  return node.finish(build.broadcast(build.reshape(value, {}), *shape));
}

/// start, start + delta, ... below (or above) limit.
LogicalResult importRange(OnnxNode &node) {
  NnBuilder &build = node.build;
  auto start = node.constantNumbers(0), limit = node.constantNumbers(1);
  auto delta = node.constantNumbers(2);
  if (failed(start) || failed(limit) || failed(delta))
    return failure();
  if (start->size() != 1 || limit->size() != 1 || delta->size() != 1 || (*delta)[0] == 0)
    return node.emitError() << "start, limit and delta should be scalars, and delta not 0";
  double count = std::ceil(((*limit)[0] - (*start)[0]) / (*delta)[0]);
  if (!(count < 1e12))
    return node.emitError() << "the range has too many elements";
  auto size = static_cast<int64_t>(std::max(count, 0.0));
  // Elements are rounded once, from double or 64-bit integers.
  Type type = node.elementType(0);
  Type wide =
      isa<FloatType>(type) ? Type(build.ops().getF64Type()) : Type(build.ops().getI64Type());
  Value steps =
      build.create<nn::MulOp>(build.iota({size}, 0, wide), build.scalar((*delta)[0], wide));
  Value numbers = build.create<nn::AddOp>(steps, build.scalar((*start)[0], wide));
  return node.finish(build.cast(numbers, type));
}

/// Column minus row, as an i64 tensor over the last two axes of `shape`.
Value diagonalIndex(NnBuilder &build, ArrayRef<int64_t> shape) {
  Type i64 = build.ops().getI64Type();
  ArrayRef<int64_t> matrix = shape.take_back(2);
  return build.create<nn::SubOp>(build.iota(matrix, 1, i64), build.iota(matrix, 0, i64));
}

LogicalResult importEyeLike(OnnxNode &node) {
  NnBuilder &build = node.build;
  if (node.rank(0) != 2)
    return node.emitError() << "the input has rank " << node.rank(0) << " when it should have 2";
  Type type = node.typeAttribute("dtype", node.elementType(0));
  if (!type)
    return failure();
  Value diagonal = build.scalar(node.intAttribute("k", 0), build.ops().getI64Type());
  Value isOn = build.create<nn::EqualOp>(diagonalIndex(build, node.shape(0)), diagonal);
  return node.finish(build.cast(isOn, type));
}

LogicalResult importTrilu(OnnxNode &node) {
  NnBuilder &build = node.build;
  if (node.rank(0) < 2)
    return node.emitError() << "the input has rank " << node.rank(0)
                            << " when it should be a matrix, or many";
  Value diagonal =
      node.input(1) ? build.reshape(node.input(1), {}) : build.scalar(0, build.ops().getI64Type());
  Value index = diagonalIndex(build, node.shape(0));
  bool upper = node.intAttribute("upper", 1) != 0;
  Value isKept = upper ? build.create<nn::LessEqualOp>(diagonal, index)
                       : build.create<nn::LessEqualOp>(index, diagonal);
  return node.finish(
      build.create<nn::SelectOp>(isKept, node.input(0), build.scalarLike(0, node.input(0))));
}

/// c[0] - c[1] cos(2 pi n / N) + c[2] cos(4 pi n / N), for n = 0 ... size - 1, where N is
/// the size, or one less for a window that ends as it begins.
LogicalResult importWindow(OnnxNode &node) {
  NnBuilder &build = node.build;
  FailureOr<int64_t> size = node.constantInt(0);
  Type type = node.typeAttribute("output_datatype", build.ops().getF32Type());
  if (failed(size) || !type)
    return failure();
  constexpr int64_t kMostSamples = int64_t(1) << 24;
  if (*size < 0 || *size > kMostSamples)
    return node.emitError() << "the window has " << *size << " samples when there should be 0 to "
                            << kMostSamples;
  std::array<double, 3> c = {0.5, 0.5, 0};
  if (node.type() == "HammingWindow")
    c = {25.0 / 46, 21.0 / 46, 0};
  else if (node.type() == "BlackmanWindow")
    c = {0.42, 0.5, 0.08};
  bool periodic = node.intAttribute("periodic", 1) != 0;
  auto period = static_cast<double>(std::max<int64_t>(periodic ? *size : *size - 1, 1));
  SmallVector<double> samples;
  for (int64_t n = 0; n < *size; ++n) {
    double angle = 2 * M_PI * static_cast<double>(n) / period;
    samples.push_back(c[0] - c[1] * std::cos(angle) + c[2] * std::cos(2 * angle));
  }
  return node.finish(build.cast(build.floats(samples, {*size}, build.ops().getF64Type()), type));
}

double toMel(double hertz) { return 2595 * std::log1p(hertz / 700) / M_LN10; }
double toHertz(double mel) { return 700 * std::expm1(mel / 2595 * M_LN10); }

/// Triangles over the bins of a spectrum, [dft_length / 2 + 1, num_mel_bins], evenly
/// spaced on the mel scale. As ONNX's own implementation has it, the edges are rounded
/// down to bins, and there is one space more than triangles need.
LogicalResult importMelWeightMatrix(OnnxNode &node) {
  NnBuilder &build = node.build;
  auto bands = node.constantInt(0), length = node.constantInt(1), rate = node.constantInt(2);
  auto lowest = node.constantNumbers(3), highest = node.constantNumbers(4);
  Type type = node.typeAttribute("output_datatype", build.ops().getF32Type());
  if (failed(bands) || failed(length) || failed(rate) || failed(lowest) || failed(highest) || !type)
    return failure();
  constexpr int64_t kMost = int64_t(1) << 24;
  auto isValid = [](int64_t number) { return number >= 1 && number <= kMost; };
  if (!isValid(*bands) || !isValid(*length) || *rate < 1 || lowest->size() != 1 ||
      highest->size() != 1 || !((*lowest)[0] >= 0) || !((*highest)[0] <= double(*rate) / 2) ||
      !((*lowest)[0] <= (*highest)[0]))
    return node.emitError() << "the bands, the length and the sample rate should be positive, and "
                               "the edges from 0 to half of the rate";
  int64_t bins = *length / 2 + 1;
  if (!build.fits(RankedTensorType::get({bins, *bands}, build.ops().getF64Type())))
    return failure();
  double first = toMel((*lowest)[0]), step = (toMel((*highest)[0]) - first) / double(*bands + 2);
  auto edge = [&](int64_t i) {
    double hertz = toHertz(first + double(i) * step);
    return std::min(int64_t(double(*length + 1) * hertz / double(*rate)), bins - 1);
  };
  SmallVector<double> weights(bins * *bands, 0);
  for (int64_t band = 0; band < *bands; ++band) {
    int64_t low = edge(band), centre = edge(band + 1), high = edge(band + 2);
    for (int64_t bin = low; bin <= high; ++bin) {
      double &weight = weights[bin * *bands + band];
      if (bin < centre)
        weight = double(bin - low) / double(centre - low);
      else if (bin == centre)
        weight = 1;
      else
        weight = double(high - bin) / double(high - centre);
    }
  }
  return node.finish(
      build.cast(build.floats(weights, {bins, *bands}, build.ops().getF64Type()), type));
}

const OperatorRow kRows[] = {
    {"BlackmanWindow", 17, 1, 1, "output_datatype periodic", "the size is a constant",
     importWindow},
    {"Constant", 1, 0, 0, "value value_float value_floats value_int value_ints",
     "no strings, no sparse tensors", importConstant},
    {"ConstantOfShape", 9, 1, 1, "value", "the shape is a constant", importConstantOfShape},
    {"EyeLike", 9, 1, 1, "dtype k", "", importEyeLike},
    {"HammingWindow", 17, 1, 1, "output_datatype periodic", "the size is a constant", importWindow},
    {"HannWindow", 17, 1, 1, "output_datatype periodic", "the size is a constant", importWindow},
    {"MelWeightMatrix", 17, 5, 5, "output_datatype", "all inputs are constants",
     importMelWeightMatrix},
    {"Range", 11, 3, 3, "stash_type", "start, limit and delta are constants", importRange},
    {"Trilu", 14, 1, 2, "upper", "", importTrilu},
};

} // namespace

ArrayRef<OperatorRow> unspool::frontend::generatorOperators() { return kRows; }
