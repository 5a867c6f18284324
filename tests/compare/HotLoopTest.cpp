//===- HotLoopTest.cpp - where a kernel spends its time -------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/compare/HotLoop.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using testing::HasSubstr;
using testing::Not;

namespace unspool {
namespace {

TEST(HotLoop, OfTheInnermostLoopsTheOneWithMostArithmetic) {
  HotLoop loop = findHotLoop(R"(
	.text
kernel:                                 # @kernel
	pushq	%rbx
.LBB0_1:                                # %for outer
	xorl	%eax, %eax
	.p2align	4
.LBB0_2:                                # the border
	vaddps	(%rdi), %zmm1, %zmm2
	cmpq	%rax, %rcx
	jne	.LBB0_2
	.p2align	4
.LBB0_3:
	vmovups	(%rsi), %zmm0
	vfmadd231ps	(%rdi){1to16}, %zmm0, %zmm1 # zmm1 = ...
	vfmadd231ps	64(%rdi){1to16}, %zmm0, %zmm2
	vmovups	%zmm2, 128(%rsp)                # 64-byte Spill
	addq	$4, %rdi
	decq	%rax
	jne	.LBB0_3
	jmp	.LBB0_1
.Lend:
	retq
)");
  EXPECT_THAT(loop.text, HasSubstr(".LBB0_3:\n  vmovups\t(%rsi), %zmm0\n"));
  EXPECT_THAT(loop.text, Not(HasSubstr("Spill")));
  EXPECT_THAT(loop.text, Not(HasSubstr("vaddps")));
  EXPECT_EQ(loop.instructions, 7);
  EXPECT_EQ(loop.multiplyAdds, 2);
  EXPECT_EQ(loop.stackAccesses, 1);
  EXPECT_EQ(loop.vectorBits, 512);
}

TEST(HotLoop, DeeperLoopsTurnMoreOften) {
  HotLoop loop = findHotLoop(R"(
.LBB0_1:
.LBB0_2:                                # the transform
	vaddps	%zmm0, %zmm1, %zmm2
	vsubps	%zmm0, %zmm1, %zmm3
	vmulps	%zmm0, %zmm1, %zmm4
	jne	.LBB0_2
.LBB0_3:
.LBB0_4:                                # the products
	vfmadd231ps	%zmm0, %zmm1, %zmm2
	jne	.LBB0_4
	jne	.LBB0_3
	jne	.LBB0_1
)");
  EXPECT_EQ(loop.text, ".LBB0_4:\n  vfmadd231ps\t%zmm0, %zmm1, %zmm2\n  jne\t.LBB0_4\n");
}

TEST(HotLoop, ScalarsAreNoVectors) {
  HotLoop loop = findHotLoop(".L1:\n\tvfmadd231ss\t(%rsi), %xmm0, %xmm1\n\tjne\t.L1\n");
  EXPECT_EQ(loop.multiplyAdds, 1);
  EXPECT_EQ(loop.vectorBits, 0);
  EXPECT_EQ(findHotLoop(".L1:\n\tvmulps\t%ymm0, %ymm1, %ymm2\n\tjb\t.L1\n").vectorBits, 256);
}

TEST(HotLoop, OfArmToo) {
  HotLoop loop = findHotLoop(R"(
.LBB0_4:                                // %for
	ldr	q0, [x1], #16
	fmla	v1.4s, v0.4s, v2.s[0]
	str	q1, [sp, #32]
	subs	x2, x2, #1
	b.ne	.LBB0_4
	cbz	x3, .LBB0_9
.LBB0_9:
	ret
)");
  EXPECT_EQ(loop.instructions, 5);
  EXPECT_EQ(loop.multiplyAdds, 1);
  EXPECT_EQ(loop.stackAccesses, 1);
  EXPECT_EQ(loop.vectorBits, 128);
}

TEST(HotLoop, StraightCodeHasNone) {
  EXPECT_EQ(findHotLoop("kernel:\n\tvaddps\t%zmm0, %zmm1, %zmm2\n\tretq\n").text, "");
  EXPECT_EQ(findHotLoop("").instructions, 0);
}

} // namespace
} // namespace unspool
