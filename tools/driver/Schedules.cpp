//===- Schedules.cpp - schedules as documents -----------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/Schedules.h"

#include "codegen/kernels/Kernels.h"
#include "frontend/Json.h"
#include "ir/Winograd.h"
#include "tools/driver/Statistics.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"

#include <set>

using unspool::frontend::Json;

namespace unspool {
namespace {

constexpr int64_t kVersion = 1;

llvm::Error failure(const llvm::Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

std::string listOf(const llvm::SetVector<llvm::StringRef> &names) {
  return names.empty() ? "none" : llvm::join(names, ", ");
}

llvm::SetVector<llvm::StringRef> kindsOf(llvm::ArrayRef<ScheduleInfo> rows) {
  llvm::SetVector<llvm::StringRef> kinds;
  for (const ScheduleInfo &row : rows)
    kinds.insert(row.kind);
  return kinds;
}

/// Names of the schedules of a kind, or of any if that is empty.
llvm::SetVector<llvm::StringRef> namesOf(llvm::ArrayRef<ScheduleInfo> rows, llvm::StringRef kind) {
  llvm::SetVector<llvm::StringRef> names;
  for (const ScheduleInfo &row : rows)
    if (kind.empty() || row.kind == kind)
      names.insert(row.name);
  return names;
}

/// Reads one document. The first mistake ends it.
class Reader {
public:
  Reader(const Json &root, llvm::StringRef file) : root(root), file(file) {}

  llvm::Expected<ScheduleRules> read() {
    if (!root.isObject() || !root["schedules"].isList())
      return fail(root, "should be an object with \"version\" and a list \"schedules\"");
    if (!root["version"].isInteger() || root["version"].integer != kVersion)
      return fail(root["version"].isNull() ? root : root["version"],
                  "\"version\" should be " + std::to_string(kVersion));
    if (llvm::Error error = checkMembers(root, {"version", "schedules", "comment", "$schema"}))
      return error;
    for (const Json &item : root["schedules"].items)
      if (llvm::Error error = readRule(item))
        return error;
    return std::move(rules);
  }

private:
  llvm::Error fail(const Json &place, const llvm::Twine &message) const {
    std::string pointer = &place == &root ? "" : root.pointerTo(place);
    return failure(file + (place.line ? ":" + std::to_string(place.line) : "") + ": " +
                   (pointer.empty() ? "" : pointer + ": ") + message);
  }

  llvm::Error checkMembers(const Json &object, llvm::ArrayRef<llvm::StringRef> known) const {
    for (const auto &[key, value] : object.members)
      if (!llvm::is_contained(known, key))
        return fail(value, "'" + key + "' is not known here; there are " + llvm::join(known, ", "));
    return llvm::Error::success();
  }

  /// Sets `to` if there is a member `key`, which must be one of `choices`.
  llvm::Error readWord(const Json &object, llvm::StringRef key,
                       const llvm::SetVector<llvm::StringRef> &choices, std::string &to) const {
    const Json *value = object.find(key);
    if (!value)
      return llvm::Error::success();
    if (!value->isText() || !choices.contains(value->text))
      return fail(*value, value->describe() + " is no " + key + "; there are " + listOf(choices));
    to = value->text;
    return llvm::Error::success();
  }

  llvm::Error readRule(const Json &item) {
    if (!item.isObject())
      return fail(item, "should be an object, with some of kind, layers, name, parameters, "
                        "algorithm");
    if (llvm::Error error = checkMembers(
            item, {"kind", "layers", "result", "name", "parameters", "algorithm", "comment"}))
      return error;
    nn::ScheduleRule rule;
    if (llvm::Error error = readWord(item, "kind", kindsOf(rows), rule.kind))
      return error;
    if (llvm::Error error = readWord(item, "name", namesOf(rows, rule.kind), rule.name))
      return error;
    llvm::SetVector<llvm::StringRef> algorithms;
    algorithms.insert_range(kConvolutionAlgorithms);
    if (llvm::Error error = readWord(item, "algorithm", algorithms, rule.algorithm))
      return error;
    bool isConvolution = llvm::is_contained({"", "conv", "winograd", "matmul", "strassen"},
                                            llvm::StringRef(rule.kind));
    if (!rule.algorithm.empty() && !isConvolution)
      return fail(item["algorithm"], "kernels of kind '" + rule.kind + "' have no algorithm");
    if (llvm::Error error = readLayers(item, rule))
      return error;
    if (llvm::Error error = readParameters(item, rule))
      return error;
    addRule(std::move(rule));
    return llvm::Error::success();
  }

  llvm::Error readLayers(const Json &item, nn::ScheduleRule &rule) const {
    if (const Json *layers = item.find("layers")) {
      if (!layers->isList() || layers->items.empty())
        return fail(*layers, "should be a list of the names of layers");
      for (const Json &layer : layers->items) {
        if (!layer.isText() || layer.text.empty())
          return fail(layer, layer.describe() + " should be the name of a layer");
        rule.layers.push_back(layer.text);
      }
    }
    if (const Json *result = item.find("result")) {
      if (!result->isList())
        return fail(*result, "should be a list of extents");
      for (const Json &extent : result->items) {
        if (!extent.isInteger() || extent.integer < 0)
          return fail(extent, extent.describe() + " should be an extent");
        rule.result.push_back(extent.integer);
      }
    }
    return llvm::Error::success();
  }

  llvm::Error readParameters(const Json &item, nn::ScheduleRule &rule) const {
    const Json *parameters = item.find("parameters");
    if (!parameters)
      return llvm::Error::success();
    if (!parameters->isObject())
      return fail(*parameters, "should be an object: parameters and their values");
    if (parameters->members.empty())
      return llvm::Error::success();
    if (rule.kind.empty() || rule.name.empty())
      return fail(*parameters, "parameters are those of a schedule: give \"kind\" and \"name\", too");
    for (const auto &[name, value] : parameters->members) {
      llvm::Expected<int64_t> number = readParameter(rule, name, value);
      if (!number)
        return number.takeError();
      rule.parameters[name] = *number;
    }
    return llvm::Error::success();
  }

  llvm::Expected<int64_t> readParameter(const nn::ScheduleRule &rule, llvm::StringRef name,
                                        const Json &value) const {
    llvm::SetVector<llvm::StringRef> names;
    for (const ScheduleParameter &row : table) {
      if (row.kind != rule.kind || row.schedule != rule.name)
        continue;
      names.insert(row.name);
      if (row.name != name)
        continue;
      auto word = llvm::find(row.words, value.text);
      if (value.isText() && word != row.words.end())
        return row.least + (word - row.words.begin());
      if (value.isInteger() && row.words.empty() && value.integer >= row.least &&
          value.integer <= row.most)
        return value.integer;
      return fail(value, "parameter '" + name + "' of " + rule.kind + " kernels is " +
                             value.describe() + " when it should be " +
                             (row.words.empty() ? "a whole number from " +
                                                      std::to_string(row.least) + " to " +
                                                      std::to_string(row.most)
                                                : llvm::join(row.words, " or ")));
    }
    return fail(value, "schedule '" + rule.name + "' of " + rule.kind +
                           " kernels has no parameter '" + name + "'; there are " + listOf(names));
  }

  /// A schedule without a kind is for the kinds that have it.
  void addRule(nn::ScheduleRule rule) {
    if (!rule.kind.empty() || rule.name.empty()) {
      rules.push_back(std::move(rule));
      return;
    }
    for (const ScheduleInfo &row : rows)
      if (row.name == rule.name) {
        rules.push_back(rule);
        rules.back().kind = row.kind;
      }
  }

  const Json &root;
  llvm::StringRef file;
  const std::vector<ScheduleInfo> rows = schedules();
  const std::vector<ScheduleParameter> table = scheduleParameters();
  ScheduleRules rules;
};

/// The op that a kernel's kind is named for, which is the last of its kind; or null.
const Node *anchorOf(const KernelSpec &kernel) {
  for (const Node &node : llvm::reverse(kernel.nodes)) {
    llvm::StringRef op = node.op;
    bool isConvolution = kernel.kind == "conv" || kernel.kind == "winograd" ||
                         kernel.kind == "depthwise";
    if ((isConvolution && op == "conv") ||
        ((kernel.kind == "matmul" || kernel.kind == "strassen") && op == "matmul") ||
        (kernel.kind == "cell" && op.ends_with("_cell")) ||
        (kernel.kind == "pool" && op.contains("_pool")))
      return &node;
  }
  return nullptr;
}

/// "direct", one of Winograd's or Strassen's; empty where there is no choice.
std::string algorithmOf(const KernelSpec &kernel) {
  if (kernel.kind == "conv")
    return "direct";
  const Node *anchor = anchorOf(kernel);
  bool isOther = kernel.kind != "winograd" && kernel.kind != "strassen" && kernel.kind != "matmul";
  if (isOther || !anchor || !anchor->attributes.count("algorithm"))
    return ""; // a product whose rows are no pixels
  return std::get<std::string>(anchor->attributes.at("algorithm"));
}

void collectLayers(const std::vector<Step> &steps, int kernel, std::vector<std::string> &layers) {
  for (const Step &step : steps) {
    if (step.kind == Step::Kind::Call && step.kernel == kernel && !step.layer.empty() &&
        !llvm::is_contained(layers, step.layer))
      layers.push_back(step.layer);
    collectLayers(step.body, kernel, layers);
  }
}

} // namespace

llvm::Expected<ScheduleRules> parseSchedules(llvm::StringRef text, llvm::StringRef name) {
  auto root = frontend::parseJson(text);
  if (!root)
    return failure(name + ": " + toString(root.takeError()));
  return Reader(**root, name).read();
}

llvm::Expected<ScheduleRules> schedulesNamed(llvm::StringRef nameOrFile) {
  std::vector<ScheduleInfo> rows = schedules();
  ScheduleRules rules;
  for (const ScheduleInfo &row : rows)
    if (row.name == nameOrFile) {
      rules.emplace_back();
      rules.back().kind = row.kind;
      rules.back().name = row.name;
    }
  if (!rules.empty())
    return rules;
  auto buffer = llvm::MemoryBuffer::getFile(nameOrFile);
  if (!buffer)
    return failure("'" + nameOrFile + "' is no schedule, of which there are " +
                   listOf(namesOf(rows, "")) + "; nor a file that can be read: " +
                   buffer.getError().message());
  return parseSchedules((*buffer)->getBuffer(), nameOrFile);
}

std::vector<std::string> layersOf(const ModelPlan &plan, int kernel) {
  std::vector<std::string> layers;
  collectLayers(plan.steps, kernel, layers);
  return layers;
}

SchedulesInUse schedulesInUse(const ModelPlan &plan, const std::string &target) {
  std::set<int> special; // they choose for themselves
  for (const KernelSpec &kernel : plan.kernels)
    special.insert(kernel.special.begin(), kernel.special.end());
  Statistics statistics = statisticsOf(plan);
  SchedulesInUse inUse;
  for (int index = 0; index < int(plan.kernels.size()); ++index) {
    const KernelSpec &kernel = plan.kernels[index];
    nn::ScheduleRule rule;
    rule.kind = kernel.kind;
    rule.layers = layersOf(plan, index);
    if (special.count(index) || rule.layers.empty())
      continue;
    const Node *anchor = anchorOf(kernel);
    rule.result = (anchor ? anchor->results[0] : kernel.typeOf(kernel.results[0])).shape;
    rule.name = kernel.schedule.name;
    for (const ParameterInUse &use : scheduleInUse(kernel, target).parameters)
      rule.parameters[use.name] = use.value;
    rule.algorithm = algorithmOf(kernel);
    bool isNew = true;
    for (size_t i = 0; i < inUse.rules.size() && isNew; ++i) {
      nn::ScheduleRule &other = inUse.rules[i];
      bool meets = other.kind == rule.kind && other.result == rule.result &&
                   llvm::any_of(rule.layers, [&](const std::string &layer) {
                     return llvm::is_contained(other.layers, layer);
                   });
      if (!meets)
        continue;
      isNew = false;
      if (flopsOf(kernel) > flopsOf(plan.kernels[inUse.kernels[i]])) {
        other = rule;
        inUse.kernels[i] = index;
      }
    }
    if (!isNew)
      continue;
    inUse.rules.push_back(std::move(rule));
    inUse.kernels.push_back(index);
  }
  for (int index : inUse.kernels) {
    const KernelSpec &kernel = plan.kernels[index];
    int64_t calls = statistics.calls[index];
    inUse.comments.push_back(kernel.name + ", called " + std::to_string(calls) +
                             (calls == 1 ? " time" : " times"));
  }
  return inUse;
}

std::vector<std::string> kernelsFollowing(const ModelPlan &plan, const std::string &target,
                                          const ScheduleRules &rules) {
  std::vector<std::string> names;
  if (rules.empty())
    return names;
  SchedulesInUse inUse = schedulesInUse(plan, target);
  for (size_t i = 0; i < inUse.rules.size(); ++i) {
    const nn::ScheduleRule &row = inUse.rules[i];
    bool follows = llvm::any_of(rules, [&](const nn::ScheduleRule &rule) {
      return rule.kind == row.kind && rule.layers == row.layers && rule.result == row.result &&
             rule.name == row.name && llvm::all_of(rule.parameters, [&](const auto &parameter) {
               auto place = row.parameters.find(parameter.first);
               return place != row.parameters.end() && place->second == parameter.second;
             });
    });
    if (follows)
      names.push_back(plan.kernels[inUse.kernels[i]].name);
  }
  return names;
}

std::string checkSchedules(const ModelPlan &plan, const std::string &target) {
  std::string errors;
  for (int index = 0; index < int(plan.kernels.size()); ++index) {
    std::string error = scheduleInUse(plan.kernels[index], target).error;
    if (error.empty())
      continue;
    std::vector<std::string> layers = layersOf(plan, index);
    errors += "kernel " + plan.kernels[index].name +
              (layers.empty() ? "" : " (" + llvm::join(layers, ", ") + ")") + ": " + error + "\n";
  }
  return errors;
}

} // namespace unspool
