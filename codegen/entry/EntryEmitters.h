//===- EntryEmitters.h - parts of <name>_run in the llvm dialect ----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_ENTRY_ENTRYEMITTERS_H
#define UNSPOOL_CODEGEN_ENTRY_ENTRYEMITTERS_H

#include "codegen/Plan.h"

#include "mlir/IR/Builders.h"

namespace llvm {
class Triple;
} // namespace llvm

namespace unspool {

/// An i1: is any of the `count` integers at `data`, at least one, outside the range
/// from `low` to `high` (i64)? Adds a loop, behind which `builder` stands afterwards.
mlir::Value emitRangeCheck(mlir::OpBuilder &builder, mlir::Location location, ElementType type,
                           mlir::Value data, mlir::Value count, mlir::Value low,
                           mlir::Value high);

/// From here on denormals count as zero, as operands and as results. Returns the
/// processor's mode as it was, for emitRestoreFloatMode.
mlir::Value emitFlushDenormals(mlir::OpBuilder &builder, mlir::Location location,
                               const llvm::Triple &triple);
void emitRestoreFloatMode(mlir::OpBuilder &builder, mlir::Location location,
                          const llvm::Triple &triple, mlir::Value mode);

/// Defines unspool_enter_float_mode and unspool_leave_float_mode (runtime/parallel.h).
void emitFloatModeFunctions(mlir::OpBuilder &builder, mlir::Location location,
                            const llvm::Triple &triple, bool flushesDenormals);

} // namespace unspool

#endif // UNSPOOL_CODEGEN_ENTRY_ENTRYEMITTERS_H
