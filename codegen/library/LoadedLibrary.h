//===- LoadedLibrary.h - a generated shared object, opened ----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_LIBRARY_LOADEDLIBRARY_H
#define UNSPOOL_CODEGEN_LIBRARY_LOADEDLIBRARY_H

#include "runtime/profile.h"
#include "runtime/unspool.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <memory>

namespace unspool {

/// Keeps the shared object open as long as it lives.
class LoadedLibrary {
public:
  /// Opens lib<name>.so, whatever its file is called now, by the one symbol it
  /// exports that ends in "_describe". Loading runs no code of the model's.
  static llvm::Expected<LoadedLibrary> open(llvm::StringRef path);

  const unspool_model &model() const { return *description; }
  /// Null for a library made without --profile.
  const unspool_profile_table *profileTable() const { return profile; }

private:
  struct Close {
    void operator()(void *handle) const;
  };
  std::unique_ptr<void, Close> handle;
  const unspool_model *description = nullptr;
  const unspool_profile_table *profile = nullptr;
};

} // namespace unspool

#endif // UNSPOOL_CODEGEN_LIBRARY_LOADEDLIBRARY_H
