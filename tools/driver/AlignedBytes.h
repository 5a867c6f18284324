//===- AlignedBytes.h - memory as a library's caller has it ------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_DRIVER_ALIGNEDBYTES_H
#define UNSPOOL_TOOLS_DRIVER_ALIGNEDBYTES_H

#include <cstdint>
#include <cstdlib>
#include <memory>

namespace unspool {

/// Zeros that begin at a multiple of `alignment`, in huge pages where they fill half of one
/// (docs/deployment.md).
class AlignedBytes {
public:
  AlignedBytes(int64_t bytes, int64_t alignment);
  uint8_t *data() { return storage.get(); }

private:
  struct Free {
    void operator()(uint8_t *memory) const { std::free(memory); }
  };
  std::unique_ptr<uint8_t, Free> storage;
};

} // namespace unspool

#endif // UNSPOOL_TOOLS_DRIVER_ALIGNEDBYTES_H
