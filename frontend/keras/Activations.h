//===- Activations.h - Keras activation functions -------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_FRONTEND_KERAS_ACTIVATIONS_H
#define UNSPOOL_FRONTEND_KERAS_ACTIVATIONS_H

#include "frontend/Json.h"
#include "frontend/NnBuilder.h"

namespace unspool::frontend {

/// A named activation of `x`; null, with nothing reported, if the name is unknown.
/// Softmax and its like act on the last axis.
mlir::Value namedActivation(NnBuilder &build, llvm::StringRef name, mlir::Value x, bool isVersion2);

/// The name that an `activation` attribute gives: of a string, of null ("linear"), or
/// of a function that was serialized as an object. Nothing for activation layers.
std::optional<llvm::StringRef> activationName(const Json &value);

/// An activation inside a recurrent cell, as nn's cells spell it, if they know it.
struct CellActivation {
  const char *name;
  double alpha = 0, beta = 0;
};
std::optional<CellActivation> cellActivation(llvm::StringRef name, bool isVersion2);

/// Why an `activation` attribute is not supported, or empty. `choices` is "cell"
/// inside recurrent cells, where glu and activation layers cannot stand.
std::string findActivationProblem(const Json &value, llvm::StringRef choices);

/// All named activations, sorted; those of cells if `inCells`.
std::vector<std::string> activationNames(bool inCells);

} // namespace unspool::frontend

#endif // UNSPOOL_FRONTEND_KERAS_ACTIVATIONS_H
