//===- InputValues.h - inputs whose values the options give ---------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a shape or a branch depends on must be known at compile time, though the file has
// it as an input. The input stays an argument of the library, which nothing reads.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_INPUTVALUES_H
#define UNSPOOL_FRONTEND_INPUTVALUES_H

#include "frontend/Frontend.h"

namespace unspool::frontend {

/// The value that the options give to an input of this type; null if they give none.
/// Reports one that is not of the type.
mlir::FailureOr<mlir::DenseElementsAttr>
givenValue(llvm::StringRef input, mlir::RankedTensorType type, const ImportOptions &options,
           llvm::function_ref<mlir::InFlightDiagnostic()> emitError);

/// Has the type no negative numbers? Truth values have none.
inline bool isUnsigned(mlir::IntegerType type) { return type.isUnsigned() || type.getWidth() == 1; }

/// Has the library refuse calls in which argument `index` has another value, if it is a
/// single integer: an argument that is silently ignored would be a trap. Of other tensors
/// it looks at nothing, which would take time.
void requireValue(mlir::func::FuncOp function, unsigned index, mlir::DenseElementsAttr value);

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_INPUTVALUES_H
