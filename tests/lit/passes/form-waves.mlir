// RUN: unspool-opt %s --split-input-file --pass-pipeline='builtin.module(func.func(nn-form-waves{threads=2 share-all=true}))' | FileCheck %s
// RUN: unspool-opt %s --split-input-file --pass-pipeline='builtin.module(func.func(nn-form-waves{threads=2}))' | FileCheck %s --check-prefix=SHORT
// RUN: unspool-opt %s --split-input-file --pass-pipeline='builtin.module(func.func(nn-form-waves{threads=1 share-all=true}))' | FileCheck %s --check-prefix=ALONE

// Chains that are too short gain nothing, and one thread has nobody beside it.
// SHORT-NOT: nn.wave
// ALONE-NOT: nn.wave

// Two directions, step by step, and what reads both: one runs after the other in the
// function, and the reader behind them.
// CHECK-LABEL: func.func @directions
// CHECK: %[[F1:.*]] = nn.call @cell(%arg0, {{.*}}) {nn.branch = 0 : i64, nn.wave = 0 : i64}
// CHECK-NEXT: %[[F2:.*]] = nn.call @cell(%[[F1]], {{.*}}) {nn.branch = 0 : i64, nn.wave = 0 : i64}
// CHECK-NEXT: %[[B1:.*]] = nn.call @cell(%arg0, {{.*}}) {nn.branch = 1 : i64, nn.wave = 0 : i64}
// CHECK-NEXT: %[[B2:.*]] = nn.call @cell(%[[B1]], {{.*}}) {nn.branch = 1 : i64, nn.wave = 0 : i64}
// CHECK-NEXT: nn.call @add(%[[F1]], %[[B2]]) :
// CHECK-NEXT: nn.call @add(%{{.*}}, %[[F2]]) :
func.func @directions(%x: tensor<1x4xf32>) -> tensor<1x4xf32> {
  %f = nn.constant dense<1.0> : tensor<4x1x4xf32>
  %b = nn.constant dense<2.0> : tensor<4x1x4xf32>
  %f1 = nn.call @cell(%x, %f) : (tensor<1x4xf32>, tensor<4x1x4xf32>) -> tensor<1x4xf32>
  %b1 = nn.call @cell(%x, %b) : (tensor<1x4xf32>, tensor<4x1x4xf32>) -> tensor<1x4xf32>
  %b2 = nn.call @cell(%b1, %b) : (tensor<1x4xf32>, tensor<4x1x4xf32>) -> tensor<1x4xf32>
  %y = nn.call @add(%f1, %b2) : (tensor<1x4xf32>, tensor<1x4xf32>) -> tensor<1x4xf32>
  %f2 = nn.call @cell(%f1, %f) : (tensor<1x4xf32>, tensor<4x1x4xf32>) -> tensor<1x4xf32>
  %z = nn.call @add(%y, %f2) : (tensor<1x4xf32>, tensor<1x4xf32>) -> tensor<1x4xf32>
  return %z : tensor<1x4xf32>
}
nn.kernel @cell(%h: tensor<1x4xf32>, %r: tensor<4x1x4xf32>) -> (tensor<1x4xf32>) kind "cell" {
  %0 = nn.rnn_cell %h, %h, %r {activations = ["tanh"], alphas = array<f64: 0.0>, betas = array<f64: 0.0>, clip = 0.0 : f64, hidden_size = 4 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x4xf32>, tensor<1x4xf32>, tensor<4x1x4xf32>) -> tensor<1x4xf32>
  nn.yield %0 : tensor<1x4xf32>
}
nn.kernel @add(%a: tensor<1x4xf32>, %b: tensor<1x4xf32>) -> (tensor<1x4xf32>) kind "elementwise" {
  %0 = nn.add %a, %b : tensor<1x4xf32>, tensor<1x4xf32>
  nn.yield %0 : tensor<1x4xf32>
}

// -----

// A layer on top of the whole of another waits for it.
// CHECK-LABEL: func.func @stack
// CHECK-NOT: nn.wave
// CHECK: return
func.func @stack(%x: tensor<1x4xf32>) -> tensor<1x4xf32> {
  %f = nn.constant dense<1.0> : tensor<4x1x4xf32>
  %b = nn.constant dense<2.0> : tensor<4x1x4xf32>
  %f1 = nn.call @cell(%x, %f) : (tensor<1x4xf32>, tensor<4x1x4xf32>) -> tensor<1x4xf32>
  %f2 = nn.call @cell(%f1, %f) : (tensor<1x4xf32>, tensor<4x1x4xf32>) -> tensor<1x4xf32>
  %b1 = nn.call @cell(%f2, %b) : (tensor<1x4xf32>, tensor<4x1x4xf32>) -> tensor<1x4xf32>
  %b2 = nn.call @cell(%b1, %b) : (tensor<1x4xf32>, tensor<4x1x4xf32>) -> tensor<1x4xf32>
  return %b2 : tensor<1x4xf32>
}
nn.kernel @cell(%h: tensor<1x4xf32>, %r: tensor<4x1x4xf32>) -> (tensor<1x4xf32>) kind "cell" {
  %0 = nn.rnn_cell %h, %h, %r {activations = ["tanh"], alphas = array<f64: 0.0>, betas = array<f64: 0.0>, clip = 0.0 : f64, hidden_size = 4 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x4xf32>, tensor<1x4xf32>, tensor<4x1x4xf32>) -> tensor<1x4xf32>
  nn.yield %0 : tensor<1x4xf32>
}

// -----

// Loops, of which the second two read the first two.
// CHECK-LABEL: func.func @loops
// CHECK: nn.scan {{.*}}nn.branch = 0 : i64, nn.wave = 0 : i64
// CHECK: nn.scan {{.*}}nn.branch = 1 : i64, nn.wave = 0 : i64
// CHECK: nn.call @add({{[^{]*$}}
// CHECK: nn.scan {{.*}}nn.branch = 0 : i64, nn.wave = 1 : i64
// CHECK: nn.scan {{.*}}nn.branch = 1 : i64, nn.wave = 1 : i64
func.func @loops(%x: tensor<1x4xf32>) -> (tensor<1x4xf32>, tensor<1x4xf32>) {
  %r = nn.constant dense<1.0> : tensor<4x1x4xf32>
  %a = nn.scan 3 states (%s = %x : tensor<1x4xf32>) over () {reversed = array<i64>, reversed_results = array<i64>} -> (tensor<1x4xf32>) {
    %n = nn.call @cell(%s, %r) : (tensor<1x4xf32>, tensor<4x1x4xf32>) -> tensor<1x4xf32>
    nn.yield %n : tensor<1x4xf32>
  }
  %b = nn.scan 3 states (%s = %x : tensor<1x4xf32>) over () {reversed = array<i64>, reversed_results = array<i64>} -> (tensor<1x4xf32>) {
    %n = nn.call @cell(%s, %r) : (tensor<1x4xf32>, tensor<4x1x4xf32>) -> tensor<1x4xf32>
    nn.yield %n : tensor<1x4xf32>
  }
  %both = nn.call @add(%a, %b) : (tensor<1x4xf32>, tensor<1x4xf32>) -> tensor<1x4xf32>
  %c = nn.scan 3 states (%s = %both : tensor<1x4xf32>) over () {reversed = array<i64>, reversed_results = array<i64>} -> (tensor<1x4xf32>) {
    %n = nn.call @cell(%s, %r) : (tensor<1x4xf32>, tensor<4x1x4xf32>) -> tensor<1x4xf32>
    nn.yield %n : tensor<1x4xf32>
  }
  %d = nn.scan 3 states (%s = %both : tensor<1x4xf32>) over () {reversed = array<i64>, reversed_results = array<i64>} -> (tensor<1x4xf32>) {
    %n = nn.call @cell(%s, %r) : (tensor<1x4xf32>, tensor<4x1x4xf32>) -> tensor<1x4xf32>
    nn.yield %n : tensor<1x4xf32>
  }
  return %c, %d : tensor<1x4xf32>, tensor<1x4xf32>
}
nn.kernel @cell(%h: tensor<1x4xf32>, %r: tensor<4x1x4xf32>) -> (tensor<1x4xf32>) kind "cell" {
  %0 = nn.rnn_cell %h, %h, %r {activations = ["tanh"], alphas = array<f64: 0.0>, betas = array<f64: 0.0>, clip = 0.0 : f64, hidden_size = 4 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x4xf32>, tensor<1x4xf32>, tensor<4x1x4xf32>) -> tensor<1x4xf32>
  nn.yield %0 : tensor<1x4xf32>
}
nn.kernel @add(%a: tensor<1x4xf32>, %b: tensor<1x4xf32>) -> (tensor<1x4xf32>) kind "elementwise" {
  %0 = nn.add %a, %b : tensor<1x4xf32>, tensor<1x4xf32>
  nn.yield %0 : tensor<1x4xf32>
}

// -----

// Two layers, two steps each: the second step of the lower one beside the first of the upper
// one, which takes its own product with it. What both need comes before.
// CHECK-LABEL: func.func @steps
// CHECK: %[[F1:.*]] = nn.call @cell(%arg0, %{{.*}}) :
// CHECK: %[[F2:.*]] = nn.call @cell(%[[F1]], %{{.*}}) {nn.branch = 0 : i64, nn.wave = 0 : i64}
// CHECK-NEXT: %[[P1:.*]] = nn.call @product(%[[F1]], %{{.*}}) {nn.branch = 1 : i64, nn.wave = 0 : i64}
// CHECK-NEXT: %[[G1:.*]] = nn.call @cell(%[[P1]], %{{.*}}) {nn.branch = 1 : i64, nn.wave = 0 : i64}
// CHECK-NEXT: %[[P2:.*]] = nn.call @product(%[[F2]], %{{.*}}) :
// CHECK: nn.call @cell({{.*}}) :
func.func @steps(%x: tensor<1x4xf32>) -> tensor<1x4xf32> {
  %r = nn.constant dense<1.0> : tensor<4x1x4xf32>
  %s = nn.constant dense<2.0> : tensor<4x1x4xf32>
  %w = nn.constant dense<2.0> : tensor<4x4xf32>
  %f1 = nn.call @cell(%x, %r) : (tensor<1x4xf32>, tensor<4x1x4xf32>) -> tensor<1x4xf32>
  %f2 = nn.call @cell(%f1, %r) : (tensor<1x4xf32>, tensor<4x1x4xf32>) -> tensor<1x4xf32>
  %p1 = nn.call @product(%f1, %w) : (tensor<1x4xf32>, tensor<4x4xf32>) -> tensor<1x4xf32>
  %g1 = nn.call @cell(%p1, %s) : (tensor<1x4xf32>, tensor<4x1x4xf32>) -> tensor<1x4xf32>
  %p2 = nn.call @product(%f2, %w) : (tensor<1x4xf32>, tensor<4x4xf32>) -> tensor<1x4xf32>
  %q2 = nn.call @add(%p2, %g1) : (tensor<1x4xf32>, tensor<1x4xf32>) -> tensor<1x4xf32>
  %g2 = nn.call @cell(%q2, %s) : (tensor<1x4xf32>, tensor<4x1x4xf32>) -> tensor<1x4xf32>
  return %g2 : tensor<1x4xf32>
}
nn.kernel @product(%x: tensor<1x4xf32>, %w: tensor<4x4xf32>) -> (tensor<1x4xf32>) kind "matmul" {
  %0 = nn.matmul %x, %w : tensor<1x4xf32>, tensor<4x4xf32>
  nn.yield %0 : tensor<1x4xf32>
}
nn.kernel @cell(%h: tensor<1x4xf32>, %r: tensor<4x1x4xf32>) -> (tensor<1x4xf32>) kind "cell" {
  %0 = nn.rnn_cell %h, %h, %r {activations = ["tanh"], alphas = array<f64: 0.0>, betas = array<f64: 0.0>, clip = 0.0 : f64, hidden_size = 4 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x4xf32>, tensor<1x4xf32>, tensor<4x1x4xf32>) -> tensor<1x4xf32>
  nn.yield %0 : tensor<1x4xf32>
}
nn.kernel @add(%a: tensor<1x4xf32>, %b: tensor<1x4xf32>) -> (tensor<1x4xf32>) kind "elementwise" {
  %0 = nn.add %a, %b : tensor<1x4xf32>, tensor<1x4xf32>
  nn.yield %0 : tensor<1x4xf32>
}

// -----

// Each of two steps needs what the other layer made in the one before. Whole, the layers would
// wait for each other; in pieces, two steps run side by side.
// CHECK-LABEL: func.func @crossed
// CHECK: nn.call @cell2(%arg0, %arg0, %{{.*}}) {nn.branch = 0 : i64, nn.wave = 0 : i64}
// CHECK-NEXT: nn.call @cell2(%arg0, %arg0, %{{.*}}) {nn.branch = 1 : i64, nn.wave = 0 : i64}
// CHECK-NEXT: nn.call @cell2({{.*}}) {nn.branch = 0 : i64, nn.wave = 1 : i64}
// CHECK-NEXT: nn.call @cell2({{.*}}) {nn.branch = 1 : i64, nn.wave = 1 : i64}
// SHORT-LABEL: func.func @crossed
// SHORT-COUNT-4: nn.call @cell2({{.*}}) :
func.func @crossed(%x: tensor<1x4xf32>) -> (tensor<1x4xf32>, tensor<1x4xf32>) {
  %r = nn.constant dense<1.0> : tensor<4x1x4xf32>
  %s = nn.constant dense<2.0> : tensor<4x1x4xf32>
  %f1 = nn.call @cell2(%x, %x, %r) : (tensor<1x4xf32>, tensor<1x4xf32>, tensor<4x1x4xf32>) -> tensor<1x4xf32>
  %g1 = nn.call @cell2(%x, %x, %s) : (tensor<1x4xf32>, tensor<1x4xf32>, tensor<4x1x4xf32>) -> tensor<1x4xf32>
  %f2 = nn.call @cell2(%g1, %f1, %r) : (tensor<1x4xf32>, tensor<1x4xf32>, tensor<4x1x4xf32>) -> tensor<1x4xf32>
  %g2 = nn.call @cell2(%f1, %g1, %s) : (tensor<1x4xf32>, tensor<1x4xf32>, tensor<4x1x4xf32>) -> tensor<1x4xf32>
  return %f2, %g2 : tensor<1x4xf32>, tensor<1x4xf32>
}
nn.kernel @cell2(%p: tensor<1x4xf32>, %h: tensor<1x4xf32>, %r: tensor<4x1x4xf32>) -> (tensor<1x4xf32>) kind "cell" {
  %0 = nn.rnn_cell %p, %h, %r {activations = ["tanh"], alphas = array<f64: 0.0>, betas = array<f64: 0.0>, clip = 0.0 : f64, hidden_size = 4 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x4xf32>, tensor<1x4xf32>, tensor<4x1x4xf32>) -> tensor<1x4xf32>
  nn.yield %0 : tensor<1x4xf32>
}
