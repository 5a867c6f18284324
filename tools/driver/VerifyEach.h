//===- VerifyEach.h - does a pass change the numbers? ---------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Translation validation: the reference evaluator runs the module on sample
// inputs before the first pass and after each one. The first pass after which an
// output differs is an error that names it.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_DRIVER_VERIFYEACH_H
#define UNSPOOL_TOOLS_DRIVER_VERIFYEACH_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/PassManager.h"

namespace unspool {

/// Adds the check to `passes`; `module` is what they are about to run on.
void addNumericVerification(mlir::PassManager &passes, mlir::ModuleOp module);

} // namespace unspool

#endif // UNSPOOL_TOOLS_DRIVER_VERIFYEACH_H
