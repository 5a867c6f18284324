//===- States.cpp - what passes on a model's state share ------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/States.h"

#include "ir/Evaluate.h"

#include "llvm/Support/raw_ostream.h"
#include "llvm/Support/xxhash.h"

using namespace mlir;

namespace unspool::nn {

StringRef argumentName(func::FuncOp function, unsigned index) {
  auto name = function.getArgAttrOfType<StringAttr>(index, kNameAttr);
  return name ? name.getValue() : StringRef();
}

StringRef resultName(func::FuncOp function, unsigned index) {
  auto name = function.getResultAttrOfType<StringAttr>(index, kNameAttr);
  return name ? name.getValue() : StringRef();
}

void stampFingerprint(func::FuncOp function) {
  std::string text;
  llvm::raw_string_ostream out(text);
  llvm::DenseMap<Value, unsigned> number;
  auto define = [&](ValueRange values) {
    for (Value value : values) {
      number.try_emplace(value, number.size());
      out << value.getType() << ";";
    }
  };
  define(function.getArguments());
  for (Operation &op : function.getBody().front()) {
    out << op.getName() << "(";
    for (Value operand : op.getOperands())
      out << number.lookup(operand) << ",";
    // Weights are hashed, everything else is told.
    if (auto constant = dyn_cast<ConstantOp>(op))
      out << llvm::xxh3_64bits(toTensor(constant.getValue()).bytes);
    else
      out << op.getAttrDictionary();
    out << ")";
    define(op.getResults());
  }
  auto type = IntegerType::get(function.getContext(), 64);
  function->setAttr(kFingerprintAttr,
                    IntegerAttr::get(type, int64_t(llvm::xxh3_64bits(StringRef(text)))));
}

} // namespace unspool::nn
