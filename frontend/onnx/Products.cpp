//===- Products.cpp - ONNX matrix products --------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/Einsum.h"
#include "frontend/onnx/OperatorTable.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

Value unspool::frontend::matrixProduct(NnBuilder &build, Value lhs, Value rhs) {
  if (!lhs || !rhs)
    return {};
  SmallVector<int64_t> lhsShape(nn::shapeOf(lhs)), rhsShape(nn::shapeOf(rhs));
  if (lhsShape.empty() || rhsShape.empty()) {
    build.emitError() << "a matrix product takes no scalars";
    return {};
  }
  bool isRow = lhsShape.size() == 1, isColumn = rhsShape.size() == 1;
  if (isRow)
    lhs = build.reshape(lhs, {1, lhsShape[0]});
  if (isColumn)
    rhs = build.reshape(rhs, {rhsShape[0], 1});
  Value product = build.matmul(lhs, rhs);
  if (!product || (!isRow && !isColumn))
    return product;
  SmallVector<int64_t> shape(nn::shapeOf(product));
  if (isColumn)
    shape.pop_back();
  if (isRow)
    shape.erase(shape.end() - (isColumn ? 1 : 2));
  return build.reshape(product, shape);
}

namespace {

LogicalResult importMatMul(OnnxNode &node) {
  return node.finish(matrixProduct(node.build, node.input(0), node.input(1)));
}

/// alpha * A' * B' + beta * C.
LogicalResult importGemm(OnnxNode &node) {
  NnBuilder &build = node.build;
  if (node.rank(0) != 2 || node.rank(1) != 2)
    return node.emitError() << "A and B have ranks " << node.rank(0) << " and " << node.rank(1)
                            << " when both should be matrices";
  auto side = [&](unsigned i, StringRef transposed) {
    return node.intAttribute(transposed, 0) ? build.transpose(node.input(i), {1, 0})
                                            : node.input(i);
  };
  auto scaled = [&](Value value, StringRef name) {
    double factor = node.floatAttribute(name, 1.0);
    return factor == 1 ? value : build.create<nn::MulOp>(value, build.scalarLike(factor, value));
  };
  Value product = scaled(build.matmul(side(0, "transA"), side(1, "transB")), "alpha");
  if (Value summand = node.input(2))
    product = build.create<nn::AddOp>(product, scaled(summand, "beta"));
  return node.finish(product);
}

LogicalResult importEinsumNode(OnnxNode &node) { return node.finish(importEinsum(node)); }

const OperatorRow kRows[] = {
    {"Einsum", 12, 1, kAnyNumber, "equation", "", importEinsumNode},
    {"Gemm", 1, 2, 3, "alpha beta broadcast transA transB", "", importGemm},
    {"MatMul", 1, 2, 2, "", "", importMatMul},
};

} // namespace

ArrayRef<OperatorRow> unspool::frontend::productOperators() { return kRows; }
