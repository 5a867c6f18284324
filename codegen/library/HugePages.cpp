//===- HugePages.cpp - weights that a few entries of the TLB reach --------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/library/HugePages.h"

#include "llvm/Support/FileSystem.h"

#include <vector>

using namespace llvm;

namespace unspool {

/// Fills `block`, but for the end of the file.
static Expected<size_t> readBlock(int file, MutableArrayRef<char> block) {
  size_t filled = 0;
  while (filled < block.size()) {
    Expected<size_t> count = sys::fs::readNativeFile(file, block.drop_front(filled));
    if (!count)
      return count.takeError();
    if (*count == 0)
      break;
    filled += *count;
  }
  return filled;
}

Error copyInHugePages(int from, raw_fd_ostream &to) {
  to.SetUnbuffered();
  std::vector<char> block(kHugePage);
  while (true) {
    Expected<size_t> filled = readBlock(from, block);
    if (!filled)
      return filled.takeError();
    if (*filled == 0)
      return Error::success();
    to.write(block.data(), *filled);
  }
}

} // namespace unspool
