//===- NnState.cpp - arguments that are a model's state -------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The attributes nn.state and nn.initial and their constraints: NnDialect.td.
//
//===----------------------------------------------------------------------===//

#include "ir/Nn.h"

using namespace mlir;

namespace unspool::nn {

std::optional<unsigned> stateResult(func::FuncOp function, unsigned index) {
  if (auto result = function.getArgAttrOfType<IntegerAttr>(index, kStateAttr))
    return unsigned(result.getInt());
  return std::nullopt;
}

bool hasStates(func::FuncOp function) {
  for (unsigned i = 0; i < function.getNumArguments(); ++i)
    if (stateResult(function, i))
      return true;
  return false;
}

static LogicalResult verifyState(func::FuncOp function, unsigned index, Attribute value) {
  auto result = dyn_cast<IntegerAttr>(value);
  int64_t count = function.getNumResults();
  if (!result || result.getInt() < 0 || result.getInt() >= count)
    return function.emitError("argument ")
           << index << ": nn.state is " << value << " when it should be the index of one of "
           << count << " results";
  Type argument = function.getArgumentTypes()[index];
  Type next = function.getResultTypes()[result.getInt()];
  if (argument != next)
    return function.emitError("argument ")
           << index << " is a state of type " << argument << " but result " << result.getInt()
           << ", its next value, is a " << next;
  for (unsigned other = 0; other < index; ++other)
    if (stateResult(function, other) == unsigned(result.getInt()))
      return function.emitError("arguments ") << other << " and " << index
                                              << " have the same next value, result "
                                              << result.getInt();
  return success();
}

static LogicalResult verifyInitial(func::FuncOp function, unsigned index, Attribute value) {
  if (!function.getArgAttr(index, kStateAttr))
    return function.emitError("argument ") << index << " has nn.initial but no nn.state";
  auto elements = dyn_cast<ElementsAttr>(value);
  Type argument = function.getArgumentTypes()[index];
  if (!elements || elements.getType() != argument)
    return function.emitError("argument ")
           << index << ": nn.initial is " << value << " when it should hold elements of a "
           << argument;
  return success();
}

LogicalResult NnDialect::verifyRegionArgAttribute(Operation *op, unsigned, unsigned index,
                                                  NamedAttribute attribute) {
  if (attribute.getName() != kStateAttr && attribute.getName() != kInitialAttr)
    return success();
  auto function = dyn_cast<func::FuncOp>(op);
  if (!function)
    return op->emitError("only arguments of a function can be states");
  return attribute.getName() == kStateAttr ? verifyState(function, index, attribute.getValue())
                                           : verifyInitial(function, index, attribute.getValue());
}

} // namespace unspool::nn
