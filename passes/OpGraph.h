//===- OpGraph.h - what the ops of a block need -----------------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_PASSES_OPGRAPH_H
#define UNSPOOL_PASSES_OPGRAPH_H

#include "mlir/IR/Block.h"
#include "mlir/IR/Operation.h"

#include "llvm/ADT/BitVector.h"

#include <vector>

namespace unspool::nn {

/// The ops of a block without its terminator, numbered in their order when this was made, and
/// what they need, with what the ops within them do. Order is free to change afterwards.
class OpGraph {
public:
  explicit OpGraph(mlir::Block &block);

  size_t size() const { return ops.size(); }
  mlir::Operation *at(size_t number) const { return ops[number]; }
  llvm::ArrayRef<size_t> needsOf(size_t number) const { return needs[number]; }

  /// What needs any of `seeds`, these included.
  llvm::BitVector dependentsOf(const llvm::BitVector &seeds) const;
  /// What `seeds` need, these included.
  llvm::BitVector ancestorsOf(const llvm::BitVector &seeds) const;

private:
  std::vector<mlir::Operation *> ops;
  std::vector<llvm::SmallVector<size_t, 4>> needs;
};

} // namespace unspool::nn

#endif // UNSPOOL_PASSES_OPGRAPH_H
