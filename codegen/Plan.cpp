//===- Plan.cpp - the model as plain structs ------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/Plan.h"

#include <algorithm>
#include <cassert>
#include <cstdio>
#include <functional>

namespace unspool {

/// Combinations of sizes that are tried to find what terms may be.
static constexpr int64_t kMostTriedSizes = 1 << 16;

int64_t byteWidth(ElementType type) {
  switch (type) {
  case ElementType::F64:
  case ElementType::I64:
  case ElementType::U64:
    return 8;
  case ElementType::F32:
  case ElementType::I32:
  case ElementType::U32:
    return 4;
  case ElementType::F16:
  case ElementType::BF16:
  case ElementType::I16:
  case ElementType::U16:
    return 2;
  case ElementType::I8:
  case ElementType::U8:
  case ElementType::Bool:
    return 1;
  }
  return 0;
}

const char *spelling(ElementType type) {
  static const char *const names[] = {"f32", "f64", "f16", "bf16", "i8",   "i16", "i32",
                                      "i64", "ui8", "ui16", "ui32", "ui64", "i1"};
  return names[int(type)];
}

bool TensorType::isFixed() const {
  return std::all_of(terms.begin(), terms.end(), [](int term) { return term < 0; });
}

int64_t TensorType::elements() const {
  int64_t count = 1;
  for (int64_t extent : shape)
    count *= extent;
  return count;
}

const TensorType &KernelSpec::typeOf(int value) const {
  if (value < int(arguments.size()))
    return arguments[value];
  int next = arguments.size();
  for (const Node &node : nodes) {
    if (value < next + int(node.results.size()))
      return node.results[value - next];
    next += node.results.size();
  }
  assert(false && "no such value");
  return arguments.front();
}

const Node *KernelSpec::definition(int value) const {
  int next = arguments.size();
  for (const Node &node : nodes) {
    if (value >= next && value < next + int(node.results.size()))
      return &node;
    next += node.results.size();
  }
  return nullptr;
}

bool hasWaves(const std::vector<Step> &steps) {
  return std::any_of(steps.begin(), steps.end(),
                     [](const Step &step) { return step.kind == Step::Kind::Wave; });
}

namespace {

std::string text(double value) {
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "%.17g", value);
  return buffer;
}
std::string text(int64_t value) { return std::to_string(value); }
std::string text(const std::string &value) { return '"' + value + '"'; }
template <typename T> std::string text(const std::vector<T> &values) {
  std::string result = "[";
  for (const T &value : values)
    result += (result.size() > 1 ? ", " : "") + text(value);
  return result + "]";
}

std::string text(const Quantity &quantity) {
  return quantity.isFixed() ? text(quantity.value) : "t" + std::to_string(quantity.term);
}

std::string text(const TensorType &type) {
  std::string result;
  for (size_t axis = 0; axis < type.shape.size(); ++axis)
    result += (type.termOf(axis) < 0 ? text(type.shape[axis])
                                     : "t" + std::to_string(type.termOf(axis))) +
              "x";
  return result + spelling(type.element);
}

/// FNV-1a, to tell constants apart in text.
std::string hashText(const std::vector<uint8_t> &bytes) {
  uint64_t hash = 14695981039346656037u;
  for (uint8_t byte : bytes)
    hash = (hash ^ byte) * 1099511628211u;
  char buffer[24];
  std::snprintf(buffer, sizeof buffer, "%016llx", static_cast<unsigned long long>(hash));
  return buffer;
}

std::string bytesText(const std::vector<uint8_t> &bytes) {
  static const char digits[] = "0123456789abcdef";
  std::string result;
  for (uint8_t byte : bytes) {
    result += digits[byte >> 4];
    result += digits[byte & 15];
  }
  return result;
}

std::string text(const std::optional<Range> &range) {
  return range ? " each " + text(range->low) + " to " + text(range->high) : "";
}

std::string text(const BestAt &best) {
  return best.parameter < 0 ? ""
                            : " where t" + std::to_string(best.parameter) +
                                  (best.unit == 1 ? "" : " / " + std::to_string(best.unit)) +
                                  " is one of " + text(best.values);
}

std::string text(const Slot &slot) {
  static const char *const spaces[] = {"input", "output", "constant", "arena"};
  std::string result = spaces[int(slot.space)];
  if (slot.space != Space::Arena)
    result += std::to_string(slot.index);
  if (slot.base)
    result += "+" + std::to_string(slot.base);
  result += "+" + text(slot.offset);
  if (slot.stride)
    result += " stride " + text(slot.stride);
  if (slot.flip)
    result += " flip " + text(slot.flip) + " phase " + std::to_string(slot.phase);
  return result;
}

std::string text(const std::vector<Slot> &slots) {
  std::string result;
  for (const Slot &slot : slots)
    result += (result.empty() ? "" : ", ") + text(slot);
  return result;
}

std::string text(const std::optional<BlockOrder> &order) {
  if (!order)
    return "";
  std::string way = order->phase ? "backwards" : "forwards";
  return " " + way + (order->stride ? ", then the other way" : "");
}

void printSteps(const ModelPlan &plan, const std::vector<Step> &steps, const std::string &indent,
                std::string &out) {
  for (const Step &step : steps) {
    switch (step.kind) {
    case Step::Kind::Call:
      out += indent + "call " + plan.kernels[step.kernel].name + "(" + text(step.operands) +
             ") -> (" + text(step.results) + ")" + text(step.order) + "\n";
      break;
    case Step::Kind::Copy:
      out += indent + "copy " + text(step.bytes) + " bytes " + text(step.operands) +
             " -> " + text(step.results) + "\n";
      break;
    case Step::Kind::Loop:
      out += indent + "loop " + text(step.trips) + "\n";
      printSteps(plan, step.body, indent + "  ", out);
      break;
    case Step::Kind::Wave:
    case Step::Kind::Branch:
      out += indent + (step.kind == Step::Kind::Wave ? "wave\n" : "branch\n");
      printSteps(plan, step.body, indent + "  ", out);
      break;
    }
  }
}

int64_t floorDivide(int64_t dividend, int64_t divisor) {
  int64_t quotient = dividend / divisor;
  return quotient - (dividend % divisor != 0 && (dividend < 0) != (divisor < 0));
}

} // namespace

static void collectKernels(const std::vector<Step> &steps, std::set<int> &found) {
  for (const Step &step : steps) {
    if (step.kind == Step::Kind::Call)
      found.insert(step.kernel);
    collectKernels(step.body, found);
  }
}

std::set<int> kernelsOfWaves(const ModelPlan &plan) {
  std::set<int> found;
  for (const Step &step : plan.steps)
    if (step.kind == Step::Kind::Wave)
      collectKernels(step.body, found);
  for (int kernel : std::set<int>(found))
    found.insert(plan.kernels[kernel].special.begin(), plan.kernels[kernel].special.end());
  return found;
}

std::vector<int64_t> evaluateTerms(const ModelPlan &plan, const std::vector<int64_t> &sizes) {
  std::vector<int64_t> values = sizes;
  for (size_t i = sizes.size(); i < plan.terms.size(); ++i) {
    const Term &term = plan.terms[i];
    int64_t value = term.offset;
    for (const Term::Product &product : term.sum) {
      int64_t part = product.factor;
      for (int factor : product.terms)
        part *= values[factor];
      value += part;
    }
    value = floorDivide(value, term.divisor);
    values.push_back(term.modulus ? value - floorDivide(value, term.modulus) * term.modulus
                                  : value);
  }
  return values;
}

/// By interval arithmetic, which may give more than there is.
static std::vector<Range> looseRanges(const ModelPlan &plan) {
  std::vector<Range> ranges;
  for (const Dimension &dimension : plan.dimensions)
    ranges.push_back({dimension.least, dimension.most});
  for (size_t i = ranges.size(); i < plan.terms.size(); ++i) {
    const Term &term = plan.terms[i];
    int64_t low = term.offset, high = term.offset;
    for (const Term::Product &product : term.sum) {
      int64_t least = product.factor, most = product.factor;
      for (int factor : product.terms) {
        int64_t a = ranges[factor].low, b = ranges[factor].high;
        auto [newLeast, newMost] = std::minmax({least * a, least * b, most * a, most * b});
        least = newLeast;
        most = newMost;
      }
      low += least;
      high += most;
    }
    low = floorDivide(low, term.divisor);
    high = floorDivide(high, term.divisor);
    if (term.modulus)
      ranges.push_back({0, term.modulus - 1});
    else
      ranges.push_back({low, high});
  }
  return ranges;
}

/// What the terms are at all sizes, one after the other.
static void forEachSizes(const ModelPlan &plan,
                         const std::function<void(const std::vector<int64_t> &values)> &visit) {
  std::vector<int64_t> sizes;
  for (const Dimension &dimension : plan.dimensions)
    sizes.push_back(dimension.least);
  for (size_t axis = 0; axis < sizes.size();) {
    visit(evaluateTerms(plan, sizes));
    // The next sizes: as a counter, its first digit the fastest.
    for (axis = 0; axis < sizes.size() && sizes[axis] == plan.dimensions[axis].most; ++axis)
      sizes[axis] = plan.dimensions[axis].least;
    if (axis < sizes.size())
      sizes[axis] += plan.dimensions[axis].step;
  }
}

/// By trying all sizes.
static std::vector<Range> exactRanges(const ModelPlan &plan) {
  std::vector<Range> ranges(plan.terms.size(), {INT64_MAX, INT64_MIN});
  forEachSizes(plan, [&](const std::vector<int64_t> &values) {
    for (size_t i = 0; i < values.size(); ++i) {
      ranges[i].low = std::min<int64_t>(ranges[i].low, values[i]);
      ranges[i].high = std::max<int64_t>(ranges[i].high, values[i]);
    }
  });
  return ranges;
}

static bool canTryAllSizes(const ModelPlan &plan) {
  int64_t count = 1;
  for (const Dimension &dimension : plan.dimensions)
    count = std::min(kMostTriedSizes + 1,
                     count * ((dimension.most - dimension.least) / dimension.step + 1));
  return count <= kMostTriedSizes;
}

std::vector<Range> termRanges(const ModelPlan &plan) {
  return canTryAllSizes(plan) ? exactRanges(plan) : looseRanges(plan);
}

std::vector<int64_t> termValues(const ModelPlan &plan, int term, int64_t most) {
  std::set<int64_t> found;
  if (canTryAllSizes(plan)) {
    forEachSizes(plan, [&](const std::vector<int64_t> &values) {
      if (values[term] <= most)
        found.insert(values[term]);
    });
  } else {
    Range range = looseRanges(plan)[term];
    for (int64_t value = range.low; value <= std::min<int64_t>(range.high, most); ++value)
      found.insert(value);
  }
  return {found.begin(), found.end()};
}

static void collectDimensions(const ModelPlan &plan, int index, std::set<int> &found) {
  if (index < int(plan.dimensions.size())) {
    found.insert(index);
    return;
  }
  for (const Term::Product &product : plan.terms[index].sum)
    for (int factor : product.terms)
      collectDimensions(plan, factor, found);
}

std::set<int> dimensionsOf(const ModelPlan &plan, const TensorType &type) {
  std::set<int> found;
  for (int term : type.terms)
    if (term >= 0)
      collectDimensions(plan, term, found);
  return found;
}

std::string termText(const ModelPlan &plan, int index) {
  if (index < int(plan.dimensions.size()))
    return plan.dimensions[index].identifier;
  const Term &term = plan.terms[index];
  std::string result;
  for (const Term::Product &product : term.sum) {
    std::string part = product.factor == 1 ? "" : text(product.factor);
    for (int factor : product.terms)
      part += (part.empty() ? "" : " * ") + termText(plan, factor);
    result += (result.empty() ? "" : " + ") + part;
  }
  if (term.offset)
    result += term.offset < 0 ? " - " + text(-term.offset) : " + " + text(term.offset);
  bool isSum = term.sum.size() > 1 || term.offset;
  if (term.divisor != 1)
    return "(" + (isSum ? "(" + result + ")" : result) + " / " + text(term.divisor) + ")";
  if (term.modulus)
    return "(" + (isSum ? "(" + result + ")" : result) + " % " + text(term.modulus) + ")";
  return isSum ? "(" + result + ")" : result;
}

std::string canonicalText(const KernelSpec &kernel) {
  std::string out = "kind " + kernel.kind + "\nschedule " + kernel.schedule.name;
  for (const auto &[name, value] : kernel.schedule.parameters)
    out += " " + name + "=" + std::to_string(value);
  out += "\n";
  for (size_t i = 0; i < kernel.parameters.size(); ++i)
    out += "t" + std::to_string(i) + ": " + text(kernel.parameters[i].least) + " to " +
           text(kernel.parameters[i].most) + "\n";
  int value = 0;
  for (const TensorType &argument : kernel.arguments)
    out += "%" + std::to_string(value++) + ": " + text(argument) + "\n";
  for (const Node &node : kernel.nodes) {
    std::string results;
    for (const TensorType &result : node.results)
      results += (results.empty() ? "%" : ", %") + std::to_string(value++) + ": " + text(result);
    out += results + " = " + node.op + "(";
    for (size_t i = 0; i < node.operands.size(); ++i)
      out += (i ? ", " : "") +
             (node.operands[i] < 0 ? "none" : "%" + std::to_string(node.operands[i]));
    out += ")";
    for (const auto &[name, attribute] : node.attributes)
      out += " " + name + "=" + std::visit([](const auto &held) { return text(held); }, attribute);
    for (const auto &[place, parameter] : node.terms)
      out += " " + place.first + "[" + std::to_string(place.second) + "]=t" +
             std::to_string(parameter);
    if (!node.data.empty())
      out += " data=" + bytesText(node.data);
    out += "\n";
  }
  out += "result";
  for (int result : kernel.results)
    out += " %" + std::to_string(result);
  if (!kernel.pitches.empty()) {
    out += "\npitches";
    for (const Quantity &pitch : kernel.pitches)
      out += " " + text(pitch);
  }
  if (kernel.takesOrder)
    out += "\ntakes an order";
  return out + "\n";
}

std::string print(const KernelSpec &kernel) {
  return "kernel " + kernel.name + "\n" + canonicalText(kernel);
}

std::string sizesText(int64_t least, int64_t most, int64_t step) {
  return text(least) + " to " + text(most) + (step > 1 ? " in steps of " + text(step) : "");
}

std::string print(const ModelPlan &plan) {
  std::string out = "model " + plan.name + "\n";
  for (const Dimension &dimension : plan.dimensions)
    out += "dimension " + dimension.identifier + ": " +
           sizesText(dimension.least, dimension.most, dimension.step) + " (" + dimension.name +
           ")\n";
  for (size_t i = 0; i < plan.terms.size(); ++i)
    out += "t" + std::to_string(i) + " = " + termText(plan, int(i)) + "\n";
  for (const Port &port : plan.inputs)
    out += "input " + port.identifier + ": " + text(port.type) + " (" + port.name + ")" +
           text(port.range) + "\n";
  for (const Port &port : plan.outputs)
    out += "output " + port.identifier + ": " + text(port.type) + " (" + port.name + ")\n";
  for (const State &state : plan.states)
    out += "state " + plan.inputs[state.input].identifier + ": next " +
           plan.outputs[state.output].identifier + ", initially " +
           (state.initial.empty() ? "zeros" : "hash " + hashText(state.initial)) + "\n";
  for (size_t i = 0; i < plan.constants.size(); ++i)
    out += "constant" + std::to_string(i) + ": " + std::to_string(plan.constants[i].size()) +
           " bytes, hash " + hashText(plan.constants[i]) + "\n";
  out += "arena " + std::to_string(plan.arenaBytes) + " bytes\n";
  out += plan.flushesDenormals ? "denormals are flushed to zero\n\n" : "\n";
  for (const KernelSpec &kernel : plan.kernels) {
    out += print(kernel);
    for (int special : kernel.special)
      out += "special " + plan.kernels[special].name + text(plan.kernels[special].bestAt) + "\n";
    out += "\n";
  }
  printSteps(plan, plan.steps, "", out);
  return out;
}

} // namespace unspool
