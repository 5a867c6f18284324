//===- NnKernel.td - what becomes one function of native code ---*- tablegen -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_IR_NNKERNEL_TD
#define UNSPOOL_IR_NNKERNEL_TD

include "ir/NnDialect.td"
include "ir/NnPlacement.td"

def Nn_YieldOp : Nn_TypedOp<"yield", [Terminator, ReturnLike]> {
  let summary = "what a region gives back";
  let arguments = (ins Variadic<Nn_Tensor>:$values);
  let assemblyFormat = "($values^ `:` type($values))? attr-dict";
}

def Nn_FusedOp : Nn_TypedOp<"fused", [SingleBlock, NoRegionArguments]> {
  let summary = "ops that become one kernel: nothing between them is stored";
  let description = [{
    The region reads values from above. `kind` names the kernel family
    (codegen's schedule table has one row set a kind): "conv",
    "winograd", "depthwise", "pool", "matmul", "strassen", "cell", "reduce", "elementwise".
    form-kernels outlines it. (C1) the results are those of the yield.
  }];
  let arguments = (ins StrAttr:$kind);
  let results = (outs Variadic<Nn_Tensor>:$results);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "$kind attr-dict `:` type($results) $body";
  let hasVerifier = 1;
}

def Nn_KernelOp : Op<Nn_Dialect, "kernel", [IsolatedFromAbove, Symbol, SingleBlock]> {
  let summary = "a function of native code: nn ops on tensors, and the schedule to run them by";
  let description = [{
    Arguments and results are whole buffers. `schedule` is a dictionary: `name`
    and integer parameters. `pitches` says, of arguments and then of results, how many
    elements lie from one row (all of the last axis) to the next, or 0 if the rows lie side
    by side; without it they all do. A kernel that `takes_order` is told from which end to take its
    blocks: all its calls have an `order`. (C1) the yield's types are the function type's
    results. (C2) the block's arguments are its inputs. (C3) one pitch for each.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, TypeAttrOf<FunctionType>:$function_type,
                       StrAttr:$kind, OptionalAttr<DictionaryAttr>:$schedule,
                       OptionalAttr<DenseI64ArrayAttr>:$pitches, UnitAttr:$takes_order);
  let regions = (region SizedRegion<1>:$body);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
}

def Nn_CallOp : Nn_TypedOp<"call", [DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "run a kernel";
  let description = [{
    plan-buffers adds where each operand and result lies.
    (C1) the callee exists, and its function type is the call's. (C2) the call has an
    order if and only if the callee takes one.
  }];
  let arguments = (ins FlatSymbolRefAttr:$callee, Variadic<Nn_Tensor>:$operands,
                       OptionalAttr<Nn_SlotArrayAttr>:$operand_slots,
                       OptionalAttr<Nn_SlotArrayAttr>:$result_slots,
                       OptionalAttr<Nn_BlockOrderAttr>:$order);
  let results = (outs Variadic<Nn_Tensor>:$results);
  let assemblyFormat = "$callee `(` $operands `)` attr-dict `:` functional-type(operands, results)";
}

def Nn_CopyOp : Nn_TypedOp<"copy", [SameOperandsAndResultType]> {
  let summary = "the same tensor in memory of its own";
  let description = "plan-buffers adds copies where one tensor must lie in two places.";
  let arguments = (ins Nn_Tensor:$input, OptionalAttr<Nn_SlotAttr>:$operand_slot,
                       OptionalAttr<Nn_SlotAttr>:$result_slot);
  let results = (outs Nn_Tensor:$result);
  let assemblyFormat = "$input attr-dict `:` type($input)";
}

def Nn_ScanOp : Nn_TypedOp<"scan", [SingleBlock, AttrSizedOperandSegments]> {
  let summary = "a loop over the leading axis of tensors";
  let description = [{
    Runs `trips` times. The block's arguments are the carried states, then, for
    each scanned input `[trips * K, ...]`, a slice `[K, ...]`, taken from the
    front, or from the end for the inputs listed in `reversed`. The yield gives
    the next states, then one `[K, ...]` slice for each collected result
    `[trips * K, ...]`; result slices are placed from the front, or from the end
    if listed in `reversed_results`.

    results = final states, then collected tensors.
    (C1) the number of states is the number of `initial` operands. (C2) types
    agree as above. (C3) trips is positive and divides the leading extents.
  }];
  let arguments = (ins Variadic<Nn_Tensor>:$initial, Variadic<Nn_Tensor>:$scanned, I64Attr:$trips,
                       DenseI64ArrayAttr:$reversed, DenseI64ArrayAttr:$reversed_results);
  let results = (outs Variadic<Nn_Tensor>:$results);
  let regions = (region SizedRegion<1>:$body);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
}

#endif // UNSPOOL_IR_NNKERNEL_TD
