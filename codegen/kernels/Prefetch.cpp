//===- Prefetch.cpp - what is needed later, asked for early ---------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/Prefetch.h"

#include <algorithm>

using namespace Halide;
using namespace Halide::Internal;

namespace unspool {
namespace {

constexpr int64_t kLineBytes = 64;

/// Where a statement, outside of its loops, loads dense vectors of a buffer: the first
/// element of each line.
class LinesLoaded : public IRVisitor {
public:
  explicit LinesLoaded(const std::string &buffer) : buffer(buffer) {}

  std::vector<Expr> firsts;
  Type element;
  Scope<> defined; ///< variables that exist only within the statement

protected:
  using IRVisitor::visit;
  void visit(const Load *op) override {
    IRVisitor::visit(op);
    const Ramp *ramp = op->index.as<Ramp>();
    if (op->name != buffer || !ramp || !is_const_one(ramp->stride))
      return;
    element = op->type.element_of();
    int64_t line = kLineBytes / element.bytes();
    bool isNew = std::none_of(firsts.begin(), firsts.end(), [&](const Expr &first) {
      std::optional<int64_t> distance = as_const_int(simplify(ramp->base - first));
      return distance && *distance >= 0 && *distance < line;
    });
    if (isNew)
      firsts.push_back(ramp->base);
  }
  void visit(const LetStmt *op) override {
    defined.push(op->name);
    IRVisitor::visit(op);
  }
  void visit(const Let *op) override {
    defined.push(op->name);
    IRVisitor::visit(op);
  }
  void visit(const For *) override {}

private:
  const std::string &buffer;
};

class PrefetchAtLoopStart : public IRMutator {
public:
  explicit PrefetchAtLoopStart(std::string buffer) : buffer(std::move(buffer)) {}

protected:
  using IRMutator::visit;
  Stmt visit(const For *op) override {
    Stmt body = mutate(op->body);
    LinesLoaded lines(buffer);
    substitute_in_all_lets(op->body).accept(&lines);
    std::reverse(lines.firsts.begin(), lines.firsts.end());
    for (const Expr &first : lines.firsts) {
      if (expr_uses_vars(first, lines.defined))
        continue; // the address depends on what the iteration computes
      Expr line = Call::make(lines.element, Call::prefetch,
                             {Variable::make(Handle(), buffer), first, 1, 1}, Call::Intrinsic);
      body = Block::make(Evaluate::make(line), body);
    }
    if (body.same_as(op->body))
      return op;
    return For::make(op->name, op->min, op->extent, op->for_type, op->partition_policy,
                     op->device_api, body);
  }

private:
  std::string buffer;
};

} // namespace

IRMutator *prefetchAtLoopStart(const std::string &buffer) {
  return new PrefetchAtLoopStart(buffer);
}

} // namespace unspool
