// RUN: unspool-opt %s --pass-pipeline='builtin.module(nn-assign-schedules)' | FileCheck %s

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
