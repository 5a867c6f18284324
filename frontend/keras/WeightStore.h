//===- WeightStore.h - where the weights of a Keras model are -------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_KERAS_WEIGHTSTORE_H
#define UNSPOOL_FRONTEND_KERAS_WEIGHTSTORE_H

#include "frontend/Hdf5File.h"
#include "frontend/SafeTensors.h"
#include "frontend/keras/KerasModel.h"

namespace unspool::frontend {

class WeightStore {
public:
  virtual ~WeightStore() = default;

  /// Reads a weight, which must have `shape`. An error says where the weight should
  /// be, or what shape it has instead; nothing is read before the shape is checked.
  virtual llvm::Expected<nn::Tensor> read(const WeightSlot &slot, llvm::ArrayRef<int64_t> shape,
                                          mlir::MLIRContext &context) = 0;
};

/// A Keras 3 .weights.h5: "layers/dense/vars/0".
std::unique_ptr<WeightStore> makeNestedStore(Hdf5File file, std::string fileName);
/// A legacy .h5: a group a layer, below `root` ("model_weights", or "" in files of
/// weights only), whose attribute weight_names lists its datasets in order.
std::unique_ptr<WeightStore> makeLegacyStore(Hdf5File file, std::string root, std::string fileName);
/// A .safetensors: "dense/kernel".
std::unique_ptr<WeightStore> makeSafeTensorsStore(SafeTensors file, std::string fileName);
/// Invented weights, the same for the same seed, layer and weight: Glorot uniform
/// (Glorot and Bengio, 2010) with zero biases.
std::unique_ptr<WeightStore> makeRandomStore(uint64_t seed);
/// No weights: reading one is an error that says `remedy`.
std::unique_ptr<WeightStore> makeEmptyStore(std::string remedy);

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_KERAS_WEIGHTSTORE_H
