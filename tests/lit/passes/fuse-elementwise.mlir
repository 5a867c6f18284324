// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-fuse-elementwise))' | FileCheck %s --check-prefixes=CHECK,FUSED
// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-fuse-elementwise{separate=1}))' | FileCheck %s --check-prefixes=CHECK,SEPARATE

// CHECK-LABEL: @chain
// CHECK: nn.fused "elementwise"
// CHECK-NEXT: nn.add
// FUSED-NEXT: nn.tanh
// FUSED-NEXT: nn.yield
// SEPARATE-NEXT: nn.yield
// SEPARATE: nn.fused "elementwise"
// SEPARATE-NEXT: nn.tanh
func.func @chain(%x: tensor<4xf32>, %y: tensor<4xf32>) -> tensor<4xf32> {
  %0 = nn.add %x, %y : tensor<4xf32>, tensor<4xf32>
  %1 = nn.tanh %0 : tensor<4xf32>
  return %1 : tensor<4xf32>
}

// A view moves nothing, and so is no kernel.
// CHECK-LABEL: @view
// CHECK-NEXT: nn.reshape
// CHECK-NEXT: return
func.func @view(%x: tensor<4xf32>) -> tensor<2x2xf32> {
  %0 = nn.reshape %x : tensor<4xf32> to tensor<2x2xf32>
  return %0 : tensor<2x2xf32>
}
