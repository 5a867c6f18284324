//===- Dimensions.h - sizes that the caller chooses -------------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_DRIVER_DIMENSIONS_H
#define UNSPOOL_TOOLS_DRIVER_DIMENSIONS_H

#include "tools/driver/Compiler.h"

#include "llvm/Support/Error.h"

namespace unspool {

/// Axes of inputs that have one size in common.
struct InputDimension {
  Dimension dimension; ///< `least` is still 1
  struct Axis {
    std::string input;
    size_t axis;
  };
  std::vector<Axis> axes;
  bool isChunk = false; ///< the steps of a stream that a call takes, not those of the model
};

/// What "INPUT.AXIS=MOST" means: the axis by its number or its name in the file, and
/// with it all axes of that name. "NAME=MOST" will do where the file names the axis.
/// An axis that `options` stream is the chunk of all streams.
llvm::Expected<std::vector<InputDimension>>
findDimensions(const CompileOptions &options, const std::vector<std::string> &orders,
               const frontend::ModelInterface &interface);

/// Takes out of `orders` what is no size, but "INPUT=MOST": the most that an input of one
/// integer may be, such as the trip count of a loop.
std::map<std::string, int64_t> takeBounds(std::vector<std::string> &orders,
                                          const frontend::ModelInterface &interface);

/// Fixes the dimensions in `options`, one size each.
void fixSizes(CompileOptions &options, const std::vector<InputDimension> &dimensions,
              const frontend::ModelInterface &interface, const std::vector<int64_t> &sizes);

} // namespace unspool

#endif // UNSPOOL_TOOLS_DRIVER_DIMENSIONS_H
