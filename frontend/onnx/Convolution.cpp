//===- Convolution.cpp - ONNX convolutions --------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// ONNX has channels first, nn has them last: a pair of transposes stands around
// each convolution, and passes cancel what meets between layers.
//
// A transposed convolution is a convolution of the input, stride - 1 zeros
// inserted between its elements, with the filter turned around (Dumoulin and
// Visin, 2016, arXiv:1603.07285).
//
//===----------------------------------------------------------------------===//

#include "frontend/InsertZeros.h"
#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/Windows.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

/// The filter's rank and kernel must be those that input and attribute imply.
FailureOr<SmallVector<int64_t>> filterKernel(OnnxNode &node) {
  if (failed(checkSpatialRank(node)))
    return failure();
  if (node.rank(1) != node.rank(0))
    return node.emitError() << "the filter has rank " << node.rank(1) << " when the input has "
                            << node.rank(0);
  SmallVector<int64_t> kernel(node.shape(1).drop_front(2));
  SmallVector<int64_t> declared = node.intsAttribute("kernel_shape");
  if (!declared.empty() && declared != kernel)
    return node.emitError() << "attribute 'kernel_shape' differs from the filter's shape "
                            << node.input(1).getType();
  return kernel;
}

LogicalResult importConv(OnnxNode &node) {
  auto kernel = filterKernel(node);
  if (failed(kernel))
    return failure();
  auto window = resolveWindow(node, *kernel);
  if (failed(window))
    return failure();
  return node.finish(convolve(node, node.input(0), node.input(1), node.input(2), *window));
}

//===----------------------------------------------------------------------===//
// ConvTranspose
//===----------------------------------------------------------------------===//

/// Pads of a transposed convolution crop its output; `extra` widens it at the end.
struct Crop {
  SmallVector<int64_t> low, high, extra;
};

FailureOr<Crop> resolveCrop(OnnxNode &node, const Window &window) {
  ArrayRef<int64_t> extents = node.shape(0).drop_front(2);
  size_t rank = extents.size();
  auto extra = node.intsAttribute("output_padding", rank, 0);
  SmallVector<int64_t> outputs = node.intsAttribute("output_shape");
  if (failed(extra))
    return failure();
  if (outputs.size() == rank + 2)
    outputs.erase(outputs.begin(), outputs.begin() + 2);
  if (!outputs.empty() && outputs.size() != rank)
    return node.emitError() << "attribute 'output_shape' has " << outputs.size()
                            << " numbers when it should have " << rank;
  // Beyond this, extents could overflow 64 bits.
  constexpr int64_t kMost = int64_t(1) << 31;
  auto isExtent = [](int64_t number) { return number >= 0 && number < kMost; };
  if (!llvm::all_of(*extra, isExtent) || !llvm::all_of(outputs, isExtent))
    return node.emitError() << "output_padding and output_shape must not be negative, nor huge";
  for (auto [extent, stride] : llvm::zip(extents, window.strides))
    if (extent > kMost / stride)
      return node.emitError() << "a spatial extent of " << extent << " with stride " << stride
                              << " gives an output that is too large";

  Crop crop{window.low, window.declaredHigh, *extra};
  std::string mode = node.stringAttribute("auto_pad", "NOTSET");
  bool isSame = mode == "SAME_UPPER" || mode == "SAME_LOWER";
  if (outputs.empty() && !isSame)
    return crop;
  for (size_t axis = 0; axis < rank; ++axis) {
    int64_t wanted = outputs.empty() ? extents[axis] * window.strides[axis] : outputs[axis];
    int64_t total =
        window.strides[axis] * (extents[axis] - 1) + crop.extra[axis] + window.reach(axis) - wanted;
    if (total < 0) {
      crop.extra[axis] -= total;
      total = 0;
    }
    crop.low[axis] = mode == "SAME_UPPER" ? total / 2 : total - total / 2;
    crop.high[axis] = total - crop.low[axis];
  }
  return crop;
}

/// [C, O / groups, K...] to [K..., C / groups, O], turned around.
Value turnedFilter(NnBuilder &build, Value filter, int64_t groups) {
  ArrayRef<int64_t> shape = nn::shapeOf(filter);
  size_t rank = shape.size() - 2;
  SmallVector<int64_t> grouped{groups, shape[0] / groups, shape[1]};
  SmallVector<int64_t> permutation, final;
  for (size_t axis = 0; axis < rank; ++axis) {
    grouped.push_back(shape[axis + 2]);
    permutation.push_back(axis + 3);
    final.push_back(shape[axis + 2]);
  }
  permutation.append({1, 0, 2});
  final.append({shape[0] / groups, groups * shape[1]});
  Value result = build.reshape(build.transpose(build.reshape(filter, grouped), permutation), final);
  for (size_t axis = 0; axis < rank; ++axis)
    result = build.slice(result, axis, final[axis] - 1, final[axis], -1);
  return result;
}

LogicalResult importConvTranspose(OnnxNode &node) {
  NnBuilder &build = node.build;
  auto kernel = filterKernel(node);
  if (failed(kernel))
    return failure();
  auto window = resolveWindow(node, *kernel);
  if (failed(window))
    return failure();
  auto crop = resolveCrop(node, *window);
  int64_t groups = node.intAttribute("group", 1);
  if (failed(crop))
    return failure();
  if (groups <= 0 || node.shape(1)[0] % groups != 0)
    return node.emitError() << "attribute 'group' is " << groups << " when it should divide the "
                            << node.shape(1)[0] << " channels";

  Value input = insertZeros(build, build.toChannelsLast(node.input(0)), window->strides);
  SmallVector<int64_t> low, high, ones(kernel->size(), 1);
  for (size_t axis = 0; axis < kernel->size(); ++axis) {
    int64_t reach = window->reach(axis) - 1;
    // The zeros after the last element do not belong to it.
    int64_t before = reach - crop->low[axis];
    int64_t after = reach - crop->high[axis] + crop->extra[axis] - (window->strides[axis] - 1);
    if (input && (before < 0 || after < 0)) {
      int64_t start = std::max<int64_t>(-before, 0);
      int64_t size = nn::shapeOf(input)[axis + 1] - start - std::max<int64_t>(-after, 0);
      if (size < 0)
        return node.emitError() << "pads leave nothing of spatial axis " << axis;
      input = build.slice(input, axis + 1, start, size);
    }
    low.push_back(std::max<int64_t>(before, 0));
    high.push_back(std::max<int64_t>(after, 0));
  }
  Value result =
      build.create<nn::ConvOp>(input, turnedFilter(build, node.input(1), groups),
                               ArrayRef<int64_t>(ones), ArrayRef<int64_t>(window->dilations),
                               ArrayRef<int64_t>(low), ArrayRef<int64_t>(high), groups);
  if (Value bias = node.input(2))
    result = build.create<nn::AddOp>(result, bias);
  return node.finish(build.toChannelsFirst(result));
}

const OperatorRow kRows[] = {
    {"Conv", 1, 2, 3, "auto_pad dilations group kernel_shape pads strides", "1 to 3 spatial axes",
     importConv},
    {"ConvTranspose", 1, 2, 3,
     "auto_pad dilations group kernel_shape output_padding output_shape pads strides",
     "1 to 3 spatial axes", importConvTranspose},
};

} // namespace

ArrayRef<OperatorRow> unspool::frontend::convolutionOperators() { return kRows; }
