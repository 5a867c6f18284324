//===- Patterns.h - families of rewrite patterns --------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_PASSES_PATTERNS_H
#define UNSPOOL_PASSES_PATTERNS_H

#include "mlir/IR/PatternMatch.h"

namespace unspool::nn {

/// Constants move into weights and merge (SimplifyAffine.cpp).
void addAffinePatterns(mlir::RewritePatternSet &patterns);

/// Reshapes, slices, concatenations and gathers become simpler ones
/// (SimplifyViews.cpp), with `ofAnySize` where they would in modules for other sizes, too.
void addViewPatterns(mlir::RewritePatternSet &patterns, bool ofAnySize);

/// Zeros around an image become the pads of what reads it (SimplifyPads.cpp).
void addPadPatterns(mlir::RewritePatternSet &patterns);

/// Rising functions come behind the pools of largest elements (SimplifyPools.cpp).
void addPoolPatterns(mlir::RewritePatternSet &patterns);

} // namespace unspool::nn

#endif // UNSPOOL_PASSES_PATTERNS_H
