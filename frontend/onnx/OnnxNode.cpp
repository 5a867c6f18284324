//===- OnnxNode.cpp - one ONNX node, as an importer sees it ---------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OnnxNode.h"

#include "frontend/onnx/OnnxImporter.h"

#include <numeric>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

InFlightDiagnostic OnnxNode::emitUnsupported() const {
  importer.noteUnsupported();
  return emitError();
}

LogicalResult OnnxNode::finish(Value value) {
  setOutput(0, value);
  return success(value != nullptr);
}

//===----------------------------------------------------------------------===//
// Attributes
//===----------------------------------------------------------------------===//

const onnx::AttributeProto *OnnxNode::attribute(StringRef name) const {
  for (const onnx::AttributeProto &attribute : proto.attribute())
    if (attribute.name() == name)
      return &attribute;
  return nullptr;
}

/// The attribute, or null. One of another type than `type` is reported and taken for
/// absent.
static const onnx::AttributeProto *typed(const OnnxNode &node, StringRef name,
                                         onnx::AttributeProto::AttributeType type) {
  const onnx::AttributeProto *found = node.attribute(name);
  // Before IR version 2, attributes did not state their type.
  if (!found || found->type() == onnx::AttributeProto::UNDEFINED || found->type() == type)
    return found;
  node.importer.noteBadAttribute();
  node.emitError() << "attribute '" << name << "' is of type "
                   << onnx::AttributeProto::AttributeType_Name(found->type())
                   << " when it should be of type "
                   << onnx::AttributeProto::AttributeType_Name(type);
  return nullptr;
}

int64_t OnnxNode::intAttribute(StringRef name, int64_t otherwise) const {
  const onnx::AttributeProto *found = typed(*this, name, onnx::AttributeProto::INT);
  return found ? found->i() : otherwise;
}

double OnnxNode::floatAttribute(StringRef name, double otherwise) const {
  const onnx::AttributeProto *found = typed(*this, name, onnx::AttributeProto::FLOAT);
  return found ? found->f() : otherwise;
}

std::string OnnxNode::stringAttribute(StringRef name, StringRef otherwise) const {
  const onnx::AttributeProto *found = typed(*this, name, onnx::AttributeProto::STRING);
  return found ? found->s() : otherwise.str();
}

SmallVector<int64_t> OnnxNode::intsAttribute(StringRef name) const {
  const onnx::AttributeProto *found = typed(*this, name, onnx::AttributeProto::INTS);
  return found ? SmallVector<int64_t>(found->ints().begin(), found->ints().end())
               : SmallVector<int64_t>();
}

SmallVector<double> OnnxNode::floatsAttribute(StringRef name) const {
  const onnx::AttributeProto *found = typed(*this, name, onnx::AttributeProto::FLOATS);
  return found ? SmallVector<double>(found->floats().begin(), found->floats().end())
               : SmallVector<double>();
}

SmallVector<std::string> OnnxNode::stringsAttribute(StringRef name) const {
  const onnx::AttributeProto *found = typed(*this, name, onnx::AttributeProto::STRINGS);
  return found ? SmallVector<std::string>(found->strings().begin(), found->strings().end())
               : SmallVector<std::string>();
}

FailureOr<SmallVector<int64_t>> OnnxNode::intsAttribute(StringRef name, size_t size,
                                                        int64_t otherwise) const {
  SmallVector<int64_t> numbers = intsAttribute(name);
  if (numbers.empty())
    return SmallVector<int64_t>(size, otherwise);
  if (numbers.size() != size)
    return emitError() << "attribute '" << name << "' has " << numbers.size()
                       << " numbers when it should have " << size;
  return numbers;
}

Type OnnxNode::typeAttribute(StringRef name, Type otherwise) const {
  const onnx::AttributeProto *found = attribute(name);
  // Operator sets below 6 give Cast's type as a string.
  int32_t dataType = 0;
  if (found && found->type() == onnx::AttributeProto::STRING) {
    for (int32_t candidate = 1; candidate <= onnx::TensorProto::BFLOAT16 && !dataType; ++candidate)
      if (StringRef(found->s()).equals_insensitive(dataTypeName(candidate)))
        dataType = candidate;
  } else if (found) {
    dataType = static_cast<int32_t>(found->i());
  }
  if (!dataType && otherwise)
    return otherwise;
  if (!dataType) {
    emitError() << "attribute '" << name << "' should name an element type";
    return {};
  }
  Type type = elementTypeOf(dataType, *build.loc()->getContext());
  if (!type)
    emitUnsupported() << "element type " << dataTypeName(dataType)
                      << " is not supported (supported: float, double, float16, bfloat16, bool, "
                         "int8 to int64, uint8 to uint64)";
  return type;
}

//===----------------------------------------------------------------------===//
// Values known at compile time
//===----------------------------------------------------------------------===//

FailureOr<SmallVector<int64_t>> OnnxNode::constantInts(unsigned i) const {
  if (!input(i))
    return emitError() << "input " << i << " is missing";
  auto numbers = NnBuilder::constantInts(input(i));
  if (numbers)
    return *numbers;
  if (NnBuilder::constantOf(input(i)))
    return emitError() << "input " << i << " ('" << proto.input(i) << "') should hold integers";
  importer.reportRuntimeValue(*this, i);
  return failure();
}

FailureOr<SmallVector<double>> OnnxNode::constantNumbers(unsigned i) const {
  if (!input(i))
    return emitError() << "input " << i << " is missing";
  auto numbers = NnBuilder::constantNumbers(input(i));
  if (numbers)
    return *numbers;
  importer.reportRuntimeValue(*this, i);
  return failure();
}

FailureOr<int64_t> OnnxNode::constantInt(unsigned i) const {
  FailureOr<SmallVector<int64_t>> numbers = constantInts(i);
  if (failed(numbers))
    return failure();
  if (numbers->size() != 1)
    return emitError() << "input " << i << " ('" << proto.input(i) << "') has " << numbers->size()
                       << " elements when it should have 1";
  return numbers->front();
}

FailureOr<std::optional<SmallVector<int64_t>>> OnnxNode::intsFrom(StringRef name,
                                                                  unsigned i) const {
  if (hasAttribute(name))
    return std::optional(intsAttribute(name));
  if (!input(i))
    return std::optional<SmallVector<int64_t>>();
  FailureOr<SmallVector<int64_t>> numbers = constantInts(i);
  if (failed(numbers))
    return failure();
  return std::optional(*numbers);
}

//===----------------------------------------------------------------------===//
// Axes
//===----------------------------------------------------------------------===//

FailureOr<int64_t> OnnxNode::axis(int64_t axis, int64_t rank) const {
  if (axis < -rank || axis >= rank)
    return emitError() << "axis " << axis << " is out of range for rank " << rank;
  return axis < 0 ? axis + rank : axis;
}

FailureOr<SmallVector<int64_t>> OnnxNode::axes(ArrayRef<int64_t> list, int64_t rank) const {
  SmallVector<int64_t> result;
  for (int64_t entry : list) {
    FailureOr<int64_t> normal = axis(entry, rank);
    if (failed(normal))
      return failure();
    if (llvm::is_contained(result, *normal))
      return emitError() << "axis " << *normal << " comes twice";
    result.push_back(*normal);
  }
  llvm::sort(result);
  return result;
}

FailureOr<SmallVector<int64_t>> OnnxNode::listedAxes() const {
  SmallVector<int64_t> list = intsAttribute("axes");
  if (list.empty()) {
    list.resize(rank(0));
    std::iota(list.begin(), list.end(), 0);
  }
  if (failed(axes(list, rank(0))))
    return failure();
  for (int64_t &entry : list)
    entry = *axis(entry, rank(0));
  return list;
}
