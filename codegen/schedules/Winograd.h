//===- Winograd.h - what the schedule of Winograd's kernels is made of ----===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Three files share this: the loops (Winograd.cpp), the choice of the tiles that a block and
// a register tile have (WinogradTiles.cpp), and the model of what a block costs
// (WinogradBlock.cpp).
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_SCHEDULES_WINOGRAD_H
#define UNSPOOL_CODEGEN_SCHEDULES_WINOGRAD_H

#include "codegen/schedules/Schedules.h"

namespace unspool {

/// A convolution by Winograd's algorithm, or a product by Strassen's, and what is around its loops.
struct WinogradKernel {
  explicit WinogradKernel(const KernelBuilder &builder);

  size_t axes;                  ///< of the image; a product has one
  int64_t points = 1;           ///< of a tile
  int64_t depth;                ///< input channels
  int64_t terms;                ///< of a sum: input channels times taps that are not transformed
  int64_t channels;             ///< output channels
  int64_t block;                ///< of these, what a block of packed weights has
  int64_t strideDown;           ///< of windows
  bool hasPairs;                ///< are tiles pairs of rows of a matrix?
  bool isRowByRow;              ///< are rows not transformed?
  int64_t threads;              ///< that share the loops of the convolution
  std::optional<Stripe> stripe; ///< the loop around it, if a pool makes stripes

  int64_t tapsDown() const { return terms / depth; }
  /// Rows of transformed inputs for so many rows of tiles: those of all windows, where rows are
  /// not transformed.
  int64_t inputsOf(int64_t rows) const {
    return isRowByRow ? (rows - 1) * strideDown + tapsDown() : rows;
  }
  /// Does each of the threads that share channels transform all inputs for itself?
  bool hasOwnInputs() const;
};

/// One spatial axis of the target: its results, those of a tile, tiles (at most), tiles of a
/// block, and those whose products are in registers together. Of the rows in a stripe there
/// may be fewer, as of those whose number the caller chooses.
struct TileAxis {
  Extent extent;
  int64_t width, tiles, ofBlock = 1, inRegisters = 1;
  TileAxis(const Extent &extent, int64_t width)
      : extent(extent), width(width), tiles((extent.most + width - 1) / width) {}
  bool isFixed() const { return extent.isFixed(); }
  int64_t blocks() const { return (tiles + ofBlock - 1) / ofBlock; }
  bool isExact() const { return isFixed() && tiles % ofBlock == 0; }
  /// Of a block; none where the caller chooses.
  std::optional<int64_t> registerTiles() const {
    return isFixed() ? std::optional((ofBlock + inRegisters - 1) / inRegisters) : std::nullopt;
  }
};

/// Chooses the tiles of a block, as the parameters "columns" and "rows" allow, and of these the
/// ones of a register tile.
void chooseTiles(KernelBuilder &builder, const WinogradKernel &kernel, TileAxis &columns,
                 TileAxis &rows);

/// What the cost of a block depends on: tiles of the image, points of a tile, channels in and out,
/// and how many of these a block of packed weights has.
struct WinogradWork {
  int64_t columns, rows, points, depth, channels, block;
  int lanes;
  bool comesFromMemory; ///< do weights?
  int64_t fewest;       ///< tiles of a block, if there are as many
  int64_t fewestAcross; ///< of these, along a row
  int64_t tapsDown;     ///< terms of a sum for each channel, where rows are not transformed
  int64_t strideDown;
};
/// Tiles across and down that make the best block.
TileExtents bestWinogradBlock(const WinogradWork &work);

} // namespace unspool

#endif // UNSPOOL_CODEGEN_SCHEDULES_WINOGRAD_H
