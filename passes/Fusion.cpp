//===- Fusion.cpp - groups of ops that become one kernel ------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/Fusion.h"

#include "passes/Views.h"

using namespace mlir;

namespace unspool::nn {

static llvm::SmallVector<Operation *> inProgramOrder(const OpGroup &group) {
  llvm::SmallVector<Operation *> ops(group.begin(), group.end());
  llvm::sort(ops, [](Operation *a, Operation *b) { return a->isBeforeInBlock(b); });
  return ops;
}

llvm::SmallVector<Value> escapingValues(const OpGroup &group) {
  llvm::SmallVector<Value> escaping;
  for (Operation *op : inProgramOrder(group))
    for (Value result : op->getResults())
      if (llvm::any_of(result.getUsers(), [&](Operation *user) { return !group.contains(user); }))
        escaping.push_back(result);
  return escaping;
}

void fuseGroup(const OpGroup &group, llvm::StringRef kind) {
  llvm::SmallVector<Operation *> ops = inProgramOrder(group);
  llvm::SmallVector<Value> escaping = escapingValues(group);
  // The op that the kind is named for gives the region its name: it comes first.
  llvm::SmallVector<Location> locations;
  for (Operation *op : ops)
    if (anchorKind(op) == kind)
      locations.insert(locations.begin(), op->getLoc());
    else
      locations.push_back(op->getLoc());

  OpBuilder builder(ops.back());
  auto fused = FusedOp::create(builder, builder.getFusedLoc(locations), ValueRange(escaping).getTypes(),
                               builder.getStringAttr(kind));
  Block &body = fused.getBody().emplaceBlock();
  for (Operation *op : ops)
    op->moveBefore(&body, body.end());
  builder.setInsertionPointToEnd(&body);
  Operation *yield = YieldOp::create(builder, fused.getLoc(), escaping);
  for (auto [value, result] : llvm::zip_equal(escaping, fused.getResults()))
    value.replaceUsesWithIf(result, [&](OpOperand &use) {
      return use.getOwner() != yield && !group.contains(use.getOwner());
    });
}

std::optional<StringRef> anchorKind(Operation *op) {
  if (auto conv = dyn_cast<ConvOp>(op)) {
    int64_t inputs = shapeOf(conv.getInput()).back(), outputs = shapeOf(conv.getResult()).back();
    bool depthwise = conv.getGroups() > 1 && int64_t(conv.getGroups()) == inputs &&
                     inputs == outputs;
    return StringRef(conv.isWinograd() ? "winograd" : depthwise ? "depthwise" : "conv");
  }
  if (auto matmul = dyn_cast<MatmulOp>(op))
    return StringRef(matmul.isStrassen() ? "strassen" : "matmul");
  if (isa<MaxPoolOp, AvgPoolOp, MaxPoolIndicesOp>(op))
    return StringRef("pool");
  if (isa<RnnCellOp, LstmCellOp, GruCellOp>(op))
    return StringRef("cell");
  return std::nullopt;
}

Operation *cellOfProjection(Operation *op) {
  if (!isa<MatmulOp>(op) || !op->hasOneUse())
    return nullptr;
  Operation *user = *op->user_begin();
  if (isa<AddOp>(user) && user->getOperand(0) == op->getResult(0) && user->hasOneUse()) {
    op = user;
    user = *user->user_begin();
  }
  bool isCell = isa<RnnCellOp, LstmCellOp, GruCellOp>(user) &&
                user->getOperand(0) == op->getResult(0) && user->getBlock() == op->getBlock();
  return isCell ? user : nullptr;
}

bool needsKernel(Operation *op) {
  return isa<NnDialect>(op->getDialect()) && !isView(op) &&
         !isa<ConstantOp, FusedOp, ScanOp, YieldOp, KernelOp, CallOp>(op);
}

} // namespace unspool::nn
