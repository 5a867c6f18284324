//===- PackWeights.cpp - weights in the order in which kernels read -------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A kernel computes a block of n outputs in registers and walks down the
// reduction; packed weights [outputs / n, reduction..., n] make that one
// sequential stream. Outputs are padded to whole blocks with zeros.
//
// Where outputs do not fill vectors, `interleave` elements of the reduction lie side by side
// for each (codegen/kernels/Interleave.h).
//
// The filters of Winograd's convolutions are transformed first (ir/Winograd.h), and the matrices
// of Strassen's products (ir/Strassen.h).
//
// Only constants are packed: a matrix that arrives at run time is read as it is.
//
//===----------------------------------------------------------------------===//

#include "ir/RegisterTile.h"
#include "ir/Strassen.h"
#include "ir/Winograd.h"
#include "passes/Constants.h"
#include "passes/ConvolutionCost.h"
#include "passes/Fusion.h"
#include "passes/KernelWork.h"
#include "passes/Passes.h"
#include "passes/ScheduleRules.h"
#include "passes/Strassen.h"
#include "passes/WinogradFilter.h"

using namespace mlir;

namespace unspool::nn {

#define GEN_PASS_DEF_PACKWEIGHTS
#include "passes/Passes.h.inc"

namespace {

/// `[A..., K, N]` as `[N / block rounded up, A..., K / interleave, block * interleave]`, in
/// whose last axis the `interleave` elements of a column lie side by side.
Value packLastAxis(OpBuilder &builder, Value weights, int64_t block, int64_t interleave = 1) {
  Location location = weights.getLoc();
  llvm::SmallVector<int64_t> shape(shapeOf(weights));
  int64_t outputs = shape.back();
  int64_t blocks = (outputs + block - 1) / block;
  int64_t depth = outputs ? typeOf(weights).getNumElements() / outputs : 0;

  Value rows = reshapeTo(builder, location, weights, {depth, outputs});
  if (blocks * block != outputs) {
    Value zero = splat(builder, location, typeOf(weights).clone(llvm::ArrayRef<int64_t>{}), 0);
    rows = createFolded<PadOp>(builder, location, rows, zero, llvm::ArrayRef<int64_t>{0, 0},
                               llvm::ArrayRef<int64_t>{0, blocks * block - outputs},
                               PadMode::constant);
  }
  rows = reshapeTo(builder, location, rows, {depth / interleave, interleave, blocks, block});
  rows = createFolded<TransposeOp>(builder, location, rows, llvm::ArrayRef<int64_t>{2, 0, 3, 1});
  shape.back() = block * interleave;
  shape[shape.size() - 2] /= interleave;
  shape.insert(shape.begin(), blocks);
  return reshapeTo(builder, location, rows, shape);
}

struct PackWeightsPass : impl::PackWeightsBase<PackWeightsPass> {
  using PackWeightsBase::PackWeightsBase;

  void runOnOperation() override {
    rules = ScheduleRules(getOperation());
    getOperation().walk([&](Operation *op) {
      if (isa<RnnCellOp, LstmCellOp, GruCellOp>(op))
        steps[recurrentOf(op)] += isa<ScanOp>(op->getParentOp()) ? 2 : 1;
    });
    getOperation().walk([&](Operation *op) {
      if (auto conv = dyn_cast<ConvOp>(op))
        packConv(conv);
      else if (auto matmul = dyn_cast<MatmulOp>(op))
        packMatmul(matmul);
      else if (isa<RnnCellOp, LstmCellOp, GruCellOp>(op))
        packCell(op);
    });
    eraseUnusedConstants(getOperation());
    if (ofAnySize)
      getOperation()->setAttr("nn.blocks", DenseI64ArrayAttr::get(&getContext(), chosen));
  }

private:
  /// Vectors of columns in a register tile, at most; and where there is one row.
  static constexpr int64_t kMostVectors = 4, kVectorsOfRow = 8;
  /// More than are ever interleaved.
  static constexpr int64_t kInterleaves = 8;

  /// A block of outputs, and the elements of the reduction that lie side by side for each.
  struct Block {
    int64_t outputs = 0, interleave = 1;
  };

  /// What is packed as: the given block of the next convolution or product, or of the
  /// next cell, if any, and otherwise `packing`. Plans for other sizes may have no cells,
  /// so the two are counted apart. On the function, those of products are blocks times
  /// kInterleaves plus what is interleaved; those of cells are negative, and odd if their
  /// gates stand apart.
  int64_t choose(int64_t packing) {
    size_t &next = packing < 0 ? nextCell : nextProduct;
    while (next < blocks.size() && (blocks[next] < 0) != (packing < 0))
      ++next;
    if (next < blocks.size())
      packing = blocks[next++];
    chosen.push_back(packing);
    return packing;
  }
  Block chooseBlock(Block block) {
    int64_t packing = choose(block.outputs * kInterleaves + block.interleave);
    return {packing / kInterleaves, packing % kInterleaves};
  }

  /// `outputs` rounded up to whole vectors, but at most `vectors` of them; or as many
  /// vectors as were asked for.
  int64_t blockOf(Operation *op, int64_t outputs, int64_t vectors) {
    if (std::optional<int64_t> asked = rules.parameter(kindOf(op), op, "vectors"))
      return lanes * *asked;
    int64_t needed = (outputs + lanes - 1) / lanes;
    return lanes * std::max<int64_t>(1, std::min(needed, vectors));
  }

  /// A convolution is of the kind "winograd" once its filter is transformed, and a product of the
  /// kind "strassen": here, not yet.
  static StringRef kindOf(Operation *op) {
    if (auto product = dyn_cast<MatmulOp>(op); product && product.getAlgorithm() == kStrassen)
      return "strassen";
    auto conv = dyn_cast<ConvOp>(op);
    bool willBeWinograd = conv && conv.getAlgorithm().value_or("direct") != "direct";
    return willBeWinograd ? StringRef("winograd") : *anchorKind(op);
  }

  /// What `op` is packed as, which makes `outputs` of sums over `depth` for an image of
  /// `height` rows of `width`. A single row streams the weights: many accumulators hide the
  /// latency of the multiply-add. Several rows share each load of them instead.
  Block blockOfProduct(Operation *op, int64_t width, int64_t height, int64_t outputs,
                       int64_t depth) {
    bool isRow = width * height == 1 && isa<MatmulOp>(op);
    auto vectorsOf = [&](int64_t interleave) {
      return isRow ? withFewestIdle(outputs * interleave, kVectorsOfRow, kVectorsOfRow, 5)
                   : bestVectors(width, height, outputs * interleave, lanes, kMostVectors);
    };
    Packing packing{vectorsOf(1), 1};
    std::optional<int64_t> asked = rules.parameter(kindOf(op), op, "interleave");
    if (!asked && mayInterleave(op))
      packing = bestPacking(width, height, outputs, depth, lanes, kMostVectors);
    if (asked && *asked > 0 && lanes % *asked == 0 && depth % *asked == 0)
      packing = {vectorsOf(*asked), *asked};
    // Of a few rows that threads cannot share evenly, they share the blocks of channels.
    if (isa<ConvOp>(op) && height % threads != 0)
      packing.vectors = evenVectors(packing.vectors, outputs * packing.interleave);
    int64_t block = blockOf(op, outputs * packing.interleave, packing.vectors);
    if (packing.interleave == 1 && fitsHalfVector(op, outputs))
      block = lanes / 2;
    return chooseBlock({block / packing.interleave, packing.interleave});
  }

  /// Would half of the lanes be idle? A core whose units have half the width of AVX-512's
  /// registers (Zen 4) computes two vectors of that width in the time of a whole one.
  bool fitsHalfVector(Operation *op, int64_t outputs) {
    auto conv = dyn_cast<ConvOp>(op);
    return conv && lanes >= 16 && outputs <= lanes / 2 && !prefersPixels(conv, lanes) &&
           !rules.parameter(kindOf(op), op, "vectors");
  }

  /// Convolutions of which the elements of the input that a sum takes lie side by side, and
  /// whose outputs are not taken one by one. Not products, unless that is asked for: their
  /// sums have one order however many rows there are, so that layers which are unrolled, in
  /// loops and of any size agree in all bits.
  bool mayInterleave(Operation *op) {
    auto conv = dyn_cast<ConvOp>(op);
    return conv && typeOf(conv.getResult()).getElementType().isF32() &&
           shapeOf(conv.getInput()).back() >= lanes / 2 && !prefersPixels(conv, lanes) &&
           rules.name(kindOf(op), op) != "pixels";
  }

  /// Packs each constant once, however many ops read it.
  Value packed(OpBuilder &builder, Value weights, Block block) {
    Value &result = blocked[{weights, {block.outputs, block.interleave}}];
    if (!result) {
      OpBuilder::InsertionGuard guard(builder);
      builder.setInsertionPointAfterValue(weights);
      result = packLastAxis(builder, weights, block.outputs, block.interleave);
    }
    return result;
  }

  void packConv(ConvOp conv) {
    if (!isConstant(conv.getFilter()) || conv.getGroups() != 1 || conv.getBlock())
      return;
    ArrayRef<int64_t> positions = shapeOf(conv.getResult()).drop_front().drop_back();
    int64_t channels = shapeOf(conv.getResult()).back();
    std::vector<int64_t> tiles =
        winogradTiles(conv.getAlgorithm().value_or("direct").str(), positions.size());
    int64_t width = positions.back();
    int64_t height = positions.size() > 1 ? positions[positions.size() - 2] : 1;
    if (!tiles.empty()) {
      width = llvm::divideCeil(width, tiles.back());
      height = llvm::divideCeil(height, tiles.front());
    }
    OpBuilder builder(conv);
    Block block;
    if (!tiles.empty()) {
      block = chooseBlock({blockOf(conv, channels, vectorsOfTiles(width, height, channels))});
      conv.getFilterMutable().assign(winogradFilter(builder, conv, tiles, block.outputs));
    } else {
      block = blockOfProduct(conv, width, height, channels, shapeOf(conv.getInput()).back());
      conv.getFilterMutable().assign(packed(builder, conv.getFilter(), block));
    }
    conv.setBlock(block.outputs);
    conv.setChannels(channels);
    if (block.interleave > 1)
      conv.setInterleave(block.interleave);
  }

  /// Vectors of a block of Winograd's `channels`. The weights of points come from the second
  /// cache: the more rows share each load of one, the better. Four vectors are for fewer rows
  /// than two have room for.
  int64_t vectorsOfTiles(int64_t width, int64_t height, int64_t channels) const {
    int64_t most = width * height >= 7 ? kMostVectors - 1 : kMostVectors;
    // Where maps are small, threads share the blocks of channels.
    return evenVectors(bestVectors(width, height, channels, lanes, most), channels);
  }

  /// Vectors of a block of `channels`, of which threads share the blocks: three are better than
  /// two by less than an uneven share loses.
  int64_t evenVectors(int64_t vectors, int64_t channels) const {
    return vectors == 3 && llvm::divideCeil(channels, 3 * lanes) % threads != 0 ? 2 : vectors;
  }

  /// Blocks of one vector leave the fewest columns to compute in vain, and the best tiles, where
  /// registers hold many rows of them: of 14 pairs of rows, 512 x 512 takes 792 us, and 812 with
  /// two (measured on Zen 4).
  void packStrassen(MatmulOp product) {
    int64_t columns = shapeOf(product.getRhs())[1], rows = shapeOf(product.getLhs()).front();
    int64_t vectors = lanes >= 16 ? 1
                                  : bestVectors(llvm::divideCeil(rows, 2), 1,
                                                llvm::divideCeil(columns, 2), lanes, 2);
    OpBuilder builder(product);
    Block block = chooseBlock({blockOf(product, columns, vectors)});
    product.getRhsMutable().assign(strassenMatrix(builder, product, block.outputs));
    product.setBlock(block.outputs);
    product.setColumns(columns);
  }

  void packMatmul(MatmulOp matmul) {
    if (!isConstant(matmul.getRhs()) || shapeOf(matmul.getRhs()).size() != 2 || matmul.getBlock())
      return;
    if (matmul.getAlgorithm() == kStrassen)
      return packStrassen(matmul);
    int64_t columns = shapeOf(matmul.getRhs())[1];
    ArrayRef<int64_t> lhs = shapeOf(matmul.getLhs());
    int64_t rows = lhs[lhs.size() - 2];
    Operation *cell = rows > 1 ? cellOfProjection(matmul) : nullptr;
    Block block = cell ? chooseBlock({blockOfCell(cell)})
                       : blockOfProduct(matmul, rows, 1, columns, lhs.back());
    OpBuilder builder(matmul);
    Value rhs = packed(builder, matmul.getRhs(), block);
    matmul.getRhsMutable().assign(rhs);
    matmul.setBlock(block.outputs);
    matmul.setColumns(columns);
    // A first step from zero has no weights of its own, and takes these in the same blocks.
    if (cell && !recurrentOf(cell))
      cell->setAttr("block", builder.getI64IntegerAttr(block.outputs));
    if (block.interleave > 1)
      matmul.setInterleave(block.interleave);
  }

  void packCell(Operation *op) {
    Value recurrent = recurrentOf(op);
    if (!recurrent || !isConstant(recurrent) || op->hasAttr("block"))
      return;
    int64_t code = -choose(-(2 * blockOfCell(op) + packingOf(op).apart)), block = code / 2;
    bool isApart = code % 2;
    OpBuilder builder(op);
    Value weights = packed(builder, recurrent, {block, 1});
    if (isApart)
      weights = apart(builder, weights);
    for (OpOperand &operand : op->getOpOperands())
      if (operand.get() == recurrent)
        operand.set(weights);
    op->setAttr("block", builder.getI64IntegerAttr(block));
    op->setAttr("apart", builder.getBoolAttr(isApart));
  }

  /// [blocks, H, G, n] as [blocks, G, H, n]: once for each constant.
  Value apart(OpBuilder &builder, Value weights) {
    Value &result = transposed[weights];
    if (!result) {
      OpBuilder::InsertionGuard guard(builder);
      builder.setInsertionPointAfterValue(weights);
      result = createFolded<TransposeOp>(builder, weights.getLoc(), weights,
                                         llvm::ArrayRef<int64_t>{0, 2, 1, 3});
    }
    return result;
  }

  struct CellPacking {
    int64_t vectors; ///< of units of a block
    bool apart;      ///< the gates, each with all of its k
  };

  /// One row streams the weights: about eight sums are under way at once, those of all
  /// gates that a pass makes. Some rows have the sums of all gates in registers, with as
  /// many rows as fit; many rows take one gate after the other, as a product does
  /// (codegen/schedules/Cell.cpp).
  CellPacking packingOf(Operation *op) {
    int64_t gates = gateCount(op), rows = shapeOf(op->getResult(0)).front();
    int64_t wide = vectorsOfWideCell(rows, gates, shapeOf(op->getResult(0)).back(), lanes);
    auto gru = dyn_cast<GruCellOp>(op);
    bool hasTwoPasses = gru && !gru.getLinearBeforeReset();
    if (rows == 1)
      return {vectorsOfRow(op, hasTwoPasses ? 2 : gates), hasTwoPasses};
    if (gates == 1)
      return {rows >= 4 ? wide : 8, false};
    auto fits = [&](int64_t vectors) {
      return rows <= rowsOfWideTile(lanes, vectors * (hasTwoPasses ? 2 : gates));
    };
    bool hasManyRows = !fits(1);
    // A row whose weights stream from the L2 cache takes 1.4 times as long to read them in four
    // streams. Tiles of many rows hardly care (but do where weights are larger).
    Value recurrent = recurrentOf(op);
    bool maySuitOneRow = ofAnySize && !hasTwoPasses && recurrent && bytesOf(recurrent) <= cache;
    return {hasManyRows ? wide : fits(2) ? 2 : 1, hasTwoPasses || (hasManyRows && !maySuitOneRow)};
  }

  /// Vectors of a block of one row: `wanted`, or others, from `most` to `fewest`, if fewer
  /// weights are then read beyond the last output.
  int64_t withFewestIdle(int64_t outputs, int64_t wanted, int64_t most, int64_t fewest) const {
    int64_t needed = llvm::divideCeil(outputs, lanes), best = wanted;
    auto read = [&](int64_t vectors) { return llvm::divideCeil(needed, vectors) * vectors; };
    for (int64_t vectors = most; vectors >= fewest; --vectors)
      if (read(vectors) * 100 <= read(best) * 96)
        best = vectors;
    return best;
  }

  /// The same of its units, of `gates` sums each: eight sums or a few less.
  int64_t vectorsOfRow(Operation *op, int64_t gates) const {
    constexpr int64_t kSums = 8, kMostSums = 12, kFewestSums = 4;
    int64_t units = shapeOf(op->getResult(0)).back();
    int64_t best = withFewestIdle(units, kSums / gates, kMostSums / gates,
                                  llvm::divideCeil(kFewestSums, gates));
    // What is read there and back (alternate-cells) from the L2 cache is in L1 at the turn, if
    // a block is a part of that: 1840 us instead of 2075 for a GRU of 64 units and 4000 steps.
    constexpr int64_t kBlockBytes = 16 << 10;
    int64_t vectorBytes = gates * units * lanes * int64_t(sizeof(float));
    if (isReadThereAndBack(op))
      while ((best - 1) * gates >= 2 && best * vectorBytes > kBlockBytes)
        --best;
    return best;
  }

  /// Does the L2 cache, but not L1, hold the weights of a step that is one of several?
  bool isReadThereAndBack(Operation *op) const {
    Value recurrent = recurrentOf(op);
    return recurrent && steps.lookup(recurrent) > 1 && bytesOf(recurrent) > kKeptWeightBytes &&
           bytesOf(recurrent) <= cache / 2;
  }

  /// Units of a block: those of the weights of a projection in the same kernel, too.
  int64_t blockOfCell(Operation *cell) {
    return blockOf(cell, shapeOf(cell->getResult(0)).back(), packingOf(cell).vectors);
  }

  static Value recurrentOf(Operation *op) {
    if (auto cell = dyn_cast<RnnCellOp>(op))
      return cell.getR();
    if (auto cell = dyn_cast<LstmCellOp>(op))
      return cell.getR();
    return cast<GruCellOp>(op).getR();
  }

  llvm::DenseMap<std::pair<Value, std::pair<int64_t, int64_t>>, Value> blocked;
  llvm::DenseMap<Value, Value> transposed;
  llvm::DenseMap<Value, int64_t> steps; ///< that read these weights; of a loop, at least two
  llvm::SmallVector<int64_t> chosen; ///< by layer, as `choose` has it
  size_t nextProduct = 0, nextCell = 0; ///< in `blocks`
  ScheduleRules rules;
};

} // namespace
} // namespace unspool::nn
