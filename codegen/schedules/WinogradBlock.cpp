//===- WinogradBlock.cpp - how many tiles make a block --------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// All tiles of a block share a pass over the weights; their transformed inputs are read
// again for each block of output channels. Few tiles keep the inputs in the nearest cache,
// many amortise weights that come from afar; and blocks that do not divide the image
// compute some tiles in vain. The model counts cycles:
//
//   arithmetic   two multiply-adds of vectors a cycle, in the best register tile
//   weights      a pass of each block, from where they are; beside the arithmetic, but for
//                a part that nothing hides
//   maps         inputs and products written once, inputs read for each block of channels
//
// The rates were measured on Zen 5 (4.2 GHz) and are rounded. On 15 layers of 3 to 512 channels,
// most of them repeated until their weights come from memory, the choice is the best of 2 to 11
// blocks, but for noise, and the estimate within 17 % of the time (root mean square). Weights
// that a pass has brought do not come much faster in the next one: it pays to do with one.
//
//===----------------------------------------------------------------------===//

#include "codegen/schedules/Winograd.h"

#include <algorithm>

namespace unspool {

namespace {

/// Bytes of the L2 cache that a kernel has for what it reads again, and of L1.
constexpr double kNear = 1000 << 10, kNearest = 40 << 10;
/// Of the last level: what weights may take and be there in the next pass.
constexpr double kLastLevel = 16 << 20;
/// Bytes a cycle from memory, and from the last level of cache.
constexpr double kMemoryRate = 11, kCacheRate = 18;
/// Of the time that weights take, what the arithmetic does not hide.
constexpr double kExposed = 0.2;

double cyclesOf(const WinogradWork &work, int64_t across, int64_t down) {
  auto count = [](int64_t extent, int64_t part) { return (extent + part - 1) / part; };
  double passes = double(count(work.columns, across) * count(work.rows, down));
  double blocks = double(count(work.channels, work.block));
  double vectors = double(work.block) / work.lanes;
  double pointDepth = double(work.points * work.depth * work.tapsDown);
  int64_t most = rowsOfTile(work.lanes, work.block / work.lanes);
  // Where rows are not transformed, windows side by side read the same ones, and the products of
  // a row are made and transformed back before those of the next.
  bool isRowByRow = work.tapsDown > 1;
  int64_t rows = isRowByRow ? 1 : down;
  double step = double(bestRegisterTile(across, rows, most, work.block / work.lanes).cost) *
                double(down / rows);
  double arithmetic = passes * blocks * step * pointDepth / 2;

  double inputRows =
      isRowByRow ? double((down - 1) * work.strideDown + work.tapsDown) : double(down);
  double inputs = double(across * work.points * work.depth) * inputRows * 4,
         products = double(across * rows * work.points) * vectors * work.lanes * 4;
  double weights = pointDepth * blocks * double(work.block) * 4, near = inputs + products;
  double streamed = 0;
  if (weights + near > kNear) {
    bool isFar = work.comesFromMemory || weights > kLastLevel;
    streamed = weights / (isFar ? kMemoryRate : kCacheRate) +
               (passes - 1) * weights / (weights > kLastLevel ? kMemoryRate : kCacheRate);
  }
  auto rate = [&](double bytes) { return bytes <= kNearest ? 24 : near <= kNear ? 20 : 16; };
  double maps = passes * ((1 + blocks) * inputs / rate(inputs) +
                          2 * blocks * double(down / rows) * products / rate(products));
  return std::max(arithmetic, streamed) + kExposed * streamed + maps;
}

} // namespace

/// The sizes of equal parts of `extent`, the largest first.
static std::vector<int64_t> partsOf(int64_t extent) {
  std::vector<int64_t> sizes{extent};
  while (sizes.back() > 1)
    sizes.push_back(equalParts(extent, sizes.back() - 1));
  return sizes;
}

TileExtents bestWinogradBlock(const WinogradWork &work) {
  TileExtents best;
  double least = 0;
  for (int64_t across : partsOf(work.columns))
    for (int64_t down : partsOf(work.rows)) {
      if (across * down < std::min(work.fewest, work.columns * work.rows) ||
          across < std::min(work.fewestAcross, work.columns))
        continue;
      double cycles = cyclesOf(work, across, down);
      if (least == 0 || cycles < least) {
        least = cycles;
        best = {across, down, 0};
      }
    }
  return best;
}

} // namespace unspool
