//===- NnDialect.cpp - the nn dialect -------------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ir/Nn.h"

#include "llvm/ADT/StringSwitch.h"
#include "llvm/ADT/TypeSwitch.h"

#include "ir/NnDialect.cpp.inc"
#include "ir/NnEnums.cpp.inc"

#define GET_OP_CLASSES
#include "ir/NnOps.cpp.inc"

using namespace mlir;

namespace unspool::nn {

void NnDialect::initialize() {
  registerAttributes();
  addOperations<
#define GET_OP_LIST
#include "ir/NnOps.cpp.inc"
      >();
}

Operation *NnDialect::materializeConstant(OpBuilder &builder, Attribute value, Type type,
                                          Location location) {
  auto elements = dyn_cast<ElementsAttr>(value);
  return elements && elements.getType() == type ? ConstantOp::create(builder, location, elements)
                                                : nullptr;
}

unsigned functionCount(Operation *op) {
  return isa<RnnOp, RnnCellOp>(op) ? 1 : isa<LstmOp, LstmCellOp>(op) ? 3 : 2;
}

unsigned gateCount(Operation *op) {
  return isa<RnnOp, RnnCellOp>(op) ? 1 : isa<LstmOp, LstmCellOp>(op) ? 4 : 3;
}

bool isRecurrentActivation(llvm::StringRef name) {
  return llvm::StringSwitch<bool>(name)
      .Cases({"tanh", "sigmoid", "relu", "affine", "leaky_relu", "thresholded_relu", "scaled_tanh",
              "hard_sigmoid", "elu", "softsign", "softplus"},
             true)
      .Default(false);
}

std::optional<llvm::SmallVector<int64_t>>
broadcastShapes(llvm::ArrayRef<llvm::ArrayRef<int64_t>> shapes) {
  size_t rank = 0;
  for (llvm::ArrayRef<int64_t> shape : shapes)
    rank = std::max(rank, shape.size());
  llvm::SmallVector<int64_t> result(rank, 1);
  for (llvm::ArrayRef<int64_t> shape : shapes)
    for (size_t axis = 0; axis < shape.size(); ++axis) {
      int64_t &extent = result[rank - shape.size() + axis];
      if (extent == 1)
        extent = shape[axis];
      else if (shape[axis] != 1 && shape[axis] != extent)
        return std::nullopt;
    }
  return result;
}

// Folders that need no evaluation.

OpFoldResult ConstantOp::fold(FoldAdaptor) { return getValue(); }

OpFoldResult ReshapeOp::fold(FoldAdaptor) {
  if (getInput().getType() == getType())
    return getInput();
  if (auto inner = getInput().getDefiningOp<ReshapeOp>()) {
    getInputMutable().assign(inner.getInput());
    return getResult();
  }
  return {};
}

OpFoldResult TransposeOp::fold(FoldAdaptor) {
  ArrayRef<int64_t> permutation = getPermutation();
  if (llvm::equal(permutation, llvm::seq<int64_t>(0, permutation.size())))
    return getInput();
  if (auto inner = getInput().getDefiningOp<TransposeOp>()) {
    llvm::SmallVector<int64_t> both;
    for (int64_t axis : permutation)
      both.push_back(inner.getPermutation()[axis]);
    getInputMutable().assign(inner.getInput());
    setPermutation(both);
    return getResult();
  }
  return {};
}

OpFoldResult SliceOp::fold(FoldAdaptor) {
  auto isWhole = llvm::all_of(getStarts(), [](int64_t start) { return start == 0; }) &&
                 llvm::all_of(getSteps(), [](int64_t step) { return step == 1; });
  return isWhole && getInput().getType() == getType() ? getInput() : Value();
}

OpFoldResult ConcatOp::fold(FoldAdaptor) {
  return getInputs().size() == 1 ? getInputs().front() : Value();
}

} // namespace unspool::nn
