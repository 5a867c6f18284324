//===- ChooseConvolution.h - direct or Winograd, layer by layer -----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_PASSES_CHOOSECONVOLUTION_H
#define UNSPOOL_PASSES_CHOOSECONVOLUTION_H

#include "passes/ConvolutionCost.h"

#include <string>
#include <vector>

namespace unspool::nn {

/// The options of select-algorithms; see Passes.td.
struct ConvolutionChoice {
  MachineModel machine;
  bool strict = false;
  bool ofAnySize = false; ///< for which products are not Strassen's
  double tolerance = 2e-5;
  int64_t maxConstants = 0;
  std::vector<std::string> algorithms;
  std::vector<std::string> same; ///< those of another plan, in the order of its convolutions
};

/// Sets `algorithm` on the convolutions of `function` that are not direct, and
/// `nn.reason` on all that had a choice. Fails, with an error, if `algorithms` asks
/// for what a layer cannot do, or names a layer that does not exist.
mlir::LogicalResult chooseConvolutions(mlir::func::FuncOp function,
                                       const ConvolutionChoice &choice);

} // namespace unspool::nn

#endif // UNSPOOL_PASSES_CHOOSECONVOLUTION_H
