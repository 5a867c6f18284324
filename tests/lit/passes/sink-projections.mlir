// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-sink-projections{lanes=4 cache=2000},nn-simplify))' | FileCheck %s
// The weights of a block of units, 1408 bytes, have to stay in the cache as well.
// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-sink-projections{lanes=4 cache=1400},nn-simplify))' | FileCheck %s --check-prefix=SMALL
// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-sink-projections{lanes=4 cache=3000000},nn-simplify))' | FileCheck %s --check-prefix=SMALL

// The first step, and the loop over the others, multiply their own rows of x.
// CHECK-LABEL: @wide
// CHECK: %[[FIRST:.*]] = nn.slice %arg0 [0, 0] size [16, 3]
// CHECK: %[[OWN:.*]] = nn.matmul %[[FIRST]], {{.*}} : tensor<16x3xf32>, tensor<3x32xf32>
// CHECK: %[[ROWS:.*]] = nn.add %[[OWN]]
// CHECK: nn.lstm_cell %[[ROWS]] {
// CHECK: %[[REST:.*]] = nn.slice {{.*}} size [2, 16, 3]
// CHECK: nn.scan 2 {{.*}} over (%[[STEP:.*]] = %[[REST]]
// CHECK: %[[X:.*]] = nn.reshape %[[STEP]] : tensor<1x16x3xf32> to tensor<16x3xf32>
// CHECK: %[[OTHER:.*]] = nn.matmul %[[X]]
// CHECK: %[[SUM:.*]] = nn.add %[[OTHER]]
// CHECK: nn.lstm_cell %[[SUM]], %
// SMALL-LABEL: @wide
// SMALL: nn.matmul {{.*}} : tensor<48x3xf32>
// SMALL-NOT: nn.matmul
// SMALL: return
func.func @wide(%x: tensor<48x3xf32>) -> tensor<16x8xf32> {
  %w = nn.constant dense<1.0> : tensor<3x32xf32>
  %b = nn.constant dense<2.0> : tensor<32xf32>
  %r = nn.constant dense<3.0> : tensor<8x4x8xf32>
  %0 = nn.matmul %x, %w : tensor<48x3xf32>, tensor<3x32xf32>
  %1 = nn.add %0, %b : tensor<48x32xf32>, tensor<32xf32>
  %2 = nn.slice %1 [0, 0] size [16, 32] step [1, 1] : tensor<48x32xf32>
  %h, %c = nn.lstm_cell %2 {hidden_size = 8 : i64, activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.0, 0.0, 0.0>, betas = array<f64: 0.0, 0.0, 0.0>, clip = 0.0 : f64, input_forget = false, operandSegmentSizes = array<i32: 1, 0, 0, 0, 0>} : (tensor<16x32xf32>) -> (tensor<16x8xf32>, tensor<16x8xf32>)
  %3 = nn.reshape %1 : tensor<48x32xf32> to tensor<3x16x32xf32>
  %4 = nn.slice %3 [1, 0, 0] size [2, 16, 32] step [1, 1, 1] : tensor<3x16x32xf32>
  %5:2 = nn.scan 2 states (%sh = %h : tensor<16x8xf32>, %sc = %c : tensor<16x8xf32>) over (%row = %4 : tensor<2x16x32xf32>) {reversed = array<i64>, reversed_results = array<i64>} -> (tensor<16x8xf32>, tensor<16x8xf32>) {
    %6 = nn.reshape %row : tensor<1x16x32xf32> to tensor<16x32xf32>
    %nh, %nc = nn.lstm_cell %6, %sh, %sc, %r {hidden_size = 8 : i64, activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.0, 0.0, 0.0>, betas = array<f64: 0.0, 0.0, 0.0>, clip = 0.0 : f64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<16x32xf32>, tensor<16x8xf32>, tensor<16x8xf32>, tensor<8x4x8xf32>) -> (tensor<16x8xf32>, tensor<16x8xf32>)
    nn.yield %nh, %nc : tensor<16x8xf32>, tensor<16x8xf32>
  }
  return %5#0 : tensor<16x8xf32>
}

// Six units are filled up to whole vectors (four lanes): zeros behind each gate's columns.
// CHECK-LABEL: @filled
// CHECK: nn.constant dense<{{\[}}[1.000000e+00, {{(1.0+e.00, )+}}0.000000e+00, 0.000000e+00, 1.000000e+00
// CHECK: nn.constant dense<[2.000000e+00, {{(2.0+e.00, )+}}0.000000e+00, 0.000000e+00, 2.000000e+00
// CHECK: %[[OWN:.*]] = nn.matmul {{.*}} : tensor<16x3xf32>, tensor<3x32xf32>
// CHECK: %[[ROWS:.*]] = nn.add %[[OWN]], {{.*}} : tensor<16x32xf32>, tensor<32xf32>
// CHECK: nn.lstm_cell %[[ROWS]] {{.*}} : (tensor<16x32xf32>) -> (tensor<16x6xf32>, tensor<16x6xf32>)
func.func @filled(%x: tensor<48x3xf32>) -> tensor<16x6xf32> {
  %w = nn.constant dense<1.0> : tensor<3x24xf32>
  %b = nn.constant dense<2.0> : tensor<24xf32>
  %0 = nn.matmul %x, %w : tensor<48x3xf32>, tensor<3x24xf32>
  %1 = nn.add %0, %b : tensor<48x24xf32>, tensor<24xf32>
  %2 = nn.slice %1 [0, 0] size [16, 24] step [1, 1] : tensor<48x24xf32>
  %h, %c = nn.lstm_cell %2 {hidden_size = 6 : i64, activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.0, 0.0, 0.0>, betas = array<f64: 0.0, 0.0, 0.0>, clip = 0.0 : f64, input_forget = false, operandSegmentSizes = array<i32: 1, 0, 0, 0, 0>} : (tensor<16x24xf32>) -> (tensor<16x6xf32>, tensor<16x6xf32>)
  return %h : tensor<16x6xf32>
}

// An RNN whose units are no whole blocks computes no more of them.
// CHECK-LABEL: @part_of_a_block
// CHECK: nn.matmul {{.*}} : tensor<48x3xf32>
// CHECK-NOT: nn.matmul
// CHECK: return
func.func @part_of_a_block(%x: tensor<48x3xf32>) -> tensor<16x12xf32> {
  %w = nn.constant dense<1.0> : tensor<3x12xf32>
  %0 = nn.matmul %x, %w : tensor<48x3xf32>, tensor<3x12xf32>
  %1 = nn.slice %0 [0, 0] size [16, 12] step [1, 1] : tensor<48x12xf32>
  %h = nn.rnn_cell %1 {hidden_size = 12 : i64, activations = ["tanh"], alphas = array<f64: 0.0>, betas = array<f64: 0.0>, clip = 0.0 : f64, operandSegmentSizes = array<i32: 1, 0, 0>} : (tensor<16x12xf32>) -> tensor<16x12xf32>
  return %h : tensor<16x12xf32>
}

// Someone else reads the product.
// CHECK-LABEL: @read
// CHECK: nn.matmul {{.*}} : tensor<32x3xf32>
// CHECK-NOT: nn.matmul
// CHECK: return
func.func @read(%x: tensor<32x3xf32>) -> (tensor<16x16xf32>, tensor<32x16xf32>) {
  %w = nn.constant dense<1.0> : tensor<3x16xf32>
  %0 = nn.matmul %x, %w : tensor<32x3xf32>, tensor<3x16xf32>
  %1 = nn.slice %0 [0, 0] size [16, 16] step [1, 1] : tensor<32x16xf32>
  %h = nn.rnn_cell %1 {hidden_size = 16 : i64, activations = ["tanh"], alphas = array<f64: 0.0>, betas = array<f64: 0.0>, clip = 0.0 : f64, operandSegmentSizes = array<i32: 1, 0, 0>} : (tensor<16x16xf32>) -> tensor<16x16xf32>
  return %h, %0 : tensor<16x16xf32>, tensor<32x16xf32>
}

// Eight rows need W more than they mind the projections.
// CHECK-LABEL: @narrow
// CHECK: nn.matmul {{.*}} : tensor<64x3xf32>
// CHECK-NOT: nn.matmul
// CHECK: return
func.func @narrow(%x: tensor<64x3xf32>) -> tensor<8x16xf32> {
  %w = nn.constant dense<1.0> : tensor<3x16xf32>
  %0 = nn.matmul %x, %w : tensor<64x3xf32>, tensor<3x16xf32>
  %1 = nn.slice %0 [0, 0] size [8, 16] step [1, 1] : tensor<64x16xf32>
  %h = nn.rnn_cell %1 {hidden_size = 16 : i64, activations = ["tanh"], alphas = array<f64: 0.0>, betas = array<f64: 0.0>, clip = 0.0 : f64, operandSegmentSizes = array<i32: 1, 0, 0>} : (tensor<8x16xf32>) -> tensor<8x16xf32>
  return %h : tensor<8x16xf32>
}
