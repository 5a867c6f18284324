// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-unroll-recurrent,nn-simplify,cse))' | FileCheck %s

// What unrolling does to weights, biases and zero states. (unroll-recurrent.mlir has
// the product of all timesteps, and the loops.)

// Wb + Rb = [11, 22] is added at compile time, once for all timesteps.
// CHECK-LABEL: @biases
// CHECK: %[[BOTH:.*]] = nn.constant dense<[1.100000e+01, 2.200000e+01]>
// CHECK: %[[PRODUCT:.*]] = nn.matmul {{.*}} : tensor<2x1xf32>, tensor<1x2xf32>
// CHECK-NEXT: nn.add %[[PRODUCT]], %[[BOTH]]
// CHECK-NOT: nn.add
// CHECK: return
func.func @biases(%x: tensor<2x1x1xf32>) -> tensor<1x1x2xf32> {
  %w = nn.constant dense<[[[2.0], [3.0]]]> : tensor<1x2x1xf32>
  %r = nn.constant dense<0.5> : tensor<1x2x2xf32>
  %b = nn.constant dense<[[1.0, 2.0, 10.0, 20.0]]> : tensor<1x4xf32>
  %y, %h = nn.rnn %x, %w, %r, %b {activations = ["tanh"], alphas = array<f64: 0.0>, betas = array<f64: 0.0>, clip = 0.0 : f64, direction = 0 : i32, hidden_size = 2 : i64, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 0>} : (tensor<2x1x1xf32>, tensor<1x2x1xf32>, tensor<1x2x2xf32>, tensor<1x4xf32>) -> (tensor<2x1x1x2xf32>, tensor<1x1x2xf32>)
  return %h : tensor<1x1x2xf32>
}

// CHECK-LABEL: @reset_before
// CHECK: nn.constant dense<[1.100000e+01, 2.200000e+01, 3.300000e+01]>
// CHECK: return
func.func @reset_before(%x: tensor<2x1x1xf32>) -> tensor<1x1x1xf32> {
  %w = nn.constant dense<1.0> : tensor<1x3x1xf32>
  %r = nn.constant dense<0.5> : tensor<1x3x1xf32>
  %b = nn.constant dense<[[1.0, 2.0, 3.0, 10.0, 20.0, 30.0]]> : tensor<1x6xf32>
  %y, %h = nn.gru %x, %w, %r, %b {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.0, 0.0>, betas = array<f64: 0.0, 0.0>, clip = 0.0 : f64, direction = 0 : i32, hidden_size = 1 : i64, linear_before_reset = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 0>} : (tensor<2x1x1xf32>, tensor<1x3x1xf32>, tensor<1x3x1xf32>, tensor<1x6xf32>) -> (tensor<2x1x1x1xf32>, tensor<1x1x1xf32>)
  return %h : tensor<1x1x1xf32>
}

// The reset gate multiplies the third gate's Rb = 30, which therefore stays apart.
// CHECK-LABEL: @reset_after
// CHECK-DAG: %[[BOTH:.*]] = nn.constant dense<[1.100000e+01, 2.200000e+01, 3.000000e+00]>
// CHECK-DAG: %[[RBH:.*]] = nn.constant dense<3.000000e+01> : tensor<1xf32>
// CHECK: nn.add %{{.*}}, %[[BOTH]]
// CHECK: nn.gru_cell %{{.*}}, %[[RBH]] {{.*}} : (tensor<1x3xf32>, tensor<1xf32>)
// CHECK: return
func.func @reset_after(%x: tensor<2x1x1xf32>) -> tensor<1x1x1xf32> {
  %w = nn.constant dense<1.0> : tensor<1x3x1xf32>
  %r = nn.constant dense<0.5> : tensor<1x3x1xf32>
  %b = nn.constant dense<[[1.0, 2.0, 3.0, 10.0, 20.0, 30.0]]> : tensor<1x6xf32>
  %y, %h = nn.gru %x, %w, %r, %b {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.0, 0.0>, betas = array<f64: 0.0, 0.0>, clip = 0.0 : f64, direction = 0 : i32, hidden_size = 1 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 0>} : (tensor<2x1x1xf32>, tensor<1x3x1xf32>, tensor<1x3x1xf32>, tensor<1x6xf32>) -> (tensor<2x1x1x1xf32>, tensor<1x1x1xf32>)
  return %h : tensor<1x1x1xf32>
}

// A state that is zero is no operand: the first step has no recurrent product.
// CHECK-LABEL: @zero_state
// CHECK: nn.lstm_cell {{.*}} : (tensor<1x16xf32>) ->
// CHECK: nn.lstm_cell {{.*}} : (tensor<1x16xf32>, tensor<1x4xf32>, tensor<1x4xf32>, tensor<4x4x4xf32>) ->
// CHECK: return
func.func @zero_state(%x: tensor<2x1x2xf32>, %w: tensor<1x16x2xf32>, %r: tensor<1x16x4xf32>) -> tensor<1x1x4xf32> {
  %zero = nn.constant dense<0.0> : tensor<1x1x4xf32>
  %y, %h, %c = nn.lstm %x, %w, %r, %zero, %zero {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.0, 0.0, 0.0>, betas = array<f64: 0.0, 0.0, 0.0>, clip = 0.0 : f64, direction = 0 : i32, hidden_size = 4 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 0, 0, 1, 1, 0>} : (tensor<2x1x2xf32>, tensor<1x16x2xf32>, tensor<1x16x4xf32>, tensor<1x1x4xf32>, tensor<1x1x4xf32>) -> (tensor<2x1x1x4xf32>, tensor<1x1x4xf32>, tensor<1x1x4xf32>)
  return %h : tensor<1x1x4xf32>
}

// One that is given is; the other may still be zero.
// CHECK-LABEL: @given_state
// CHECK: nn.lstm_cell {{.*}} : (tensor<1x16xf32>, tensor<1x4xf32>, tensor<4x4x4xf32>) ->
// CHECK: return
func.func @given_state(%x: tensor<2x1x2xf32>, %w: tensor<1x16x2xf32>, %r: tensor<1x16x4xf32>, %h0: tensor<1x1x4xf32>) -> tensor<1x1x4xf32> {
  %y, %h, %c = nn.lstm %x, %w, %r, %h0 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.0, 0.0, 0.0>, betas = array<f64: 0.0, 0.0, 0.0>, clip = 0.0 : f64, direction = 0 : i32, hidden_size = 4 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 0, 0, 1, 0, 0>} : (tensor<2x1x2xf32>, tensor<1x16x2xf32>, tensor<1x16x4xf32>, tensor<1x1x4xf32>) -> (tensor<2x1x1x4xf32>, tensor<1x1x4xf32>, tensor<1x1x4xf32>)
  return %h : tensor<1x1x4xf32>
}
