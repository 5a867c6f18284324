/* state.h - what a model keeps from one step to the next.
 *
 * Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
 * SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * A <name>_state, which the caller owns, is a header and two halves. In a step one
 * half goes into the model and the next values are written into the other one,
 * which then becomes the current one: nothing is copied, and a step that did not
 * run has changed nothing. Where the tensors lie within a half says a layout, a
 * constant that the compiler makes.
 *
 * A saved state is independent of where and for which processor it was made: a
 * header, then the tensors without gaps (little endian, as all targets are).
 */
#ifndef UNSPOOL_RUNTIME_STATE_H
#define UNSPOOL_RUNTIME_STATE_H

#include <stdint.h>

/* Of the state itself, of each half, and of each tensor in it: a cache line. */
#define UNSPOOL_STATE_ALIGNMENT 64

typedef struct unspool_state_header {
  uint64_t model;  /* unspool_state_layout.model, or this is no state yet */
  int64_t current; /* the half that goes into the next step: 0 or 1 */
} unspool_state_header;

/* One tensor of a half. */
typedef struct unspool_state_part {
  int64_t offset, bytes;
  const void *initial; /* null: zeros */
} unspool_state_part;

typedef struct unspool_state_layout {
  uint64_t model; /* a hash of the model and of the parts */
  int64_t half_bytes;
  int64_t part_count;
  const unspool_state_part *parts;
} unspool_state_layout;

typedef struct unspool_saved_state {
  uint64_t magic; /* UNSPOOL_SAVED_MAGIC */
  uint32_t version;
  uint32_t reserved; /* 0 */
  uint64_t model;
  int64_t bytes;     /* that follow */
  uint64_t checksum; /* FNV-1a of them */
} unspool_saved_state;

#define UNSPOOL_SAVED_MAGIC 0x534c4f4f50534e55u /* the bytes "UNSPOOLS" */
#define UNSPOOL_SAVED_VERSION 1

/* <name>_reset, _save and _load; they return a status of unspool.h. */
int unspool_state_reset(const unspool_state_layout *layout, void *state);
int unspool_state_save(const unspool_state_layout *layout, const void *state, void *buffer);
int unspool_state_load(const unspool_state_layout *layout, void *state, const void *buffer);

#endif /* UNSPOOL_RUNTIME_STATE_H */
