//===- RegionPooling.cpp - ONNX pools over regions of interest -----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// RoiAlign (He et al., 2017, arXiv:1703.06870): each bin of a region is the mean, or
// the maximum, of a fixed number of points that are interpolated linearly. Regions are
// known at run time only; how many points a bin has is not.
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/PointSampling.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

struct RegionOptions {
  int64_t bins[2]; ///< rows and columns of the result
  int64_t points;  ///< of a bin, along each axis
  double scale, shift;
  bool isAtLeastOne; ///< regions have an extent of 1 or more
};

/// Taps of the points of all regions along one axis (0: y, 1: x) of `extent` elements,
/// [regions, bins * points].
SmallVector<PointTap> regionTaps(NnBuilder &build, Value regions, const RegionOptions &options,
                                 int axis, int64_t extent) {
  Type type = nn::typeOf(regions).getElementType();
  auto number = [&](double value) { return build.scalar(value, type); };
  auto edge = [&](int64_t column) {
    Value scaled =
        build.create<nn::MulOp>(build.slice(regions, 1, column, 1), number(options.scale));
    return build.create<nn::SubOp>(scaled, number(options.shift));
  };
  Value start = edge(1 - axis), end = edge(3 - axis);
  Value length = build.create<nn::SubOp>(end, start);
  if (options.isAtLeastOne)
    length = build.create<nn::MaxOp>(length, number(1));
  Value bin = build.create<nn::DivOp>(length, number(double(options.bins[axis])));
  SmallVector<double> places; // in bins
  for (int64_t i = 0; i < options.bins[axis]; ++i)
    for (int64_t point = 0; point < options.points; ++point)
      places.push_back(double(i) + (double(point) + 0.5) / double(options.points));
  Value place = build.floats(places, {1, int64_t(places.size())}, type);
  Value position = build.create<nn::AddOp>(start, build.create<nn::MulOp>(bin, place));

  // More than an element outside, a point counts as zero; otherwise it is moved inside.
  Value isBelow = build.create<nn::LessOp>(position, number(-1));
  Value isAbove = build.create<nn::LessOp>(number(double(extent)), position);
  Value isOutside = build.create<nn::OrOp>(isBelow, isAbove);
  Value inside = build.create<nn::MinOp>(build.create<nn::MaxOp>(position, number(0)),
                                         number(double(extent - 1)));
  SmallVector<PointTap> taps = linearTaps(build, inside);
  for (PointTap &tap : taps)
    tap.weight = build.create<nn::SelectOp>(isOutside, number(0), tap.weight);
  return taps;
}

LogicalResult importRoiAlign(OnnxNode &node) {
  NnBuilder &build = node.build;
  if (node.rank(0) != 4 || node.rank(1) != 2 || node.shape(1)[1] != 4 || node.rank(2) != 1 ||
      node.shape(2)[0] != node.shape(1)[0])
    return node.emitError() << "the inputs are " << node.input(0).getType() << ", "
                            << node.input(1).getType() << " and " << node.input(2).getType()
                            << " when they should be NxCxHxW, Rx4 and R";
  std::string mode = node.stringAttribute("mode", "avg");
  std::string coordinates = node.stringAttribute(
      "coordinate_transformation_mode", node.opset < 16 ? "output_half_pixel" : "half_pixel");
  if (mode != "avg" && mode != "max")
    return node.emitError() << "attribute 'mode' is '" << mode << "' when it should be avg or max";
  if (coordinates != "half_pixel" && coordinates != "output_half_pixel")
    return node.emitError() << "attribute 'coordinate_transformation_mode' is '" << coordinates
                            << "' when it should be half_pixel or output_half_pixel";
  bool isHalfPixel = coordinates == "half_pixel";
  RegionOptions options{
      {node.intAttribute("output_height", 1), node.intAttribute("output_width", 1)},
      node.intAttribute("sampling_ratio", 0),
      node.floatAttribute("spatial_scale", 1),
      isHalfPixel ? 0.5 : 0,
      !isHalfPixel};
  if (options.points == 0)
    return node.emitUnsupported() << "a sampling_ratio of 0 is not supported: the number of points "
                                     "would depend on the regions; export with a ratio, e.g. 2";
  constexpr int64_t kMost = 1 << 16;
  for (int64_t number : {options.bins[0], options.bins[1], options.points})
    if (number < 1 || number > kMost)
      return node.emitError() << "output_height, output_width and sampling_ratio should be 1 to "
                              << kMost;
  for (int64_t bins : options.bins)
    if (!build.fits(RankedTensorType::get({bins, options.points}, build.ops().getF64Type())))
      return failure();
  if (llvm::is_contained(node.shape(0), 0))
    return node.emitError() << "the input is empty";

  SmallVector<SmallVector<PointTap>> taps;
  for (int axis : {0, 1}) {
    taps.push_back(regionTaps(build, node.input(1), options, axis, node.shape(0)[axis + 2]));
    int64_t regions = node.shape(1)[0], places = options.bins[axis] * options.points;
    SmallVector<int64_t> shape = axis == 0 ? SmallVector<int64_t>{regions, places, 1}
                                           : SmallVector<int64_t>{regions, 1, places};
    for (PointTap &tap : taps.back()) {
      tap.index = build.reshape(tap.index, shape);
      tap.weight = build.reshape(tap.weight, shape);
    }
  }
  int64_t regions = node.shape(1)[0];
  Value batch = build.reshape(build.cast(node.input(2), build.ops().getI64Type()), {regions, 1, 1});
  PointSampler sampler(build, build.toChannelsLast(node.input(0)), batch, Outside::Nearest);
  SmallVector<Value> parts = sampler.read(taps);
  bool isMean = mode == "avg";
  Value points = parts.front();
  for (Value part : ArrayRef(parts).drop_front())
    points = isMean ? build.create<nn::AddOp>(points, part) : build.create<nn::MaxOp>(points, part);
  points = build.reshape(points, {regions, options.bins[0], options.points, options.bins[1],
                                  options.points, node.shape(0)[1]});
  Value result = isMean ? build.mean(points, {2, 4}, false)
                        : build.reduce(nn::ReduceKind::max, points, {2, 4}, false);
  return node.finish(build.toChannelsFirst(result));
}

const OperatorRow kRows[] = {
    {"RoiAlign", 10, 3, 3,
     "coordinate_transformation_mode mode output_height output_width sampling_ratio spatial_scale",
     "a sampling_ratio is given", importRoiAlign},
};

} // namespace

ArrayRef<OperatorRow> unspool::frontend::regionOperators() { return kRows; }
