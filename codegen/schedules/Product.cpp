//===- Product.cpp - schedules of matrix products -------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A tile of rows by a block of columns stays in registers while the depth runs;
// each step loads one line of the packed block and broadcasts one element of each
// row. Blocks of columns are the outer loop: a block (depth x 128 bytes) stays in
// the L2 cache for all rows. Where the rows together exceed the cache, they are
// cut into panels outside of that.
//
// A single row reads the matrix once, at the bandwidth of the memory that holds
// it; its block is wider, so that enough multiply-adds are in flight. Where columns are too
// few for that, a column's sum may be several: of every n-th k, added at the end.
//
//===----------------------------------------------------------------------===//

#include "codegen/schedules/Schedules.h"

#include <algorithm>

using namespace Halide;

namespace unspool {

/// Bytes of the left side that a panel of rows may take.
static constexpr int64_t kPanelBytes = 384 << 10;
/// Rows of a tile where there may be fewer of them: not many are computed in vain.
static constexpr int64_t kOpenRows = 8;

void scheduleProduct(KernelBuilder &builder) {
  scheduleStored(builder);
  Anchor &anchor = builder.anchor;
  const Node &node = *anchor.node;
  std::vector<Extent> shape = builder.extents(anchor.value);
  std::vector<Extent> result = builder.extents(builder.spec.results.front());
  if (builder.typeOf(builder.spec.results.front()).shape != node.results[0].shape ||
      builder.outputs.size() != 1) {
    // Something other than elementwise ops follows: the product is stored.
    anchor.accumulator.compute_root();
    vectorizeInnermost(anchor.accumulator, shape.back(), builder.lanes);
    vectorizeInnermost(builder.output, result.empty() ? 1 : result.back(), builder.lanes);
    prefetchWeights(builder, anchor.accumulator, 0, 1, {}); // they are not read in blocks
    return;
  }
  Extent height = shape[shape.size() - 2], across = shape.back();
  int64_t rows = height.most, columns = across.most;
  Extent inner = builder.extents(node.operands[0]).back();
  int64_t depth = inner.most, lanes = builder.lanes;
  int64_t packed = integer(node, "block"), interleave = interleaveOf(builder);
  int64_t otherwise = 1; // vectors: a power of two that the columns fill
  while (otherwise < (rows == 1 ? 4 : 2) && 2 * otherwise * lanes <= columns)
    otherwise *= 2;
  int64_t vectors = vectorsOfBlock(builder, packed * interleave, columns * interleave, otherwise);
  int64_t block = packed ? packed : wholeVectors(builder, columns, vectors);
  int64_t width = std::min(block, lanes / interleave); // of columns
  int64_t most = std::min(rowsOfTile(builder.lanes, vectors), rowsOfSets(depth * 4));
  // Of a kernel for so many rows or more, a tile is all there (codegen/sizes/Specialize.h).
  bool isFull = !height.isFixed() && height.least > 1;
  if (!height.isFixed())
    most = std::min(most, isFull ? std::min(height.least, kMostOpenRows) : kOpenRows);
  int64_t legal = height.isFixed() ? rows : std::min(rows, std::max(kOpenRows, most));
  int64_t tile =
      parameter(builder, "rows", isFull ? most : bestRegisterTile(rows, 1, most, vectors).across,
                {std::min(legal, kMostAccumulators / vectors)});
  int64_t panel = std::max<int64_t>(1, kPanelBytes / std::max<int64_t>(1, depth * 4));
  panel = panel >= rows ? rows : equalParts(rows, panel, tile);
  int64_t blocks = (columns + block - 1) / block, threads = threadsOf(builder);
  if (packed) {
    int64_t together = blocksOfTile(builder, tile, vectors, blocks);
    block *= together;
    blocks /= together;
  }
  bool isFixed = height.isFixed() && across.isFixed();
  if (threads > 1 && isFixed)
    panel = sharedPart(rows, panel, tile, blocks, threads);
  if (isFixed)
    panel = parameter(builder, "panel", panel, {rows, tile});
  // One row reads its weights as a stream, of which the L2 cache delivers 230 GB/s if a step of
  // the loop takes 1 KiB, and 130 if it takes 2 (measured on Zen 5, with AVX-512 and AVX2).
  constexpr int64_t kStepBytes = 1024, kMostSteps = 16;
  int64_t steps = rows == 1
                      ? std::clamp<int64_t>(kStepBytes / (block * interleave * 4), 1, kMostSteps)
                      : 1 + mayWriteOutSteps(lanes, tile, vectors);
  int64_t passes = depth / interleave;
  steps = largestDivisor(passes, std::clamp<int64_t>(steps, 1, std::max<int64_t>(1, passes - 1)));
  int64_t parts = inner.isFixed() ? parameter(builder, "sums", 1,
                                              {kMostAccumulators / (vectors * tile), 1, passes})
                                  : 1;
  steps = largestDivisor(passes / parts, std::max<int64_t>(1, steps / parts));
  int64_t unroll = inner.isFixed()
                       ? parameter(builder, "unroll", steps, {passes / parts, 1, passes / parts})
                       : 1;
  // Threads share the loops of the other order.
  bool columnsInside = isFixed && parameter(builder, "order", 0, {threads > 1 ? 0 : 1, 0}) == 1;

  Func out = builder.output, sums = anchor.accumulator;
  Var n("d0"), m("d1"), no("no"), ni("ni"), mo("mo"), mi("mi"), mp("mp");
  TailStrategy tail = tailOfBlocks(across, block, packed);
  out.split(n, no, ni, int(block), tail);
  Loop ofBlocks{no, blocks, tail != TailStrategy::ShiftInwards};
  if (isFixed) {
    out.split(m, mp, mi, int(panel), tailFor(rows, panel))
        .split(mi, mo, mi, int(tile), tailFor(panel, tile));
    if (columnsInside)
      out.reorder(ni, mi, no, mo, mp);
    else
      out.reorder(ni, mi, mo, no, mp);
    shareNest(out, loopOver(mp, rows, panel), ofBlocks, threads);
  } else {
    out.split(m, mo, mi, int(tile), tailFor(height, tile)).reorder(ni, mi, mo, no);
    if (across.isFixed())
      shareLoop(out, ofBlocks, threads);
  }
  out.vectorize(ni, int(width)).unroll(ni).unroll(mi);
  int lanesOfSum = int(width * interleave);
  auto hold = [&](Func held) {
    held.compute_at(out, columnsInside ? no : mo)
        .store_in(MemoryType::Register)
        .bound_extent(n, int(block * interleave))
        .bound_extent(m, int(tile))
        .vectorize(n, lanesOfSum)
        .unroll(n)
        .unroll(m);
  };
  hold(sums);
  RVar k = anchor.reduction[0];
  std::vector<VarOrRVar> order{n, m};
  Func summed = sums; // what reads the weights
  if (parts > 1) {
    PartialSums partial = splitSums(sums, k, parts);
    summed = partial.func;
    hold(summed);
    summed.reorder_storage(n, m, partial.which).unroll(partial.which);
    summed.update().unroll(partial.which);
    sums.update().reorder(n, m, partial.part).vectorize(n, lanesOfSum).unroll(n).unroll(m);
    sums.update().unroll(partial.part);
    order.push_back(partial.which);
  }
  order.push_back(k);
  summed.update().reorder(order).vectorize(n, lanesOfSum).unroll(n).unroll(m);
  if (unroll > 1)
    summed.update().unroll(k, int(unroll));
  WeightPrefetch::Loop ofTiles{out.name() + ".s0.", "mo", std::nullopt};
  if (height.isFixed())
    ofTiles.extent = isFixed && !columnsInside ? (panel + tile - 1) / tile : 1;
  prefetchWeights(builder, summed, depth * block, passes / parts / unroll, {ofTiles});
}

} // namespace unspool
