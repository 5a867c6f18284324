/* profile.c - noting how long a call took; see profile.h.
 *
 * Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
 * SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 */
#include "runtime/profile.h"

/* The clock; the compiler defines it, for each architecture has its own. */
int64_t unspool_profile_now(void);

void unspool_profile_begin(unspool_profile *profile) {
  profile->runs++;
  profile->events = 0;
}

void unspool_profile_end_call(const unspool_profile_table *table, unspool_profile *profile,
                              int64_t site, int64_t begin) {
  int64_t ticks = unspool_profile_now() - begin;
  unspool_profile_counter *counters = (unspool_profile_counter *)(profile + 1);
  unspool_profile_event *events = (unspool_profile_event *)(counters + table->site_count);
  int64_t number;
  counters[site].calls++;
  counters[site].ticks += ticks;
  /* A site belongs to one thread, the list of events to all that run branches of a wave. */
  number = __atomic_fetch_add(&profile->events, 1, __ATOMIC_RELAXED);
  if (number < table->event_capacity) {
    unspool_profile_event event = {site, begin, ticks};
    events[number] = event;
  }
}
