//===- StagingFolder.h - files that appear together or not at all ---------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Files are written into a temporary folder beside the final one, so that moving
// them is renaming. Whatever was not committed is removed at the end of life.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_LIBRARY_STAGINGFOLDER_H
#define UNSPOOL_CODEGEN_LIBRARY_STAGINGFOLDER_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <set>
#include <string>

namespace unspool {

class StagingFolder {
public:
  /// Makes the temporary folder, and the parents of `destination`.
  static llvm::Expected<StagingFolder> create(llvm::StringRef destination);
  StagingFolder(StagingFolder &&other);
  ~StagingFolder();

  /// Writes a file that commit() will move.
  llvm::Error write(llvm::StringRef file, llvm::StringRef bytes);
  /// Writes a file that is only needed until commit().
  llvm::Error writeTemporary(llvm::StringRef file, llvm::StringRef bytes);
  /// Writes an executable file, which commit() will move, of what arrives at a descriptor.
  llvm::Error receive(llvm::StringRef file, int descriptor);
  /// Where `file` lies until commit().
  std::string pathOf(llvm::StringRef file) const;
  /// Says that `file` will be written and is to be moved.
  void adopt(llvm::StringRef file) { files.insert(file.str()); }

  const std::set<std::string> &fileNames() const { return files; }

  /// Moves the files into the destination, over older ones of the same names.
  llvm::Error commit();

private:
  StagingFolder(std::string destination, std::string temporary)
      : destination(std::move(destination)), temporary(std::move(temporary)) {}

  std::string destination, temporary;
  std::set<std::string> files;
};

} // namespace unspool

#endif // UNSPOOL_CODEGEN_LIBRARY_STAGINGFOLDER_H
