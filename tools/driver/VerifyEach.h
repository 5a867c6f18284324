//===- VerifyEach.h - does a pass change the numbers? ---------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Translation validation: the reference evaluator runs the module on sample
// inputs before the first pass and after each one. The first pass after which an
// output differs is an error that names it.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_DRIVER_VERIFYEACH_H
#define UNSPOOL_TOOLS_DRIVER_VERIFYEACH_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/Pass/PassManager.h"

#include <memory>
#include <optional>
#include <string>

namespace unspool {

/// The first pass that changed an output.
struct Culprit {
  std::string pass;     ///< its name, "nn-simplify"
  std::string pipeline; ///< this pass alone, for unspool-opt --pass-pipeline
  std::string where;    ///< "output 0 at [0, 3]: 1.5 when it should be 1.4"
  mlir::OwningOpRef<mlir::ModuleOp> module; ///< as it was before the pass
};

struct VerificationResult {
  /// Could the reference evaluator run the module? If not, nothing was checked.
  bool couldEvaluate = false;
  std::optional<Culprit> culprit;
};

/// Adds the check to `passes`; `module` is what they are about to run on. The result is
/// complete when they have run.
std::shared_ptr<const VerificationResult> addNumericVerification(mlir::PassManager &passes,
                                                                 mlir::ModuleOp module);

/// The smallest part of the culprit's module whose numbers the pass changes; null if
/// the pass cannot be run by its name, or is innocent when it runs alone.
mlir::OwningOpRef<mlir::ModuleOp> reduceCulprit(const Culprit &culprit);

} // namespace unspool

#endif // UNSPOOL_TOOLS_DRIVER_VERIFYEACH_H
