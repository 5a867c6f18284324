//===- KerasImporter.cpp - from Keras layers to nn ops --------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/keras/KerasImporter.h"

#include "frontend/InputTypes.h"
#include "frontend/InputValues.h"
#include "frontend/keras/KerasGraph.h"
#include "frontend/keras/KerasNode.h"

#include "mlir/IR/Iterators.h"
#include "llvm/Support/Path.h"

#include <set>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {
/// Calls of layers, models inside models counted as often as they are called.
constexpr unsigned kMaxCalls = 1u << 18;
} // namespace

KerasImporter::KerasImporter(const KerasFile &file, const KerasPlaces &places,
                             const ImportOptions &options, ImportReport &report)
    : file(file), places(places), options(options), report(report), budget{options.memoryLimit},
      build(&places.context, budget) {}

OwningOpRef<ModuleOp> KerasImporter::import(const Layer &model) {
  Location place = places.locationOf(nullptr);
  build.setOrigin(place, "");
  OwningOpRef<ModuleOp> module = ModuleOp::create(place);
  (*module)->setAttr("nn.model_name",
                     StringAttr::get(&places.context, llvm::sys::path::stem(places.path)));
  build.ops().setInsertionPointToEnd(module->getBody());
  function = func::FuncOp::create(build.ops(), build.loc(), "main",
                                  FunctionType::get(&places.context, {}, {}));
  build.ops().setInsertionPointToStart(function.addEntryBlock());
  if (failed(importMain(model)) || !build.check(*module))
    return nullptr;
  return module;
}

LogicalResult KerasImporter::importMain(const Layer &model) {
  auto inputs = describeInputs(model, places, report);
  if (failed(inputs))
    return failure();
  // The batch is the one extent that every Keras model leaves open: unless --shape says
  // otherwise, the library takes one sample at a time.
  for (ValueDescription &input : *inputs) {
    auto given = options.inputShapes.find(input.name);
    bool isGiven = given != options.inputShapes.end() && !given->second.empty() &&
                   given->second.front() != kOpenExtent;
    if (!input.dims.empty() && input.dims.front() < 0 && !isGiven)
      input.dims.front() = 1;
  }
  auto types = resolveInputTypes(*inputs, options, [&] { return build.emitError(); });
  if (failed(types))
    return failure();
  SmallVector<KerasTensor> arguments;
  SmallVector<DenseElementsAttr> given; // values of inputs, or null
  for (auto [ref, type] : llvm::zip(model.inputs, *types)) {
    if (!build.fits(type))
      return failure();
    const std::string &name = model.inner[ref.layer].name;
    auto value = givenValue(name, type, options, [&] { return build.emitError(); });
    if (failed(value))
      return failure();
    Value argument = addStateInput(name, type);
    arguments.push_back({*value ? build.constant(*value) : argument, {}});
    given.push_back(*value);
  }
  auto outputs = runModel(model, arguments);
  if (failed(outputs))
    return failure();

  // The model's own outputs come first, then the states.
  SmallVector<Value> states = std::move(results);
  SmallVector<std::string> stateNames = std::move(outputNames);
  results.clear();
  outputNames.clear();
  for (auto [ref, output] : llvm::zip(model.outputs, *outputs))
    addStateOutput(model.inner[ref.layer].name, output.value);
  results.append(states);
  outputNames.append(stateNames);

  build.setOrigin(places.locationOf(nullptr), "");
  func::ReturnOp::create(build.ops(), build.loc(), results);
  SmallVector<Type> argumentTypes(function.front().getArgumentTypes());
  SmallVector<Type> resultTypes(ValueRange(results).getTypes());
  function.setFunctionType(FunctionType::get(&places.context, argumentTypes, resultTypes));
  for (auto [i, name] : llvm::enumerate(inputNames))
    function.setArgAttr(i, nn::kNameAttr, StringAttr::get(&places.context, name));
  for (auto [i, value] : llvm::enumerate(given))
    if (value)
      requireValue(function, i, value);
  for (auto [i, name] : llvm::enumerate(outputNames))
    function.setResultAttr(i, nn::kNameAttr, StringAttr::get(&places.context, name));
  function.walk<WalkOrder::PostOrder, ReverseIterator>([](Operation *op) {
    if (isOpTriviallyDead(op))
      op->erase();
  });
  return success();
}

Value KerasImporter::addStateInput(std::string name, Type type) {
  inputNames.push_back(std::move(name));
  return function.front().addArgument(type, build.loc());
}

void KerasImporter::addStateOutput(std::string name, Value value) {
  results.push_back(value);
  outputNames.push_back(uniqueName(name));
}

/// A layer with several outputs, or called several times, gives them numbers.
std::string KerasImporter::uniqueName(StringRef name) {
  std::string candidate = name.str();
  for (unsigned number = 1; !usedNames.insert(candidate).second; ++number)
    candidate = name.str() + "_" + std::to_string(number);
  return candidate;
}

//===----------------------------------------------------------------------===//
// Calls
//===----------------------------------------------------------------------===//

FailureOr<SmallVector<KerasTensor>> KerasImporter::runModel(const Layer &model,
                                                            ArrayRef<KerasTensor> inputs) {
  if (inputs.size() != model.inputs.size())
    return build.emitError() << "the model is called with " << inputs.size()
                             << " inputs when it has " << model.inputs.size();
  auto order = orderCalls(model, places);
  if (failed(order))
    return failure();
  std::vector<std::vector<SmallVector<KerasTensor>>> values(model.inner.size());
  for (auto [i, layer] : llvm::enumerate(model.inner))
    values[i].resize(layer.calls.size());
  for (auto [ref, input] : llvm::zip(model.inputs, inputs))
    values[ref.layer][ref.call] = {input};

  auto lookup = [&](const Layer &reader, const TensorRef &ref) -> FailureOr<KerasTensor> {
    if (ref.constant)
      return KerasTensor{{}, {}, ref.constant};
    const SmallVector<KerasTensor> &outputs = values[ref.layer][ref.call];
    if (ref.output < outputs.size())
      return outputs[ref.output];
    return places.emitError(reader)
           << "it reads output " << ref.output << " of layer '" << model.inner[ref.layer].name
           << "', which has " << outputs.size() << " outputs";
  };
  auto callOnce = [&](const Layer &layer, size_t number) -> LogicalResult {
    SmallVector<KerasTensor> arguments;
    for (const TensorRef &ref : layer.calls[number].inputs) {
      auto argument = lookup(layer, ref);
      if (failed(argument))
        return failure();
      arguments.push_back(*argument);
    }
    if (auto mask = layer.calls[number].mask; mask && !arguments.empty()) {
      auto given = lookup(layer, *mask);
      if (failed(given))
        return failure();
      arguments.front().mask = given->value;
    }
    auto outputs = call(layer, arguments);
    if (failed(outputs))
      return failure();
    values[&layer - model.inner.data()][number] = std::move(*outputs);
    return success();
  };
  // After a layer that fails the others are looked at as well, but for those that need it.
  std::set<std::pair<size_t, size_t>> failedCalls;
  for (const OrderedCall &one : *order) {
    const Layer &layer = model.inner[one.layer];
    if (layer.className == "InputLayer") // those that are no input of the model are unread
      continue;
    auto hasFailed = [&](const TensorRef &ref) {
      return !ref.constant && failedCalls.count({ref.layer, ref.call});
    };
    const auto &asked = layer.calls[one.call];
    if (llvm::any_of(asked.inputs, hasFailed) || (asked.mask && hasFailed(*asked.mask)) ||
        failed(callOnce(layer, one.call)))
      failedCalls.insert({one.layer, one.call});
  }
  if (!failedCalls.empty())
    return failure();
  SmallVector<KerasTensor> outputs;
  for (const TensorRef &ref : model.outputs) {
    auto output = lookup(model, ref);
    if (failed(output))
      return failure();
    outputs.push_back(*output);
  }
  return outputs;
}

FailureOr<SmallVector<KerasTensor>> KerasImporter::call(const Layer &layer,
                                                        ArrayRef<KerasTensor> inputs) {
  Location outerLocation = build.loc();
  std::string outerTitle = build.origin();
  build.setOrigin(places.locationOf(layer.place, layer.name), places.titleOf(layer));
  FailureOr<SmallVector<KerasTensor>> outputs = failure();
  if (++callCount > kMaxCalls)
    build.emitError() << "the model has more than " << kMaxCalls << " calls of layers";
  else
    outputs = layer.isModel() ? runModel(layer, inputs) : callRow(layer, inputs);
  build.setOrigin(outerLocation, outerTitle);
  return outputs;
}

FailureOr<SmallVector<KerasTensor>> KerasImporter::callRow(const Layer &layer,
                                                           ArrayRef<KerasTensor> inputs) {
  const LayerRow &row = *layer.row;
  if (inputs.size() < row.leastInputs || inputs.size() > row.mostInputs) {
    InFlightDiagnostic error = build.emitError();
    error << "there are " << inputs.size() << " inputs when there should be " << row.leastInputs;
    if (row.mostInputs == kManyInputs)
      error << " or more";
    else if (row.mostInputs != row.leastInputs)
      error << " to " << row.mostInputs;
    return error;
  }
  if (!inputs.empty() &&
      llvm::all_of(inputs, [](const KerasTensor &input) { return input.constant; }))
    return build.emitError() << "all its inputs are numbers";
  // A layer casts floats to the type it computes in.
  Type elementType = computeType((*layer.config)["dtype"], places.context);
  SmallVector<KerasTensor> cast(inputs);
  for (KerasTensor &input : cast) {
    if (input.constant || layer.isOperation())
      continue;
    if (isa<FloatType>(nn::typeOf(input.value).getElementType()))
      input.value = build.cast(input.value, elementType);
    if (!input.value)
      return failure();
    if (nn::typeOf(input.value).getRank() == 0)
      return build.emitError() << "an input is a scalar when it should have a batch axis";
  }
  KerasNode node(layer, build, *this, cast);
  isWeightUnreadable = false;
  if (failed(row.function(node)))
    return failure();
  SmallVector<KerasTensor> outputs = node.takeOutputs();
  if (llvm::any_of(outputs, [](const KerasTensor &output) { return !output.value; }))
    return failure();
  if (row.masks == MaskRule::Keep && !outputs.empty())
    outputs.front().mask = cast.front().mask;
  return outputs;
}

Value KerasImporter::weight(const Layer &layer, StringRef name, ArrayRef<int64_t> shape,
                            Type elementType) {
  auto slot = llvm::find_if(
      layer.weights, [&](const WeightSlot &candidate) { return name == candidate.row->name; });
  assert(slot != layer.weights.end() && "the row lists every weight that its function reads");
  Value &known = weights[{&*slot, elementType}];
  if (known && nn::shapeOf(known) == shape)
    return known;
  if (isWeightUnreadable)
    return {};
  isWeightUnreadable = true;
  if (!build.fits(RankedTensorType::get(shape, elementType)))
    return {};
  auto tensor = file.weights->read(*slot, shape, places.context);
  if (!tensor) {
    build.emitError() << toString(tensor.takeError());
    return {};
  }
  isWeightUnreadable = false;
  known = build.cast(build.constant(*tensor), elementType);
  return known;
}
