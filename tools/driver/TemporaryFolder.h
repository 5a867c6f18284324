//===- TemporaryFolder.h - a folder that goes when its owner does ---------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_DRIVER_TEMPORARYFOLDER_H
#define UNSPOOL_TOOLS_DRIVER_TEMPORARYFOLDER_H

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"

#include <string>

namespace unspool {

class TemporaryFolder {
public:
  TemporaryFolder() { valid = !llvm::sys::fs::createUniqueDirectory("unspool", folder); }
  ~TemporaryFolder() {
    if (valid)
      llvm::sys::fs::remove_directories(folder);
  }
  TemporaryFolder(const TemporaryFolder &) = delete;
  TemporaryFolder &operator=(const TemporaryFolder &) = delete;

  bool isValid() const { return valid; }
  std::string path() const { return folder.str().str(); }

private:
  llvm::SmallString<128> folder;
  bool valid;
};

} // namespace unspool

#endif // UNSPOOL_TOOLS_DRIVER_TEMPORARYFOLDER_H
