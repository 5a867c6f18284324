//===- Fault.cpp - how model files that are wrong are made ----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/malformed/Fault.h"

#include <onnx/defs/parser.h>

#include <cstdlib>
#include <fstream>
#include <iostream>

using namespace unspool::malformed;

void unspool::malformed::PrintTo(const Fault &fault, std::ostream *stream) {
  *stream << fault.name;
}

Folder unspool::malformed::writeFile(const Folder &path, const std::string &bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

std::string unspool::malformed::onnxBytes(const std::string &text, const Change &change) {
  onnx::ModelProto model;
  std::string all = "<ir_version: 8, opset_import: [\"\" : 17, \"own\" : 1]>\n" + text;
  auto status = onnx::OnnxParser::Parse(model, all.c_str());
  if (!status.IsOK()) {
    std::cerr << status.ErrorMessage() << "\n" << all;
    std::abort();
  }
  if (change)
    change(model);
  return model.SerializeAsString();
}

Fault unspool::malformed::fileFault(std::string name, std::string file, std::string bytes,
                                    std::vector<std::string> expected) {
  return {name, [=](const Folder &folder) { return writeFile(folder / file, bytes); }, expected};
}

Fault unspool::malformed::onnxFault(std::string name, std::string text,
                                    std::vector<std::string> expected, Change change) {
  auto write = [=](const Folder &folder) {
    return writeFile(folder / "model.onnx", onnxBytes(text, change));
  };
  return {name, write, expected};
}

Fault unspool::malformed::jsonFault(std::string name, std::string text,
                                    std::vector<std::string> expected) {
  Fault fault = fileFault(name, "model.json", text, expected);
  fault.flags = {"--random-weights", "1"};
  return fault;
}

Fault unspool::malformed::layersFault(std::string name, std::string layers,
                                      std::vector<std::string> expected) {
  return jsonFault(name, R"({"class_name": "Sequential", "config": {"layers": [
{"class_name": "Input", "config": {"name": "x", "shape": [4, 3]}},
)" + layers + "]}}",
                   expected);
}

std::vector<Fault> unspool::malformed::allFaults() {
  std::vector<Fault> all;
  for (auto table : {onnxFileFaults, onnxGraphFaults, onnxLayerFaults, onnxSamplingFaults,
                     onnxValueFaults, kerasFaults, weightFaults})
    for (Fault &fault : table())
      all.push_back(std::move(fault));
  return all;
}
