//===- Folding.cpp - ONNX inverses of windows ----------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Col2Im adds up windows where they overlap, MaxUnpool puts maxima back in their place.
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/Windows.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

/// One entry a spatial axis.
struct Blocks {
  SmallVector<int64_t> image, block, strides, dilations, low, counts;
};

FailureOr<Blocks> resolveBlocks(OnnxNode &node) {
  auto image = node.constantInts(1), block = node.constantInts(2);
  if (failed(image) || failed(block))
    return failure();
  size_t rank = image->size();
  auto strides = node.intsAttribute("strides", rank, 1);
  auto dilations = node.intsAttribute("dilations", rank, 1);
  auto pads = node.intsAttribute("pads", 2 * rank, 0);
  if (failed(strides) || failed(dilations) || failed(pads))
    return failure();
  if (rank == 0 || block->size() != rank)
    return node.emitError() << "image_shape has " << rank << " numbers and block_shape "
                            << block->size();
  constexpr int64_t kMost = int64_t(1) << 31;
  for (auto *list : {&*image, &*block, &*strides, &*dilations})
    if (llvm::any_of(*list, [](int64_t number) { return number < 1 || number > kMost; }))
      return node.emitError() << "shapes, strides and dilations should be 1 to " << kMost;
  if (llvm::any_of(*pads, [](int64_t number) { return number < 0 || number > kMost; }))
    return node.emitError() << "pads should be 0 to " << kMost;
  Blocks blocks{*image, *block, *strides, *dilations, {}, {}};
  for (size_t axis = 0; axis < rank; ++axis) {
    blocks.low.push_back((*pads)[axis]);
    int64_t room = (*image)[axis] + (*pads)[axis] + (*pads)[axis + rank] -
                   (*dilations)[axis] * ((*block)[axis] - 1) - 1;
    blocks.counts.push_back(room < 0 ? 0 : room / (*strides)[axis] + 1);
  }
  return blocks;
}

int64_t productOf(ArrayRef<int64_t> numbers) {
  int64_t product = 1;
  for (int64_t number : numbers)
    product *= number;
  return product;
}

/// Goes to the next position below `extents`; false after the last one.
bool advance(SmallVector<int64_t> &position, ArrayRef<int64_t> extents) {
  for (size_t axis = extents.size(); axis-- > 0; position[axis] = 0)
    if (++position[axis] < extents[axis])
      return true;
  return false;
}

/// For each element of the image, the columns [element of the block][block] that lie on it.
SmallVector<SmallVector<int64_t>> columnsOfPixels(const Blocks &blocks) {
  SmallVector<SmallVector<int64_t>> columns(productOf(blocks.image));
  SmallVector<int64_t> element(blocks.block.size(), 0);
  int64_t column = 0;
  do {
    SmallVector<int64_t> block(blocks.counts.size(), 0);
    do {
      int64_t pixel = 0;
      bool isInside = true;
      for (size_t axis = 0; axis < block.size(); ++axis) {
        int64_t place = block[axis] * blocks.strides[axis] +
                        element[axis] * blocks.dilations[axis] - blocks.low[axis];
        isInside &= place >= 0 && place < blocks.image[axis];
        pixel = pixel * blocks.image[axis] + place;
      }
      if (isInside)
        columns[pixel].push_back(column);
      ++column;
    } while (advance(block, blocks.counts));
  } while (advance(element, blocks.block));
  return columns;
}

/// Gathers, for each element of the image, what lies on it (a zero where there is less
/// than elsewhere), and adds it up.
LogicalResult importCol2Im(OnnxNode &node) {
  NnBuilder &build = node.build;
  auto blocks = resolveBlocks(node);
  if (failed(blocks))
    return failure();
  // Only now is it known that no product is out of range.
  Type i64 = build.ops().getI64Type();
  if (!build.fits(RankedTensorType::get(blocks->image, i64)) ||
      !build.fits(RankedTensorType::get(blocks->block, i64)) ||
      !build.fits(RankedTensorType::get(blocks->counts, i64)))
    return failure();
  int64_t size = productOf(blocks->block), count = productOf(blocks->counts);
  if (node.rank(0) != 3 || node.shape(0)[1] % size != 0 || node.shape(0)[2] != count)
    return node.emitError() << "the input is a " << node.input(0).getType()
                            << " when it should have channels times " << size << " rows and "
                            << count << " columns";
  int64_t batch = node.shape(0)[0], channels = node.shape(0)[1] / size, all = size * count;
  SmallVector<SmallVector<int64_t>> columns;
  if (count > 0)
    columns = columnsOfPixels(*blocks);
  size_t most = 1;
  for (const SmallVector<int64_t> &column : columns)
    most = std::max(most, column.size());
  int64_t pixels = productOf(blocks->image);
  if (!build.fits(RankedTensorType::get({int64_t(most), pixels}, i64)))
    return failure();
  SmallVector<int64_t> places(most * pixels, all);
  for (auto [pixel, column] : llvm::enumerate(columns))
    for (auto [i, place] : llvm::enumerate(column))
      places[i * pixels + pixel] = place;

  Value input = build.reshape(node.input(0), {batch * channels, all});
  int64_t low[] = {0, 0}, high[] = {0, 1};
  Value padded = build.create<nn::PadOp>(input, build.scalarLike(0, input), ArrayRef<int64_t>(low),
                                         ArrayRef<int64_t>(high), nn::PadMode::constant);
  Value gathered = build.create<nn::GatherOp>(
      padded, build.reshape(build.indices(places), {int64_t(most), pixels}), int64_t(1));
  SmallVector<int64_t> shape(blocks->image);
  shape.insert(shape.begin(), {batch, channels});
  return node.finish(build.reshape(build.reduce(nn::ReduceKind::sum, gathered, {1}, false), shape));
}

/// Indices count through the whole tensor that the window's attributes imply; a larger
/// output_shape adds zeros at the ends.
LogicalResult importMaxUnpool(OnnxNode &node) {
  NnBuilder &build = node.build;
  if (failed(checkSpatialRank(node)))
    return failure();
  auto kernel = kernelShape(node);
  if (failed(kernel))
    return failure();
  auto window = resolveWindow(node, *kernel);
  if (failed(window))
    return failure();
  if (node.shape(1) != node.shape(0))
    return node.emitError() << "the indices are a " << node.input(1).getType()
                            << " when the input is a " << node.input(0).getType();
  SmallVector<int64_t> shape(node.shape(0).take_front(2));
  for (size_t axis = 0; axis < kernel->size(); ++axis) {
    int64_t extent = (node.shape(0)[axis + 2] - 1) * window->strides[axis] - window->low[axis] -
                     window->high[axis] + (*kernel)[axis];
    if (extent < 0)
      return node.emitError() << "pads leave nothing of spatial axis " << axis;
    shape.push_back(extent);
  }
  if (!build.fits(RankedTensorType::get(shape, node.elementType(0))))
    return failure();
  int64_t count = nn::typeOf(node.input(0)).getNumElements();
  Value result = build.create<nn::ScatterElementsOp>(
      build.splat(0, {productOf(shape)}, node.elementType(0)),
      build.reshape(node.input(1), {count}), build.reshape(node.input(0), {count}), int64_t(0),
      nn::ScatterMode::replace);
  result = build.reshape(result, shape);
  if (!node.input(2))
    return node.finish(result);
  auto wanted = node.constantInts(2);
  if (failed(wanted))
    return failure();
  SmallVector<int64_t> low(shape.size(), 0), high;
  bool isLarger = wanted->size() == shape.size();
  for (auto [extent, own] : llvm::zip(*wanted, shape)) {
    isLarger &= extent >= own;
    high.push_back(isLarger ? extent - own : 0);
  }
  if (!isLarger)
    return node.emitError() << "output_shape should be at least "
                            << RankedTensorType::get(shape, node.elementType(0));
  return node.finish(build.create<nn::PadOp>(result, build.scalarLike(0, result),
                                             ArrayRef<int64_t>(low), ArrayRef<int64_t>(high),
                                             nn::PadMode::constant));
}

const OperatorRow kRows[] = {
    {"Col2Im", 18, 3, 3, "dilations pads strides", "image and block shapes are constants",
     importCol2Im},
    {"MaxUnpool", 9, 2, 3, "kernel_shape pads strides",
     "1 to 3 spatial axes; the output shape is a constant", importMaxUnpool},
};

} // namespace

ArrayRef<OperatorRow> unspool::frontend::foldingOperators() { return kRows; }
