//===- Window.cpp - the sliding window of convolutions and pools ----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/Window.h"

using namespace Halide;

namespace unspool {

Func makePadded(KernelBuilder &builder, const Node &node, const Window &window) {
  int input = node.operands[0];
  bool isArgument = input < int(builder.spec.arguments.size());
  if (isArgument && !window.hasBorder())
    return Func();
  Func padded(builder.name("padded"));
  Index index = builder.variables(builder.shapeOf(input).size());
  Index source = index;
  Expr inside = Internal::const_true();
  for (size_t axis = 0; axis < window.rank(); ++axis)
    inside = inside && window.clampToInput(axis, index[axis + 1] - int(window.low[axis]),
                                           source[axis + 1]);
  Expr element = builder.read(input, source);
  KernelBuilder::ref(padded, index) =
      window.hasBorder() ? select(inside, element, Internal::make_zero(element.type())) : element;
  return padded;
}

} // namespace unspool
