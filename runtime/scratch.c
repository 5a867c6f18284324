/* scratch.c - memory for a kernel's intermediate results; see scratch.h.
 *
 * Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
 * SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 */
#include "runtime/scratch.h"

void unspool_scratch_begin(unspool_scratch *scratch, char *base) {
  scratch->base = base;
  scratch->used = 0;
  scratch->blocks = 0;
  scratch->unrecorded = 0;
  scratch->team = 0;
}

void *unspool_scratch_allocate(void *context, uint64_t bytes) {
  unspool_scratch *scratch = (unspool_scratch *)context;
  int64_t offset = scratch->used;
  uint64_t mask = UNSPOOL_SCRATCH_ALIGNMENT - 1;
  scratch->used += (int64_t)((bytes + mask) & ~mask);
  if (scratch->blocks < UNSPOOL_SCRATCH_BLOCKS)
    scratch->offsets[scratch->blocks++] = offset;
  else
    ++scratch->unrecorded;
  return scratch->base + offset;
}

void unspool_scratch_free(void *context, void *block) {
  unspool_scratch *scratch = (unspool_scratch *)context;
  int64_t offset = (char *)block - scratch->base;
  int64_t index = scratch->blocks - 1;
  if (!block)
    return;
  while (index >= 0 && scratch->offsets[index] != offset)
    --index;
  if (index < 0)
    --scratch->unrecorded;
  else
    scratch->offsets[index] = -1 - offset;
  /* Unrecorded blocks lie above all others: nothing goes before they do. */
  while (!scratch->unrecorded && scratch->blocks && scratch->offsets[scratch->blocks - 1] < 0)
    scratch->used = -1 - scratch->offsets[--scratch->blocks];
}
