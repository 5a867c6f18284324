//===- KernelReference.cpp - what a kernel should compute -----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/compare/KernelReference.h"

#include "tools/driver/DataSet.h"
#include "tools/driver/SampleInputs.h"

#include "mlir/Parser/Parser.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;

namespace unspool {

static std::string shapeText(Type type) {
  return llvm::join(llvm::map_range(cast<RankedTensorType>(type).getShape(),
                                    [](int64_t extent) { return std::to_string(extent); }),
                    "x");
}

KernelReference::KernelReference(const std::string &bytecode) {
  context.loadDialect<nn::NnDialect, func::FuncDialect>();
  module = parseSourceString<ModuleOp>(bytecode, &context);
  assert(module && "written by this process");
  function = *module->getOps<func::FuncOp>().begin();
  llvm::SmallVector<RankedTensorType> types;
  for (Type type : function.getArgumentTypes())
    types.push_back(cast<RankedTensorType>(type));
  samples = sampleInputs(types);
  auto evaluated = nn::evaluate(function, samples);
  if (succeeded(evaluated))
    expected.assign(evaluated->begin(), evaluated->end());
}

std::string KernelReference::typeText() {
  auto textOf = [](TypeRange types) { return llvm::join(llvm::map_range(types, shapeText), ", "); };
  return textOf(function.getArgumentTypes()) + " -> " + textOf(function.getResultTypes());
}

double KernelReference::errorOf(llvm::ArrayRef<OutputBuffer> outputs) const {
  double worst = 0;
  for (auto [output, should] : llvm::zip(outputs, expected)) {
    std::vector<uint8_t> zeros(should.bytes.size(), 0);
    double largest = compare(zeros.data(), should, Tolerance()).largest;
    double difference = compare(output.bytes.data(), should, Tolerance()).largest;
    worst = std::max(worst, largest > 0 ? difference / largest : difference);
  }
  return worst;
}

} // namespace unspool
