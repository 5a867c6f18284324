//===- Reduction.cpp - ONNX reductions, scans and searches along axes -----===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Axes are an attribute in old operator sets and an input in new ones.
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OperatorTable.h"

#include <numeric>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

struct Reduction {
  SmallVector<int64_t> axes;
  bool keep;
};

FailureOr<Reduction> resolveReduction(OnnxNode &node) {
  auto given = node.intsFrom("axes", 1);
  if (failed(given))
    return failure();
  Reduction reduction{{}, node.intAttribute("keepdims", 1) != 0};
  if (*given && !(*given)->empty()) {
    auto axes = node.axes(**given, node.rank(0));
    if (failed(axes))
      return failure();
    reduction.axes = *axes;
  } else if (node.intAttribute("noop_with_empty_axes", 0) == 0) {
    reduction.axes.resize(node.rank(0));
    std::iota(reduction.axes.begin(), reduction.axes.end(), 0);
  }
  return reduction;
}

Value same(NnBuilder &, Value x) { return x; }
Value absolute(NnBuilder &build, Value x) { return build.create<nn::AbsOp>(x); }
Value square(NnBuilder &build, Value x) { return build.square(x); }
Value squareRoot(NnBuilder &build, Value x) { return build.create<nn::SqrtOp>(x); }
Value logarithm(NnBuilder &build, Value x) { return build.create<nn::LogOp>(x); }

using Map = Value (*)(NnBuilder &, Value);

/// after(reduce(before(x))).
template <nn::ReduceKind kind, Map before = same, Map after = same>
LogicalResult importReduce(OnnxNode &node) {
  auto reduction = resolveReduction(node);
  if (failed(reduction))
    return failure();
  Value x = before(node.build, node.input(0));
  Value result = node.build.reduce(kind, x, reduction->axes, reduction->keep);
  return node.finish(after(node.build, result));
}

LogicalResult importReduceMean(OnnxNode &node) {
  auto reduction = resolveReduction(node);
  if (failed(reduction))
    return failure();
  return node.finish(node.build.mean(node.input(0), reduction->axes, reduction->keep));
}

/// m + log(sum(e^(x - m))) with m the maximum, so that nothing overflows; an
/// infinite maximum (also that of nothing) is not subtracted.
LogicalResult importReduceLogSumExp(OnnxNode &node) {
  NnBuilder &build = node.build;
  auto reduction = resolveReduction(node);
  if (failed(reduction))
    return failure();
  Value x = node.input(0);
  Value largest = build.reduce(nn::ReduceKind::max, x, reduction->axes, true);
  Value isInfinite = build.create<nn::IsInfOp>(largest, true, true);
  Value shift = build.create<nn::SelectOp>(isInfinite, build.scalarLike(0, largest), largest);
  Value powers = build.create<nn::ExpOp>(build.create<nn::SubOp>(x, shift));
  Value sum = build.reduce(nn::ReduceKind::sum, powers, reduction->axes, true);
  Value result = build.create<nn::AddOp>(build.create<nn::LogOp>(sum), shift);
  if (!result || reduction->keep)
    return node.finish(result);
  SmallVector<int64_t> shape;
  for (auto [axis, extent] : llvm::enumerate(nn::shapeOf(result)))
    if (!llvm::is_contained(reduction->axes, int64_t(axis)))
      shape.push_back(extent);
  return node.finish(build.reshape(result, shape));
}

template <nn::ReduceKind kind> LogicalResult importArgReduce(OnnxNode &node) {
  auto axis = node.axisAttribute(0, node.rank(0));
  if (failed(axis))
    return failure();
  bool last = node.intAttribute("select_last_index", 0) != 0;
  Value place = node.build.create<nn::ArgReduceOp>(node.input(0), kind, *axis, last);
  if (!place || node.intAttribute("keepdims", 1) != 0)
    return node.finish(place);
  SmallVector<int64_t> shape(nn::shapeOf(place));
  shape.erase(shape.begin() + *axis);
  return node.finish(node.build.reshape(place, shape));
}

template <nn::ReduceKind kind> LogicalResult importCumulate(OnnxNode &node) {
  auto given = node.constantInt(1);
  if (failed(given))
    return failure();
  auto axis = node.axis(*given, node.rank(0));
  if (failed(axis))
    return failure();
  return node.finish(node.build.create<nn::CumulateOp>(node.input(0), kind, *axis,
                                                       node.intAttribute("exclusive", 0) != 0,
                                                       node.intAttribute("reverse", 0) != 0));
}

LogicalResult importTopK(OnnxNode &node) {
  auto axis = node.axisAttribute(-1, node.rank(0));
  auto k = node.opset < 10 ? FailureOr<int64_t>(node.intAttribute("k", 0)) : node.constantInt(1);
  if (failed(axis) || failed(k))
    return failure();
  auto [values, places] = node.build.createMany<nn::TopKOp, 2>(
      node.input(0), *k, *axis, node.intAttribute("largest", 1) != 0);
  node.setOutput(1, places);
  return node.finish(values);
}

constexpr const char *kAttributes = "axes keepdims noop_with_empty_axes";
using nn::ReduceKind;

const OperatorRow kRows[] = {
    {"ArgMax", 1, 1, 1, "axis keepdims select_last_index", "", importArgReduce<ReduceKind::max>},
    {"ArgMin", 1, 1, 1, "axis keepdims select_last_index", "", importArgReduce<ReduceKind::min>},
    {"CumProd", 26, 2, 2, "exclusive reverse", "the axis is a constant",
     importCumulate<ReduceKind::prod>},
    {"CumSum", 11, 2, 2, "exclusive reverse", "the axis is a constant",
     importCumulate<ReduceKind::sum>},
    {"ReduceL1", 1, 1, 2, kAttributes, "", importReduce<ReduceKind::sum, absolute>},
    {"ReduceL2", 1, 1, 2, kAttributes, "", importReduce<ReduceKind::sum, square, squareRoot>},
    {"ReduceLogSum", 1, 1, 2, kAttributes, "", importReduce<ReduceKind::sum, same, logarithm>},
    {"ReduceLogSumExp", 1, 1, 2, kAttributes, "", importReduceLogSumExp},
    {"ReduceMax", 1, 1, 2, kAttributes, "", importReduce<ReduceKind::max>},
    {"ReduceMean", 1, 1, 2, kAttributes, "", importReduceMean},
    {"ReduceMin", 1, 1, 2, kAttributes, "", importReduce<ReduceKind::min>},
    {"ReduceProd", 1, 1, 2, kAttributes, "", importReduce<ReduceKind::prod>},
    {"ReduceSum", 1, 1, 2, kAttributes, "", importReduce<ReduceKind::sum>},
    {"ReduceSumSquare", 1, 1, 2, kAttributes, "", importReduce<ReduceKind::sum, square>},
    {"TopK", 1, 1, 2, "axis k largest sorted", "k is a constant", importTopK},
};

} // namespace

ArrayRef<OperatorRow> unspool::frontend::reductionOperators() { return kRows; }
