// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-unroll-recurrent))' | FileCheck %s --check-prefixes=CHECK,FULL
// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-unroll-recurrent{unroll=2}))' | FileCheck %s --check-prefixes=CHECK,LOOP

// The input projection of all timesteps is one product. The first step from a
// zero state has no recurrent weights. Two steps of a loop's body, or all five in
// a row: the cells are the same.
// CHECK-LABEL: @lstm
// CHECK-NOT: nn.lstm %
// CHECK: nn.matmul {{.*}} : tensor<5x2xf32>, tensor<2x16xf32>
// CHECK: nn.lstm_cell {{.*}} : (tensor<1x16xf32>) -> (tensor<1x4xf32>, tensor<1x4xf32>)
// FULL-COUNT-4: nn.lstm_cell {{.*}} tensor<4x4x4xf32>) -> (tensor<1x4xf32>, tensor<1x4xf32>)
// LOOP: nn.scan 2 states
// LOOP-COUNT-2: nn.lstm_cell {{.*}} tensor<4x4x4xf32>) -> (tensor<1x4xf32>, tensor<1x4xf32>)
// LOOP: nn.yield
// CHECK-NOT: nn.lstm_cell
func.func @lstm(%x: tensor<5x1x2xf32>, %w: tensor<1x16x2xf32>, %r: tensor<1x16x4xf32>) -> tensor<1x1x4xf32> {
  %y, %h, %c = nn.lstm %x, %w, %r {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.0, 0.0, 0.0>, betas = array<f64: 0.0, 0.0, 0.0>, clip = 0.0 : f64, direction = 0 : i32, hidden_size = 4 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 0, 0, 0, 0, 0>} : (tensor<5x1x2xf32>, tensor<1x16x2xf32>, tensor<1x16x4xf32>) -> (tensor<5x1x1x4xf32>, tensor<1x1x4xf32>, tensor<1x1x4xf32>)
  return %h : tensor<1x1x4xf32>
}
