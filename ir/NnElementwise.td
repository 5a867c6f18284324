//===- NnElementwise.td - one output element from one of each input -*- tablegen -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Binary ops and `select` broadcast as NumPy does: shapes are aligned at the
// right, and an extent of 1 stretches. (C1) operands have the same element type.
// (C2) the shapes broadcast together.
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_IR_NNELEMENTWISE_TD
#define UNSPOOL_IR_NNELEMENTWISE_TD

include "ir/NnDialect.td"

/// Trait carried by every op of this file; see isElementwise() in Nn.h.
def Nn_Elementwise : NativeOpTrait<"Elementwise"> { let cppNamespace = "::unspool::nn"; }

/// Where the attributes of an op stand in its assembly.
class Nn_Attributes<dag attributes> {
  string format = !if(!empty(attributes), "attr-dict", "prop-dict attr-dict");
}

class Nn_UnaryOp<string mnemonic, string what, dag extra = (ins)>
    : Nn_Op<mnemonic, [Nn_Elementwise]> {
  let summary = what;
  let arguments = !con((ins Nn_Tensor:$input), extra);
  let results = (outs Nn_Tensor:$result);
  let assemblyFormat = "$input " # Nn_Attributes<extra>.format # " `:` type($input)";
}

/// Unary with a boolean result.
class Nn_TestOp<string mnemonic, string what, dag extra = (ins)>
    : Nn_Op<mnemonic, [Nn_Elementwise]> {
  let summary = what;
  let arguments = !con((ins Nn_FloatTensor:$input), extra);
  let results = (outs Nn_BoolTensor:$result);
  let assemblyFormat = "$input " # Nn_Attributes<extra>.format # " `:` type($input)";
}

class Nn_BinaryOp<string mnemonic, string what, dag extra = (ins)>
    : Nn_Op<mnemonic, [Nn_Elementwise]> {
  let summary = what;
  let arguments = !con((ins Nn_Tensor:$lhs, Nn_Tensor:$rhs), extra);
  let results = (outs Nn_Tensor:$result);
  let assemblyFormat = "$lhs `,` $rhs " # Nn_Attributes<extra>.format #
                       " `:` type($lhs) `,` type($rhs)";
}

class Nn_CompareOp<string mnemonic, string what> : Nn_BinaryOp<mnemonic, what> {
  let results = (outs Nn_BoolTensor:$result);
}

// Arithmetic. Integers wrap; division truncates towards zero.
def Nn_NegOp : Nn_UnaryOp<"neg", "-x">;
def Nn_AbsOp : Nn_UnaryOp<"abs", "|x|">;
def Nn_SignOp : Nn_UnaryOp<"sign", "-1, 0 or 1; NaN stays NaN">;
def Nn_FloorOp : Nn_UnaryOp<"floor", "largest integer not above x">;
def Nn_CeilOp : Nn_UnaryOp<"ceil", "smallest integer not below x">;
def Nn_RoundOp : Nn_UnaryOp<"round", "nearest integer, ties to even">;
def Nn_ReciprocalOp : Nn_UnaryOp<"reciprocal", "1 / x">;
def Nn_SqrtOp : Nn_UnaryOp<"sqrt", "square root">;
def Nn_ExpOp : Nn_UnaryOp<"exp", "e^x">;
def Nn_LogOp : Nn_UnaryOp<"log", "natural logarithm">;
def Nn_SinOp : Nn_UnaryOp<"sin", "sine, radians">;
def Nn_CosOp : Nn_UnaryOp<"cos", "cosine, radians">;
def Nn_TanOp : Nn_UnaryOp<"tan", "tangent, radians">;
def Nn_AsinOp : Nn_UnaryOp<"asin", "arc sine">;
def Nn_AcosOp : Nn_UnaryOp<"acos", "arc cosine">;
def Nn_AtanOp : Nn_UnaryOp<"atan", "arc tangent">;
def Nn_SinhOp : Nn_UnaryOp<"sinh", "hyperbolic sine">;
def Nn_CoshOp : Nn_UnaryOp<"cosh", "hyperbolic cosine">;
def Nn_AsinhOp : Nn_UnaryOp<"asinh", "inverse hyperbolic sine">;
def Nn_AcoshOp : Nn_UnaryOp<"acosh", "inverse hyperbolic cosine">;
def Nn_AtanhOp : Nn_UnaryOp<"atanh", "inverse hyperbolic tangent">;
def Nn_ErfOp : Nn_UnaryOp<"erf", "Gauss error function">;
def Nn_NotOp : Nn_UnaryOp<"not", "logical (i1) or bitwise (integers) complement">;

// Activations.
def Nn_TanhOp : Nn_UnaryOp<"tanh", "hyperbolic tangent">;
def Nn_SigmoidOp : Nn_UnaryOp<"sigmoid", "1 / (1 + e^-x)">;
def Nn_ReluOp : Nn_UnaryOp<"relu", "max(x, 0)">;
def Nn_LeakyReluOp : Nn_UnaryOp<"leaky_relu", "x < 0 ? alpha * x : x", (ins F64Attr:$alpha)>;
def Nn_EluOp : Nn_UnaryOp<"elu", "x < 0 ? alpha * (e^x - 1) : x", (ins F64Attr:$alpha)>;
def Nn_HardSigmoidOp : Nn_UnaryOp<"hard_sigmoid", "max(0, min(1, alpha * x + beta))",
                                  (ins F64Attr:$alpha, F64Attr:$beta)>;
def Nn_SoftplusOp : Nn_UnaryOp<"softplus", "log(1 + e^x), computed without overflow">;
def Nn_SoftsignOp : Nn_UnaryOp<"softsign", "x / (1 + |x|)">;

// Tests.
def Nn_IsNanOp : Nn_TestOp<"is_nan", "is x not a number">;
def Nn_IsInfOp : Nn_TestOp<"is_inf", "is x infinite, of a sign asked for",
                           (ins BoolAttr:$positive, BoolAttr:$negative)>;

def Nn_AddOp : Nn_BinaryOp<"add", "x + y">;
def Nn_SubOp : Nn_BinaryOp<"sub", "x - y">;
def Nn_MulOp : Nn_BinaryOp<"mul", "x * y">;
def Nn_DivOp : Nn_BinaryOp<"div", "x / y; integers truncate, x / 0 is 0">;
def Nn_ModOp : Nn_BinaryOp<"mod",
                           "remainder: of the divisor's sign, or of the dividend's if truncated",
                           (ins BoolAttr:$truncated)>;
def Nn_PowOp : Nn_Op<"pow", [Nn_Elementwise]> {
  let summary = "x ^ y; the result has the element type of x, y may have another";
  let arguments = (ins Nn_Tensor:$lhs, Nn_Tensor:$rhs);
  let results = (outs Nn_Tensor:$result);
  let assemblyFormat = "$lhs `,` $rhs attr-dict `:` type($lhs) `,` type($rhs)";
}
def Nn_MinOp : Nn_BinaryOp<"min", "the smaller; NaN if either is">;
def Nn_MaxOp : Nn_BinaryOp<"max", "the larger; NaN if either is">;
def Nn_AndOp : Nn_BinaryOp<"and", "logical (i1) or bitwise and">;
def Nn_OrOp : Nn_BinaryOp<"or", "logical (i1) or bitwise or">;
def Nn_XorOp : Nn_BinaryOp<"xor", "logical (i1) or bitwise exclusive or">;
def Nn_ShiftLeftOp : Nn_BinaryOp<"shift_left", "x << y, for unsigned integers">;
def Nn_ShiftRightOp : Nn_BinaryOp<"shift_right", "x >> y, for unsigned integers">;

def Nn_EqualOp : Nn_CompareOp<"equal", "x == y">;
def Nn_LessOp : Nn_CompareOp<"less", "x < y">;
def Nn_LessEqualOp : Nn_CompareOp<"less_equal", "x <= y">;

def Nn_SelectOp : Nn_Op<"select", [Nn_Elementwise]> {
  let summary = "condition ? x : y";
  let arguments = (ins Nn_BoolTensor:$condition, Nn_Tensor:$lhs, Nn_Tensor:$rhs);
  let results = (outs Nn_Tensor:$result);
  let assemblyFormat = [{
    $condition `,` $lhs `,` $rhs attr-dict
    `:` type($condition) `,` type($lhs) `,` type($rhs)
  }];
}

def Nn_CastOp : Nn_TypedOp<"cast", [Nn_Elementwise]> {
  let summary = "convert the element type";
  let description = [{
    Float to integer truncates towards zero; with `saturate` the value is first
    clamped to the integer's range. Anything to i1 is `x != 0`.
    (C1) input and result have the same shape.
  }];
  let arguments = (ins Nn_Tensor:$input, UnitAttr:$saturate);
  let results = (outs Nn_Tensor:$result);
  let assemblyFormat = "$input attr-dict `:` type($input) `to` type($result)";
  let hasVerifier = 1;
}

def Nn_BitCastOp : Nn_TypedOp<"bit_cast", [Nn_Elementwise]> {
  let summary = "the same bits as another element type (ONNX BitCast)";
  let description = [{
    (C1) input and result have the same shape. (C2) their element types have the
    same number of bits, and are not i1.
  }];
  let arguments = (ins Nn_Tensor:$input);
  let results = (outs Nn_Tensor:$result);
  let assemblyFormat = "$input attr-dict `:` type($input) `to` type($result)";
  let hasVerifier = 1;
}

#endif // UNSPOOL_IR_NNELEMENTWISE_TD
