//===- NnShapesLayers.cpp - shape rules of products, windows, reductions --===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ir/NnShapes.h"
#include "ir/Strassen.h"
#include "ir/Winograd.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace unspool::nn {

static Type elementOf(Value value) { return typeOf(value).getElementType(); }

/// Checks that weights of `depth` can lie `interleave` side by side. `isAllowed`: are they
/// packed, and for products as the definition has them?
static LogicalResult checkInterleave(MaybeLocation location, std::optional<int64_t> interleave,
                                     bool isAllowed, int64_t depth) {
  if (!interleave)
    return success();
  if (!isAllowed)
    return emitOptionalError(location,
                             "'interleave' is for packed weights that are not transformed");
  if (*interleave < 1 || depth % *interleave != 0)
    return emitOptionalError(location, "interleave ", *interleave,
                             " should be positive and divide ", depth);
  return success();
}

/// Checks (C6) of nn.matmul.
static LogicalResult checkAlgorithm(MaybeLocation location, MatmulOp::Adaptor op) {
  StringRef algorithm = op.getAlgorithm().value_or("direct");
  if (algorithm == "direct")
    return success();
  if (algorithm != kStrassen)
    return emitOptionalError(location, "algorithm '", algorithm, "' should be direct or ",
                             kStrassen);
  bool isMatrix =
      shapeOf(op.getLhs()).size() == 2 && (op.getBlock() || shapeOf(op.getRhs()).size() == 2);
  if (!isMatrix || !isa<FloatType>(elementOf(op.getLhs())) || shapeOf(op.getLhs()).back() % 2 != 0)
    return emitOptionalError(
        location, algorithm, " is for floats, two matrices and an even K, not ",
        shapeText(shapeOf(op.getLhs())), " x ", shapeText(shapeOf(op.getRhs())));
  return success();
}

/// The shape of the packed right side of a product over `depth`.
static llvm::SmallVector<int64_t> packedShape(MatmulOp::Adaptor op, int64_t depth) {
  int64_t block = *op.getBlock(), columns = *op.getColumns();
  if (op.getAlgorithm() == kStrassen)
    return {int64_t(llvm::divideCeil(columns, 2 * block)), kStrassenProducts, depth / 2, block};
  int64_t interleave = op.getInterleave().value_or(1);
  return {int64_t(llvm::divideCeil(columns, block)), depth / interleave, block * interleave};
}

LogicalResult MatmulOp::inferReturnTypes(MLIRContext *, MaybeLocation location, Adaptor adaptor,
                                         Types &types) {
  ArrayRef<int64_t> lhs = shapeOf(adaptor.getLhs()), rhs = shapeOf(adaptor.getRhs());
  if (failed(checkSameElement(location, adaptor.getLhs(), adaptor.getRhs())))
    return failure();
  if (lhs.size() < 2 || rhs.size() < 2)
    return emitOptionalError(location, "operands are ", shapeText(lhs), " and ", shapeText(rhs),
                             " when both should be matrices");
  if (bool(adaptor.getBlock()) != bool(adaptor.getColumns()))
    return emitOptionalError(location, "'block' and 'columns' come together");
  if (failed(checkAlgorithm(location, adaptor)))
    return failure();
  bool mayInterleave = adaptor.getBlock() && adaptor.getAlgorithm().value_or("direct") == "direct";
  if (failed(checkInterleave(location, adaptor.getInterleave(), mayInterleave, lhs.back())))
    return failure();
  int64_t columns = rhs.back();
  llvm::SmallVector<int64_t> shape(lhs.drop_back(2));
  if (adaptor.getBlock()) {
    int64_t block = *adaptor.getBlock();
    columns = *adaptor.getColumns();
    if (block < 1 || columns < 0)
      return emitOptionalError(location, "block ", block, " of ", columns, " columns");
    if (failed(checkShape(location, "packed matrix", adaptor.getRhs(),
                          packedShape(adaptor, lhs.back()),
                          mayInterleave ? "columns / block x K / interleave x block * interleave"
                                        : "columns / 2 block x 7 x K / 2 x block")))
      return failure();
  } else {
    if (lhs.back() != rhs[rhs.size() - 2])
      return emitOptionalError(location, "matrices ", shapeText(lhs), " and ", shapeText(rhs),
                               " disagree in K: ", lhs.back(), " and ", rhs[rhs.size() - 2]);
    ArrayRef<int64_t> rhsBatch = rhs.drop_back(2);
    if (!shape.empty() && !rhsBatch.empty() && ArrayRef<int64_t>(shape) != rhsBatch)
      return emitOptionalError(location, "batches ", shapeText(shape), " and ", shapeText(rhsBatch),
                               " disagree");
    if (shape.empty())
      shape.assign(rhsBatch.begin(), rhsBatch.end());
  }
  shape.push_back(lhs[lhs.size() - 2]);
  shape.push_back(columns);
  return addTensor(location, types, shape, elementOf(adaptor.getLhs()));
}

namespace {
/// The attributes of a sliding window; see nn.conv.
struct Window {
  ArrayRef<int64_t> extents, strides, dilations, low, high;
};
} // namespace

/// Checks that a list of a sliding window has an entry for each of `rank` spatial axes.
static LogicalResult checkEntries(MaybeLocation location, ArrayRef<int64_t> list, size_t rank) {
  if (list.size() != rank)
    return emitOptionalError(location, "a window list has ", list.size(),
                             " entries when the input has ", rank, " spatial axes");
  return success();
}

/// Appends S' for every spatial axis of `input` ([N, S..., C]) to `shape`.
static LogicalResult inferWindow(MaybeLocation location, ArrayRef<int64_t> input, Window window,
                                 llvm::SmallVectorImpl<int64_t> &shape) {
  if (input.size() < 3)
    return emitOptionalError(location, "input ", shapeText(input),
                             " should have a batch, spatial and a channel axis");
  size_t rank = input.size() - 2;
  for (ArrayRef<int64_t> list :
       {window.extents, window.strides, window.dilations, window.low, window.high})
    if (failed(checkEntries(location, list, rank)))
      return failure();
  for (size_t axis = 0; axis < rank; ++axis) {
    int64_t extent = window.extents[axis], dilation = window.dilations[axis];
    if (window.strides[axis] < 1 || dilation < 1 || extent < 1)
      return emitOptionalError(location, "window ", extent, ", stride ", window.strides[axis],
                               " and dilation ", dilation, " of spatial axis ", axis,
                               " should be positive");
    if (window.low[axis] < 0 || window.high[axis] < 0)
      return emitOptionalError(location, "pads ", window.low[axis], " and ", window.high[axis],
                               " of spatial axis ", axis, " should not be negative");
    int64_t reach = 0, padded = 0;
    if (llvm::MulOverflow(extent - 1, dilation, reach) ||
        llvm::AddOverflow(input[axis + 1], window.low[axis], padded) ||
        llvm::AddOverflow(padded, window.high[axis], padded) || reach + 1 > padded)
      return emitOptionalError(location, "the window of ", extent, " with dilation ", dilation,
                               " is larger than the padded input of ", padded,
                               " along spatial axis ", axis);
    shape.push_back((padded - reach - 1) / window.strides[axis] + 1);
  }
  return success();
}

/// Checks a filter packed in blocks of channels; `window` receives its K...
static LogicalResult checkPackedFilter(MaybeLocation location, ConvOp::Adaptor op,
                                       llvm::SmallVectorImpl<int64_t> &window) {
  ArrayRef<int64_t> input = shapeOf(op.getInput()), filter = shapeOf(op.getFilter());
  int64_t block = *op.getBlock(), outputs = *op.getChannels(), rank = int64_t(input.size()) - 2;
  if (op.getGroups() != 1)
    return emitOptionalError(location, "a packed filter with ", op.getGroups(),
                             " groups when there should be 1");
  if (block < 1 || outputs < 1)
    return emitOptionalError(location, "block ", block, " of ", outputs,
                             " channels, which should be positive");
  int64_t blocks = llvm::divideCeil(outputs, block), channels = input.back();
  if (int64_t(filter.size()) != rank + 3)
    return emitOptionalError(location, "packed filter ", shapeText(filter), " has ", filter.size(),
                             " axes when it should have ", rank + 3);
  llvm::SmallVector<int64_t> expected{blocks};
  llvm::append_range(expected, filter.slice(1, rank));
  bool isDirect = op.getAlgorithm().value_or("direct") == "direct";
  if (failed(checkInterleave(location, op.getInterleave(), isDirect, channels)))
    return failure();
  int64_t interleave = op.getInterleave().value_or(1);
  expected.append({channels / interleave, block * interleave});
  if (failed(checkShape(location, "packed filter", op.getFilter(), expected,
                        "O / block x K... x C / interleave x block * interleave")))
    return failure();
  std::vector<int64_t> tiles = winogradTiles(op.getAlgorithm().value_or("direct"), rank);
  tiles.resize(rank, 1);
  if (failed(checkEntries(location, op.getStrides(), rank)))
    return failure();
  for (auto [extent, tile, stride] :
       llvm::zip_equal(filter.slice(1, rank), tiles, op.getStrides())) {
    if (tile > 1 && (stride < 1 || stride > extent))
      return emitOptionalError(location, extent, " points with stride ", stride,
                               " are not those of ", *op.getAlgorithm());
    window.push_back(winogradTaps(extent, tile, stride));
  }
  return success();
}

/// Checks (C6) of nn.conv, whose window is `window`.
static LogicalResult checkAlgorithm(MaybeLocation location, ConvOp::Adaptor op,
                                    ArrayRef<int64_t> window) {
  StringRef algorithm = op.getAlgorithm().value_or("direct");
  std::vector<int64_t> tiles = winogradTiles(algorithm, window.size());
  if (algorithm == "direct")
    return success();
  if (tiles.empty())
    return emitOptionalError(location, "algorithm '", algorithm, "' should be ",
                             convolutionAlgorithms(), " (one of rows by columns for two axes)");
  auto isOne = [](int64_t extent) { return extent == 1; };
  if (op.getGroups() != 1 || !llvm::all_of(op.getDilations(), isOne) ||
      !isa<FloatType>(elementOf(op.getInput())))
    return emitOptionalError(location, algorithm, " is for floats, one group and dilations of 1");
  for (auto [tile, taps, stride] : llvm::zip_equal(tiles, window, op.getStrides()))
    if (!hasWinogradForm(tile, taps, stride))
      return emitOptionalError(location, algorithm, " has no form for a window of ", taps,
                               " with stride ", stride);
  return success();
}

/// Checks a filter and its channels; `window` receives its K..., `outputs` O.
static LogicalResult checkFilter(MaybeLocation location, ConvOp::Adaptor op, int64_t &outputs,
                                 llvm::SmallVectorImpl<int64_t> &window) {
  ArrayRef<int64_t> input = shapeOf(op.getInput()), filter = shapeOf(op.getFilter());
  int64_t groups = op.getGroups(), channels = input.back(), rank = int64_t(input.size()) - 2;
  if (failed(checkSameElement(location, op.getInput(), op.getFilter())))
    return failure();
  if (bool(op.getBlock()) != bool(op.getChannels()))
    return emitOptionalError(location, "'block' and 'channels' come together");
  if (op.getInterleave() && !op.getBlock())
    return emitOptionalError(location,
                             "'interleave' is for packed weights that are not transformed");
  if (groups < 1 || channels % groups != 0)
    return emitOptionalError(location, groups, " groups do not divide ", channels,
                             " input channels");
  if (op.getBlock()) {
    outputs = *op.getChannels();
    return checkPackedFilter(location, op, window);
  }
  if (int64_t(filter.size()) != rank + 2)
    return emitOptionalError(location, "filter ", shapeText(filter), " has ", filter.size(),
                             " axes when it should have ", rank + 2);
  llvm::append_range(window, filter.take_front(rank));
  outputs = filter.back();
  if (outputs % groups != 0)
    return emitOptionalError(location, groups, " groups do not divide ", outputs,
                             " output channels");
  int64_t depth = filter[rank];
  if (depth != channels / groups)
    return emitOptionalError(location, "filter ", shapeText(filter), " reads ", depth,
                             " channels when the input has ", channels, " in ", groups, " groups");
  return success();
}

LogicalResult ConvOp::inferReturnTypes(MLIRContext *, MaybeLocation location, Adaptor adaptor,
                                       Types &types) {
  ArrayRef<int64_t> input = shapeOf(adaptor.getInput());
  if (input.size() < 3)
    return emitOptionalError(location, "input ", shapeText(input),
                             " should have a batch, spatial and a channel axis");
  int64_t outputs = 0;
  llvm::SmallVector<int64_t> window, shape{input.front()};
  if (failed(checkFilter(location, adaptor, outputs, window)) ||
      failed(checkAlgorithm(location, adaptor, window)) ||
      failed(inferWindow(location, input,
                         {window, adaptor.getStrides(), adaptor.getDilations(), adaptor.getLow(),
                          adaptor.getHigh()},
                         shape)))
    return failure();
  shape.push_back(outputs);
  return addTensor(location, types, shape, elementOf(adaptor.getInput()));
}

template <typename AdaptorTy>
static LogicalResult inferPool(MaybeLocation location, AdaptorTy adaptor, Type element,
                               Types &types) {
  ArrayRef<int64_t> input = shapeOf(adaptor.getInput());
  llvm::SmallVector<int64_t> shape;
  if (!input.empty())
    shape.push_back(input.front());
  if (failed(inferWindow(location, input,
                         {adaptor.getWindow(), adaptor.getStrides(), adaptor.getDilations(),
                          adaptor.getLow(), adaptor.getHigh()},
                         shape)))
    return failure();
  for (size_t axis = 0; axis < adaptor.getWindow().size(); ++axis) {
    int64_t reach = (adaptor.getWindow()[axis] - 1) * adaptor.getDilations()[axis] + 1;
    if (adaptor.getLow()[axis] >= reach ||
        adaptor.getHigh()[axis] >= reach + adaptor.getStrides()[axis])
      return emitOptionalError(location, "pads ", adaptor.getLow()[axis], " and ",
                               adaptor.getHigh()[axis], " of spatial axis ", axis,
                               " leave a window of ", reach, " without input");
  }
  shape.push_back(input.back());
  return addTensor(location, types, shape, element);
}

LogicalResult MaxPoolOp::inferReturnTypes(MLIRContext *, MaybeLocation location, Adaptor adaptor,
                                          Types &types) {
  return inferPool(location, adaptor, elementOf(adaptor.getInput()), types);
}

LogicalResult MaxPoolIndicesOp::inferReturnTypes(MLIRContext *context, MaybeLocation location,
                                                 Adaptor adaptor, Types &types) {
  return inferPool(location, adaptor, IntegerType::get(context, 64), types);
}

LogicalResult AvgPoolOp::inferReturnTypes(MLIRContext *, MaybeLocation location, Adaptor adaptor,
                                          Types &types) {
  if (adaptor.getCountedHigh().size() != adaptor.getHigh().size())
    return emitOptionalError(location, "counted_high has ", adaptor.getCountedHigh().size(),
                             " entries when high has ", adaptor.getHigh().size());
  return inferPool(location, adaptor, elementOf(adaptor.getInput()), types);
}

LogicalResult ReduceOp::inferReturnTypes(MLIRContext *, MaybeLocation location, Adaptor adaptor,
                                         Types &types) {
  ArrayRef<int64_t> shape = shapeOf(adaptor.getInput()), axes = adaptor.getAxes();
  int64_t previous = -1;
  for (int64_t axis : axes) {
    if (failed(checkAxis(location, axis, shape.size())))
      return failure();
    if (axis <= previous)
      return emitOptionalError(location, "axes should be ascending and unique");
    previous = axis;
  }
  llvm::SmallVector<int64_t> result;
  for (size_t axis = 0; axis < shape.size(); ++axis) {
    if (!llvm::is_contained(axes, int64_t(axis)))
      result.push_back(shape[axis]);
    else if (adaptor.getKeep())
      result.push_back(1);
  }
  return addTensor(location, types, result, elementOf(adaptor.getInput()));
}

/// An error unless `kind` is one of those that the op can have.
static LogicalResult checkKind(MaybeLocation location, ReduceKind kind,
                               std::initializer_list<ReduceKind> allowed) {
  if (llvm::is_contained(allowed, kind))
    return success();
  auto *first = allowed.begin();
  return emitOptionalError(location, "kind is ", stringifyReduceKind(kind), " when it should be ",
                           stringifyReduceKind(first[0]), " or ", stringifyReduceKind(first[1]));
}

LogicalResult ArgReduceOp::inferReturnTypes(MLIRContext *context, MaybeLocation location,
                                            Adaptor adaptor, Types &types) {
  llvm::SmallVector<int64_t> shape(shapeOf(adaptor.getInput()));
  int64_t axis = adaptor.getAxis();
  if (failed(checkAxis(location, axis, shape.size())) ||
      failed(checkKind(location, adaptor.getKind(), {ReduceKind::min, ReduceKind::max})))
    return failure();
  if (shape[axis] == 0)
    return emitOptionalError(location, "axis ", axis, " is empty: no element is the extreme one");
  shape[axis] = 1;
  return addTensor(location, types, shape, IntegerType::get(context, 64));
}

/// For ops along an axis whose result has the input's type.
static LogicalResult inferAlongAxis(MaybeLocation location, Value input, int64_t axis,
                                    Types &types) {
  if (failed(checkAxis(location, axis, typeOf(input).getRank())))
    return failure();
  return addTensor(location, types, shapeOf(input), elementOf(input));
}

LogicalResult CumulateOp::inferReturnTypes(MLIRContext *, MaybeLocation location, Adaptor adaptor,
                                           Types &types) {
  if (failed(checkKind(location, adaptor.getKind(), {ReduceKind::sum, ReduceKind::prod})))
    return failure();
  return inferAlongAxis(location, adaptor.getInput(), adaptor.getAxis(), types);
}

LogicalResult SoftmaxOp::inferReturnTypes(MLIRContext *, MaybeLocation location, Adaptor adaptor,
                                          Types &types) {
  return inferAlongAxis(location, adaptor.getInput(), adaptor.getAxis(), types);
}

LogicalResult LogSoftmaxOp::inferReturnTypes(MLIRContext *, MaybeLocation location, Adaptor adaptor,
                                             Types &types) {
  return inferAlongAxis(location, adaptor.getInput(), adaptor.getAxis(), types);
}

LogicalResult TopKOp::inferReturnTypes(MLIRContext *context, MaybeLocation location,
                                       Adaptor adaptor, Types &types) {
  llvm::SmallVector<int64_t> shape(shapeOf(adaptor.getInput()));
  int64_t axis = adaptor.getAxis(), k = adaptor.getK();
  if (failed(checkAxis(location, axis, shape.size())))
    return failure();
  if (k < 0 || k > shape[axis])
    return emitOptionalError(location, "k is ", k, " when axis ", axis, " has ", shape[axis],
                             " elements");
  shape[axis] = k;
  if (failed(addTensor(location, types, shape, elementOf(adaptor.getInput()))))
    return failure();
  return addTensor(location, types, shape, IntegerType::get(context, 64));
}

} // namespace unspool::nn
