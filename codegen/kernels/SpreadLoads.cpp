//===- SpreadLoads.cpp - dense loads for channels of small groups ---------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/SpreadLoads.h"

#include <algorithm>
#include <vector>

using namespace Halide;
using namespace Halide::Internal;

namespace unspool {

/// A load that its users do without is no longer there.
template <typename LetOrLetStmt>
auto SpreadLoads::mutateLet(const LetOrLetStmt *op) -> decltype(op->body) {
  if (!op->value.template as<Load>())
    return IRMutator::visit(op);
  loads[op->name] = op->value;
  auto body = mutate(op->body);
  return stmt_or_expr_uses_var(body, op->name)
             ? LetOrLetStmt::make(op->name, mutate(op->value), body)
             : body;
}

Stmt SpreadLoads::visit(const LetStmt *op) { return mutateLet(op); }
Expr SpreadLoads::visit(const Let *op) { return mutateLet(op); }

Expr SpreadLoads::visit(const Shuffle *op) {
  const Expr &first = op->vectors.front();
  bool isRepeated = op->is_interleave() && op->vectors.size() > 1 &&
                    std::all_of(op->vectors.begin(), op->vectors.end(),
                                [&](const Expr &vector) { return Internal::equal(vector, first); });
  const auto *variable = first.as<Variable>();
  auto known = variable ? loads.find(variable->name) : loads.end();
  const Load *load = known != loads.end() ? known->second.as<Load>() : first.as<Load>();
  const Ramp *ramp = load ? load->index.as<Ramp>() : nullptr;
  if (!isRepeated || !ramp || !is_const_one(load->predicate))
    return IRMutator::visit(op);
  // Where the channel lies in its group has to be known: elements beyond it may not be there.
  std::optional<int64_t> group = as_const_int(ramp->stride);
  const ModulusRemainder &place = load->alignment;
  if (!group || *group < 2 || place.modulus % *group != 0)
    return IRMutator::visit(op);
  int channel = int(place.remainder % *group), elements = int(*group) * ramp->lanes;
  Expr whole = Load::make(load->type.with_lanes(elements), load->name,
                          Ramp::make(simplify(mutate(ramp->base) - channel), 1, elements),
                          load->image, load->param, const_true(elements), place - channel);
  std::vector<int> indices;
  for (int number = 0; number < ramp->lanes; ++number)
    indices.insert(indices.end(), op->vectors.size(), number * int(*group) + channel);
  return Shuffle::make({whole}, indices);
}

} // namespace unspool
