//===- KerasNode.cpp - one call of a layer, as an importer sees it --------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/keras/KerasNode.h"

#include "frontend/keras/Activations.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

/// Policies "mixed_float16" and "mixed_bfloat16" keep weights in float32: those
/// models are computed in float32 throughout, which is only more exact.
Type unspool::frontend::computeType(const Json &dtype, MLIRContext &context) {
  Builder builder(&context);
  StringRef name = dtype.isText() ? dtype.text : dtype["config"]["name"].text;
  if (name == "float64")
    return builder.getF64Type();
  if (name == "float16")
    return builder.getF16Type();
  if (name == "bfloat16")
    return builder.getBF16Type();
  return builder.getF32Type();
}

Type KerasNode::elementType() const {
  return computeType((*layer.config)["dtype"], *build.loc()->getContext());
}

InFlightDiagnostic KerasNode::emitUnsupported() const {
  importer.noteUnsupported();
  return emitError();
}

LogicalResult KerasNode::expectRank(int64_t wanted) const {
  if (rank() == wanted)
    return success();
  return emitError() << "the input is a " << input().getType() << " when it should have rank "
                     << wanted << ", the batch included";
}

bool KerasNode::flag(StringRef name) const {
  Json value = attribute(name);
  return value.flag || value.integer;
}

FailureOr<SmallVector<int64_t>> KerasNode::extents(StringRef name, size_t count) const {
  Json value = attribute(name);
  if (value.isInteger())
    return SmallVector<int64_t>(count, value.integer);
  if (value.items.size() != count)
    return emitError() << "attribute '" << name << "' has " << value.items.size()
                       << " numbers when it should have " << count;
  SmallVector<int64_t> numbers;
  for (const Json &item : value.items)
    numbers.push_back(item.integer);
  return numbers;
}

FailureOr<SmallVector<std::pair<int64_t, int64_t>>> KerasNode::amounts(StringRef name,
                                                                       size_t count) const {
  using Pairs = SmallVector<std::pair<int64_t, int64_t>>;
  Json value = attribute(name);
  if (value.isInteger())
    return Pairs(count, {value.integer, value.integer});
  // Along one axis, [low, high] may stand without another list around it.
  if (count == 1 && value.items.size() == 2 && value[0].isInteger())
    return Pairs{{value[0].integer, value[1].integer}};
  Pairs pairs;
  for (const Json &item : value.items) {
    bool isPair = item.items.size() == 2;
    if (!item.isInteger() && !isPair)
      return emitError() << "attribute '" << name << "' should have a number or a pair an axis";
    pairs.push_back(isPair ? std::pair(item[0].integer, item[1].integer)
                           : std::pair(item.integer, item.integer));
  }
  if (pairs.size() != count)
    return emitError() << "attribute '" << name << "' has " << pairs.size()
                       << " entries when it should have " << count;
  return pairs;
}

FailureOr<SmallVector<int64_t>> KerasNode::axes(StringRef name) const {
  Json value = attribute(name);
  SmallVector<int64_t> axes;
  if (value.isInteger())
    axes.push_back(value.integer);
  for (const Json &item : value.items)
    axes.push_back(item.integer);
  for (int64_t &axis : axes) {
    int64_t given = axis;
    axis += axis < 0 ? rank() : 0;
    if (axis < 0 || axis >= rank())
      return emitError() << "attribute '" << name << "' names axis " << given << " of "
                         << input().getType();
  }
  llvm::sort(axes);
  if (std::adjacent_find(axes.begin(), axes.end()) != axes.end())
    return emitError() << "attribute '" << name << "' names an axis twice";
  return axes;
}

Value KerasNode::weight(StringRef name, ArrayRef<int64_t> shape) const {
  return importer.weight(layer, name, shape, elementType());
}

Value KerasNode::activate(StringRef name, Value value) const {
  Json given = attribute(name);
  if (auto known = activationName(given))
    return namedActivation(build, *known, value, importer.isVersion2());
  // An activation layer inside the attribute.
  Layer inner;
  const Json *place = layer.config->find(name);
  inner.place = layer.place;
  inner.config = &(*place)["config"];
  inner.className = (*place)["class_name"].text;
  inner.row = findLayer(inner.className);
  inner.name = layer.name;
  if (!checkAttributes(inner, importer.sourcePlaces(), importer.importReport()))
    return {};
  auto outputs = importer.call(inner, {{value, {}}});
  return failed(outputs) ? Value() : outputs->front().value;
}

LogicalResult KerasNode::finish(Value value) { return finish(value, {}); }

LogicalResult KerasNode::finish(Value value, Value mask) {
  if (!value)
    return failure();
  addOutput(value, mask);
  return success();
}
