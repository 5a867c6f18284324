// RUN: unspool-opt %s --split-input-file --pass-pipeline='builtin.module(nn-assign-schedules)' | FileCheck %s

// 5 MiB of weights do not stay in the caches: kernels with packed weights ask for the
// next block ahead. What has no tiles, or a schedule of its own, does not.
// CHECK: nn.kernel @product{{.*}} schedule {name = "tiled", prefetch = 1 : i64}
// CHECK: nn.kernel @plain{{.*}} schedule {name = "naive"}
// CHECK: nn.kernel @tanh{{.*}} schedule {name = "vectorized"}
func.func @main(%x: tensor<16x1024xf32>) -> tensor<16x1280xf32> {
  %w = nn.constant dense<1.0> : tensor<40x1024x32xf32>
  %0 = nn.call @product(%x, %w) : (tensor<16x1024xf32>, tensor<40x1024x32xf32>) -> tensor<16x1280xf32>
  %1 = nn.call @plain(%x, %w) : (tensor<16x1024xf32>, tensor<40x1024x32xf32>) -> tensor<16x1280xf32>
  %2 = nn.call @tanh(%0) : (tensor<16x1280xf32>) -> tensor<16x1280xf32>
  return %2 : tensor<16x1280xf32>
}
nn.kernel @product(%x: tensor<16x1024xf32>, %w: tensor<40x1024x32xf32>) -> (tensor<16x1280xf32>) kind "matmul" {
  %0 = nn.matmul %x, %w block 32 columns 1280 : tensor<16x1024xf32>, tensor<40x1024x32xf32>
  nn.yield %0 : tensor<16x1280xf32>
}
nn.kernel @plain(%x: tensor<16x1024xf32>, %w: tensor<40x1024x32xf32>) -> (tensor<16x1280xf32>) kind "matmul" schedule {name = "naive"} {
  %0 = nn.matmul %x, %w block 32 columns 1280 : tensor<16x1024xf32>, tensor<40x1024x32xf32>
  nn.yield %0 : tensor<16x1280xf32>
}
nn.kernel @tanh(%x: tensor<16x1280xf32>) -> (tensor<16x1280xf32>) kind "elementwise" {
  %0 = nn.tanh %x : tensor<16x1280xf32>
  nn.yield %0 : tensor<16x1280xf32>
}

// -----

// 1 MiB does.
// CHECK: nn.kernel @product{{.*}} schedule {name = "tiled"}
func.func @main(%x: tensor<16x1024xf32>) -> tensor<16x256xf32> {
  %w = nn.constant dense<1.0> : tensor<8x1024x32xf32>
  %0 = nn.call @product(%x, %w) : (tensor<16x1024xf32>, tensor<8x1024x32xf32>) -> tensor<16x256xf32>
  return %0 : tensor<16x256xf32>
}
nn.kernel @product(%x: tensor<16x1024xf32>, %w: tensor<8x1024x32xf32>) -> (tensor<16x256xf32>) kind "matmul" {
  %0 = nn.matmul %x, %w block 32 columns 256 : tensor<16x1024xf32>, tensor<8x1024x32xf32>
  nn.yield %0 : tensor<16x256xf32>
}

// -----

// 1024 rows use each weight, which takes longer than its arrival.
// CHECK: nn.kernel @product{{.*}} schedule {name = "tiled"}
func.func @main(%x: tensor<1024x1024xf32>) -> tensor<1024x1280xf32> {
  %w = nn.constant dense<1.0> : tensor<40x1024x32xf32>
  %0 = nn.call @product(%x, %w) : (tensor<1024x1024xf32>, tensor<40x1024x32xf32>) -> tensor<1024x1280xf32>
  return %0 : tensor<1024x1280xf32>
}
nn.kernel @product(%x: tensor<1024x1024xf32>, %w: tensor<40x1024x32xf32>) -> (tensor<1024x1280xf32>) kind "matmul" {
  %0 = nn.matmul %x, %w block 32 columns 1280 : tensor<1024x1024xf32>, tensor<40x1024x32xf32>
  nn.yield %0 : tensor<1024x1280xf32>
}

// -----

// A depthwise convolution asks for the rows of an image of 4 MiB, but not of 2.
// CHECK: nn.kernel @large{{.*}} schedule {name = "tiled", prefetch_map = 1 : i64}
// CHECK: nn.kernel @small{{.*}} schedule {name = "tiled"}
func.func @main(%x: tensor<2x128x128x64xf32>, %y: tensor<2x128x64x64xf32>) -> (tensor<2x128x128x64xf32>, tensor<2x128x64x64xf32>) {
  %w = nn.constant dense<1.0> : tensor<1x1x1x64xf32>
  %0 = nn.call @large(%x, %w) : (tensor<2x128x128x64xf32>, tensor<1x1x1x64xf32>) -> tensor<2x128x128x64xf32>
  %1 = nn.call @small(%y, %w) : (tensor<2x128x64x64xf32>, tensor<1x1x1x64xf32>) -> tensor<2x128x64x64xf32>
  return %0, %1 : tensor<2x128x128x64xf32>, tensor<2x128x64x64xf32>
}
nn.kernel @large(%x: tensor<2x128x128x64xf32>, %w: tensor<1x1x1x64xf32>) -> (tensor<2x128x128x64xf32>) kind "depthwise" {
  %0 = nn.conv %x, %w <{dilations = array<i64: 1, 1>, groups = 64 : i64, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : tensor<2x128x128x64xf32>, tensor<1x1x1x64xf32>
  nn.yield %0 : tensor<2x128x128x64xf32>
}
nn.kernel @small(%x: tensor<2x128x64x64xf32>, %w: tensor<1x1x1x64xf32>) -> (tensor<2x128x64x64xf32>) kind "depthwise" {
  %0 = nn.conv %x, %w <{dilations = array<i64: 1, 1>, groups = 64 : i64, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : tensor<2x128x64x64xf32>, tensor<1x1x1x64xf32>
  nn.yield %0 : tensor<2x128x64x64xf32>
}
