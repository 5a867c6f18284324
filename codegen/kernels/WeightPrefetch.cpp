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

PrefetchWeights::Tiles PrefetchWeights::tiles() const {
  Tiles tiles{0, 1};
  for (const WeightPrefetch::Loop &loop : prefetch.tiles) {
    auto place = std::find_if(around.begin(), around.end(), [&](const For *op) {
      return starts_with(op->name, loop.stage) && ends_with(op->name, "." + loop.variable);
    });
    const For *op = place == around.end() ? nullptr : *place; // the last pass may be no loop
    Expr extent = loop.extent ? Expr(int(*loop.extent)) : op ? op->extent : Expr(1);
    if (op)
      tiles.number = tiles.number * extent + Variable::make(Int(32), op->name);
    tiles.count *= extent;
    tiles.least *= loop.extent.value_or(1);
  }
  tiles.count = simplify(tiles.count);
  return tiles;
}

/// `place` is what the step reads. Beyond the last block lie other constants; a prefetch
/// of no memory at all is ignored.
Stmt PrefetchWeights::request(const Expr &place) const {
  Expr step = 0;
  for (const For *op : around)
    if (starts_with(op->name, prefetch.reduction))
      step = step * op->extent + Variable::make(Int(32), op->name);
  Tiles tiles = this->tiles();
  int64_t ofLine = kLineBytes / prefetch.element.bytes();
  int64_t lines = (prefetch.blockElements + ofLine - 1) / ofLine;
  int64_t ofTile = (lines + tiles.least - 1) / tiles.least;
  int64_t ofStep = (ofTile + prefetch.steps - 1) / prefetch.steps;
  // Where there are fewer lines than steps, some ask for the same.
  Expr line;
  if (!is_const(tiles.count))
    line = ((tiles.number * int(prefetch.steps) + step) *
            (int(lines * 256 / prefetch.steps) / tiles.count)) >>
           8;
  else if (ofTile >= prefetch.steps)
    line = tiles.number * int(ofTile) + step * int(ofStep);
  else
    line = tiles.number * int(ofTile) + ((step * int(ofTile * 256 / prefetch.steps)) >> 8);
  Expr block = place - step * int(prefetch.blockElements / prefetch.steps);
  Expr first = block + int(prefetch.blockElements) + line * int(ofLine);
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
