//===- Registry.cpp - which function builds which op ----------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/KernelBuilder.h"

namespace unspool {

BuildFunction builderOf(const std::string &op) {
  static const std::map<std::string, BuildFunction> all = [] {
    std::map<std::string, BuildFunction> functions;
    for (const BuildTable *table :
         {&elementwiseBuilders(), &movementBuilders(), &reductionBuilders(),
          &convolutionBuilders(), &poolBuilders(), &productBuilders(), &cellBuilders()})
      functions.insert(table->begin(), table->end());
    return functions;
  }();
  auto found = all.find(op);
  return found == all.end() ? nullptr : found->second;
}

} // namespace unspool
