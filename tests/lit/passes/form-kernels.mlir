// RUN: unspool-opt %s --pass-pipeline='builtin.module(nn-form-kernels)' | FileCheck %s

// Equal regions share one kernel.
// CHECK: %[[FIRST:.*]] = nn.call @[[KERNEL:.*]](%arg0)
// CHECK-NEXT: nn.call @[[KERNEL]](%[[FIRST]])
// CHECK: nn.kernel @[[KERNEL]](%arg0: tensor<4xf32>) -> (tensor<4xf32>) kind "elementwise"
// CHECK-NEXT: nn.tanh %arg0
// CHECK-NOT: nn.kernel
func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = nn.fused "elementwise" : tensor<4xf32> {
    %a = nn.tanh %x : tensor<4xf32>
    nn.yield %a : tensor<4xf32>
  }
  %1 = nn.fused "elementwise" : tensor<4xf32> {
    %a = nn.tanh %0 : tensor<4xf32>
    nn.yield %a : tensor<4xf32>
  }
  return %1 : tensor<4xf32>
}
