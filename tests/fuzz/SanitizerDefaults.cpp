//===- SanitizerDefaults.cpp - what AddressSanitizer is to leave alone ----===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// LLVM's allocators poison what they have not given out, where their headers are
// compiled with the sanitizer. Its libraries are compiled without and never take the
// poison away: memory that they give out would be reported. Threads of their pools and
// contexts live until the end.
//
// The HDF5 library may fail in its child process, which is an error about the file:
// libFuzzer, which would write the input down as a crash, is not called there. One
// mutant in thirty keeps the library busy for ever; a second for each, as compilers
// allow, would be most of a fuzzer's time, so they have a tenth. And what a fork copies,
// the page tables, is kept small: freed memory is held back for the last executions only.
//
//===----------------------------------------------------------------------===//

#include <pthread.h>
#include <sanitizer/common_interface_defs.h>
#include <sys/time.h>

extern "C" const char *__asan_default_options() {
  return "allow_user_poisoning=0:detect_container_overflow=0:quarantine_size_mb=32";
}

static void prepareChild() {
  __sanitizer_set_death_callback(nullptr);
  const itimerval tenth = {{0, 0}, {0, 100'000}};
  setitimer(ITIMER_PROF, &tenth, nullptr); // SIGPROF ends the process
}

static const int isRegistered = pthread_atfork(nullptr, nullptr, prepareChild);
