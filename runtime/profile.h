/* profile.h - how long each kernel of a model takes.
 *
 * Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
 * SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * A library made with --profile notes, around each call of a kernel, what the
 * processor's clock says. The notes lie in the caller's workspace: runs with
 * workspaces of their own may overlap, as ever. Set the bytes of the profile to
 * zero before the first run; counters then add up over runs.
 *
 *   unspool_profile          at <name>_profile()->offset of the workspace
 *   unspool_profile_counter  site_count of them, right behind it
 *   unspool_profile_event    event_capacity of them, right behind those
 *
 * This text is copied into the headers of such libraries.
 */
#ifndef UNSPOOL_PROFILE_H
#define UNSPOOL_PROFILE_H

#include <stdint.h>

typedef struct unspool_profile {
  int64_t runs;
  int64_t events; /* calls in the latest run; at most the capacity is kept */
} unspool_profile;

/* Of one place that calls a kernel. Ticks are those of the time stamp counter
 * (x86-64), which runs at a constant rate, or of the system counter (AArch64). */
typedef struct unspool_profile_counter {
  int64_t calls;
  int64_t ticks;
} unspool_profile_counter;

/* One call in the latest run, in the order in which they were made. */
typedef struct unspool_profile_event {
  int64_t site;
  int64_t begin; /* the clock */
  int64_t ticks; /* until the call returned */
} unspool_profile_event;

/* A place that calls a kernel. */
typedef struct unspool_profile_site {
  const char *kernel;
  const char *layer; /* the model's name for what it computes, or "" */
} unspool_profile_site;

/* What <name>_profile() returns; constant. */
typedef struct unspool_profile_table {
  int64_t offset; /* of the profile in the workspace */
  int64_t bytes;
  int64_t site_count;
  int64_t event_capacity;
  const unspool_profile_site *sites;
} unspool_profile_table;

#endif /* UNSPOOL_PROFILE_H */
