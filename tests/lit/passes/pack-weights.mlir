// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-pack-weights{lanes=4}))' | FileCheck %s

// Columns in blocks of a vector, the last one filled up with zeros.
// CHECK-LABEL: @constant_weights
// CHECK: %[[PACKED:.*]] = nn.constant dense<{{.*}}> : tensor<1x2x4xf32>
// CHECK: nn.matmul %arg0, %[[PACKED]] block 4 columns 3
func.func @constant_weights(%x: tensor<1x2xf32>) -> tensor<1x3xf32> {
  %w = nn.constant dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]> : tensor<2x3xf32>
  %0 = nn.matmul %x, %w : tensor<1x2xf32>, tensor<2x3xf32>
  return %0 : tensor<1x3xf32>
}

// Weights that come in at run time are read as they lie.
// CHECK-LABEL: @other_weights
// CHECK-NEXT: nn.matmul %arg0, %arg1 : tensor<1x2xf32>, tensor<2x3xf32>
func.func @other_weights(%x: tensor<1x2xf32>, %w: tensor<2x3xf32>) -> tensor<1x3xf32> {
  %0 = nn.matmul %x, %w : tensor<1x2xf32>, tensor<2x3xf32>
  return %0 : tensor<1x3xf32>
}
