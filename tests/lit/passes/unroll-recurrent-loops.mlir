// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-unroll-recurrent{unroll=none}))' | FileCheck %s --check-prefixes=CHECK,NONE
// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-unroll-recurrent{unroll=3}))' | FileCheck %s --check-prefixes=CHECK,THREE
// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-unroll-recurrent{bound=4}))' | FileCheck %s --check-prefixes=CHECK,NONE

// Loops over 8 timesteps: the first one, from a zero state, and those that do not fill
// a body stand before the loop. Beyond the bound, auto makes bodies of one timestep.

// CHECK-LABEL: @forward
// CHECK: nn.matmul {{.*}} : tensor<8x2xf32>, tensor<2x4xf32>
// NONE: nn.rnn_cell
// NONE-NEXT: nn.reshape
// NONE: nn.scan 7 states (%{{.*}} : tensor<1x4xf32>) over (%{{.*}} : tensor<7x1x4xf32>)
// NONE-COUNT-1: nn.rnn_cell
// THREE-COUNT-2: nn.rnn_cell
// THREE: nn.scan 2 states (%{{.*}} : tensor<1x4xf32>) over (%{{.*}} : tensor<6x1x4xf32>)
// THREE-COUNT-3: nn.rnn_cell
// CHECK-NOT: nn.rnn_cell
// CHECK: nn.yield
// CHECK: return
func.func @forward(%x: tensor<8x1x2xf32>, %w: tensor<1x4x2xf32>, %r: tensor<1x4x4xf32>) -> tensor<8x1x1x4xf32> {
  %y, %h = nn.rnn %x, %w, %r {activations = ["tanh"], alphas = array<f64: 0.0>, betas = array<f64: 0.0>, clip = 0.0 : f64, direction = 0 : i32, hidden_size = 4 : i64, operandSegmentSizes = array<i32: 1, 1, 1, 0, 0, 0>} : (tensor<8x1x2xf32>, tensor<1x4x2xf32>, tensor<1x4x4xf32>) -> (tensor<8x1x1x4xf32>, tensor<1x1x4xf32>)
  return %y : tensor<8x1x1x4xf32>
}

// The reverse direction reads and writes from the end.
// CHECK-LABEL: @backward
// CHECK: nn.scan {{.*}}reversed = array<i64: 0>
// CHECK: return
func.func @backward(%x: tensor<8x1x2xf32>, %w: tensor<1x4x2xf32>, %r: tensor<1x4x4xf32>) -> tensor<8x1x1x4xf32> {
  %y, %h = nn.rnn %x, %w, %r {activations = ["tanh"], alphas = array<f64: 0.0>, betas = array<f64: 0.0>, clip = 0.0 : f64, direction = 1 : i32, hidden_size = 4 : i64, operandSegmentSizes = array<i32: 1, 1, 1, 0, 0, 0>} : (tensor<8x1x2xf32>, tensor<1x4x2xf32>, tensor<1x4x4xf32>) -> (tensor<8x1x1x4xf32>, tensor<1x1x4xf32>)
  return %y : tensor<8x1x1x4xf32>
}

// With sequence lengths, a step beyond the row's length keeps the state and gives
// zero; the lengths themselves are checked by each call. And with a state there are no
// denormals.
// CHECK-LABEL: @lengths
// CHECK-SAME: %arg3: tensor<1xi32> {nn.range = array<i64: 0, 8>}
// CHECK-SAME: attributes {nn.flush_denormals}
// CHECK: nn.scan
// CHECK: %[[VALID:.*]] = nn.less
// CHECK: %[[CELL:.*]] = nn.rnn_cell
// CHECK: nn.select %{{.*}}, %[[CELL]]
// CHECK: nn.select %{{.*}}, %[[CELL]], %arg
// CHECK: return
func.func @lengths(%x: tensor<8x1x2xf32>, %w: tensor<1x4x2xf32>, %r: tensor<1x4x4xf32>, %n: tensor<1xi32>) -> tensor<8x1x1x4xf32> {
  %y, %h = nn.rnn %x, %w, %r, %n {activations = ["tanh"], alphas = array<f64: 0.0>, betas = array<f64: 0.0>, clip = 0.0 : f64, direction = 0 : i32, hidden_size = 4 : i64, operandSegmentSizes = array<i32: 1, 1, 1, 0, 1, 0>} : (tensor<8x1x2xf32>, tensor<1x4x2xf32>, tensor<1x4x4xf32>, tensor<1xi32>) -> (tensor<8x1x1x4xf32>, tensor<1x1x4xf32>)
  return %y : tensor<8x1x1x4xf32>
}

// Lengths that are all T mean nothing.
// CHECK-LABEL: @known_lengths
// CHECK-NOT: nn.select
// CHECK: return
func.func @known_lengths(%x: tensor<8x1x2xf32>, %w: tensor<1x4x2xf32>, %r: tensor<1x4x4xf32>) -> tensor<8x1x1x4xf32> {
  %n = nn.constant dense<8> : tensor<1xi32>
  %y, %h = nn.rnn %x, %w, %r, %n {activations = ["tanh"], alphas = array<f64: 0.0>, betas = array<f64: 0.0>, clip = 0.0 : f64, direction = 0 : i32, hidden_size = 4 : i64, operandSegmentSizes = array<i32: 1, 1, 1, 0, 1, 0>} : (tensor<8x1x2xf32>, tensor<1x4x2xf32>, tensor<1x4x4xf32>, tensor<1xi32>) -> (tensor<8x1x1x4xf32>, tensor<1x1x4xf32>)
  return %y : tensor<8x1x1x4xf32>
}

// CHECK-LABEL: @stateless
// CHECK-NOT: flush_denormals
// CHECK: return
func.func @stateless(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = nn.relu %x : tensor<4xf32>
  return %0 : tensor<4xf32>
}
