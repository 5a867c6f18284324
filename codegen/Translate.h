//===- Translate.h - from the IR to plain structs -------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_TRANSLATE_H
#define UNSPOOL_CODEGEN_TRANSLATE_H

#include "codegen/Plan.h"

#include "llvm/ADT/StringRef.h"

namespace mlir {
class ModuleOp;
}

namespace unspool {

/// The plan of a module that nn-verify-contract has accepted. `name` is the
/// prefix of the library's symbols, a C identifier.
ModelPlan translate(mlir::ModuleOp module, llvm::StringRef name);

/// A C identifier that resembles `name`: other characters become '_', a leading
/// digit or underscore gets an "x" before it, a keyword of C or C++ a "_" behind it.
std::string cIdentifier(llvm::StringRef name);

} // namespace unspool

#endif // UNSPOOL_CODEGEN_TRANSLATE_H
