//===- PlanVisitor.h - the integers of a plan -------------------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_SIZES_PLANVISITOR_H
#define UNSPOOL_CODEGEN_SIZES_PLANVISITOR_H

#include "codegen/Plan.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace unspool {

/// Goes over a plan in a fixed order. Integers that may depend on sizes are visited;
/// all else becomes text, which must be equal in all plans of a family. `set` makes an integer
/// a term, which is `most` at the largest sizes; where it is empty, it is good to know the term,
/// but nobody needs it.
class PlanVisitor {
public:
  using SetTerm = std::function<void(int term, int64_t most)>;
  using Visit = std::function<void(int64_t value, const std::string &where, const SetTerm &set)>;

  PlanVisitor(ModelPlan &plan, Visit visit) : plan(plan), visit(std::move(visit)) {}

  std::string skeleton;
  /// Where in the skeleton what begins.
  std::vector<std::pair<size_t, std::string>> places;

  void run();

private:
  /// What a term of the plan is called where it is used: itself, or a kernel's parameter.
  using LocalOf = std::function<int(int term)>;

  void visitPort(Port &port, const std::string &where);
  void visitQuantity(Quantity &quantity, const std::string &where);
  void visitType(TensorType &type, const std::string &where, const LocalOf &localOf);
  void visitKernel(KernelSpec &kernel, const std::string &layer);
  void visitNode(Node &node, const std::string &where, const LocalOf &parameterOf);
  void visitPadding(const Node &node, const std::string &where);
  void visitAttribute(Node &node, const std::string &name, Attribute &attribute,
                      const std::string &where, const LocalOf &parameterOf);
  void visitSlot(Slot &slot, const std::string &where);
  void visitStep(Step &step);

  ModelPlan &plan;
  Visit visit;
};

} // namespace unspool

#endif // UNSPOOL_CODEGEN_SIZES_PLANVISITOR_H
