/* scratch.h - memory for a kernel's intermediate results.
 *
 * Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
 * SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Kernels ask for scratch through the two functions that Halide calls
 * halide_malloc and halide_free; here they hand out the end of the caller's
 * workspace. Nothing can fail: the compiler knows the bound and counts it into
 * the workspace. The entry function keeps the state on its stack.
 */
#ifndef UNSPOOL_RUNTIME_SCRATCH_H
#define UNSPOOL_RUNTIME_SCRATCH_H

#include <stdint.h>

/* Results are aligned to this, which is enough for every vector register. */
#define UNSPOOL_SCRATCH_ALIGNMENT 128

/* More blocks than these may be live, but are reclaimed later. */
#define UNSPOOL_SCRATCH_BLOCKS 32

/* Blocks as a stack. A block may be freed while a younger one is live (Halide
 * frees after the last use); it is then marked, and goes when it is on top. */
typedef struct unspool_scratch {
  char *base;
  int64_t used;
  int64_t blocks;
  const struct unspool_team *team; /* who shares the kernels' loops, or null: parallel.h */
  int64_t unrecorded; /* live blocks beyond UNSPOOL_SCRATCH_BLOCKS */
  int64_t offsets[UNSPOOL_SCRATCH_BLOCKS]; /* -1 - offset once freed */
} unspool_scratch;

void unspool_scratch_begin(unspool_scratch *scratch, char *base);
void *unspool_scratch_allocate(void *scratch, uint64_t bytes);
void unspool_scratch_free(void *scratch, void *block);

#endif /* UNSPOOL_RUNTIME_SCRATCH_H */
