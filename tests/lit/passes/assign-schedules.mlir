// RUN: unspool-opt %s --split-input-file --pass-pipeline='builtin.module(nn-assign-schedules)' | FileCheck %s

// CHECK: nn.kernel @tanh{{.*}} schedule {name = "vectorized"}
// What a kernel has stays.
// CHECK: nn.kernel @sigmoid{{.*}} schedule {name = "naive"}
func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = nn.call @tanh(%x) : (tensor<4xf32>) -> tensor<4xf32>
  %1 = nn.call @tanh(%0) : (tensor<4xf32>) -> tensor<4xf32>
  return %1 : tensor<4xf32>
}
nn.kernel @tanh(%x: tensor<4xf32>) -> (tensor<4xf32>) kind "elementwise" {
  %0 = nn.tanh %x : tensor<4xf32>
  nn.yield %0 : tensor<4xf32>
}
nn.kernel @sigmoid(%x: tensor<4xf32>) -> (tensor<4xf32>) kind "elementwise" schedule {name = "naive"} {
  %0 = nn.sigmoid %x : tensor<4xf32>
  nn.yield %0 : tensor<4xf32>
}

// -----

// Six channels would leave ten lanes of a vector idle: pixels fill them. With sixteen
// channels, or where neighbouring pixels do not lie side by side, they do not.
// CHECK: nn.kernel @six{{.*}} schedule {name = "pixels"}
// CHECK: nn.kernel @sixteen{{.*}} schedule {name = "tiled"}
// CHECK: nn.kernel @strided{{.*}} schedule {name = "tiled"}
// RUN: unspool-opt %s --split-input-file --pass-pipeline='builtin.module(nn-assign-schedules{maps-vary=true})' | FileCheck %s --check-prefix=ANY
// ANY: nn.kernel @six{{.*}} schedule {name = "tiled"}
func.func @main(%x: tensor<1x28x28x1xf32>) -> tensor<1x28x28x1xf32> {
  return %x : tensor<1x28x28x1xf32>
}
nn.kernel @six(%x: tensor<1x28x28x1xf32>, %w: tensor<5x5x1x6xf32>) -> (tensor<1x28x28x6xf32>) kind "conv" {
  %0 = "nn.conv"(%x, %w) <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 2, 2>, low = array<i64: 2, 2>, strides = array<i64: 1, 1>}> : (tensor<1x28x28x1xf32>, tensor<5x5x1x6xf32>) -> tensor<1x28x28x6xf32>
  nn.yield %0 : tensor<1x28x28x6xf32>
}
nn.kernel @sixteen(%x: tensor<1x28x28x1xf32>, %w: tensor<5x5x1x16xf32>) -> (tensor<1x28x28x16xf32>) kind "conv" {
  %0 = "nn.conv"(%x, %w) <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 2, 2>, low = array<i64: 2, 2>, strides = array<i64: 1, 1>}> : (tensor<1x28x28x1xf32>, tensor<5x5x1x16xf32>) -> tensor<1x28x28x16xf32>
  nn.yield %0 : tensor<1x28x28x16xf32>
}
nn.kernel @strided(%x: tensor<1x56x56x1xf32>, %w: tensor<5x5x1x6xf32>) -> (tensor<1x28x28x6xf32>) kind "conv" {
  %0 = "nn.conv"(%x, %w) <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 1, 1>, low = array<i64: 2, 2>, strides = array<i64: 2, 2>}> : (tensor<1x56x56x1xf32>, tensor<5x5x1x6xf32>) -> tensor<1x28x28x6xf32>
  nn.yield %0 : tensor<1x28x28x6xf32>
}
