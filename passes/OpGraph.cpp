//===- OpGraph.cpp - what the ops of a block need -------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/OpGraph.h"

#include "llvm/ADT/DenseMap.h"

using namespace mlir;

namespace unspool::nn {

OpGraph::OpGraph(Block &block) {
  llvm::DenseMap<Operation *, size_t> numbers;
  for (Operation &op : block.without_terminator()) {
    numbers[&op] = ops.size();
    ops.push_back(&op);
    needs.emplace_back();
    op.walk([&](Operation *nested) {
      for (Value operand : nested->getOperands())
        if (Operation *needed = operand.getDefiningOp(); needed && needed->getBlock() == &block)
          needs.back().push_back(numbers.lookup(needed));
    });
  }
}

llvm::BitVector OpGraph::dependentsOf(const llvm::BitVector &seeds) const {
  llvm::BitVector found = seeds;
  for (size_t i = seeds.find_first() + 1; i < ops.size(); ++i)
    if (llvm::any_of(needs[i], [&](size_t needed) { return found[needed]; }))
      found.set(i);
  return found;
}

llvm::BitVector OpGraph::ancestorsOf(const llvm::BitVector &seeds) const {
  llvm::BitVector found = seeds;
  for (int i = seeds.find_last(); i >= 0; --i)
    if (found[i])
      for (size_t needed : needs[i])
        found.set(needed);
  return found;
}

} // namespace unspool::nn
