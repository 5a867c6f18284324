//===- DeformableConvolution.cpp - ONNX DeformConv -----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Zhu et al., 2018 (arXiv:1811.11168). The input is read where the offsets say, for
// each element of the window, with zeros outside: a tensor [N, H', W', K * C], of
// which the filter takes a product.
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/PointSampling.h"
#include "frontend/onnx/Windows.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

/// Of one group of offsets [N, K, 2, H', W'], the taps along an axis, [N, K, H', W'].
SmallVector<PointTap> offsetTaps(NnBuilder &build, Value offsets, const Window &window, int axis) {
  ArrayRef<int64_t> shape = nn::shapeOf(offsets);
  Type type = nn::typeOf(offsets).getElementType();
  SmallVector<double> inWindow, windows;
  for (int64_t y = 0; y < window.kernel[0]; ++y)
    for (int64_t x = 0; x < window.kernel[1]; ++x)
      inWindow.push_back(double((axis == 0 ? y : x) * window.dilations[axis]));
  int64_t extent = shape[3 + axis];
  for (int64_t i = 0; i < extent; ++i)
    windows.push_back(double(i * window.strides[axis] - window.low[axis]));
  SmallVector<int64_t> line{1, 1, 1, 1};
  line[2 + axis] = extent;
  Value offset =
      build.reshape(build.slice(offsets, 2, axis, 1), {shape[0], shape[1], shape[3], shape[4]});
  Value regular = build.create<nn::AddOp>(build.floats(inWindow, {1, shape[1], 1, 1}, type),
                                          build.floats(windows, line, type));
  return linearTaps(build, build.create<nn::AddOp>(regular, offset));
}

LogicalResult importDeformConv(OnnxNode &node) {
  NnBuilder &build = node.build;
  if (node.rank(0) != 4)
    return node.emitUnsupported() << "an input of rank " << node.rank(0)
                                  << " is not supported (supported: NxCxHxW)";
  if (node.rank(1) != 4 || node.rank(2) != 4 || llvm::is_contained(node.shape(0), 0))
    return node.emitError() << "input, filter and offset should have rank 4, and elements";
  SmallVector<int64_t> kernel(node.shape(1).drop_front(2));
  SmallVector<int64_t> declared = node.intsAttribute("kernel_shape");
  if (!declared.empty() && declared != kernel)
    return node.emitError() << "attribute 'kernel_shape' differs from the filter's shape "
                            << node.input(1).getType();
  auto window = resolveWindow(node, kernel);
  if (failed(window))
    return failure();
  int64_t groups = node.intAttribute("group", 1), parts = node.intAttribute("offset_group", 1);
  int64_t batch = node.shape(0)[0], channels = node.shape(0)[1], size = window->size();
  if (groups < 1 || parts < 1 || channels % groups != 0 || channels % parts != 0)
    return node.emitError() << groups << " groups and " << parts
                            << " groups of offsets should divide the " << channels << " channels";
  SmallVector<int64_t> extents;
  for (int axis : {0, 1}) {
    int64_t room =
        node.shape(0)[axis + 2] + window->low[axis] + window->high[axis] - window->reach(axis);
    extents.push_back(room < 0 ? 0 : room / window->strides[axis] + 1);
  }
  SmallVector<int64_t> expected{batch, 2 * parts * size, extents[0], extents[1]};
  Value mask = node.input(4);
  if (node.shape(2) != ArrayRef(expected))
    return node.emitError() << "the offset is a " << node.input(2).getType()
                            << " when it should be "
                            << RankedTensorType::get(expected, node.elementType(2));
  expected[1] = parts * size;
  if (mask && node.shape(4) != ArrayRef(expected))
    return node.emitError() << "the mask is a " << mask.getType() << " when it should be "
                            << RankedTensorType::get(expected, node.elementType(4));

  Value input = build.toChannelsLast(node.input(0));
  Value offsets = build.reshape(node.input(2), {batch, parts, size, 2, extents[0], extents[1]});
  Value line = build.iota({batch, 1, 1, 1}, 0, build.ops().getI64Type());
  SmallVector<Value> columns; // [N, K, H', W', C / parts]
  for (int64_t part = 0; part < parts; ++part) {
    Value own =
        build.reshape(build.slice(offsets, 1, part, 1), {batch, size, 2, extents[0], extents[1]});
    if (!input || !own)
      return failure();
    int64_t count = channels / parts;
    PointSampler sampler(build, build.slice(input, 3, part * count, count), line, Outside::Zero);
    Value column = sampler.interpolate(
        {offsetTaps(build, own, *window, 0), offsetTaps(build, own, *window, 1)});
    if (mask) {
      Value factors = build.slice(mask, 1, part * size, size);
      column = build.create<nn::MulOp>(
          column, build.reshape(factors, {batch, size, extents[0], extents[1], 1}));
    }
    columns.push_back(column);
  }
  // The channels of a group come together: [N, H', W', groups, K, C / groups].
  Value all = build.reshape(build.concat(columns, 4),
                            {batch, size, extents[0], extents[1], groups, channels / groups});
  Value rows = build.reshape(build.transpose(all, {0, 2, 3, 4, 1, 5}),
                             {batch, extents[0], extents[1], size * channels});
  int64_t outputs = node.shape(1)[0];
  if (node.shape(1)[1] != channels / groups)
    return node.emitError() << "the filter is a " << node.input(1).getType() << " when it should "
                            << "have " << channels / groups << " channels";
  Value filter = build.reshape(toChannelsLastFilter(build, node.input(1)),
                               {1, 1, size * (channels / groups), outputs});
  int64_t ones[] = {1, 1}, zeros[] = {0, 0};
  Value result =
      build.create<nn::ConvOp>(rows, filter, ArrayRef<int64_t>(ones), ArrayRef<int64_t>(ones),
                               ArrayRef<int64_t>(zeros), ArrayRef<int64_t>(zeros), groups);
  if (Value bias = node.input(3))
    result = build.create<nn::AddOp>(result, bias);
  return node.finish(build.toChannelsFirst(result));
}

const OperatorRow kRows[] = {
    {"DeformConv", 19, 3, 5, "dilations group kernel_shape offset_group pads strides",
     "2 spatial axes", importDeformConv},
};

} // namespace

ArrayRef<OperatorRow> unspool::frontend::deformableOperators() { return kRows; }
