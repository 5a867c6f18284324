//===- NnDialect.td - the nn dialect -----------------------------*- tablegen -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One dialect, three levels, value semantics on ranked, statically shaped
// tensors:
//
//   layers   what a model says           nn.conv, nn.lstm, nn.softmax, ...
//   cells    one timestep of a layer     nn.rnn_cell, nn.lstm_cell, nn.gru_cell
//   kernels  what becomes one function   nn.kernel, nn.call (and nn.fused, the
//            of native code              region from which a kernel is formed)
//
// Layers are *normalised*: the frontend has already resolved automatic padding,
// data layout, negative axes, optional-by-empty-string inputs and attributes
// that moved to inputs between operator-set versions. An op therefore has one
// spelling, and a pass never asks which exporter wrote the model.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_IR_NNDIALECT_TD
#define UNSPOOL_IR_NNDIALECT_TD

include "mlir/IR/OpBase.td"
include "mlir/IR/EnumAttr.td"
include "mlir/IR/BuiltinAttributes.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/IR/RegionKindInterface.td"
include "mlir/Interfaces/ControlFlowInterfaces.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Nn_Dialect : Dialect {
  let name = "nn";
  let cppNamespace = "::unspool::nn";
  let summary = "Convolutional and recurrent networks, from layers to kernels";
  let description = [{
    Tensors are ranked and static; element types are f32, f64, f16, bf16,
    i8 to i64 (signless means signed), ui8 to ui64 and i1.

    Images are channels-last: `[N, spatial..., C]`. Filters are
    `[spatial..., C / groups, O]`. Sequences are `[T, B, features]`.

    A model's state is an argument with `nn.state`, the index of the result that
    is its value in the next call; `nn.initial`, elements of the argument's type,
    is its value in the first call (absent: zeros). (C1) There is such a result.
    (C2) It has the argument's type. (C3) No two arguments have the same result.
    (C4) nn.initial stands only beside nn.state and has the argument's type.
  }];
  let useDefaultAttributePrinterParser = 1;
  let hasConstantMaterializer = 1;
  let hasRegionArgAttrVerify = 1;
  let extraClassDeclaration = "void registerAttributes();";
}

def Nn_Float : AnyTypeOf<[F32, F64, F16, BF16], "a float element">;
def Nn_Element : AnyTypeOf<[F32, F64, F16, BF16, I1, I8, I16, I32, I64, UI8, UI16, UI32, UI64],
                           "an element type of nn">;
def Nn_Tensor : StaticShapeTensorOf<[Nn_Element]>;
def Nn_FloatTensor : StaticShapeTensorOf<[F32, F64, F16, BF16]>;
def Nn_BoolTensor : StaticShapeTensorOf<[I1]>;
def Nn_IndexTensor : StaticShapeTensorOf<[I32, I64]>;

/// Every op that computes: pure, and its result types follow from its operands
/// and attributes (the shape rule, `inferReturnTypes` in NnShapes*.cpp), so the
/// verifier of the interface is the op's shape check. The parser runs the rule as
/// well, so attributes must be properties by then: formats have them in place or
/// in `prop-dict`, printed `<{axis = 1 : i64}>`, not in `attr-dict`.
class Nn_Op<string mnemonic, list<Trait> traits = []>
    : Op<Nn_Dialect, mnemonic, !listconcat([Pure, InferTypeOpAdaptor], traits)>;

/// As Nn_Op, but the result type is part of the op's meaning (reshape, cast, ...).
class Nn_TypedOp<string mnemonic, list<Trait> traits = []>
    : Op<Nn_Dialect, mnemonic, !listconcat([Pure], traits)>;

#endif // UNSPOOL_IR_NNDIALECT_TD
