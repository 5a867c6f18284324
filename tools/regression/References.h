//===- References.h - a library's numbers against the reference -----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_REGRESSION_REFERENCES_H
#define UNSPOOL_TOOLS_REGRESSION_REFERENCES_H

#include "frontend/Frontend.h"
#include "ir/Evaluate.h"

namespace unspool {

/// Largest distance in units in the last place between two tensors' bytes: the number
/// of values of `type` between two elements (0 for equal ones, and for two NaNs), or
/// the difference of integers. Infinite if one is NaN and the other is not.
double largestUlp(mlir::Type type, llvm::ArrayRef<uint8_t> left, llvm::ArrayRef<uint8_t> right);

/// What the reference evaluator makes of `inputs` in the model as its file says it;
/// `import` names types of `context`.
mlir::FailureOr<std::vector<nn::Tensor>>
referenceOutputs(const std::string &model, const frontend::ImportOptions &import,
                 llvm::ArrayRef<nn::Tensor> inputs, mlir::MLIRContext &context);

} // namespace unspool

#endif // UNSPOOL_TOOLS_REGRESSION_REFERENCES_H
