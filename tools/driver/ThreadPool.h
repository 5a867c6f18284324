//===- ThreadPool.h - threads that a generated library may borrow ---------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_DRIVER_THREADPOOL_H
#define UNSPOOL_TOOLS_DRIVER_THREADPOOL_H

#include "runtime/unspool.h"

#include <memory>

struct pthreadpool;

namespace unspool {

/// Google's pthreadpool: its threads wait for the next task in a loop for a while, so
/// that handing out a kernel's loop takes a microsecond or two.
class ThreadPool {
public:
  /// Starts `threads` - 1 threads: who calls is one of them. Null if that fails.
  static std::unique_ptr<ThreadPool> create(int threads);
  ~ThreadPool();
  const unspool_executor *executor() const { return &lent; }

private:
  explicit ThreadPool(pthreadpool *pool);
  pthreadpool *pool;
  unspool_executor lent;
};

} // namespace unspool

#endif // UNSPOOL_TOOLS_DRIVER_THREADPOOL_H
