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

static int are_in_range(const unspool_state_layout *layout, const int64_t *sizes) {
  for (int64_t i = 0; i < layout->size_count; ++i)
    if (sizes[i] < layout->sizes[i].least || sizes[i] > layout->sizes[i].most)
      return 0;
  return 1;
}

static int64_t part_bytes(const unspool_state_layout *layout, const int64_t *sizes, int64_t part) {
  return layout->size_count ? layout->bytes_at(sizes, part) : layout->parts[part].bytes;
}

static int64_t sizes_bytes(const unspool_state_layout *layout) {
  return layout->size_count * (int64_t)sizeof(int64_t);
}

/* Sizes and tensors. */
static int64_t payload_bytes(const unspool_state_layout *layout, const int64_t *sizes) {
  int64_t bytes = sizes_bytes(layout);
  for (int64_t i = 0; i < layout->part_count; ++i)
    bytes += part_bytes(layout, sizes, i);
  return bytes;
}

static int64_t largest_payload(const unspool_state_layout *layout) {
  int64_t bytes = sizes_bytes(layout);
  for (int64_t i = 0; i < layout->part_count; ++i)
    bytes += layout->parts[i].bytes;
  return bytes;
}

static uint64_t checksum_of(const unsigned char *bytes, int64_t count) {
  uint64_t hash = 14695981039346656037u;
  for (int64_t i = 0; i < count; ++i)
    hash = (hash ^ bytes[i]) * 1099511628211u;
  return hash;
}

static int are_zeros(const char *bytes, int64_t count) {
  for (int64_t i = 0; i < count; ++i)
    if (bytes[i])
      return 0;
  return 1;
}

int unspool_state_reset(const unspool_state_layout *layout, const int64_t *sizes, void *state) {
  unspool_state_header header = {layout->model, 0, {0}};
  if (!state)
    return UNSPOOL_NULL_ARGUMENT;
  if (is_unaligned(state))
    return UNSPOOL_UNALIGNED_STATE;
  if (!are_in_range(layout, sizes))
    return UNSPOOL_SIZE_OUT_OF_RANGE;
  for (int64_t i = 0; i < layout->part_count; ++i) {
    const unspool_state_part *part = &layout->parts[i];
    char *place = half_of(state, layout, 0) + part->offset;
    uint64_t bytes = (uint64_t)part_bytes(layout, sizes, i);
    if (part->initial)
      __builtin_memcpy(place, part->initial, bytes);
    else
      __builtin_memset(place, 0, bytes);
  }
  for (int64_t i = 0; i < layout->size_count; ++i)
    header.sizes[i] = sizes[i];
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
  saved.bytes = sizes_bytes(layout);
  __builtin_memcpy(payload, header.sizes, (uint64_t)saved.bytes);
  for (int64_t i = 0; i < layout->part_count; ++i) {
    const char *place = half_of(state, layout, header.current) + layout->parts[i].offset;
    int64_t bytes = part_bytes(layout, header.sizes, i);
    __builtin_memcpy(payload + saved.bytes, place, (uint64_t)bytes);
    saved.bytes += bytes;
  }
  /* What was in the buffer before does not get into a file. */
  __builtin_memset(payload + saved.bytes, 0, (uint64_t)(largest_payload(layout) - saved.bytes));
  saved.checksum = checksum_of((const unsigned char *)payload, saved.bytes);
  __builtin_memcpy(buffer, &saved, sizeof saved);
  return UNSPOOL_OK;
}

/* Nothing is written before all of the buffer is known to be good. */
int unspool_state_load(const unspool_state_layout *layout, void *state, const void *buffer) {
  unspool_state_header header = {layout->model, 0, {0}};
  unspool_saved_state saved;
  const char *payload = (const char *)buffer + sizeof saved;
  if (!state || !buffer)
    return UNSPOOL_NULL_ARGUMENT;
  if (is_unaligned(state))
    return UNSPOOL_UNALIGNED_STATE;
  __builtin_memcpy(&saved, buffer, sizeof saved);
  if (saved.magic != UNSPOOL_SAVED_MAGIC || saved.version != UNSPOOL_SAVED_VERSION ||
      saved.reserved != 0)
    return UNSPOOL_NO_SAVED_STATE;
  if (saved.model != layout->model)
    return UNSPOOL_OTHER_MODEL;
  __builtin_memcpy(header.sizes, payload, (uint64_t)sizes_bytes(layout));
  if (!are_in_range(layout, header.sizes) || saved.bytes != payload_bytes(layout, header.sizes) ||
      saved.checksum != checksum_of((const unsigned char *)payload, saved.bytes) ||
      !are_zeros(payload + saved.bytes, largest_payload(layout) - saved.bytes))
    return UNSPOOL_NO_SAVED_STATE;
  payload += sizes_bytes(layout);
  for (int64_t i = 0; i < layout->part_count; ++i) {
    int64_t bytes = part_bytes(layout, header.sizes, i);
    __builtin_memcpy(half_of(state, layout, 0) + layout->parts[i].offset, payload, (uint64_t)bytes);
    payload += bytes;
  }
  __builtin_memcpy(state, &header, sizeof header);
  return UNSPOOL_OK;
}
