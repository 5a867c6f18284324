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
          quantizationOperators(), recurrentOperators(),  controlFlowOperators(),
          fourierOperators(),      gridOperators(),       regionOperators(),
          deformableOperators(),   foldingOperators(),    lossOperators(),
          attentionOperators()};
}

namespace {

/// Operators of the standard that are known, and refused: in descriptions, those whose
/// first operator set is 0.
struct RefusedRow {
  const char *reason;
  std::vector<const char *> names;
};

const std::vector<RefusedRow> &refusedOperators() {
  static const std::vector<RefusedRow> rows = {
      {"works on sequences or optional values; only tensors are supported",
       {"ConcatFromSequence", "Optional", "OptionalGetElement", "OptionalHasElement", "SequenceAt",
        "SequenceConstruct", "SequenceEmpty", "SequenceErase", "SequenceInsert", "SequenceLength",
        "SequenceMap", "SplitToSequence"}},
      {"works on strings; only numbers are supported",
       {"ImageDecoder", "RegexFullMatch", "StringConcat", "StringNormalizer", "StringSplit",
        "TfIdfVectorizer"}},
      {"draws random numbers; a library gives the same result for the same input",
       {"Bernoulli", "Multinomial", "RandomNormal", "RandomNormalLike", "RandomUniform",
        "RandomUniformLike"}},
      {"has an output whose size depends on the input's values; shapes must be known at compile "
       "time",
       {"NonMaxSuppression", "Unique"}},
      {"is of transformers, which this compiler is not for; export the model with the operator "
       "written out (opset 22 or older)",
       {"FlexAttention", "LinearAttention"}},
      {"is not supported yet; export the model with the operator written out", {"MaxRoiPool"}},
  };
  return rows;
}

} // namespace

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
  for (const RefusedRow &row : refusedOperators())
    for (const char *name : row.names)
      descriptions.push_back({"", name, 0, "", row.reason});
  std::sort(descriptions.begin(), descriptions.end(),
            [](const auto &a, const auto &b) { return a.name < b.name; });
  return descriptions;
}
