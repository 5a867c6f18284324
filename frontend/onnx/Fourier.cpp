//===- Fourier.cpp - ONNX Fourier transforms -----------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A transform of n elements is a product with an n x n matrix of constants, which for
// the lengths of audio front ends (200 to 2048, real input, half of the output) runs at
// the speed of a dense layer. Of a signal in overlapping frames it is a convolution
// whose stride is the frame step, the window multiplied into the filter.
//
// Complex numbers are pairs along the last axis; a real input has a last axis of 1.
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OperatorTable.h"

#include <cmath>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

struct Transform {
  int64_t length;      ///< of the transform
  int64_t rows;        ///< elements that are given; those beyond are zeros
  int64_t parts;       ///< of an input element: 1 real, 2 complex
  int64_t columns;     ///< elements that are asked for
  int64_t resultParts; ///< of an output element
  bool isInverse = false;
};

/// Weights [rows, parts, columns, result parts].
Value transformMatrix(OnnxNode &node, const Transform &t, Type type) {
  SmallVector<int64_t> shape{t.rows, t.parts, t.columns, t.resultParts};
  if (!node.build.fits(RankedTensorType::get(shape, node.build.ops().getF64Type())))
    return {};
  SmallVector<double> weights;
  weights.reserve(t.rows * t.parts * t.columns * t.resultParts);
  double sign = t.isInverse ? 1 : -1, scale = t.isInverse ? 1 / double(t.length) : 1;
  // One half of a symmetric spectrum stands for both, but for the elements that are
  // their own mirror image, which are real.
  bool isHalf = t.isInverse && t.resultParts == 1;
  for (int64_t row = 0; row < t.rows; ++row)
    for (int64_t part = 0; part < t.parts; ++part) {
      bool isAlone = row == 0 || 2 * row == t.length;
      double weight = isHalf ? (isAlone ? (part == 0 ? scale : 0) : 2 * scale) : scale;
      for (int64_t column = 0; column < t.columns; ++column) {
        // e^(sign i angle) (real) or i e^(sign i angle) (imaginary part of the input)
        auto step = int64_t((__int128(row) * column) % t.length);
        double angle = sign * 2 * M_PI * double(step) / double(t.length);
        double real = std::cos(angle), imaginary = std::sin(angle);
        weights.push_back(weight * (part == 0 ? real : -imaginary));
        if (t.resultParts == 2)
          weights.push_back(weight * (part == 0 ? imaginary : real));
      }
    }
  return node.build.floats(weights, shape, type);
}

/// The last axis of the input: 1 (real) or 2 (complex); reports if it is neither.
FailureOr<int64_t> complexParts(OnnxNode &node, Value input) {
  ArrayRef<int64_t> shape = nn::shapeOf(input);
  int64_t parts = shape.empty() ? 0 : shape.back();
  if (parts != 1 && parts != 2)
    return node.emitError() << "the input is a " << input.getType()
                            << " when its last axis should be 1 (real) or 2 (complex)";
  return parts;
}

/// The axis is an attribute before operator set 20.
FailureOr<int64_t> transformAxis(OnnxNode &node) {
  int64_t given = node.opset < 20 ? node.intAttribute("axis", 1) : -2;
  if (node.opset >= 20 && node.input(2)) {
    auto constant = node.constantInt(2);
    if (failed(constant))
      return failure();
    given = *constant;
  }
  auto axis = node.axis(given, node.rank(0));
  if (succeeded(axis) && *axis == node.rank(0) - 1)
    return node.emitError() << "axis " << given << " is that of the complex parts";
  return axis;
}

LogicalResult importDft(OnnxNode &node) {
  NnBuilder &build = node.build;
  auto parts = complexParts(node, node.input(0));
  if (failed(parts))
    return failure();
  auto axis = transformAxis(node);
  if (failed(axis))
    return failure();
  int64_t extent = node.shape(0)[*axis];
  bool isInverse = node.intAttribute("inverse", 0) != 0;
  bool isHalf = node.intAttribute("onesided", 0) != 0;
  int64_t length = isInverse && isHalf ? 2 * (extent - 1) : extent;
  if (node.input(1)) {
    auto given = node.constantInt(1);
    if (failed(given))
      return failure();
    length = *given;
  }
  constexpr int64_t kMostElements = int64_t(1) << 20;
  if (length < 1 || length > kMostElements)
    return node.emitError() << "the transform has length " << length << " when it should be 1 to "
                            << kMostElements;

  Transform transform{length, std::min(extent, length), *parts, length, 2, isInverse};
  if (isHalf && isInverse) {
    transform.rows = std::min(extent, length / 2 + 1);
    transform.resultParts = 1;
  } else if (isHalf) {
    transform.columns = length / 2 + 1;
  }
  // The axis goes beside that of the parts, and both make the rows of a matrix.
  SmallVector<int64_t> order, back;
  for (int64_t i = 0; i < node.rank(0) - 1; ++i)
    if (i != *axis)
      order.push_back(i);
  order.append({*axis, node.rank(0) - 1});
  for (int64_t i = 0; i < node.rank(0); ++i)
    back.push_back(llvm::find(order, i) - order.begin());
  Value input = build.transpose(build.slice(node.input(0), *axis, 0, transform.rows), order);
  Value matrix = transformMatrix(node, transform, node.elementType(0));
  if (!input || !matrix)
    return failure();
  SmallVector<int64_t> result(nn::shapeOf(input).drop_back(2));
  SmallVector<int64_t> rows = result.empty() ? SmallVector<int64_t>{1} : result;
  rows.push_back(transform.rows * transform.parts);
  result.append({transform.columns, transform.resultParts});
  Value product =
      build.matmul(build.reshape(input, rows),
                   build.reshape(matrix, {rows.back(), transform.columns * transform.resultParts}));
  return node.finish(build.transpose(build.reshape(product, result), back));
}

/// The signal [batch, length, parts]. The standard asks for all three axes; exporters, and
/// runtimes, leave the last one of a real signal out.
Value signalOf(OnnxNode &node) {
  ArrayRef<int64_t> shape = node.shape(0);
  if (shape.size() == 3)
    return node.input(0);
  if (shape.size() == 2)
    return node.build.reshape(node.input(0), {shape[0], shape[1], 1});
  node.emitError() << "the signal has rank " << shape.size()
                   << " when it should have 3, or 2 if it is real";
  return {};
}

LogicalResult importStft(OnnxNode &node) {
  NnBuilder &build = node.build;
  Value signal = signalOf(node);
  if (!signal)
    return failure();
  auto parts = complexParts(node, signal);
  auto step = node.constantInt(1);
  if (failed(parts) || failed(step))
    return failure();
  Value window = node.input(2);
  if (window && node.rank(2) != 1)
    return node.emitError() << "the window has rank " << node.rank(2) << " when it should have 1";
  int64_t length = window ? node.shape(2)[0] : node.shape(0)[1];
  if (node.input(3)) {
    auto given = node.constantInt(3);
    if (failed(given))
      return failure();
    if (window && *given != length)
      return node.emitError() << "the frame length is " << *given << " when the window has "
                              << length << " elements";
    length = *given;
  }
  if (length < 1 || length > node.shape(0)[1] || *step < 1)
    return node.emitError() << "frames of " << length << " elements, every " << *step
                            << ", do not fit a signal of " << node.shape(0)[1];
  bool isHalf = node.intAttribute("onesided", 1) != 0;
  Transform transform{length, length, *parts, isHalf ? length / 2 + 1 : length, 2};
  Value filter = transformMatrix(node, transform, node.elementType(0));
  if (window)
    filter = build.create<nn::MulOp>(filter, build.reshape(window, {length, 1, 1, 1}));
  filter = build.reshape(filter, {length, *parts, transform.columns * 2});
  constexpr int64_t one = 1, zero = 0;
  Value frames =
      build.create<nn::ConvOp>(signal, filter, ArrayRef<int64_t>(*step), ArrayRef<int64_t>(one),
                               ArrayRef<int64_t>(zero), ArrayRef<int64_t>(zero), one);
  if (!frames)
    return failure();
  return node.finish(
      build.reshape(frames, {node.shape(0)[0], nn::shapeOf(frames)[1], transform.columns, 2}));
}

const OperatorRow kRows[] = {
    {"DFT", 17, 1, 3, "axis inverse onesided", "length and axis are constants", importDft},
    {"STFT", 17, 2, 4, "onesided",
     "frame step and length are constants; a real signal may have rank 2", importStft},
};

} // namespace

ArrayRef<OperatorRow> unspool::frontend::fourierOperators() { return kRows; }
