//===- Quantization.cpp - ONNX quantised operators ------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A quantised number q stands for (q - zero point) * scale. Products are computed
// on integers, exactly, in 32 bits; then
//
//   q(y) = saturate(round(product * (scale(a) * scale(b) / scale(y))) + zero point)
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/Einsum.h"
#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/Windows.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

/// A scale or zero point in the shape that broadcasts against a tensor: scalars as
/// they are, vectors along `axis`, blocks repeated.
Value parameterLike(OnnxNode &node, Value parameter, Value like, int64_t axis, int64_t block) {
  NnBuilder &build = node.build;
  if (!parameter || !like)
    return {};
  ArrayRef<int64_t> shape = nn::shapeOf(parameter), target = nn::shapeOf(like);
  if (nn::typeOf(parameter).getNumElements() == 1 && block == 0)
    return build.reshape(parameter, {});
  if (block == 0) {
    if (shape.size() != 1)
      return parameter;
    if (axis >= int64_t(target.size()) || shape[0] != target[axis]) {
      node.emitError() << "a parameter of type " << parameter.getType() << " does not fit axis "
                       << axis << " of " << like.getType();
      return {};
    }
    SmallVector<int64_t> line(target.size(), 1);
    line[axis] = shape[0];
    return build.reshape(parameter, line);
  }
  bool isInside = block > 0 && shape.size() == target.size();
  // One block takes all of a shorter axis.
  int64_t size = isInside ? std::min(block, std::max<int64_t>(1, target[axis])) : 0;
  if (!isInside || shape[axis] != (target[axis] + size - 1) / size) {
    node.emitError() << "a parameter of type " << parameter.getType() << " does not fit blocks of "
                     << block << " along axis " << axis << " of " << like.getType();
    return {};
  }
  SmallVector<int64_t> apart(shape), stretched, together(shape);
  apart.insert(apart.begin() + axis + 1, 1);
  stretched = apart;
  stretched[axis + 1] = size;
  together[axis] *= size;
  Value repeated =
      build.reshape(build.broadcast(build.reshape(parameter, apart), stretched), together);
  return build.slice(repeated, axis, 0, target[axis]);
}

/// saturate(round(x) + zero point); `x` is float, the zero point may be null.
Value saturate(NnBuilder &build, Value x, Value zeroPoint, Type type) {
  if (!x)
    return {};
  Value rounded = build.create<nn::RoundOp>(x);
  if (zeroPoint)
    rounded =
        build.create<nn::AddOp>(rounded, build.cast(zeroPoint, nn::typeOf(x).getElementType()));
  return build.cast(rounded, type, /*saturate=*/true);
}

FailureOr<int64_t> quantizationAxis(OnnxNode &node) {
  int64_t axis = node.intAttribute("axis", 1);
  // The axis means nothing where there is one scale.
  bool isPerTensor = nn::typeOf(node.input(1)).getNumElements() == 1;
  return isPerTensor && node.intAttribute("block_size", 0) == 0 ? FailureOr<int64_t>(0)
                                                                : node.axis(axis, node.rank(0));
}

Type float32(OnnxNode &node) { return node.build.ops().getF32Type(); }

LogicalResult importQuantizeLinear(OnnxNode &node) {
  NnBuilder &build = node.build;
  auto axis = quantizationAxis(node);
  Type type = node.input(2)
                  ? node.elementType(2)
                  : node.typeAttribute("output_dtype", build.ops().getIntegerType(8, false));
  if (failed(axis) || !type)
    return failure();
  int64_t block = node.intAttribute("block_size", 0);
  Value x = build.cast(node.input(0), float32(node));
  Value scale = parameterLike(node, build.cast(node.input(1), float32(node)), x, *axis, block);
  Value zeroPoint;
  if (node.input(2) && !(zeroPoint = parameterLike(node, node.input(2), x, *axis, block)))
    return failure();
  return node.finish(saturate(build, build.create<nn::DivOp>(x, scale), zeroPoint, type));
}

LogicalResult importDequantizeLinear(OnnxNode &node) {
  NnBuilder &build = node.build;
  auto axis = quantizationAxis(node);
  Type type = node.typeAttribute("output_dtype", node.elementType(1));
  if (failed(axis) || !type)
    return failure();
  int64_t block = node.intAttribute("block_size", 0);
  Type i32 = build.ops().getI32Type();
  Value x = node.input(0);
  if (Value zeroPoint = node.input(2))
    x = build.create<nn::SubOp>(build.cast(x, i32),
                                build.cast(parameterLike(node, zeroPoint, x, *axis, block), i32));
  Value scale = parameterLike(node, build.cast(node.input(1), float32(node)), x, *axis, block);
  Value result = build.create<nn::MulOp>(build.cast(x, float32(node)), scale);
  return node.finish(build.cast(result, type));
}

/// An i32 tensor, its zero point (a scalar, or one an entry of `axis`) taken off.
Value centred(OnnxNode &node, unsigned i, unsigned zeroPoint, int64_t axis) {
  NnBuilder &build = node.build;
  Type i32 = build.ops().getI32Type();
  Value x = build.cast(node.input(i), i32);
  if (!node.input(zeroPoint))
    return x;
  Value offset = parameterLike(node, node.input(zeroPoint), x, axis, 0);
  return build.create<nn::SubOp>(x, build.cast(offset, i32));
}

/// The integer convolution of inputs `x` and `w`. (The window is read off input 0
/// and the filter's shape.)
Value integerConvolution(OnnxNode &node, Value x, Value w, Value bias) {
  if (!x || !w || failed(checkSpatialRank(node)))
    return {};
  if (nn::typeOf(w).getRank() != node.rank(0)) {
    node.emitError() << "the filter has rank " << nn::typeOf(w).getRank() << " when the input has "
                     << node.rank(0);
    return {};
  }
  auto window = resolveWindow(node, nn::shapeOf(w).drop_front(2));
  return failed(window) ? Value() : convolve(node, x, w, bias, *window);
}

LogicalResult importConvInteger(OnnxNode &node) {
  return node.finish(integerConvolution(node, centred(node, 0, 2, 0), centred(node, 1, 3, 0), {}));
}

LogicalResult importMatMulInteger(OnnxNode &node) {
  // A's zero points belong to its rows, B's to its columns.
  Value a = centred(node, 0, 2, std::max<int64_t>(node.rank(0) - 2, 0));
  Value b = centred(node, 1, 3, std::max<int64_t>(node.rank(1) - 1, 0));
  return node.finish(matrixProduct(node.build, a, b));
}

/// scale(a) * scale(b) / scale(y), in float.
Value commonScale(OnnxNode &node, Value a, Value b, Value y) {
  NnBuilder &build = node.build;
  auto asFloat = [&](Value value) { return build.cast(value, float32(node)); };
  return build.create<nn::DivOp>(build.create<nn::MulOp>(asFloat(a), asFloat(b)), asFloat(y));
}

/// Inputs x, x scale, x zero point, w, w scale, w zero point, y scale, y zero
/// point, bias (i32, in units of x scale * w scale).
LogicalResult importQLinearConv(OnnxNode &node) {
  NnBuilder &build = node.build;
  Value product =
      integerConvolution(node, centred(node, 0, 2, 0), centred(node, 3, 5, 0), node.input(8));
  if (!product)
    return failure();
  // Filter scales belong to output channels: axis 1 of the product.
  Value filterScale = parameterLike(node, node.input(4), product, 1, 0);
  Value scale = commonScale(node, build.reshape(node.input(1), {}), filterScale,
                            build.reshape(node.input(6), {}));
  Value scaled = build.create<nn::MulOp>(build.cast(product, float32(node)), scale);
  Value zeroY = build.reshape(node.input(7), {});
  return zeroY ? node.finish(saturate(build, scaled, zeroY, node.elementType(7))) : failure();
}

/// Inputs a, a scale, a zero point, b, b scale, b zero point, y scale, y zero point.
LogicalResult importQLinearMatMul(OnnxNode &node) {
  NnBuilder &build = node.build;
  int64_t rows = std::max<int64_t>(node.rank(0) - 2, 0);
  int64_t columns = std::max<int64_t>(node.rank(3) - 1, 0);
  Value a = centred(node, 0, 2, rows), b = centred(node, 3, 5, columns);
  Value product = matrixProduct(build, a, b);
  if (!product)
    return failure();
  int64_t rank = nn::typeOf(product).getRank();
  Value scaleA = parameterLike(node, node.input(1), product, std::max<int64_t>(rank - 2, 0), 0);
  Value scaleB = parameterLike(node, node.input(4), product, std::max<int64_t>(rank - 1, 0), 0);
  Value scaleY = parameterLike(node, node.input(6), product, std::max<int64_t>(rank - 2, 0), 0);
  Value zeroY = parameterLike(node, node.input(7), product, std::max<int64_t>(rank - 2, 0), 0);
  Value scaled = build.create<nn::MulOp>(build.cast(product, float32(node)),
                                         commonScale(node, scaleA, scaleB, scaleY));
  return zeroY ? node.finish(saturate(build, scaled, zeroY, node.elementType(7))) : failure();
}

/// To uint8, over the range of the input widened to hold 0.
LogicalResult importDynamicQuantizeLinear(OnnxNode &node) {
  NnBuilder &build = node.build;
  Type byte = build.ops().getIntegerType(8, false);
  Value x = node.input(0), zero = build.scalarLike(0, x);
  SmallVector<int64_t> axes = llvm::to_vector(llvm::seq<int64_t>(0, node.rank(0)));
  Value largest = build.create<nn::MaxOp>(build.reduce(nn::ReduceKind::max, x, axes, false), zero);
  Value smallest = build.create<nn::MinOp>(build.reduce(nn::ReduceKind::min, x, axes, false), zero);
  Value range = build.create<nn::SubOp>(largest, smallest);
  Value scale = build.create<nn::DivOp>(range, build.scalarLike(255, x));
  Value zeroPoint =
      saturate(build, build.create<nn::DivOp>(build.create<nn::NegOp>(smallest), scale), {}, byte);
  node.setOutput(1, scale);
  node.setOutput(2, zeroPoint);
  return node.finish(saturate(build, build.create<nn::DivOp>(x, scale), zeroPoint, byte));
}

const OperatorRow kRows[] = {
    {"ConvInteger", 10, 2, 4, "auto_pad dilations group kernel_shape pads strides",
     "1 to 3 spatial axes", importConvInteger},
    {"DequantizeLinear", 10, 2, 3, "axis block_size output_dtype", "no float8, int4",
     importDequantizeLinear},
    {"DynamicQuantizeLinear", 11, 1, 1, "", "", importDynamicQuantizeLinear},
    {"MatMulInteger", 10, 2, 4, "", "", importMatMulInteger},
    {"QLinearConv", 10, 8, 9, "auto_pad dilations group kernel_shape pads strides",
     "1 to 3 spatial axes", importQLinearConv},
    {"QLinearMatMul", 10, 8, 8, "", "", importQLinearMatMul},
    {"QuantizeLinear", 10, 2, 3, "axis block_size output_dtype precision saturate",
     "no float8, int4", importQuantizeLinear},
};

} // namespace

ArrayRef<OperatorRow> unspool::frontend::quantizationOperators() { return kRows; }
