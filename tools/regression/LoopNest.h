//===- LoopNest.h - the loops of a kernel without its statements ----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_REGRESSION_LOOPNEST_H
#define UNSPOOL_TOOLS_REGRESSION_LOOPNEST_H

#include "llvm/ADT/StringRef.h"

#include <string>

namespace unspool {

/// Of Halide's text of a lowered kernel, what a person reads first: loops, stages and
/// memory. Statements, of which an unrolled tile has hundreds, are counted.
std::string loopNest(llvm::StringRef stmt);

} // namespace unspool

#endif // UNSPOOL_TOOLS_REGRESSION_LOOPNEST_H
