//===- DigitsKernels.h - the kernels of a model that tests tune -*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TESTS_TUNING_DIGITSKERNELS_H
#define UNSPOOL_TESTS_TUNING_DIGITSKERNELS_H

#include "tools/tuning/TunedKernels.h"

#include <gtest/gtest.h>

namespace unspool::test {

/// The kernels of the digits model: a convolution by Winograd's algorithm and products among
/// them.
class DigitsKernels : public testing::Test {
protected:
  DigitsKernels() {
    options.model = DIGITS_MODEL;
    Outcome refusal;
    auto found = kernelsToTune(options, refusal);
    if (!found) {
      ADD_FAILURE() << toString(found.takeError());
      return;
    }
    kernels = std::move(*found);
  }
  /// The first kernel of a kind.
  const TunableKernel &kernelOf(const std::string &kind) const {
    for (const TunableKernel &kernel : kernels)
      if (kernel.rule.kind == kind)
        return kernel;
    throw std::runtime_error("the model has no kernel of kind " + kind);
  }

  CompileOptions options;
  std::vector<TunableKernel> kernels;
};

} // namespace unspool::test

#endif // UNSPOOL_TESTS_TUNING_DIGITSKERNELS_H
