//===- OnnxFuzz.cpp - bytes as an ONNX model ------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Beside the model lies weights.bin, for external data.
//
//===----------------------------------------------------------------------===//

#include "tests/fuzz/ImportBytes.h"

using namespace unspool::fuzz;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const ScratchFolder folder;
  static const std::string weights = folder.write("weights.bin", std::string(4096, '\x3f'));
  importModel(folder.write("model.onnx", textOf(data, size)));
  return 0;
}
