// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-cut-sequences{share-all=true},nn-simplify))' | FileCheck %s
// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-cut-sequences,nn-simplify))' | FileCheck %s --check-prefix=SMALL
// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-cut-sequences{share-all=true cache=64},nn-simplify))' | FileCheck %s --check-prefix=LARGE

// Too small to run side by side; or so large that threads share each step.
// SMALL-COUNT-1: nn.matmul
// SMALL-NOT: nn.matmul
// LARGE-COUNT-1: nn.matmul
// LARGE-NOT: nn.matmul

// Four steps are two segments of two. The second layer's first steps read a product of the first
// segment only, with its bias, and its last ones that of the other.
// CHECK-LABEL: func.func @main
// CHECK: %[[H1:.*]] = nn.rnn_cell %arg0
// CHECK: %[[H2:.*]] = nn.rnn_cell %arg0, %[[H1]]
// CHECK: %[[H3:.*]] = nn.rnn_cell %arg0, %[[H2]]
// CHECK: %[[H4:.*]] = nn.rnn_cell %arg0, %[[H3]]
// CHECK: %[[A:.*]] = nn.concat %[[H1]], %[[H2]] <
// CHECK: %[[P:.*]] = nn.matmul %[[A]]
// CHECK: %[[FIRST:.*]] = nn.add %[[P]]
// CHECK: %[[B:.*]] = nn.concat %[[H3]], %[[H4]] <
// CHECK: %[[Q:.*]] = nn.matmul %[[B]]
// CHECK: %[[SECOND:.*]] = nn.add %[[Q]]
// CHECK: nn.slice %[[FIRST]] [0, 0]
// CHECK: nn.slice %[[FIRST]] [1, 0]
// CHECK: nn.slice %[[SECOND]] [0, 0]
// CHECK: nn.slice %[[SECOND]] [1, 0]
func.func @main(%x: tensor<1x4xf32>) -> tensor<1x4xf32> {
  %r = nn.constant dense<1.0> : tensor<4x1x4xf32>
  %w = nn.constant dense<2.0> : tensor<4x4xf32>
  %b = nn.constant dense<3.0> : tensor<4xf32>
  %h1 = nn.rnn_cell %x {activations = ["tanh"], alphas = array<f64: 0.0>, betas = array<f64: 0.0>, clip = 0.0 : f64, hidden_size = 4 : i64, operandSegmentSizes = array<i32: 1, 0, 0>} : (tensor<1x4xf32>) -> tensor<1x4xf32>
  %h2 = nn.rnn_cell %x, %h1, %r {activations = ["tanh"], alphas = array<f64: 0.0>, betas = array<f64: 0.0>, clip = 0.0 : f64, hidden_size = 4 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x4xf32>, tensor<1x4xf32>, tensor<4x1x4xf32>) -> tensor<1x4xf32>
  %h3 = nn.rnn_cell %x, %h2, %r {activations = ["tanh"], alphas = array<f64: 0.0>, betas = array<f64: 0.0>, clip = 0.0 : f64, hidden_size = 4 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x4xf32>, tensor<1x4xf32>, tensor<4x1x4xf32>) -> tensor<1x4xf32>
  %h4 = nn.rnn_cell %x, %h3, %r {activations = ["tanh"], alphas = array<f64: 0.0>, betas = array<f64: 0.0>, clip = 0.0 : f64, hidden_size = 4 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x4xf32>, tensor<1x4xf32>, tensor<4x1x4xf32>) -> tensor<1x4xf32>
  %h = nn.concat %h1, %h2, %h3, %h4 <{axis = 0 : i64}> : tensor<1x4xf32>, tensor<1x4xf32>, tensor<1x4xf32>, tensor<1x4xf32>
  %p = nn.matmul %h, %w : tensor<4x4xf32>, tensor<4x4xf32>
  %q = nn.add %p, %b : tensor<4x4xf32>, tensor<4xf32>
  %q1 = nn.slice %q [0, 0] size [1, 4] step [1, 1] : tensor<4x4xf32>
  %q2 = nn.slice %q [1, 0] size [1, 4] step [1, 1] : tensor<4x4xf32>
  %q3 = nn.slice %q [2, 0] size [1, 4] step [1, 1] : tensor<4x4xf32>
  %q4 = nn.slice %q [3, 0] size [1, 4] step [1, 1] : tensor<4x4xf32>
  %g1 = nn.rnn_cell %q1 {activations = ["tanh"], alphas = array<f64: 0.0>, betas = array<f64: 0.0>, clip = 0.0 : f64, hidden_size = 4 : i64, operandSegmentSizes = array<i32: 1, 0, 0>} : (tensor<1x4xf32>) -> tensor<1x4xf32>
  %g2 = nn.rnn_cell %q2, %g1, %r {activations = ["tanh"], alphas = array<f64: 0.0>, betas = array<f64: 0.0>, clip = 0.0 : f64, hidden_size = 4 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x4xf32>, tensor<1x4xf32>, tensor<4x1x4xf32>) -> tensor<1x4xf32>
  %g3 = nn.rnn_cell %q3, %g2, %r {activations = ["tanh"], alphas = array<f64: 0.0>, betas = array<f64: 0.0>, clip = 0.0 : f64, hidden_size = 4 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x4xf32>, tensor<1x4xf32>, tensor<4x1x4xf32>) -> tensor<1x4xf32>
  %g4 = nn.rnn_cell %q4, %g3, %r {activations = ["tanh"], alphas = array<f64: 0.0>, betas = array<f64: 0.0>, clip = 0.0 : f64, hidden_size = 4 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x4xf32>, tensor<1x4xf32>, tensor<4x1x4xf32>) -> tensor<1x4xf32>
  return %g4 : tensor<1x4xf32>
}
