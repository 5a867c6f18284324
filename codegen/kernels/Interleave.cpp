//===- Interleave.cpp - several terms of a sum in one vector --------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/Interleave.h"

using namespace Halide;

namespace unspool {

Expr elementOfLane(const Expr &lane, const Expr &step, int64_t interleave,
                   const std::function<Expr(const Expr &depth)> &element) {
  if (interleave == 1)
    return element(step);
  // Not `element(step * p + lane % p)`, of which Halide would make a gather: LLVM sees a
  // repeated pattern of neighbours in this, and broadcasts it. And not `lane % p`, for which
  // Halide takes vectors apart into those of each remainder: its bits, as the highest ones.
  int p = int(interleave);
  uint32_t unit = uint32_t(0x100000000 / interleave);
  Expr remainder = cast<uint32_t>(lane) * Internal::make_const(UInt(32), unit);
  Expr chosen = element(step * p);
  for (int term = 1; term < p; ++term)
    chosen = select(remainder == Internal::make_const(UInt(32), unit * uint32_t(term)),
                    element(step * p + term), chosen);
  return chosen;
}

Index packedIndex(const Expr &lane, int64_t block, int64_t interleave, const Index &depth) {
  int lanes = int(block * interleave);
  Index index{lane / lanes};
  index.insert(index.end(), depth.begin(), depth.end());
  index.push_back(lane % lanes);
  return index;
}

Func sumsOfLanes(KernelBuilder &builder, Func accumulator, int64_t interleave) {
  if (interleave == 1)
    return accumulator;
  Func sums(builder.name("sums"));
  Index index = builder.variables(accumulator.dimensions()), lane = index;
  Expr sum;
  for (int term = 0; term < int(interleave); ++term) {
    lane.back() = index.back() * int(interleave) + term;
    Expr part = KernelBuilder::at(accumulator, lane);
    sum = sum.defined() ? sum + part : part;
  }
  KernelBuilder::ref(sums, index) = sum;
  return sums;
}

} // namespace unspool
