//===- Library.h - the native library on disk -----------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From a plan and its kernels' objects to a folder:
//
//   lib<name>.a, lib<name>.so    "static", "shared"
//   <name>.h                     "header"
//   <name>.json                  the manifest; written always
//   <name>Config.cmake           for find_package(<name>), with "static" or "shared"
//   <name>.o, <name>.<kernel>.o  "obj"
//   <name>.ll                    "llvm": the entry functions
//   <name>.s, <name>.<kernel>.s  "asm"
//   <name>.<kernel>.stmt         "stmt": the kernels' loop nests
//
// All files appear together, or none does. Equal inputs make equal bytes.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_LIBRARY_LIBRARY_H
#define UNSPOOL_CODEGEN_LIBRARY_LIBRARY_H

#include "codegen/Plan.h"
#include "codegen/kernels/Kernels.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"

#include <set>
#include <string>
#include <vector>

namespace unspool {

/// A kernel's object may define its function under this name instead of the
/// spec's own, so that equal kernels have equal objects.
inline constexpr const char *kKernelSymbol = "unspool_kernel";

/// Which kernels have the schedules that a database of measurements says are fast.
struct TuningNote {
  std::string database;             ///< its file's name; empty: none was asked
  std::vector<std::string> kernels; ///< their names, in the plan's order
};

struct LibraryOptions {
  std::string directory;        ///< made if missing; other files in it stay
  std::string target = "host"; ///< as EntryOptions::target
  std::set<std::string> emit = {"static", "shared", "header"};
  TuningNote tuning; ///< for the manifest
  bool profile = false; ///< as EntryOptions::profile
};

struct LibraryReport {
  int64_t workspaceBytes = 0, constantBytes = 0;
  std::vector<std::string> files; ///< names within the folder, sorted
};

/// `kernels` in the order of plan.kernels. The plan's weights leave memory as they are written.
/// Errors name what was being done, on which path, and why it failed.
llvm::Expected<LibraryReport> writeLibrary(ModelPlan plan, llvm::ArrayRef<KernelObject> kernels,
                                           const LibraryOptions &options);

/// How a call computes its convolution: "direct", "winograd4", ...
std::string algorithmOf(const ModelPlan &plan, const Step &call);

} // namespace unspool

#endif // UNSPOOL_CODEGEN_LIBRARY_LIBRARY_H
