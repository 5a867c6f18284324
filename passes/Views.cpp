//===- Views.cpp - tensors that share memory with another -----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/Views.h"

#include "ir/Evaluate.h"

using namespace mlir;

namespace unspool::nn {

bool isContiguous(SliceOp slice) {
  // One run: axes of extent 1, then one axis that is cut, then whole axes.
  ArrayRef<int64_t> shape = shapeOf(slice.getInput()), sizes = slice.getSizes();
  bool cut = false;
  for (int64_t axis = int64_t(shape.size()) - 1; axis >= 0; --axis) {
    if (cut && sizes[axis] != 1)
      return false;
    if (sizes[axis] != 1 && slice.getSteps()[axis] != 1)
      return false;
    cut |= sizes[axis] != shape[axis];
  }
  return true;
}

bool isContiguous(ConcatOp concat) {
  ArrayRef<int64_t> shape = shapeOf(concat.getResult());
  return llvm::all_of(shape.take_front(concat.getAxis()),
                      [](int64_t extent) { return extent == 1; });
}

bool isView(Operation *op) {
  if (auto slice = dyn_cast<SliceOp>(op))
    return isContiguous(slice);
  if (auto concat = dyn_cast<ConcatOp>(op))
    return concat.getInPlace() || isContiguous(concat);
  return isa<ReshapeOp>(op);
}

Value storageOf(Value value) {
  while (auto reshape = value.getDefiningOp<ReshapeOp>())
    value = reshape.getInput();
  return value;
}

/// The concatenation in place of which `value` is a part, also as a reshape of it; or null.
static ConcatOp wholeOf(Value value) {
  for (Operation *user : value.getUsers()) {
    ConcatOp whole;
    if (auto concat = dyn_cast<ConcatOp>(user); concat && concat.getInPlace())
      whole = concat;
    else if (isa<ReshapeOp>(user))
      whole = wholeOf(user->getResult(0));
    if (whole)
      return whole;
  }
  return nullptr;
}

int64_t pitchOf(Value value) {
  ConcatOp whole = wholeOf(storageOf(value));
  if (!whole)
    return 0;
  int64_t pitch = pitchOf(whole.getResult());
  return pitch ? pitch : shapeOf(whole.getResult()).back();
}

int64_t bytesOfPart(ConcatOp concat, Value input) {
  return concat.getInPlace() ? shapeOf(input).back() * elementBytes(typeOf(input).getElementType())
                             : bytesOf(input);
}

bool keepsMemoryOrder(ArrayRef<int64_t> shape, ArrayRef<int64_t> permutation) {
  int64_t last = -1;
  for (int64_t axis : permutation) {
    if (shape[axis] == 1)
      continue;
    if (axis < last)
      return false;
    last = axis;
  }
  return true;
}

bool keepsMemoryOrder(TransposeOp transpose) {
  return keepsMemoryOrder(shapeOf(transpose.getInput()), transpose.getPermutation());
}

int64_t elementOffset(SliceOp slice) {
  int64_t offset = 0;
  ArrayRef<int64_t> shape = shapeOf(slice.getInput());
  for (size_t axis = 0; axis < shape.size(); ++axis)
    offset = offset * shape[axis] + slice.getStarts()[axis];
  return offset;
}

} // namespace unspool::nn
