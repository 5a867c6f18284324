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
// libFuzzer, which would write the input down as a crash, is not called there.
//
//===----------------------------------------------------------------------===//

#include <pthread.h>
#include <sanitizer/common_interface_defs.h>

extern "C" const char *__asan_default_options() {
  return "allow_user_poisoning=0:detect_container_overflow=0";
}

static void keepChildFailures() { __sanitizer_set_death_callback(nullptr); }

static const int isRegistered = pthread_atfork(nullptr, nullptr, keepChildFailures);
