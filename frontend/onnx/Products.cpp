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

/// Gaussian elimination with partial pivoting, a step an op: the product of the pivots,
/// negated for each exchange of rows.
LogicalResult importDet(OnnxNode &node) {
  NnBuilder &build = node.build;
  constexpr int64_t kMostRows = 64;
  int64_t rank = node.rank(0), size = rank < 2 ? 0 : node.shape(0)[rank - 1];
  if (rank < 2 || node.shape(0)[rank - 2] != size)
    return node.emitError() << "the input is a " << node.input(0).getType()
                            << " when it should be of square matrices";
  if (size > kMostRows)
    return node.emitUnsupported() << "matrices of " << size
                                  << " rows are not supported (supported: " << kMostRows << ")";
  SmallVector<int64_t> batch(node.shape(0).drop_back(2));
  int64_t count = 1;
  for (int64_t extent : batch)
    count *= extent;
  Type type = node.elementType(0), i64 = build.ops().getI64Type();
  Value rest = build.reshape(node.input(0), {count, size, size});
  Value result = build.splat(1, {count}, type);
  for (int64_t left = size; left > 0 && rest; --left) {
    Value column = build.create<nn::AbsOp>(build.slice(rest, 2, 0, 1));
    Value place = build.create<nn::ArgReduceOp>(column, nn::ReduceKind::max, 1, false);
    Value first = build.slice(rest, 1, 0, 1);
    Value chosen =
        build.create<nn::GatherElementsOp>(rest, build.broadcast(place, {count, 1, left}), 1);
    Value pivot = build.slice(chosen, 2, 0, 1),
          isFirst = build.create<nn::EqualOp>(place, build.scalar(0, i64));
    Value factor = build.create<nn::SelectOp>(isFirst, pivot, build.create<nn::NegOp>(pivot));
    result = build.create<nn::MulOp>(result, build.reshape(factor, {count}));
    if (left == 1)
      break;
    // The first row goes to where the chosen one was.
    Value below =
        build.create<nn::AddOp>(build.iota({1, left - 1, 1}, 1, i64), build.scalar(1, i64));
    Value rows = build.create<nn::SelectOp>(build.create<nn::EqualOp>(below, place), first,
                                            build.slice(rest, 1, 1, left - 1));
    // A column of zeros makes the result zero; nothing is to be divided by it.
    Value isZero = build.create<nn::EqualOp>(pivot, build.scalar(0, type));
    Value divisor = build.create<nn::SelectOp>(isZero, build.scalar(1, type), pivot);
    Value factors = build.create<nn::DivOp>(build.slice(rows, 2, 0, 1), divisor);
    Value taken = build.create<nn::MulOp>(factors, build.slice(chosen, 2, 1, left - 1));
    rest = build.create<nn::SubOp>(build.slice(rows, 2, 1, left - 1), taken);
  }
  return node.finish(build.reshape(result, batch));
}

LogicalResult importEinsumNode(OnnxNode &node) { return node.finish(importEinsum(node)); }

const OperatorRow kRows[] = {
    {"Det", 11, 1, 1, "", "up to 64 rows", importDet},
    {"Einsum", 12, 1, kAnyNumber, "equation", "", importEinsumNode},
    {"Gemm", 1, 2, 3, "alpha beta broadcast transA transB", "", importGemm},
    {"MatMul", 1, 2, 2, "", "", importMatMul},
};

} // namespace

ArrayRef<OperatorRow> unspool::frontend::productOperators() { return kRows; }
