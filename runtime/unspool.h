/* unspool.h - what every generated library offers, whatever the model.
 *
 * Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
 * SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Generated code and whoever loads it meet here and nowhere else. The text is
 * copied into each generated header (inside its own include guard), so a user
 * needs one header and several models live in one program. C11 and C++17.
 */
#ifndef UNSPOOL_ABI_VERSION
#define UNSPOOL_ABI_VERSION 5

#include <stdint.h>

/* Begins a declaration of what is aligned to n bytes. */
#ifdef __cplusplus
#define UNSPOOL_ALIGNED(n) alignas(n)
#else
#define UNSPOOL_ALIGNED(n) _Alignas(n)
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Status codes. Whatever is not UNSPOOL_OK has written nothing. */
enum {
  UNSPOOL_OK = 0,
  UNSPOOL_NULL_ARGUMENT = 1,       /* a pointer is null */
  UNSPOOL_UNALIGNED_WORKSPACE = 2, /* the workspace is not aligned as described */
  UNSPOOL_UNALIGNED_STATE = 3,     /* the state is not aligned as described */
  UNSPOOL_NO_STATE = 4,            /* step, save: neither reset nor loaded before */
  UNSPOOL_NO_SAVED_STATE = 5,      /* load: the buffer holds none, or a damaged one */
  UNSPOOL_OTHER_MODEL = 6,         /* load: saved by another model */
  UNSPOOL_VALUE_OUT_OF_RANGE = 7,  /* an input holds a value that it may not, such as
                                      a sequence length beyond the timesteps */
  UNSPOOL_SIZE_OUT_OF_RANGE = 8    /* a dimension is below its least or above its most, or
                                      no multiple of its step; of states, another than that
                                      of the state */
};

enum unspool_element_type {
  UNSPOOL_F32, UNSPOOL_F64, UNSPOOL_F16, UNSPOOL_BF16,
  UNSPOOL_I8, UNSPOOL_I16, UNSPOOL_I32, UNSPOOL_I64,
  UNSPOOL_U8, UNSPOOL_U16, UNSPOOL_U32, UNSPOOL_U64,
  UNSPOOL_BOOL /* one byte, 0 or 1 */
};

/* A dense row-major tensor that goes in or comes out. */
typedef struct unspool_tensor {
  const char *name;     /* as the model names it */
  int32_t element_type; /* enum unspool_element_type */
  int32_t rank;
  const int64_t *shape; /* rank extents; at its largest, if the caller chooses sizes */
  int64_t bytes;
} unspool_tensor;

/* A size that the caller chooses with each call, for models compiled with --max. */
typedef struct unspool_dimension {
  const char *name; /* as the model names it, or "input.axis" */
  int64_t least;
  int64_t most;
  int64_t step; /* sizes are multiples of it */
} unspool_dimension;

/* An input that is kept between steps, and the output that is its next value. */
typedef struct unspool_state_pair {
  int32_t input;
  int32_t output;
} unspool_state_pair;

/* The caller's threads, for models compiled with --threads. `run` calls
 * task(context, i) once for each i from 0 to count - 1, in any threads and order,
 * and returns when all calls have; it is given at most as many as the model was
 * compiled for. `pool` is the caller's own. */
typedef struct unspool_executor {
  void (*run)(void *pool, void (*task)(void *context, int32_t index), void *context,
              int32_t count);
  void *pool;
} unspool_executor;

/* What <name>_describe() returns; everything in it is constant. */
typedef struct unspool_model {
  uint32_t abi_version; /* UNSPOOL_ABI_VERSION of the compiler */
  int32_t input_count;
  int32_t output_count;
  int32_t workspace_alignment;
  int64_t workspace_bytes;
  int64_t constant_bytes;
  const char *name;
  const char *producer; /* "unspool 0.1.0" */
  const unspool_tensor *inputs;
  const unspool_tensor *outputs;
  /* <name>_run with its pointers in arrays, for code that knows no model. */
  int (*run)(const void *const *inputs, void *const *outputs, void *workspace);
  /* Models with state; for others state_count is 0, and so is all that follows. */
  int32_t state_count;
  int32_t state_alignment;
  int64_t state_bytes; /* of a <name>_state */
  int64_t saved_bytes; /* of a saved one */
  const unspool_state_pair *states;
  int (*reset)(void *state);
  /* <name>_step: the inputs and outputs that are no states, in their order. */
  int (*step)(void *state, const void *const *inputs, void *const *outputs, void *workspace);
  int (*save)(const void *state, void *buffer);
  int (*load)(void *state, const void *buffer);
  /* Models compiled with --threads; for others threads is 1 and these are null. */
  int32_t threads;
  int (*run_parallel)(const unspool_executor *executor, const void *const *inputs,
                      void *const *outputs, void *workspace);
  int (*step_parallel)(const unspool_executor *executor, void *state, const void *const *inputs,
                       void *const *outputs, void *workspace);
  /* Models compiled with --max; for others dimension_count is 0 and the rest null. Such a
   * model's `run`, `reset` and `step`, and their twins, take each dimension at its most. */
  int32_t dimension_count;
  const unspool_dimension *dimensions;
  /* Writes the extents of all inputs, then all outputs, for these sizes. */
  void (*shapes)(const int64_t *sizes, int64_t *extents);
  /* Runs at these sizes; the executor may be null. */
  int (*run_sized)(const unspool_executor *executor, const int64_t *sizes,
                   const void *const *inputs, void *const *outputs, void *workspace);
  /* The same of `reset` and `step`, if the model has state. All dimensions go into both;
   * those on which the state does not depend may change from step to step. */
  int (*reset_sized)(const int64_t *sizes, void *state);
  int (*step_sized)(const unspool_executor *executor, const int64_t *sizes, void *state,
                    const void *const *inputs, void *const *outputs, void *workspace);
} unspool_model;

#ifdef __cplusplus
}
#endif
#endif /* UNSPOOL_ABI_VERSION */
