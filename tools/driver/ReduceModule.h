//===- ReduceModule.h - the smallest module that is still interesting -----===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// MLIR's own reducer asks a program about files; here the question is a function, and
// the modules have one function of straight-line code, whose ops can be cut off at both
// ends: results nobody needs go, and what an op computes may be an argument instead.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_DRIVER_REDUCEMODULE_H
#define UNSPOOL_TOOLS_DRIVER_REDUCEMODULE_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

namespace unspool {

/// A part of `module`, as small as it could be found to be in at most `tries` questions,
/// for which `isInteresting` holds as it does for the whole.
mlir::OwningOpRef<mlir::ModuleOp>
reduceModule(mlir::ModuleOp module, llvm::function_ref<bool(mlir::ModuleOp)> isInteresting,
             int tries = 500);

} // namespace unspool

#endif // UNSPOOL_TOOLS_DRIVER_REDUCEMODULE_H
