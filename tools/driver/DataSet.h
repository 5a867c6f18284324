//===- DataSet.h - test vectors beside a model ----------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The layout of the ONNX backend tests: beside model.onnx stand folders
// test_data_set_K with input_J.pb and output_J.pb in the order of the graph's
// inputs and outputs; an optional tolerance.json gives "rtol" and "atol". Beside a
// Keras model (of any form) stand keras_test_K.npz with arrays input_J and output_J.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_DRIVER_DATASET_H
#define UNSPOOL_TOOLS_DRIVER_DATASET_H

#include "ir/Evaluate.h"

#include <string>
#include <vector>

namespace unspool {

struct DataSet {
  std::string folder; ///< its name, "test_data_set_0" or "keras_test_0"
  std::vector<nn::Tensor> inputs, outputs;
};

/// All data sets of the model at `modelPath`, by number: in `folder`, or beside the
/// model if that is empty. Fails, with errors through the context, if a file is
/// damaged.
mlir::FailureOr<std::vector<DataSet>>
readDataSets(llvm::StringRef modelPath, llvm::StringRef folder, mlir::MLIRContext &context);

/// Is there a data set 0 beside the model?
bool hasDataSet(llvm::StringRef modelPath);

/// By default that of the ONNX backend test runner.
struct Tolerance {
  double relative = 1e-3;
  double absolute = 1e-5;
  bool isDefault = true; ///< no tolerance.json: float16 outputs get 1e-2
};

/// From the tolerance.json in `folder`, or beside the model if that is empty; what it
/// does not say is as in `otherwise`. Fails, with an error through the context, if it cannot be
/// understood: a misspelt number would let wrong results pass.
mlir::FailureOr<Tolerance> readTolerance(llvm::StringRef modelPath, llvm::StringRef folder,
                                         Tolerance otherwise, mlir::MLIRContext &context);

/// How an output differs from what it should be.
struct Difference {
  bool within = true;
  double largest = 0; ///< absolute; infinite if one is NaN and the other is not
  double magnitude = 0; ///< of what should be: the largest that is finite
  std::string where;  ///< of the worst element: "[0, 3]: 1.5 when it should be 1.4"
};

/// Compares as numpy.allclose does, |actual - expected| <= absolute + relative *
/// |expected|, NaNs being equal. `bytes` holds a tensor of expected's type.
Difference compare(const uint8_t *bytes, const nn::Tensor &expected, const Tolerance &tolerance);

} // namespace unspool

#endif // UNSPOOL_TOOLS_DRIVER_DATASET_H
