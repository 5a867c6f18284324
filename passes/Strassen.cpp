//===- Strassen.cpp - products of pixels by Strassen's algorithm ----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/Strassen.h"

#include "ir/Strassen.h"
#include "passes/Constants.h"

#include <cmath>
#include <random>

using namespace mlir;

namespace unspool::nn {

/// Operations besides the multiply-adds, for each vector of a pair of rows: of a half of the
/// columns, whose seven sums begin, end and add up to four results; and of a half of the
/// terms, of which seven sums are stored. Measured on Zen 4, 128 to 728 terms and columns.
static constexpr double kOfResults = 36, kOfTerms = 15;

/// Pairs of rows and columns whose errors are tried, at most.
static constexpr int64_t kPairs = 4, kMostColumns = 64;

bool isApplicable(MatmulOp product, StringRef algorithm) {
  if (algorithm == "direct")
    return true;
  ArrayRef<int64_t> left = shapeOf(product.getLhs()), right = shapeOf(product.getRhs());
  bool isEmpty = llvm::is_contained(left, 0) || llvm::is_contained(right, 0);
  return algorithm == kStrassen && product.getAlgorithm() && !product.getBlock() &&
         isConstant(product.getRhs()) && typeOf(product.getRhs()).getElementType().isF32() &&
         left.size() == 2 && right.size() == 2 && !isEmpty && left.back() % 2 == 0;
}

ConvolutionCost costOf(MatmulOp product, StringRef algorithm, const MachineModel &machine,
                       int64_t modelBytes) {
  double rows = double(shapeOf(product.getResult()).front());
  double depth = double(shapeOf(product.getLhs()).back());
  int64_t columns = shapeOf(product.getResult()).back();
  auto vectors = [&](int64_t elements) {
    return double(llvm::divideCeil(elements, machine.lanes));
  };
  auto bytesOf = [&](double elements) { return int64_t(elements) * int64_t(sizeof(float)); };
  if (algorithm == "direct")
    return costOfSums(rows * depth * vectors(columns), bytesOf(depth * double(columns)),
                      passesOfRows(rows), /*images=*/1, modelBytes, machine);
  double pairs = std::ceil(rows / 2), half = depth / 2;
  double ofHalf = vectors(llvm::divideCeil(columns, 2));
  double sums = (kStrassenProducts * half + kOfResults) * ofHalf;
  double transforms = kOfTerms * vectors(int64_t(half));
  return costOfSums(pairs * (sums + transforms),
                    bytesOf(kStrassenProducts * half * ofHalf * double(machine.lanes)),
                    passesOfRows(pairs), /*images=*/1, modelBytes, machine);
}

namespace {
/// The constant right side of a product, [K, N], and its seven transforms.
class Matrix {
public:
  explicit Matrix(MatmulOp product)
      : half(shapeOf(product.getRhs())[0] / 2), columns(shapeOf(product.getRhs())[1]),
        elements(cast<DenseElementsAttr>(product.getRhs().getDefiningOp<ConstantOp>().getValue())
                     .getValues<float>()) {}

  const int64_t half, columns; ///< K / 2, N

  /// Transform `number` of term `k` of each half, and of two columns, which are zero beyond N.
  double transformed(int64_t number, int64_t k, int64_t first, int64_t second) const {
    double sum = 0;
    for (int part = 0; part < kStrassenParts; ++part) {
      int64_t column = part % 2 ? second : first;
      double factor = kStrassenRight[number][part];
      if (factor != 0 && column < columns)
        sum += factor * double(elements[(part / 2 * half + k) * columns + column]);
    }
    return sum;
  }

private:
  decltype(std::declval<DenseElementsAttr>().getValues<float>()) elements;
};
} // namespace

Value strassenMatrix(OpBuilder &builder, MatmulOp product, int64_t block) {
  Matrix matrix(product);
  int64_t half = matrix.half, pairs = llvm::divideCeil(matrix.columns, 2 * block);
  auto type = RankedTensorType::get({pairs, kStrassenProducts, half, block}, builder.getF32Type());
  std::vector<float> packed(type.getNumElements());
  for (int64_t line = 0; line < pairs * kStrassenProducts * half; ++line) {
    int64_t k = line % half, number = line / half % kStrassenProducts;
    int64_t first = line / half / kStrassenProducts * 2 * block;
    for (int64_t n = first; n < first + block; ++n)
      packed[line * block + n - first] = float(matrix.transformed(number, k, n, n + block));
  }
  return ConstantOp::create(builder, product.getLoc(),
                            DenseElementsAttr::get(type, llvm::ArrayRef(packed)));
}

/// Two rows of 2 * half terms times as many columns, computed in T: `right` holds the seven
/// transforms of a column of both halves, [7, half].
template <typename T>
static std::array<T, kStrassenParts> multiply(const std::vector<float> &rows, int64_t half,
                                              const std::vector<double> &right) {
  std::array<T, kStrassenParts> results{};
  for (int number = 0; number < kStrassenProducts; ++number) {
    T product = 0;
    for (int64_t k = 0; k < half; ++k) {
      T left = 0;
      for (int part = 0; part < kStrassenParts; ++part)
        left += T(kStrassenLeft[number][part]) * T(rows[part * half + k]);
      product += left * T(right[number * half + k]);
    }
    for (int part = 0; part < kStrassenParts; ++part)
      results[part] += T(kStrassenSum[part][number]) * product;
  }
  return results;
}

double strassenError(MatmulOp product) {
  Matrix matrix(product);
  int64_t half = matrix.half;
  std::mt19937 random(1); // the same rows everywhere: the engine is standardised
  std::vector<float> rows(kPairs * kStrassenParts * half);
  for (float &element : rows)
    element = float(int32_t(random())) * 0x1p-31f;
  double error = 0, largest = 0;
  std::vector<double> right(kStrassenProducts * half);
  for (int64_t column = 0; column < std::min(matrix.columns, kMostColumns); column += 2) {
    for (int64_t i = 0; i < int64_t(right.size()); ++i)
      right[i] = matrix.transformed(i / half, i % half, column, column + 1);
    for (int64_t pair = 0; pair < kPairs; ++pair) {
      auto begin = rows.begin() + pair * kStrassenParts * half;
      std::vector<float> own(begin, begin + kStrassenParts * half);
      auto exact = multiply<double>(own, half, right);
      auto single = multiply<float>(own, half, right);
      for (int part = 0; part < kStrassenParts; ++part) {
        error = std::max(error, std::abs(exact[part] - double(single[part])));
        largest = std::max(largest, std::abs(exact[part]));
      }
    }
  }
  return largest > 0 ? error / largest : 0;
}

} // namespace unspool::nn
