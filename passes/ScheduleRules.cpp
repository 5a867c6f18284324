//===- ScheduleRules.cpp - which schedules were asked for -----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/ScheduleRules.h"

#include "passes/Passes.h"

using namespace mlir;

namespace unspool::nn {

namespace {
constexpr StringLiteral kKind = "kind", kLayers = "layers", kResult = "result", kName = "name",
                        kParameters = "parameters", kAlgorithm = "algorithm";

StringRef textOf(DictionaryAttr rule, StringRef key) {
  auto text = rule.getAs<StringAttr>(key);
  return text ? text.getValue() : StringRef();
}
} // namespace

StringRef layerName(Location location) {
  if (auto name = dyn_cast<NameLoc>(location))
    return name.getName();
  if (auto fused = dyn_cast<FusedLoc>(location))
    for (Location part : fused.getLocations())
      if (StringRef name = layerName(part); !name.empty())
        return name;
  return "";
}

void noteSchedules(ModuleOp module, llvm::ArrayRef<ScheduleRule> rules) {
  if (rules.empty())
    return;
  Builder builder(module.getContext());
  llvm::SmallVector<Attribute> list;
  for (const ScheduleRule &rule : rules) {
    NamedAttrList parts;
    auto setText = [&](StringRef key, StringRef text) {
      if (!text.empty())
        parts.set(key, builder.getStringAttr(text));
    };
    setText(kKind, rule.kind);
    setText(kName, rule.name);
    setText(kAlgorithm, rule.algorithm);
    if (!rule.layers.empty()) {
      llvm::SmallVector<StringRef> layers(rule.layers.begin(), rule.layers.end());
      parts.set(kLayers, builder.getStrArrayAttr(layers));
    }
    if (!rule.result.empty())
      parts.set(kResult, builder.getDenseI64ArrayAttr(rule.result));
    NamedAttrList parameters;
    for (const auto &[name, value] : rule.parameters)
      parameters.set(name, builder.getI64IntegerAttr(value));
    if (!parameters.empty())
      parts.set(kParameters, parameters.getDictionary(module.getContext()));
    list.push_back(parts.getDictionary(module.getContext()));
  }
  module->setAttr(kSchedulesAttr, builder.getArrayAttr(list));
}

ScheduleRules::ScheduleRules(func::FuncOp function) {
  auto module = function->getParentOfType<ModuleOp>();
  if (auto list = module ? module->getAttrOfType<ArrayAttr>(kSchedulesAttr) : ArrayAttr())
    llvm::append_range(rules, list.getAsRange<DictionaryAttr>());
}

StringRef ScheduleRules::kind(size_t rule) const { return textOf(rules[rule], kKind); }

llvm::SmallVector<StringRef> ScheduleRules::layers(size_t rule) const {
  llvm::SmallVector<StringRef> names;
  if (auto list = rules[rule].getAs<ArrayAttr>(kLayers))
    for (auto name : list.getAsRange<StringAttr>())
      names.push_back(name.getValue());
  return names;
}

std::optional<size_t> ScheduleRules::find(StringRef kernelKind, Operation *op) const {
  for (size_t rule = rules.size(); rule-- > 0;) {
    llvm::SmallVector<StringRef> names = layers(rule);
    auto result = rules[rule].getAs<DenseI64ArrayAttr>(kResult);
    if ((kind(rule).empty() || kind(rule) == kernelKind) &&
        (names.empty() || llvm::is_contained(names, layerName(op->getLoc()))) &&
        (!result || result.asArrayRef() == shapeOf(op->getResult(0))))
      return rule;
  }
  return std::nullopt;
}

DictionaryAttr ScheduleRules::schedule(size_t rule) const {
  NamedAttrList parts(rules[rule].getAs<DictionaryAttr>(kParameters));
  if (auto name = rules[rule].getAs<StringAttr>(kName))
    parts.set(kName, name);
  return parts.getDictionary(rules[rule].getContext());
}

StringRef ScheduleRules::name(StringRef kernelKind, Operation *op) const {
  std::optional<size_t> rule = find(kernelKind, op);
  return rule ? textOf(rules[*rule], kName) : StringRef();
}

std::optional<int64_t> ScheduleRules::parameter(StringRef kernelKind, Operation *op,
                                                StringRef name) const {
  std::optional<size_t> rule = find(kernelKind, op);
  auto value = rule ? schedule(*rule).getAs<IntegerAttr>(name) : IntegerAttr();
  return value ? std::optional<int64_t>(value.getInt()) : std::nullopt;
}

std::vector<std::string> ScheduleRules::algorithms() const {
  std::vector<std::string> orders;
  for (size_t rule = 0; rule < rules.size(); ++rule) {
    std::string algorithm = textOf(rules[rule], kAlgorithm).str();
    if (algorithm.empty())
      continue;
    for (StringRef layer : layers(rule))
      orders.push_back(layer.str() + "=" + algorithm);
    if (layers(rule).empty())
      orders.push_back(algorithm);
  }
  return orders;
}

} // namespace unspool::nn
