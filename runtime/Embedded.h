//===- Embedded.h - the runtime as the compiler carries it ----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_RUNTIME_EMBEDDED_H
#define UNSPOOL_RUNTIME_EMBEDDED_H

#include <string_view>

namespace unspool {

/// runtime/scratch.c, state.c and parallel.c, as LLVM bitcode.
std::string_view scratchBitcode();
std::string_view stateBitcode();
std::string_view parallelBitcode();

/// The text of runtime/unspool.h.
std::string_view abiHeader();

} // namespace unspool

#endif // UNSPOOL_RUNTIME_EMBEDDED_H
