//===- Strassen.cpp - nn.matmul of seven products in place of eight -------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Pairs of rows are what tiles are to Winograd's algorithm (Winograd.cpp): the terms of a
// pair are transformed, seven products over half of the terms follow, pairs by columns, and
// these add up to two rows of two blocks of columns. See ir/Strassen.h for the equations.
//
//===----------------------------------------------------------------------===//

#include "ir/Strassen.h"
#include "codegen/kernels/KernelBuilder.h"

using namespace Halide;

namespace unspool {

/// The sum of elements 0, 1, ... times the factors of `row`, which are 0, 1 and -1.
template <size_t Count, typename Element>
static Expr sumOf(const double (&row)[Count], const Element &element) {
  Expr sum;
  for (size_t i = 0; i < Count; ++i) {
    if (row[i] == 0)
      continue;
    Expr term = element(int(i));
    sum = !sum.defined() ? (row[i] > 0 ? term : -term) : row[i] > 0 ? sum + term : sum - term;
  }
  return sum;
}

void buildStrassen(KernelBuilder &builder, const Node &node, int value) {
  int lhs = node.operands[0], rhs = node.operands[1];
  int block = int(integer(node, "block"));
  int half = int(builder.shapeOf(rhs)[2]);
  const Extent &rows = builder.extent(value, 0);

  // [product, 0, pair, k], as of a convolution of one image, and the last row may be alone.
  Index index = builder.variables(4);
  auto part = [&](int number) {
    Expr row = index[2] * 2 + number / 2;
    if (rows.most % 2 != 0)
      row = min(row, Internal::simplify(rows.value - 1));
    return builder.read(lhs, {row, index[3] + number % 2 * half});
  };
  Func input(builder.name("input"));
  std::vector<Expr> sums;
  for (const auto &row : kStrassenLeft)
    sums.push_back(sumOf(row, part));
  KernelBuilder::ref(input, index) = mux(index[0], sums);

  RDom terms(0, half, builder.name("terms"));
  Type type = computedType(node.results[0].element);
  Func accumulator(builder.name("sums")), products(builder.name("products"));
  Index term = index;
  term[3] = terms;
  Index weight{index[3] / block, index[0], terms, index[3] % block};
  KernelBuilder::ref(accumulator, index) = Internal::make_zero(type);
  KernelBuilder::ref(accumulator, index) +=
      cast(type, KernelBuilder::at(input, term)) * cast(type, builder.read(rhs, weight));
  KernelBuilder::ref(products, index) = KernelBuilder::at(accumulator, index);

  // [part, 0, pair, column of a half]
  Func output(builder.name("output"));
  auto product = [&](int number) {
    Index at = index;
    at[0] = number;
    return KernelBuilder::at(products, at);
  };
  sums.clear();
  for (const auto &row : kStrassenSum)
    sums.push_back(sumOf(row, product));
  KernelBuilder::ref(output, index) = mux(index[0], sums);

  Func whole(builder.name("product"));
  Index at = builder.variables(2);
  Expr row = at[0], column = at[1];
  KernelBuilder::ref(whole, at) =
      KernelBuilder::at(output, {row % 2 * 2 + column / block % 2, 0, row / 2,
                                 column / (2 * block) * block + column % block});

  Anchor &anchor = builder.anchor;
  anchor.node = &node;
  anchor.value = value;
  anchor.inputTransform = {input};
  anchor.outputTransform = {output};
  anchor.accumulator = accumulator;
  anchor.products = products;
  anchor.reduction = terms;
  anchor.tiles = {2};
  anchor.blocksTogether = 2;
  builder.bind(value, whole, /*isStored=*/false);
}

} // namespace unspool
