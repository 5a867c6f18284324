//===- KerasFile.h - files that hold a Keras model ------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   .keras         a zip archive of config.json, metadata.json, model.weights.h5
//   .h5, .hdf5     HDF5 whose attribute model_config is the configuration, with the
//                  weights in group model_weights
//   .json          the configuration, with the weights beside it in a file of the
//                  same stem: .safetensors, .weights.h5 or .h5
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_KERAS_KERASFILE_H
#define UNSPOOL_FRONTEND_KERAS_KERASFILE_H

#include "frontend/keras/WeightStore.h"

namespace unspool::frontend {

struct KerasFile {
  std::unique_ptr<Json> config;
  std::unique_ptr<WeightStore> weights;
  bool isVersion2 = false; ///< written by Keras 2, some of whose functions differ
  bool hasLines = false;   ///< the configuration is text that a person can open
};

/// Opens the file and its weights. Null on errors, which have been reported.
mlir::FailureOr<KerasFile> openKerasFile(llvm::StringRef path, const ImportOptions &options,
                                         mlir::MLIRContext &context);

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_KERAS_KERASFILE_H
