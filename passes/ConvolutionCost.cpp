//===- ConvolutionCost.cpp - what a convolution costs by each algorithm ---===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/ConvolutionCost.h"

#include "ir/RegisterTile.h"
#include "ir/Winograd.h"
#include "passes/Constants.h"

using namespace mlir;

namespace unspool::nn {

/// Bytes a cycle from memory; and from the farther caches, for each multiply-add of 16 floats
/// that begins in one; and what fits there beside other things. Measured on Zen 4 (Zen 3 begins
/// two of 8 floats), and of that order elsewhere.
static constexpr double kMemoryRate = 10, kCacheRate = 24;
/// Of the time that memory takes, what the arithmetic does not hide.
static constexpr double kExposed = 0.2;
static constexpr int64_t kCacheBytes = 16 << 20, kNearBytes = 512 << 10;
/// Pixels or tiles that share one pass over the weights.
static constexpr double kRowsOfPass = 28;
/// Points of a tile, whose transforms are written out: wide windows with a stride have many.
static constexpr int64_t kMostPointsOfTile = 256;
/// Transforms of more points than this take so much longer, for sums that they share wait in
/// memory.
static constexpr double kPointsInRegisters = 36, kSpilling = 1.25;

static ArrayRef<int64_t> windowOf(ConvOp conv) {
  return shapeOf(conv.getFilter()).drop_front(conv.getBlock() ? 1 : 0).drop_back(2);
}

static ArrayRef<int64_t> positionsOf(ConvOp conv) {
  return shapeOf(conv.getResult()).drop_front().drop_back();
}

static int64_t pointsOf(ConvOp conv, ArrayRef<int64_t> tiles) {
  int64_t points = 1;
  for (auto [tile, taps, stride] : llvm::zip_equal(tiles, windowOf(conv), conv.getStrides()))
    points *= winogradPoints(tile, taps, stride);
  return points;
}

bool isApplicable(ConvOp conv, StringRef algorithm) {
  if (algorithm == "direct")
    return true;
  std::vector<int64_t> tiles = winogradTiles(algorithm.str(), windowOf(conv).size());
  auto isOne = [](int64_t extent) { return extent == 1; };
  return !tiles.empty() && !conv.getBlock() && conv.getGroups() == 1 &&
         isConstant(conv.getFilter()) && typeOf(conv.getFilter()).getElementType().isF32() &&
         llvm::all_of(conv.getDilations(), isOne) && windowOf(conv).size() <= 2 &&
         llvm::all_of(llvm::zip_equal(tiles, windowOf(conv), conv.getStrides()),
                      [](auto axis) { return std::apply(hasWinogradForm, axis); }) &&
         pointsOf(conv, tiles) <= kMostPointsOfTile;
}

/// Operations on a vector of results behind its sum.
static constexpr double kFollowUp = 4;

/// Vectors of a block, at most: a direct convolution takes several blocks together where there
/// are few pixels.
static constexpr int64_t kMostVectors = 8, kMostVectorsOfTiles = 4;

static double vectors(int64_t channels, int64_t lanes) {
  return double(llvm::divideCeil(channels, lanes));
}

double passesOfRows(double rows) { return std::max(1.0, rows / kRowsOfPass); }

ConvolutionCost costOfSums(double operations, int64_t bytes, double passes, double images,
                           int64_t modelBytes, const MachineModel &machine) {
  double arithmetic = operations / machine.rate();
  double rate = kCacheRate * machine.rate() * double(machine.lanes) / 16;
  double near = bytes > kNearBytes ? double(bytes) * passes / rate : 0;
  double reads = bytes > kCacheBytes ? images : 1;
  double far = std::max(modelBytes, bytes) > kCacheBytes ? double(bytes) * reads / kMemoryRate : 0;
  return {std::max({arithmetic, near, far}) + kExposed * far, bytes};
}

/// Results of an image.
static double pixelsOf(ConvOp conv) {
  double pixels = 1;
  for (int64_t extent : positionsOf(conv))
    pixels *= double(extent);
  return pixels;
}

/// Multiply-adds of a result.
static double productsOf(ConvOp conv) {
  double products = double(shapeOf(conv.getInput()).back()) / double(conv.getGroups());
  for (int64_t extent : windowOf(conv))
    products *= double(extent);
  return products;
}

/// How many times as long the sums of `across` x `down` results by `outputs` channels take, in
/// blocks of at most `most` vectors, because so few have too few sums under way. What tiles of
/// registers waste besides, up to a half, they waste with all algorithms.
static double idle(int64_t across, int64_t down, int64_t outputs, int64_t lanes, int64_t most) {
  constexpr double kUsual = 1.5;
  int64_t width = bestVectors(across, down, outputs, lanes, most);
  int64_t blocks = llvm::divideCeil(outputs, width * lanes);
  double step =
      double(blocks * bestRegisterTile(across, down, rowsOfTile(lanes, width), width).cost);
  double results = double(std::max<int64_t>(across * down, 1)) * vectors(outputs, lanes);
  return std::max(1.0, step / results / kUsual);
}

/// Cycles of an image where vectors are channels: the sums, and what follows a sum.
static double cyclesOfChannels(ConvOp conv, int64_t lanes) {
  ArrayRef<int64_t> positions = positionsOf(conv);
  int64_t outputs = shapeOf(conv.getResult()).back(), across = positions.back();
  int64_t down = positions.size() > 1 ? positions[positions.size() - 2] : 1;
  double sums = productsOf(conv) * idle(across, down, outputs, lanes, kMostVectors);
  return pixelsOf(conv) * (sums + kFollowUp) * vectors(outputs, lanes);
}

/// Cycles of an image where vectors are pixels of a row: the sums, what follows with the
/// interleaving of channels, and the copy of the input in rows of a channel each, which
/// gathers them where they are many.
static double cyclesOfPixels(ConvOp conv, int64_t lanes) {
  int64_t width = positionsOf(conv).back(), channels = shapeOf(conv.getInput()).back();
  double outputs = double(shapeOf(conv.getResult()).back()), followUp = 8;
  double ofVectors = vectors(width, lanes) * outputs / double(width);
  double copy = double(channels) * (channels >= lanes / 2 ? 2 : 0.25);
  return pixelsOf(conv) * ((productsOf(conv) + followUp) * ofVectors + copy);
}

bool prefersPixels(ConvOp conv, int64_t lanes) {
  ArrayRef<int64_t> input = shapeOf(conv.getInput()), positions = positionsOf(conv);
  auto hasBorder = [](ArrayRef<int64_t> border) {
    return llvm::any_of(border, [](int64_t extent) { return extent != 0; });
  };
  // Without a border there is no copy, and the input lies as it is.
  bool liesInRows = input.back() == 1 || hasBorder(conv.getLow()) || hasBorder(conv.getHigh());
  return input.size() == 4 && liesInRows && conv.getGroups() == 1 && conv.getStrides().back() == 1 &&
         positions.back() >= lanes && shapeOf(conv.getResult()).back() <= lanes / 2 &&
         typeOf(conv.getResult()).getElementType().isF32() &&
         cyclesOfPixels(conv, lanes) < cyclesOfChannels(conv, lanes);
}

namespace {
/// What Winograd's algorithm does for an image.
struct TileWork {
  double tiles = 1, points = 1;
  double terms;                 ///< of a sum
  double rowsAlone = 0;         ///< those that are not transformed, and pass over the weights
  int64_t across = 1, down = 1; ///< tiles whose sums are made together
  double inputs = 0,
         results = 0; ///< operations of a tile's transforms, for each vector of channels
};
} // namespace

/// The windows, which lie side by side, of a pool that alone reads `conv` behind elementwise ops;
/// or none.
static ArrayRef<int64_t> windowsBehind(ConvOp conv) {
  Value value = conv.getResult();
  while (value.hasOneUse() && isElementwise(*value.user_begin()))
    value = value.user_begin()->getResult(0);
  if (!value.hasOneUse())
    return {};
  auto sideBySide = [](auto pool) {
    return pool && pool.getWindow() == pool.getStrides() ? pool.getWindow() : ArrayRef<int64_t>();
  };
  Operation *user = *value.user_begin();
  if (auto pool = dyn_cast<MaxPoolOp>(user))
    return sideBySide(pool);
  return sideBySide(dyn_cast<AvgPoolOp>(user));
}

/// The transforms take the non-zero coefficients of each line of an axis, about half of them
/// shared; a load and a store of each input, and of each product, of which there are too many
/// for the nearest cache.
static TileWork workOf(ConvOp conv, ArrayRef<int64_t> tileOfAxes) {
  constexpr double kInputMoves = 2, kProductMoves = 2;
  // A sum begins with zeros, and ends with a store; and a pool's windows do not fit tiles of one
  // row, so that its map is stored, in stripes; nor do they fit others that they do not divide,
  // and the whole map is.
  constexpr double kBegins = 1.5, kStored = 6, kStoredWhole = 20;
  auto coefficients = [](const std::vector<double> &matrix) {
    return double(llvm::count_if(matrix, [](double element) { return element != 0; }));
  };
  TileWork work;
  work.terms = double(shapeOf(conv.getInput()).back());
  double inputRows = 1, ofTile = 1, ofPixel = kFollowUp;
  for (auto [extent, taps, stride, tile] :
       llvm::zip_equal(positionsOf(conv), windowOf(conv), conv.getStrides(), tileOfAxes)) {
    work.tiles *= double(llvm::divideCeil(extent, tile));
    work.down = work.across;
    work.across = tile > 1 ? llvm::divideCeil(extent, tile) : 1; // of rows, one at a time
    if (tile == 1) { // the windows share their transformed rows
      work.terms *= double(taps);
      work.rowsAlone = double(extent);
      inputRows *= double(stride);
      ofPixel += kStored;
      continue;
    }
    WinogradForm form = winogradForm(tile, taps, stride);
    double points = double(form.points);
    work.inputs = work.inputs * points + work.points * coefficients(form.input) / 2;
    work.results = work.results * points + ofTile * coefficients(form.output) / 2;
    work.points *= points;
    ofTile *= double(tile);
  }
  double spilling = work.points > kPointsInRegisters ? kSpilling : 1;
  for (auto [window, tile] : llvm::zip(windowsBehind(conv), tileOfAxes))
    if (tile % window != 0 && !llvm::is_contained(tileOfAxes, 1)) {
      ofPixel += kStoredWhole;
      break;
    }
  work.inputs = (spilling * work.inputs + kInputMoves * work.points) * inputRows;
  work.results =
      spilling * work.results + (kBegins + kProductMoves) * work.points + ofPixel * ofTile;
  return work;
}

ConvolutionCost costOf(ConvOp conv, StringRef algorithm, const MachineModel &machine,
                       int64_t modelBytes) {
  int64_t lanes = machine.lanes;
  int64_t channels = shapeOf(conv.getInput()).back(), outputs = shapeOf(conv.getResult()).back();
  double images = double(shapeOf(conv.getResult()).front());
  std::vector<int64_t> tileOfAxes = winogradTiles(algorithm.str(), windowOf(conv).size());
  if (tileOfAxes.empty()) {
    double cycles =
        prefersPixels(conv, lanes) ? cyclesOfPixels(conv, lanes) : cyclesOfChannels(conv, lanes);
    return costOfSums(images * cycles, int64_t(productsOf(conv) * double(outputs)) * 4,
                      passesOfRows(images * pixelsOf(conv)), images, modelBytes, machine);
  }
  TileWork work = workOf(conv, tileOfAxes);
  // Of few channels, the vectors are of tiles.
  double in = channels < lanes / 2 ? double(channels) / double(lanes) : vectors(channels, lanes);
  double out = vectors(outputs, lanes), tiles = images * work.tiles;
  double products = work.points * work.terms * out;
  double sums = products * idle(work.across, work.down, outputs, lanes, kMostVectorsOfTiles);
  double passes = std::max(passesOfRows(tiles), images * work.rowsAlone);
  ConvolutionCost cost =
      costOfSums(tiles * sums, int64_t(products) * lanes * 4, passes, images, modelBytes, machine);
  cost.cycles += tiles * (work.inputs * in + work.results * out) / machine.rate();
  return cost;
}

} // namespace unspool::nn
