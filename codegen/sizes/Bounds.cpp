//===- Bounds.cpp - does a plan stay inside its tensors? -------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/sizes/Bounds.h"

#include <algorithm>
#include <variant>

namespace unspool {
namespace {

class BoundsCheck {
public:
  BoundsCheck(const ModelPlan &plan, const std::vector<int64_t> &sizes)
      : plan(plan), terms(evaluateTerms(plan, sizes)) {}

  bool holds() const { return stepsHold(plan.steps); }

private:
  int64_t valueOf(const Quantity &quantity) const {
    return quantity.isFixed() ? quantity.value : terms[quantity.term];
  }

  // In a kernel a type's terms are the kernel's parameters.
  int64_t extentOf(const KernelSpec &kernel, const TensorType &type, size_t axis) const {
    int parameter = type.termOf(axis);
    return parameter < 0 ? type.shape[axis] : terms[kernel.parameters[parameter].term];
  }

  int64_t bytesOf(const KernelSpec &kernel, const TensorType &type) const {
    int64_t bytes = byteWidth(type.element);
    for (size_t axis = 0; axis < type.shape.size(); ++axis)
      bytes *= extentOf(kernel, type, axis);
    return bytes;
  }

  int64_t bytesOf(const TensorType &type) const {
    int64_t bytes = byteWidth(type.element);
    for (size_t axis = 0; axis < type.shape.size(); ++axis)
      bytes *= type.termOf(axis) < 0 ? type.shape[axis] : terms[type.termOf(axis)];
    return bytes;
  }

  bool kernelHolds(const KernelSpec &kernel) const {
    for (const Node &node : kernel.nodes) {
      for (const TensorType &result : node.results)
        for (size_t axis = 0; axis < result.shape.size(); ++axis)
          // What is empty at the largest sizes is meant to be.
          if (result.shape[axis] > 0 && extentOf(kernel, result, axis) < 1)
            return false;
      if (node.op == "slice" && !sliceHolds(kernel, node))
        return false;
    }
    return true;
  }

  bool sliceHolds(const KernelSpec &kernel, const Node &slice) const {
    auto listAt = [&](const char *name, size_t position) {
      auto term = slice.terms.find({name, position});
      if (term != slice.terms.end())
        return terms[kernel.parameters[term->second].term];
      return std::get<std::vector<int64_t>>(slice.attributes.at(name))[position];
    };
    const TensorType &input = kernel.typeOf(slice.operands[0]);
    for (size_t axis = 0; axis < input.shape.size(); ++axis) {
      int64_t first = listAt("starts", axis);
      int64_t last = first + (listAt("sizes", axis) - 1) * listAt("steps", axis);
      if (std::min(first, last) < 0 || std::max(first, last) >= extentOf(kernel, input, axis))
        return false;
    }
    return true;
  }

  bool stepsHold(const std::vector<Step> &steps) const {
    for (const Step &step : steps) {
      if (step.kind == Step::Kind::Call) {
        const KernelSpec &kernel = plan.kernels[step.kernel];
        if (!kernelHolds(kernel))
          return false;
        for (size_t i = 0; i < step.operands.size(); ++i)
          if (!slotHolds(step.operands[i], bytesOf(kernel, kernel.arguments[i])))
            return false;
        for (size_t i = 0; i < step.results.size(); ++i)
          if (!slotHolds(step.results[i], bytesOf(kernel, kernel.typeOf(kernel.results[i]))))
            return false;
      } else if (step.kind == Step::Kind::Copy) {
        int64_t bytes = valueOf(step.bytes);
        if (!slotHolds(step.operands[0], bytes) || !slotHolds(step.results[0], bytes))
          return false;
      }
      // Where a loop has no trips, what its body says has no meaning.
      bool runs = step.kind != Step::Kind::Loop || valueOf(step.trips) > 0;
      if (runs && !stepsHold(step.body))
        return false;
    }
    return true;
  }

  /// In a loop, those of the first trip. Of what lies in the arena only the beginning is
  /// known.
  bool slotHolds(const Slot &slot, int64_t bytes) const {
    int64_t begin = slot.base + valueOf(slot.offset);
    if (slot.space == Space::Input || slot.space == Space::Output) {
      const std::vector<Port> &ports = slot.space == Space::Input ? plan.inputs : plan.outputs;
      return begin >= 0 && begin + bytes <= bytesOf(ports[slot.index].type);
    }
    return begin >= slot.base;
  }

  const ModelPlan &plan;
  std::vector<int64_t> terms;
};

} // namespace

bool staysInBounds(const ModelPlan &plan, const std::vector<int64_t> &sizes) {
  return BoundsCheck(plan, sizes).holds();
}

} // namespace unspool
