/* state.c - beginning, keeping and resuming a state; see state.h.
 *
 * Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
 * SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 */
#include "runtime/state.h"
#include "runtime/unspool.h"

static int is_unaligned(const void *state) {
  return ((uintptr_t)state & (UNSPOOL_STATE_ALIGNMENT - 1)) != 0;
}

static char *half_of(const void *state, const unspool_state_layout *layout, int64_t half) {
  return (char *)state + UNSPOOL_STATE_ALIGNMENT + half * layout->half_bytes;
}

static uint64_t checksum_of(const unsigned char *bytes, int64_t count) {
  uint64_t hash = 14695981039346656037u;
  for (int64_t i = 0; i < count; ++i)
    hash = (hash ^ bytes[i]) * 1099511628211u;
  return hash;
}

static int64_t payload_bytes(const unspool_state_layout *layout) {
  int64_t bytes = 0;
  for (int64_t i = 0; i < layout->part_count; ++i)
    bytes += layout->parts[i].bytes;
  return bytes;
}

int unspool_state_reset(const unspool_state_layout *layout, void *state) {
  unspool_state_header header = {layout->model, 0};
  if (!state)
    return UNSPOOL_NULL_ARGUMENT;
  if (is_unaligned(state))
    return UNSPOOL_UNALIGNED_STATE;
  for (int64_t i = 0; i < layout->part_count; ++i) {
    const unspool_state_part *part = &layout->parts[i];
    char *place = half_of(state, layout, 0) + part->offset;
    if (part->initial)
      __builtin_memcpy(place, part->initial, (uint64_t)part->bytes);
    else
      __builtin_memset(place, 0, (uint64_t)part->bytes);
  }
  __builtin_memcpy(state, &header, sizeof header);
  return UNSPOOL_OK;
}

int unspool_state_save(const unspool_state_layout *layout, const void *state, void *buffer) {
  unspool_state_header header;
  unspool_saved_state saved = {UNSPOOL_SAVED_MAGIC, UNSPOOL_SAVED_VERSION, 0, layout->model, 0, 0};
  char *payload = (char *)buffer + sizeof saved;
  if (!state || !buffer)
    return UNSPOOL_NULL_ARGUMENT;
  if (is_unaligned(state))
    return UNSPOOL_UNALIGNED_STATE;
  __builtin_memcpy(&header, state, sizeof header);
  if (header.model != layout->model)
    return UNSPOOL_NO_STATE;
  for (int64_t i = 0; i < layout->part_count; ++i) {
    const unspool_state_part *part = &layout->parts[i];
    const char *place = half_of(state, layout, header.current) + part->offset;
    __builtin_memcpy(payload + saved.bytes, place, (uint64_t)part->bytes);
    saved.bytes += part->bytes;
  }
  saved.checksum = checksum_of((const unsigned char *)payload, saved.bytes);
  __builtin_memcpy(buffer, &saved, sizeof saved);
  return UNSPOOL_OK;
}

int unspool_state_load(const unspool_state_layout *layout, void *state, const void *buffer) {
  unspool_state_header header = {layout->model, 0};
  unspool_saved_state saved;
  const char *payload = (const char *)buffer + sizeof saved;
  if (!state || !buffer)
    return UNSPOOL_NULL_ARGUMENT;
  if (is_unaligned(state))
    return UNSPOOL_UNALIGNED_STATE;
  __builtin_memcpy(&saved, buffer, sizeof saved);
  if (saved.magic != UNSPOOL_SAVED_MAGIC || saved.version != UNSPOOL_SAVED_VERSION)
    return UNSPOOL_NO_SAVED_STATE;
  if (saved.model != layout->model)
    return UNSPOOL_OTHER_MODEL;
  if (saved.bytes != payload_bytes(layout) ||
      saved.checksum != checksum_of((const unsigned char *)payload, saved.bytes))
    return UNSPOOL_NO_SAVED_STATE;
  for (int64_t i = 0; i < layout->part_count; ++i) {
    const unspool_state_part *part = &layout->parts[i];
    __builtin_memcpy(half_of(state, layout, 0) + part->offset, payload, (uint64_t)part->bytes);
    payload += part->bytes;
  }
  __builtin_memcpy(state, &header, sizeof header);
  return UNSPOOL_OK;
}
