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
  for (size_t axis = 0; axis < window.rank(); ++axis) {
    if (window.low[axis] == 0 && window.high[axis] == 0)
      continue;
    Expr position = index[axis + 1] - int(window.low[axis]);
    inside = inside && position >= 0 && position < int(window.input[axis]);
    source[axis + 1] = clamp(likely(position), 0, int(window.input[axis] - 1));
  }
  // Inside is the likely case: loops are cut so that most of their passes do not ask.
  // (Not so in pools: Halide then takes the comparisons of elements for likely, too.)
  Expr element = builder.read(input, source);
  KernelBuilder::ref(padded, index) =
      window.hasBorder() ? select(inside, likely(element), Internal::make_zero(element.type()))
                         : element;
  return padded;
}

} // namespace unspool
