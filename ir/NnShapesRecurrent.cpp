//===- NnShapesRecurrent.cpp - shape rules of layers and cells ------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ir/NnShapes.h"

#include <limits>

using namespace mlir;

namespace unspool::nn {

/// There is one known activation, alpha and beta for each of `count` functions.
static LogicalResult checkActivations(MaybeLocation location, ArrayAttr names, size_t alphas,
                                      size_t betas, size_t count) {
  if (names.size() != count || alphas != count || betas != count)
    return emitOptionalError(location, "there are ", names.size(), " activations, ", alphas,
                             " alphas and ", betas, " betas when there should be ", count,
                             " of each");
  for (StringAttr name : names.getAsRange<StringAttr>())
    if (!isRecurrentActivation(name.getValue()))
      return emitOptionalError(location, "unknown activation '", name.getValue(), "'");
  return success();
}

/// Every operand but sequence lengths has the first one's element type.
static LogicalResult checkElements(MaybeLocation location, ValueRange operands, Value lengths) {
  for (Value operand : operands)
    if (operand != lengths && failed(checkSameElement(location, operands.front(), operand)))
      return failure();
  return success();
}

/// An error unless the size, and gates times it, can be meant.
static LogicalResult checkHiddenSize(MaybeLocation location, int64_t hidden) {
  if (hidden > 0 && hidden <= std::numeric_limits<int32_t>::max())
    return success();
  return emitOptionalError(location, "hidden_size is ", hidden,
                           " when it should be positive and fit 31 bits");
}

/// Checks what the three layers have in common and adds the types of y and of
/// `finals` final states.
template <typename AdaptorTy>
static LogicalResult inferLayer(MaybeLocation location, AdaptorTy op, int64_t gates,
                                int64_t functions, unsigned finals, ValueRange states,
                                Types &types) {
  ArrayRef<int64_t> x = shapeOf(op.getX());
  if (x.size() != 3)
    return emitOptionalError(location, "x is ", shapeText(x), " when it should be T x B x I");
  int64_t timesteps = x[0], batch = x[1], inputs = x[2], hidden = op.getHiddenSize();
  int64_t directions = op.getDirection() == Direction::bidirectional ? 2 : 1;
  if (timesteps == 0)
    return emitOptionalError(location, "there are no timesteps: x is ", shapeText(x));
  if (failed(checkHiddenSize(location, hidden)) ||
      failed(checkElements(location, op.getOperands(), op.getSequenceLengths())))
    return failure();
  std::string rows = std::to_string(gates) + "*hidden";
  if (failed(checkShape(location, "weight shape", op.getW(), {directions, gates * hidden, inputs},
                        "directions x " + rows + " x input")) ||
      failed(checkShape(location, "recurrent weight shape", op.getR(),
                        {directions, gates * hidden, hidden},
                        "directions x " + rows + " x hidden")))
    return failure();
  if (Value bias = op.getBias())
    if (failed(checkShape(location, "bias shape", bias, {directions, 2 * gates * hidden},
                          "directions x 2*" + rows)))
      return failure();
  if (Value lengths = op.getSequenceLengths())
    if (failed(checkShape(location, "sequence lengths shape", lengths, {batch}, "batch")))
      return failure();
  for (Value state : states)
    if (state && failed(checkShape(location, "initial state shape", state,
                                   {directions, batch, hidden}, "directions x batch x hidden")))
      return failure();
  if (failed(checkActivations(location, op.getActivations(), op.getAlphas().size(),
                              op.getBetas().size(), directions * functions)))
    return failure();
  Type element = typeOf(op.getX()).getElementType();
  if (failed(addTensor(location, types, {timesteps, directions, batch, hidden}, element)))
    return failure();
  for (unsigned i = 0; i < finals; ++i)
    if (failed(addTensor(location, types, {directions, batch, hidden}, element)))
      return failure();
  return success();
}

LogicalResult RnnOp::inferReturnTypes(MLIRContext *, MaybeLocation location, Adaptor adaptor,
                                      Types &types) {
  return inferLayer(location, adaptor, 1, 1, 1, {adaptor.getInitialH()}, types);
}

LogicalResult LstmOp::inferReturnTypes(MLIRContext *, MaybeLocation location, Adaptor adaptor,
                                       Types &types) {
  if (Value peepholes = adaptor.getPeepholes()) {
    int64_t directions = adaptor.getDirection() == Direction::bidirectional ? 2 : 1;
    if (failed(checkShape(location, "peephole shape", peepholes,
                          {directions, 3 * int64_t(adaptor.getHiddenSize())},
                          "directions x 3*hidden")))
      return failure();
  }
  return inferLayer(location, adaptor, 4, 3, 2, {adaptor.getInitialH(), adaptor.getInitialC()},
                    types);
}

LogicalResult GruOp::inferReturnTypes(MLIRContext *, MaybeLocation location, Adaptor adaptor,
                                      Types &types) {
  return inferLayer(location, adaptor, 3, 2, 1, {adaptor.getInitialH()}, types);
}

template <typename AdaptorTy>
static LogicalResult inferCell(MaybeLocation location, AdaptorTy op, int64_t gates,
                               int64_t functions, ValueRange states, unsigned results,
                               Types &types) {
  ArrayRef<int64_t> projected = shapeOf(op.getProjected());
  int64_t hidden = op.getHiddenSize();
  if (failed(checkHiddenSize(location, hidden)) ||
      failed(checkElements(location, op.getOperands(), {})))
    return failure();
  if (projected.size() != 2 || projected[1] % gates != 0 || projected[1] / gates < hidden)
    return emitOptionalError(location, "projected is ", shapeText(projected),
                             " when it should be B x ", gates * hidden,
                             " (gates*hidden, or more units a gate)");
  for (Value state : states)
    if (state && failed(checkShape(location, "state shape", state, {projected[0], hidden},
                                   "batch x hidden")))
      return failure();
  if (bool(op.getH()) && !op.getR())
    return emitOptionalError(location, "a state without recurrent weights");
  if (Value r = op.getR()) {
    llvm::SmallVector<int64_t> shape{hidden, gates, hidden};
    if (op.getBlock()) {
      int64_t block = *op.getBlock();
      if (block < 1)
        return emitOptionalError(location, "block is ", block, " when it should be positive");
      shape = {(hidden + block - 1) / block, hidden, gates, block};
      if (op.getApart())
        std::swap(shape[1], shape[2]);
    }
    if (failed(checkShape(location, "recurrent weight shape", r, shape,
                          !op.getBlock()  ? "hidden x gates x hidden"
                          : op.getApart() ? "hidden / block x gates x hidden x block"
                                          : "hidden / block x hidden x gates x block")))
      return failure();
  }
  if (failed(checkActivations(location, op.getActivations(), op.getAlphas().size(),
                              op.getBetas().size(), functions)))
    return failure();
  for (unsigned i = 0; i < results; ++i)
    if (failed(addTensor(location, types, {projected[0], hidden},
                         typeOf(op.getProjected()).getElementType())))
      return failure();
  return success();
}

LogicalResult RnnCellOp::inferReturnTypes(MLIRContext *, MaybeLocation location, Adaptor adaptor,
                                          Types &types) {
  return inferCell(location, adaptor, 1, 1, {adaptor.getH()}, 1, types);
}

LogicalResult LstmCellOp::inferReturnTypes(MLIRContext *, MaybeLocation location, Adaptor adaptor,
                                           Types &types) {
  if (Value peepholes = adaptor.getPeepholes())
    if (failed(checkShape(location, "peephole shape", peepholes,
                          {3, int64_t(adaptor.getHiddenSize())}, "3 x hidden")))
      return failure();
  return inferCell(location, adaptor, 4, 3, {adaptor.getH(), adaptor.getC()}, 2, types);
}

LogicalResult GruCellOp::inferReturnTypes(MLIRContext *, MaybeLocation location, Adaptor adaptor,
                                          Types &types) {
  if (Value rbh = adaptor.getRbh()) {
    if (!adaptor.getLinearBeforeReset())
      return emitOptionalError(location, "rbh is given without linear_before_reset");
    if (failed(
            checkShape(location, "rbh shape", rbh, {int64_t(adaptor.getHiddenSize())}, "hidden")))
      return failure();
  }
  return inferCell(location, adaptor, 3, 2, {adaptor.getH()}, 1, types);
}

} // namespace unspool::nn
