//===- SampleInputs.h - inputs for models that come without any -----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_DRIVER_SAMPLEINPUTS_H
#define UNSPOOL_TOOLS_DRIVER_SAMPLEINPUTS_H

#include "tools/driver/RunLibrary.h"

#include <vector>

namespace unspool {

/// A tensor of each type, the same in every run: floats are drawn from the normal
/// distribution; integers are 0 or 1, which are valid as indices and lengths, too.
std::vector<nn::Tensor> sampleInputs(llvm::ArrayRef<mlir::RankedTensorType> types);

/// The same for a library in `folder`, as near to 0 and 1 as the ranges allow that its
/// manifest has for integers.
std::vector<nn::Tensor> sampleInputs(const LoadedModel &library, llvm::StringRef folder,
                                     mlir::MLIRContext &context);

} // namespace unspool

#endif // UNSPOOL_TOOLS_DRIVER_SAMPLEINPUTS_H
