/* parallel.c - a kernel's loop, shared among the caller's threads; see parallel.h.
 *
 * Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
 * SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 */
#include "runtime/parallel.h"

#include "runtime/scratch.h"

typedef struct loop {
  unspool_iteration iteration;
  uint8_t *closure;
  const unspool_team *team;
  int first, count;
  int next; /* the next to be taken: atomic */
} loop;

static void take_iterations(void *context, int32_t task) {
  loop *shared = (loop *)context;
  unspool_scratch scratch;
  uint64_t mode = unspool_enter_float_mode();
  int index;
  unspool_scratch_begin(&scratch, shared->team->scratch + task * shared->team->scratch_bytes);
  while ((index = __atomic_fetch_add(&shared->next, 1, __ATOMIC_RELAXED)) < shared->count)
    shared->iteration(&scratch, shared->first + index, shared->closure);
  unspool_leave_float_mode(mode);
}

int unspool_parallel_for(void *context, unspool_iteration iteration, int first, int count,
                         uint8_t *closure) {
  const unspool_team *team = ((unspool_scratch *)context)->team;
  if (team && count > 1) {
    int32_t tasks = count < team->threads ? count : (int32_t)team->threads;
    loop shared = {iteration, closure, team, first, count, 0};
    team->executor->run(team->executor->pool, take_iterations, &shared, tasks);
    return 0;
  }
  for (int index = first; index < first + count; ++index)
    iteration(context, index, closure);
  return 0;
}
