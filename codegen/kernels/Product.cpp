//===- Product.cpp - nn.matmul --------------------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/Interleave.h"
#include "ir/Strassen.h"

using namespace Halide;

namespace unspool {
namespace {

/// The last two axes of `index`, behind as many batch axes as `operand` has.
Index matrixIndex(const KernelBuilder &builder, int operand, const Index &index, const Expr &row,
                  const Expr &column) {
  Index own;
  if (builder.shapeOf(operand).size() > 2)
    own.assign(index.begin(), index.end() - 2);
  own.push_back(row);
  own.push_back(column);
  return own;
}

void buildMatmul(KernelBuilder &builder, const Node &node, int value) {
  int lhs = node.operands[0], rhs = node.operands[1];
  int64_t block = integer(node, "block"), interleave = integer(node, "interleave", 1);
  if (block && text(node, "algorithm") == kStrassen)
    return buildStrassen(builder, node, value);
  const std::vector<int64_t> &shape = node.results[0].shape;
  Expr depth = builder.extent(lhs, builder.shapeOf(lhs).size() - 1).value;
  RDom domain(0, Internal::simplify(depth / int(interleave)), builder.name("depth"));
  Index index = builder.variables(shape.size());
  Expr row = KernelBuilder::inTile(index[index.size() - 2], builder.extent(value, shape.size() - 2));
  Expr column = KernelBuilder::inTile(index.back(), builder.extent(value, shape.size() - 1));
  Expr left = elementOfLane(column, domain, interleave, [&](const Expr &element) {
    return builder.read(lhs, matrixIndex(builder, lhs, index, row, element));
  });
  Expr right = block ? builder.read(rhs, packedIndex(column, block, interleave, {domain}))
                     : builder.read(rhs, matrixIndex(builder, rhs, index, domain, column));

  Type type = computedType(node.results[0].element);
  Func accumulator(builder.name("product"));
  KernelBuilder::ref(accumulator, index) = Internal::make_zero(type);
  KernelBuilder::ref(accumulator, index) += cast(type, left) * cast(type, right);

  if (builder.spec.kind == "cell") {
    builder.anchor.projection = accumulator;
    builder.anchor.projector = &node;
    builder.anchor.inputs = domain;
  } else {
    builder.anchor.node = &node;
    builder.anchor.value = value;
    builder.anchor.accumulator = accumulator;
    builder.anchor.reduction = domain;
  }
  builder.bind(value, sumsOfLanes(builder, accumulator, interleave), /*isStored=*/false);
}

} // namespace

const BuildTable &productBuilders() {
  static const BuildTable table = {{"matmul", buildMatmul}};
  return table;
}

} // namespace unspool
