//===- KernelModules.h - each kernel as a model of its own -----*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What is decided about a kernel (algorithm, packing, schedule) is decided by passes. To
// compare decisions, a kernel is cut out of the model before them: its ops become the
// function of a small module, its weights constants of that, and the rest of the pipeline
// runs once for each alternative.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_COMPARE_KERNELMODULES_H
#define UNSPOOL_TOOLS_COMPARE_KERNELMODULES_H

#include "tools/driver/Compiler.h"

namespace unspool {

struct KernelModule {
  std::string name; ///< as `inspect` calls it, where the model's plan has it
  std::string kind; ///< before an algorithm is chosen: "conv" or "matmul"
  std::vector<std::string> layers;
  int64_t calls = 0;    ///< in one run of the model
  double flops = 0;     ///< of one call, as Statistics.h counts
  int64_t bytes = 0;    ///< of its operands and results: what must be read and written
  /// Is it a convolution that Winograd's algorithms may compute, or a product that is one, and
  /// that Strassen's may?
  bool hasAlgorithms = false;
  /// What it is by these.
  std::string otherKind() const { return kind == "matmul" ? "strassen" : "winograd"; }
  /// Is `algorithm` one of those?
  bool mayHave(llvm::StringRef algorithm) const {
    return hasAlgorithms && (algorithm == "direct" || algorithm.starts_with(otherKind()));
  }
  std::string module;   ///< MLIR bytecode, for CompileOptions::module
};

/// The kernels of the model that `options` describes, in the order in which they run.
/// Fails with the compiler's messages.
llvm::Expected<std::vector<KernelModule>> extractKernels(const CompileOptions &options);

} // namespace unspool

#endif // UNSPOOL_TOOLS_COMPARE_KERNELMODULES_H
