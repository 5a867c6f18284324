/*===- unspool_call.c - calls a generated library ---------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------===//
//
// What the instructions of a library are counted in: a process that is small enough
// to be run under valgrind in no time. InstructionCount.cpp starts it.
//
// usage: unspool-call LIBRARY NAME INPUTS CALLS
// INPUTS holds for each input its bytes, with their number (64 bits) before them.
//
//===------------------------------------------------------------------------===*/

#include "runtime/unspool.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Callgrind counts within this function, which it knows by its name. */
__attribute__((noinline, noclone)) int unspool_call_once(const unspool_model *model,
                                                         const void *const *inputs,
                                                         void *const *outputs, void *workspace) {
  int status = model->run(inputs, outputs, workspace);
  __asm__ volatile("" ::: "memory"); /* no tail call: what follows is not counted */
  return status;
}

static void *allocate(int64_t bytes, int64_t alignment) {
  int64_t rounded = (bytes + alignment) / alignment * alignment;
  void *memory = aligned_alloc(alignment, rounded);
  if (!memory)
    exit(3);
  return memset(memory, 0, rounded);
}

/* Reads one input into memory that holds it at its largest. */
static void *read_input(FILE *file, const unspool_tensor *tensor) {
  uint64_t size = 0;
  void *memory = allocate(tensor->bytes, 64);
  if (fread(&size, sizeof size, 1, file) != 1 || size > (uint64_t)tensor->bytes ||
      fread(memory, 1, size, file) != size)
    exit(4);
  return memory;
}

int main(int argc, char **argv) {
  if (argc != 5)
    return 64;
  void *library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  char symbol[512];
  snprintf(symbol, sizeof symbol, "%s_describe", argv[2]);
  const unspool_model *(*describe)(void) = NULL;
  if (library)
    *(void **)&describe = dlsym(library, symbol);
  FILE *file = fopen(argv[3], "rb");
  if (!describe || !file)
    return 2;
  const unspool_model *model = describe();
  const void **inputs = allocate((model->input_count + 1) * sizeof(void *), 64);
  void **outputs = allocate((model->output_count + 1) * sizeof(void *), 64);
  for (int32_t i = 0; i < model->input_count; ++i)
    inputs[i] = read_input(file, &model->inputs[i]);
  for (int32_t i = 0; i < model->output_count; ++i)
    outputs[i] = allocate(model->outputs[i].bytes, 64);
  void *workspace = allocate(model->workspace_bytes, model->workspace_alignment);
  for (long calls = strtol(argv[4], NULL, 10); calls > 0; --calls)
    if (unspool_call_once(model, inputs, outputs, workspace))
      return 5;
  return 0;
}
