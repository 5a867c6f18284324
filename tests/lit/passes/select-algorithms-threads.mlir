// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-select-algorithms{multiply-adds=1}))' | FileCheck %s
// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-select-algorithms{multiply-adds=1 threads=2}))' | FileCheck %s --check-prefix=TWO

// Threads share the arithmetic, but not the time that weights take from memory: two of them had
// better have the smaller ones.
// CHECK: nn.conv {{.*}}algorithm = "winograd4x2"
// TWO: nn.conv {{.*}}algorithm = "winograd2"
func.func @deep(%x: tensor<1x7x7x512xf32>) -> tensor<1x7x7x512xf32> {
  %w = nn.constant dense<0.01> : tensor<3x3x512x512xf32>
  %0 = "nn.conv"(%x, %w) <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 1, 1>, low = array<i64: 1, 1>, strides = array<i64: 1, 1>}> : (tensor<1x7x7x512xf32>, tensor<3x3x512x512xf32>) -> tensor<1x7x7x512xf32>
  return %0 : tensor<1x7x7x512xf32>
}
