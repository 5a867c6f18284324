//===- Hdf5File.h - reading HDF5 from memory ------------------------------===//
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
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_HDF5FILE_H
#define UNSPOOL_FRONTEND_HDF5FILE_H

#include "ir/Evaluate.h"

#include "llvm/Support/Error.h"

#include <optional>

namespace unspool::frontend {

class Hdf5File {
public:
  /// Opens a file whose bytes are `data`, which may go afterwards.
  static llvm::Expected<Hdf5File> open(llvm::StringRef data);
  Hdf5File(Hdf5File &&other) : file(other.file) { other.file = -1; }
  Hdf5File &operator=(Hdf5File &&) = delete;
  ~Hdf5File();

  /// Is there a group or dataset at `path`, "a/b/c"?
  bool contains(llvm::StringRef path) const;
  /// Names in the group at `path`, by name; empty if there is none.
  std::vector<std::string> children(llvm::StringRef path) const;

  /// A text attribute of a group ("" is the root), or nothing.
  std::optional<std::string> textAttribute(llvm::StringRef path, llvm::StringRef name) const;
  /// An attribute that is a list of texts. h5py splits long ones into NAME0, NAME1,
  /// ...; they are put together. Nothing if there is none.
  std::optional<std::vector<std::string>> textsAttribute(llvm::StringRef path,
                                                         llvm::StringRef name) const;

  /// The type of the dataset at `path`; an error if there is none, or if it is not
  /// of numbers.
  llvm::Expected<mlir::RankedTensorType> typeOf(llvm::StringRef path,
                                                mlir::MLIRContext &context) const;
  /// The dataset itself; the caller has checked that its size is reasonable.
  llvm::Expected<nn::Tensor> read(llvm::StringRef path, mlir::MLIRContext &context) const;

private:
  explicit Hdf5File(int64_t file) : file(file) {}
  int64_t file; ///< hid_t; -1 if moved away
};

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_HDF5FILE_H
