//===- NnRecurrent.td - recurrent layers and their cells --------*- tablegen -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The layers are the operators RNN, LSTM and GRU of the ONNX definition with
// layout 0 (time first). T timesteps, B batch, I input size, H hidden size, D
// directions (1, or 2 if bidirectional), G gates in ONNX order:
//
//   RNN  G = 1   h' = f(Wx + Rh + Wb + Rb)
//   LSTM G = 4   i, o, f, c
//   GRU  G = 3   z, r, h
//
// `activations` holds one entry a function, directions one after the other:
// RNN [f], LSTM [f, g, h], GRU [f, g]; each "tanh", "sigmoid", "relu",
// "affine", "leaky_relu", "thresholded_relu", "scaled_tanh", "hard_sigmoid",
// "elu", "softsign" or "softplus", with one alpha and beta each (0 where unused).
// `clip` bounds the inputs of the gates' functions to [-clip, clip]; 0 means no
// bound. An LSTM's h(c') is not bounded.
//
// A cell is one timestep of one direction. Its `projected` operand already
// holds W x + Wb (+ Rb), so the input projection of all timesteps can be one
// product. An absent state is zero, and costs nothing.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_IR_NNRECURRENT_TD
#define UNSPOOL_IR_NNRECURRENT_TD

include "ir/NnDialect.td"

def Nn_Direction : I32EnumAttr<"Direction", "which way time runs",
    [I32EnumAttrCase<"forward", 0>, I32EnumAttrCase<"reverse", 1>,
     I32EnumAttrCase<"bidirectional", 2>]> {
  let cppNamespace = "::unspool::nn";
}

class Nn_RecurrentLayer<string mnemonic, string what, dag states, dag extra, dag finals>
    : Nn_Op<mnemonic, [AttrSizedOperandSegments]> {
  let summary = what;
  let description = [{
    x `[T, B, I]`, w `[D, G * H, I]`, r `[D, G * H, H]`, bias `[D, 2 * G * H]`
    (W's, then R's), sequence_lengths `[B]` (i32), states and final states
    `[D, B, H]`, peepholes `[D, 3 * H]` (i, o, f); y `[T, D, B, H]`.

    With sequence_lengths, outputs beyond a row's length are zero, its final
    states are those of its last valid step, and the reverse direction begins
    there.

    (C1) every shape follows from T, B, I, H and D as above. (C2) D is 2 exactly
    if bidirectional. (C3) there are D times as many activations, alphas and
    betas as the layer has functions, each a known name. (C4) T and H are not 0.
  }];
  let arguments = !con((ins Nn_FloatTensor:$x, Nn_FloatTensor:$w, Nn_FloatTensor:$r,
                            Optional<Nn_FloatTensor>:$bias,
                            Optional<Nn_IndexTensor>:$sequence_lengths),
                       states,
                       (ins I64Attr:$hidden_size, Nn_Direction:$direction,
                            StrArrayAttr:$activations, DenseF64ArrayAttr:$alphas,
                            DenseF64ArrayAttr:$betas, F64Attr:$clip),
                       extra);
  let results = !con((outs Nn_FloatTensor:$y), finals);
  let assemblyFormat = "operands attr-dict `:` functional-type(operands, results)";
}

def Nn_RnnOp : Nn_RecurrentLayer<"rnn", "ONNX RNN",
    (ins Optional<Nn_FloatTensor>:$initial_h), (ins), (outs Nn_FloatTensor:$final_h)>;
def Nn_LstmOp : Nn_RecurrentLayer<"lstm", "ONNX LSTM",
    (ins Optional<Nn_FloatTensor>:$initial_h, Optional<Nn_FloatTensor>:$initial_c,
         Optional<Nn_FloatTensor>:$peepholes),
    (ins BoolAttr:$input_forget),
    (outs Nn_FloatTensor:$final_h, Nn_FloatTensor:$final_c)>;
def Nn_GruOp : Nn_RecurrentLayer<"gru", "ONNX GRU",
    (ins Optional<Nn_FloatTensor>:$initial_h), (ins BoolAttr:$linear_before_reset),
    (outs Nn_FloatTensor:$final_h)>;

class Nn_CellOp<string mnemonic, string what, string equations, dag operands, dag extra>
    : Nn_Op<mnemonic, [AttrSizedOperandSegments]> {
  let summary = what;
  let description = equations # [{

    projected `[B, G * U]` gate-major, where U is H, or more: units beyond H are not
    read (so that a kernel which makes the projection computes whole blocks).
    r `[H, G, H]` = (k, gate, unit), that is r[k, g, n] = R[g * H + n, k]; states
    `[B, H]`. With `block = n`, r is packed `[H / n rounded up, H, G, n]`, or with
    `apart` (gates that are read one after the other) `[H / n rounded up, G, H, n]`,
    units beyond H being zero. r may be absent only together with h (a first step from
    a zero state); its block is that of the weights of its projection.

    (C1) shapes as above. (C2) as many activations, alphas and betas as functions.
  }];
  let arguments = !con((ins Nn_FloatTensor:$projected), operands,
                       (ins I64Attr:$hidden_size, StrArrayAttr:$activations,
                            DenseF64ArrayAttr:$alphas, DenseF64ArrayAttr:$betas, F64Attr:$clip,
                            OptionalAttr<I64Attr>:$block,
                            DefaultValuedAttr<BoolAttr, "false">:$apart),
                       extra);
  let assemblyFormat = "operands attr-dict `:` functional-type(operands, results)";
}

def Nn_RnnCellOp : Nn_CellOp<"rnn_cell", "one timestep of an RNN",
    "h' = f(projected + h R)",
    (ins Optional<Nn_FloatTensor>:$h, Optional<Nn_FloatTensor>:$r), (ins)> {
  let results = (outs Nn_FloatTensor:$next_h);
}

def Nn_LstmCellOp : Nn_CellOp<"lstm_cell", "one timestep of an LSTM", [{
    a = projected + h R, split into ai, ao, af, ac (peepholes p `[3, H]`):
    i = f(ai + pi c); f = f(af + pf c), or 1 - i with input_forget;
    c' = f c + i g(ac); o = f(ao + po c'); h' = o h(c')}],
    (ins Optional<Nn_FloatTensor>:$h, Optional<Nn_FloatTensor>:$c, Optional<Nn_FloatTensor>:$r,
         Optional<Nn_FloatTensor>:$peepholes),
    (ins BoolAttr:$input_forget)> {
  let results = (outs Nn_FloatTensor:$next_h, Nn_FloatTensor:$next_c);
}

def Nn_GruCellOp : Nn_CellOp<"gru_cell", "one timestep of a GRU", [{
    z = f(az + h Rz), r = f(ar + h Rr),
    n = g(an + (r h) Rn), or with linear_before_reset n = g(an + r (h Rn + rbh));
    h' = (1 - z) n + z h. rbh `[H]` is given only with linear_before_reset.}],
    (ins Optional<Nn_FloatTensor>:$h, Optional<Nn_FloatTensor>:$r, Optional<Nn_FloatTensor>:$rbh),
    (ins BoolAttr:$linear_before_reset)> {
  let results = (outs Nn_FloatTensor:$next_h);
}

#endif // UNSPOOL_IR_NNRECURRENT_TD
