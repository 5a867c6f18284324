//===- OnnxReduce.h - the smallest part of a model that still fails -------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Delta debugging (Zeller, Hildebrandt: Simplifying and isolating failure-inducing
// input, 2002) on nodes: parts of the model are tried, and kept where the command
// still fails in the same way. Each try is a whole model, with the values that its
// inputs and outputs have in the original as test vectors. At last, extents that are
// equal all over the model are made smaller together.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_REGRESSION_ONNXREDUCE_H
#define UNSPOOL_TOOLS_REGRESSION_ONNXREDUCE_H

#include "llvm/Support/Error.h"

#include <functional>
#include <string>
#include <vector>

namespace unspool {

struct ReduceOptions {
  std::string model;   ///< an .onnx file that holds its own weights
  std::string command; ///< for the shell; the model's path is added to it
  std::string message; ///< if given, what a failure has to print
  std::string output;  ///< folder for the result
  unsigned timeLimit = 600; ///< of one run of the command, in seconds
  /// Called after each try: (runs so far, nodes that are left).
  std::function<void(size_t, size_t)> progress;
};

struct ReduceReport {
  int nodesBefore = 0, nodesAfter = 0;
  int64_t bytesBefore = 0, bytesAfter = 0;
  size_t runs = 0;
  std::string failure; ///< what the command still does: "exits with 1"
  std::vector<std::string> operators; ///< of what is left
};

/// Writes <output>/model.onnx, and its vectors if the model has any.
llvm::Expected<ReduceReport> reduceOnnx(const ReduceOptions &options);

} // namespace unspool

#endif // UNSPOOL_TOOLS_REGRESSION_ONNXREDUCE_H
