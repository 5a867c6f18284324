//===- JsonFuzz.cpp - bytes as a description in JSON ----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Without weights: they are invented.
//
//===----------------------------------------------------------------------===//

#include "tests/fuzz/ImportBytes.h"

using namespace unspool::fuzz;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const ScratchFolder folder;
  importModel(folder.write("model.json", textOf(data, size)), /*randomSeed=*/1);
  return 0;
}
