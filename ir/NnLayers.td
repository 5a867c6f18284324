//===- NnLayers.td - products, convolution, pooling, reductions -*- tablegen -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_IR_NNLAYERS_TD
#define UNSPOOL_IR_NNLAYERS_TD

include "ir/NnDialect.td"

def Nn_MatmulOp : Nn_Op<"matmul"> {
  let summary = "matrix product, batched over leading axes";
  let description = [{
    `[batch..., M, K] x [batch..., K, N] -> [batch..., M, N]`; either batch may
    also be empty (the same matrix for the whole batch).

    With `block = n` the right side is *packed* for the kernel's read order:
    `[N / n rounded up, K, n]`, columns beyond N being zero, and `columns` = N.
    pack-weights does this to constants; nothing else writes it. With
    `interleave = p` as well, p elements of K lie side by side for each column, so
    that a vector holds p terms of the sums of lanes / p columns:
    `[N / n rounded up, K / p, n * p]`.

    `algorithm` is there where rows are pixels of an image, whose sums need not
    have one order however many rows there are: "direct", or "strassen"
    (ir/Strassen.h). The packed matrix of the latter holds the seven transforms of
    pairs of blocks of columns, `[N / 2n rounded up, 7, K / 2, n]`.

    (C1) same element type. (C2) K agrees. (C3) the batch axes agree, or one
    side has none. (C4) `block` and `columns` come together. (C5) `interleave`
    is positive, divides K, and needs `block`. (C6) "strassen" is for floats,
    matrices without batch axes and an even K, without `interleave`.
  }];
  let arguments = (ins Nn_Tensor:$lhs, Nn_Tensor:$rhs, OptionalAttr<I64Attr>:$block,
                       OptionalAttr<I64Attr>:$columns, OptionalAttr<I64Attr>:$interleave,
                       OptionalAttr<StrAttr>:$algorithm);
  let results = (outs Nn_Tensor:$result);
  let builders = [
    // The right side as the definition has it; its type may be inferred.
    OpBuilder<(ins "mlir::Value":$lhs, "mlir::Value":$rhs), [{
      build($_builder, $_state, lhs, rhs, mlir::IntegerAttr(), mlir::IntegerAttr(),
            mlir::IntegerAttr(), mlir::StringAttr());
    }]>,
    OpBuilder<(ins "mlir::Type":$type, "mlir::Value":$lhs, "mlir::Value":$rhs), [{
      build($_builder, $_state, type, lhs, rhs, mlir::IntegerAttr(), mlir::IntegerAttr(),
            mlir::IntegerAttr(), mlir::StringAttr());
    }]>];
  let extraClassDeclaration = [{
    /// Is it computed by Strassen's algorithm: is the right side packed for that?
    bool isStrassen() { return getBlock() && getAlgorithm() == "strassen"; }
  }];
  let assemblyFormat = [{
    $lhs `,` $rhs (`block` $block^)? (`columns` $columns^)? (`interleave` $interleave^)?
    (`algorithm` $algorithm^)? attr-dict `:` type($lhs) `,` type($rhs)
  }];
}

def Nn_ConvOp : Nn_Op<"conv"> {
  let summary = "convolution, channels last, 1 to 3 spatial axes";
  let description = [{
    `[N, S..., C] x [K..., C / groups, O] -> [N, S'..., O]`, cross-correlation as
    ONNX Conv has it. Outside the input (`low`/`high` pads) lie zeros.
    S' = (S + low + high - dilation * (K - 1) - 1) / stride + 1.

    With `block = n` the filter is *packed*: `[O / n rounded up, K..., C, n]`,
    channels beyond O being zero, and `channels` = O (groups = 1). With
    `interleave = p`, p elements of C lie side by side for each channel, as in
    nn.matmul: `[O / n rounded up, K..., C / p, n * p]`.

    `algorithm` is how the convolution is computed: "direct" (the default), or
    "winograd2", "winograd4", ... (ir/Winograd.h), whose m results of each axis take
    stride * (m - 1) + K multiplications; "winograd4x2" has
    m = 4 down and 2 across; "winograd1x2" and "winograd1x4" are transformed
    across only. It changes the meaning of a
    packed filter: that of Winograd's holds G g along every axis,
    `[O / n rounded up, stride * (m - 1) + K..., C, n]`.

    (C1) one stride, dilation, low and high an axis, strides and dilations
    positive, pads not negative. (C2) groups divide C and O. (C3) the filter's C
    is the input's C / groups. (C4) the dilated window fits the padded input.
    (C5) `block` and `channels` come together, and need groups = 1. (C6) Winograd's
    algorithms are for floats, one group, dilations of 1, and windows that have
    a form (hasWinogradForm). (C7) `interleave` is positive, divides C, and is for
    packed filters of the algorithm "direct".
  }];
  let arguments = (ins Nn_Tensor:$input, Nn_Tensor:$filter, DenseI64ArrayAttr:$strides,
                       DenseI64ArrayAttr:$dilations, DenseI64ArrayAttr:$low,
                       DenseI64ArrayAttr:$high, I64Attr:$groups, OptionalAttr<I64Attr>:$block,
                       OptionalAttr<I64Attr>:$channels, OptionalAttr<StrAttr>:$algorithm,
                       OptionalAttr<I64Attr>:$interleave);
  let results = (outs Nn_Tensor:$result);
  let builders = [
    // The filter as the definition has it.
    OpBuilder<(ins "mlir::Type":$type, "mlir::Value":$input, "mlir::Value":$filter,
                   "llvm::ArrayRef<int64_t>":$strides, "llvm::ArrayRef<int64_t>":$dilations,
                   "llvm::ArrayRef<int64_t>":$low, "llvm::ArrayRef<int64_t>":$high,
                   "int64_t":$groups), [{
      build($_builder, $_state, type, input, filter, strides, dilations, low, high, groups,
            mlir::IntegerAttr(), mlir::IntegerAttr(), mlir::StringAttr(), mlir::IntegerAttr());
    }]>];
  let extraClassDeclaration = [{
    /// Is it computed by Winograd's algorithm: is the filter packed for that?
    bool isWinograd() { return getBlock() && getAlgorithm().value_or("direct") != "direct"; }
  }];
  let assemblyFormat = "$input `,` $filter prop-dict attr-dict `:` type($input) `,` type($filter)";
}

class Nn_PoolOp<string mnemonic, string what, dag extra = (ins)> : Nn_Op<mnemonic> {
  let summary = what;
  let description = [{
    `[N, S..., C] -> [N, S'..., C]`. Windows may begin in the `low` pad and end
    in the `high` pad; S' as for nn.conv (the frontend turns ceil_mode into a
    larger `high`).

    (C1) as nn.conv. (C2) pads are smaller than the dilated window.
  }];
  let arguments = !con((ins Nn_Tensor:$input, DenseI64ArrayAttr:$window,
                            DenseI64ArrayAttr:$strides, DenseI64ArrayAttr:$dilations,
                            DenseI64ArrayAttr:$low, DenseI64ArrayAttr:$high), extra);
  let assemblyFormat = "$input prop-dict attr-dict `:` type($input)";
}

def Nn_MaxPoolOp : Nn_PoolOp<"max_pool",
                             "largest element of each window; the border is -infinity"> {
  let results = (outs Nn_Tensor:$result);
}

def Nn_MaxPoolIndicesOp : Nn_PoolOp<"max_pool_indices",
    "where nn.max_pool found its element: row-major index into [N, C, S...] (ONNX), first wins",
    (ins BoolAttr:$column_major)> {
  let results = (outs Nn_IndexTensor:$result);
}

def Nn_AvgPoolOp : Nn_PoolOp<"avg_pool",
    "mean of each window, over the elements inside the input and, with count_include_pad, the "
    "`counted_high` part of the pads",
    (ins BoolAttr:$count_include_pad, DenseI64ArrayAttr:$counted_high)> {
  let results = (outs Nn_Tensor:$result);
}

def Nn_ReduceKind : I32EnumAttr<"ReduceKind", "how elements are combined",
    [I32EnumAttrCase<"sum", 0>, I32EnumAttrCase<"prod", 1>, I32EnumAttrCase<"min", 2>,
     I32EnumAttrCase<"max", 3>]> {
  let cppNamespace = "::unspool::nn";
}

def Nn_ReduceOp : Nn_Op<"reduce"> {
  let summary = "combine all elements along axes";
  let description = [{
    `keep` keeps the reduced axes with extent 1. An empty reduction gives the
    kind's neutral element. i1 reduces with min (and) and max (or).
    (C1) axes are in range, ascending and unique.
  }];
  let arguments = (ins Nn_Tensor:$input, Nn_ReduceKind:$kind, DenseI64ArrayAttr:$axes,
                       BoolAttr:$keep);
  let results = (outs Nn_Tensor:$result);
  let assemblyFormat = "$kind $input $axes prop-dict attr-dict `:` type($input)";
}

def Nn_ArgReduceOp : Nn_Op<"arg_reduce"> {
  let summary = "index (i64) of the smallest or largest element along an axis, kept with extent 1";
  let description = [{
    `last` picks the last of equals, otherwise the first. kind is min or max. The
    first NaN of a line, if there is one, counts as its extreme (as in NumPy).
  }];
  let arguments = (ins Nn_Tensor:$input, Nn_ReduceKind:$kind, I64Attr:$axis, BoolAttr:$last);
  let results = (outs Nn_IndexTensor:$result);
  let assemblyFormat = "$kind $input prop-dict attr-dict `:` type($input)";
}

def Nn_CumulateOp : Nn_Op<"cumulate"> {
  let summary = "running sum or product along an axis";
  let description = [{
    `exclusive` leaves the element itself out; `reverse` runs from the end.
    kind is sum or prod.
  }];
  let arguments = (ins Nn_Tensor:$input, Nn_ReduceKind:$kind, I64Attr:$axis, BoolAttr:$exclusive,
                       BoolAttr:$reverse);
  let results = (outs Nn_Tensor:$result);
  let assemblyFormat = "$kind $input prop-dict attr-dict `:` type($input)";
}

def Nn_TopKOp : Nn_Op<"top_k"> {
  let summary = "the k largest (or smallest) elements along an axis, sorted, with their "
                "indices (i64)";
  let description = [{
    Of equals, the lower index comes first; NaN is above all numbers.
    (C1) 0 <= k <= extent of the axis.
  }];
  let arguments = (ins Nn_Tensor:$input, I64Attr:$k, I64Attr:$axis, BoolAttr:$largest);
  let results = (outs Nn_Tensor:$values, Nn_IndexTensor:$indices);
  let assemblyFormat = "$input prop-dict attr-dict `:` type($input)";
}

class Nn_SoftmaxLike<string mnemonic, string what> : Nn_Op<mnemonic> {
  let summary = what;
  let arguments = (ins Nn_FloatTensor:$input, I64Attr:$axis);
  let results = (outs Nn_FloatTensor:$result);
  let assemblyFormat = "$input prop-dict attr-dict `:` type($input)";
}
def Nn_SoftmaxOp : Nn_SoftmaxLike<"softmax", "e^(x - max) / sum of e^(x - max) along an axis">;
def Nn_LogSoftmaxOp : Nn_SoftmaxLike<"log_softmax",
                                     "x - max - log(sum of e^(x - max)) along an axis">;

#endif // UNSPOOL_IR_NNLAYERS_TD
