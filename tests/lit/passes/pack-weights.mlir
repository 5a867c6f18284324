// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-pack-weights{lanes=4}))' | FileCheck %s
// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-pack-weights{lanes=4 of-any-size=true}))' | FileCheck %s --check-prefix=SIZES
// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-pack-weights{lanes=4 of-any-size=true cache=1000}))' | FileCheck %s --check-prefix=LARGE

// Columns in blocks of a vector, the last one filled up with zeros.
// CHECK-LABEL: @constant_weights
// CHECK: %[[PACKED:.*]] = nn.constant dense<{{.*}}> : tensor<1x2x4xf32>
// CHECK: nn.matmul %arg0, %[[PACKED]] block 4 columns 3
func.func @constant_weights(%x: tensor<1x2xf32>) -> tensor<1x3xf32> {
  %w = nn.constant dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]> : tensor<2x3xf32>
  %0 = nn.matmul %x, %w : tensor<1x2xf32>, tensor<2x3xf32>
  return %0 : tensor<1x3xf32>
}

// Two channels fill half a vector: it takes two terms of the sum of each.
// CHECK-LABEL: @pairs
// CHECK: nn.constant dense<{{\[\[\[\[}}1.000000e+00, 3.000000e+00, 2.000000e+00, 4.000000e+00], [5.000000e+00, 7.000000e+00, 6.000000e+00, 8.000000e+00]]]]> : tensor<1x1x2x4xf32>
// CHECK: nn.conv %arg0, %{{.*}}block = 2 : i64{{.*}} interleave = 2 : i64
func.func @pairs(%x: tensor<1x64x4xf32>) -> tensor<1x64x2xf32> {
  %w = nn.constant dense<[[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0]]]> : tensor<1x4x2xf32>
  %0 = nn.conv %x, %w <{strides = array<i64: 1>, dilations = array<i64: 1>, low = array<i64: 0>, high = array<i64: 0>, groups = 1 : i64}> : tensor<1x64x4xf32>, tensor<1x4x2xf32>
  return %0 : tensor<1x64x2xf32>
}

// The sums of a product have one order, however many rows it has.
// CHECK-LABEL: @two_columns
// CHECK: nn.matmul %arg0, %{{.*}} block 4 columns 2 :
func.func @two_columns(%x: tensor<64x4xf32>) -> tensor<64x2xf32> {
  %w = nn.constant dense<[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0]]> : tensor<4x2xf32>
  %0 = nn.matmul %x, %w : tensor<64x4xf32>, tensor<4x2xf32>
  return %0 : tensor<64x2xf32>
}

// Weights that come in at run time are read as they lie.
// CHECK-LABEL: @other_weights
// CHECK-NEXT: nn.matmul %arg0, %arg1 : tensor<1x2xf32>, tensor<2x3xf32>
func.func @other_weights(%x: tensor<1x2xf32>, %w: tensor<2x3xf32>) -> tensor<1x3xf32> {
  %0 = nn.matmul %x, %w : tensor<1x2xf32>, tensor<2x3xf32>
  return %0 : tensor<1x3xf32>
}

// One row reads the weights of all gates together, block by block of units.
// CHECK-LABEL: @cell_of_a_row
// CHECK: nn.lstm_cell {{.*}}block = 8 : i64{{.*}} tensor<1x8x4x8xf32>
func.func @cell_of_a_row(%p: tensor<1x32xf32>, %h: tensor<1x8xf32>, %c: tensor<1x8xf32>) -> tensor<1x8xf32> {
  %r = nn.constant dense<0.5> : tensor<8x4x8xf32>
  %0, %1 = nn.lstm_cell %p, %h, %c, %r {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.0, 0.0, 0.0>, betas = array<f64: 0.0, 0.0, 0.0>, clip = 0.0 : f64, hidden_size = 8 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x32xf32>, tensor<1x8xf32>, tensor<1x8xf32>, tensor<8x4x8xf32>) -> (tensor<1x8xf32>, tensor<1x8xf32>)
  return %0 : tensor<1x8xf32>
}

// Many rows take a gate after the other: each has its weights in one run.
// CHECK-LABEL: @cell_of_many_rows
// CHECK: nn.lstm_cell {{.*}} apart = true, {{.*}}block = 8 : i64{{.*}} tensor<1x4x8x8xf32>
// Where there may be one row as well, they have not, unless they are larger than the cache.
// SIZES-LABEL: @cell_of_many_rows
// SIZES: nn.lstm_cell {{.*}} tensor<1x8x4x8xf32>
// LARGE-LABEL: @cell_of_many_rows
// LARGE: nn.lstm_cell {{.*}} apart = true, {{.*}} tensor<1x4x8x8xf32>
func.func @cell_of_many_rows(%p: tensor<9x32xf32>, %h: tensor<9x8xf32>, %c: tensor<9x8xf32>) -> tensor<9x8xf32> {
  %r = nn.constant dense<0.5> : tensor<8x4x8xf32>
  %0, %1 = nn.lstm_cell %p, %h, %c, %r {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.0, 0.0, 0.0>, betas = array<f64: 0.0, 0.0, 0.0>, clip = 0.0 : f64, hidden_size = 8 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<9x32xf32>, tensor<9x8xf32>, tensor<9x8xf32>, tensor<8x4x8xf32>) -> (tensor<9x8xf32>, tensor<9x8xf32>)
  return %0 : tensor<9x8xf32>
}

// Three vectors of units are one block: two blocks of two would read a fourth in vain.
// CHECK-LABEL: @cell_of_odd_width
// CHECK: nn.lstm_cell {{.*}}block = 12 : i64{{.*}} tensor<1x12x4x12xf32>
func.func @cell_of_odd_width(%p: tensor<1x48xf32>, %h: tensor<1x12xf32>, %c: tensor<1x12xf32>) -> tensor<1x12xf32> {
  %r = nn.constant dense<1.0> : tensor<12x4x12xf32>
  %0, %1 = nn.lstm_cell %p, %h, %c, %r {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.0, 0.0, 0.0>, betas = array<f64: 0.0, 0.0, 0.0>, clip = 0.0 : f64, hidden_size = 12 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x48xf32>, tensor<1x12xf32>, tensor<1x12xf32>, tensor<12x4x12xf32>) -> (tensor<1x12xf32>, tensor<1x12xf32>)
  return %0 : tensor<1x12xf32>
}
