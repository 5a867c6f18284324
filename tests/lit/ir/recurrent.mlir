// RUN: unspool-opt %s | unspool-opt | FileCheck %s

// Recurrent layers and cells are printed as they are read: T = 5, B = 2, I = 3, H = 4.

// CHECK-LABEL: @rnn
func.func @rnn(%x: tensor<5x2x3xf32>, %w: tensor<1x4x3xf32>, %r: tensor<1x4x4xf32>) -> (tensor<5x1x2x4xf32>, tensor<1x2x4xf32>) {
  // CHECK: nn.rnn %arg0, %arg1, %arg2 {activations = 
  // CHECK-SAME: : (tensor<5x2x3xf32>, tensor<1x4x3xf32>, tensor<1x4x4xf32>) -> (tensor<5x1x2x4xf32>, tensor<1x2x4xf32>)
  %y, %h = nn.rnn %x, %w, %r {
    activations = ["tanh"], alphas = array<f64: 0.0>, betas = array<f64: 0.0>, clip = 0.0 : f64, hidden_size = 4 : i64, direction = 1 : i32,
    operandSegmentSizes = array<i32: 1, 1, 1, 0, 0, 0>
  } : (tensor<5x2x3xf32>, tensor<1x4x3xf32>, tensor<1x4x4xf32>) -> (tensor<5x1x2x4xf32>, tensor<1x2x4xf32>)
  return %y, %h : tensor<5x1x2x4xf32>, tensor<1x2x4xf32>
}

// CHECK-LABEL: @lstm
func.func @lstm(%x: tensor<5x2x3xf32>, %w: tensor<2x16x3xf32>, %r: tensor<2x16x4xf32>, %b: tensor<2x32xf32>, %n: tensor<2xi32>, %h0: tensor<2x2x4xf32>, %c0: tensor<2x2x4xf32>, %p: tensor<2x12xf32>) -> (tensor<5x2x2x4xf32>, tensor<2x2x4xf32>, tensor<2x2x4xf32>) {
  // CHECK: nn.lstm %arg0, %arg1, %arg2, %arg3, %arg4, %arg5, %arg6, %arg7 {activations = 
  // CHECK-SAME: : (tensor<5x2x3xf32>, tensor<2x16x3xf32>, tensor<2x16x4xf32>, tensor<2x32xf32>, tensor<2xi32>, tensor<2x2x4xf32>, tensor<2x2x4xf32>, tensor<2x12xf32>) -> (tensor<5x2x2x4xf32>, tensor<2x2x4xf32>, tensor<2x2x4xf32>)
  %y, %h, %c = nn.lstm %x, %w, %r, %b, %n, %h0, %c0, %p {
    activations = ["sigmoid", "tanh", "tanh", "sigmoid", "tanh", "tanh"], alphas = array<f64: 0.0, 0.0, 0.0, 0.0, 0.0, 0.0>, betas = array<f64: 0.0, 0.0, 0.0, 0.0, 0.0, 0.0>, clip = 0.0 : f64, hidden_size = 4 : i64, direction = 2 : i32, input_forget = false,
    operandSegmentSizes = array<i32: 1, 1, 1, 1, 1, 1, 1, 1>
  } : (tensor<5x2x3xf32>, tensor<2x16x3xf32>, tensor<2x16x4xf32>, tensor<2x32xf32>, tensor<2xi32>, tensor<2x2x4xf32>, tensor<2x2x4xf32>, tensor<2x12xf32>) -> (tensor<5x2x2x4xf32>, tensor<2x2x4xf32>, tensor<2x2x4xf32>)
  return %y, %h, %c : tensor<5x2x2x4xf32>, tensor<2x2x4xf32>, tensor<2x2x4xf32>
}

// CHECK-LABEL: @gru
func.func @gru(%x: tensor<5x2x3xf32>, %w: tensor<1x12x3xf32>, %r: tensor<1x12x4xf32>, %b: tensor<1x24xf32>, %h0: tensor<1x2x4xf32>) -> (tensor<5x1x2x4xf32>, tensor<1x2x4xf32>) {
  // CHECK: nn.gru %arg0, %arg1, %arg2, %arg3, %arg4 {activations = 
  // CHECK-SAME: : (tensor<5x2x3xf32>, tensor<1x12x3xf32>, tensor<1x12x4xf32>, tensor<1x24xf32>, tensor<1x2x4xf32>) -> (tensor<5x1x2x4xf32>, tensor<1x2x4xf32>)
  %y, %h = nn.gru %x, %w, %r, %b, %h0 {
    activations = ["sigmoid", "tanh"], alphas = array<f64: 0.0, 0.0>, betas = array<f64: 0.0, 0.0>, clip = 0.0 : f64, hidden_size = 4 : i64, direction = 0 : i32, linear_before_reset = true,
    operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 1>
  } : (tensor<5x2x3xf32>, tensor<1x12x3xf32>, tensor<1x12x4xf32>, tensor<1x24xf32>, tensor<1x2x4xf32>) -> (tensor<5x1x2x4xf32>, tensor<1x2x4xf32>)
  return %y, %h : tensor<5x1x2x4xf32>, tensor<1x2x4xf32>
}

// CHECK-LABEL: @rnn_cell
func.func @rnn_cell(%x: tensor<2x4xf32>, %h: tensor<2x4xf32>, %r: tensor<4x1x4xf32>) -> (tensor<2x4xf32>) {
  // CHECK: nn.rnn_cell %arg0, %arg1, %arg2 {activations = 
  // CHECK-SAME: : (tensor<2x4xf32>, tensor<2x4xf32>, tensor<4x1x4xf32>) -> tensor<2x4xf32>
  %h1 = nn.rnn_cell %x, %h, %r {
    activations = ["relu"], alphas = array<f64: 0.0>, betas = array<f64: 0.0>, clip = 0.0 : f64, hidden_size = 4 : i64,
    operandSegmentSizes = array<i32: 1, 1, 1>
  } : (tensor<2x4xf32>, tensor<2x4xf32>, tensor<4x1x4xf32>) -> tensor<2x4xf32>
  return %h1 : tensor<2x4xf32>
}

// Recurrent weights packed in blocks of 8 units.
// CHECK-LABEL: @lstm_cell
func.func @lstm_cell(%x: tensor<2x16xf32>, %h: tensor<2x4xf32>, %c: tensor<2x4xf32>, %r: tensor<1x4x4x8xf32>, %p: tensor<3x4xf32>) -> (tensor<2x4xf32>, tensor<2x4xf32>) {
  // CHECK: nn.lstm_cell %arg0, %arg1, %arg2, %arg3, %arg4 {activations = 
  // CHECK-SAME: : (tensor<2x16xf32>, tensor<2x4xf32>, tensor<2x4xf32>, tensor<1x4x4x8xf32>, tensor<3x4xf32>) -> (tensor<2x4xf32>, tensor<2x4xf32>)
  %h1, %c1 = nn.lstm_cell %x, %h, %c, %r, %p {
    activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.0, 0.0, 0.0>, betas = array<f64: 0.0, 0.0, 0.0>, clip = 0.0 : f64, hidden_size = 4 : i64, block = 8 : i64, input_forget = true,
    operandSegmentSizes = array<i32: 1, 1, 1, 1, 1>
  } : (tensor<2x16xf32>, tensor<2x4xf32>, tensor<2x4xf32>, tensor<1x4x4x8xf32>, tensor<3x4xf32>) -> (tensor<2x4xf32>, tensor<2x4xf32>)
  return %h1, %c1 : tensor<2x4xf32>, tensor<2x4xf32>
}

// A first step from a zero state: neither h nor r.
// CHECK-LABEL: @gru_cell
func.func @gru_cell(%x: tensor<2x12xf32>, %rbh: tensor<4xf32>) -> (tensor<2x4xf32>) {
  // CHECK: nn.gru_cell %arg0, %arg1 {activations = 
  // CHECK-SAME: : (tensor<2x12xf32>, tensor<4xf32>) -> tensor<2x4xf32>
  %h1 = nn.gru_cell %x, %rbh {
    activations = ["sigmoid", "tanh"], alphas = array<f64: 0.0, 0.0>, betas = array<f64: 0.0, 0.0>, clip = 0.0 : f64, hidden_size = 4 : i64, linear_before_reset = true,
    operandSegmentSizes = array<i32: 1, 0, 0, 1>
  } : (tensor<2x12xf32>, tensor<4xf32>) -> tensor<2x4xf32>
  return %h1 : tensor<2x4xf32>
}
