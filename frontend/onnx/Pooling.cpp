//===- Pooling.cpp - ONNX pools -------------------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Global pools are reductions over the spatial axes. An Lp pool is
// (sum of |x|^p)^(1/p), the sum being the window's size times the mean that
// counts every pad.
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/Windows.h"

#include <cmath>
#include <numeric>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

FailureOr<Window> poolWindow(OnnxNode &node) {
  if (failed(checkSpatialRank(node)))
    return failure();
  auto kernel = kernelShape(node);
  if (failed(kernel))
    return failure();
  return resolveWindow(node, *kernel);
}

/// A pool of a channels-last input.
template <typename OpTy, typename... Args>
Value createPool(NnBuilder &build, Value input, const Window &window, const Args &...args) {
  return build.create<OpTy>(input, ArrayRef<int64_t>(window.kernel),
                            ArrayRef<int64_t>(window.strides), ArrayRef<int64_t>(window.dilations),
                            ArrayRef<int64_t>(window.low), ArrayRef<int64_t>(window.high), args...);
}

LogicalResult importMaxPool(OnnxNode &node) {
  NnBuilder &build = node.build;
  auto window = poolWindow(node);
  if (failed(window))
    return failure();
  Value input = build.toChannelsLast(node.input(0));
  Value result = build.toChannelsFirst(createPool<nn::MaxPoolOp>(build, input, *window));
  if (node.wantsOutput(1)) {
    bool columnMajor = node.intAttribute("storage_order", 0) != 0;
    Value places = createPool<nn::MaxPoolIndicesOp>(build, input, *window, columnMajor);
    node.setOutput(1, build.toChannelsFirst(places));
  }
  return node.finish(result);
}

LogicalResult importAveragePool(OnnxNode &node) {
  NnBuilder &build = node.build;
  auto window = poolWindow(node);
  if (failed(window))
    return failure();
  bool includePad = node.intAttribute("count_include_pad", 0) != 0;
  return node.finish(build.toChannelsFirst(
      createPool<nn::AvgPoolOp>(build, build.toChannelsLast(node.input(0)), *window, includePad,
                                ArrayRef<int64_t>(window->declaredHigh))));
}

/// |x|^p, and the p-th root.
Value toPower(NnBuilder &build, Value x, double p) {
  if (p == 1)
    return build.create<nn::AbsOp>(x);
  if (p == 2)
    return build.square(x);
  return build.create<nn::PowOp>(build.create<nn::AbsOp>(x), build.scalarLike(p, x));
}
Value toRoot(NnBuilder &build, Value x, double p) {
  if (p == 1)
    return x;
  if (p == 2)
    return build.create<nn::SqrtOp>(x);
  return build.create<nn::PowOp>(x, build.scalarLike(1 / p, x));
}

/// The exponent is a float in operator set 1 and an integer since.
FailureOr<double> exponent(OnnxNode &node) {
  const onnx::AttributeProto *found = node.attribute("p");
  if (!found)
    return 2.0;
  double p = found->type() == onnx::AttributeProto::FLOAT ? found->f() : double(found->i());
  if (!(p > 0) || std::isinf(p))
    return node.emitError() << "attribute 'p' is " << p << " when it should be positive";
  return p;
}

LogicalResult importLpPool(OnnxNode &node) {
  NnBuilder &build = node.build;
  auto window = poolWindow(node);
  auto p = exponent(node);
  if (failed(window) || failed(p))
    return failure();
  Value powers = toPower(build, build.toChannelsLast(node.input(0)), *p);
  Value mean =
      createPool<nn::AvgPoolOp>(build, powers, *window, true, ArrayRef<int64_t>(window->high));
  Value sum = build.create<nn::MulOp>(mean, build.scalarLike(window->size(), powers));
  return node.finish(build.toChannelsFirst(toRoot(build, sum, *p)));
}

template <typename Function> LogicalResult importGlobal(OnnxNode &node, Function function) {
  if (node.rank(0) < 3)
    return node.emitError() << "the input has rank " << node.rank(0)
                            << " when it should have spatial axes";
  SmallVector<int64_t> axes(node.rank(0) - 2);
  std::iota(axes.begin(), axes.end(), 1);
  Value input = node.build.toChannelsLast(node.input(0));
  return node.finish(node.build.toChannelsFirst(function(input, axes)));
}

LogicalResult importGlobalAveragePool(OnnxNode &node) {
  return importGlobal(node, [&](Value input, ArrayRef<int64_t> axes) {
    return node.build.mean(input, axes, true);
  });
}

LogicalResult importGlobalMaxPool(OnnxNode &node) {
  return importGlobal(node, [&](Value input, ArrayRef<int64_t> axes) {
    return node.build.reduce(nn::ReduceKind::max, input, axes, true);
  });
}

LogicalResult importGlobalLpPool(OnnxNode &node) {
  auto p = exponent(node);
  if (failed(p))
    return failure();
  return importGlobal(node, [&](Value input, ArrayRef<int64_t> axes) {
    Value powers = toPower(node.build, input, *p);
    return toRoot(node.build, node.build.reduce(nn::ReduceKind::sum, powers, axes, true), *p);
  });
}

const OperatorRow kRows[] = {
    {"AveragePool", 1, 1, 1,
     "auto_pad ceil_mode count_include_pad dilations kernel_shape pads strides",
     "1 to 3 spatial axes", importAveragePool},
    {"GlobalAveragePool", 1, 1, 1, "", "", importGlobalAveragePool},
    {"GlobalLpPool", 1, 1, 1, "p", "", importGlobalLpPool},
    {"GlobalMaxPool", 1, 1, 1, "", "", importGlobalMaxPool},
    {"LpPool", 1, 1, 1, "auto_pad ceil_mode dilations kernel_shape p pads strides",
     "1 to 3 spatial axes", importLpPool},
    {"MaxPool", 1, 1, 1, "auto_pad ceil_mode dilations kernel_shape pads storage_order strides",
     "1 to 3 spatial axes", importMaxPool},
};

} // namespace

ArrayRef<OperatorRow> unspool::frontend::poolingOperators() { return kRows; }
