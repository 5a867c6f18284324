//===- TermSearch.h - integers as functions of sizes ------------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An integer is known at some points, each a size for every dimension. Which function
// of the sizes is it? Tried in this order, always with coefficients that are integers:
// a term that there is, a linear function of one, its quotient rounded down, what is
// linear in two terms and their product, and the product of three. All of what a static model makes
// of extents is among these: windows (quotients of earlier extents), strides and offsets
// (products), places that two states swap (remainders by 2).
//
// The points may leave a choice: what is found is a guess then, the nearest to no offset, to be
// tried at other sizes (Probes.h).
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_SIZES_TERMSEARCH_H
#define UNSPOOL_CODEGEN_SIZES_TERMSEARCH_H

#include "codegen/Plan.h"

namespace unspool {

class TermSearch {
public:
  /// `points`: sizes, one a dimension.
  TermSearch(const std::vector<Dimension> &dimensions,
             const std::vector<std::vector<int64_t>> &points);

  /// Windows move by at most this in one step, or a few steps together.
  static constexpr int64_t kMostDivisor = 64;

  /// The term with these values, one a point, which is added if it is new; nothing if
  /// there is none. Quotients are by `mostDivisor` at most: of what several windows make, those
  /// that each makes of the one before are better found first.
  std::optional<int> find(const std::vector<int64_t> &values, int64_t mostDivisor);

  /// All of them, the dimensions first.
  const std::vector<Term> &terms() const { return found; }

private:
  using Values = std::vector<int64_t>;

  std::optional<int> findLinear(const Values &values);
  std::optional<int> findQuotient(const Values &values, int64_t mostDivisor);
  std::optional<int> findBilinear(const Values &values);
  std::optional<int> findProduct(const Values &values);
  std::optional<int> findParity(const Values &values, int64_t mostDivisor);
  int add(Term term, Values values);

  std::vector<Term> found;
  std::vector<Values> valuesOf; ///< of each term
};

} // namespace unspool

#endif // UNSPOOL_CODEGEN_SIZES_TERMSEARCH_H
