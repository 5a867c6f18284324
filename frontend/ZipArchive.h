//===- ZipArchive.h - the files in a zip archive --------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Read into memory, entry by entry, by name: nothing is unpacked to disk, so names
// in the archive cannot lead anywhere.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_ZIPARCHIVE_H
#define UNSPOOL_FRONTEND_ZIPARCHIVE_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

struct zip;

namespace unspool::frontend {

class ZipArchive {
public:
  /// Opens an archive whose bytes are `data`, which must outlive it.
  static llvm::Expected<ZipArchive> open(llvm::StringRef data);

  std::vector<std::string> names() const;
  bool contains(llvm::StringRef name) const;
  /// An entry's bytes, checked against its checksum; an error if there is none of
  /// this name, or if it is larger than `limit` bytes.
  llvm::Expected<std::string> read(llvm::StringRef name, int64_t limit) const;

private:
  struct Close {
    void operator()(zip *archive) const;
  };
  explicit ZipArchive(zip *archive) : archive(archive) {}
  std::unique_ptr<zip, Close> archive;
};

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_ZIPARCHIVE_H
