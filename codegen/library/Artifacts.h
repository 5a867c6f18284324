//===- Artifacts.h - the contents of a library's files --------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each function makes one kind of file in memory (the linker, which reads and
// writes files, works in a folder that Library.cpp gives it).
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_LIBRARY_ARTIFACTS_H
#define UNSPOOL_CODEGEN_LIBRARY_ARTIFACTS_H

#include "codegen/entry/Entry.h"
#include "codegen/library/Library.h"
#include "codegen/library/StagingFolder.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <set>

namespace unspool {

/// An object by its file name, e.g. "digits.conv_0.o".
struct ObjectFile {
  std::string name;
  llvm::SmallVector<char, 0> bytes;
};

/// KernelObjects.cpp: the kernel under its model's hidden symbol, its scratch
/// calls redirected to the model's own functions. Fails if the object lacks the
/// function or needs anything but those and libc's memory functions.
llvm::Expected<ObjectFile> adoptKernel(const ModelPlan &plan, const KernelSpec &kernel,
                                       llvm::ArrayRef<uint8_t> object);

/// PrefetchHints.cpp: what the code of an object prefetches will be kept in the L2 cache.
/// For kernels whose schedule has the parameter "prefetch": others read it only once.
llvm::Error keepPrefetched(llvm::MutableArrayRef<char> object);

/// Linking.cpp.
llvm::Expected<llvm::SmallVector<char, 0>> makeArchive(llvm::ArrayRef<ObjectFile> objects);
/// Links object files (paths) into a shared object, `file` of the folder.
llvm::Error linkShared(const ModelPlan &plan, llvm::ArrayRef<std::string> objects,
                       StagingFolder &folder, llvm::StringRef file);

/// Header.cpp: <name>.h.
std::string makeHeader(const ModelPlan &plan, const Workspace &workspace);

/// Package.cpp: <name>.json and the two files of the CMake package.
std::string makeManifest(const ModelPlan &plan, const Workspace &workspace,
                         int64_t bytesOfConstants, const LibraryOptions &options,
                         const std::set<std::string> &files);
std::string makeCMakeConfig(const ModelPlan &plan, const std::set<std::string> &emit);
std::string makeCMakeVersion();

} // namespace unspool

#endif // UNSPOOL_CODEGEN_LIBRARY_ARTIFACTS_H
