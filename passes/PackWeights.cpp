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
#include "passes/Passes.h"
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

  /// The block of the next layer, unless it is given.
  int64_t choose(int64_t block) {
    if (chosen.size() < blocks.size())
      block = blocks[chosen.size()];
    chosen.push_back(block);
    return block;
  }

  /// `outputs` rounded up to whole vectors, but at most `vectors` of them.
  int64_t blockOf(int64_t outputs, int64_t vectors) {
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
    // Winograd's tiles are those of a block, whose shape is the schedule's choice. A few
    // want more channels: four vectors by 6 fill 32 registers, as do two by 14.
    int64_t rows = llvm::divideCeil(width, std::max<int64_t>(tile, 1)) *
                   llvm::divideCeil(height, std::max<int64_t>(tile, 1));
    int64_t vectors =
        tile ? (rows < 7 ? 4 : 2) : bestVectors(width, height, channels, lanes, kMostVectors);
    int64_t block = choose(blockOf(channels, vectors));
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
    int64_t block = choose(blockOf(
        columns, rows == 1 ? kVectorsOfRow : bestVectors(rows, 1, columns, lanes, kMostVectors)));
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
    // A single row streams the weights: about eight vectors of accumulators across
    // the gates of a block of units. With several rows a narrow block leaves
    // registers for more of them, which share each load.
    int64_t gates = gateCount(op), rows = shapeOf(op->getResult(0)).front();
    int64_t vectors = rows >= 4 ? (gates == 1 ? 2 : 1) : (gates == 1 ? 8 : 2);
    int64_t block = choose(blockOf(shapeOf(recurrent).back(), vectors));
    OpBuilder builder(op);
    Value weights = packed(builder, recurrent, block);
    for (OpOperand &operand : op->getOpOperands())
      if (operand.get() == recurrent)
        operand.set(weights);
    op->setAttr("block", builder.getI64IntegerAttr(block));
  }

  static Value recurrentOf(Operation *op) {
    if (auto cell = dyn_cast<RnnCellOp>(op))
      return cell.getR();
    if (auto cell = dyn_cast<LstmCellOp>(op))
      return cell.getR();
    return cast<GruCellOp>(op).getR();
  }

  llvm::DenseMap<std::pair<Value, int64_t>, Value> cache;
  llvm::SmallVector<int64_t> chosen; ///< blocks, by layer
};

} // namespace
} // namespace unspool::nn
