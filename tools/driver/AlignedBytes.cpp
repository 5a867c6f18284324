//===- AlignedBytes.cpp - memory as a library's caller has it -------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/AlignedBytes.h"

#include "codegen/library/HugePages.h"

#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/MathExtras.h"

#include <algorithm>
#include <cstring>
#include <sys/mman.h>

namespace unspool {

AlignedBytes::AlignedBytes(int64_t bytes, int64_t alignment) {
  bool isLarge = bytes >= kHugePage / 2;
  if (isLarge)
    alignment = std::max(alignment, kHugePage);
  size_t whole = llvm::alignTo(std::max<int64_t>(bytes, 1), alignment);
  storage.reset(static_cast<uint8_t *>(std::aligned_alloc(alignment, whole)));
  if (!storage)
    llvm::report_bad_alloc_error("no memory for a model's workspace");
  if (isLarge)
    madvise(storage.get(), whole, MADV_HUGEPAGE); // which a kernel may not know
  std::memset(storage.get(), 0, whole);
}

} // namespace unspool
