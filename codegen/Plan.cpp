//===- Plan.cpp - the model as plain structs ------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/Plan.h"

#include <cassert>
#include <cstdio>

namespace unspool {

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

std::string text(const TensorType &type) {
  std::string result;
  for (int64_t extent : type.shape)
    result += std::to_string(extent) + "x";
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

std::string text(const Slot &slot) {
  static const char *const spaces[] = {"input", "output", "constant", "arena"};
  std::string result = spaces[int(slot.space)];
  if (slot.space != Space::Arena)
    result += std::to_string(slot.index);
  result += "+" + std::to_string(slot.offset);
  if (slot.stride)
    result += " stride " + std::to_string(slot.stride);
  if (slot.flip)
    result += " flip " + std::to_string(slot.flip) + " phase " + std::to_string(slot.phase);
  return result;
}

std::string text(const std::vector<Slot> &slots) {
  std::string result;
  for (const Slot &slot : slots)
    result += (result.empty() ? "" : ", ") + text(slot);
  return result;
}

void printSteps(const ModelPlan &plan, const std::vector<Step> &steps, const std::string &indent,
                std::string &out) {
  for (const Step &step : steps) {
    switch (step.kind) {
    case Step::Kind::Call:
      out += indent + "call " + plan.kernels[step.kernel].name + "(" + text(step.operands) +
             ") -> (" + text(step.results) + ")\n";
      break;
    case Step::Kind::Copy:
      out += indent + "copy " + std::to_string(step.bytes) + " bytes " + text(step.operands) +
             " -> " + text(step.results) + "\n";
      break;
    case Step::Kind::Loop:
      out += indent + "loop " + std::to_string(step.trips) + "\n";
      printSteps(plan, step.body, indent + "  ", out);
      break;
    }
  }
}

} // namespace

std::string canonicalText(const KernelSpec &kernel) {
  std::string out = "kind " + kernel.kind + "\nschedule " + kernel.schedule.name;
  for (const auto &[name, value] : kernel.schedule.parameters)
    out += " " + name + "=" + std::to_string(value);
  out += "\n";
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
    if (!node.data.empty())
      out += " data=" + bytesText(node.data);
    out += "\n";
  }
  out += "result";
  for (int result : kernel.results)
    out += " %" + std::to_string(result);
  return out + "\n";
}

std::string print(const KernelSpec &kernel) {
  return "kernel " + kernel.name + "\n" + canonicalText(kernel);
}

std::string print(const ModelPlan &plan) {
  std::string out = "model " + plan.name + "\n";
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
  for (const KernelSpec &kernel : plan.kernels)
    out += print(kernel) + "\n";
  printSteps(plan, plan.steps, "", out);
  return out;
}

} // namespace unspool
