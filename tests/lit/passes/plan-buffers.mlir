// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-plan-buffers))' | FileCheck %s

// What goes in and comes out lies with the caller; between them is the arena.
// CHECK: func.func @main{{.*}} attributes {nn.arena_bound = 16 : i64, nn.arena_bytes = 64 : i64}
// CHECK-NEXT: nn.call @tanh(%arg0) {operand_slots = [#nn.slot<input>], result_slots = [#nn.slot<arena>]}
// CHECK-NEXT: nn.call @tanh(%0) {operand_slots = [#nn.slot<arena>], result_slots = [#nn.slot<output>]}
func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = nn.call @tanh(%x) : (tensor<4xf32>) -> tensor<4xf32>
  %1 = nn.call @tanh(%0) : (tensor<4xf32>) -> tensor<4xf32>
  return %1 : tensor<4xf32>
}
nn.kernel @tanh(%x: tensor<4xf32>) -> (tensor<4xf32>) kind "elementwise" {
  %0 = nn.tanh %x : tensor<4xf32>
  nn.yield %0 : tensor<4xf32>
}
