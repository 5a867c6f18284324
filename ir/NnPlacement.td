//===- NnPlacement.td - where tensors lie in memory -------------*- tablegen -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_IR_NNPLACEMENT_TD
#define UNSPOOL_IR_NNPLACEMENT_TD

include "mlir/IR/AttrTypeBase.td"
include "ir/NnDialect.td"

def Nn_Space : I32EnumAttr<"Space", "a memory of the generated library",
    [I32EnumAttrCase<"input", 0>, I32EnumAttrCase<"output", 1>, I32EnumAttrCase<"constant", 2>,
     I32EnumAttrCase<"arena", 3>]> {
  let cppNamespace = "::unspool::nn";
  let genSpecializedAttr = 0;
}

def Nn_SlotAttr : AttrDef<Nn_Dialect, "Slot"> {
  let mnemonic = "slot";
  let summary = "the address of a tensor";
  let description = [{
    `offset` bytes into input, output or constant `index`, or into the arena. In
    iteration i of an nn.scan, i * `stride` bytes further, and `flip` bytes further
    if i + `phase` is odd (carried states have two places).
  }];
  let parameters = (ins EnumParameter<Nn_Space>:$space,
                        DefaultValuedParameter<"int64_t", "0">:$index,
                        DefaultValuedParameter<"int64_t", "0">:$offset,
                        DefaultValuedParameter<"int64_t", "0">:$stride,
                        DefaultValuedParameter<"int64_t", "0">:$flip,
                        DefaultValuedParameter<"int64_t", "0">:$phase);
  let assemblyFormat = "`<` $space (`,` struct($index, $offset, $stride, $flip, $phase)^)? `>`";
}

def Nn_BlockOrderAttr : AttrDef<Nn_Dialect, "BlockOrder"> {
  let mnemonic = "block_order";
  let summary = "from which end a kernel takes its blocks";
  let description = [{
    In iteration i of an nn.scan (0 outside of one), from the last to the first if
    `phase` + i * `stride` is odd.
  }];
  let parameters = (ins DefaultValuedParameter<"int64_t", "0">:$phase,
                        DefaultValuedParameter<"int64_t", "0">:$stride);
  let assemblyFormat = "`<` struct($phase, $stride) `>`";
}

def Nn_SlotArrayAttr : TypedArrayAttrBase<Nn_SlotAttr, "slots, one a tensor">;

#endif // UNSPOOL_IR_NNPLACEMENT_TD
