//===- JsonSchema.cpp - the schema of model descriptions ------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// JSON Schema (2020-12) of what the importer takes, from its own table: editors
// complete and check descriptions with it. docs/model.schema.json is this text.
//
//===----------------------------------------------------------------------===//

#include "frontend/Frontend.h"
#include "frontend/keras/Activations.h"
#include "frontend/keras/LayerTable.h"

#include <nlohmann/json.hpp>

using namespace mlir;
using namespace unspool::frontend;

namespace {

using Schema = nlohmann::ordered_json;

Schema ofType(const char *type) { return {{"type", type}}; }
Schema listOf(Schema item) { return {{"type", "array"}, {"items", std::move(item)}}; }
Schema anyOf(std::initializer_list<Schema> choices) { return {{"anyOf", choices}}; }
Schema reference(const std::string &name) { return {{"$ref", "#/$defs/" + name}}; }

Schema integerFrom(int64_t least) { return {{"type", "integer"}, {"minimum", least}}; }

Schema ofKind(const AttributeRow &row) {
  switch (row.kind) {
  case AttributeKind::Count:
    return integerFrom(1);
  case AttributeKind::Integer:
    return ofType("integer");
  case AttributeKind::Number:
    return ofType("number");
  case AttributeKind::Flag: {
    Schema flag = anyOf({ofType("boolean"), {{"enum", {0, 1}}}});
    return StringRef(row.choices) == "false" ? Schema{{"enum", {false, 0}}} : flag;
  }
  case AttributeKind::Choice: {
    SmallVector<StringRef> choices;
    StringRef(row.choices).split(choices, ' ');
    Schema words = Schema::array();
    for (StringRef choice : choices)
      words.push_back(choice == "null" ? Schema() : Schema(choice.str()));
    return {{"enum", words}};
  }
  case AttributeKind::Extents:
    return anyOf({integerFrom(1), listOf(integerFrom(1))});
  case AttributeKind::Amounts:
    return anyOf({integerFrom(0), listOf(anyOf({integerFrom(0), listOf(integerFrom(0))}))});
  case AttributeKind::Shape:
    return listOf(anyOf({integerFrom(-1), ofType("null")}));
  case AttributeKind::Axes:
    return anyOf({ofType("integer"), listOf(ofType("integer"))});
  case AttributeKind::Numbers:
    return reference("numbers");
  case AttributeKind::Activation:
    return reference(StringRef(row.choices) == "cell" ? "cellActivation" : "activation");
  case AttributeKind::Layer:
    return reference("layer");
  case AttributeKind::Layers:
    return listOf(reference("layer"));
  case AttributeKind::Training:
    return true;
  }
  llvm_unreachable("covered");
}

Schema configOf(const LayerRow &row) {
  Schema properties = Schema::object(), required = Schema::array();
  properties["name"] = ofType("string");
  for (const AttributeRow &attribute : row.attributes) {
    Schema schema = ofKind(attribute);
    if (!attribute.otherwise)
      required.push_back(attribute.name);
    else if (StringRef(attribute.otherwise) == "null" && attribute.kind != AttributeKind::Training)
      schema = anyOf({schema, ofType("null")});
    if (attribute.otherwise && StringRef(attribute.otherwise) != "null" && schema.is_object())
      schema["default"] = Schema::parse(attribute.otherwise);
    properties[attribute.name] = schema;
  }
  for (const char *common : {"trainable", "dtype", "batch_input_shape", "input_shape",
                             "input_dtype", "autocast", "seed"})
    properties[common] = true;
  Schema config{{"type", "object"},
                {"properties", properties},
                {"patternProperties", {{"_(initializer|regularizer|constraint)$", true}}},
                {"additionalProperties", ofType("null")}};
  if (!required.empty())
    config["required"] = required;
  return config;
}

Schema activationSchema(bool inCells) {
  Schema names{{"enum", activationNames(inCells)}};
  return anyOf({names, ofType("null"), ofType("object")});
}

/// {"class_name": "Dense", "config": {...}}, the config being of the class.
Schema layerSchema() {
  Schema classes = {"Sequential", "Functional", "Model"}, cases = Schema::array();
  for (const LayerRow *row : allLayers()) {
    if (StringRef(row->name).starts_with("ops."))
      continue;
    Schema names = Schema::array({row->name});
    for (const std::string &other : otherNames(row->name))
      names.push_back(other);
    for (const Schema &name : names)
      classes.push_back(name);
    Schema then{{"properties", {{"config", reference(row->name)}}}};
    if (llvm::any_of(row->attributes, [](const AttributeRow &a) { return !a.otherwise; }))
      then["required"] = {"config"};
    cases.push_back(
        {{"if", {{"properties", {{"class_name", {{"enum", names}}}}}}}, {"then", then}});
  }
  cases.push_back(
      {{"if",
        {{"properties", {{"class_name", {{"enum", {"Sequential", "Functional", "Model"}}}}}}}},
       {"then", {{"required", {"config"}}, {"properties", {{"config", reference("model")}}}}}});
  Schema properties{{"class_name", {{"enum", classes}}},
                    {"name", ofType("string")},
                    {"inbound_nodes", ofType("array")}};
  // An operation of keras.ops, which only Keras itself writes, names its module.
  Schema isOperation{{"properties", {{"module", {{"pattern", "^keras\\.src\\.ops"}}}}},
                     {"required", {"module"}}};
  return {{"type", "object"},
          {"required", {"class_name"}},
          {"if", isOperation},
          {"else", {{"properties", properties}, {"allOf", cases}}}};
}

} // namespace

std::string unspool::frontend::descriptionSchema() {
  Schema model{{"type", "object"},
               {"required", {"layers"}},
               {"properties",
                {{"name", ofType("string")},
                 {"layers", {{"type", "array"}, {"minItems", 1}, {"items", reference("layer")}}},
                 {"input_layers", true},
                 {"output_layers", true}}}};
  Schema definitions{{"model", model},
                     {"layer", layerSchema()},
                     {"numbers", anyOf({ofType("number"), listOf(reference("numbers"))})},
                     {"activation", activationSchema(false)},
                     {"cellActivation", activationSchema(true)}};
  for (const LayerRow *row : allLayers())
    if (!StringRef(row->name).starts_with("ops."))
      definitions[row->name] = configOf(*row);
  Schema schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                {"title", "Unspool model description"},
                {"type", "object"},
                {"required", {"class_name", "config"}},
                {"properties",
                 {{"class_name", {{"enum", {"Sequential", "Functional", "Model"}}}},
                  {"config", reference("model")},
                  {"keras_version", ofType("string")}}},
                {"$defs", definitions}};
  return schema.dump(1);
}
