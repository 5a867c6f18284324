// RUN: unspool-opt %s --split-input-file --verify-diagnostics --pass-pipeline='builtin.module(func.func(nn-pack-weights,nn-fuse-conv-pool-flatten,nn-fuse-elementwise,nn-match-schedules),nn-form-kernels,nn-assign-schedules)' | FileCheck %s

// The last rule that holds counts. Two products of one layer are told apart by their
// results; "vectors" is how weights are packed.
module attributes {nn.schedules = [
    {kind = "matmul", layers = ["dense"], name = "naive"},
    {kind = "matmul", layers = ["dense"], result = array<i64: 3, 32>, name = "tiled",
     parameters = {rows = 2, vectors = 1}},
    {kind = "elementwise", name = "naive"}]} {
// CHECK: nn.kernel @matmul_0{{.*}}tensor<2x8x16xf32>{{.*}} schedule {name = "tiled", rows = 2 : i64, vectors = 1 : i64}
// CHECK: nn.kernel @matmul_1{{.*}}tensor<1x8x32xf32>{{.*}} schedule {name = "naive"}
// CHECK: nn.kernel @matmul_2{{.*}}tensor<1x8x32xf32>{{.*}} schedule {name = "tiled"}
// CHECK: nn.kernel @elementwise_0{{.*}} schedule {name = "naive"}
func.func @main(%x: tensor<3x8xf32>, %y: tensor<5x8xf32>) -> (tensor<3x32xf32>, tensor<5x32xf32>, tensor<5x32xf32>, tensor<3x8xf32>) {
  %w = nn.constant dense<1.0> : tensor<8x32xf32>
  %0 = nn.matmul %x, %w : tensor<3x8xf32>, tensor<8x32xf32> loc("dense")
  %1 = nn.matmul %y, %w : tensor<5x8xf32>, tensor<8x32xf32> loc("dense")
  %2 = nn.matmul %y, %w : tensor<5x8xf32>, tensor<8x32xf32> loc("other")
  %3 = nn.tanh %x : tensor<3x8xf32> loc("tanh")
  return %0, %1, %2, %3 : tensor<3x32xf32>, tensor<5x32xf32>, tensor<5x32xf32>, tensor<3x8xf32>
}
}

// -----

module attributes {nn.schedules = [{kind = "conv", layers = ["tanh"], name = "naive"}]} {
// expected-error @+1 {{a schedule is for layer 'tanh', which has no kernel of kind 'conv'; it has: elementwise}}
func.func @main(%x: tensor<3x8xf32>) -> tensor<3x8xf32> {
  %0 = nn.tanh %x : tensor<3x8xf32> loc("tanh")
  return %0 : tensor<3x8xf32>
}
}
