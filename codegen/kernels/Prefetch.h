//===- Prefetch.h - what is needed later, asked for early -------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A tile of a batched cell computes a product for some hundred nanoseconds, and then
// adds a tensor whose rows lie pages apart and come from afar: no hardware prefetcher
// sees them coming. Asked for before the product, they are there after it.
//
// The windows of a depthwise convolution read a row of pixels that is new and others that the
// rows before have brought to the cache; there is so little arithmetic that of a map which comes
// from memory, the new row is what it waits for. Each tile asks for what the tile below it will
// read.
//
// Halide has a directive for prefetching. It makes loops over the region that will be
// touched, and of a region two lines wide (Halide 21) asks for the first and the fifth.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_KERNELS_PREFETCH_H
#define UNSPOOL_CODEGEN_KERNELS_PREFETCH_H

#include <Halide.h>

#include <string>

namespace unspool {

/// A lowering pass: each loop whose body loads vectors of `buffer` asks for their lines
/// as an iteration begins. The lines are taken to be read once, and pass by the larger
/// caches (prefetchnta on x86). Halide owns its passes.
Halide::Internal::IRMutator *prefetchAtLoopStart(const std::string &buffer);

/// The same for lines that lie `distance` elements behind those that the body loads, and that it
/// does not load itself.
Halide::Internal::IRMutator *prefetchAhead(const std::string &buffer, int64_t distance);

} // namespace unspool

#endif // UNSPOOL_CODEGEN_KERNELS_PREFETCH_H
