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

/// runtime/scratch.c, state.c, parallel.c and profile.c, as LLVM bitcode.
std::string_view scratchBitcode();
std::string_view stateBitcode();
std::string_view parallelBitcode();
std::string_view profileBitcode();

/// The text of runtime/unspool.h, and of runtime/profile.h.
std::string_view abiHeader();
std::string_view profileHeader();

} // namespace unspool

#endif // UNSPOOL_RUNTIME_EMBEDDED_H
