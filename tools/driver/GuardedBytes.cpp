//===- GuardedBytes.cpp - memory that shows reads beyond it ----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/GuardedBytes.h"

#include "llvm/Support/ErrorHandling.h"

#include <sys/mman.h>
#include <unistd.h>
#include <utility>

namespace unspool {

GuardedBytes::GuardedBytes(size_t bytes) : bytes(bytes) {
  size_t page = sysconf(_SC_PAGESIZE), whole = (bytes + page - 1) / page * page;
  pageBytes = whole + page;
  pages = mmap(nullptr, pageBytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED ||
      (whole && mprotect(pages, whole, PROT_READ | PROT_WRITE) != 0))
    llvm::report_bad_alloc_error("no memory for a model's inputs and outputs");
  begin = static_cast<uint8_t *>(pages) + whole - bytes;
}

GuardedBytes::GuardedBytes(GuardedBytes &&other) noexcept
    : pages(std::exchange(other.pages, nullptr)), pageBytes(other.pageBytes), bytes(other.bytes),
      begin(other.begin) {}

GuardedBytes::~GuardedBytes() {
  if (pages)
    munmap(pages, pageBytes);
}

} // namespace unspool
