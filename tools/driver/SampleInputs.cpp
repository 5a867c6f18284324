//===- SampleInputs.cpp - inputs for models that come without any ---------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/SampleInputs.h"

#include <cstring>
#include <random>

using namespace mlir;

namespace unspool {

std::vector<nn::Tensor> sampleInputs(llvm::ArrayRef<RankedTensorType> types) {
  std::mt19937 random(1);
  std::normal_distribution<float> normal(0, 1);
  std::vector<nn::Tensor> inputs;
  for (RankedTensorType type : types) {
    int64_t width = nn::elementBytes(type.getElementType());
    nn::Tensor input{type, std::vector<uint8_t>(type.getNumElements() * width)};
    for (int64_t i = 0; i < type.getNumElements(); ++i) {
      uint64_t bits = random() % 2;
      if (auto floating = dyn_cast<FloatType>(type.getElementType())) {
        llvm::APFloat value(normal(random));
        bool lossy;
        value.convert(floating.getFloatSemantics(), llvm::APFloat::rmNearestTiesToEven, &lossy);
        bits = value.bitcastToAPInt().getZExtValue();
      }
      std::memcpy(input.bytes.data() + i * width, &bits, width);
    }
    inputs.push_back(std::move(input));
  }
  return inputs;
}

} // namespace unspool
