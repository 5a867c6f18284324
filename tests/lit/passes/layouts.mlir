// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-layouts))' | FileCheck %s

// CHECK-LABEL: @opposite_transposes_cancel
// CHECK-NEXT: nn.relu %arg0
// CHECK-NEXT: return
func.func @opposite_transposes_cancel(%x: tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32> {
  %0 = nn.transpose %x [0, 2, 3, 1] : tensor<1x2x4x4xf32>
  %1 = nn.relu %0 : tensor<1x4x4x2xf32>
  %2 = nn.transpose %1 [0, 3, 1, 2] : tensor<1x4x4x2xf32>
  return %2 : tensor<1x2x4x4xf32>
}

// CHECK-LABEL: @one_remains_at_the_edge
// CHECK-NEXT: nn.tanh %arg0
// CHECK-NEXT: nn.transpose
// CHECK-NEXT: return
func.func @one_remains_at_the_edge(%x: tensor<2x4xf32>) -> tensor<4x2xf32> {
  %0 = nn.transpose %x [1, 0] : tensor<2x4xf32>
  %1 = nn.tanh %0 : tensor<4x2xf32>
  return %1 : tensor<4x2xf32>
}

// The flatten's permutation goes into the rows of the product's constant.
// CHECK-LABEL: @flatten_before_product
// CHECK-NEXT: nn.constant dense<{{\[\[}}1.000000e+00], [4.000000e+00], [2.000000e+00], [5.000000e+00], [3.000000e+00], [6.000000e+00]]>
// CHECK-NEXT: nn.reshape %arg0
// CHECK-NEXT: nn.matmul
func.func @flatten_before_product(%x: tensor<1x3x2xf32>) -> tensor<1x1xf32> {
  %w = nn.constant dense<[[1.0], [2.0], [3.0], [4.0], [5.0], [6.0]]> : tensor<6x1xf32>
  %0 = nn.transpose %x [0, 2, 1] : tensor<1x3x2xf32>
  %1 = nn.reshape %0 : tensor<1x2x3xf32> to tensor<1x6xf32>
  %2 = nn.matmul %1, %w : tensor<1x6xf32>, tensor<6x1xf32>
  return %2 : tensor<1x1xf32>
}

// Channels that are joined stay last where most of them are.
// CHECK-LABEL: @joined_with_an_input
// CHECK-NEXT: %[[X:.*]] = nn.transpose %arg1 [0, 2, 3, 1]
// CHECK-NEXT: %[[JOINED:.*]] = nn.concat %arg0, %[[X]] <{axis = 3 : i64}>
// CHECK-NEXT: nn.transpose %[[JOINED]] [0, 3, 1, 2]
func.func @joined_with_an_input(%a: tensor<1x4x4x8xf32>, %x: tensor<1x3x4x4xf32>) -> tensor<1x11x4x4xf32> {
  %0 = nn.transpose %a [0, 3, 1, 2] : tensor<1x4x4x8xf32>
  %1 = nn.concat %0, %x <{axis = 1 : i64}> : tensor<1x8x4x4xf32>, tensor<1x3x4x4xf32>
  return %1 : tensor<1x11x4x4xf32>
}

// CHECK-LABEL: @mostly_an_input
// CHECK: nn.transpose %arg0
// CHECK-NEXT: nn.concat {{.*}} <{axis = 1 : i64}>
func.func @mostly_an_input(%a: tensor<1x4x4x3xf32>, %x: tensor<1x3x4x4xf32>) -> tensor<1x6x4x4xf32> {
  %0 = nn.transpose %a [0, 3, 1, 2] : tensor<1x4x4x3xf32>
  %1 = nn.concat %0, %x <{axis = 1 : i64}> : tensor<1x3x4x4xf32>, tensor<1x3x4x4xf32>
  return %1 : tensor<1x6x4x4xf32>
}
