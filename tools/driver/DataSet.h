//===- DataSet.h - test vectors beside a model ----------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The layout of the ONNX backend tests: beside model.onnx stand folders
// test_data_set_K with input_J.pb and output_J.pb in the order of the graph's
// inputs and outputs; an optional tolerance.json gives "rtol" and "atol".
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_DRIVER_DATASET_H
#define UNSPOOL_TOOLS_DRIVER_DATASET_H

#include "ir/Evaluate.h"

#include <string>
#include <vector>

namespace unspool {

struct DataSet {
  std::string folder; ///< its name, "test_data_set_0"
  std::vector<nn::Tensor> inputs, outputs;
};

/// All data sets beside the model at `modelPath`, by number. Fails, with errors
/// through the context, if a file is damaged.
mlir::FailureOr<std::vector<DataSet>> readDataSets(llvm::StringRef modelPath,
                                                   mlir::MLIRContext &context);

struct Tolerance {
  double relative = 1e-3;
  double absolute = 1e-5;
  bool isDefault = true; ///< no tolerance.json: float16 outputs get 1e-2
};

/// From the tolerance.json beside the model, or the defaults of the ONNX backend
/// test runner.
Tolerance readTolerance(llvm::StringRef modelPath);

/// How an output differs from what it should be.
struct Difference {
  bool within = true;
  double largest = 0;  ///< absolute; infinite if one is NaN and the other is not
  std::string where;   ///< of the worst element: "[0, 3]: 1.5 when it should be 1.4"
};

/// Compares as numpy.allclose does, |actual - expected| <= absolute + relative *
/// |expected|, NaNs being equal. `bytes` holds a tensor of expected's type.
Difference compare(const uint8_t *bytes, const nn::Tensor &expected, const Tolerance &tolerance);

} // namespace unspool

#endif // UNSPOOL_TOOLS_DRIVER_DATASET_H
