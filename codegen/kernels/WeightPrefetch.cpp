//===- WeightPrefetch.cpp - weights arrive before they are needed ---------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/WeightPrefetch.h"

#include <algorithm>

using namespace Halide;
using namespace Halide::Internal;

namespace unspool {

namespace {
/// Looks for loops, and for the first place of a buffer that is read.
class Inspect : public IRVisitor {
public:
  explicit Inspect(const std::string &buffer) : buffer(buffer) {}
  bool hasLoop = false;
  Expr place; ///< undefined if it depends on what the statement itself defines

protected:
  using IRVisitor::visit;
  void visit(const For *) override { hasLoop = true; }
  void visit(const LetStmt *op) override { visitLet(op); }
  void visit(const Let *op) override { visitLet(op); }
  void visit(const Load *op) override {
    const auto *ramp = op->index.as<Ramp>();
    Expr first = ramp ? ramp->base : op->index;
    if (op->name == buffer && !place.defined() && first.type() == Int(32) &&
        !expr_uses_vars(first, own))
      place = first;
    IRVisitor::visit(op);
  }

private:
  template <typename LetOrLetStmt> void visitLet(const LetOrLetStmt *op) {
    op->value.accept(this);
    ScopedBinding<> bind(own, op->name);
    op->body.accept(this);
  }
  const std::string &buffer;
  Scope<> own;
};
} // namespace

Stmt PrefetchWeights::visit(const For *op) {
  Inspect inspect(prefetch.buffer);
  op->body.accept(&inspect);
  around.push_back(op);
  Stmt result = op;
  if (inspect.hasLoop)
    result = IRMutator::visit(op);
  else if (starts_with(op->name, prefetch.reduction) && inspect.place.defined())
    result = For::make(op->name, op->min, op->extent, op->for_type, op->partition_policy,
                       op->device_api, Block::make(request(inspect.place), op->body));
  around.pop_back();
  return result;
}

/// Which of the tiles that share a block this is.
Expr PrefetchWeights::tileNumber() const {
  Expr number = 0;
  for (const WeightPrefetch::Loop &loop : prefetch.tiles)
    for (const For *op : around)
      if (starts_with(op->name, loop.stage) && ends_with(op->name, "." + loop.variable))
        number = number * int(loop.extent) + Variable::make(Int(32), op->name);
  return number;
}

/// `place` is what the step reads. Beyond the last block lie other constants; a prefetch
/// of no memory at all is ignored.
Stmt PrefetchWeights::request(const Expr &place) const {
  Expr step = 0;
  for (const For *op : around)
    if (starts_with(op->name, prefetch.reduction))
      step = step * op->extent + Variable::make(Int(32), op->name);
  int64_t ofLine = kLineBytes / prefetch.element.bytes(), tiles = 1;
  for (const WeightPrefetch::Loop &loop : prefetch.tiles)
    tiles *= loop.extent;
  int64_t lines = (prefetch.blockElements + ofLine - 1) / ofLine;
  int64_t ofTile = (lines + tiles - 1) / tiles;
  int64_t ofStep = (ofTile + prefetch.steps - 1) / prefetch.steps;
  // Where there are fewer lines than steps, some ask for the same.
  Expr line = ofTile >= prefetch.steps ? step * int(ofStep)
                                       : (step * int(ofTile * 256 / prefetch.steps)) >> 8;
  Expr block = place - step * int(prefetch.blockElements / prefetch.steps);
  Expr first =
      block + int(prefetch.blockElements) + (tileNumber() * int(ofTile) + line) * int(ofLine);
  Stmt all;
  for (int64_t i = 0; i < ofStep; ++i) {
    Stmt one = Evaluate::make(Call::make(prefetch.element, Call::prefetch,
                                         {Variable::make(type_of<void *>(), prefetch.buffer),
                                          simplify(first + int(i * ofLine)), 1, int(ofLine)},
                                         Call::Intrinsic));
    all = all.defined() ? Block::make(all, one) : one;
  }
  return all;
}

} // namespace unspool
