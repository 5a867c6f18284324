//===- GridSample.cpp - ONNX GridSample and AffineGrid -------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A grid holds, for each element of the result, where in the input it comes from:
// coordinates from -1 to 1, the last axis first. They are known at run time only, so
// that a result is a weighted sum of gathers (2 taps an axis linear, 4 cubic).
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/PointSampling.h"

#include <array>

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

struct GridOptions {
  enum class Mode { Nearest, Linear, Cubic } mode;
  enum class Padding { Zeros, Border, Reflection } padding;
  bool alignCorners;
};

FailureOr<GridOptions> gridOptions(OnnxNode &node) {
  // The names of operator set 16 are those of images.
  std::string mode = node.stringAttribute("mode", "linear");
  std::string padding = node.stringAttribute("padding_mode", "zeros");
  GridOptions options{GridOptions::Mode::Linear, GridOptions::Padding::Zeros,
                      node.intAttribute("align_corners", 0) != 0};
  if (mode == "nearest")
    options.mode = GridOptions::Mode::Nearest;
  else if (mode == "cubic" || mode == "bicubic")
    options.mode = GridOptions::Mode::Cubic;
  else if (mode != "linear" && mode != "bilinear")
    return node.emitError() << "attribute 'mode' is '" << mode
                            << "' when it should be nearest, linear or cubic";
  if (padding == "border")
    options.padding = GridOptions::Padding::Border;
  else if (padding == "reflection")
    options.padding = GridOptions::Padding::Reflection;
  else if (padding != "zeros")
    return node.emitError() << "attribute 'padding_mode' is '" << padding
                            << "' when it should be zeros, border or reflection";
  return options;
}

/// Positions along one axis of the input.
class AxisGrid {
public:
  AxisGrid(NnBuilder &build, const GridOptions &options, int64_t extent)
      : build(build), options(options), extent(double(extent)) {
    low = options.alignCorners ? 0 : -0.5;
    high = low + this->extent - (options.alignCorners ? 1 : 0);
  }

  SmallVector<PointTap> taps(Value coordinates) const {
    Value position = positions(coordinates);
    if (options.mode == GridOptions::Mode::Nearest)
      position = build.create<nn::RoundOp>(position);
    if (options.padding == GridOptions::Padding::Border)
      position = outsideOr(position, clamped(position));
    else if (options.padding == GridOptions::Padding::Reflection)
      position = reflected(position);
    SmallVector<PointTap> taps;
    if (options.mode == GridOptions::Mode::Nearest)
      taps = {{position, Value()}};
    else if (options.mode == GridOptions::Mode::Linear)
      taps = linearTaps(build, position);
    else
      taps = cubicTaps(position);
    if (options.padding == GridOptions::Padding::Reflection)
      for (PointTap &tap : taps)
        tap.index = reflected(tap.index);
    return taps;
  }

private:
  Value add(Value x, double y) const { return build.create<nn::AddOp>(x, build.scalarLike(y, x)); }
  Value times(Value x, double y) const {
    return build.create<nn::MulOp>(x, build.scalarLike(y, x));
  }

  /// From -1 ... 1 to places of elements.
  Value positions(Value coordinate) const {
    Value fromLow = add(coordinate, 1);
    if (options.alignCorners)
      return times(times(fromLow, 0.5), extent - 1);
    return times(add(times(fromLow, extent), -1), 0.5);
  }

  Value clamped(Value position) const {
    Value atLeast = build.create<nn::MaxOp>(position, build.scalarLike(0, position));
    return build.create<nn::MinOp>(atLeast, build.scalarLike(extent - 1, position));
  }

  /// `otherwise` for positions beyond the borders, the others as they are.
  Value outsideOr(Value position, Value otherwise) const {
    Value isBelow = build.create<nn::LessOp>(position, build.scalarLike(low, position));
    Value isAbove = build.create<nn::LessOp>(build.scalarLike(high, position), position);
    return build.create<nn::SelectOp>(build.create<nn::OrOp>(isBelow, isAbove), otherwise,
                                      position);
  }

  /// Mirrored at the borders until it lies between them.
  Value reflected(Value position) const {
    if (high == low) // one element
      return times(position, 0);
    Value border = build.scalarLike(low, position);
    Value isBelow = build.create<nn::LessOp>(position, border);
    Value beyond = build.create<nn::SelectOp>(isBelow, build.create<nn::SubOp>(border, position),
                                              add(position, -high));
    Value turns = build.create<nn::FloorOp>(times(beyond, 1 / (high - low)));
    Value rest = build.create<nn::SubOp>(beyond, times(turns, high - low));
    Value pairs = times(build.create<nn::FloorOp>(times(turns, 0.5)), 2);
    Value isOdd = build.create<nn::LessOp>(pairs, turns);
    Value fromLow = build.create<nn::XorOp>(isBelow, isOdd);
    Value mirrored = build.create<nn::SelectOp>(
        fromLow, add(rest, low), build.create<nn::SubOp>(build.scalarLike(high, position), rest));
    return outsideOr(position, mirrored);
  }

  /// Keys (1981), with a = -0.75.
  SmallVector<PointTap> cubicTaps(Value position) const {
    constexpr double a = -0.75;
    Value below = build.create<nn::FloorOp>(position);
    Value x = build.create<nn::SubOp>(position, below);
    auto far = [&](Value d) { // ((a d - 5 a) d + 8 a) d - 4 a
      Value inner = add(build.create<nn::MulOp>(add(times(d, a), -5 * a), d), 8 * a);
      return add(build.create<nn::MulOp>(inner, d), -4 * a);
    };
    auto near = [&](Value d) { // ((a + 2) d - (a + 3)) d d + 1
      Value inner = build.create<nn::MulOp>(add(times(d, a + 2), -(a + 3)), d);
      return add(build.create<nn::MulOp>(inner, d), 1);
    };
    Value rest = add(times(x, -1), 1);
    return {{add(below, -1), far(add(x, 1))},
            {below, near(x)},
            {add(below, 1), near(rest)},
            {add(below, 2), far(add(rest, 1))}};
  }

  NnBuilder &build;
  const GridOptions &options;
  double extent, low, high;
};

LogicalResult importGridSample(OnnxNode &node) {
  NnBuilder &build = node.build;
  auto options = gridOptions(node);
  if (failed(options))
    return failure();
  ArrayRef<int64_t> shape = node.shape(0), gridShape = node.shape(1);
  int64_t axes = node.rank(0) - 2;
  if (axes < 1 || node.rank(1) != node.rank(0) || gridShape.front() != shape.front() ||
      gridShape.back() != axes)
    return node.emitError() << "the grid is a " << node.input(1).getType()
                            << " when it should have the batch of the input, a "
                            << node.input(0).getType() << ", and a last axis of " << axes;
  if (axes > 3)
    return node.emitUnsupported() << axes << " spatial axes are not supported (supported: 1 to 3)";
  if (llvm::is_contained(shape.drop_front(2), 0))
    return node.emitError() << "the input is empty";

  // Coordinates and weights are floats of 32 bits, or 64 where one of the inputs has them.
  Type f64 = build.ops().getF64Type();
  Type type = llvm::is_contained({node.elementType(0), node.elementType(1)}, f64)
                  ? f64
                  : Type(build.ops().getF32Type());
  Value grid = build.cast(node.input(1), type);
  SmallVector<int64_t> points(gridShape.drop_back());
  SmallVector<SmallVector<PointTap>> taps;
  for (int64_t axis = 0; axis < axes; ++axis) {
    Value coordinate = build.slice(grid, axes + 1, axes - 1 - axis, 1);
    taps.push_back(
        AxisGrid(build, *options, shape[axis + 2]).taps(build.reshape(coordinate, points)));
  }
  SmallVector<int64_t> line(points.size(), 1);
  line.front() = shape.front();
  bool isExact = options->mode == GridOptions::Mode::Nearest;
  Value input = build.toChannelsLast(node.input(0));
  PointSampler sampler(build, isExact ? input : build.cast(input, type),
                       build.iota(line, 0, build.ops().getI64Type()),
                       options->padding == GridOptions::Padding::Zeros ? Outside::Zero
                                                                       : Outside::Nearest);
  return node.finish(
      build.cast(build.toChannelsFirst(sampler.interpolate(taps)), node.elementType(0)));
}

/// The grid of an affine map: theta [N, axes, axes + 1] times each position, with a 1
/// at its end.
LogicalResult importAffineGrid(OnnxNode &node) {
  NnBuilder &build = node.build;
  auto size = node.constantInts(1);
  if (failed(size))
    return failure();
  int64_t axes = int64_t(size->size()) - 2;
  if ((axes != 2 && axes != 3) || node.rank(0) != 3 || node.shape(0)[0] != (*size)[0] ||
      node.shape(0)[1] != axes || node.shape(0)[2] != axes + 1)
    return node.emitError() << "theta is a " << node.input(0).getType()
                            << " when it should be Nx2x3 for a size of 4 numbers that starts "
                               "with N, or Nx3x4 for one of 5";
  Type type = node.elementType(0);
  ArrayRef<int64_t> extents = ArrayRef(*size).drop_front(2);
  if (llvm::any_of(extents, [](int64_t extent) { return extent < 0; }) ||
      !build.fits(RankedTensorType::get(extents, type)))
    return node.emitError() << "an extent of the size is out of range";
  bool alignCorners = node.intAttribute("align_corners", 0) != 0;
  SmallVector<Value> rows;
  for (int64_t axis = axes - 1; axis >= 0; --axis) {
    int64_t extent = extents[axis];
    SmallVector<double> places;
    for (int64_t i = 0; i < extent; ++i)
      places.push_back(!alignCorners ? double(2 * i + 1) / double(extent) - 1
                       : extent == 1 ? 0
                                     : double(2 * i) / double(extent - 1) - 1);
    SmallVector<int64_t> line(axes, 1);
    line[axis] = extent;
    rows.push_back(build.broadcast(build.floats(places, line, type), extents));
  }
  rows.push_back(build.splat(1, extents, type));
  SmallVector<int64_t> row(extents);
  row.insert(row.begin(), 1);
  for (Value &value : rows)
    value = build.reshape(value, row);
  Value positions = build.concat(rows, 0);
  int64_t count = 1;
  for (int64_t extent : extents)
    count *= extent;
  Value moved = build.matmul(node.input(0), build.reshape(positions, {axes + 1, count}));
  SmallVector<int64_t> shape(extents);
  shape.insert(shape.begin(), (*size)[0]);
  shape.push_back(axes);
  return node.finish(build.reshape(build.transpose(moved, {0, 2, 1}), shape));
}

const OperatorRow kRows[] = {
    {"AffineGrid", 20, 2, 2, "align_corners", "the size is a constant", importAffineGrid},
    {"GridSample", 16, 2, 2, "align_corners mode padding_mode", "1 to 3 spatial axes",
     importGridSample},
};

} // namespace

ArrayRef<OperatorRow> unspool::frontend::gridOperators() { return kRows; }
