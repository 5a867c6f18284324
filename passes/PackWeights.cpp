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
// The filters of Winograd's convolutions are transformed first (ir/Winograd.h).
//
// Only constants are packed: a matrix that arrives at run time is read as it is.
//
//===----------------------------------------------------------------------===//

#include "ir/RegisterTile.h"
#include "ir/Winograd.h"
#include "passes/Constants.h"
#include "passes/Fusion.h"
#include "passes/Passes.h"
#include "passes/ScheduleRules.h"
#include "passes/WinogradFilter.h"

using namespace mlir;

namespace unspool::nn {

#define GEN_PASS_DEF_PACKWEIGHTS
#include "passes/Passes.h.inc"

namespace {

/// `[A..., N]` as `[N / block rounded up, A..., block]`.
Value packLastAxis(OpBuilder &builder, Value weights, int64_t block) {
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
  rows = reshapeTo(builder, location, rows, {depth, blocks, block});
  rows = createFolded<TransposeOp>(builder, location, rows, llvm::ArrayRef<int64_t>{1, 0, 2});
  shape.back() = block;
  shape.insert(shape.begin(), blocks);
  return reshapeTo(builder, location, rows, shape);
}

struct PackWeightsPass : impl::PackWeightsBase<PackWeightsPass> {
  using PackWeightsBase::PackWeightsBase;

  void runOnOperation() override {
    rules = ScheduleRules(getOperation());
    getOperation().walk([&](Operation *op) {
      if (auto conv = dyn_cast<ConvOp>(op))
        packConv(conv);
      else if (auto matmul = dyn_cast<MatmulOp>(op))
        packMatmul(matmul);
      else if (isa<RnnCellOp, LstmCellOp, GruCellOp>(op))
        packCell(op);
    });
    eraseUnusedConstants(getOperation());
    if (record)
      getOperation()->setAttr("nn.blocks", DenseI64ArrayAttr::get(&getContext(), chosen));
  }

private:
  /// Vectors of columns in a register tile, at most; and where there is one row.
  static constexpr int64_t kMostVectors = 4, kVectorsOfRow = 8;

  /// What is packed as: the given block of the next convolution or product, or of the
  /// next cell, if any, and otherwise `packing`. Plans for other sizes may have no cells,
  /// so the two are counted apart. On the function, those of cells are negative, and odd
  /// if their gates stand apart.
  int64_t choose(int64_t packing) {
    size_t &next = packing < 0 ? nextCell : nextProduct;
    while (next < blocks.size() && (blocks[next] < 0) != (packing < 0))
      ++next;
    if (next < blocks.size())
      packing = blocks[next++];
    chosen.push_back(packing);
    return packing;
  }

  /// `outputs` rounded up to whole vectors, but at most `vectors` of them; or as many
  /// vectors as were asked for.
  int64_t blockOf(Operation *op, int64_t outputs, int64_t vectors) {
    // A convolution is of the kind "winograd" once its filter is transformed: here, not yet.
    auto conv = dyn_cast<ConvOp>(op);
    bool willBeWinograd = conv && conv.getAlgorithm().value_or("direct") != "direct";
    StringRef kind = willBeWinograd ? StringRef("winograd") : *anchorKind(op);
    if (std::optional<int64_t> asked = rules.parameter(kind, op, "vectors"))
      return lanes * *asked;
    int64_t needed = (outputs + lanes - 1) / lanes;
    return lanes * std::max<int64_t>(1, std::min(needed, vectors));
  }

  /// Packs each constant once, however many ops read it.
  Value packed(OpBuilder &builder, Value weights, int64_t block) {
    Value &result = cache[{weights, block}];
    if (!result) {
      OpBuilder::InsertionGuard guard(builder);
      builder.setInsertionPointAfterValue(weights);
      result = packLastAxis(builder, weights, block);
    }
    return result;
  }

  void packConv(ConvOp conv) {
    if (!isConstant(conv.getFilter()) || conv.getGroups() != 1 || conv.getBlock())
      return;
    ArrayRef<int64_t> positions = shapeOf(conv.getResult()).drop_front().drop_back();
    int64_t channels = shapeOf(conv.getResult()).back();
    int64_t tile = winogradTile(conv.getAlgorithm().value_or("direct").str());
    int64_t width = positions.back();
    int64_t height = positions.size() > 1 ? positions[positions.size() - 2] : 1;
    if (tile) {
      width = llvm::divideCeil(width, tile);
      height = llvm::divideCeil(height, tile);
    }
    // The weights of Winograd's points come from the second cache: the more rows share each
    // load of one, the better. Four vectors are for fewer rows than two have room for.
    int64_t most = tile && width * height >= 7 ? kMostVectors - 1 : kMostVectors;
    int64_t vectors = bestVectors(width, height, channels, lanes, most);
    // Where maps are small, threads share the blocks of channels. Three vectors are better
    // than two by less than an uneven share loses.
    if (tile && vectors == 3 && llvm::divideCeil(channels, 3 * lanes) % threads != 0)
      vectors = 2;
    int64_t block = choose(blockOf(conv, channels, vectors));
    OpBuilder builder(conv);
    Value filter = tile ? winogradFilter(builder, conv, tile, block)
                        : packed(builder, conv.getFilter(), block);
    conv.getFilterMutable().assign(filter);
    conv.setBlock(block);
    conv.setChannels(channels);
  }

  void packMatmul(MatmulOp matmul) {
    if (!isConstant(matmul.getRhs()) || shapeOf(matmul.getRhs()).size() != 2 || matmul.getBlock())
      return;
    // A single row streams the matrix: many accumulators hide the latency of the
    // multiply-add. Several rows share each load of the matrix instead.
    int64_t columns = shapeOf(matmul.getRhs())[1];
    ArrayRef<int64_t> lhs = shapeOf(matmul.getLhs());
    int64_t rows = lhs[lhs.size() - 2];
    Operation *cell = rows > 1 ? cellOfProjection(matmul) : nullptr;
    int64_t block = choose(
        cell ? blockOfCell(cell)
             : blockOf(matmul, columns,
                       rows == 1 ? kVectorsOfRow
                                 : bestVectors(rows, 1, columns, lanes, kMostVectors)));
    OpBuilder builder(matmul);
    Value rhs = packed(builder, matmul.getRhs(), block);
    matmul.getRhsMutable().assign(rhs);
    matmul.setBlock(block);
    matmul.setColumns(columns);
  }

  void packCell(Operation *op) {
    Value recurrent = recurrentOf(op);
    if (!recurrent || !isConstant(recurrent) || op->hasAttr("block"))
      return;
    int64_t code = -choose(-(2 * blockOfCell(op) + packingOf(op).apart)), block = code / 2;
    bool isApart = code % 2;
    OpBuilder builder(op);
    Value weights = packed(builder, recurrent, block);
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
    if (gates == 1)
      return {rows >= 4 ? 2 : 8, false};
    auto gru = dyn_cast<GruCellOp>(op);
    bool hasTwoPasses = gru && !gru.getLinearBeforeReset();
    if (rows == 1)
      return {hasTwoPasses ? 4 : 2, hasTwoPasses};
    auto fits = [&](int64_t vectors) {
      return rows <= rowsOfTile(lanes, vectors * (hasTwoPasses ? 2 : gates));
    };
    bool hasManyRows = !fits(1);
    return {hasManyRows || fits(2) ? 2 : 1, hasTwoPasses || hasManyRows};
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

  llvm::DenseMap<std::pair<Value, int64_t>, Value> cache;
  llvm::DenseMap<Value, Value> transposed;
  llvm::SmallVector<int64_t> chosen; ///< by layer, as `choose` has it
  size_t nextProduct = 0, nextCell = 0; ///< in `blocks`
  ScheduleRules rules;
};

} // namespace
} // namespace unspool::nn
