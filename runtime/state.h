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
 * Where tensors have sizes that the caller chooses, such as a batch, a state is of
 * certain sizes, from reset or load on. It has room for the largest, and tensors lie
 * where those of the largest would, each dense at its size.
 *
 * A saved state is independent of where and for which processor it was made: a
 * header, the sizes, then the tensors without gaps (little endian, as all targets
 * are), then zeros up to the bytes of the largest.
 */
#ifndef UNSPOOL_RUNTIME_STATE_H
#define UNSPOOL_RUNTIME_STATE_H

#include <stdint.h>

/* Of the state itself, of each half, and of each tensor in it: a cache line. */
#define UNSPOOL_STATE_ALIGNMENT 64

/* The most sizes that a state may have: its header is a cache line. */
#define UNSPOOL_STATE_SIZES 6

typedef struct unspool_state_header {
  uint64_t model;  /* unspool_state_layout.model, or this is no state yet */
  int64_t current; /* the half that goes into the next step: 0 or 1 */
  int64_t sizes[UNSPOOL_STATE_SIZES]; /* layout.size_count of them */
} unspool_state_header;

/* One tensor of a half, at its largest; of smaller ones the initial values are the
 * first of these. */
typedef struct unspool_state_part {
  int64_t offset, bytes;
  const void *initial; /* null: zeros */
} unspool_state_part;

/* A size on which the tensors depend. */
typedef struct unspool_state_size {
  int64_t least, most;
} unspool_state_size;

typedef struct unspool_state_layout {
  uint64_t model; /* a hash of the model and of the parts */
  int64_t half_bytes;
  int64_t part_count;
  const unspool_state_part *parts;
  int64_t size_count;
  const unspool_state_size *sizes;
  /* The bytes of a part at these sizes; null if there are none. */
  int64_t (*bytes_at)(const int64_t *sizes, int64_t part);
} unspool_state_layout;

typedef struct unspool_saved_state {
  uint64_t magic; /* UNSPOOL_SAVED_MAGIC */
  uint32_t version;
  uint32_t reserved; /* 0 */
  uint64_t model;
  int64_t bytes;     /* that follow, without the zeros */
  uint64_t checksum; /* FNV-1a of them */
} unspool_saved_state;

#define UNSPOOL_SAVED_MAGIC 0x534c4f4f50534e55u /* the bytes "UNSPOOLS" */
#define UNSPOOL_SAVED_VERSION 1

/* <name>_reset, _save and _load; they return a status of unspool.h. `sizes` are
 * layout->size_count. */
int unspool_state_reset(const unspool_state_layout *layout, const int64_t *sizes, void *state);
int unspool_state_save(const unspool_state_layout *layout, const void *state, void *buffer);
int unspool_state_load(const unspool_state_layout *layout, void *state, const void *buffer);

#endif /* UNSPOOL_RUNTIME_STATE_H */
