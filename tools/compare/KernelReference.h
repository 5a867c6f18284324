//===- KernelReference.h - what a kernel should compute --------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_COMPARE_KERNELREFERENCE_H
#define UNSPOOL_TOOLS_COMPARE_KERNELREFERENCE_H

#include "ir/Evaluate.h"
#include "tools/driver/RunLibrary.h"

#include "mlir/IR/OwningOpRef.h"

namespace unspool {

/// A kernel's module with sample inputs, and what the reference evaluator makes of them.
class KernelReference {
public:
  /// `bytecode` is a KernelModule's.
  explicit KernelReference(const std::string &bytecode);

  /// "1x56x56x64 -> 1x56x56x64"
  std::string typeText();
  llvm::ArrayRef<nn::Tensor> inputs() const { return samples; }
  /// The largest difference, relative to the largest result of each output.
  double errorOf(llvm::ArrayRef<OutputBuffer> outputs) const;

private:
  mlir::MLIRContext context{mlir::MLIRContext::Threading::DISABLED};
  mlir::OwningOpRef<mlir::ModuleOp> module;
  mlir::func::FuncOp function;
  std::vector<nn::Tensor> samples, expected;
};

} // namespace unspool

#endif // UNSPOOL_TOOLS_COMPARE_KERNELREFERENCE_H
