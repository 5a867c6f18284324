//===- AssignSchedules.cpp - each kernel gets a schedule ------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A schedule here is a name and integer parameters; what it means is a function
// in codegen/schedules. Without parameters the schedule derives its tile sizes
// from the kernel's shapes.
//
//===----------------------------------------------------------------------===//

#include "passes/Passes.h"

using namespace mlir;

namespace unspool::nn {

#define GEN_PASS_DEF_ASSIGNSCHEDULES
#include "passes/Passes.h.inc"

namespace {

struct AssignSchedulesPass : impl::AssignSchedulesBase<AssignSchedulesPass> {
  using AssignSchedulesBase::AssignSchedulesBase;

  void runOnOperation() override {
    for (KernelOp kernel : getOperation().getOps<KernelOp>()) {
      StringRef name = schedule.empty() ? defaultOf(kernel.getKind()) : StringRef(schedule);
      Builder builder(&getContext());
      kernel.setScheduleAttr(
          builder.getDictionaryAttr(builder.getNamedAttr("name", builder.getStringAttr(name))));
    }
  }

private:
  static StringRef defaultOf(StringRef kind) {
    return kind == "elementwise" || kind == "reduce" ? "vectorized" : "tiled";
  }
};

} // namespace
} // namespace unspool::nn
