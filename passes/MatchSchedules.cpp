//===- MatchSchedules.cpp - kernels get the schedules asked for -----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A rule that names a layer is about this model: if no kernel is for it, the rule is
// a mistake. One that only names a kind may be about others.
//
//===----------------------------------------------------------------------===//

#include "passes/Fusion.h"
#include "passes/Passes.h"
#include "passes/ScheduleRules.h"

#include "llvm/ADT/StringExtras.h"

using namespace mlir;

namespace unspool::nn {

#define GEN_PASS_DEF_MATCHSCHEDULES
#include "passes/Passes.h.inc"

namespace {

struct MatchSchedulesPass : impl::MatchSchedulesBase<MatchSchedulesPass> {
  void runOnOperation() override {
    ScheduleRules rules(getOperation());
    if (rules.size() == 0)
      return;
    getOperation().walk([&](FusedOp fused) {
      kernels.insert({fused.getKind(), layerName(fused.getLoc())});
      std::optional<size_t> rule = rules.find(fused.getKind(), anchorOf(fused));
      if (rule && !rules.schedule(*rule).empty())
        fused->setAttr(kScheduleAttr, rules.schedule(*rule));
    });
    for (size_t rule = 0; rule < rules.size(); ++rule)
      for (StringRef layer : rules.layers(rule))
        if (failed(checkLayer(rules.kind(rule), layer)))
          return signalPassFailure();
  }

private:
  /// The op that the kind is named for, which in a cell's region stands behind its
  /// projection; the region itself where there is none.
  static Operation *anchorOf(FusedOp fused) {
    for (Operation &op : llvm::reverse(fused.getBody().front()))
      if (anchorKind(&op) == fused.getKind())
        return &op;
    return fused;
  }

  LogicalResult checkLayer(StringRef kind, StringRef layer) {
    llvm::SetVector<StringRef> kindsOfLayer, layersOfKind;
    for (auto [kernelKind, kernelLayer] : kernels) {
      bool isOfKind = kind.empty() || kind == kernelKind;
      if (isOfKind && kernelLayer == layer)
        return success();
      if (kernelLayer == layer)
        kindsOfLayer.insert(kernelKind);
      if (isOfKind)
        layersOfKind.insert(kernelLayer);
    }
    InFlightDiagnostic error = getOperation().emitError("a schedule is for layer '")
                               << layer << "', which has no kernel"
                               << (kind.empty() ? "" : " of kind '" + kind.str() + "'");
    if (!kindsOfLayer.empty())
      error << "; it has: " << llvm::join(kindsOfLayer, ", ");
    else if (!layersOfKind.empty())
      error << "; these have: " << llvm::join(layersOfKind, ", ");
    return error;
  }

  llvm::SetVector<std::pair<StringRef, StringRef>> kernels; ///< kind, layer
};

} // namespace
} // namespace unspool::nn
