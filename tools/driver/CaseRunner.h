//===- CaseRunner.h - a model against its test vectors --------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Compiles a model, runs the library on each data set beside it and compares.
// What the file leaves open (extents, or values that shapes depend on) is taken
// from the data set, one compilation for each distinct choice.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_DRIVER_CASERUNNER_H
#define UNSPOOL_TOOLS_DRIVER_CASERUNNER_H

#include "tools/driver/Compiler.h"
#include "tools/driver/DataSet.h"

namespace unspool {

enum class CaseStatus { Passed, Failed, Refused };

struct CaseResult {
  CaseStatus status = CaseStatus::Failed;
  std::string reason; ///< one line; empty if passed
  double largest = 0; ///< largest absolute difference
  std::string where;  ///< data set, output and element of the worst difference
};

const char *spelling(CaseStatus status);

/// Changes the options of a compilation that is about to begin; an error ends the case.
using CaseHook = std::function<llvm::Error(CompileOptions &)>;

/// Runs all data sets of the model at `options.model`; `options.outputDirectory`
/// is where its libraries may be put. `vectors` is the folder of the data sets, or
/// empty: they are beside the model. `tolerance` is for models without a tolerance.json.
CaseResult runCase(CompileOptions options, std::string vectors = "", Tolerance tolerance = {},
                   const CaseHook &hook = nullptr);

/// Sets what the model leaves open from `set`: extents of inputs, and values of
/// those in `valueInputs`.
void fixFromDataSet(frontend::ImportOptions &options, const frontend::ModelInterface &interface,
                    const DataSet &set, llvm::ArrayRef<std::string> valueInputs);

} // namespace unspool

#endif // UNSPOOL_TOOLS_DRIVER_CASERUNNER_H
