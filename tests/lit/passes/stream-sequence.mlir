// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-stream-sequence{inputs=x.0}))' --split-input-file | FileCheck %s
// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-stream-sequence{inputs=x.0:2}))' --split-input-file | FileCheck %s --check-prefix=TWO
// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-stream-sequence{inputs=x.0:2 open-chunk=true}))' --split-input-file | FileCheck %s --check-prefix=OPEN

// The layer's states become the function's; Y is one step, final states are what
// they are at present, and so is what is computed of them, even across their axes.
// CHECK-LABEL: func.func @lstm(
// CHECK-SAME: %arg0: tensor<1x1x2xf32> {nn.name = "x"}
// CHECK-SAME: %[[H:arg.]]: tensor<1x1x4xf32> {nn.name = "lstm_h", nn.state = 3 : i64}
// CHECK-SAME: %[[C:arg.]]: tensor<1x1x4xf32> {nn.initial = dense<5.000000e-01> : tensor<1x1x4xf32>, nn.name = "lstm_c", nn.state = 4 : i64}
// CHECK-SAME: -> (tensor<1x1x1x4xf32> {nn.name = "y"}, tensor<1x1x4xf32> {nn.name = "h"}, tensor<1x1xf32> {nn.name = "sum"}, tensor<1x1x4xf32> {nn.name = "lstm_h_next"}, tensor<1x1x4xf32> {nn.name = "lstm_c_next"})
// CHECK: %y, %final_h, %final_c = nn.lstm %arg0, %{{.*}}, %{{.*}}, %[[H]], %[[C]]
// CHECK: %[[SUM:.*]] = nn.reduce sum %final_h
// CHECK: return %y, %final_h, %[[SUM]], %final_h, %final_c
// TWO-LABEL: func.func @lstm(%arg0: tensor<2x1x2xf32>
// TWO: nn.lstm {{.*}} -> (tensor<2x1x1x4xf32>
func.func @lstm(%x: tensor<5x1x2xf32> {nn.name = "x"}) -> (tensor<5x1x1x4xf32> {nn.name = "y"}, tensor<1x1x4xf32> {nn.name = "h"}, tensor<1x1xf32> {nn.name = "sum"}) {
  %w = nn.constant dense<0.5> : tensor<1x16x2xf32>
  %r = nn.constant dense<0.5> : tensor<1x16x4xf32>
  %c0 = nn.constant dense<0.5> : tensor<1x1x4xf32>
  %y, %h, %c = nn.lstm %x, %w, %r, %c0 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.0, 0.0, 0.0>, betas = array<f64: 0.0, 0.0, 0.0>, clip = 0.0 : f64, direction = 0 : i32, hidden_size = 4 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 0, 0, 0, 1, 0>} : (tensor<5x1x2xf32>, tensor<1x16x2xf32>, tensor<1x16x4xf32>, tensor<1x1x4xf32>) -> (tensor<5x1x1x4xf32>, tensor<1x1x4xf32>, tensor<1x1x4xf32>)
  %sum = nn.reduce sum %h [2] <{keep = false}> : tensor<1x1x4xf32>
  return %y, %h, %sum : tensor<5x1x1x4xf32>, tensor<1x1x4xf32>, tensor<1x1xf32>
}

// -----

// A state that the model has already stays the one it is.
// CHECK-LABEL: func.func @has_a_state(
// CHECK-SAME: %arg0: tensor<1x1x2xf32> {nn.name = "x"}, %arg1: tensor<1x4xf32> {nn.name = "h0", nn.state = 0 : i64}) -> (tensor<1x4xf32> {nn.name = "hn"})
// CHECK: %[[H:.*]] = nn.reshape %arg1
// CHECK: nn.gru %arg0, %{{.*}}, %{{.*}}, %[[H]]
func.func @has_a_state(%x: tensor<5x1x2xf32> {nn.name = "x"}, %h0: tensor<1x4xf32> {nn.name = "h0", nn.state = 0}) -> (tensor<1x4xf32> {nn.name = "hn"}) {
  %w = nn.constant dense<0.5> : tensor<1x12x2xf32>
  %r = nn.constant dense<0.5> : tensor<1x12x4xf32>
  %0 = nn.reshape %h0 : tensor<1x4xf32> to tensor<1x1x4xf32>
  %y, %h = nn.gru %x, %w, %r, %0 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.0, 0.0>, betas = array<f64: 0.0, 0.0>, clip = 0.0 : f64, direction = 0 : i32, hidden_size = 4 : i64, linear_before_reset = false, operandSegmentSizes = array<i32: 1, 1, 1, 0, 0, 1>} : (tensor<5x1x2xf32>, tensor<1x12x2xf32>, tensor<1x12x4xf32>, tensor<1x1x4xf32>) -> (tensor<5x1x1x4xf32>, tensor<1x1x4xf32>)
  %1 = nn.reshape %h : tensor<1x1x4xf32> to tensor<1x4xf32>
  return %1 : tensor<1x4xf32>
}

// -----

// A causal convolution sees a window that moves; padding at the end that is cut off
// again is never there.
// CHECK-LABEL: func.func @causal(
// CHECK-SAME: %arg0: tensor<1x3xf32> {nn.name = "x"}, %[[OLD:arg.]]: tensor<1x5x3xf32> {nn.name = "conv_window", nn.state = 1 : i64}) -> (tensor<1x1x2xf32> {nn.name = "y"}, tensor<1x5x3xf32> {nn.name = "conv_window_next"})
// CHECK: %[[X:.*]] = nn.reshape %arg0 : tensor<1x3xf32> to tensor<1x1x3xf32>
// CHECK: %[[KEPT:.*]] = nn.slice %[[OLD]] [0, 1, 0] size [1, 4, 3]
// CHECK: %[[WINDOW:.*]] = nn.concat %[[KEPT]], %[[X]]
// CHECK: %[[Y:.*]] = nn.conv %[[WINDOW]], {{.*}} <{dilations = array<i64: 2>, groups = 1 : i64, high = array<i64: 0>, low = array<i64: 0>
// CHECK: nn.relu %[[Y]] : tensor<1x1x2xf32>
// CHECK: return %{{.*}}, %[[WINDOW]]
// TWO-LABEL: func.func @causal(%arg0: tensor<2x3xf32> {nn.name = "x"}, %arg1: tensor<1x6x3xf32>
// TWO: nn.slice %arg1 [0, 2, 0] size [1, 4, 3]
// Where other calls take other numbers of steps, the state is what they all need.
// OPEN-LABEL: func.func @causal(%arg0: tensor<2x3xf32> {nn.name = "x"}, %arg1: tensor<1x4x3xf32> {nn.name = "conv_window"
// OPEN: %[[ALL:.*]] = nn.concat %arg1, %{{.*}} : tensor<1x4x3xf32>, tensor<1x2x3xf32>
// OPEN: %[[NEXT:.*]] = nn.slice %[[ALL]] [0, 2, 0] size [1, 4, 3]
// OPEN: nn.conv %[[ALL]]
// OPEN: return %{{.*}}, %[[NEXT]]
func.func @causal(%x: tensor<7x3xf32> {nn.name = "x"}) -> (tensor<1x7x2xf32> {nn.name = "y"}) {
  %w = nn.constant dense<0.5> : tensor<3x3x2xf32>
  %0 = nn.reshape %x : tensor<7x3xf32> to tensor<1x7x3xf32>
  %1 = "nn.conv"(%0, %w) <{dilations = array<i64: 2>, groups = 1 : i64, high = array<i64: 4>, low = array<i64: 4>, strides = array<i64: 1>}> : (tensor<1x7x3xf32>, tensor<3x3x2xf32>) -> tensor<1x11x2xf32>
  %2 = nn.relu %1 : tensor<1x11x2xf32>
  %3 = nn.slice %2 [0, 0, 0] size [1, 7, 2] step [1, 1, 1] : tensor<1x11x2xf32>
  return %3 : tensor<1x7x2xf32>
}

// -----

// What a pool's border is, its window holds in the first step.
// CHECK-LABEL: func.func @pool(
// CHECK-SAME: %arg1: tensor<1x3x2xf32> {nn.initial = dense<0xFF800000> : tensor<1x3x2xf32>, nn.name = "max_pool_window", nn.state = 1 : i64}
func.func @pool(%x: tensor<7x2xf32> {nn.name = "x"}) -> (tensor<1x7x2xf32> {nn.name = "y"}) {
  %0 = nn.reshape %x : tensor<7x2xf32> to tensor<1x7x2xf32>
  %1 = "nn.max_pool"(%0) <{dilations = array<i64: 1>, high = array<i64: 0>, low = array<i64: 2>, strides = array<i64: 1>, window = array<i64: 3>}> : (tensor<1x7x2xf32>) -> tensor<1x7x2xf32>
  return %1 : tensor<1x7x2xf32>
}

// -----

// Steps one by one: products, sums over other axes, transposes, constants that are
// the same for all steps; and the last of them.
// CHECK-LABEL: func.func @stepwise(
// CHECK-SAME: %arg0: tensor<1x2x3xf32>{{.*}} -> (tensor<2x1xf32> {nn.name = "y"}, tensor<1x2x4xf32> {nn.name = "last"})
// CHECK: nn.matmul %arg0, %{{.*}} : tensor<1x2x3xf32>, tensor<3x4xf32>
// CHECK: nn.add %{{.*}}, %{{.*}} : tensor<1x2x4xf32>, tensor<1x1x1xf32>
// CHECK: nn.slice %{{.*}} [0, 0, 0] size [1, 2, 4]
// TWO-LABEL: func.func @stepwise(
// TWO: nn.slice %{{.*}} [1, 0, 0] size [1, 2, 4]
func.func @stepwise(%x: tensor<6x2x3xf32> {nn.name = "x"}) -> (tensor<2x6xf32> {nn.name = "y"}, tensor<1x2x4xf32> {nn.name = "last"}) {
  %w = nn.constant dense<0.5> : tensor<3x4xf32>
  %b = nn.constant dense<0.25> : tensor<6x1x1xf32>
  %0 = nn.matmul %x, %w : tensor<6x2x3xf32>, tensor<3x4xf32>
  %1 = nn.add %0, %b : tensor<6x2x4xf32>, tensor<6x1x1xf32>
  %2 = nn.softmax %1 <{axis = 2 : i64}> : tensor<6x2x4xf32>
  %3 = nn.reduce sum %2 [2] <{keep = false}> : tensor<6x2x4xf32>
  %4 = nn.transpose %3 [1, 0] : tensor<6x2xf32>
  %5 = nn.slice %1 [5, 0, 0] size [1, 2, 4] step [1, 1, 1] : tensor<6x2x4xf32>
  return %4, %5 : tensor<2x6xf32>, tensor<1x2x4xf32>
}

// -----

// A layer along another axis runs anew in every step: time is its batch.
// CHECK-LABEL: func.func @other_axis(
// CHECK-SAME: %arg0: tensor<1x5x2xf32> {nn.name = "x"}) -> (tensor<5x2x1x4xf32>
func.func @other_axis(%x: tensor<6x5x2xf32> {nn.name = "x"}) -> (tensor<5x2x6x4xf32> {nn.name = "y"}) {
  %w = nn.constant dense<0.5> : tensor<2x4x2xf32>
  %r = nn.constant dense<0.5> : tensor<2x4x4xf32>
  %0 = nn.transpose %x [1, 0, 2] : tensor<6x5x2xf32>
  %y, %h = nn.rnn %0, %w, %r {activations = ["tanh", "tanh"], alphas = array<f64: 0.0, 0.0>, betas = array<f64: 0.0, 0.0>, clip = 0.0 : f64, direction = 2 : i32, hidden_size = 4 : i64, operandSegmentSizes = array<i32: 1, 1, 1, 0, 0, 0>} : (tensor<5x6x2xf32>, tensor<2x4x2xf32>, tensor<2x4x4xf32>) -> (tensor<5x2x6x4xf32>, tensor<2x6x4xf32>)
  return %y : tensor<5x2x6x4xf32>
}
