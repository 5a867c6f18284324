//===- Hdf5File.h - reading HDF5 in a process of its own ------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Model files are not trusted, and the HDF5 library trusts its files: of 3000 copies
// of small Keras files with one to four bytes changed, HDF5 1.10.8 crashed on 9 and
// did not come back from 6. So the library runs in a child process with limits of time
// and memory, which answers requests over a socket. What happens to it there is an
// error about the file.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_HDF5FILE_H
#define UNSPOOL_FRONTEND_HDF5FILE_H

#include "llvm/Support/Error.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace unspool::frontend {

/// What elements are read as.
enum class Hdf5Element { F32, F64, I32, I64 };

struct Hdf5Type {
  Hdf5Element element;
  std::vector<int64_t> shape;
  /// The product is known to fit.
  int64_t byteCount() const;
};

/// All functions fail, with the reason, once the library has crashed.
class Hdf5File {
public:
  /// Opens a file whose bytes are `data`, which may go afterwards.
  static llvm::Expected<Hdf5File> open(llvm::StringRef data);
  Hdf5File(Hdf5File &&);
  ~Hdf5File();

  /// Is there a group or dataset at `path`, "a/b/c"?
  llvm::Expected<bool> contains(llvm::StringRef path) const;
  /// A text attribute of a group ("" is the root), or nothing.
  llvm::Expected<std::optional<std::string>> textAttribute(llvm::StringRef path,
                                                           llvm::StringRef name) const;
  /// An attribute that is a list of texts, or nothing if there is none.
  llvm::Expected<std::optional<std::vector<std::string>>>
  textsAttribute(llvm::StringRef path, llvm::StringRef name) const;
  /// The type of the dataset at `path`; an error if there is none, or if it is not
  /// of numbers.
  llvm::Expected<Hdf5Type> typeOf(llvm::StringRef path) const;
  /// The elements of the dataset at `path`, whose type is `type` and whose size the
  /// caller has checked.
  llvm::Expected<std::vector<uint8_t>> read(llvm::StringRef path, const Hdf5Type &type) const;

private:
  class Reader;
  explicit Hdf5File(std::unique_ptr<Reader> reader);
  std::unique_ptr<Reader> reader;
};

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_HDF5FILE_H
