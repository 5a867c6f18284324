//===- KernelCache.h - compiled kernels by content ------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// As ccache does for C: a kernel's object is a function of its canonical text,
// the target and the versions of Unspool and Halide, so it is kept under the hash
// of these. Files are written aside and renamed, so that concurrent compilations
// never see half an object; a damaged file counts as absent.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_DRIVER_KERNELCACHE_H
#define UNSPOOL_TOOLS_DRIVER_KERNELCACHE_H

#include "codegen/kernels/Kernels.h"

#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>

namespace unspool {

class KernelCache {
public:
  /// In $UNSPOOL_CACHE_DIR, or $XDG_CACHE_HOME/unspool, or ~/.cache/unspool; a
  /// cache that cannot be used is empty and stores nothing.
  explicit KernelCache(bool enabled);

  /// Of all that kernels are made by: versions, and a hash of the emitter's sources.
  static std::string version();
  static std::string keyOf(const KernelSpec &kernel, llvm::StringRef target);

  std::optional<KernelObject> load(llvm::StringRef key) const;
  void store(llvm::StringRef key, const KernelObject &object) const;

private:
  std::string pathOf(llvm::StringRef key) const;
  std::string directory;
};

} // namespace unspool

#endif // UNSPOOL_TOOLS_DRIVER_KERNELCACHE_H
