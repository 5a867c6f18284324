//===- KerasGraph.cpp - how the layers of a model are connected -----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `inbound_nodes` of a layer lists its calls, in one of three forms:
//
//   Keras 3   {"args": [tensor, ...], "kwargs": {...}}, a tensor being an object
//             whose "keras_history" is [layer, call, output]
//   Keras 2   [[layer, call, output, kwargs], ...]
//   by hand   ["layer", ...]: the outputs of these layers; a list of such lists is
//             one call each, a plain list of names is one call
//
//===----------------------------------------------------------------------===//

#include "frontend/keras/KerasGraph.h"

#include "llvm/ADT/StringMap.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

SmallVector<TensorRef> inputsAndMask(const LayerCall &call) {
  SmallVector<TensorRef> refs(call.inputs);
  if (call.mask)
    refs.push_back(*call.mask);
  return refs;
}

class Connector {
public:
  Connector(Layer &model, const KerasPlaces &places, bool isVersion2)
      : model(model), places(places), isVersion2(isVersion2) {}

  bool run() {
    for (auto [i, layer] : llvm::enumerate(model.inner))
      if (!numbers.try_emplace(layer.name, i).second)
        error(layer, layer.place) << "there are two layers named '" << layer.name << "'";
    if (model.isSequential())
      chain();
    else
      connect();
    return good;
  }

private:
  InFlightDiagnostic error(const Layer &layer, const Json *place) {
    good = false;
    return places.emitError(layer, place);
  }

  static bool isInput(const Layer &layer) { return layer.className == "InputLayer"; }

  //===--------------------------------------------------------------------===//
  // Sequential
  //===--------------------------------------------------------------------===//

  void chain() {
    if (!isInput(model.inner.front()))
      model.inner.insert(model.inner.begin(), impliedInput());
    for (auto [i, layer] : llvm::enumerate(model.inner)) {
      LayerCall call;
      call.place = layer.place;
      if (i > 0)
        call.inputs.push_back({i - 1, 0, 0, nullptr});
      layer.calls.push_back(std::move(call));
    }
    model.inputs.push_back({0, 0, 0, nullptr});
    model.outputs.push_back({model.inner.size() - 1, 0, 0, nullptr});
  }

  /// The input of a Sequential model that does not begin with an InputLayer, named
  /// as Keras 2 names it. Its shape is where the first layer, or the model, has it.
  Layer impliedInput() {
    const Layer &first = model.inner.front();
    Layer input;
    input.className = "InputLayer";
    input.row = findLayer("InputLayer");
    input.name = first.name + "_input";
    input.place = first.place;
    input.config = first.config;
    if (first.isModel() && !first.inputs.empty()) {
      const Layer &inner = first.inner[first.inputs.front().layer];
      input.config = inner.config;
      input.impliedShape = inner.impliedShape;
    }
    for (const Json *holder : {first.place, model.place})
      if (!input.impliedShape && (*holder)["build_config"]["input_shape"].isList())
        input.impliedShape = &(*holder)["build_config"]["input_shape"];
    return input;
  }

  //===--------------------------------------------------------------------===//
  // Functional
  //===--------------------------------------------------------------------===//

  void connect() {
    for (Layer &layer : model.inner) {
      if (isInput(layer)) {
        layer.calls.push_back({{}, std::nullopt, layer.place});
        continue;
      }
      const Json &nodes = (*layer.place)["inbound_nodes"];
      bool isPlain = !nodes.items.empty() &&
                     llvm::all_of(nodes.items, [](const Json &node) { return node.isText(); });
      if (!nodes.isList() || nodes.items.empty())
        error(layer, &nodes) << "\"inbound_nodes\" should list what the layer reads";
      else if (isPlain)
        addCall(layer, nodes);
      else
        for (const Json &node : nodes.items)
          addCall(layer, node);
    }
    const Json &config = *model.config;
    if (config["input_layers"].isNull()) {
      for (auto [i, layer] : llvm::enumerate(model.inner))
        if (isInput(layer))
          model.inputs.push_back({i, 0, 0, nullptr});
    } else {
      readRefs(model, config["input_layers"], model.inputs);
    }
    if (config["output_layers"].isNull())
      error(model, model.place)
          << "\"output_layers\" is missing; write [\"name of the last layer\"]";
    else
      readRefs(model, config["output_layers"], model.outputs);
    checkRefs();
  }

  void addCall(Layer &layer, const Json &node) {
    LayerCall call;
    call.place = &node;
    if (node.isObject() && layer.className == "ops.GetItem") {
      readTensors(layer, node["args"][0], call.inputs);
      call.inputs.push_back({0, 0, 0, &node["args"][1]});
    } else if (node.isObject()) {
      readTensors(layer, node["args"], call.inputs);
      readKeywords(layer, node["kwargs"], call);
    } else {
      readRefs(layer, node, call.inputs);
      if (node.isList())
        for (const Json &entry : node.items)
          readKeywords(layer, entry[3], call);
    }
    layer.calls.push_back(std::move(call));
  }

  /// Every tensor inside a Keras 3 argument, in order, and for operations every number.
  void readTensors(const Layer &reader, const Json &value, SmallVectorImpl<TensorRef> &refs) {
    const Json &history = value["config"]["keras_history"];
    if (history.isList()) {
      readRef(reader, history, refs, /*ofTensor=*/true);
      return;
    }
    for (const Json &item : value.items)
      readTensors(reader, item, refs);
    if (reader.isOperation() && (value.isNumber() || value.kind == Json::Kind::Flag))
      refs.push_back({0, 0, 0, &value});
    else if (!value.isList() && !saysNothing(value))
      error(reader, &value) << "a call's argument is " << value.describe()
                            << " when it should be a tensor";
  }

  static bool saysNothing(const Json &value) {
    return value.isNull() || (value.kind == Json::Kind::Flag && !value.flag);
  }

  /// Arguments by keyword: initial states are further inputs; what is null or false
  /// says nothing; all others but the mask are refused.
  void readKeywords(const Layer &reader, const Json &keywords, LayerCall &call) {
    for (const auto &[name, value] : keywords.members) {
      if (saysNothing(value))
        continue;
      SmallVector<TensorRef> refs;
      if (name != "initial_state" && name != "mask")
        error(reader, &value) << "the call has argument '" << name << "' = " << value.describe()
                              << ", which is not supported (supported: initial_state, mask)";
      else if (isHistory(value) || (value.isList() && isHistory(value[0])))
        readRefs(reader, value, refs);
      else
        readTensors(reader, value, refs);
      if (name == "initial_state")
        call.inputs.append(refs);
      else if (name == "mask" && !refs.empty())
        call.mask = refs.front();
    }
  }

  /// ["name", call, output, ...]
  static bool isHistory(const Json &value) {
    return value.isList() && value[0].isText() && value[1].isInteger();
  }

  /// One reference, a list of them (of lists: an RNN's states), or an object of them (by name).
  void readRefs(const Layer &reader, const Json &value, SmallVectorImpl<TensorRef> &refs) {
    if (value.isText() || isHistory(value)) {
      readRef(reader, value, refs);
    } else if (value.isList()) {
      for (const Json &item : value.items) {
        if (item.isText() || isHistory(item))
          readRef(reader, item, refs);
        else if (item.isList())
          readRefs(reader, item, refs);
        else
          error(reader, &item) << "a reference is \"layer\" or [\"layer\", call, output], but this "
                                  "is "
                               << item.describe();
      }
    } else if (value.isObject()) {
      std::vector<std::pair<StringRef, const Json *>> sorted;
      for (const auto &[name, item] : value.members)
        sorted.emplace_back(name, &item);
      llvm::sort(sorted);
      for (const auto &[name, item] : sorted)
        readRef(reader, *item, refs);
    } else {
      error(reader, &value) << "a reference is \"layer\" or [\"layer\", call, output], but this is "
                            << value.describe();
    }
  }

  void readRef(const Layer &reader, const Json &value, SmallVectorImpl<TensorRef> &refs,
               bool ofTensor = false) {
    StringRef name = value.isText() ? value.text : value[0].text;
    auto found = numbers.find(name);
    if (found == numbers.end()) {
      error(reader, &value) << "there is no layer '" << name << "' to read from";
      return;
    }
    int64_t call = value[1].integer, output = value[2].integer;
    if (call < 0 || output < 0) {
      error(reader, &value) << "a call and an output are counted from 0";
      return;
    }
    if (!ofTensor && value.isList() && call > 0 && countsFromOne(model.inner[found->second]))
      --call;
    refs.push_back({found->second, size_t(call), size_t(output), nullptr});
  }

  /// A model counts the call that made it from its own inputs, which is not listed: a
  /// Functional one in every version of Keras, a Sequential one in Keras 2. The tensors
  /// that Keras 3 lists as arguments (`ofTensor`) count listed calls only.
  bool countsFromOne(const Layer &layer) const {
    return layer.isModel() && !layer.inner.empty() &&
           (!layer.isSequential() || (isVersion2 && !layer.inner.front().impliedShape));
  }

  /// Calls that are referred to exist, and the inputs are InputLayers.
  void checkRefs() {
    auto check = [&](const Layer &reader, const Json *place, ArrayRef<TensorRef> refs) {
      for (const TensorRef &ref : refs)
        if (!ref.constant && ref.call >= model.inner[ref.layer].calls.size())
          error(reader, place) << "it reads call " << ref.call << " of layer '"
                               << model.inner[ref.layer].name << "', which is called "
                               << model.inner[ref.layer].calls.size() << " times";
    };
    for (const Layer &layer : model.inner)
      for (const LayerCall &call : layer.calls)
        check(layer, call.place, inputsAndMask(call));
    check(model, model.place, model.inputs);
    check(model, model.place, model.outputs);
    for (const TensorRef &ref : model.inputs)
      if (!isInput(model.inner[ref.layer]))
        error(model, model.place) << "'" << model.inner[ref.layer].name
                                  << "' is an input of the model, but no InputLayer";
  }

  Layer &model;
  const KerasPlaces &places;
  bool isVersion2;
  llvm::StringMap<size_t> numbers;
  bool good = true;
};

} // namespace

bool unspool::frontend::connectLayers(Layer &model, const KerasPlaces &places, bool isVersion2) {
  return Connector(model, places, isVersion2).run();
}

FailureOr<SmallVector<OrderedCall>> unspool::frontend::orderCalls(const Layer &model,
                                                                  const KerasPlaces &places) {
  // Kahn's algorithm; calls that are ready keep the order of the file.
  std::vector<std::vector<size_t>> missing(model.inner.size());
  std::vector<std::vector<std::vector<OrderedCall>>> readers(model.inner.size());
  SmallVector<OrderedCall> ready;
  size_t total = 0;
  for (auto [i, layer] : llvm::enumerate(model.inner)) {
    missing[i].resize(layer.calls.size());
    readers[i].resize(layer.calls.size());
    total += layer.calls.size();
  }
  for (auto [i, layer] : llvm::enumerate(model.inner))
    for (auto [k, call] : llvm::enumerate(layer.calls)) {
      for (const TensorRef &ref : inputsAndMask(call))
        if (!ref.constant) {
          ++missing[i][k];
          readers[ref.layer][ref.call].push_back({i, k});
        }
      if (missing[i][k] == 0)
        ready.push_back({i, k});
    }
  for (size_t next = 0; next < ready.size(); ++next) {
    OrderedCall done = ready[next];
    for (const OrderedCall &reader : readers[done.layer][done.call])
      if (--missing[reader.layer][reader.call] == 0)
        ready.push_back(reader);
  }
  if (ready.size() == total)
    return ready;
  InFlightDiagnostic error = places.emitError(model);
  error << "its layers wait for each other in a cycle: ";
  bool isFirst = true;
  for (auto [i, layer] : llvm::enumerate(model.inner))
    if (llvm::any_of(missing[i], [](size_t count) { return count > 0; })) {
      error << (isFirst ? "'" : ", '") << layer.name << "'";
      isFirst = false;
    }
  return error;
}
