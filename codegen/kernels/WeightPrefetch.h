//===- WeightPrefetch.h - weights arrive before they are needed -----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Packed weights come in blocks: a kernel computes all its tiles with one block, then
// goes on to the next. The first tile of a block reads it at the speed of memory, if the
// model's weights are too many for the caches; the others find it in the nearest one, and
// memory rests. So each step of each tile's reduction asks for a part of the next block:
// the traffic is spread evenly, and hidden behind the arithmetic. (Halide's own directive
// asks for all that a loop's later pass reads, at once: the requests then wait for each
// other, and the loads of the arithmetic behind them.)
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_KERNELS_WEIGHTPREFETCH_H
#define UNSPOOL_CODEGEN_KERNELS_WEIGHTPREFETCH_H

#include <Halide.h>

#include <optional>
#include <string>
#include <vector>

namespace unspool {

/// A cache line: what is read from memory, or from one cache into another, at once.
constexpr int64_t kLineBytes = 64;

/// What a schedule asks for. The reduction walks a block of the buffer from its first
/// element to its last.
struct WeightPrefetch {
  /// A loop by the beginning of its name, "<func>.s<stage>.", and its last variable.
  struct Loop {
    std::string stage, variable;
    /// It runs from 0 to this (1: there is no such loop), or as far as the caller's sizes need.
    std::optional<int64_t> extent = 1;
  };
  std::string buffer;
  Halide::Type element;
  int64_t blockElements = 0;
  std::vector<Loop> tiles; ///< that share a block; outermost first
  std::string reduction;   ///< the stage, all loops of which are the reduction's
  int64_t steps = 1;       ///< passes of them together
};

/// Adds to a lowered statement what `prefetch` asks for.
class PrefetchWeights : public Halide::Internal::IRMutator {
public:
  explicit PrefetchWeights(WeightPrefetch prefetch) : prefetch(std::move(prefetch)) {}

protected:
  using Halide::Internal::IRMutator::visit;
  Halide::Internal::Stmt visit(const Halide::Internal::For *op) override;

private:
  struct Tiles {
    Halide::Expr number, count; ///< which of those that share a block this is, and of how many
    int64_t least = 1;          ///< as many there are in any case
  };
  Tiles tiles() const;
  Halide::Internal::Stmt request(const Halide::Expr &place) const;

  WeightPrefetch prefetch;
  std::vector<const Halide::Internal::For *> around; ///< the loops being visited
};

} // namespace unspool

#endif // UNSPOOL_CODEGEN_KERNELS_WEIGHTPREFETCH_H
