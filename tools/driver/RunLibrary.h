//===- RunLibrary.h - tensors through a generated library -----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_DRIVER_RUNLIBRARY_H
#define UNSPOOL_TOOLS_DRIVER_RUNLIBRARY_H

#include "codegen/library/LoadedLibrary.h"
#include "ir/Evaluate.h"
#include "tools/driver/AlignedBytes.h"
#include "tools/driver/ThreadPool.h"

#include "llvm/Support/Error.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace unspool {

/// "f32[1x3x16x16]"
std::string typeText(mlir::RankedTensorType type);
std::string typeText(const unspool_tensor &tensor);

struct OutputBuffer {
  std::string name;
  std::string type; ///< as typeText
  std::vector<int64_t> shape;
  std::vector<uint8_t> bytes;
};

/// A generated library with a workspace of its own.
class LoadedModel {
public:
  /// Loads lib<name>.so of `folder`.
  static llvm::Expected<LoadedModel> open(llvm::StringRef folder, llvm::StringRef name);
  /// Loads the shared library at `path`.
  static llvm::Expected<LoadedModel> openFile(llvm::StringRef path);

  const unspool_model &model() const { return library.model(); }
  /// Null for a library made without --profile.
  const unspool_profile_table *profileTable() const { return library.profileTable(); }
  uint8_t *workspaceBytes() { return workspace.data(); }
  /// The inputs' types, in the library's order.
  std::vector<mlir::RankedTensorType> inputTypes(mlir::MLIRContext &context) const;

  /// Runs on inputs in the library's order; their types are checked. Memory ends where
  /// the tensors end (GuardedBytes.h). A library that
  /// borrows threads runs a second time, with threads: an error if a bit differs.
  llvm::Expected<std::vector<OutputBuffer>> run(llvm::ArrayRef<nn::Tensor> inputs);

  /// Calls the library's function on `inputs`, which must outlive the caller and
  /// fit (as in run()), with memory of its own for outputs: for timing. That is
  /// step in a model with state, beginning with the initial state, else run; with
  /// threads if it borrows any.
  std::function<void()> caller(llvm::ArrayRef<nn::Tensor> inputs);

  using Shapes = std::vector<std::vector<int64_t>>;
  /// Of inputs, then outputs, at these sizes.
  Shapes shapesAt(llvm::ArrayRef<int64_t> sizes) const;
  /// The dimensions' sizes, as the inputs have them.
  std::vector<int64_t> sizesOf(llvm::ArrayRef<nn::Tensor> inputs) const;

private:
  explicit LoadedModel(LoadedLibrary library);
  LoadedLibrary library;
  AlignedBytes workspace;
  std::unique_ptr<ThreadPool> pool; ///< if the library can use one
};

} // namespace unspool

#endif // UNSPOOL_TOOLS_DRIVER_RUNLIBRARY_H
