//===- ScheduleSchema.cpp - documents: their text and their schema --------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Both from the tables of the kernel emitter. docs/schedules.schema.json is the schema.
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/Kernels.h"
#include "ir/Winograd.h"
#include "tools/driver/Schedules.h"

#include <nlohmann/json.hpp>

namespace unspool {
namespace {

using Value = nlohmann::ordered_json;

/// On one line, with spaces.
std::string lineOf(const Value &value) {
  auto join = [](const Value &list, auto textOf) {
    std::string text;
    for (auto item = list.begin(); item != list.end(); ++item)
      text += (text.empty() ? "" : ", ") + textOf(item);
    return text;
  };
  // Names in a model need not be UTF-8.
  auto plain = [](const Value &scalar) {
    return scalar.dump(-1, ' ', false, Value::error_handler_t::replace);
  };
  if (value.is_array())
    return "[" + join(value, [](auto item) { return lineOf(*item); }) + "]";
  if (value.is_object())
    return "{" +
           join(value, [&](auto item) { return plain(item.key()) + ": " + lineOf(*item); }) + "}";
  return plain(value);
}

Value parametersOf(const nn::ScheduleRule &rule) {
  Value parameters = Value::object();
  for (const ScheduleParameter &row : scheduleParameters()) {
    auto found = rule.parameters.find(row.name);
    if (row.kind != rule.kind || row.schedule != rule.name || found == rule.parameters.end())
      continue;
    if (row.words.empty())
      parameters[row.name] = found->second;
    else
      parameters[row.name] = row.words.at(found->second - row.least);
  }
  return parameters;
}

} // namespace

std::string printSchedules(const ScheduleRules &rules, const std::vector<std::string> &comments) {
  std::string text = "{\"version\": 1, \"schedules\": [";
  for (size_t i = 0; i < rules.size(); ++i) {
    const nn::ScheduleRule &rule = rules[i];
    Value which = Value::object(), what = Value::object();
    if (!rule.kind.empty())
      which["kind"] = rule.kind;
    if (!rule.layers.empty())
      which["layers"] = rule.layers;
    if (!rule.result.empty())
      which["result"] = rule.result;
    if (!rule.name.empty())
      what["name"] = rule.name;
    if (Value parameters = parametersOf(rule); !parameters.empty())
      what["parameters"] = parameters;
    if (!rule.algorithm.empty())
      what["algorithm"] = rule.algorithm;
    if (i < comments.size())
      what["comment"] = comments[i];
    std::string first = lineOf(which), second = lineOf(what);
    text += (i ? ",\n  " : "\n  ") + first.substr(0, first.size() - 1) +
            (which.empty() || what.empty() ? "" : ",\n   ") + second.substr(1);
  }
  return text + (rules.empty() ? "]}\n" : "\n]}\n");
}

std::string scheduleSchema() {
  Value kinds = Value::array(), cases = Value::array(), names = Value::array();
  auto add = [](Value &list, const std::string &word) {
    if (std::find(list.begin(), list.end(), word) == list.end())
      list.push_back(word);
  };
  for (const ScheduleInfo &row : schedules()) {
    add(kinds, row.kind);
    add(names, row.name);
    Value properties = Value::object();
    for (const ScheduleParameter &parameter : scheduleParameters()) {
      if (parameter.kind != row.kind || parameter.schedule != row.name)
        continue;
      Value &schema = properties[parameter.name];
      schema["description"] = parameter.meaning;
      if (parameter.words.empty()) {
        schema["type"] = "integer";
        schema["minimum"] = parameter.least;
        schema["maximum"] = parameter.most;
      } else {
        schema["enum"] = parameter.words;
      }
    }
    Value condition{{"properties", {{"kind", {{"const", row.kind}}}, {"name", {{"const", row.name}}}}},
                    {"required", {"kind", "name"}}};
    Value parameters{{"type", "object"}, {"properties", properties}, {"additionalProperties", false}};
    cases.push_back({{"if", condition}, {"then", {{"properties", {{"parameters", parameters}}}}}});
  }
  for (const Value &kind : kinds) {
    Value own = Value::array();
    for (const ScheduleInfo &row : schedules())
      if (row.kind == kind.get<std::string>())
        own.push_back(row.name);
    cases.push_back({{"if", {{"properties", {{"kind", {{"const", kind}}}}}, {"required", {"kind"}}}},
                     {"then", {{"properties", {{"name", {{"enum", own}}}}}}}});
  }
  Value text{{"type", "string"}};
  Value properties{
      {"kind", {{"description", "of the kernels; any if it is missing"}, {"enum", kinds}}},
      {"layers", {{"description", "names of layers in the model; any if it is missing"},
                  {"type", "array"}, {"items", text}, {"minItems", 1}}},
      {"result", {{"description", "shape of the result of the op that the kind is named for: tells "
                                  "apart kernels of one layer"},
                  {"type", "array"}, {"items", {{"type", "integer"}, {"minimum", 0}}}}},
      {"name", {{"description", "of the schedule; the kind's own if it is missing"}, {"enum", names}}},
      {"parameters", {{"description", "those that are missing are derived from the kernel's shapes"},
                      {"type", "object"}}},
      {"algorithm", {{"description", "of convolutions"}, {"enum", kConvolutionAlgorithms}}},
      {"comment", text}};
  Value rule{{"type", "object"}, {"properties", properties}, {"additionalProperties", false},
             {"dependentRequired", {{"parameters", {"kind", "name"}}}}, {"allOf", cases}};
  Value schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
               {"title", "Schedules of Unspool's kernels"},
               {"type", "object"},
               {"properties", {{"$schema", text}, {"comment", text}, {"version", {{"const", 1}}},
                               {"schedules", {{"description", "of several that hold for a kernel, the "
                                                              "last counts"},
                                              {"type", "array"}, {"items", rule}}}}},
               {"required", {"version", "schedules"}},
               {"additionalProperties", false}};
  return schema.dump(2);
}

} // namespace unspool
