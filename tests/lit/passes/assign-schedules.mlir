// RUN: unspool-opt %s --pass-pipeline='builtin.module(nn-assign-schedules)' | FileCheck %s
// RUN: unspool-opt %s --pass-pipeline='builtin.module(nn-assign-schedules{schedule=naive})' | FileCheck %s --check-prefix=NAIVE

// CHECK: nn.kernel @tanh{{.*}} schedule {name = "vectorized"}
// NAIVE: nn.kernel @tanh{{.*}} schedule {name = "naive"}
func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = nn.call @tanh(%x) : (tensor<4xf32>) -> tensor<4xf32>
  %1 = nn.call @tanh(%0) : (tensor<4xf32>) -> tensor<4xf32>
  return %1 : tensor<4xf32>
}
nn.kernel @tanh(%x: tensor<4xf32>) -> (tensor<4xf32>) kind "elementwise" {
  %0 = nn.tanh %x : tensor<4xf32>
  nn.yield %0 : tensor<4xf32>
}
