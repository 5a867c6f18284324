//===- KernelBuilder.cpp - from nodes to Halide Funcs ---------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/KernelBuilder.h"

#include <algorithm>
#include <limits>

using namespace Halide;

namespace unspool {

/// A value that costs more than this to compute anew, and is read more than once,
/// is stored: inlining would double the work at each step of a chain.
static constexpr int64_t kCheapCost = 12;

Type storedType(ElementType type) {
  switch (type) {
  case ElementType::F32:
    return Float(32);
  case ElementType::F64:
    return Float(64);
  case ElementType::F16:
    return Float(16);
  case ElementType::BF16:
    return BFloat(16);
  case ElementType::I8:
    return Int(8);
  case ElementType::I16:
    return Int(16);
  case ElementType::I32:
    return Int(32);
  case ElementType::I64:
    return Int(64);
  case ElementType::U8:
  case ElementType::Bool:
    return UInt(8);
  case ElementType::U16:
    return UInt(16);
  case ElementType::U32:
    return UInt(32);
  case ElementType::U64:
    return UInt(64);
  }
  return Type();
}

Type computedType(ElementType type) {
  if (type == ElementType::F16 || type == ElementType::BF16)
    return Float(32);
  return type == ElementType::Bool ? UInt(1) : storedType(type);
}

/// From memory to the computed type, and back.
static Expr fromStored(ElementType type, Expr value) {
  if (type == ElementType::Bool)
    return value != cast<uint8_t>(0);
  return cast(computedType(type), value);
}
static Expr toStored(ElementType type, Expr value) { return cast(storedType(type), value); }

/// A half's result is rounded to a half, though it is held as f32.
static Expr rounded(ElementType type, Expr value) {
  if (type == ElementType::F16 || type == ElementType::BF16)
    return cast<float>(cast(storedType(type), value));
  return cast(computedType(type), value);
}

KernelBuilder::KernelBuilder(const KernelSpec &spec, int lanes)
    : spec(spec), lanes(lanes), backwards(spec.name + "_backwards") {
  int values = spec.arguments.size();
  for (const Node &node : spec.nodes)
    values += node.results.size();
  funcs.resize(values);
  useCounts.assign(values, 0);
  costs.assign(values, 1);
  for (const Node &node : spec.nodes)
    for (int operand : node.operands)
      if (operand >= 0)
        ++useCounts[operand];
  for (int result : spec.results)
    ++useCounts[result];
}

std::string KernelBuilder::name(const std::string &purpose) {
  return spec.name + "_" + purpose + "_" + std::to_string(names++);
}

std::function<Expr(const Index &)> KernelBuilder::readStaged(const Node &pool, int value) {
  Func staged(name("staged"));
  Index index = variables(shapeOf(value).size());
  ref(staged, index) = read(value, index);
  anchor.pool = &pool;
  anchor.staged = staged;
  return [staged](const Index &position) { return at(staged, position); };
}

Expr KernelBuilder::neutralExtreme(Type type, bool isMin) const {
  if (!type.is_float())
    return isMin ? type.max() : type.min();
  double most = std::numeric_limits<double>::infinity();
  if (isContraction(spec.kind))
    most = type.bits() == 64 ? std::numeric_limits<double>::max()
                             : double(std::numeric_limits<float>::max());
  return Internal::make_const(type, isMin ? most : -most);
}

Index KernelBuilder::variables(size_t rank) const {
  Index index;
  for (size_t axis = 0; axis < rank; ++axis)
    index.push_back(Var("d" + std::to_string(rank - 1 - axis)));
  return index;
}

FuncRef KernelBuilder::ref(Func func, const Index &index) {
  return func(std::vector<Expr>(index.rbegin(), index.rend()));
}
Expr KernelBuilder::at(Func func, const Index &index) { return ref(std::move(func), index); }

Expr KernelBuilder::read(int value, const Index &index) const {
  if (value < int(spec.arguments.size()))
    return fromStored(typeOf(value).element, at(funcs[value], index));
  return at(funcs[value], index);
}

void KernelBuilder::define(int value, const std::function<Expr(const Index &)> &element) {
  const Node &node = *spec.definition(value);
  int64_t cost = node.op == "exp" || node.op == "tanh" || node.op == "sigmoid" ? 10 : 1;
  bool transcendental = number(node, "alpha", -1) >= 0; // elu and its kin
  for (int operand : node.operands)
    if (operand >= 0)
      cost += costs[operand];
  costs[value] = cost + (transcendental ? 10 : 0);
  if (useCounts[value] > 1 && cost > kCheapCost && !anchor.node) {
    defineStored(value, element);
    return;
  }
  Func func(name("value"));
  Index index = variables(shapeOf(value).size());
  ref(func, index) = rounded(typeOf(value).element, element(index));
  funcs[value] = func;
}

Func KernelBuilder::defineStored(int value, const std::function<Expr(const Index &)> &element) {
  Func func(name("stored"));
  Index index = variables(shapeOf(value).size());
  ref(func, index) = rounded(typeOf(value).element, element(index));
  bind(value, func, /*isStored=*/true);
  return func;
}

void KernelBuilder::bind(int value, Func func, bool isStored) {
  funcs[value] = func;
  costs[value] = 1;
  if (isStored)
    stored.push_back({func, extents(value)});
}

Extent KernelBuilder::parameterExtent(int parameter) const {
  const Parameter &range = spec.parameters[parameter];
  if (range.least == range.most)
    return range.least;
  return {range.least, range.most, parameters[parameter]};
}

Extent KernelBuilder::extent(const TensorType &type, size_t axis) const {
  int parameter = type.termOf(axis);
  return parameter < 0 ? Extent(type.shape[axis]) : parameterExtent(parameter);
}

std::vector<Extent> KernelBuilder::extents(const TensorType &type) const {
  std::vector<Extent> all;
  for (size_t axis = 0; axis < type.shape.size(); ++axis)
    all.push_back(extent(type, axis));
  return all;
}

Extent KernelBuilder::attribute(const Node &node, const std::string &name, size_t position) const {
  auto parameter = node.terms.find({name, position});
  if (parameter != node.terms.end())
    return parameterExtent(parameter->second);
  std::vector<int64_t> list = integers(node, name);
  return list.empty() ? integer(node, name) : list[position];
}

void KernelBuilder::store(Func func, std::vector<Extent> shape) {
  stored.push_back({std::move(func), std::move(shape)});
}

/// Of the argument or, counted on, the result at `position`; 0 if its rows lie side by side.
Extent KernelBuilder::pitch(size_t position) const {
  if (spec.pitches.empty())
    return 0;
  const Quantity &pitch = spec.pitches[position];
  return pitch.isFixed() ? Extent(pitch.value) : parameterExtent(pitch.term);
}

/// Row-major strides and bounds: nothing about a buffer is left to its descriptor.
/// (The buffers of one Tuple share the bounds of the first.)
void KernelBuilder::fixLayout(OutputImageParam parameter, const TensorType &type,
                              const Extent &pitch, bool withBounds) {
  Expr stride = 1;
  for (size_t dimension = 0; dimension < type.shape.size(); ++dimension) {
    Extent axis = extent(type, type.shape.size() - 1 - dimension);
    parameter.dim(dimension).set_stride(stride);
    strides[parameter.name() + ".stride." + std::to_string(dimension)] = stride;
    if (withBounds)
      parameter.dim(dimension).set_bounds(0, axis.value);
    bool isRow = dimension == 0 && pitch.most > 0;
    stride = isRow ? pitch.value : Internal::simplify(stride * axis.value);
  }
}

void KernelBuilder::makeArguments() {
  for (size_t i = 0; i < spec.parameters.size(); ++i) {
    Param<int32_t> parameter(spec.name + "_size_" + std::to_string(i));
    parameter.set_range(int(spec.parameters[i].least), int(spec.parameters[i].most));
    parameters.push_back(parameter);
  }
  for (size_t i = 0; i < spec.arguments.size(); ++i) {
    const TensorType &type = spec.arguments[i];
    ImageParam parameter(storedType(type.element), int(type.shape.size()),
                         spec.name + "_argument_" + std::to_string(i));
    fixLayout(parameter, type, pitch(i));
    // Views need not be aligned to more than an element.
    parameter.set_host_alignment(int(byteWidth(type.element)));
    funcs[i] = parameter;
    tensors.push_back(parameter);
    arguments.push_back(parameter);
  }
  arguments.insert(arguments.end(), parameters.begin(), parameters.end());
  if (spec.takesOrder)
    arguments.push_back(backwards);
}

void KernelBuilder::makeOutputs() {
  size_t first = spec.arguments.size(); // of the pitches
  bool alike = std::all_of(spec.results.begin(), spec.results.end(), [&](int result) {
    return typeOf(result).shape == typeOf(spec.results.front()).shape &&
           typeOf(result).terms == typeOf(spec.results.front()).terms;
  });
  auto elementAt = [&](int result, const Index &index) {
    return toStored(typeOf(result).element, read(result, index));
  };
  if (result.defined()) {
    fixLayout(result.output_buffer(), typeOf(spec.results.front()), pitch(first));
    outputs = {result};
  } else if (alike) {
    Func func(spec.name + "_result");
    Index index = variables(shapeOf(spec.results.front()).size());
    std::vector<Expr> elements;
    for (int result : spec.results)
      elements.push_back(elementAt(result, index));
    if (elements.size() == 1)
      ref(func, index) = elements.front();
    else
      ref(func, index) = Tuple(elements);
    outputs = {func};
    size_t buffer = 0;
    for (OutputImageParam parameter : func.output_buffers()) {
      fixLayout(parameter, typeOf(spec.results[buffer]), pitch(first + buffer), buffer == 0);
      ++buffer;
    }
  } else {
    for (int result : spec.results) {
      Func func(spec.name + "_result_" + std::to_string(outputs.size()));
      Index index = variables(shapeOf(result).size());
      ref(func, index) = elementAt(result, index);
      fixLayout(func.output_buffer(), typeOf(result), pitch(first + outputs.size()));
      outputs.push_back(func);
    }
  }
  for (Func &func : outputs)
    for (OutputImageParam parameter : func.output_buffers())
      parameter.set_host_alignment(std::max(1, parameter.type().bytes()));
  output = outputs.front();
}

void KernelBuilder::build() {
  makeArguments();
  int value = spec.arguments.size();
  for (const Node &node : spec.nodes) {
    BuildFunction function = builderOf(node.op);
    if (!function)
      throw CompileError("no kernel for op '" + node.op + "'");
    function(*this, node, value);
    value += node.results.size();
  }
  makeOutputs();
}

void KernelBuilder::setEstimates() const {
  auto regionOf = [&](int value) {
    Region region; // innermost first
    for (auto extent = shapeOf(value).rbegin(); extent != shapeOf(value).rend(); ++extent)
      region.emplace_back(0, int(*extent));
    return region;
  };
  for (size_t i = 0; i < tensors.size(); ++i)
    ImageParam(tensors[i]).set_estimates(regionOf(int(i)));
  for (size_t i = 0; i < outputs.size(); ++i)
    Func(outputs[i]).set_estimates(regionOf(spec.results[i]));
}

//===----------------------------------------------------------------------===//
// Attributes
//===----------------------------------------------------------------------===//

template <typename T> static const T *find(const Node &node, const std::string &name) {
  auto found = node.attributes.find(name);
  return found == node.attributes.end() ? nullptr : std::get_if<T>(&found->second);
}

int64_t integer(const Node &node, const std::string &name, int64_t otherwise) {
  const int64_t *value = find<int64_t>(node, name);
  return value ? *value : otherwise;
}
double number(const Node &node, const std::string &name, double otherwise) {
  const double *value = find<double>(node, name);
  return value ? *value : otherwise;
}
std::vector<int64_t> integers(const Node &node, const std::string &name) {
  const auto *value = find<std::vector<int64_t>>(node, name);
  return value ? *value : std::vector<int64_t>();
}
std::vector<double> numbers(const Node &node, const std::string &name) {
  const auto *value = find<std::vector<double>>(node, name);
  return value ? *value : std::vector<double>();
}
std::string text(const Node &node, const std::string &name) {
  const auto *value = find<std::string>(node, name);
  return value ? *value : "";
}
std::vector<std::string> texts(const Node &node, const std::string &name) {
  const auto *value = find<std::vector<std::string>>(node, name);
  return value ? *value : std::vector<std::string>();
}

} // namespace unspool
