/* parallel.h - a kernel's loop, shared among the caller's threads.
 *
 * Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
 * SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Kernels hand a parallel loop to the function that Halide calls
 * halide_do_par_for. Here the caller's executor runs one task for each thread, and
 * the tasks take the loop's iterations one by one, so that a thread that is held up
 * takes fewer. Each task has scratch of its own. Iterations write to different
 * places and no sum is split among them: the bits do not depend on who takes which.
 */
#ifndef UNSPOOL_RUNTIME_PARALLEL_H
#define UNSPOOL_RUNTIME_PARALLEL_H

#include "runtime/unspool.h"

#include <stdint.h>

/* Who helps with the loops of one call of <name>_run_parallel. */
typedef struct unspool_team {
  const unspool_executor *executor;
  char *scratch; /* of the first task; the next one's follows */
  int64_t scratch_bytes; /* of each */
  int64_t threads;
} unspool_team;

typedef int (*unspool_iteration)(void *scratch, int index, uint8_t *closure);

/* Runs iterations `first` to first + count - 1; the team is that of `scratch`, and
 * where there is none, or the loop is within another parallel one, so does the
 * thread itself. Iterations cannot fail. */
int unspool_parallel_for(void *scratch, unspool_iteration iteration, int first, int count,
                         uint8_t *closure);

/* The entry's own: how its floats are computed, in each thread that helps. */
uint64_t unspool_enter_float_mode(void);
void unspool_leave_float_mode(uint64_t before);

#endif /* UNSPOOL_RUNTIME_PARALLEL_H */
