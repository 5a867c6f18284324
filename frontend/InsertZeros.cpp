//===- InsertZeros.cpp - holes for transposed convolutions ----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/InsertZeros.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

Value unspool::frontend::insertZeros(NnBuilder &build, Value input, ArrayRef<int64_t> strides) {
  if (!input || llvm::all_of(strides, [](int64_t stride) { return stride == 1; }))
    return input;
  SmallVector<int64_t> apart{nn::shapeOf(input).front()}, together = apart, low{0}, high{0};
  for (auto [extent, stride] : llvm::zip(nn::shapeOf(input).slice(1, strides.size()), strides)) {
    apart.append({extent, 1});
    low.append({0, 0});
    high.append({0, stride - 1});
    together.push_back(extent * stride);
  }
  for (auto *list : {&apart, &together})
    list->push_back(nn::shapeOf(input).back());
  low.push_back(0);
  high.push_back(0);
  Value padded = build.create<nn::PadOp>(build.reshape(input, apart), build.scalarLike(0, input),
                                         ArrayRef<int64_t>(low), ArrayRef<int64_t>(high),
                                         nn::PadMode::constant);
  return build.reshape(padded, together);
}
