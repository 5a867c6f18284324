//===- NnData.td - constants and data movement ------------------*- tablegen -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_IR_NNDATA_TD
#define UNSPOOL_IR_NNDATA_TD

include "ir/NnDialect.td"

def Nn_ConstantOp : Nn_Op<"constant", [ConstantLike]> {
  let summary = "a tensor known at compile time";
  let arguments = (ins ElementsAttr:$value);
  let results = (outs Nn_Tensor:$result);
  let assemblyFormat = "attr-dict $value";
  let hasFolder = 1;
}

def Nn_IotaOp : Nn_TypedOp<"iota"> {
  let summary = "0, 1, 2, ... along one axis";
  let arguments = (ins I64Attr:$axis);
  let results = (outs Nn_Tensor:$result);
  let assemblyFormat = "attr-dict `:` type($result)";
  let hasVerifier = 1;
}

def Nn_ReshapeOp : Nn_TypedOp<"reshape"> {
  let summary = "the same elements in row-major order under another shape; never moves data";
  let description = "(C1) input and result have the same element type and element count.";
  let arguments = (ins Nn_Tensor:$input);
  let results = (outs Nn_Tensor:$result);
  let assemblyFormat = "$input attr-dict `:` type($input) `to` type($result)";
  let hasVerifier = 1;
  let hasFolder = 1;
}

def Nn_TransposeOp : Nn_Op<"transpose"> {
  let summary = "result[i] has axis permutation[i] of the input";
  let description = "(C1) `permutation` is a permutation of the input's axes.";
  let arguments = (ins Nn_Tensor:$input, DenseI64ArrayAttr:$permutation);
  let results = (outs Nn_Tensor:$result);
  let assemblyFormat = "$input $permutation attr-dict `:` type($input)";
  let hasFolder = 1;
}

def Nn_BroadcastOp : Nn_TypedOp<"broadcast"> {
  let summary = "stretch extents of 1, and add leading axes, to the result's shape";
  let description = "(C1) the input's shape broadcasts to the result's as NumPy has it.";
  let arguments = (ins Nn_Tensor:$input);
  let results = (outs Nn_Tensor:$result);
  let assemblyFormat = "$input attr-dict `:` type($input) `to` type($result)";
  let hasVerifier = 1;
}

def Nn_SliceOp : Nn_Op<"slice"> {
  let summary = "result[i] = input[starts + i * steps], `sizes` elements along each axis";
  let description = [{
    (C1) the three lists have one entry an axis. (C2) steps are not zero (they
    may be negative). (C3) every element read lies inside the input.
  }];
  let arguments = (ins Nn_Tensor:$input, DenseI64ArrayAttr:$starts, DenseI64ArrayAttr:$sizes,
                       DenseI64ArrayAttr:$steps);
  let results = (outs Nn_Tensor:$result);
  let assemblyFormat = "$input $starts `size` $sizes `step` $steps attr-dict `:` type($input)";
  let hasFolder = 1;
}

def Nn_ConcatOp : Nn_Op<"concat"> {
  let summary = "inputs one after the other along an axis";
  let description = [{
    `in_place`: whoever computes an input writes it into the result, and nothing is left to
    do; join-in-place says where. Its rows (along the last axis) then lie apart.
    (C1) at least one input. (C2) shapes agree but for `axis`.
  }];
  let arguments = (ins Variadic<Nn_Tensor>:$inputs, I64Attr:$axis, UnitAttr:$in_place);
  let results = (outs Nn_Tensor:$result);
  let assemblyFormat = "$inputs prop-dict attr-dict `:` type($inputs)";
  let hasFolder = 1;
}

def Nn_PadMode : I32EnumAttr<"PadMode", "what lies outside",
    [I32EnumAttrCase<"constant", 0>, I32EnumAttrCase<"edge", 1>, I32EnumAttrCase<"reflect", 2>,
     I32EnumAttrCase<"wrap", 3>]> {
  let cppNamespace = "::unspool::nn";
}

def Nn_PadOp : Nn_Op<"pad"> {
  let summary = "`low` elements before and `high` after, along each axis";
  let description = [{
    `value` (one element) is what a constant border holds. Negative pads crop.
    (C1) one entry an axis. (C2) reflect needs pads below the extent.
    (C3) edge, reflect and wrap need a non-empty input.
  }];
  let arguments = (ins Nn_Tensor:$input, Nn_Tensor:$value, DenseI64ArrayAttr:$low,
                       DenseI64ArrayAttr:$high, Nn_PadMode:$mode);
  let results = (outs Nn_Tensor:$result);
  let assemblyFormat = [{
    $input `,` $value $mode `low` $low `high` $high attr-dict `:` type($input) `,` type($value)
  }];
}

def Nn_GatherOp : Nn_Op<"gather"> {
  let summary = "result[..., indices, ...] = input at indices along one axis (ONNX Gather)";
  let description = [{
    Negative indices count from the end; an index outside is clamped (the
    library never reads out of bounds).
  }];
  let arguments = (ins Nn_Tensor:$input, Nn_IndexTensor:$indices, I64Attr:$axis);
  let results = (outs Nn_Tensor:$result);
  let assemblyFormat = [{
    $input `,` $indices prop-dict attr-dict `:` type($input) `,` type($indices)
  }];
}

def Nn_GatherElementsOp : Nn_Op<"gather_elements"> {
  let summary = "result[i, j, ...] = input[..., indices[i, j, ...], ...] (ONNX GatherElements)";
  let arguments = (ins Nn_Tensor:$input, Nn_IndexTensor:$indices, I64Attr:$axis);
  let results = (outs Nn_Tensor:$result);
  let assemblyFormat = [{
    $input `,` $indices prop-dict attr-dict `:` type($input) `,` type($indices)
  }];
}

def Nn_GatherNdOp : Nn_Op<"gather_nd"> {
  let summary = "the last axis of indices holds coordinates into the input (ONNX GatherND)";
  let arguments = (ins Nn_Tensor:$input, Nn_IndexTensor:$indices, I64Attr:$batch_dims);
  let results = (outs Nn_Tensor:$result);
  let assemblyFormat = [{
    $input `,` $indices prop-dict attr-dict `:` type($input) `,` type($indices)
  }];
}

def Nn_ScatterMode : I32EnumAttr<"ScatterMode", "what happens to the element scattered onto",
    [I32EnumAttrCase<"replace", 0>, I32EnumAttrCase<"add", 1>, I32EnumAttrCase<"mul", 2>,
     I32EnumAttrCase<"min", 3>, I32EnumAttrCase<"max", 4>]> {
  let cppNamespace = "::unspool::nn";
}

def Nn_ScatterElementsOp : Nn_Op<"scatter_elements"> {
  let summary = "a copy of the input, updated at indices along one axis (ONNX ScatterElements)";
  let arguments = (ins Nn_Tensor:$input, Nn_IndexTensor:$indices, Nn_Tensor:$updates,
                       I64Attr:$axis, Nn_ScatterMode:$mode);
  let results = (outs Nn_Tensor:$result);
  let assemblyFormat = [{
    $input `,` $indices `,` $updates $mode prop-dict attr-dict
    `:` type($input) `,` type($indices) `,` type($updates)
  }];
}

def Nn_ScatterNdOp : Nn_Op<"scatter_nd"> {
  let summary = "a copy of the input, updated at coordinates (ONNX ScatterND)";
  let arguments = (ins Nn_Tensor:$input, Nn_IndexTensor:$indices, Nn_Tensor:$updates,
                       Nn_ScatterMode:$mode);
  let results = (outs Nn_Tensor:$result);
  let assemblyFormat = [{
    $input `,` $indices `,` $updates $mode prop-dict attr-dict
    `:` type($input) `,` type($indices) `,` type($updates)
  }];
}

#endif // UNSPOOL_IR_NNDATA_TD
