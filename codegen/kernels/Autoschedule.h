//===- Autoschedule.h - Halide's autoschedulers -----------------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_KERNELS_AUTOSCHEDULE_H
#define UNSPOOL_CODEGEN_KERNELS_AUTOSCHEDULE_H

#include "codegen/kernels/KernelBuilder.h"

namespace unspool {

/// Is this the name of one of `autoschedulers()`?
bool isAutoscheduler(const std::string &name);

/// Lets one schedule `pipeline`, which was built by `builder`, for a single thread. Throws
/// Halide's errors; takes seconds, and may crash or never end.
void autoschedule(Halide::Pipeline &pipeline, const KernelBuilder &builder,
                  const Halide::Target &target);

} // namespace unspool

#endif // UNSPOOL_CODEGEN_KERNELS_AUTOSCHEDULE_H
