//===- Dimensions.cpp - sizes that the caller chooses ----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/Dimensions.h"

#include "codegen/Translate.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace unspool {
namespace {

using frontend::ModelInterface;
using frontend::ValueDescription;

llvm::Error refuse(llvm::StringRef order, const llvm::Twine &why) {
  return llvm::createStringError("--max " + order + ": " + why);
}

/// "'x' [T, B, 16], 'h' [1, B, 32]"
std::string openAxes(const ModelInterface &interface) {
  std::string text;
  for (const ValueDescription &input : interface.inputs) {
    std::vector<std::string> axes;
    for (auto [extent, name] : llvm::zip(input.dims, input.dimNames))
      axes.push_back(extent >= 0 ? std::to_string(extent) : name.empty() ? "?" : name);
    text += (text.empty() ? "'" : ", '") + input.name + "' [" + llvm::join(axes, ", ") + "]";
  }
  return text;
}

/// Sequences whose length is open are this much longer than the largest chunk, at which
/// the length of the model that is checked.
constexpr int64_t kBeyondChunk = 64;

std::vector<nn::StreamRequest> streamsOf(const CompileOptions &options) {
  std::vector<nn::StreamRequest> streams;
  for (const std::string &text : options.passes.stream)
    if (std::optional<nn::StreamRequest> request = nn::StreamRequest::parse(text))
      streams.push_back(*request); // others are refused when the model becomes a step
  return streams;
}

class Finder {
public:
  Finder(const ModelInterface &interface, const CompileOptions &options)
      : interface(interface), import(options.import), streams(streamsOf(options)) {}

  llvm::Error add(llvm::StringRef order) {
    auto [place, number] = order.rsplit('=');
    int64_t most = 0;
    if (place.empty() || number.getAsInteger(10, most) || most < 2 || most > INT32_MAX)
      return refuse(
          order,
          "write it as input.axis=N, where N, at least 2, is the largest size (one that does "
          "not change goes into --shape)");
    for (const ValueDescription &input : interface.inputs) {
      llvm::StringRef axis = place;
      if (!axis.consume_front(input.name) || !axis.consume_front("."))
        continue;
      size_t rank = rankOf(input);
      for (size_t i = 0; i < rank; ++i)
        if (axis == std::to_string(i) || (!nameOf(input, i).empty() && axis == nameOf(input, i)))
          return addAxis(order, input, i, most);
      return refuse(order, "input '" + input.name + "' has no axis '" + axis +
                               "'; the inputs are " + openAxes(interface));
    }
    for (const ValueDescription &input : interface.inputs)
      for (size_t i = 0; i < rankOf(input); ++i)
        if (nameOf(input, i) == place)
          return addAxis(order, input, i, most);
    return refuse(order, "no axis of an input is called that; the inputs are " +
                             openAxes(interface));
  }

  std::vector<InputDimension> take() { return std::move(found); }

private:
  size_t rankOf(const ValueDescription &input) const {
    auto given = import.inputShapes.find(input.name);
    return input.hasShape || given == import.inputShapes.end() ? input.dims.size()
                                                               : given->second.size();
  }
  static std::string nameOf(const ValueDescription &input, size_t axis) {
    return axis < input.dimNames.size() ? input.dimNames[axis] : "";
  }

  llvm::Error addAxis(llvm::StringRef order, const ValueDescription &input, size_t axis,
                      int64_t most) {
    bool isChunk = isStreamed(input.name, axis);
    if (!isChunk && input.hasShape && input.dims[axis] >= 0)
      return refuse(order, "axis " + llvm::Twine(axis) + " of input '" + input.name + "' is " +
                               llvm::Twine(input.dims[axis]) + " in the model file, not open");
    std::string name = nameOf(input, axis);
    InputDimension dimension;
    dimension.dimension.name = name.empty() ? input.name + "." + std::to_string(axis) : name;
    dimension.dimension.most = most;
    dimension.isChunk = isChunk;
    if (isChunk) {
      if (llvm::Error error = checkChunk(order, name))
        return error;
      for (const nn::StreamRequest &stream : streams)
        dimension.axes.push_back({stream.input, size_t(stream.axis)});
    } else if (name.empty())
      dimension.axes.push_back({input.name, axis});
    else
      for (const ValueDescription &other : interface.inputs)
        for (size_t i = 0; i < rankOf(other); ++i)
          if (nameOf(other, i) == name)
            dimension.axes.push_back({other.name, i});
    for (const InputDimension &before : found)
      if (before.dimension.name == dimension.dimension.name)
        return refuse(order, "this size is given twice");
    found.push_back(std::move(dimension));
    return llvm::Error::success();
  }

  bool isStreamed(llvm::StringRef input, size_t axis) const {
    return llvm::any_of(streams, [&](const nn::StreamRequest &stream) {
      return stream.input == input && size_t(stream.axis) == axis;
    });
  }

  /// All streams take the same number of steps, and nothing else has it.
  llvm::Error checkChunk(llvm::StringRef order, llvm::StringRef name) const {
    for (const nn::StreamRequest &stream : streams)
      if (stream.chunk)
        return refuse(order, "the stream of '" + stream.input + "' takes " +
                                 llvm::Twine(*stream.chunk) +
                                 " steps at a time; leave out that number, or this size");
    for (const InputDimension &before : found)
      if (before.isChunk)
        return refuse(order, "all streams take the same number of steps, and " +
                                 before.dimension.name + " is it already; leave this out");
    for (const ValueDescription &input : interface.inputs)
      for (size_t i = 0; !name.empty() && i < rankOf(input); ++i)
        if (nameOf(input, i) == name && !isStreamed(input.name, i))
          return refuse(order, "axis " + llvm::Twine(i) + " of input '" + input.name + "' is '" +
                                   name + "' as well, but no stream; add --stream " + input.name +
                                   "." + llvm::Twine(i));
    return llvm::Error::success();
  }

  const ModelInterface &interface;
  const frontend::ImportOptions &import;
  std::vector<nn::StreamRequest> streams;
  std::vector<InputDimension> found;
};

} // namespace

llvm::Expected<std::vector<InputDimension>> findDimensions(const CompileOptions &options,
                                                           const std::vector<std::string> &orders,
                                                           const ModelInterface &interface) {
  Finder finder(interface, options);
  for (const std::string &order : orders)
    if (llvm::Error error = finder.add(order))
      return error;
  std::vector<InputDimension> dimensions = finder.take();

  // In C the sizes stand beside the inputs and outputs.
  std::set<std::string> taken{"workspace", "executor", "state"};
  for (const std::vector<ValueDescription> *ports : {&interface.inputs, &interface.outputs})
    for (const ValueDescription &port : *ports)
      taken.insert(cIdentifier(port.name));
  for (InputDimension &dimension : dimensions) {
    std::string base = cIdentifier(dimension.dimension.name), name = base;
    for (unsigned suffix = 2; !taken.insert(name).second; ++suffix)
      name = base + "_" + std::to_string(suffix);
    dimension.dimension.identifier = name;
  }
  return dimensions;
}

std::map<std::string, int64_t> takeBounds(std::vector<std::string> &orders,
                                          const ModelInterface &interface) {
  std::map<std::string, int64_t> bounds;
  llvm::erase_if(orders, [&](llvm::StringRef order) {
    auto [name, number] = order.rsplit('=');
    int64_t most = 0;
    if (number.getAsInteger(10, most) || most < 1 || most > INT32_MAX)
      return false;
    for (const ValueDescription &input : interface.inputs)
      if (input.name == name && input.hasShape && input.elementType.isInteger(64) &&
          llvm::all_of(input.dims, [](int64_t extent) { return extent == 1; }))
        return bounds.try_emplace(input.name, most).second;
    return false;
  });
  return bounds;
}

/// The stream takes so many steps of a sequence, which is of any length.
static void fixChunk(CompileOptions &options, const InputDimension &dimension, int64_t size) {
  options.passes.stream.clear();
  options.passes.openChunk = true;
  for (const InputDimension::Axis &axis : dimension.axes)
    options.passes.stream.push_back(axis.input + "." + std::to_string(axis.axis) + ":" +
                                    std::to_string(size));
}

void fixSizes(CompileOptions &options, const std::vector<InputDimension> &dimensions,
              const ModelInterface &interface, const std::vector<int64_t> &sizes) {
  for (auto [dimension, size] : llvm::zip(dimensions, sizes)) {
    for (const InputDimension::Axis &axis : dimension.axes) {
      auto [shape, isNew] = options.import.inputShapes.try_emplace(axis.input);
      if (isNew)
        for (const ValueDescription &input : interface.inputs)
          if (input.name == axis.input)
            shape->second = input.dims;
      int64_t &extent = shape->second[axis.axis];
      if (!dimension.isChunk)
        extent = size;
      else if (extent < 0)
        extent = dimension.dimension.most + kBeyondChunk;
    }
    if (dimension.isChunk)
      fixChunk(options, dimension, size);
  }
}

} // namespace unspool
