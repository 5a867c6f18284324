//===- Hdf5Fuzz.cpp - bytes as a Keras file -------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// HDF5 (.h5) or, where they begin as one, a zip archive (.keras); the content decides.
//
//===----------------------------------------------------------------------===//

#include "tests/fuzz/ImportBytes.h"

using namespace unspool::fuzz;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const ScratchFolder folder;
  importModel(folder.write("model.h5", textOf(data, size)));
  return 0;
}
