// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-select-algorithms))' | FileCheck %s

// A 1x1 convolution is a product over pixels.
// CHECK-LABEL: @pointwise
// CHECK-NOT: nn.conv
// CHECK: nn.matmul {{.*}} : tensor<16x8xf32>, tensor<8x16xf32>
func.func @pointwise(%x: tensor<1x4x4x8xf32>, %w: tensor<1x1x8x16xf32>) -> tensor<1x4x4x16xf32> {
  %0 = "nn.conv"(%x, %w) <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<1x4x4x8xf32>, tensor<1x1x8x16xf32>) -> tensor<1x4x4x16xf32>
  return %0 : tensor<1x4x4x16xf32>
}

// So is one whose window is the whole image.
// CHECK-LABEL: @whole_image
// CHECK-NOT: nn.conv
// CHECK: nn.matmul {{.*}} : tensor<1x72xf32>, tensor<72x16xf32>
func.func @whole_image(%x: tensor<1x3x3x8xf32>, %w: tensor<3x3x8x16xf32>) -> tensor<1x1x1x16xf32> {
  %0 = "nn.conv"(%x, %w) <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<1x3x3x8xf32>, tensor<3x3x8x16xf32>) -> tensor<1x1x1x16xf32>
  return %0 : tensor<1x1x1x16xf32>
}
