// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-simplify))' | FileCheck %s

// A bias and an activation that never falls come behind the pool, which leaves them fewer
// elements.
// CHECK-LABEL: @bias_relu
// CHECK-NEXT: %[[POOLED:.*]] = nn.max_pool %arg0
// CHECK-NEXT: %[[SUM:.*]] = nn.add %[[POOLED]], %arg1 : tensor<1x2x2x16xf32>, tensor<16xf32>
// CHECK-NEXT: %[[RESULT:.*]] = nn.relu %[[SUM]] : tensor<1x2x2x16xf32>
// CHECK-NEXT: return %[[RESULT]]
func.func @bias_relu(%x: tensor<1x4x4x16xf32>, %b: tensor<16xf32>) -> tensor<1x2x2x16xf32> {
  %0 = nn.add %x, %b : tensor<1x4x4x16xf32>, tensor<16xf32>
  %1 = nn.relu %0 : tensor<1x4x4x16xf32>
  %2 = "nn.max_pool"(%1) <{window = array<i64: 2, 2>, dilations = array<i64: 1, 1>, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 2, 2>}> : (tensor<1x4x4x16xf32>) -> tensor<1x2x2x16xf32>
  return %2 : tensor<1x2x2x16xf32>
}

// Not one that falls somewhere,
// CHECK-LABEL: @falls
// CHECK-NEXT: nn.leaky_relu
// CHECK-NEXT: nn.max_pool
func.func @falls(%x: tensor<1x4x4x16xf32>) -> tensor<1x2x2x16xf32> {
  %0 = "nn.leaky_relu"(%x) <{alpha = -0.5 : f64}> : (tensor<1x4x4x16xf32>) -> tensor<1x4x4x16xf32>
  %1 = "nn.max_pool"(%0) <{window = array<i64: 2, 2>, dilations = array<i64: 1, 1>, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 2, 2>}> : (tensor<1x4x4x16xf32>) -> tensor<1x2x2x16xf32>
  return %1 : tensor<1x2x2x16xf32>
}

// nor one that differs from pixel to pixel,
// CHECK-LABEL: @map
// CHECK-NEXT: nn.add
// CHECK-NEXT: nn.max_pool
func.func @map(%x: tensor<1x4x4x16xf32>, %m: tensor<4x1xf32>) -> tensor<1x2x2x16xf32> {
  %0 = nn.add %x, %m : tensor<1x4x4x16xf32>, tensor<4x1xf32>
  %1 = "nn.max_pool"(%0) <{window = array<i64: 2, 2>, dilations = array<i64: 1, 1>, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 2, 2>}> : (tensor<1x4x4x16xf32>) -> tensor<1x2x2x16xf32>
  return %1 : tensor<1x2x2x16xf32>
}

// nor where a window may leave out all of the input: of nothing, the largest is -infinity.
// CHECK-LABEL: @border
// CHECK-NEXT: nn.relu
// CHECK-NEXT: nn.max_pool
func.func @border(%x: tensor<1x4x4x16xf32>) -> tensor<1x2x2x16xf32> {
  %0 = nn.relu %x : tensor<1x4x4x16xf32>
  %1 = "nn.max_pool"(%0) <{window = array<i64: 2, 2>, dilations = array<i64: 2, 2>, high = array<i64: 1, 1>, low = array<i64: 1, 1>, strides = array<i64: 2, 2>}> : (tensor<1x4x4x16xf32>) -> tensor<1x2x2x16xf32>
  return %1 : tensor<1x2x2x16xf32>
}

// Integers wrap when they are added.
// CHECK-LABEL: @wraps
// CHECK-NEXT: nn.add
// CHECK-NEXT: nn.max_pool
func.func @wraps(%x: tensor<1x4x4x16xi8>, %b: tensor<16xi8>) -> tensor<1x2x2x16xi8> {
  %0 = nn.add %x, %b : tensor<1x4x4x16xi8>, tensor<16xi8>
  %1 = "nn.max_pool"(%0) <{window = array<i64: 2, 2>, dilations = array<i64: 1, 1>, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 2, 2>}> : (tensor<1x4x4x16xi8>) -> tensor<1x2x2x16xi8>
  return %1 : tensor<1x2x2x16xi8>
}
