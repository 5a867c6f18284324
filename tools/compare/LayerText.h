//===- LayerText.h - a layer in one line of text ---------------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   conv    NxCxH[xW] kK[xK] cCHANNELS [sS] [pP] [dD] [gG] [relu] [poolK]
//   dwconv  NxCxH[xW] kK[xK] [sS] [pP] [dD] [relu]
//   dense   ROWSxDEPTH cCOLUMNS [relu]                       (also: matmul)
//   lstm    BxINPUTS hHIDDEN [tTIMESTEPS]                    (also: gru, rnn)
//   maxpool NxCxH[xW] kK[xK] [sS] [pP]                       (also: avgpool)
//
// k is the window, c what comes out, s the stride (1; of pools, the window), p the
// padding on each side (so that a convolution keeps its size), d the dilation, g the
// groups. One number stands for all axes.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_COMPARE_LAYERTEXT_H
#define UNSPOOL_TOOLS_COMPARE_LAYERTEXT_H

#include "llvm/Support/Error.h"

#include <string>

namespace unspool {

/// The bytes of an ONNX model of the layer, with weights that are the same in every run.
llvm::Expected<std::string> modelOfLayer(llvm::StringRef text);

} // namespace unspool

#endif // UNSPOOL_TOOLS_COMPARE_LAYERTEXT_H
