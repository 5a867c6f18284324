//===- InputTypes.h - types of a model's inputs ---------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Shapes being static, what a file leaves open must come from the options.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_INPUTTYPES_H
#define UNSPOOL_FRONTEND_INPUTTYPES_H

#include "frontend/Frontend.h"

namespace unspool::frontend {

/// The declared shape, as in "[N, 3]"; "?" is an extent without number and symbol.
std::string shapeText(const ValueDescription &value);

/// The types of inputs as the file and the options have them together; reports all
/// open extents at once.
mlir::FailureOr<llvm::SmallVector<mlir::RankedTensorType>>
resolveInputTypes(llvm::ArrayRef<ValueDescription> inputs, const ImportOptions &options,
                  llvm::function_ref<mlir::InFlightDiagnostic()> emitError);

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_INPUTTYPES_H
