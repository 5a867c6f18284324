//===- NnOps.td - all ops of the nn dialect ---------------------*- tablegen -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "ir/NnDialect.td"
include "ir/NnElementwise.td"
include "ir/NnData.td"
include "ir/NnLayers.td"
include "ir/NnRecurrent.td"
include "ir/NnKernel.td"
