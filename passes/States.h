//===- States.h - what passes on a model's state share --------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_PASSES_STATES_H
#define UNSPOOL_PASSES_STATES_H

#include "ir/Nn.h"

namespace unspool::nn {

/// The model's name for an argument or a result of `function`; empty if it has none.
llvm::StringRef argumentName(mlir::func::FuncOp function, unsigned index);
llvm::StringRef resultName(mlir::func::FuncOp function, unsigned index);

/// Sets `nn.fingerprint`: a hash of ops, types and weights, the same on every
/// machine and for every target, because it is taken before anything is decided.
void stampFingerprint(mlir::func::FuncOp function);

/// Could `next` be the name of the next value of the state called `name`? Only
/// where that is beyond doubt: see StateNames.cpp.
bool isCertainPair(llvm::StringRef name, llvm::StringRef next);

} // namespace unspool::nn

#endif // UNSPOOL_PASSES_STATES_H
