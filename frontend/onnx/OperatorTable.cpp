//===- OperatorTable.cpp - which ONNX operators are understood ------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OperatorTable.h"

#include <algorithm>

using namespace unspool::frontend;

static std::vector<llvm::ArrayRef<OperatorRow>> families() {
  return {elementwiseOperators(),  activationOperators(), productOperators(),
          convolutionOperators(),  poolingOperators(),    normalizationOperators(),
          reductionOperators(),    shapeOperators(),      movementOperators(),
          gatherOperators(),       generatorOperators(),  resizeOperators(),
          quantizationOperators(), recurrentOperators(),  controlFlowOperators()};
}

const OperatorRow *unspool::frontend::findOperator(llvm::StringRef domain, llvm::StringRef name) {
  if (!canonicalDomain(domain).empty())
    return nullptr;
  for (llvm::ArrayRef<OperatorRow> family : families())
    for (const OperatorRow &row : family)
      if (name == row.name)
        return &row;
  return nullptr;
}

std::vector<OperatorDescription> unspool::frontend::onnxOperators() {
  std::vector<OperatorDescription> descriptions;
  for (llvm::ArrayRef<OperatorRow> family : families())
    for (const OperatorRow &row : family)
      descriptions.push_back({"", row.name, row.firstOpset, row.attributes, row.notes});
  std::sort(descriptions.begin(), descriptions.end(),
            [](const auto &a, const auto &b) { return a.name < b.name; });
  return descriptions;
}
