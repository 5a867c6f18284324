//===- Prefetch.cpp - what is needed later, asked for early ---------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/Prefetch.h"

#include "codegen/kernels/WeightPrefetch.h"

#include <algorithm>

using namespace Halide;
using namespace Halide::Internal;

namespace unspool {
namespace {

bool readsMemory(const Expr &value) {
  struct : IRVisitor {
    bool reads = false;
    using IRVisitor::visit;
    void visit(const Load *) override { reads = true; }
  } visitor;
  value.accept(&visitor);
  return visitor.reads;
}

/// Where a statement, outside of its loops, loads dense vectors of a buffer: the first
/// element of each line.
class LinesLoaded : public IRVisitor {
public:
  explicit LinesLoaded(const std::string &buffer) : buffer(buffer) {}

  std::vector<Expr> firsts;
  Type element;
  Scope<> defined; ///< variables that exist only within the statement

  /// Is an element known to be in one of the lines?
  bool isLoaded(const Expr &place) const {
    int64_t line = kLineBytes / element.bytes();
    return std::any_of(firsts.begin(), firsts.end(), [&](const Expr &first) {
      std::optional<int64_t> distance = as_const_int(simplify(place - first));
      return distance && *distance >= 0 && *distance < line;
    });
  }

protected:
  using IRVisitor::visit;
  void visit(const Load *op) override {
    IRVisitor::visit(op);
    const Ramp *ramp = op->index.as<Ramp>();
    if (op->name != buffer || !ramp || !is_const_one(ramp->stride))
      return;
    element = op->type.element_of();
    Expr first = ramp->base;
    for (auto let = places.rbegin(); let != places.rend(); ++let)
      first = substitute(let->first, let->second, first);
    if (!isLoaded(first))
      firsts.push_back(first);
  }
  void visit(const LetStmt *op) override {
    bool isPlace = op->value.type() == Int(32) && !readsMemory(op->value);
    if (isPlace)
      places.emplace_back(op->name, op->value);
    else
      defined.push(op->name);
    IRVisitor::visit(op);
    if (isPlace)
      places.pop_back();
  }
  void visit(const Let *op) override {
    defined.push(op->name);
    IRVisitor::visit(op);
  }
  void visit(const For *) override {}

private:
  const std::string &buffer;
  std::vector<std::pair<std::string, Expr>> places; ///< computed from loops' variables, in scope
};

/// Asks for lines as an iteration of a loop begins; a subclass says for which.
class PrefetchInLoops : public IRMutator {
public:
  explicit PrefetchInLoops(std::string buffer) : buffer(std::move(buffer)) {}

protected:
  /// The first elements of the lines that a loop asks for, whose body loads `lines`.
  virtual std::vector<Expr> wanted(const LinesLoaded &lines) const = 0;

  using IRMutator::visit;
  Stmt visit(const For *op) override {
    Stmt body = mutate(op->body);
    LinesLoaded lines(buffer);
    substitute_in_all_lets(op->body).accept(&lines);
    // What depends on values that the iteration computes cannot be asked for.
    lines.firsts.erase(
        std::remove_if(lines.firsts.begin(), lines.firsts.end(),
                       [&](const Expr &first) { return expr_uses_vars(first, lines.defined); }),
        lines.firsts.end());
    std::vector<Expr> firsts = wanted(lines);
    std::reverse(firsts.begin(), firsts.end());
    for (const Expr &first : firsts) {
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

class PrefetchAtLoopStart : public PrefetchInLoops {
public:
  using PrefetchInLoops::PrefetchInLoops;

protected:
  std::vector<Expr> wanted(const LinesLoaded &lines) const override { return lines.firsts; }
};

class PrefetchAhead : public PrefetchInLoops {
public:
  PrefetchAhead(std::string buffer, int64_t distance)
      : PrefetchInLoops(std::move(buffer)), distance(int(distance)) {}

protected:
  std::vector<Expr> wanted(const LinesLoaded &lines) const override {
    std::vector<Expr> later;
    for (const Expr &first : lines.firsts)
      if (Expr next = simplify(first + distance); !lines.isLoaded(next))
        later.push_back(next);
    return later;
  }

private:
  int distance;
};

} // namespace

IRMutator *prefetchAtLoopStart(const std::string &buffer) {
  return new PrefetchAtLoopStart(buffer);
}

IRMutator *prefetchAhead(const std::string &buffer, int64_t distance) {
  return new PrefetchAhead(buffer, distance);
}

} // namespace unspool
