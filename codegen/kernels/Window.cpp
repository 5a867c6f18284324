//===- Window.cpp - the sliding window of convolutions and pools ----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/Window.h"

#include <algorithm>

using namespace Halide;

namespace unspool {

Func makePadded(KernelBuilder &builder, const Node &node, const Window &window) {
  int input = node.operands[0];
  bool isArgument = input < int(builder.spec.arguments.size());
  bool isFixed = std::all_of(window.input.begin(), window.input.end(),
                             [](const Extent &extent) { return extent.isFixed(); });
  if (isArgument && !window.hasBorder() && isFixed)
    return Func();
  Func padded(builder.name("padded"));
  Index index = builder.variables(builder.shapeOf(input).size());
  Index source = index;
  Expr inside = Internal::const_true();
  for (size_t axis = 0; axis < window.rank(); ++axis) {
    // A tile of pixels may reach beyond an axis of any extent.
    if (!window.hasBorder(axis) && window.input[axis].isFixed())
      continue;
    Expr position = index[axis + 1] - window.low[axis].value, extent = window.input[axis].value;
    inside = inside && position >= 0 && position < extent;
    source[axis + 1] = clamp(likely(position), 0, Internal::simplify(extent - 1));
  }
  // Inside is the likely case: loops are cut so that most of their passes do not ask.
  // (Not so in pools: Halide then takes the comparisons of elements for likely, too.)
  Expr element = builder.read(input, source);
  KernelBuilder::ref(padded, index) =
      window.hasBorder() || !isFixed ? select(inside, likely(element), Internal::make_zero(element.type()))
                         : element;
  return padded;
}

} // namespace unspool
