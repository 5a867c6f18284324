//===- ThreadPool.cpp - threads that a generated library may borrow -------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/ThreadPool.h"

#include <pthreadpool.h>

namespace unspool {

namespace {

struct Loop {
  void (*task)(void *context, int32_t index);
  void *context;
};

void runTask(void *loop, size_t index) {
  auto *self = static_cast<Loop *>(loop);
  self->task(self->context, int32_t(index));
}

void runLoop(void *pool, void (*task)(void *, int32_t), void *context, int32_t count) {
  Loop loop{task, context};
  pthreadpool_parallelize_1d(static_cast<pthreadpool *>(pool), runTask, &loop, count, /*flags=*/0);
}

} // namespace

ThreadPool::ThreadPool(pthreadpool *pool) : pool(pool), lent{runLoop, pool} {}
ThreadPool::~ThreadPool() { pthreadpool_destroy(pool); }

std::unique_ptr<ThreadPool> ThreadPool::create(int threads) {
  pthreadpool *pool = pthreadpool_create(threads);
  return std::unique_ptr<ThreadPool>(pool ? new ThreadPool(pool) : nullptr);
}

} // namespace unspool
