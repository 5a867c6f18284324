//===- SafeTensorsFuzz.cpp - bytes as the weights of a model --------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The model has layers of several weights, so that names and shapes matter.
//
//===----------------------------------------------------------------------===//

#include "tests/fuzz/ImportBytes.h"

using namespace unspool::fuzz;

static constexpr const char *kModel = R"({"class_name": "Sequential", "config": {"layers": [
  {"class_name": "Input", "config": {"name": "x", "shape": [4, 3]}},
  {"class_name": "Conv1D", "config": {"name": "conv", "filters": 2, "kernel_size": 3}},
  {"class_name": "BatchNormalization", "config": {"name": "norm"}},
  {"class_name": "LSTM", "config": {"name": "lstm", "units": 2}},
  {"class_name": "Dense", "config": {"name": "dense", "units": 2}}]}})";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const ScratchFolder folder;
  static const std::string model = folder.write("model.json", kModel);
  folder.write("model.safetensors", textOf(data, size));
  importModel(model);
  return 0;
}
