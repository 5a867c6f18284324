// RUN: unspool-opt %s | unspool-opt | FileCheck %s

// Products, windows and reductions are printed as they are read.

// CHECK-LABEL: @products
func.func @products(%x: tensor<5x2x3xf32>, %w: tensor<3x10xf32>, %packed: tensor<2x3x8xf32>)
    -> (tensor<5x2x10xf32>, tensor<5x2x10xf32>) {
  // CHECK: nn.matmul %arg0, %arg1 : tensor<5x2x3xf32>, tensor<3x10xf32>
  %0 = nn.matmul %x, %w : tensor<5x2x3xf32>, tensor<3x10xf32>
  // CHECK: nn.matmul %arg0, %arg2 block 8 columns 10 : tensor<5x2x3xf32>, tensor<2x3x8xf32>
  %1 = nn.matmul %x, %packed block 8 columns 10 : tensor<5x2x3xf32>, tensor<2x3x8xf32>
  return %0, %1 : tensor<5x2x10xf32>, tensor<5x2x10xf32>
}

// CHECK-LABEL: @convolutions
func.func @convolutions(%x: tensor<1x8x9x4xf32>, %w: tensor<3x3x2x6xf32>, %packed: tensor<2x3x3x4x8xf32>,
                        %winograd: tensor<2x6x6x4x8xf32>)
    -> (tensor<1x4x4x6xf32>, tensor<1x8x9x10xf32>, tensor<1x8x9x10xf32>) {
  // CHECK: nn.conv %arg0, %arg1 <{dilations = array<i64: 1, 1>, groups = 2 : i64, high = array<i64: 1, 0>, low = array<i64: 1, 0>, strides = array<i64: 2, 2>}> : tensor<1x8x9x4xf32>, tensor<3x3x2x6xf32>
  %0 = nn.conv %x, %w <{strides = array<i64: 2, 2>, dilations = array<i64: 1, 1>, low = array<i64: 1, 0>, high = array<i64: 1, 0>, groups = 2 : i64}> : tensor<1x8x9x4xf32>, tensor<3x3x2x6xf32>
  // CHECK: nn.conv %arg0, %arg2 <{block = 8 : i64, channels = 10 : i64,
  %1 = nn.conv %x, %packed <{strides = array<i64: 1, 1>, dilations = array<i64: 1, 1>, low = array<i64: 1, 1>, high = array<i64: 1, 1>, groups = 1 : i64, block = 8 : i64, channels = 10 : i64}> : tensor<1x8x9x4xf32>, tensor<2x3x3x4x8xf32>
  // CHECK: nn.conv %arg0, %arg3 <{algorithm = "winograd4", block = 8 : i64, channels = 10 : i64,
  %2 = nn.conv %x, %winograd <{algorithm = "winograd4", strides = array<i64: 1, 1>, dilations = array<i64: 1, 1>, low = array<i64: 1, 1>, high = array<i64: 1, 1>, groups = 1 : i64, block = 8 : i64, channels = 10 : i64}> : tensor<1x8x9x4xf32>, tensor<2x6x6x4x8xf32>
  return %0, %1, %2 : tensor<1x4x4x6xf32>, tensor<1x8x9x10xf32>, tensor<1x8x9x10xf32>
}

// CHECK-LABEL: @pools
func.func @pools(%x: tensor<1x8x4xf32>) -> (tensor<1x4x4xf32>, tensor<1x4x4xi64>, tensor<1x4x4xf32>) {
  // CHECK: nn.max_pool %arg0 <{dilations = array<i64: 1>, high = array<i64: 0>, low = array<i64: 1>, strides = array<i64: 2>, window = array<i64: 3>}> : tensor<1x8x4xf32>
  %0 = nn.max_pool %x <{window = array<i64: 3>, strides = array<i64: 2>, dilations = array<i64: 1>, low = array<i64: 1>, high = array<i64: 0>}> : tensor<1x8x4xf32>
  // CHECK: nn.max_pool_indices %arg0 <{column_major = false,
  %1 = nn.max_pool_indices %x <{window = array<i64: 3>, strides = array<i64: 2>, dilations = array<i64: 1>, low = array<i64: 1>, high = array<i64: 0>, column_major = false}> : tensor<1x8x4xf32>
  // CHECK: nn.avg_pool %arg0 <{count_include_pad = true, counted_high = array<i64: 0>,
  %2 = nn.avg_pool %x <{window = array<i64: 3>, strides = array<i64: 2>, dilations = array<i64: 1>, low = array<i64: 1>, high = array<i64: 0>, count_include_pad = true, counted_high = array<i64: 0>}> : tensor<1x8x4xf32>
  return %0, %1, %2 : tensor<1x4x4xf32>, tensor<1x4x4xi64>, tensor<1x4x4xf32>
}

// CHECK-LABEL: @reductions
func.func @reductions(%x: tensor<2x3x4xf32>) -> (tensor<3xf32>, tensor<2x1x4xi64>, tensor<2x2x4xf32>, tensor<2x2x4xi64>) {
  // CHECK: nn.reduce sum %arg0 [0, 2] <{keep = false}> : tensor<2x3x4xf32>
  %0 = nn.reduce sum %x [0, 2] <{keep = false}> : tensor<2x3x4xf32>
  // CHECK: nn.arg_reduce max %arg0 <{axis = 1 : i64, last = true}> : tensor<2x3x4xf32>
  %1 = nn.arg_reduce max %x <{axis = 1 : i64, last = true}> : tensor<2x3x4xf32>
  // CHECK: nn.cumulate prod %arg0 <{axis = 1 : i64, exclusive = true, reverse = false}> : tensor<2x3x4xf32>
  %2 = nn.cumulate prod %x <{axis = 1 : i64, exclusive = true, reverse = false}> : tensor<2x3x4xf32>
  // CHECK: nn.top_k %arg0 <{axis = 1 : i64, k = 2 : i64, largest = true}> : tensor<2x3x4xf32>
  %3, %4 = nn.top_k %x <{axis = 1 : i64, k = 2 : i64, largest = true}> : tensor<2x3x4xf32>
  // CHECK: nn.softmax %arg0 <{axis = 2 : i64}> : tensor<2x3x4xf32>
  %5 = nn.softmax %x <{axis = 2 : i64}> : tensor<2x3x4xf32>
  // CHECK: nn.log_softmax %arg0 <{axis = 2 : i64}> : tensor<2x3x4xf32>
  %6 = nn.log_softmax %x <{axis = 2 : i64}> : tensor<2x3x4xf32>
  return %0, %1, %3, %4 : tensor<3xf32>, tensor<2x1x4xi64>, tensor<2x2x4xf32>, tensor<2x2x4xi64>
}
