//===- PlanVisitor.cpp - the integers of a plan ---------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/sizes/PlanVisitor.h"

#include <cmath>
#include <cstring>
#include <optional>

namespace unspool {

/// The value of a constant that is one whole number, such as the elements of a mean.
static std::optional<int64_t> wholeNumber(const Node &node) {
  if (node.op != "constant" || node.results[0].elements() != 1)
    return std::nullopt;
  auto read = [&](auto value) {
    std::memcpy(&value, node.data.data(), sizeof value);
    return value;
  };
  double value = 0;
  switch (node.results[0].element) {
  case ElementType::F32:
    value = read(float());
    break;
  case ElementType::F64:
    value = read(double());
    break;
  case ElementType::I32:
    return read(int32_t());
  case ElementType::I64:
    return read(int64_t());
  default:
    return std::nullopt;
  }
  if (!(std::abs(value) < 1e9) || value != std::floor(value) || (value == 0 && std::signbit(value)))
    return std::nullopt;
  return int64_t(value);
}

/// Kernels have no names in the model; the layers that call them do.
static void nameKernels(const std::vector<Step> &steps, std::vector<std::string> &layers) {
  for (const Step &step : steps) {
    if (step.kind == Step::Kind::Call && layers[step.kernel].empty())
      layers[step.kernel] = step.layer;
    nameKernels(step.body, layers);
  }
}

void PlanVisitor::run() {
  for (Port &port : plan.inputs)
    visitPort(port, "input '" + port.name + "'");
  for (Port &port : plan.outputs)
    visitPort(port, "output '" + port.name + "'");
  for (const State &state : plan.states) {
    places.push_back({skeleton.size(), "state '" + plan.inputs[state.input].name + "'"});
    skeleton += "state " + std::to_string(state.input) + " " + std::to_string(state.output) +
                (state.initial.empty() ? "\n" : " initially\n");
  }
  std::vector<std::string> layers(plan.kernels.size());
  nameKernels(plan.steps, layers);
  for (size_t i = 0; i < plan.kernels.size(); ++i)
    visitKernel(plan.kernels[i], layers[i]);
  for (Step &step : plan.steps)
    visitStep(step);
}

void PlanVisitor::visitPort(Port &port, const std::string &where) {
  skeleton += port.name + "\n";
  visitType(port.type, where, [](int term) { return term; });
  if (port.range) {
    visitQuantity(port.range->low, "the range of " + where);
    visitQuantity(port.range->high, "the range of " + where);
  }
}

void PlanVisitor::visitQuantity(Quantity &quantity, const std::string &where) {
  visit(quantity, where, [&](int term, int64_t most) {
    quantity.term = term;
    quantity.value = most;
  });
}

void PlanVisitor::visitType(TensorType &type, const std::string &where, const LocalOf &localOf) {
  skeleton += std::string(spelling(type.element)) + " " + std::to_string(type.shape.size()) + "\n";
  for (size_t axis = 0; axis < type.shape.size(); ++axis)
    visit(type.shape[axis], "axis " + std::to_string(axis) + " of " + where,
          [&, axis](int term, int64_t most) {
            type.terms.resize(type.shape.size(), -1);
            type.terms[axis] = localOf(term);
            type.shape[axis] = most;
          });
}

void PlanVisitor::visitKernel(KernelSpec &kernel, const std::string &layer) {
  auto parameterOf = [&kernel](int term) {
    for (size_t i = 0; i < kernel.parameters.size(); ++i)
      if (kernel.parameters[i].term == term)
        return int(i);
    kernel.parameters.push_back({term, 0, 0});
    return int(kernel.parameters.size()) - 1;
  };
  std::string where = layer.empty() ? "kernel " + kernel.name : "node '" + layer + "'";
  places.push_back({skeleton.size(), where});
  skeleton += kernel.name + " " + kernel.kind + " " + kernel.schedule.name + "\n";
  for (const auto &[name, value] : kernel.schedule.parameters)
    skeleton += name + "=" + std::to_string(value) + "\n";
  for (TensorType &argument : kernel.arguments)
    visitType(argument, "an input of " + where, parameterOf);
  for (Node &node : kernel.nodes)
    visitNode(node, where, parameterOf);
  for (int result : kernel.results)
    skeleton += " %" + std::to_string(result);
  skeleton += kernel.takesOrder ? " takes an order" : "";
  for (Quantity &pitch : kernel.pitches)
    visit(pitch, "a row of " + where, [&](int term, int64_t most) {
      pitch.term = parameterOf(term);
      pitch.value = most;
    });
}

void PlanVisitor::visitNode(Node &node, const std::string &where, const LocalOf &parameterOf) {
  skeleton += node.op;
  for (int operand : node.operands)
    skeleton += " %" + std::to_string(operand);
  if (std::optional<int64_t> whole = wholeNumber(node))
    visit(*whole, "a constant of " + where,
          [&](int term, int64_t) { node.terms[{kConstantValue, 0}] = parameterOf(term); });
  else
    skeleton.append(node.data.begin(), node.data.end());
  for (TensorType &result : node.results)
    visitType(result, where + " (" + node.op + ")", parameterOf);
  visitPadding(node, where);
  for (auto &[name, attribute] : node.attributes)
    visitAttribute(node, name, attribute, name + " of " + where + " (" + node.op + ")",
                   parameterOf);
}

/// Automatic padding is a function of the extents in sum; half of it is one of that.
void PlanVisitor::visitPadding(const Node &node, const std::string &where) {
  auto low = node.attributes.find("low"), high = node.attributes.find("high");
  if (low == node.attributes.end() || high == node.attributes.end())
    return;
  const auto &lows = std::get<std::vector<int64_t>>(low->second);
  const auto &highs = std::get<std::vector<int64_t>>(high->second);
  for (size_t i = 0; i < lows.size(); ++i)
    visit(lows[i] + highs[i], "padding of " + where, SetTerm());
}

void PlanVisitor::visitAttribute(Node &node, const std::string &name, Attribute &attribute,
                                 const std::string &where, const LocalOf &parameterOf) {
  auto visitAt = [&](int64_t &value, size_t position) {
    visit(value, where, [&, position](int term, int64_t most) {
      node.terms[{name, position}] = parameterOf(term);
      value = most;
    });
  };
  skeleton += " " + name + ":";
  if (auto *integer = std::get_if<int64_t>(&attribute)) {
    visitAt(*integer, 0);
  } else if (auto *integers = std::get_if<std::vector<int64_t>>(&attribute)) {
    for (size_t i = 0; i < integers->size(); ++i)
      visitAt((*integers)[i], i);
  } else {
    // Text and floats have no terms: they go by the kernel's own text.
    KernelSpec alone;
    alone.nodes.emplace_back();
    alone.nodes.back().attributes[name] = attribute;
    skeleton += canonicalText(alone);
  }
}

void PlanVisitor::visitSlot(Slot &slot, const std::string &where) {
  skeleton += " " + std::to_string(int(slot.space)) + "/" + std::to_string(slot.index) + "/" +
              std::to_string(slot.phase) + "/" + std::to_string(slot.base);
  visitQuantity(slot.offset, "an offset of " + where);
  visitQuantity(slot.stride, "a stride of " + where);
  visitQuantity(slot.flip, "a state of " + where);
}

void PlanVisitor::visitStep(Step &step) {
  std::string where = step.layer.empty() ? "a copy" : "node '" + step.layer + "'";
  places.push_back({skeleton.size(), where});
  skeleton += "step " + std::to_string(int(step.kind)) + " " + std::to_string(step.kernel);
  if (step.order)
    skeleton +=
        " from " + std::to_string(step.order->phase) + "+" + std::to_string(step.order->stride);
  for (Slot &slot : step.operands)
    visitSlot(slot, where);
  skeleton += " ->";
  for (Slot &slot : step.results)
    visitSlot(slot, where);
  visitQuantity(step.bytes, where);
  visitQuantity(step.trips, "a loop's length");
  skeleton += " {";
  for (Step &inner : step.body)
    visitStep(inner);
  skeleton += "}\n";
}

} // namespace unspool
