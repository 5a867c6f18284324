//===- KerasGraph.h - how the layers of a model are connected -------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_KERAS_KERASGRAPH_H
#define UNSPOOL_FRONTEND_KERAS_KERASGRAPH_H

#include "frontend/keras/KerasModel.h"

namespace unspool::frontend {

/// Sets the calls of a model's layers, and the model's inputs and outputs, from its
/// configuration: a chain if it is Sequential, else `inbound_nodes`. Reports every
/// problem; returns whether there was none.
bool connectLayers(Layer &model, const KerasPlaces &places, bool isVersion2);

/// One call in the order in which calls can be made.
struct OrderedCall {
  size_t layer, call;
};
/// All calls of a model's layers, each after those that it reads; reports if there
/// is a cycle.
mlir::FailureOr<llvm::SmallVector<OrderedCall>> orderCalls(const Layer &model,
                                                           const KerasPlaces &places);

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_KERAS_KERASGRAPH_H
