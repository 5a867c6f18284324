//===- EvaluateWinograd.cpp - convolution from transformed filters --------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The transforms of all axes as one matrix (their Kronecker product): slow, and
// the same for any number of axes.
//
//===----------------------------------------------------------------------===//

#include "ir/EvaluateTensor.h"
#include "ir/Winograd.h"

namespace unspool::nn {

namespace {

struct Matrix {
  int64_t rows = 1, columns = 1;
  std::vector<double> elements{1};

  /// rows x columns (x) other.
  Matrix kronecker(const Matrix &other) const {
    Matrix product{rows * other.rows, columns * other.columns, {}};
    for (int64_t i = 0; i < product.rows; ++i)
      for (int64_t j = 0; j < product.columns; ++j)
        product.elements.push_back(
            elements[i / other.rows * columns + j / other.columns] *
            other.elements[i % other.rows * other.columns + j % other.columns]);
    return product;
  }

  /// This matrix times `operand`, a matrix of `width` columns.
  std::vector<double> times(const std::vector<double> &operand, int64_t width) const {
    std::vector<double> product(rows * width, 0.0);
    for (int64_t i = 0; i < rows; ++i)
      for (int64_t k = 0; k < columns; ++k)
        if (double factor = elements[i * columns + k])
          for (int64_t j = 0; j < width; ++j)
            product[i * width + j] += factor * operand[k * width + j];
    return product;
  }
};

/// One convolution: its transforms, and where its tiles lie.
class Winograd {
public:
  explicit Winograd(ConvOp op)
      : op(op), in(shapeOf(op.getInput()).drop_front().drop_back()),
        out(shapeOf(op.getResult()).drop_front().drop_back()),
        tile(winogradTiles(op.getAlgorithm()->str(), out.size())) {
    llvm::ArrayRef<int64_t> filter = shapeOf(op.getFilter()).drop_front().drop_back(2);
    for (auto [points, results, stride] : llvm::zip_equal(filter, tile, op.getStrides())) {
      WinogradForm form = winogradForm(results, winogradTaps(points, results, stride), stride);
      input = input.kronecker({points, points, form.input});
      output = output.kronecker({results, points, form.output});
      extents.push_back(points);
    }
    for (auto [extent, results] : llvm::zip_equal(out, tile))
      tiles.push_back((extent + results - 1) / results);
  }

  /// `x` is one image [S..., C]; `filters` [points, C, O]; `y` [S'..., O].
  void run(const double *x, const std::vector<double> &filters, double *y) const {
    int64_t channels = shapeOf(op.getInput()).back(), outputs = shapeOf(op.getResult()).back();
    Positions position(tiles);
    for (int64_t number = 0; number < elementsOf(tiles); ++number, position.next()) {
      std::vector<double> values = input.times(gather(x, *position, channels), channels);
      std::vector<double> products(input.rows * outputs, 0.0);
      for (int64_t point = 0; point < input.rows; ++point)
        for (int64_t c = 0; c < channels; ++c)
          for (int64_t o = 0; o < outputs; ++o)
            products[point * outputs + o] += values[point * channels + c] *
                                             filters[(point * channels + c) * outputs + o];
      scatter(output.times(products, outputs), *position, outputs, y);
    }
  }

private:
  /// Calls visit(number within the tile, number within the image) for the elements
  /// of a tile of `shape` at `origin` that lie inside an image of `bounds`.
  template <typename Visit>
  static void forEach(Shape shape, Shape bounds, Shape origin, const Visit &visit) {
    Positions offset(shape);
    for (int64_t number = 0; number < elementsOf(shape); ++number, offset.next()) {
      int64_t source = 0;
      bool inside = true;
      for (size_t axis = 0; axis < shape.size(); ++axis) {
        int64_t at = origin[axis] + (*offset)[axis];
        inside &= at >= 0 && at < bounds[axis];
        source = source * bounds[axis] + at;
      }
      if (inside)
        visit(number, source);
    }
  }

  std::vector<double> gather(const double *x, Shape position, int64_t channels) const {
    std::vector<double> values(input.columns * channels, 0.0);
    llvm::SmallVector<int64_t> origin;
    for (size_t axis = 0; axis < position.size(); ++axis)
      origin.push_back(position[axis] * tile[axis] * op.getStrides()[axis] - op.getLow()[axis]);
    forEach(extents, in, origin, [&](int64_t to, int64_t from) {
      std::copy_n(x + from * channels, channels, values.begin() + to * channels);
    });
    return values;
  }

  void scatter(const std::vector<double> &values, Shape position, int64_t outputs,
               double *y) const {
    llvm::SmallVector<int64_t> origin;
    for (auto [number, results] : llvm::zip_equal(position, tile))
      origin.push_back(number * results);
    forEach(tile, out, origin, [&](int64_t from, int64_t to) {
      std::copy_n(values.begin() + from * outputs, outputs, y + to * outputs);
    });
  }

  mutable ConvOp op; // MLIR's accessors are not const
  Shape in, out;
  std::vector<int64_t> tile; ///< results of each axis
  Matrix input, output;
  llvm::SmallVector<int64_t> extents, tiles;
};

} // namespace

Tensor evaluateWinograd(ConvOp op, const Tensor &input, const Tensor &filter) {
  mlir::RankedTensorType type = typeOf(op.getResult());
  std::vector<double> x = toDoubles(input), y(type.getNumElements());
  std::vector<double> filters =
      unpackColumns(toDoubles(filter), *op.getBlock(), type.getShape().back());
  Winograd winograd(op);
  for (int64_t image = 0, images = type.getDimSize(0); image < images; ++image)
    winograd.run(x.data() + image * (x.size() / images), filters,
                 y.data() + image * (y.size() / images));
  return fromDoubles(type, y);
}

} // namespace unspool::nn
