// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-pack-weights{lanes=16}))' | FileCheck %s
// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-pack-weights{lanes=16 threads=2}))' | FileCheck %s --check-prefix=TWO
// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-pack-weights{lanes=16 threads=7}))' | FileCheck %s --check-prefix=SEVEN

// Of eleven blocks of 48 channels, one of two threads would have six; of sixteen of 32, both have
// eight. Seven threads have a row each.
// CHECK: nn.conv {{.*}}block = 48
// TWO: nn.conv {{.*}}block = 32
// SEVEN: nn.conv {{.*}}block = 48
func.func @few_rows(%x: tensor<1x14x14x256xf32>) -> tensor<1x7x7x512xf32> {
  %w = nn.constant dense<0.01> : tensor<3x3x256x512xf32>
  %0 = "nn.conv"(%x, %w) <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 0, 0>, low = array<i64: 1, 1>, strides = array<i64: 2, 2>}> : (tensor<1x14x14x256xf32>, tensor<3x3x256x512xf32>) -> tensor<1x7x7x512xf32>
  return %0 : tensor<1x7x7x512xf32>
}
