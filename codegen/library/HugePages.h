//===- HugePages.h - weights that a few entries of the TLB reach -*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A model whose weights are larger than the caches streams them in each call, and of pages of
// 4 KiB a core keeps the addresses of 12 MB (Zen 4); beyond that each page costs a walk through
// tables, twice as deep in a virtual machine. Linux maps a file's pages as huge ones if its page
// cache holds them as such (ext4 since 6.16, XFS since 5.18), and they become huge as they are
// written: by a write of a whole one.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_LIBRARY_HUGEPAGES_H
#define UNSPOOL_CODEGEN_LIBRARY_HUGEPAGES_H

#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

#include <cstdint>

namespace unspool {

constexpr int64_t kHugePage = 2 << 20;

/// Reads the file, or pipe, `from` to its end, and writes what it reads to `to`, which shows by
/// its own error whether that went well. The error returned is one of reading.
llvm::Error copyInHugePages(int from, llvm::raw_fd_ostream &to);

} // namespace unspool

#endif // UNSPOOL_CODEGEN_LIBRARY_HUGEPAGES_H
