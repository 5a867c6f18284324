//===- PlanFamily.h - a library for sizes not yet known ---------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Plans the model at several sizes, makes one plan of them (codegen/sizes/Generalize.h) and
// a library of that.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_DRIVER_PLANFAMILY_H
#define UNSPOOL_TOOLS_DRIVER_PLANFAMILY_H

#include "tools/driver/Compiler.h"

namespace unspool {

/// compile(), where options.dimensions is not empty.
CompileResult compileFamily(const CompileOptions &options);

} // namespace unspool

#endif // UNSPOOL_TOOLS_DRIVER_PLANFAMILY_H
