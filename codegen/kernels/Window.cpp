//===- Window.cpp - the sliding window of convolutions and pools ----------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/kernels/Window.h"

using namespace Halide;

namespace unspool {

Func makePadded(KernelBuilder &builder, const Node &node, const Window &window, bool inRows) {
  int input = node.operands[0];
  bool isArgument = input < int(builder.spec.arguments.size());
  bool isFixed = window.isFixed();
  // Along one axis there is a kernel for each tile of pixels: few reach beyond an open axis, and
  // those compute the last pixel again.
  bool staysInside = isFixed || (window.rank() == 1 && inRows);
  if (isArgument && !window.hasBorder() && staysInside)
    return Func();
  Func padded(builder.name("padded"));
  Index index = builder.variables(builder.shapeOf(input).size());
  Index source = index;
  // Of few channels, a row is zeros and then the input's row, in vectors of pixels that no
  // border interrupts; unless a convolution in the same kernel makes it, or a depthwise one
  // reads it, whose border is not stored.
  size_t columns = window.rank() - 1;
  int64_t channels = builder.shapeOf(input).back(), groups = integer(node, "groups", 1);
  bool isDepthwise = groups > 1 && groups == channels && groups == node.results[0].shape.back();
  bool copiesRows = inRows && isFixed && !isDepthwise && !builder.anchor.node &&
                    (window.hasBorder(columns) || !isArgument) && channels < builder.lanes / 2;
  Expr inside = Internal::const_true();
  for (size_t axis = 0; axis < window.rank() - copiesRows; ++axis) {
    // A tile of pixels may reach beyond an axis of any extent.
    if (!window.hasBorder(axis) && window.input[axis].isFixed())
      continue;
    Expr position = index[axis + 1] - window.low[axis].value, extent = window.input[axis].value;
    inside = inside && position >= 0 && position < extent;
    source[axis + 1] = clamp(likely(position), 0, Internal::simplify(extent - 1));
  }
  if (copiesRows) {
    RDom row(0, int(window.input[columns].most), builder.name("row"));
    Type type = computedType(builder.typeOf(input).element);
    Index target = index;
    source[columns + 1] = row;
    target[columns + 1] = row + window.low[columns].value;
    KernelBuilder::ref(padded, index) = Internal::make_zero(type);
    KernelBuilder::ref(padded, target) =
        select(inside, likely(builder.read(input, source)), Internal::make_zero(type));
    return padded;
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
