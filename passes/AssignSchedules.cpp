//===- AssignSchedules.cpp - each kernel gets a schedule ------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A schedule here is a name and integer parameters; what it means is a function
// in codegen/schedules. A parameter that is not given the function derives from the
// kernel's shapes.
//
// Weights that do not stay in the caches between calls come from memory, block by block:
// then kernels ask for the next block while they compute with one (measured on Zen 5:
// resnet18 1.2 times as fast, mobilenet_v2 1.06; models of less than 4 MiB lose 1 %). Not
// those that use a block so often that its arrival is a small part of their time: there the
// requests only cost (the first layer of resnet18 took 1.4 times as long).
//
// The same holds for the rows of a large map that a depthwise convolution reads (measured on
// Zen 4: PicoDet of 800x608 takes 71.8 ms instead of 75.3; maps of 3.2 MB lose 5 %).
//
//===----------------------------------------------------------------------===//

#include "ir/Evaluate.h"
#include "ir/Winograd.h"
#include "passes/ConvolutionCost.h"
#include "passes/Fusion.h"
#include "passes/KernelWork.h"
#include "passes/Passes.h"

using namespace mlir;

namespace unspool::nn {

#define GEN_PASS_DEF_ASSIGNSCHEDULES
#include "passes/Passes.h.inc"

namespace {

struct AssignSchedulesPass : impl::AssignSchedulesBase<AssignSchedulesPass> {
  using AssignSchedulesBase::AssignSchedulesBase;

  void runOnOperation() override {
    Builder builder(&getContext());
    if (threads > 1)
      for (func::FuncOp function : getOperation().getOps<func::FuncOp>())
        function->setAttr(kThreadsAttr, builder.getI64IntegerAttr(threads));
    bool prefetches = weightBytes() > kCachedBytes;
    for (KernelOp kernel : getOperation().getOps<KernelOp>()) {
      NamedAttrList parts(kernel.getScheduleAttr());
      if (!parts.get("name"))
        parts.set("name", builder.getStringAttr(defaultOf(kernel)));
      if (threads > 1 && (sharesAll || isWorthSharing(kernel)))
        parts.set("threads", builder.getI64IntegerAttr(threads));
      if (prefetches && parts.get("name") == builder.getStringAttr("tiled") &&
          waitsForWeights(kernel) && !parts.get("prefetch"))
        parts.set("prefetch", builder.getI64IntegerAttr(1));
      if (!ofAnySize && parts.get("name") == builder.getStringAttr("tiled") &&
          waitsForMap(kernel) && !parts.get("prefetch_map"))
        parts.set("prefetch_map", builder.getI64IntegerAttr(1));
      kernel.setScheduleAttr(parts.getDictionary(&getContext()));
    }
  }

private:
  /// Weights of a whole model up to this stay in the caches from call to call.
  static constexpr int64_t kCachedBytes = 4 << 20;

  int64_t weightBytes() {
    int64_t bytes = 0;
    getOperation().walk([&](ConstantOp constant) { bytes += bytesOf(constant); });
    return bytes;
  }

  /// A float arrives from memory while a core makes 6 multiply-adds for each lane of a
  /// vector; behind more uses than this of each, that is less than 3 % of the time.
  static constexpr int64_t kMostUses = 400;

  /// Would it wait for packed weights that come from memory?
  bool waitsForWeights(KernelOp kernel) {
    StringRef kind = kernel.getKind();
    if (kind != "conv" && kind != "winograd" && kind != "matmul" && kind != "strassen")
      return false;
    return ofAnySize ||
           llvm::all_of(kernel.getBody().front().without_terminator(),
                        [](Operation &op) { return usesOfWeights(op) <= kMostUses; });
  }

  /// Bytes of an image that the caches mostly still hold when the next layer reads it.
  static constexpr int64_t kCachedMapBytes = 7 << 19;

  /// Would a depthwise convolution wait for rows of its input, an argument, which comes from
  /// memory?
  static bool waitsForMap(KernelOp kernel) {
    return llvm::any_of(kernel.getBody().getOps<ConvOp>(), [](ConvOp conv) {
      RankedTensorType map = typeOf(conv.getInput());
      return anchorKind(conv) == StringRef("depthwise") && map.getRank() == 4 &&
             isa<BlockArgument>(conv.getInput()) &&
             bytesOf(conv.getInput()) / std::max<int64_t>(1, map.getDimSize(0)) > kCachedMapBytes;
    });
  }

  /// Multiply-adds that each packed weight takes part in; 0 for other ops.
  static int64_t usesOfWeights(Operation &op) {
    if (!isa<ConvOp, MatmulOp>(op))
      return 0;
    ArrayRef<int64_t> shape = typeOf(op.getResult(0)).getShape();
    int64_t uses = 1;
    std::vector<int64_t> tiles;
    if (auto conv = dyn_cast<ConvOp>(op); conv && conv.isWinograd())
      tiles = winogradTiles(conv.getAlgorithm()->str(), shape.size() - 2);
    for (int64_t axis = 0, rank = shape.size(); axis + 1 < rank; ++axis)
      uses *= axis && !tiles.empty() ? llvm::divideCeil(shape[axis], tiles[axis - 1]) : shape[axis];
    return uses;
  }

  /// Elements of a kernel that multiplies no weights, from which threads pay.
  static constexpr int64_t kElementsWorthSharing = 1 << 16;

  static bool isWorthSharing(KernelOp kernel) {
    int64_t products = multiplyAddsOf(kernel);
    return products ? products >= kProductsWorthSharing
                    : elementsOf(kernel) >= kElementsWorthSharing;
  }

  StringRef defaultOf(KernelOp kernel) {
    StringRef kind = kernel.getKind();
    if (kind == "elementwise" || kind == "reduce")
      return "vectorized";
    auto convolutions = kernel.getBody().getOps<ConvOp>();
    bool areFew = kind == "conv" && !mapsVary && llvm::hasSingleElement(convolutions) &&
                  prefersPixels(*convolutions.begin(), lanes);
    return areFew ? "pixels" : "tiled";
  }
};

} // namespace
} // namespace unspool::nn
