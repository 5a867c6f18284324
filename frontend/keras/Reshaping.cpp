//===- Reshaping.cpp - Keras layers that move elements --------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/keras/Windows.h"

#include <numeric>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

#define UNSPOOL_DATA_FORMAT                                                                        \
  {"data_format", AttributeKind::Choice, "\"channels_last\"", "channels_last channels_first"}

const AttributeRow kFlattenAttributes[] = {UNSPOOL_DATA_FORMAT};
const AttributeRow kReshapeAttributes[] = {{"target_shape", AttributeKind::Shape, nullptr}};
const AttributeRow kPermuteAttributes[] = {{"dims", AttributeKind::Axes, nullptr}};
const AttributeRow kRepeatAttributes[] = {{"n", AttributeKind::Count, nullptr}};
const AttributeRow kPaddingAttributes[] = {{"padding", AttributeKind::Amounts, "1"},
                                           UNSPOOL_DATA_FORMAT};
const AttributeRow kCroppingAttributes[] = {{"cropping", AttributeKind::Amounts, "1"},
                                            UNSPOOL_DATA_FORMAT};

int64_t product(ArrayRef<int64_t> extents) {
  return std::accumulate(extents.begin(), extents.end(), int64_t(1), std::multiplies<>());
}

/// Channels come last in the vector, whatever the data_format.
LogicalResult importFlatten(KerasNode &node) {
  Value x = node.input();
  if (node.isChannelsFirst() && node.rank() > 2)
    x = node.build.toChannelsLast(x);
  return node.finish(node.build.reshape(x, {node.shape()[0], product(node.shape().drop_front())}));
}

LogicalResult importReshape(KerasNode &node) {
  Json target = node.attribute("target_shape");
  SmallVector<int64_t> shape{node.shape()[0]};
  int64_t known = 1, open = -1;
  for (const Json &extent : target.items) {
    bool isOpen = extent.isNull() || extent.integer == -1;
    if (isOpen && open >= 0)
      return node.emitError() << "attribute 'target_shape' leaves two extents open: "
                              << target.describe();
    if (isOpen)
      open = int64_t(shape.size());
    else if (llvm::MulOverflow(known, extent.integer, known))
      return node.emitError() << "attribute 'target_shape' is too large: " << target.describe();
    shape.push_back(isOpen ? 1 : extent.integer);
  }
  int64_t total = product(node.shape().drop_front());
  if (known == 0 || (open < 0 ? known != total : total % known != 0))
    return node.emitError() << "cannot reshape " << node.input().getType() << " to "
                            << target.describe() << " for each sample";
  if (open >= 0)
    shape[open] = total / known;
  return node.finish(node.build.reshape(node.input(), shape));
}

/// `dims` are the axes after the batch, counted from 1.
LogicalResult importPermute(KerasNode &node) {
  Json dims = node.attribute("dims");
  SmallVector<int64_t> permutation{0};
  for (const Json &axis : dims.items)
    permutation.push_back(axis.integer);
  SmallVector<int64_t> sorted(permutation);
  llvm::sort(sorted);
  if (!llvm::equal(sorted, llvm::seq<int64_t>(0, node.rank())))
    return node.emitError() << "attribute 'dims' is " << dims.describe()
                            << " when it should hold 1 to " << node.rank() - 1;
  return node.finish(node.build.transpose(node.input(), permutation));
}

/// [N, C] to [N, n, C].
LogicalResult importRepeatVector(KerasNode &node) {
  if (failed(node.expectRank(2)))
    return failure();
  int64_t batch = node.shape()[0], channels = node.shape()[1];
  return node.finish(node.build.broadcast(node.build.reshape(node.input(), {batch, 1, channels}),
                                          {batch, node.integer("n"), channels}));
}

/// The pairs of `attribute` as low and high of every axis of the input.
LogicalResult readBorders(KerasNode &node, StringRef attribute, size_t rank,
                          SmallVectorImpl<int64_t> &low, SmallVectorImpl<int64_t> &high) {
  if (failed(node.expectRank(int64_t(rank) + 2)))
    return failure();
  auto borders = node.amounts(attribute, rank);
  if (failed(borders))
    return failure();
  low.assign(rank + 2, 0);
  high.assign(rank + 2, 0);
  size_t first = node.isChannelsFirst() ? 2 : 1;
  for (auto [i, border] : llvm::enumerate(*borders)) {
    low[first + i] = border.first;
    high[first + i] = border.second;
  }
  return success();
}

template <size_t rank> LogicalResult importZeroPadding(KerasNode &node) {
  SmallVector<int64_t> low, high;
  if (failed(readBorders(node, "padding", rank, low, high)))
    return failure();
  Value x = node.input();
  return node.finish(node.build.create<nn::PadOp>(x, node.build.scalarLike(0, x),
                                                  ArrayRef<int64_t>(low), ArrayRef<int64_t>(high),
                                                  nn::PadMode::constant));
}

template <size_t rank> LogicalResult importCropping(KerasNode &node) {
  SmallVector<int64_t> low, high;
  if (failed(readBorders(node, "cropping", rank, low, high)))
    return failure();
  Value x = node.input();
  for (int64_t axis = 0; axis < node.rank() && x; ++axis) {
    int64_t extent = node.shape()[axis] - low[axis] - high[axis];
    if (extent < 1)
      return node.emitError() << "attribute 'cropping' leaves nothing of axis " << axis << " of "
                              << node.input().getType();
    x = node.build.slice(x, axis, low[axis], extent);
  }
  return node.finish(x);
}

const LayerRow kRows[] = {
    {"Cropping1D", 1, 1, kCroppingAttributes, {}, MaskRule::Drop, importCropping<1>},
    {"Cropping2D", 1, 1, kCroppingAttributes, {}, MaskRule::Drop, importCropping<2>},
    {"Cropping3D", 1, 1, kCroppingAttributes, {}, MaskRule::Drop, importCropping<3>},
    {"Flatten", 1, 1, kFlattenAttributes, {}, MaskRule::Drop, importFlatten},
    {"Permute", 1, 1, kPermuteAttributes, {}, MaskRule::Drop, importPermute},
    {"RepeatVector", 1, 1, kRepeatAttributes, {}, MaskRule::Drop, importRepeatVector},
    {"Reshape", 1, 1, kReshapeAttributes, {}, MaskRule::Drop, importReshape},
    {"ZeroPadding1D", 1, 1, kPaddingAttributes, {}, MaskRule::Drop, importZeroPadding<1>},
    {"ZeroPadding2D", 1, 1, kPaddingAttributes, {}, MaskRule::Drop, importZeroPadding<2>},
    {"ZeroPadding3D", 1, 1, kPaddingAttributes, {}, MaskRule::Drop, importZeroPadding<3>},
};

} // namespace

ArrayRef<LayerRow> unspool::frontend::reshapingLayers() { return kRows; }
