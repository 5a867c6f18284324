//===- SampleInputs.cpp - inputs for models that come without any ---------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/SampleInputs.h"

#include "llvm/Support/MemoryBuffer.h"

#include <nlohmann/json.hpp>

#include <algorithm>
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

/// Of 0s and 1s.
static void moveIntoRange(nn::Tensor &input, int64_t low, int64_t high) {
  int64_t width = nn::elementBytes(input.type.getElementType());
  for (size_t at = 0; at < input.bytes.size(); at += width) {
    int64_t element = std::clamp<int64_t>(input.bytes[at], low, high);
    std::memcpy(input.bytes.data() + at, &element, width);
  }
}

std::vector<nn::Tensor> sampleInputs(const LoadedModel &library, llvm::StringRef folder,
                                     MLIRContext &context) {
  std::vector<nn::Tensor> inputs = sampleInputs(library.inputTypes(context));
  auto text = llvm::MemoryBuffer::getFile(folder + "/" + library.model().name + ".json");
  if (!text)
    return inputs;
  auto manifest = nlohmann::json::parse((*text)->getBuffer().str(), nullptr, false);
  for (size_t i = 0; i < inputs.size(); ++i) {
    nlohmann::json range = manifest["inputs"][i].value("range", nlohmann::json());
    bool isFixed = range.is_array() && range[0].is_number() && range[1].is_number();
    if (isFixed && range[0] <= range[1])
      moveIntoRange(inputs[i], range[0], range[1]);
  }
  return inputs;
}

} // namespace unspool
