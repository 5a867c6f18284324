//===- Bandwidth.h - how fast this machine reads ---------------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_COMPARE_BANDWIDTH_H
#define UNSPOOL_TOOLS_COMPARE_BANDWIDTH_H

#include <cstdint>
#include <string>
#include <vector>

namespace unspool {

/// A level of the memory hierarchy: its size (of the memory itself: 0), and the bytes a
/// second that one core reads from it.
struct MemoryLevel {
  std::string name; ///< "L1", ..., "memory"
  int64_t bytes = 0;
  double bandwidth = 0;
};

/// Measures, in about half a second. Caches whose size the system does not tell are left out.
std::vector<MemoryLevel> measureMemory();

/// The first level that holds so many bytes.
const MemoryLevel &levelFor(const std::vector<MemoryLevel> &levels, int64_t bytes);

} // namespace unspool

#endif // UNSPOOL_TOOLS_COMPARE_BANDWIDTH_H
