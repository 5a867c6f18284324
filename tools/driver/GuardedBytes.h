//===- GuardedBytes.h - memory that shows reads beyond it -------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_DRIVER_GUARDEDBYTES_H
#define UNSPOOL_TOOLS_DRIVER_GUARDEDBYTES_H

#include <cstddef>
#include <cstdint>

namespace unspool {

/// Bytes that end at a page nobody may touch: a library that reads or writes one more
/// crashes, where it would go unnoticed in ordinary memory. (Nothing is promised about
/// what stands before the first byte.)
class GuardedBytes {
public:
  explicit GuardedBytes(size_t bytes);
  GuardedBytes(GuardedBytes &&other) noexcept;
  GuardedBytes &operator=(GuardedBytes &&) = delete;
  ~GuardedBytes();

  uint8_t *data() { return begin; }
  size_t size() const { return bytes; }

private:
  void *pages = nullptr;
  size_t pageBytes = 0, bytes;
  uint8_t *begin = nullptr;
};

} // namespace unspool

#endif // UNSPOOL_TOOLS_DRIVER_GUARDEDBYTES_H
