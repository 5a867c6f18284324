//===- Hdf5Library.h - calls of the HDF5 library --------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a Keras file needs of HDF5: text attributes, lists of names, and datasets
// of numbers. The file is an image in memory. Links that lead out of it (external
// and symbolic ones, external storage, virtual datasets) are not followed.
//
// A damaged file can crash the library, or keep it busy for ever: only the process
// that Hdf5File.h describes calls it.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_HDF5LIBRARY_H
#define UNSPOOL_FRONTEND_HDF5LIBRARY_H

#include "frontend/Hdf5File.h"

namespace unspool::frontend {

class Hdf5Library {
public:
  /// Opens a file whose bytes are `data`, which may go afterwards.
  static llvm::Expected<Hdf5Library> open(llvm::StringRef data);
  Hdf5Library(Hdf5Library &&other) : file(other.file) { other.file = -1; }
  Hdf5Library &operator=(Hdf5Library &&) = delete;
  ~Hdf5Library();

  /// Is there a group or dataset at `path`, "a/b/c"?
  bool contains(llvm::StringRef path) const;

  /// A text attribute of a group ("" is the root), or nothing.
  std::optional<std::string> textAttribute(llvm::StringRef path, llvm::StringRef name) const;
  /// An attribute that is a list of texts. h5py splits long ones into NAME0, NAME1,
  /// ...; they are put together. Nothing if there is none.
  std::optional<std::vector<std::string>> textsAttribute(llvm::StringRef path,
                                                         llvm::StringRef name) const;

  /// The type of the dataset at `path`; an error if there is none, or if it is not
  /// of numbers.
  llvm::Expected<Hdf5Type> typeOf(llvm::StringRef path) const;
  /// The dataset's elements; the caller has checked that its size is reasonable.
  llvm::Expected<std::vector<uint8_t>> read(llvm::StringRef path) const;

private:
  explicit Hdf5Library(int64_t file) : file(file) {}
  int64_t file; ///< hid_t; -1 if moved away
};

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_HDF5LIBRARY_H
