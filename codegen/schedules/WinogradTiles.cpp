//===- WinogradTiles.cpp - which tiles Winograd's kernels work on ---------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A block has as many tiles as the cache holds, whole rows or part of one: WinogradBlock.cpp
// says which are best for one thread. Threads share the blocks if some size gives them even
// shares, and is large enough to amortise a pass over the weights. If none does they
// share the channels of each block and may wait for each other at its end: then a block had
// better be large.
//
// The products of a few tiles of a block are in registers together. Where the caller chooses
// an extent, tiles that are not there would be computed all the same: then as many as there are
// in any case, or enough of them.
//
//===----------------------------------------------------------------------===//

#include "codegen/schedules/Winograd.h"

#include <algorithm>

namespace unspool {
namespace {

/// Bytes that the transformed inputs of a block that threads share may take, and the products of
/// a block of channels.
constexpr int64_t kBlockBytes = kL2Bytes / 2;
/// Pairs of rows of a block whose products stay in L1, and where that makes an even share.
constexpr int64_t kMostPairs = 28, kMostSharedPairs = 56;
/// Tiles of a block that amortise a pass over the weights.
constexpr int64_t kFewestTiles = 14;
/// Tiles of a block whose channels threads share.
constexpr int64_t kFewestSharedTiles = 28;

class TileChoice {
public:
  TileChoice(KernelBuilder &builder, const WinogradKernel &kernel, TileAxis &columns,
             TileAxis &rows)
      : builder(builder), anchor(builder.anchor), kernel(kernel), columns(columns), rows(rows) {}

  void chooseBlock() {
    if (kernel.hasPairs)
      choosePairs();
    else
      chooseBlockOfImage();
    columns.ofBlock = parameter(builder, "columns", columns.ofBlock, {columns.tiles});
    if (kernel.stripe) // all of its rows
      rows.ofBlock = parameter(builder, "rows", rows.tiles, {rows.tiles, rows.tiles});
    else if (kernel.axes > 1)
      rows.ofBlock = parameter(builder, "rows", rows.ofBlock, {rows.tiles});
  }

  void chooseRegisterTile() {
    int64_t vectors = kernel.block / builder.lanes, most = rowsOfTile(builder.lanes, vectors);
    if (columns.isFixed() && (rows.isFixed() || kernel.isRowByRow)) {
      TileExtents best =
          bestRegisterTile(columns.ofBlock, kernel.isRowByRow ? 1 : rows.ofBlock, most, vectors);
      columns.inRegisters = best.across;
      rows.inRegisters = best.down;
      return;
    }
    columns.inRegisters = columns.isFixed()
                              ? bestRegisterTile(columns.ofBlock, 1, most, vectors).across
                              : std::min({fewestTiles(kernel.axes), most, kMostOpenRows});
    int64_t left = most / columns.inRegisters;
    if (!kernel.isRowByRow)
      rows.inRegisters = rows.isFixed() ? bestTile(rows.ofBlock, left)
                                        : std::min(fewestTiles(kernel.axes - 1),
                                                   openRowsOfTile(columns.inRegisters, most));
    for (TileAxis *axis : {&columns, &rows})
      if (!axis->isFixed())
        axis->ofBlock = std::max<int64_t>(1, axis->ofBlock / axis->inRegisters) * axis->inRegisters;
  }

private:
  void choosePairs() {
    columns.ofBlock = equalParts(columns.tiles, kMostPairs);
    if (kernel.threads > 1)
      chooseSharedBlock(kMostSharedPairs);
  }

  void chooseBlockOfImage() {
    const auto &given = builder.spec.schedule.parameters;
    auto prefetch = given.find("prefetch");
    TileExtents best = bestWinogradBlock(
        {columns.tiles, kernel.stripe ? 1 : rows.tiles, kernel.points, kernel.depth,
         kernel.channels, kernel.block, builder.lanes, prefetch != given.end() && prefetch->second,
         kernel.hasOwnInputs() ? 1 : kFewestSharedTiles, fewestAcross(), kernel.tapsDown(),
         kernel.strideDown});
    columns.ofBlock = best.across;
    rows.ofBlock = best.down;
    int64_t tileBytes = kernel.points * std::max(kernel.depth, kernel.block) * 4;
    if (kernel.threads > 1)
      chooseSharedBlock(std::max({kFewestTiles, kBlockBytes / tileBytes,
                                  kernel.isRowByRow ? 0 : best.across * best.down}));
  }

  /// The largest block of at most `fitting` tiles that threads can share evenly, if there is one.
  void chooseSharedBlock(int64_t fitting) {
    int64_t largest = 0;
    for (int64_t across = std::min(fewestAcross(), columns.tiles); across <= columns.tiles;
         ++across)
      for (int64_t down = 1; down <= rows.tiles; ++down) {
        int64_t size = across * down;
        if (columns.tiles % across || rows.tiles % down || size > fitting ||
            size < std::max(kFewestTiles, largest + 1))
          continue;
        Sharing sharing = shareLoops(rows.tiles / down, columns.tiles / across, kernel.threads);
        if (sharing.load > kSharedLoad)
          continue;
        largest = size;
        columns.ofBlock = across;
        rows.ofBlock = down;
      }
  }

  /// Tiles of a block along a row, where vectors are of them.
  int64_t fewestAcross() const { return anchor.hasFewChannels ? builder.lanes / 2 : 1; }

  /// Tiles that there are in any case along an axis of the convolution.
  int64_t fewestTiles(size_t axis) const {
    int64_t results = builder.extent(anchor.value, axis).least, width = anchor.tiles[axis - 1];
    return std::max<int64_t>(1, (results + width - 1) / width);
  }

  KernelBuilder &builder;
  const Anchor &anchor;
  const WinogradKernel &kernel;
  TileAxis &columns, &rows;
};

} // namespace

void chooseTiles(KernelBuilder &builder, const WinogradKernel &kernel, TileAxis &columns,
                 TileAxis &rows) {
  TileChoice choice(builder, kernel, columns, rows);
  choice.chooseBlock();
  choice.chooseRegisterTile();
}

} // namespace unspool
