//===- OnnxShrink.h - smaller tensors for the same nodes ------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Which axes belong together (channels of an input, of a filter, of the next one) is
// what shape inference would have to tell. Here it is guessed: axes of the same extent
// change together. A wrong guess gives a model that is refused, and nothing is lost.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_REGRESSION_ONNXSHRINK_H
#define UNSPOOL_TOOLS_REGRESSION_ONNXSHRINK_H

#include "tools/regression/OnnxCut.h"

namespace unspool {

/// What changes with an extent: only axes of it; integers of it in attributes and in
/// constants (shapes, hidden sizes) as well; or also the axes of multiples of it (the
/// gates of recurrent layers).
enum class Shrinking { Axes, Attributes, Multiples };

/// Extents above 1 of inputs and initializers, the largest first.
std::vector<int64_t> extentsOf(const onnx::ModelProto &model);

/// Makes axes of `extent` as small as `smaller`, dropping elements at the end; of
/// `inputs` too. False if nothing there has that extent.
bool shrinkModel(onnx::ModelProto &model, TensorValues &inputs, int64_t extent, int64_t smaller,
                 Shrinking how);

/// Declares the outputs' types as `values` have them, or not at all.
void fixOutputs(onnx::ModelProto &model, const TensorValues &values);

} // namespace unspool

#endif // UNSPOOL_TOOLS_REGRESSION_ONNXSHRINK_H
