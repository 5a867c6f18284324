// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-fuse-conv-pool-flatten))' | FileCheck %s

// Nothing between the image and the pooled result is stored; the flatten after
// it is a view.
// CHECK-LABEL: @conv_bias_relu_pool
// CHECK-NEXT: %[[POOLED:.*]] = nn.fused "conv" : tensor<1x2x2x16xf32>
// CHECK-NEXT: nn.conv
// CHECK-NEXT: nn.add
// CHECK-NEXT: nn.relu
// CHECK-NEXT: nn.max_pool
// CHECK-NEXT: nn.yield
// CHECK: nn.reshape %[[POOLED]]
func.func @conv_bias_relu_pool(%x: tensor<1x8x8x3xf32>, %w: tensor<3x3x3x16xf32>, %b: tensor<16xf32>) -> tensor<1x64xf32> {
  %0 = "nn.conv"(%x, %w) <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<1x8x8x3xf32>, tensor<3x3x3x16xf32>) -> tensor<1x6x6x16xf32>
  %1 = nn.add %0, %b : tensor<1x6x6x16xf32>, tensor<16xf32>
  %2 = nn.relu %1 : tensor<1x6x6x16xf32>
  %3 = "nn.max_pool"(%2) <{window = array<i64: 3, 3>, dilations = array<i64: 1, 1>, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 3, 3>}> : (tensor<1x6x6x16xf32>) -> tensor<1x2x2x16xf32>
  %4 = nn.reshape %3 : tensor<1x2x2x16xf32> to tensor<1x64xf32>
  return %4 : tensor<1x64xf32>
}

// What others read as well has to be stored.
// CHECK-LABEL: @read_twice
// CHECK: nn.fused "matmul"
// CHECK-NEXT: nn.matmul
// CHECK-NEXT: nn.yield
// CHECK: nn.relu
func.func @read_twice(%x: tensor<2x3xf32>, %w: tensor<3x4xf32>) -> (tensor<2x4xf32>, tensor<2x4xf32>) {
  %0 = nn.matmul %x, %w : tensor<2x3xf32>, tensor<3x4xf32>
  %1 = nn.relu %0 : tensor<2x4xf32>
  return %0, %1 : tensor<2x4xf32>, tensor<2x4xf32>
}
