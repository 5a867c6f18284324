//===- Frontend.cpp - which frontend reads a file -------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The content decides; only where it is no known format does the extension.
//
//===----------------------------------------------------------------------===//

#include "frontend/Frontend.h"

#include "mlir/IR/Diagnostics.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <fstream>

using namespace unspool::frontend;

namespace {

constexpr llvm::StringLiteral kExtensions[] = {".onnx", ".keras", ".h5", ".hdf5", ".json"};

enum class ModelKind { Onnx, Keras, Unknown };

ModelKind kindOf(llvm::StringRef path) {
  std::string start(8, '\0');
  std::ifstream file(path.str(), std::ios::binary);
  file.read(start.data(), std::streamsize(start.size()));
  llvm::StringRef begin(start.data(), size_t(file.gcount()));
  if (begin.starts_with("PK") || begin.starts_with("\x89HDF\r\n"))
    return ModelKind::Keras;
  llvm::StringRef extension = llvm::sys::path::extension(path);
  if (extension == ".onnx")
    return ModelKind::Onnx;
  return llvm::is_contained(kExtensions, extension) ? ModelKind::Keras : ModelKind::Unknown;
}

void reportUnknown(llvm::StringRef path, mlir::MLIRContext &context) {
  mlir::InFlightDiagnostic error = mlir::emitError(mlir::FileLineColLoc::get(&context, path, 0, 0));
  if (!llvm::sys::fs::exists(path))
    error << "cannot read '" << path << "': No such file or directory";
  else if (llvm::sys::fs::is_directory(path))
    error << "'" << path
          << "' is a folder; a TensorFlow SavedModel is not supported, so save the "
             "model as .keras";
  else
    error << "cannot tell what kind of model '" << path
          << "' is: the extension should be .onnx, .keras, .h5, .hdf5 or .json";
}

mlir::OwningOpRef<mlir::ModuleOp> importFile(llvm::StringRef path, const ImportOptions &options,
                                             mlir::MLIRContext &context, ImportReport *report) {
  switch (kindOf(path)) {
  case ModelKind::Onnx:
    return importOnnx(path, options, context, report);
  case ModelKind::Keras:
    return importKeras(path, options, context, report);
  case ModelKind::Unknown:
    break;
  }
  if (report)
    report->failure = ImportReport::Failure::Unsupported;
  reportUnknown(path, context);
  return nullptr;
}

} // namespace

llvm::ArrayRef<llvm::StringLiteral> unspool::frontend::modelExtensions() { return kExtensions; }

bool unspool::frontend::isModelFile(llvm::StringRef path) {
  return llvm::is_contained(kExtensions, llvm::sys::path::extension(path)) &&
         !path.ends_with(".weights.h5");
}

mlir::OwningOpRef<mlir::ModuleOp> unspool::frontend::importModel(llvm::StringRef path,
                                                                 const ImportOptions &options,
                                                                 mlir::MLIRContext &context,
                                                                 ImportReport *report) {
  // An importer may go on after an error, to find others; a module that comes of it
  // nevertheless, because nothing in it needs what is missing, is none.
  bool hasError = false;
  mlir::ScopedDiagnosticHandler handler(&context, [&](mlir::Diagnostic &diagnostic) {
    hasError |= diagnostic.getSeverity() == mlir::DiagnosticSeverity::Error;
    return mlir::failure(); // so that the next handler shows it
  });
  mlir::OwningOpRef<mlir::ModuleOp> module = importFile(path, options, context, report);
  return hasError ? nullptr : std::move(module);
}

mlir::FailureOr<ModelInterface> unspool::frontend::describeModel(llvm::StringRef path,
                                                                 mlir::MLIRContext &context) {
  switch (kindOf(path)) {
  case ModelKind::Onnx:
    return describeOnnx(path, context);
  case ModelKind::Keras:
    return describeKeras(path, context);
  case ModelKind::Unknown:
    break;
  }
  reportUnknown(path, context);
  return mlir::failure();
}
