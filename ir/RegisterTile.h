//===- RegisterTile.h - tiles of sums that stay in registers --------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Products and convolutions keep a tile of rows (or pixels) by vectors of columns in
// registers while the reduction runs. A step of it loads the vectors of weights and
// broadcasts one element a row; then it costs the most of
//
//   rows * vectors   multiply-adds, two a cycle;
//   rows + vectors   loads, two a cycle;
//   8                as many multiply-adds as are in flight: four cycles' latency, twice
//
// and a little for the loop. So a tile that divides the rows beats a larger one that
// computes some in vain. How many vectors there are decides how weights are packed;
// how many rows, how a kernel runs: the passes and the schedules share this model.
//
// Plain C++.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_IR_REGISTERTILE_H
#define UNSPOOL_IR_REGISTERTILE_H

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace unspool {

/// Multiply-adds that are under way together.
constexpr int64_t kSumsInFlight = 8;

/// Vector registers of x86-64, with AVX-512 and without.
inline int64_t registersOf(int64_t lanes) { return lanes >= 16 ? 32 : 16; }

/// Rows of a tile that is `vectors` wide: beside their sums, a step's vectors of weights
/// and one broadcast element are in registers. Of 16, as many sums of one vector as there is
/// room for gain nothing: each of them takes a load, and two vectors share it.
inline int64_t rowsOfTile(int64_t lanes, int64_t vectors) {
  int64_t registers = registersOf(lanes), mostSums = lanes >= 16 ? registers : 12;
  return std::max<int64_t>(1, std::min(registers - 1 - vectors, mostSums) / vectors);
}

/// The same of a tile of fewer rows than vectors: the broadcast elements of all rows are in
/// registers, and one vector of weights at a time.
inline int64_t rowsOfWideTile(int64_t lanes, int64_t vectors) {
  int64_t rows = (registersOf(lanes) - 1) / (vectors + 1);
  return rows < vectors ? std::max<int64_t>(1, rows) : rowsOfTile(lanes, vectors);
}

/// May several steps of the sums of a tile be written out? Of 16 registers LLVM has none left
/// then beside many rows of one vector: it stores sums and loads them again, and takes twice as
/// long. Steps that are written out save a few per cent.
inline bool mayWriteOutSteps(int64_t lanes, int64_t rows, int64_t vectors) {
  return lanes >= 16 || vectors > 1 || rows < 8;
}

/// Lines whose addresses are equal but for multiples of this share the few places of a set of
/// the L1 cache: its sets times the bytes of a line.
constexpr int64_t kSetBytes = 4096;

/// Rows, `stride` bytes apart, of which an L1 cache can hold one column: with rows of 1024
/// floats, a tile of 13 ran at 70 % of the multiply-add peak, one of 5 at 87 %.
inline int64_t rowsOfSets(int64_t stride) {
  constexpr int64_t kPlaces = 6; // of eight; weights pass through the set as well
  return kPlaces * (kSetBytes / std::gcd(std::max<int64_t>(stride, 1), kSetBytes));
}

/// What a step of the reduction costs, in multiply-adds of vectors.
inline int64_t costOfStep(int64_t rows, int64_t vectors) {
  return std::max<int64_t>({rows * vectors, rows + vectors, kSumsInFlight}) + 2;
}

/// Results of an axis of `extent`, and of another of `height`, that one tile computes:
/// those that need least for all; of equals, those that compute the fewest in vain. Each
/// result stands for `unit` rows (the pixels that a pool takes); a tile has at most `most`
/// of them.
struct TileExtents {
  int64_t across = 1, down = 1;
  int64_t cost = 0; ///< of a step of all tiles
};
inline TileExtents bestRegisterTile(int64_t extent, int64_t height, int64_t most, int64_t vectors,
                                    int64_t unit = 1) {
  TileExtents best;
  int64_t fewest = 0;
  for (int64_t across = std::min(extent, most); across >= 1; --across)
    for (int64_t down = std::min(height, most / across); down >= 1; --down) {
      int64_t tiles = (extent + across - 1) / across * ((height + down - 1) / down);
      int64_t cost = tiles * costOfStep(across * down * unit, vectors);
      int64_t computed = tiles * across * down;
      if (!best.cost || cost < best.cost || (cost == best.cost && computed < fewest)) {
        best = {across, down, cost};
        fewest = computed;
      }
    }
  return best;
}

/// Rows of a tile that serves any number of rows, at most: larger ones gain nothing.
constexpr int64_t kMostOpenRows = 16;

/// Rows of a tile, `across` wide, of an image of any size, where a tile has `most` results: as
/// few as share a load of weights, which come from the L2 cache, well enough. They divide what
/// it is wide, for most images are as high.
inline int64_t openRowsOfTile(int64_t across, int64_t most) {
  constexpr int64_t kEnough = 7;
  int64_t best = 1;
  for (int64_t rows = 2; rows <= across && across * rows <= most; ++rows)
    if (across % rows == 0 && across * best < kEnough)
      best = rows;
  return best;
}

/// Blocks of `vectors`, of so many in all, that a tile of few rows takes together. Where many
/// rows decided how weights are packed, one block has too few sums to be under way for one
/// row. Each of the sums is the same as in a tile of one block.
inline int64_t blocksTogether(int64_t rows, int64_t lanes, int64_t vectors, int64_t blocks) {
  constexpr int64_t kMostVectors = 8;
  int64_t best = 1;
  for (int64_t count = 2; count * vectors <= kMostVectors; ++count)
    if (blocks % count == 0 && rows <= rowsOfTile(lanes, count * vectors) &&
        costOfStep(rows, count * vectors) * best < costOfStep(rows, best * vectors) * count)
      best = count;
  return best;
}

/// Vectors of units of a block of a cell of many rows: its gates, if it has several, are computed
/// one after the other. Where the difference is small, fewer units are computed in vain.
inline int64_t vectorsOfWideCell(int64_t rows, int64_t gates, int64_t units, int64_t lanes) {
  constexpr int64_t kMostVectors = 3;
  if (gates == 1)
    return 2;
  int64_t whole = (units + lanes - 1) / lanes;
  int64_t best = 1, least = 0, fewest = 0;
  for (int64_t vectors = std::min(kMostVectors, whole); vectors >= 1; --vectors) {
    int64_t blocks = (whole + vectors - 1) / vectors, computed = blocks * vectors;
    int64_t cost = blocks * bestRegisterTile(rows, 1, rowsOfTile(lanes, vectors), vectors).cost;
    bool isAlike = least && cost * 100 <= least * 102;
    if (!least || cost * 102 < least * 100 || (isAlike && computed < fewest)) {
      best = vectors;
      least = cost;
      fewest = computed;
    }
  }
  return best;
}

/// What weights are packed for.
struct Packing {
  int64_t vectors = 1;    ///< of a block
  int64_t interleave = 1; ///< terms of a sum that lie side by side in a vector
};

/// Vectors of columns, at most `most`, that a tile of `rows` x `columns` (an image of
/// `height` rows of them) is best made of.
inline int64_t bestVectors(int64_t rows, int64_t height, int64_t columns, int64_t lanes,
                           int64_t most) {
  int64_t best = 1, least = 0;
  int64_t whole = (columns + lanes - 1) / lanes;
  for (int64_t vectors = std::min(most, whole); vectors >= 1; --vectors) {
    int64_t blocks = (whole + vectors - 1) / vectors;
    int64_t cost =
        blocks * bestRegisterTile(rows, height, rowsOfTile(lanes, vectors), vectors).cost;
    if (!least || cost < least) {
      best = vectors;
      least = cost;
    }
  }
  return best;
}

/// The same where columns may not fill vectors: a vector can hold 2 or 4 terms of the sums of
/// fewer columns, if that divides the `depth` of the sums. A tile then ends with the addition
/// of these, a shuffle and an addition for each halving.
inline Packing bestPacking(int64_t rows, int64_t height, int64_t columns, int64_t depth,
                           int64_t lanes, int64_t most) {
  Packing best;
  double least = 0;
  for (int64_t interleave = 1; interleave <= 4 && depth % interleave == 0; interleave *= 2) {
    int64_t wide = columns * interleave;
    int64_t vectors = bestVectors(rows, height, wide, lanes, most);
    int64_t blocks = (wide + vectors * lanes - 1) / (vectors * lanes);
    TileExtents tile = bestRegisterTile(rows, height, rowsOfTile(lanes, vectors), vectors);
    double steps = double(tile.cost) * double(depth / interleave);
    double ends = double(rows * height * vectors) * 2 * double(interleave - 1);
    double cost = double(blocks) * (steps + ends);
    if (interleave == 1 || cost < least) {
      best = {vectors, interleave};
      least = cost;
    }
  }
  return best;
}

} // namespace unspool

#endif // UNSPOOL_IR_REGISTERTILE_H
