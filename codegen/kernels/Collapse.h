//===- Collapse.h - fewer and longer axes ---------------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_KERNELS_COLLAPSE_H
#define UNSPOOL_CODEGEN_KERNELS_COLLAPSE_H

#include "codegen/Plan.h"

namespace unspool {

/// The same kernel with neighbouring axes merged, if it holds elementwise ops
/// only: [64, 7, 7] with a full operand and a scalar is [3136], with an operand
/// [64, 1, 1] it is [64, 49]. One long axis vectorises without tails.
KernelSpec collapseAxes(const KernelSpec &spec);

} // namespace unspool

#endif // UNSPOOL_CODEGEN_KERNELS_COLLAPSE_H
