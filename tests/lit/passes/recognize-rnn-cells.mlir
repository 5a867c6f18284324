// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-recognize-cells,nn-simplify,cse))' | FileCheck %s

// Two steps with the same weights, over x and h side by side: the second one's state is
// what the first one gives.
// CHECK-LABEL: @chain
// CHECK-SAME: nn.flush_denormals
// CHECK: %[[ONE:.*]] = nn.rnn_cell %{{.*}}, %arg2, %[[R:.*]] {activations = ["relu"]
// CHECK: %[[TWO:.*]] = nn.rnn_cell %{{.*}}, %[[ONE]], %[[R]] {activations = ["relu"]
// CHECK-NOT: nn.relu
// CHECK: return %[[TWO]]
func.func @chain(%x: tensor<2x1xf32>, %y: tensor<2x1xf32>, %h: tensor<2x1xf32>) -> tensor<2x1xf32> {
  %k = nn.constant dense<[[2.0], [3.0]]> : tensor<2x1xf32>
  %b = nn.constant dense<5.0> : tensor<1xf32>
  %0 = nn.concat %x, %h <{axis = 1 : i64}> : tensor<2x1xf32>, tensor<2x1xf32>
  %1 = nn.matmul %0, %k : tensor<2x2xf32>, tensor<2x1xf32>
  %2 = nn.add %1, %b : tensor<2x1xf32>, tensor<1xf32>
  %3 = nn.relu %2 : tensor<2x1xf32>
  %4 = nn.concat %y, %3 <{axis = 1 : i64}> : tensor<2x1xf32>, tensor<2x1xf32>
  %5 = nn.matmul %4, %k : tensor<2x2xf32>, tensor<2x1xf32>
  %6 = nn.add %5, %b : tensor<2x1xf32>, tensor<1xf32>
  %7 = nn.relu %6 : tensor<2x1xf32>
  return %7 : tensor<2x1xf32>
}

// A loop hands it on.
// CHECK-LABEL: @loop
// CHECK: nn.scan 5 states (%[[H:.*]] = %arg0
// CHECK: %[[NEXT:.*]] = nn.rnn_cell %{{.*}}, %[[H]], %{{.*}} {activations = ["leaky_relu"], alphas = array<f64: 2.500000e-01>
// CHECK-NEXT: nn.yield %[[NEXT]]
func.func @loop(%h: tensor<2x1xf32>, %x: tensor<5x2x1xf32>) -> tensor<2x1xf32> {
  %0 = nn.scan 5 states (%s = %h : tensor<2x1xf32>) over (%step = %x : tensor<5x2x1xf32>)
      {reversed = array<i64>, reversed_results = array<i64>} -> (tensor<2x1xf32>) {
    %w = nn.constant dense<2.0> : tensor<1x1xf32>
    %r = nn.constant dense<3.0> : tensor<1x1xf32>
    %1 = nn.reshape %step : tensor<1x2x1xf32> to tensor<2x1xf32>
    %2 = nn.matmul %1, %w : tensor<2x1xf32>, tensor<1x1xf32>
    %3 = nn.matmul %s, %r : tensor<2x1xf32>, tensor<1x1xf32>
    %4 = nn.add %2, %3 : tensor<2x1xf32>, tensor<2x1xf32>
    %5 = nn.leaky_relu %4 <{alpha = 2.500000e-01 : f64}> : tensor<2x1xf32>
    nn.yield %5 : tensor<2x1xf32>
  }
  return %0 : tensor<2x1xf32>
}

// The model hands it on, in a shape of its own; what comes in beside it is no product.
// CHECK-LABEL: @state
// CHECK: nn.rnn_cell %arg0, %{{.*}}, %{{.*}} {activations = ["tanh"]
func.func @state(%x: tensor<2x1xf32> {nn.name = "x"}, %h: tensor<1x2x1xf32> {nn.name = "h", nn.state = 0 : i64}) -> (tensor<1x2x1xf32> {nn.name = "hn"}) {
  %r = nn.constant dense<3.0> : tensor<1x1xf32>
  %0 = nn.reshape %h : tensor<1x2x1xf32> to tensor<2x1xf32>
  %1 = nn.matmul %0, %r : tensor<2x1xf32>, tensor<1x1xf32>
  %2 = nn.add %1, %x : tensor<2x1xf32>, tensor<2x1xf32>
  %3 = nn.tanh %2 : tensor<2x1xf32>
  %4 = nn.reshape %3 : tensor<2x1xf32> to tensor<1x2x1xf32>
  return %4 : tensor<1x2x1xf32>
}

// Layers one upon the other have weights of their own: no cells.
// CHECK-LABEL: @dense_layers
// CHECK-NOT: nn.rnn_cell
// CHECK: return
func.func @dense_layers(%x: tensor<2x1xf32>, %h: tensor<2x1xf32>) -> tensor<2x1xf32> {
  %w = nn.constant dense<2.0> : tensor<1x1xf32>
  %r = nn.constant dense<3.0> : tensor<1x1xf32>
  %q = nn.constant dense<4.0> : tensor<1x1xf32>
  %0 = nn.matmul %x, %w : tensor<2x1xf32>, tensor<1x1xf32>
  %1 = nn.matmul %h, %r : tensor<2x1xf32>, tensor<1x1xf32>
  %2 = nn.add %0, %1 : tensor<2x1xf32>, tensor<2x1xf32>
  %3 = nn.tanh %2 : tensor<2x1xf32>
  %4 = nn.matmul %3, %q : tensor<2x1xf32>, tensor<1x1xf32>
  %5 = nn.add %0, %4 : tensor<2x1xf32>, tensor<2x1xf32>
  %6 = nn.tanh %5 : tensor<2x1xf32>
  return %6 : tensor<2x1xf32>
}

// The loop hands on half of it, and another one something that no cell knows: no cells.
// CHECK-LABEL: @near_misses
// CHECK-NOT: nn.rnn_cell
// CHECK: return
func.func @near_misses(%h: tensor<2x1xf32>, %x: tensor<5x2x1xf32>) -> (tensor<2x1xf32>, tensor<2x1xf32>, tensor<2x1xf32>) {
  %0:3 = nn.scan 5 states (%s = %h : tensor<2x1xf32>, %t = %h : tensor<2x1xf32>, %u = %h : tensor<2x1xf32>) over (%step = %x : tensor<5x2x1xf32>)
      {reversed = array<i64>, reversed_results = array<i64>} -> (tensor<2x1xf32>, tensor<2x1xf32>, tensor<2x1xf32>) {
    %w = nn.constant dense<2.0> : tensor<1x1xf32>
    %r = nn.constant dense<3.0> : tensor<1x1xf32>
    %half = nn.constant dense<0.5> : tensor<f32>
    %1 = nn.reshape %step : tensor<1x2x1xf32> to tensor<2x1xf32>
    %2 = nn.matmul %1, %w : tensor<2x1xf32>, tensor<1x1xf32>
    %3 = nn.matmul %s, %r : tensor<2x1xf32>, tensor<1x1xf32>
    %4 = nn.add %2, %3 : tensor<2x1xf32>, tensor<2x1xf32>
    %5 = nn.tanh %4 : tensor<2x1xf32>
    %6 = nn.mul %5, %half : tensor<2x1xf32>, tensor<f32>
    %7 = nn.matmul %t, %r : tensor<2x1xf32>, tensor<1x1xf32>
    %8 = nn.add %2, %7 : tensor<2x1xf32>, tensor<2x1xf32>
    %9 = nn.exp %8 : tensor<2x1xf32>
    // tanh of another state than it becomes.
    %10 = nn.matmul %t, %w : tensor<2x1xf32>, tensor<1x1xf32>
    %11 = nn.add %2, %10 : tensor<2x1xf32>, tensor<2x1xf32>
    %12 = nn.tanh %11 : tensor<2x1xf32>
    nn.yield %6, %9, %12 : tensor<2x1xf32>, tensor<2x1xf32>, tensor<2x1xf32>
  }
  return %0#0, %0#1, %0#2 : tensor<2x1xf32>, tensor<2x1xf32>, tensor<2x1xf32>
}
