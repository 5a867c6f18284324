//===- InputTypes.cpp - types of a model's inputs -------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/InputTypes.h"

#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

std::string unspool::frontend::shapeText(const ValueDescription &value) {
  std::string text = "[";
  for (auto [i, extent] : llvm::enumerate(value.dims)) {
    text += i > 0 ? ", " : "";
    bool isNamed = i < value.dimNames.size() && !value.dimNames[i].empty();
    text += extent >= 0 ? std::to_string(extent) : isNamed ? value.dimNames[i] : "?";
  }
  return text + "]";
}

namespace {

class Resolver {
public:
  Resolver(const ImportOptions &options, llvm::function_ref<InFlightDiagnostic()> emitError)
      : options(options), emitError(emitError) {}

  FailureOr<SmallVector<RankedTensorType>> run(ArrayRef<ValueDescription> inputs) {
    auto isInput = [&](StringRef name) {
      return llvm::any_of(inputs, [&](const auto &input) { return input.name == name; });
    };
    for (const auto &[name, dims] : options.inputShapes)
      if (!isInput(name))
        return emitError() << "a shape is given for '" << name << "', which is not a model input";
    SmallVector<StringRef> known;
    for (const auto &[name, value] : options.inputValues)
      known.push_back(name);
    for (const auto &[name, value] : options.inputNumbers)
      known.push_back(name);
    for (StringRef name : known)
      if (!isInput(name))
        return emitError() << "a value is given for '" << name << "', which is not a model input";
      else if (options.inputBounds.count(name.str()))
        return emitError() << "--max bounds input '" << name << "', whose value is given";

    SmallVector<RankedTensorType> types;
    for (const ValueDescription &input : inputs) {
      FailureOr<RankedTensorType> type = resolveOne(input);
      if (failed(type))
        return failure();
      types.push_back(*type);
    }
    if (open.empty())
      return types;
    InFlightDiagnostic error = emitError() << "shapes must be known at compile time, but ";
    llvm::interleaveComma(open, error);
    error << (open.size() == 1 ? " is" : " are")
          << " open; give extents for the symbols with --shape name=1x2x3, or the most that they "
             "may be at run time with --max name.axis=N";
    for (const OpenDimension &dimension : openDimensions)
      error.attachNote() << (dimension.name.empty() ? "" : "dimension '" + dimension.name + "', ")
                         << llvm::join(dimension.axes, ", ") << readersText(dimension)
                         << ": a number for it in --shape, or --max " << dimension.order << "=SIZE";
    return error;
  }

private:
  /// Axes that are open and have one size: those of a name, or a single one.
  struct OpenDimension {
    std::string name;  ///< or empty
    std::string order; ///< how --max calls it
    std::vector<std::string> axes;
    std::vector<std::string> readers; ///< who needs it
  };

  /// ", needed by Conv node 'a', Relu node 'b' and 3 more".
  static std::string readersText(const OpenDimension &dimension) {
    constexpr size_t kMostNamed = 3;
    ArrayRef<std::string> readers = dimension.readers;
    if (readers.empty())
      return "";
    std::string text = ", needed by " + llvm::join(readers.take_front(kMostNamed), ", ");
    if (readers.size() > kMostNamed)
      text += " and " + std::to_string(readers.size() - kMostNamed) + " more";
    return text;
  }

  void noteOpenAxis(const ValueDescription &input, size_t axis) {
    std::string place = "axis " + std::to_string(axis) + " of '" + input.name + "'";
    std::string name = axis < input.dimNames.size() ? input.dimNames[axis] : "";
    for (OpenDimension &dimension : openDimensions)
      if (!name.empty() && dimension.name == name) {
        dimension.axes.push_back(place);
        for (const std::string &reader : input.readers)
          if (!llvm::is_contained(dimension.readers, reader))
            dimension.readers.push_back(reader);
        return;
      }
    std::string order = name.empty() ? input.name + "." + std::to_string(axis) : name;
    openDimensions.push_back({name, order, {place}, input.readers});
  }

  FailureOr<RankedTensorType> resolveOne(ValueDescription description) {
    const std::string &name = description.name;
    auto given = options.inputShapes.find(name);
    bool isGiven = given != options.inputShapes.end();
    if (!description.hasShape && isGiven)
      description.dims = given->second;
    if (isGiven && given->second.size() != description.dims.size())
      return emitError() << "the shape given for input '" << name << "' has "
                         << given->second.size() << " extents when the input has rank "
                         << description.dims.size();

    bool isOpen = !description.hasShape && !isGiven;
    for (auto [i, extent] : llvm::enumerate(description.dims)) {
      if (extent < -1)
        return emitError() << "input '" << name << "' has a negative dimension, " << extent;
      if (isGiven) {
        int64_t wanted = given->second[i];
        if (wanted == kOpenExtent)
          wanted = extent;
        if (wanted < -1)
          return emitError() << "the shape given for input '" << name << "' has a negative extent, "
                             << wanted;
        if (extent >= 0 && wanted != extent)
          return emitError() << "the shape given for input '" << name << "' has extent " << wanted
                             << " on axis " << i << " when the model has " << extent;
        extent = wanted;
      }
      isOpen |= extent < 0;
      if (extent < 0)
        noteOpenAxis(description, i);
    }
    if (isOpen) {
      open.push_back("'" + name + "' " +
                     (description.hasShape ? shapeText(description) : "(of any rank)"));
      return RankedTensorType::get({}, description.elementType);
    }
    return RankedTensorType::get(description.dims, description.elementType);
  }

  const ImportOptions &options;
  llvm::function_ref<InFlightDiagnostic()> emitError;
  std::vector<std::string> open;
  std::vector<OpenDimension> openDimensions;
};

} // namespace

FailureOr<SmallVector<RankedTensorType>>
unspool::frontend::resolveInputTypes(ArrayRef<ValueDescription> inputs,
                                     const ImportOptions &options,
                                     llvm::function_ref<InFlightDiagnostic()> emitError) {
  return Resolver(options, emitError).run(inputs);
}
