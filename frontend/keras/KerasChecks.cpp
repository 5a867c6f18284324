//===- KerasChecks.cpp - attributes of layers against the table -----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// After this, importers read attributes without looking at types again.
//
//===----------------------------------------------------------------------===//

#include "frontend/keras/Activations.h"
#include "frontend/keras/KerasModel.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

/// Beyond this, products of extents and strides could overflow 64 bits.
constexpr int64_t kMostInteger = int64_t(1) << 31;

bool isIntegerIn(const Json &value, int64_t least) {
  return value.isInteger() && value.integer >= least && value.integer < kMostInteger;
}
bool isListOf(const Json &value, llvm::function_ref<bool(const Json &)> isItem) {
  return value.isList() && llvm::all_of(value.items, isItem);
}
bool isNumbers(const Json &value) { return value.isNumber() || isListOf(value, isNumbers); }

/// What a kind asks for, in words.
std::string expectation(const AttributeRow &row) {
  switch (row.kind) {
  case AttributeKind::Count:
    return "an integer of at least 1";
  case AttributeKind::Integer:
    return "an integer";
  case AttributeKind::Number:
    return "a number";
  case AttributeKind::Flag:
    return "true or false";
  case AttributeKind::Choice: {
    std::string words;
    SmallVector<StringRef> choices;
    StringRef(row.choices).split(choices, ' ');
    for (auto [i, choice] : llvm::enumerate(choices))
      words += (i == 0 ? "" : i + 1 == choices.size() ? " or " : ", ") + choice.str();
    return words;
  }
  case AttributeKind::Extents:
    return "an integer of at least 1, or a list of them";
  case AttributeKind::Amounts:
    return "an integer from 0 on, a list of them, or a list of pairs";
  case AttributeKind::Shape:
    return "a list of extents";
  case AttributeKind::Axes:
    return "an integer, or a list of them";
  case AttributeKind::Numbers:
    return "a number, or a list of them";
  case AttributeKind::Activation:
    return "the name of an activation";
  case AttributeKind::Layer:
    return "a layer";
  case AttributeKind::Layers:
    return "a list of layers";
  case AttributeKind::Training:
    return "anything";
  }
  llvm_unreachable("covered");
}

bool isOfKind(const Json &value, const AttributeRow &row) {
  auto isCount = [](const Json &item) { return isIntegerIn(item, 1); };
  auto isInteger = [](const Json &item) { return isIntegerIn(item, -kMostInteger); };
  auto isAmount = [](const Json &item) { return isIntegerIn(item, 0); };
  switch (row.kind) {
  case AttributeKind::Count:
    return isCount(value);
  case AttributeKind::Integer:
    return isInteger(value);
  case AttributeKind::Number:
    return value.isNumber();
  case AttributeKind::Flag:
    return value.kind == Json::Kind::Flag ||
           (value.isInteger() && (value.integer == 0 || value.integer == 1));
  case AttributeKind::Choice: {
    SmallVector<StringRef> choices;
    StringRef(row.choices).split(choices, ' ');
    return value.isText() && llvm::is_contained(choices, StringRef(value.text));
  }
  case AttributeKind::Extents:
    return isCount(value) || isListOf(value, isCount);
  case AttributeKind::Amounts:
    return isAmount(value) || isListOf(value, [&](const Json &item) {
             return isAmount(item) || isListOf(item, isAmount);
           });
  case AttributeKind::Shape:
    return isListOf(value,
                    [&](const Json &item) { return item.isNull() || isIntegerIn(item, -1); });
  case AttributeKind::Axes:
    return isInteger(value) || isListOf(value, isInteger);
  case AttributeKind::Numbers:
    return isNumbers(value);
  case AttributeKind::Activation:
    return value.isText() || value.isObject();
  case AttributeKind::Layer:
    return value.isObject();
  case AttributeKind::Layers:
    return value.isList() && !value.items.empty();
  case AttributeKind::Training:
    return true;
  }
  llvm_unreachable("covered");
}

class AttributeCheck {
public:
  AttributeCheck(const Layer &layer, const KerasPlaces &places, ImportReport &report)
      : layer(layer), places(places), report(report) {}

  bool run() {
    for (const AttributeRow &row : layer.row->attributes)
      checkRow(row);
    for (const auto &[name, value] : layer.config->members)
      checkIsKnown(name, value);
    if (!isPolicyKnown((*layer.config)["dtype"]))
      unsupported(&(*layer.config)["dtype"])
          << "attribute 'dtype' is not supported (supported: float32, float64, float16, bfloat16, "
             "mixed_float16, mixed_bfloat16)";
    return good;
  }

private:
  InFlightDiagnostic invalid(const Json *place) {
    good = false;
    report.failure = ImportReport::Failure::Invalid;
    return places.emitError(layer, place);
  }
  InFlightDiagnostic unsupported(const Json *place) {
    good = false;
    if (report.failure == ImportReport::Failure::None)
      report.failure = ImportReport::Failure::Unsupported;
    return places.emitError(layer, place);
  }

  void checkRow(const AttributeRow &row) {
    const Json *value = layer.config->find(row.name);
    if (!value) {
      if (!row.otherwise)
        invalid(nullptr) << "attribute '" << row.name << "' is missing; it should be "
                         << expectation(row);
      return;
    }
    bool mayBeNull = row.otherwise && (StringRef(row.otherwise) == "null" ||
                                       StringRef(row.choices).ends_with(" null"));
    if (value->isNull() && (mayBeNull || row.kind == AttributeKind::Activation))
      return;
    if (!isOfKind(*value, row)) {
      invalid(value) << "attribute '" << row.name << "' is " << value->describe()
                     << " when it should be " << expectation(row);
      return;
    }
    if (row.kind == AttributeKind::Activation)
      checkActivation(row, *value);
    bool isOn = value->flag || value->integer;
    if (row.kind == AttributeKind::Flag && StringRef(row.choices) == "false" && isOn)
      unsupported(value) << "attribute '" << row.name
                         << "' is true, which is not supported (supported: false)";
  }

  void checkActivation(const AttributeRow &row, const Json &value) {
    std::string problem = findActivationProblem(value, row.choices);
    if (!problem.empty())
      unsupported(&value) << "attribute '" << row.name << "': " << problem;
  }

  void checkIsKnown(StringRef name, const Json &value) {
    bool isKnown = isCommonAttribute(name) || value.isNull() ||
                   llvm::any_of(layer.row->attributes,
                                [&](const AttributeRow &row) { return name == row.name; });
    if (isKnown)
      return;
    InFlightDiagnostic error = unsupported(&value);
    error << "attribute '" << name << "' is not supported (supported: ";
    if (layer.row->attributes.empty())
      error << "none";
    bool isFirst = true;
    for (const AttributeRow &row : layer.row->attributes) {
      if (row.kind == AttributeKind::Training)
        continue;
      error << (isFirst ? "" : " ") << row.name;
      isFirst = false;
    }
    error << ")";
  }

  /// The name of a policy, or {"class_name": "DTypePolicy", "config": {"name": ...}}.
  /// An InputLayer's dtype is an element type, which the importer looks at.
  bool isPolicyKnown(const Json &dtype) const {
    if (dtype.isNull() || layer.className == "InputLayer" || layer.isOperation())
      return true;
    StringRef name = dtype.isText() ? dtype.text : dtype["config"]["name"].text;
    return name == "float32" || name == "float64" || name == "float16" || name == "bfloat16" ||
           name == "mixed_float16" || name == "mixed_bfloat16";
  }

  const Layer &layer;
  const KerasPlaces &places;
  ImportReport &report;
  bool good = true;
};

} // namespace

bool unspool::frontend::checkAttributes(const Layer &layer, const KerasPlaces &places,
                                        ImportReport &report) {
  return AttributeCheck(layer, places, report).run();
}
