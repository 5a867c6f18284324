//===- WinogradFilter.cpp - filters of Winograd's convolutions ------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// In one pass from the old constant to the new one: constants live as long as
// their context, and those of large models would not fit it several times over.
//
//===----------------------------------------------------------------------===//

#include "passes/WinogradFilter.h"

#include "ir/Winograd.h"

using namespace mlir;

namespace unspool::nn {

namespace {

/// The transforms of all axes as one matrix, their Kronecker product.
struct Transform {
  int64_t points = 1, taps = 1;
  std::vector<double> matrix{1}; ///< points x taps

  void addAxis(const WinogradForm &form) {
    std::vector<double> product;
    for (int64_t row = 0; row < points * form.points; ++row)
      for (int64_t column = 0; column < taps * form.taps; ++column)
        product.push_back(matrix[row / form.points * taps + column / form.taps] *
                          form.filter[row % form.points * form.taps + column % form.taps]);
    matrix = std::move(product);
    points *= form.points;
    taps *= form.taps;
  }
};

} // namespace

Value winogradFilter(OpBuilder &builder, ConvOp conv, ArrayRef<int64_t> tiles, int64_t block) {
  llvm::SmallVector<int64_t> shape(shapeOf(conv.getFilter()));
  int64_t channels = shape[shape.size() - 2], outputs = shape.back();
  Transform transform;
  for (auto [extent, tile, stride] :
       llvm::zip_equal(llvm::MutableArrayRef(shape).drop_back(2), tiles, conv.getStrides())) {
    WinogradForm form = winogradForm(tile, extent, stride);
    transform.addAxis(form);
    extent = form.points;
  }
  shape.back() = block;
  shape.insert(shape.begin(), llvm::divideCeil(outputs, block));

  auto constant = cast<DenseElementsAttr>(
      conv.getFilter().getDefiningOp<ConstantOp>().getValue());
  auto filter = constant.getValues<float>();
  auto type = RankedTensorType::get(shape, builder.getF32Type());
  std::vector<float> packed(type.getNumElements());
  for (int64_t point = 0; point < transform.points; ++point) {
    const double *row = transform.matrix.data() + point * transform.taps;
    for (int64_t c = 0; c < channels; ++c)
      for (int64_t o = 0; o < outputs; ++o) {
        double sum = 0;
        for (int64_t tap = 0; tap < transform.taps; ++tap)
          sum += row[tap] * double(filter[(tap * channels + c) * outputs + o]);
        int64_t line = (o / block * transform.points + point) * channels + c;
        packed[line * block + o % block] = float(sum);
      }
  }
  return ConstantOp::create(builder, conv.getLoc(),
                            DenseElementsAttr::get(type, llvm::ArrayRef(packed)));
}

} // namespace unspool::nn
