//===- KerasModel.cpp - a network as its configuration describes it -------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The walk does not stop at a problem: a user learns of all of them in one run.
//
//===----------------------------------------------------------------------===//

#include "frontend/keras/KerasModel.h"

#include "frontend/keras/KerasGraph.h"

#include "llvm/ADT/StringMap.h"

#include <cctype>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

//===----------------------------------------------------------------------===//
// Places
//===----------------------------------------------------------------------===//

Location KerasPlaces::locationOf(const Json *place, StringRef name) const {
  unsigned line = hasLines && place ? place->line : 0;
  Location location = FileLineColLoc::get(&context, path, line, 0);
  return name.empty() ? location
                      : Location(NameLoc::get(StringAttr::get(&context, name), location));
}

std::string KerasPlaces::titleOf(const Layer &layer) const {
  std::string pointer = layer.place ? root.pointerTo(*layer.place) : "";
  return layer.className + (layer.isModel() ? " model '" : " layer '") + layer.name + "'" +
         (pointer.empty() ? "" : " at " + pointer);
}

InFlightDiagnostic KerasPlaces::emitError(const Json &place) const {
  InFlightDiagnostic diagnostic = mlir::emitError(locationOf(&place));
  if (std::string pointer = root.pointerTo(place); !pointer.empty())
    diagnostic << pointer << ": ";
  return diagnostic;
}

InFlightDiagnostic KerasPlaces::emitError(const Layer &layer, const Json *place) const {
  const Json *where = place && place->line ? place : layer.place;
  return mlir::emitError(locationOf(where, layer.name)) << titleOf(layer) << ": ";
}

//===----------------------------------------------------------------------===//
// Layers
//===----------------------------------------------------------------------===//

std::string unspool::frontend::toSnakeCase(StringRef name) {
  // Keras: (.)([A-Z][a-z]+) and then ([a-z])([A-Z]) get a '_' in the middle.
  auto isLower = [&](size_t i) { return i < name.size() && std::islower(name[i]); };
  auto isUpper = [&](size_t i) { return i < name.size() && std::isupper(name[i]); };
  std::string result;
  for (size_t i = 0; i < name.size(); ++i) {
    if (i > 0 && isUpper(i) && (isLower(i + 1) || isLower(i - 1)))
      result += '_';
    result += std::tolower(name[i]);
  }
  return result;
}

namespace {

const Json &emptyObject() {
  static const Json object = [] {
    Json json;
    json.kind = Json::Kind::Object;
    return json;
  }();
  return object;
}

bool isModelClass(StringRef className) {
  return className == "Sequential" || className == "Functional" || className == "Model";
}

class Describer {
public:
  Describer(const KerasPlaces &places, bool isVersion2, ImportReport &report)
      : places(places), isVersion2(isVersion2), report(report) {}

  FailureOr<Layer> run() {
    StringRef className = places.root["class_name"].text;
    if (!isModelClass(className)) {
      unsupported();
      if (className.empty())
        return places.emitError(places.root)
               << "there is no \"class_name\"; a network is {\"class_name\": \"Sequential\", "
                  "\"config\": {\"layers\": [...]}}, as model.to_json() writes it";
      return places.emitError(places.root)
             << "class '" << className
             << "' is not supported (supported: Sequential and Functional models; a subclassed "
                "model holds Python code)";
    }
    Layer model = describeLayer(places.root, true);
    if (model.name.empty())
      model.name = toSnakeCase(model.className);
    if (report.failure != ImportReport::Failure::None)
      return failure();
    return model;
  }

private:
  void unsupported() {
    if (report.failure == ImportReport::Failure::None)
      report.failure = ImportReport::Failure::Unsupported;
  }
  InFlightDiagnostic invalid(const Json &place) {
    report.failure = ImportReport::Failure::Invalid;
    return places.emitError(place);
  }

  Layer describeLayer(const Json &json, bool isTrainable) {
    Layer layer;
    layer.place = &json;
    layer.className = json["class_name"].text;
    if (isOperation(json))
      layer.className = "ops." + layer.className;
    const Json &config = json["config"];
    bool isOldSequential = layer.className == "Sequential" && config.isList();
    layer.config = config.isObject() ? &config : &emptyObject();
    layer.name =
        (*layer.config)["name"].isText() ? (*layer.config)["name"].text : json["name"].text;
    const Json &trainable = (*layer.config)["trainable"];
    layer.isTrainable = isTrainable && (trainable.kind != Json::Kind::Flag || trainable.flag);
    if (!json.isObject() || layer.className.empty())
      invalid(json) << "a layer is an object with a \"class_name\", but this is "
                    << json.describe();
    else if (!config.isObject() && !config.isNull() && !isOldSequential)
      invalid(config) << "a layer's \"config\" is an object, but this is " << config.describe();
    else if (!isFromKeras(json))
      refuse(layer) << "it comes from module " << json["module"].describe()
                    << ", not from Keras: custom layers hold Python code, which is never run";
    else if (isModelClass(layer.className))
      describeModel(layer, isOldSequential ? config : (*layer.config)["layers"]);
    else if ((layer.row = findLayer(layer.className)))
      describeRow(layer);
    else
      refuseClass(layer);
    return layer;
  }

  /// A call of a function of keras.ops: its module says so. Files in HDF5 have none; there, the
  /// operands of Add are two arguments, where the layer Add has a list of them as one.
  static bool isOperation(const Json &json) {
    if (auto module = json["module"].asText())
      return module->starts_with("keras.src.ops");
    const std::string &name = json["class_name"].text;
    return findLayer("ops." + name) &&
           (!findLayer(name) || json["inbound_nodes"][0]["args"].items.size() > 1);
  }

  static bool isFromKeras(const Json &json) {
    auto module = json["module"].asText();
    return !module || module->starts_with("keras") || module->starts_with("tf_keras") ||
           module->starts_with("tensorflow.python.keras") || *module == "builtins";
  }

  InFlightDiagnostic refuse(const Layer &layer) {
    unsupported();
    return mlir::emitError(places.locationOf(layer.place, layer.name))
           << layer.className << " layer '" << layer.name << "' at "
           << places.root.pointerTo(*layer.place) << ": ";
  }

  void refuseClass(const Layer &layer) {
    InFlightDiagnostic error = refuse(layer);
    error << "class " << layer.className << " is not supported";
    if (StringRef reason = reasonAgainst(layer.className); !reason.empty())
      error << ": " << reason;
    else if (std::string similar = similarLayer(layer.className); !similar.empty())
      error << " (supported: " << similar << ")";
    else
      error << "; `unspool list layers` shows those that are";
  }

  void describeRow(Layer &layer) {
    layer.className = layer.row->name;
    checkAttributes(layer, places, report);
    for (const AttributeRow &attribute : layer.row->attributes) {
      const Json &value = (*layer.config)[attribute.name];
      if (attribute.kind == AttributeKind::Layer && value.isObject())
        layer.inner.push_back(describeInner(value, layer));
      if (attribute.kind == AttributeKind::Layers)
        for (const Json &item : value.items)
          layer.inner.push_back(describeInner(item, layer));
    }
    // Without a backward_layer, the layer itself runs the other way, too.
    if (layer.className == "Bidirectional" && layer.inner.size() == 1) {
      layer.inner.push_back(layer.inner.front());
      layer.inner.front().name = "forward_" + layer.inner.front().name;
      layer.inner.back().name = "backward_" + layer.inner.back().name;
    }
  }

  Layer describeInner(const Json &json, const Layer &outer) {
    Layer layer = describeLayer(json, outer.isTrainable);
    if (layer.name.empty())
      layer.name = outer.name;
    return layer;
  }

  void describeModel(Layer &model, const Json &layers) {
    if (!layers.isList() || layers.items.empty()) {
      invalid(*model.place) << "a model has a list of \"layers\" that is not empty";
      return;
    }
    llvm::StringMap<unsigned> automaticNames;
    for (const Json &json : layers.items) {
      Layer layer = describeLayer(json, model.isTrainable);
      if (layer.name.empty()) {
        unsigned number = automaticNames[layer.className]++;
        layer.name = toSnakeCase(layer.className) + (number ? "_" + std::to_string(number) : "");
      }
      model.inner.push_back(std::move(layer));
    }
    if (!connectLayers(model, places, isVersion2))
      report.failure = ImportReport::Failure::Invalid;
  }

  const KerasPlaces &places;
  bool isVersion2;
  ImportReport &report;
};

} // namespace

FailureOr<Layer> unspool::frontend::describeKerasModel(const KerasPlaces &places, bool isVersion2,
                                                       ImportReport &report) {
  return Describer(places, isVersion2, report).run();
}

Json unspool::frontend::attributeOf(const Layer &layer, StringRef name) {
  if (const Json *given = layer.config->find(name))
    return *given;
  for (const AttributeRow &row : layer.row->attributes)
    if (name == row.name && row.otherwise)
      return defaultOf(row);
  return Json();
}
