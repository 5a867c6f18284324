//===- References.cpp - a library's numbers against the reference ---------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/regression/References.h"

#include "llvm/ADT/APFloat.h"

#include <cmath>
#include <cstring>

using namespace mlir;

namespace unspool {

/// The floats of one sign lie in the order of their bits, so this numbers them all,
/// with both zeros at 0.
static int64_t ordinal(uint64_t bits, unsigned width) {
  uint64_t sign = uint64_t(1) << (width - 1);
  return bits & sign ? -int64_t(bits & (sign - 1)) : int64_t(bits);
}

double largestUlp(Type type, llvm::ArrayRef<uint8_t> left, llvm::ArrayRef<uint8_t> right) {
  int64_t bytes = nn::elementBytes(type);
  auto floating = dyn_cast<FloatType>(type);
  double largest = left.size() == right.size() ? 0 : HUGE_VAL;
  for (size_t at = 0; at + bytes <= left.size() && at + bytes <= right.size(); at += bytes) {
    uint64_t bits[2] = {0, 0};
    std::memcpy(&bits[0], left.data() + at, bytes);
    std::memcpy(&bits[1], right.data() + at, bytes);
    if (bits[0] == bits[1])
      continue;
    if (!floating) {
      largest = std::max(largest, std::fabs(double(int64_t(bits[0])) - double(int64_t(bits[1]))));
      continue;
    }
    auto isNan = [&](uint64_t value) {
      return llvm::APFloat(floating.getFloatSemantics(), llvm::APInt(8 * bytes, value)).isNaN();
    };
    bool nan[2] = {isNan(bits[0]), isNan(bits[1])};
    if (nan[0] != nan[1])
      return HUGE_VAL;
    if (!nan[0])
      largest = std::max(largest, std::fabs(double(ordinal(bits[0], 8 * bytes)) -
                                            double(ordinal(bits[1], 8 * bytes))));
  }
  return largest;
}

FailureOr<std::vector<nn::Tensor>> referenceOutputs(const std::string &model,
                                                    const frontend::ImportOptions &import,
                                                    llvm::ArrayRef<nn::Tensor> inputs,
                                                    MLIRContext &context) {
  context.loadDialect<nn::NnDialect, func::FuncDialect>();
  OwningOpRef<ModuleOp> module = frontend::importModel(model, import, context);
  if (!module)
    return failure();
  func::FuncOp function = *module->getOps<func::FuncOp>().begin();
  // The file's order of inputs is the function's; a step library has others.
  if (function.getNumArguments() != inputs.size())
    return failure();
  for (auto [argument, input] : llvm::zip(function.getArgumentTypes(), inputs))
    if (argument != Type(input.type))
      return failure();
  auto outputs = nn::evaluate(function, inputs);
  if (failed(outputs))
    return failure();
  return std::vector<nn::Tensor>(outputs->begin(), outputs->end());
}

} // namespace unspool
