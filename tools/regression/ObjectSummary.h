//===- ObjectSummary.h - what a kernel's machine code consists of ---------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Two builds of a kernel are compared by counts that mean something to the person
// who tunes it: which instructions, how many calls, what goes over the stack. The
// counts are static, so they are the same on every machine.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_REGRESSION_OBJECTSUMMARY_H
#define UNSPOOL_TOOLS_REGRESSION_OBJECTSUMMARY_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <cstdint>
#include <map>
#include <string>

namespace unspool {

struct ObjectSummary {
  int64_t bytes = 0;        ///< of code
  int64_t instructions = 0; ///< padding does not count
  int64_t calls = 0;
  int64_t stackStores = 0;  ///< stores relative to the stack pointer: mostly spills
  int64_t stackBytes = 0;   ///< of the largest frame, without saved registers
  std::map<std::string, int64_t> histogram; ///< of mnemonics
};

/// Disassembles all code of an ELF object; fails if that is none, or for a machine
/// that LLVM was built without.
llvm::Expected<ObjectSummary> summarizeObject(llvm::StringRef bytes);

} // namespace unspool

#endif // UNSPOOL_TOOLS_REGRESSION_OBJECTSUMMARY_H
