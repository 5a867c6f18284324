//===- NnShapesData.cpp - shape rules of constants and data movement ------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ir/NnShapes.h"

using namespace mlir;

namespace unspool::nn {

static Type elementOf(Value value) { return typeOf(value).getElementType(); }

/// An error unless each list has one entry an axis.
static LogicalResult checkLists(MaybeLocation location, int64_t rank,
                                std::initializer_list<size_t> sizes) {
  for (size_t size : sizes)
    if (int64_t(size) != rank)
      return emitOptionalError(location, "a list has ", size, " entries when the input has ", rank,
                               " axes");
  return success();
}

LogicalResult ConstantOp::inferReturnTypes(MLIRContext *, MaybeLocation location, Adaptor adaptor,
                                           Types &types) {
  if (!isa<DenseElementsAttr, DenseResourceElementsAttr>(adaptor.getValue()))
    return emitOptionalError(location, "a constant should be dense or a dense_resource");
  types.push_back(adaptor.getValue().getShapedType());
  return success();
}

LogicalResult IotaOp::verify() {
  llvm::SmallVector<Type> types;
  if (failed(addTensor(getLoc(), types, shapeOf(getResult()), elementOf(getResult()))))
    return failure();
  return checkAxis(getLoc(), getAxis(), typeOf(getResult()).getRank());
}

LogicalResult ReshapeOp::verify() {
  RankedTensorType input = typeOf(getInput()), result = typeOf(getResult());
  std::optional<int64_t> count = countElements(input.getShape());
  if (count && count == countElements(result.getShape()) &&
      input.getElementType() == result.getElementType())
    return success();
  return emitOpError() << "turns " << input << " into " << result
                       << " when both should have the same element type and count";
}

LogicalResult TransposeOp::inferReturnTypes(MLIRContext *, MaybeLocation location, Adaptor adaptor,
                                            Types &types) {
  ArrayRef<int64_t> shape = shapeOf(adaptor.getInput()), permutation = adaptor.getPermutation();
  llvm::SmallVector<bool> seen(shape.size(), false);
  llvm::SmallVector<int64_t> result;
  for (int64_t axis : permutation) {
    bool valid = axis >= 0 && axis < int64_t(shape.size()) && !seen[axis];
    if (!valid || permutation.size() != shape.size())
      return emitOptionalError(location, "permutation is not one of ", shape.size(), " axes");
    seen[axis] = true;
    result.push_back(shape[axis]);
  }
  if (permutation.size() != shape.size())
    return emitOptionalError(location, "permutation is not one of ", shape.size(), " axes");
  return addTensor(location, types, result, elementOf(adaptor.getInput()));
}

LogicalResult BroadcastOp::verify() {
  auto shape = broadcastShapes({shapeOf(getInput()), shapeOf(getResult())});
  llvm::SmallVector<Type> types;
  if (shape && ArrayRef<int64_t>(*shape) == shapeOf(getResult()) &&
      elementOf(getInput()) == elementOf(getResult()))
    return addTensor(getLoc(), types, *shape, elementOf(getResult()));
  return emitOpError() << "cannot stretch " << getInput().getType() << " to "
                       << getResult().getType();
}

LogicalResult SliceOp::inferReturnTypes(MLIRContext *, MaybeLocation location, Adaptor adaptor,
                                        Types &types) {
  ArrayRef<int64_t> shape = shapeOf(adaptor.getInput());
  ArrayRef<int64_t> starts = adaptor.getStarts(), sizes = adaptor.getSizes(),
                    steps = adaptor.getSteps();
  if (failed(checkLists(location, shape.size(), {starts.size(), sizes.size(), steps.size()})))
    return failure();
  for (size_t axis = 0; axis < shape.size(); ++axis) {
    if (steps[axis] == 0)
      return emitOptionalError(location, "the step along axis ", axis, " is 0");
    if (sizes[axis] == 0)
      continue;
    int64_t span = 0, last = 0;
    bool overflow = llvm::MulOverflow(sizes[axis] - 1, steps[axis], span) ||
                    llvm::AddOverflow(starts[axis], span, last);
    auto inside = [&](int64_t index) { return index >= 0 && index < shape[axis]; };
    if (overflow || sizes[axis] < 0 || !inside(starts[axis]) || !inside(last))
      return emitOptionalError(location, "slice ", starts[axis], " to ", last, " of axis ", axis,
                               " is outside its ", shape[axis], " elements");
  }
  return addTensor(location, types, sizes, elementOf(adaptor.getInput()));
}

LogicalResult ConcatOp::inferReturnTypes(MLIRContext *, MaybeLocation location, Adaptor adaptor,
                                         Types &types) {
  if (adaptor.getInputs().empty())
    return emitOptionalError(location, "there is nothing to concatenate");
  Value first = adaptor.getInputs().front();
  int64_t axis = adaptor.getAxis();
  if (failed(checkAxis(location, axis, typeOf(first).getRank())))
    return failure();
  llvm::SmallVector<int64_t> shape(shapeOf(first));
  for (Value input : adaptor.getInputs().drop_front()) {
    llvm::SmallVector<int64_t> own(shapeOf(input));
    if (failed(checkSameElement(location, first, input)))
      return failure();
    int64_t extent = int64_t(own.size()) > axis ? own[axis] : 0;
    if (int64_t(own.size()) > axis)
      own[axis] = shape[axis];
    if (own != shape)
      return emitOptionalError(location, "input ", shapeText(shapeOf(input)), " does not fit ",
                               shapeText(shapeOf(first)), " along axis ", axis);
    shape[axis] += extent;
  }
  return addTensor(location, types, shape, elementOf(first));
}

LogicalResult PadOp::inferReturnTypes(MLIRContext *, MaybeLocation location, Adaptor adaptor,
                                      Types &types) {
  ArrayRef<int64_t> shape = shapeOf(adaptor.getInput());
  ArrayRef<int64_t> low = adaptor.getLow(), high = adaptor.getHigh();
  if (failed(checkLists(location, shape.size(), {low.size(), high.size()})) ||
      failed(checkSameElement(location, adaptor.getInput(), adaptor.getValue())))
    return failure();
  if (typeOf(adaptor.getValue()).getNumElements() != 1)
    return emitOptionalError(location, "the pad value has ",
                             typeOf(adaptor.getValue()).getNumElements(), " elements, not 1");
  llvm::SmallVector<int64_t> result;
  for (size_t axis = 0; axis < shape.size(); ++axis) {
    int64_t extent = 0;
    if (llvm::AddOverflow(shape[axis], low[axis], extent) ||
        llvm::AddOverflow(extent, high[axis], extent) || extent < 0)
      return emitOptionalError(location, "pads ", low[axis], " and ", high[axis], " of axis ", axis,
                               " do not fit its ", shape[axis], " elements");
    bool grows = low[axis] > 0 || high[axis] > 0;
    if (adaptor.getMode() != PadMode::constant && grows && shape[axis] == 0)
      return emitOptionalError(location, "axis ", axis, " is empty: there is nothing to repeat");
    if (adaptor.getMode() == PadMode::reflect && std::max(low[axis], high[axis]) >= shape[axis] &&
        grows)
      return emitOptionalError(location, "reflected pads ", low[axis], " and ", high[axis],
                               " of axis ", axis, " should be below its ", shape[axis],
                               " elements");
    result.push_back(extent);
  }
  return addTensor(location, types, result, elementOf(adaptor.getInput()));
}

LogicalResult GatherOp::inferReturnTypes(MLIRContext *, MaybeLocation location, Adaptor adaptor,
                                         Types &types) {
  ArrayRef<int64_t> shape = shapeOf(adaptor.getInput());
  int64_t axis = adaptor.getAxis();
  if (failed(checkAxis(location, axis, shape.size())))
    return failure();
  if (shape[axis] == 0 && typeOf(adaptor.getIndices()).getNumElements() != 0)
    return emitOptionalError(location, "axis ", axis, " is empty: no index is valid");
  llvm::SmallVector<int64_t> result(shape.take_front(axis));
  llvm::append_range(result, shapeOf(adaptor.getIndices()));
  llvm::append_range(result, shape.drop_front(axis + 1));
  return addTensor(location, types, result, elementOf(adaptor.getInput()));
}

/// `indices` go with the input's elements, axis by axis, but for `axis`, along
/// which they are free (and some element is there to be addressed).
static LogicalResult checkElementIndices(MaybeLocation location, ArrayRef<int64_t> shape,
                                         ArrayRef<int64_t> indices, int64_t axis) {
  if (failed(checkAxis(location, axis, shape.size())))
    return failure();
  if (indices.size() != shape.size())
    return emitOptionalError(location, "indices have ", indices.size(), " axes when the input has ",
                             shape.size());
  for (int64_t i = 0; i < int64_t(shape.size()); ++i)
    if (i != axis && indices[i] > shape[i])
      return emitOptionalError(location, "indices ", shapeText(indices), " are larger than ",
                               shapeText(shape), " along axis ", i);
  if (shape[axis] == 0 && !llvm::is_contained(indices, 0))
    return emitOptionalError(location, "axis ", axis, " is empty: no index is valid");
  return success();
}

/// No coordinate addresses an empty axis, unless there are no coordinates at all.
static LogicalResult checkCoordinates(MaybeLocation location, ArrayRef<int64_t> shape,
                                      ArrayRef<int64_t> indices, int64_t batch) {
  bool addressesEmpty = llvm::is_contained(shape.slice(batch, indices.back()), 0);
  if (addressesEmpty && !llvm::is_contained(indices.drop_back(), 0))
    return emitOptionalError(location, "indices ", shapeText(indices), " address ",
                             shapeText(shape), ", which has no elements there");
  return success();
}

LogicalResult GatherElementsOp::inferReturnTypes(MLIRContext *, MaybeLocation location,
                                                 Adaptor adaptor, Types &types) {
  ArrayRef<int64_t> shape = shapeOf(adaptor.getInput()), indices = shapeOf(adaptor.getIndices());
  if (failed(checkElementIndices(location, shape, indices, adaptor.getAxis())))
    return failure();
  return addTensor(location, types, indices, elementOf(adaptor.getInput()));
}

LogicalResult GatherNdOp::inferReturnTypes(MLIRContext *, MaybeLocation location, Adaptor adaptor,
                                           Types &types) {
  ArrayRef<int64_t> shape = shapeOf(adaptor.getInput()), indices = shapeOf(adaptor.getIndices());
  int64_t batch = adaptor.getBatchDims();
  if (indices.empty() || batch < 0 || batch >= int64_t(indices.size()) ||
      batch + indices.back() > int64_t(shape.size()))
    return emitOptionalError(location, "indices ", shapeText(indices), " with ", batch,
                             " batch axes do not address ", shapeText(shape));
  if (shape.take_front(batch) != indices.take_front(batch))
    return emitOptionalError(location, "batch axes of indices ", shapeText(indices),
                             " are not those of ", shapeText(shape));
  if (failed(checkCoordinates(location, shape, indices, batch)))
    return failure();
  llvm::SmallVector<int64_t> result(indices.drop_back());
  llvm::append_range(result, shape.drop_front(batch + indices.back()));
  return addTensor(location, types, result, elementOf(adaptor.getInput()));
}

LogicalResult ScatterElementsOp::inferReturnTypes(MLIRContext *, MaybeLocation location,
                                                  Adaptor adaptor, Types &types) {
  ArrayRef<int64_t> shape = shapeOf(adaptor.getInput());
  if (failed(checkSameElement(location, adaptor.getInput(), adaptor.getUpdates())) ||
      failed(checkShape(location, "updates shape", adaptor.getUpdates(),
                        shapeOf(adaptor.getIndices()), "the shape of the indices")) ||
      failed(
          checkElementIndices(location, shape, shapeOf(adaptor.getIndices()), adaptor.getAxis())))
    return failure();
  return addTensor(location, types, shape, elementOf(adaptor.getInput()));
}

LogicalResult ScatterNdOp::inferReturnTypes(MLIRContext *, MaybeLocation location, Adaptor adaptor,
                                            Types &types) {
  ArrayRef<int64_t> shape = shapeOf(adaptor.getInput()), indices = shapeOf(adaptor.getIndices());
  if (failed(checkSameElement(location, adaptor.getInput(), adaptor.getUpdates())))
    return failure();
  if (indices.empty() || indices.back() > int64_t(shape.size()))
    return emitOptionalError(location, "indices ", shapeText(indices), " do not address ",
                             shapeText(shape));
  if (failed(checkCoordinates(location, shape, indices, 0)))
    return failure();
  llvm::SmallVector<int64_t> updates(indices.drop_back());
  llvm::append_range(updates, shape.drop_front(indices.back()));
  if (failed(checkShape(location, "updates shape", adaptor.getUpdates(), updates,
                        "what the indices address")))
    return failure();
  return addTensor(location, types, shape, elementOf(adaptor.getInput()));
}

} // namespace unspool::nn
