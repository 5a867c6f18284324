//===- Frontend.cpp - which frontend reads a file -------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The file's extension decides; content is checked by the frontend itself.
//
//===----------------------------------------------------------------------===//

#include "frontend/Frontend.h"

#include "mlir/IR/Diagnostics.h"
#include "llvm/Support/Path.h"

using namespace unspool::frontend;

mlir::OwningOpRef<mlir::ModuleOp> unspool::frontend::importModel(llvm::StringRef path,
                                                                 const ImportOptions &options,
                                                                 mlir::MLIRContext &context,
                                                                 ImportReport *report) {
  llvm::StringRef extension = llvm::sys::path::extension(path);
  if (extension == ".onnx")
    return importOnnx(path, options, context, report);
  if (report)
    report->failure = ImportReport::Failure::Unsupported;
  mlir::emitError(mlir::FileLineColLoc::get(&context, path, 0, 0))
      << "cannot tell what kind of model '" << path << "' is: the extension should be .onnx";
  return nullptr;
}
