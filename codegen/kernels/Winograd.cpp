//===- Winograd.cpp - nn.conv from transformed filters --------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The image is cut into tiles of m results an axis. The inputs of a tile are
// transformed along each axis in turn (last axis first); at each of the points a
// matrix product over the channels follows, tiles by channels; and the products
// are transformed back. See ir/Winograd.h for the equations.
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/KernelBuilder.h"
#include "codegen/kernels/Window.h"
#include "ir/Winograd.h"

using namespace Halide;

namespace unspool {

namespace {

using Element = std::function<Expr(int)>;

Expr plus(const Expr &a, const Expr &b) {
  return !a.defined() ? b : !b.defined() ? a : a + b;
}

Expr times(double factor, const Expr &a) {
  if (factor == 1)
    return a;
  return factor == -1 ? -a : a * Internal::make_const(a.type(), factor);
}

/// A row of B^T times the inputs. The rows of the points a and -a have the same
/// even coefficients, and the opposite odd ones: written as even + odd and
/// even - odd, their parts are computed once.
Expr inputRow(const WinogradForm &form, int64_t point, const Element &input) {
  const double *row = form.input.data() + point * form.points;
  Expr even, odd;
  double sign = 0;
  for (int64_t i = 0; i < form.points; ++i) {
    if (row[i] == 0)
      continue;
    if (i / form.stride % 2 == 0) {
      even = plus(even, times(row[i], input(int(i))));
    } else {
      if (sign == 0)
        sign = row[i] < 0 ? -1 : 1;
      odd = plus(odd, times(sign * row[i], input(int(i))));
    }
  }
  if (!even.defined())
    return times(sign, odd);
  return !odd.defined() ? even : sign < 0 ? even - odd : even + odd;
}

/// A row of A^T times the products. The columns of the points a and -a are equal
/// up to the sign: all rows share their sum and their difference.
Expr outputRow(const WinogradForm &form, int64_t result, const Element &product) {
  const double *row = form.output.data() + result * form.points;
  Expr sum;
  for (int64_t i = 0; i < form.points; ++i) {
    bool isPair = form.isPair(i);
    if (isPair) {
      Expr a = product(int(i)), b = product(int(i) + 1);
      sum = plus(sum, times(row[i], row[i] == row[i + 1] ? a + b : a - b));
    } else if (row[i] != 0) {
      sum = plus(sum, times(row[i], product(int(i))));
    }
    i += isPair;
  }
  return sum;
}

/// `rows` sums of the elements along `axis` of `source`.
Func transformed(KernelBuilder &builder, const std::string &name, size_t rank, size_t axis,
                 const std::function<Expr(const Index &)> &source, const WinogradForm &form,
                 int64_t rows, Expr (*rowTimes)(const WinogradForm &, int64_t, const Element &)) {
  Func func(builder.name(name));
  Index index = builder.variables(rank);
  std::vector<Expr> sums;
  for (int64_t row = 0; row < rows; ++row)
    sums.push_back(rowTimes(form, row, [&](int element) {
      Index at = index;
      at[axis] = element;
      return source(at);
    }));
  KernelBuilder::ref(func, index) = mux(index[axis], sums);
  return func;
}

} // namespace

void buildWinograd(KernelBuilder &builder, const Node &node, int value) {
  int input = node.operands[0], filter = node.operands[1];
  const std::vector<int64_t> &filterShape = builder.shapeOf(filter);
  size_t axes = node.results[0].shape.size() - 2, rank = 2 * axes + 2;
  int block = int(integer(node, "block"));
  std::vector<int64_t> tiles = winogradTiles(text(node, "algorithm"), axes);
  int64_t depth = filterShape[filterShape.size() - 2];

  std::vector<WinogradForm> forms;
  std::vector<int64_t> taps, strides = integers(node, "strides");
  for (size_t axis = 0; axis < axes; ++axis) {
    taps.push_back(winogradTaps(filterShape[1 + axis], tiles[axis], strides[axis]));
    forms.push_back(winogradForm(tiles[axis], taps.back(), strides[axis]));
  }
  // The last tiles may reach beyond the image.
  Window window(builder, node, taps);
  for (size_t axis = 0; axis < axes; ++axis) {
    Extent &high = window.high[axis], extent = builder.extent(value, 1 + axis);
    int64_t tile = tiles[axis];
    if (extent.isFixed()) {
      int64_t more = (tile - extent.most % tile) % tile * strides[axis];
      high =
          Extent(high.least + more, high.most + more, Internal::simplify(high.value + int(more)));
    } else {
      int64_t more = (tile - 1) * strides[axis];
      high = Extent(high.least, high.most + more, high.value + int(more));
    }
  }
  const Extent &columns = builder.extent(value, axes);
  bool hasFewChannels = depth < builder.lanes / 2 && columns.isFixed() &&
                        (columns.most + tiles.back() - 1) / tiles.back() > depth;
  Func padded = makePadded(builder, node, window, /*inRows=*/hasFewChannels);

  // [points..., n, tiles..., c]; of an axis that is not transformed, one point and all positions
  auto isTransformed = [&](size_t axis) { return tiles[axis] > 1; };
  std::function<Expr(const Index &)> source = [&, padded](const Index &index) {
    Index at{index[axes]};
    for (size_t axis = 0; axis < axes; ++axis) {
      Expr number = index[axes + 1 + axis];
      at.push_back(isTransformed(axis) ? number * int(tiles[axis] * strides[axis]) + index[axis]
                                       : number);
    }
    at.push_back(index.back());
    return padded.defined() ? KernelBuilder::at(padded, at) : builder.read(input, at);
  };
  Anchor &anchor = builder.anchor;
  for (size_t axis = axes; axis-- > 0;) {
    if (!isTransformed(axis))
      continue;
    Func stage = transformed(builder, "input", rank, axis, source, forms[axis], forms[axis].points,
                             inputRow);
    anchor.inputTransform.push_back(stage);
    source = [stage](const Index &index) { return KernelBuilder::at(stage, index); };
  }

  // Terms of a sum: channels innermost, then the taps of axes that are not transformed.
  Region bounds{{0, int(depth)}};
  for (size_t axis = axes; axis-- > 0;)
    if (!isTransformed(axis))
      bounds.push_back({0, int(taps[axis])});
  RDom domain(bounds, builder.name("terms"));
  Index index = builder.variables(rank), from = index;
  Expr output = index.back();
  from.back() = domain[0];
  Index weight{output / block};
  int direct = domain.dimensions(); // axes, counted from the first one
  for (size_t axis = 0; axis < axes; ++axis) {
    if (isTransformed(axis)) {
      weight.push_back(index[axis]);
      continue;
    }
    weight.push_back(domain[--direct]);
    from[axes + 1 + axis] = index[axes + 1 + axis] * int(strides[axis]) + weight.back();
  }
  weight.push_back(domain[0]);
  weight.push_back(output % block);
  Type type = computedType(node.results[0].element);
  Func accumulator(builder.name("sums")), products(builder.name("products"));
  KernelBuilder::ref(accumulator, index) = Internal::make_zero(type);
  KernelBuilder::ref(accumulator, index) +=
      cast(type, source(from)) * cast(type, builder.read(filter, weight));
  KernelBuilder::ref(products, index) = KernelBuilder::at(accumulator, index);

  source = [products](const Index &index) { return KernelBuilder::at(products, index); };
  for (size_t axis = axes; axis-- > 0;) {
    if (!isTransformed(axis))
      continue;
    Func stage =
        transformed(builder, "output", rank, axis, source, forms[axis], tiles[axis], outputRow);
    anchor.outputTransform.push_back(stage);
    source = [stage](const Index &index) { return KernelBuilder::at(stage, index); };
  }

  Func conv(builder.name("conv"));
  Index position = builder.variables(axes + 2), within, number{position.front()};
  for (size_t axis = 0; axis < axes; ++axis) {
    within.push_back(position[1 + axis] % int(tiles[axis]));
    number.push_back(position[1 + axis] / int(tiles[axis]));
  }
  within.insert(within.end(), number.begin(), number.end());
  within.push_back(position.back());
  KernelBuilder::ref(conv, position) = source(within);

  anchor.node = &node;
  anchor.value = value;
  anchor.accumulator = accumulator;
  anchor.products = products;
  anchor.reduction = domain;
  anchor.padded = padded;
  anchor.tiles = tiles;
  anchor.hasFewChannels = hasFewChannels;
  builder.bind(value, conv, /*isStored=*/false);
}

} // namespace unspool
