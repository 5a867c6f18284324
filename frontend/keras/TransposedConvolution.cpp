//===- TransposedConvolution.cpp - Keras transposed convolutions ----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A convolution of the input, stride - 1 zeros inserted between its elements, with
// the filter turned around (Dumoulin and Visin, 2016, arXiv:1603.07285). Per axis,
// I inputs give at first F = stride * (I - 1) + reach elements; of these, `total` =
// F - O are cropped if padding is same, the smaller half in front, and where O is
// larger than F, zeros follow (what TensorFlow's gradient of a convolution does).
//
//===----------------------------------------------------------------------===//

#include "frontend/InsertZeros.h"
#include "frontend/keras/Windows.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

const AttributeRow kAttributes[] = {
    {"filters", AttributeKind::Count, nullptr},
    {"kernel_size", AttributeKind::Extents, nullptr},
    {"strides", AttributeKind::Extents, "1"},
    {"padding", AttributeKind::Choice, "\"valid\"", "valid same"},
    {"output_padding", AttributeKind::Amounts, "null"},
    {"data_format", AttributeKind::Choice, "\"channels_last\"", "channels_last channels_first"},
    {"dilation_rate", AttributeKind::Extents, "1"},
    {"groups", AttributeKind::Count, "1"},
    {"activation", AttributeKind::Activation, "null"},
    {"use_bias", AttributeKind::Flag, "true"},
};
const WeightRow kWeights[] = {{"kernel"}, {"bias", "use_bias", Fill::Zeros}};

/// [K..., O, C] to [K..., C, O], turned around along K.
Value turn(NnBuilder &build, Value filter) {
  if (!filter)
    return {};
  int64_t rank = nn::typeOf(filter).getRank();
  SmallVector<int64_t> permutation = llvm::to_vector(llvm::seq<int64_t>(0, rank));
  std::swap(permutation[rank - 2], permutation[rank - 1]);
  Value result = build.transpose(filter, permutation);
  for (int64_t axis = 0; axis < rank - 2 && result; ++axis) {
    int64_t extent = nn::shapeOf(result)[axis];
    if (extent > 1)
      result = build.slice(result, axis, extent - 1, extent, -1);
  }
  return result;
}

template <size_t rank> LogicalResult importTransposed(KerasNode &node) {
  NnBuilder &build = node.build;
  Value input = channelsLastInput(node, rank);
  if (!input)
    return failure();
  SmallVector<int64_t> spatial(nn::shapeOf(input).drop_front().drop_back());
  int64_t channels = nn::shapeOf(input).back(), filters = node.integer("filters");
  auto window = resolveWindow(node, "kernel_size", spatial);
  if (failed(window))
    return failure();
  if (node.integer("groups") != 1)
    return node.emitUnsupported() << "attribute 'groups' is " << node.integer("groups")
                                  << ", which is not supported (supported: 1)";
  bool hasExtra = !node.attribute("output_padding").isNull();
  SmallVector<std::pair<int64_t, int64_t>> extra(rank, {0, 0});
  if (hasExtra) {
    auto given = node.amounts("output_padding", rank);
    if (failed(given))
      return failure();
    extra = *given;
  }

  bool isSame = node.text("padding") == "same";
  SmallVector<int64_t> low, high, ones(rank, 1);
  for (size_t axis = 0; axis < rank; ++axis) {
    int64_t stride = window->strides[axis], reach = window->reach(axis);
    int64_t full = stride * (spatial[axis] - 1) + reach;
    int64_t outputs = hasExtra ? full - (isSame ? 2 * (reach / 2) : 0) + extra[axis].first
                      : isSame ? spatial[axis] * stride
                               : spatial[axis] * stride + std::max<int64_t>(reach - stride, 0);
    int64_t cropped = isSame ? std::max<int64_t>(full - outputs, 0) / 2 : 0;
    // The spread input ends in stride - 1 zeros: with `low` and `high` pads, a window
    // that moves by 1 has stride * I + low + high - reach + 1 places.
    low.push_back(reach - 1 - cropped);
    high.push_back(outputs - (stride * spatial[axis] + low.back() - reach + 1));
  }
  Value data = insertZeros(build, input, window->strides);
  for (size_t axis = 0; axis < rank && data; ++axis) {
    int64_t crop = std::max<int64_t>(-high[axis], 0);
    int64_t front = std::max<int64_t>(-low[axis], 0);
    int64_t extent = nn::shapeOf(data)[axis + 1] - crop - front;
    if (extent < 1)
      return node.emitError() << "the padding leaves nothing of spatial axis " << axis;
    data = build.slice(data, axis + 1, front, extent);
    high[axis] += crop;
    low[axis] += front;
  }
  SmallVector<int64_t> shape(window->kernel);
  shape.append({filters, channels});
  Value result =
      build.create<nn::ConvOp>(data, turn(build, node.weight("kernel", shape)),
                               ArrayRef<int64_t>(ones), ArrayRef<int64_t>(window->dilations),
                               ArrayRef<int64_t>(low), ArrayRef<int64_t>(high), int64_t(1));
  if (node.flag("use_bias"))
    result = build.create<nn::AddOp>(result, node.weight("bias", {filters}));
  return node.finish(node.activate("activation", toDataFormat(node, result)));
}

const LayerRow kRows[] = {
    {"Conv1DTranspose", 1, 1, kAttributes, kWeights, MaskRule::Drop, importTransposed<1>},
    {"Conv2DTranspose", 1, 1, kAttributes, kWeights, MaskRule::Drop, importTransposed<2>},
    {"Conv3DTranspose", 1, 1, kAttributes, kWeights, MaskRule::Drop, importTransposed<3>},
};

} // namespace

ArrayRef<LayerRow> unspool::frontend::transposedLayers() { return kRows; }
