//===- Ownership.h - which tensors are written in place -------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_PASSES_OWNERSHIP_H
#define UNSPOOL_PASSES_OWNERSHIP_H

#include "ir/Nn.h"

namespace unspool::nn {

/// Makes every tensor that has to lie at a certain place be written there by
/// whoever computes it, or by an nn.copy: results of the function, parts of a
/// concatenation, states and collected results of a scan. Afterwards no storage
/// is wanted in two places.
void insertCopies(mlir::func::FuncOp function);

} // namespace unspool::nn

#endif // UNSPOOL_PASSES_OWNERSHIP_H
