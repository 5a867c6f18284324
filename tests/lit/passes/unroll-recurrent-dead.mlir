// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-unroll-recurrent,nn-simplify,cse))' | FileCheck %s

// What nobody reads is not computed.

// Only the last state is read: Y is not put together.
// CHECK-LABEL: @unread_y
// CHECK-COUNT-4: nn.lstm_cell
// CHECK-NOT: nn.concat
// CHECK: return
func.func @unread_y(%x: tensor<4x1x2xf32>, %w: tensor<1x16x2xf32>, %r: tensor<1x16x4xf32>) -> tensor<1x1x4xf32> {
  %y, %h, %c = nn.lstm %x, %w, %r {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.0, 0.0, 0.0>, betas = array<f64: 0.0, 0.0, 0.0>, clip = 0.0 : f64, direction = 0 : i32, hidden_size = 4 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 0, 0, 0, 0, 0>} : (tensor<4x1x2xf32>, tensor<1x16x2xf32>, tensor<1x16x4xf32>) -> (tensor<4x1x1x4xf32>, tensor<1x1x4xf32>, tensor<1x1x4xf32>)
  return %h : tensor<1x1x4xf32>
}

// The reverse direction reaches the last timestep first: one step is enough.
// CHECK-LABEL: @dead_steps
// CHECK: nn.lstm_cell {{.*}} : (tensor<1x16xf32>) ->
// CHECK-NOT: nn.lstm_cell
// CHECK: return
func.func @dead_steps(%x: tensor<4x1x2xf32>, %w: tensor<1x16x2xf32>, %r: tensor<1x16x4xf32>) -> tensor<1x1x1x4xf32> {
  %y, %h, %c = nn.lstm %x, %w, %r {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.0, 0.0, 0.0>, betas = array<f64: 0.0, 0.0, 0.0>, clip = 0.0 : f64, direction = 1 : i32, hidden_size = 4 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 0, 0, 0, 0, 0>} : (tensor<4x1x2xf32>, tensor<1x16x2xf32>, tensor<1x16x4xf32>) -> (tensor<4x1x1x4xf32>, tensor<1x1x4xf32>, tensor<1x1x4xf32>)
  %0 = nn.slice %y [3, 0, 0, 0] size [1, 1, 1, 4] step [1, 1, 1, 1] : tensor<4x1x1x4xf32>
  return %0 : tensor<1x1x1x4xf32>
}

// Nor does anybody need the steps after the last one that is read.
// CHECK-LABEL: @dead_steps_forward
// CHECK-COUNT-2: nn.lstm_cell
// CHECK-NOT: nn.lstm_cell
// CHECK: return
func.func @dead_steps_forward(%x: tensor<4x1x2xf32>, %w: tensor<1x16x2xf32>, %r: tensor<1x16x4xf32>) -> tensor<1x1x1x4xf32> {
  %y, %h, %c = nn.lstm %x, %w, %r {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.0, 0.0, 0.0>, betas = array<f64: 0.0, 0.0, 0.0>, clip = 0.0 : f64, direction = 0 : i32, hidden_size = 4 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 0, 0, 0, 0, 0>} : (tensor<4x1x2xf32>, tensor<1x16x2xf32>, tensor<1x16x4xf32>) -> (tensor<4x1x1x4xf32>, tensor<1x1x4xf32>, tensor<1x1x4xf32>)
  %0 = nn.slice %y [1, 0, 0, 0] size [1, 1, 1, 4] step [1, 1, 1, 1] : tensor<4x1x1x4xf32>
  return %0 : tensor<1x1x1x4xf32>
}

// Of a bidirectional layer whose reverse half nobody reads, a forward one is left.
// CHECK-LABEL: @dead_direction
// CHECK-COUNT-1: nn.matmul
// CHECK-NOT: nn.matmul
// CHECK-COUNT-4: nn.lstm_cell
// CHECK-NOT: nn.lstm_cell
// CHECK: return
func.func @dead_direction(%x: tensor<4x1x2xf32>, %w: tensor<2x16x2xf32>, %r: tensor<2x16x4xf32>) -> tensor<1x1x4xf32> {
  %y, %h, %c = nn.lstm %x, %w, %r {activations = ["sigmoid", "tanh", "tanh", "sigmoid", "tanh", "tanh"], alphas = array<f64: 0.0, 0.0, 0.0, 0.0, 0.0, 0.0>, betas = array<f64: 0.0, 0.0, 0.0, 0.0, 0.0, 0.0>, clip = 0.0 : f64, direction = 2 : i32, hidden_size = 4 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 0, 0, 0, 0, 0>} : (tensor<4x1x2xf32>, tensor<2x16x2xf32>, tensor<2x16x4xf32>) -> (tensor<4x2x1x4xf32>, tensor<2x1x4xf32>, tensor<2x1x4xf32>)
  %0 = nn.slice %h [0, 0, 0] size [1, 1, 4] step [1, 1, 1] : tensor<2x1x4xf32>
  return %0 : tensor<1x1x4xf32>
}

// A classifier on the last outputs of both directions: four steps of one, one of the
// other.
// CHECK-LABEL: @last_outputs
// CHECK-COUNT-5: nn.lstm_cell
// CHECK-NOT: nn.lstm_cell
// CHECK: return
func.func @last_outputs(%x: tensor<4x1x2xf32>, %w: tensor<2x16x2xf32>, %r: tensor<2x16x4xf32>) -> tensor<1x2x1x4xf32> {
  %y, %h, %c = nn.lstm %x, %w, %r {activations = ["sigmoid", "tanh", "tanh", "sigmoid", "tanh", "tanh"], alphas = array<f64: 0.0, 0.0, 0.0, 0.0, 0.0, 0.0>, betas = array<f64: 0.0, 0.0, 0.0, 0.0, 0.0, 0.0>, clip = 0.0 : f64, direction = 2 : i32, hidden_size = 4 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 0, 0, 0, 0, 0>} : (tensor<4x1x2xf32>, tensor<2x16x2xf32>, tensor<2x16x4xf32>) -> (tensor<4x2x1x4xf32>, tensor<2x1x4xf32>, tensor<2x1x4xf32>)
  %0 = nn.slice %y [3, 0, 0, 0] size [1, 2, 1, 4] step [1, 1, 1, 1] : tensor<4x2x1x4xf32>
  return %0 : tensor<1x2x1x4xf32>
}

// CHECK-LABEL: @dead_layer
// CHECK-NEXT: return
func.func @dead_layer(%x: tensor<4x1x2xf32>, %w: tensor<1x16x2xf32>, %r: tensor<1x16x4xf32>) -> tensor<4x1x2xf32> {
  %y, %h, %c = nn.lstm %x, %w, %r {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.0, 0.0, 0.0>, betas = array<f64: 0.0, 0.0, 0.0>, clip = 0.0 : f64, direction = 0 : i32, hidden_size = 4 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 0, 0, 0, 0, 0>} : (tensor<4x1x2xf32>, tensor<1x16x2xf32>, tensor<1x16x4xf32>) -> (tensor<4x1x1x4xf32>, tensor<1x1x4xf32>, tensor<1x1x4xf32>)
  return %x : tensor<4x1x2xf32>
}
