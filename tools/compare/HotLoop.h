//===- HotLoop.h - where a kernel spends its time --------------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A loop in assembly is what lies between a label and a jump back to it. Of those that
// hold no other loop, the one with most arithmetic on vectors (or, without vectors, on
// scalars) is where the time goes: borders and rests of a kernel have less of it. A loop turns
// more often the more loops there are around it, so that Winograd's products count for more than
// its transforms, which are longer.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_COMPARE_HOTLOOP_H
#define UNSPOOL_TOOLS_COMPARE_HOTLOOP_H

#include "llvm/ADT/StringRef.h"

#include <string>

namespace unspool {

struct HotLoop {
  std::string text;     ///< its lines, without directives and comments; empty if there is no loop
  int instructions = 0;
  int multiplyAdds = 0; ///< fused
  int stackAccesses = 0;
  int vectorBits = 0;   ///< of the widest register in it; 0: none
};

/// Of assembly as LLVM prints it, for x86-64 (AT&T) or AArch64.
HotLoop findHotLoop(llvm::StringRef assembly);

} // namespace unspool

#endif // UNSPOOL_TOOLS_COMPARE_HOTLOOP_H
