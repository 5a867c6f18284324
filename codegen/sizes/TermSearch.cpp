//===- TermSearch.cpp - integers as functions of sizes ---------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/sizes/TermSearch.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace unspool {

TermSearch::TermSearch(const std::vector<Dimension> &dimensions,
                       const std::vector<std::vector<int64_t>> &points) {
  for (size_t dimension = 0; dimension < dimensions.size(); ++dimension) {
    Values values;
    for (const std::vector<int64_t> &point : points)
      values.push_back(point[dimension]);
    add({}, values);
  }
  // Of a dimension: steps, and whether its size is odd.
  auto addOf = [&](size_t dimension, int64_t divisor, int64_t modulus) {
    Values values = valuesOf[dimension];
    for (int64_t &value : values)
      value = modulus ? value / divisor % modulus : value / divisor;
    Term term;
    term.sum = {{1, {int(dimension)}}};
    term.divisor = divisor;
    term.modulus = modulus;
    add(std::move(term), std::move(values));
  };
  for (size_t dimension = 0; dimension < dimensions.size(); ++dimension)
    if (int64_t step = dimensions[dimension].step; step > 1)
      addOf(dimension, step, 0);
  for (size_t dimension = 0; dimension < dimensions.size(); ++dimension)
    addOf(dimension, 1, 2);
}

int TermSearch::add(Term term, Values values) {
  found.push_back(std::move(term));
  valuesOf.push_back(std::move(values));
  return int(found.size()) - 1;
}

std::optional<int> TermSearch::find(const Values &values, int64_t mostDivisor) {
  auto same = std::find(valuesOf.begin(), valuesOf.end(), values);
  if (same != valuesOf.end())
    return int(same - valuesOf.begin());
  if (std::optional<int> term = findLinear(values))
    return term;
  if (std::optional<int> term = findQuotient(values, mostDivisor))
    return term;
  if (std::optional<int> term = findBilinear(values))
    return term;
  if (std::optional<int> term = findProduct(values))
    return term;
  return findParity(values, mostDivisor);
}

/// factor * u + offset.
std::optional<int> TermSearch::findLinear(const Values &values) {
  for (size_t u = 0; u < found.size(); ++u) {
    const Values &x = valuesOf[u];
    size_t other = 0;
    while (other < x.size() && x[other] == x[0])
      ++other;
    if (other == x.size() || (values[other] - values[0]) % (x[other] - x[0]))
      continue;
    int64_t factor = (values[other] - values[0]) / (x[other] - x[0]);
    int64_t offset = values[0] - factor * x[0];
    bool holds = factor != 0;
    for (size_t i = 0; i < x.size(); ++i)
      holds = holds && values[i] == factor * x[i] + offset;
    if (!holds)
      continue;
    Term term;
    term.sum = {{factor, {int(u)}}};
    term.offset = offset;
    return add(term, values);
  }
  return std::nullopt;
}

/// floor((u + offset) / divisor)
std::optional<int> TermSearch::findQuotient(const Values &values, int64_t mostDivisor) {
  for (int64_t divisor = 2; divisor <= mostDivisor; ++divisor)
    for (size_t u = found.size(); u-- > 0;) {
      const Values &x = valuesOf[u];
      int64_t low = INT64_MIN, high = INT64_MAX;
      for (size_t i = 0; i < x.size(); ++i) {
        low = std::max(low, values[i] * divisor - x[i]);
        high = std::min(high, values[i] * divisor - x[i] + divisor - 1);
      }
      if (low > high)
        continue;
      Term term;
      term.sum = {{1, {int(u)}}};
      term.offset = std::clamp<int64_t>(0, low, high);
      term.divisor = divisor;
      return add(term, values);
    }
  return std::nullopt;
}

namespace {

/// Linear equations in four unknowns, of which the independent ones are kept.
class Equations {
public:
  /// coefficients * unknowns = right
  void add(std::array<double, 4> coefficients, double right) {
    for (const Row &row : rows) {
      double factor = coefficients[row.pivot];
      for (size_t k = 0; k < 4; ++k)
        coefficients[k] -= factor * row.coefficients[k];
      right -= factor * row.right;
    }
    size_t pivot = 0;
    for (size_t k = 1; k < 4; ++k)
      if (std::abs(coefficients[k]) > std::abs(coefficients[pivot]))
        pivot = k;
    double scale = coefficients[pivot];
    if (std::abs(scale) < 1e-6)
      return;
    for (double &coefficient : coefficients)
      coefficient /= scale;
    rows.push_back({pivot, coefficients, right / scale});
  }

  /// Nothing while there is a choice.
  std::optional<std::array<int64_t, 4>> solve() const {
    if (rows.size() < 4)
      return std::nullopt;
    std::array<double, 4> unknowns{};
    for (size_t i = 4; i-- > 0;) {
      double value = rows[i].right;
      for (size_t later = i + 1; later < 4; ++later)
        value -= rows[i].coefficients[rows[later].pivot] * unknowns[rows[later].pivot];
      unknowns[rows[i].pivot] = value;
    }
    std::array<int64_t, 4> whole;
    for (size_t k = 0; k < 4; ++k)
      whole[k] = std::llround(unknowns[k]);
    return whole;
  }

private:
  struct Row {
    size_t pivot; ///< where its coefficient is 1, and those of later rows 0
    std::array<double, 4> coefficients;
    double right;
  };
  std::vector<Row> rows;
};

} // namespace

/// factor * u * v * w: the pixels of a batch.
std::optional<int> TermSearch::findProduct(const Values &values) {
  for (size_t u = 0; u < found.size(); ++u)
    for (size_t v = u; v < found.size(); ++v)
      for (size_t w = v; w < found.size(); ++w) {
        auto product = [&](size_t i) { return valuesOf[u][i] * valuesOf[v][i] * valuesOf[w][i]; };
        if (product(0) == 0 || values[0] % product(0))
          continue;
        int64_t factor = values[0] / product(0);
        size_t agreeing = 0;
        while (agreeing < values.size() && values[agreeing] == factor * product(agreeing))
          ++agreeing;
        if (agreeing < values.size())
          continue;
        Term term;
        term.sum = {{factor, {int(u), int(v), int(w)}}};
        return add(term, values);
      }
  return std::nullopt;
}

/// One value where u is even, another where it is odd: the place of a state after u steps.
std::optional<int> TermSearch::findParity(const Values &values, int64_t mostDivisor) {
  for (size_t u = 0; u < found.size(); ++u) {
    Values odd = valuesOf[u];
    for (int64_t &value : odd)
      value &= 1;
    std::array<std::optional<int64_t>, 2> places;
    bool holds = true;
    for (size_t i = 0; i < values.size() && holds; ++i) {
      std::optional<int64_t> &place = places[odd[i]];
      place = place.value_or(values[i]);
      holds = *place == values[i];
    }
    if (!holds || !places[0] || !places[1])
      continue;
    Term term;
    term.sum = {{1, {int(u)}}};
    term.modulus = 2;
    add(std::move(term), std::move(odd));
    return find(values, mostDivisor); // a line through two points
  }
  return std::nullopt;
}

/// a * u * w + b * u + c * w + d: the first pair of terms for which it holds.
std::optional<int> TermSearch::findBilinear(const Values &values) {
  size_t count = values.size();
  for (size_t u = 0; u < found.size(); ++u)
    for (size_t w = u + 1; w < found.size(); ++w) {
      const Values &x = valuesOf[u], &y = valuesOf[w];
      Equations equations;
      for (size_t i = 0; i < count; ++i)
        equations.add({double(x[i]) * double(y[i]), double(x[i]), double(y[i]), 1},
                      double(values[i]));
      auto whole = equations.solve();
      if (!whole)
        continue;
      auto [both, left, right, offset] = *whole;
      bool holds = true;
      for (size_t i = 0; i < count && holds; ++i)
        holds = values[i] == both * x[i] * y[i] + left * x[i] + right * y[i] + offset;
      if (!holds)
        continue;
      Term term;
      if (both)
        term.sum.push_back({both, {int(u), int(w)}});
      if (left)
        term.sum.push_back({left, {int(u)}});
      if (right)
        term.sum.push_back({right, {int(w)}});
      term.offset = offset;
      return add(term, values);
    }
  return std::nullopt;
}

} // namespace unspool
