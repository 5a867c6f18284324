//===- Fault.h - a model file that is wrong in one way --------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each row of the tables in this folder is one kind of fault: a file (ONNX in its
// textual form, so that it can be read here), and what `unspool compile` is to say of
// it. MalformedTest.cpp runs them all; MalformedImportTest.cpp only imports them, in its
// own process, where sanitizers look on.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TESTS_MALFORMED_FAULT_H
#define UNSPOOL_TESTS_MALFORMED_FAULT_H

#include <onnx/onnx_pb.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace unspool::malformed {

using Folder = std::filesystem::path;

struct Fault {
  std::string name;
  /// Writes the model into an empty folder and returns its path.
  std::function<Folder(const Folder &)> write;
  /// Each of these is to be part of what is printed.
  std::vector<std::string> expected;
  std::vector<std::string> flags = {};
};

/// For GoogleTest, which would print bytes.
void PrintTo(const Fault &fault, std::ostream *stream);

/// What ONNX's text cannot say is done to the message afterwards.
using Change = std::function<void(onnx::ModelProto &)>;

Folder writeFile(const Folder &path, const std::string &bytes);

/// A fault of an ONNX model with operator set 17 whose graph, and functions, are `text`.
Fault onnxFault(std::string name, std::string text, std::vector<std::string> expected,
                Change change = nullptr);
/// Its bytes.
std::string onnxBytes(const std::string &text, const Change &change = nullptr);
/// A file that is not made from a text.
Fault fileFault(std::string name, std::string file, std::string bytes,
                std::vector<std::string> expected);
/// A Sequential model of layers in JSON, after an input x of [1, 4, 3], with invented weights.
Fault layersFault(std::string name, std::string layers, std::vector<std::string> expected);
/// A description in JSON, with invented weights.
Fault jsonFault(std::string name, std::string text, std::vector<std::string> expected);

std::vector<Fault> onnxFileFaults();
std::vector<Fault> onnxGraphFaults();
std::vector<Fault> onnxLayerFaults();
std::vector<Fault> onnxSamplingFaults();
std::vector<Fault> onnxValueFaults();
std::vector<Fault> kerasFaults();
std::vector<Fault> weightFaults();
/// All of them.
std::vector<Fault> allFaults();

} // namespace unspool::malformed

#endif // UNSPOOL_TESTS_MALFORMED_FAULT_H
