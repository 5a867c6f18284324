//===- StepThrough.h - whole sequences through a step library -------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A library made with --stream takes a few elements of an axis of time at once.
// Which axis that is can be told from the shapes: it is where the sequence's tensor
// is longer than the library's.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_DRIVER_STEPTHROUGH_H
#define UNSPOOL_TOOLS_DRIVER_STEPTHROUGH_H

#include "tools/driver/RunLibrary.h"

namespace unspool {

/// Steps through `inputs`, those of the model of whole sequences in its order, from
/// the initial state. Results are of types `wanted`: the steps' results joined along
/// the axis in which they are shorter, or, if none is, what the last step gave. Fails
/// if the sequences have no whole number of steps, or if a state among the inputs is
/// another one than the library begins with.
///
/// A library whose caller chooses how many elements a step takes gets `chunks` of them, one
/// after the other and over again, up to the end of the sequence; without, the most.
llvm::Expected<std::vector<OutputBuffer>> stepThrough(const LoadedModel &library,
                                                      llvm::ArrayRef<nn::Tensor> inputs,
                                                      llvm::ArrayRef<mlir::RankedTensorType> wanted,
                                                      llvm::ArrayRef<int64_t> chunks = {});

/// Of each of `inputs`, what the first step takes.
llvm::Expected<std::vector<nn::Tensor>> firstStep(const LoadedModel &library,
                                                  llvm::ArrayRef<nn::Tensor> inputs);

} // namespace unspool

#endif // UNSPOOL_TOOLS_DRIVER_STEPTHROUGH_H
