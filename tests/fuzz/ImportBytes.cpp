//===- ImportBytes.cpp - what all fuzz targets do with their input --------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/fuzz/ImportBytes.h"

#include "frontend/Frontend.h"

#include "mlir/IR/Diagnostics.h"
#include "llvm/Support/FileSystem.h"

#include <filesystem>
#include <fstream>

using namespace unspool;
using namespace unspool::frontend;

namespace {

/// Far below --max-memory's default, so that a fuzzer's limit (2 GiB) is reached only
/// by what does not respect it.
constexpr int64_t kMemoryLimit = int64_t(64) << 20;

/// Small extents for what the model leaves open, different ones for different axes.
void fillOpenExtents(const ModelInterface &interface, ImportOptions &options) {
  for (const ValueDescription &input : interface.inputs) {
    std::vector<int64_t> shape = input.dims;
    for (size_t axis = 0; axis < shape.size(); ++axis)
      if (shape[axis] < 0)
        shape[axis] = 1 + int64_t(axis) % 3;
    if (input.hasShape && shape != input.dims)
      options.inputShapes[input.name] = shape;
  }
}

} // namespace

fuzz::ScratchFolder::ScratchFolder() {
  llvm::SmallString<128> path;
  if (llvm::sys::fs::createUniqueDirectory("unspool-fuzz", path))
    abort();
  folder = path.str().str();
}

fuzz::ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
}

std::string fuzz::ScratchFolder::write(const std::string &name, std::string_view bytes) const {
  std::string path = folder + "/" + name;
  std::ofstream(path, std::ios::binary).write(bytes.data(), std::streamsize(bytes.size()));
  return path;
}

void fuzz::importModel(const std::string &path, std::optional<uint64_t> randomSeed) {
  ImportOptions options;
  options.randomSeed = randomSeed;
  options.memoryLimit = kMemoryLimit;
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  bool hasError = false;
  mlir::ScopedDiagnosticHandler handler(&context, [&](mlir::Diagnostic &diagnostic) {
    hasError |= diagnostic.getSeverity() == mlir::DiagnosticSeverity::Error;
    return mlir::success();
  });
  mlir::FailureOr<ModelInterface> interface = describeModel(path, context);
  if (mlir::failed(interface) != hasError)
    abort();
  if (mlir::failed(interface))
    return;
  fillOpenExtents(*interface, options);
  if (bool(frontend::importModel(path, options, context)) == hasError)
    abort();
}
