//===- Math.h - our own elementary functions, as Halide expressions -------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Generated code calls no libm: these are polynomials and rationals that vectorise
// over any width. Arguments are f32 or f64; the f64 versions of all but exp and
// log have f32 coefficients. Infinities and NaN come out as IEEE 754 has them
// (kernels with products and convolutions assume there are none: Emit.cpp).
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_CODEGEN_KERNELS_MATH_H
#define UNSPOOL_CODEGEN_KERNELS_MATH_H

#include <Halide.h>

namespace unspool::math {

using Halide::Expr;

Expr exp(Expr x);
Expr log(Expr x);
Expr tanh(Expr x);
Expr sigmoid(Expr x);
Expr erf(Expr x);
Expr sin(Expr x);
Expr cos(Expr x);
Expr tan(Expr x);
Expr asin(Expr x);
Expr acos(Expr x);
Expr atan(Expr x);
Expr sinh(Expr x);
Expr cosh(Expr x);
Expr asinh(Expr x);
Expr acosh(Expr x);
Expr atanh(Expr x);
Expr softplus(Expr x);
/// As C's pow: negative bases with whole exponents, x^0 = 1, and so on.
Expr pow(Expr x, Expr y);

} // namespace unspool::math

#endif // UNSPOOL_CODEGEN_KERNELS_MATH_H
