// RUN: unspool-opt %s --split-input-file --verify-diagnostics | FileCheck %s

// A packed filter has the points of each axis, stride * (m - 1) + K; of one that is not
// transformed, the taps.
// CHECK-LABEL: @strided
// CHECK: nn.conv {{.*}}algorithm = "winograd2"{{.*}} : tensor<1x9x9x4xf32>, tensor<1x5x5x4x8xf32>
// CHECK: nn.conv {{.*}}algorithm = "winograd1x4"{{.*}} : tensor<1x9x9x4xf32>, tensor<1x3x9x4x8xf32>
func.func @strided(%x: tensor<1x9x9x4xf32>, %v: tensor<1x5x5x4x8xf32>, %w: tensor<1x3x9x4x8xf32>)
    -> (tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>) {
  %0 = nn.conv %x, %v <{algorithm = "winograd2", block = 8 : i64, channels = 8 : i64, strides = array<i64: 2, 2>, dilations = array<i64: 1, 1>, low = array<i64: 0, 0>, high = array<i64: 0, 0>, groups = 1 : i64}> : tensor<1x9x9x4xf32>, tensor<1x5x5x4x8xf32>
  %1 = nn.conv %x, %w <{algorithm = "winograd1x4", block = 8 : i64, channels = 8 : i64, strides = array<i64: 2, 2>, dilations = array<i64: 1, 1>, low = array<i64: 0, 0>, high = array<i64: 0, 0>, groups = 1 : i64}> : tensor<1x9x9x4xf32>, tensor<1x3x9x4x8xf32>
  return %0, %1 : tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>
}

// -----

func.func @fewStrides(%x: tensor<1x9x9x4xf32>, %v: tensor<1x5x5x4x8xf32>) {
  // expected-error@+1 {{a window list has 1 entries when the input has 2 spatial axes}}
  nn.conv %x, %v <{algorithm = "winograd2", block = 8 : i64, channels = 8 : i64, strides = array<i64: 2>, dilations = array<i64: 1, 1>, low = array<i64: 0, 0>, high = array<i64: 0, 0>, groups = 1 : i64}> : tensor<1x9x9x4xf32>, tensor<1x5x5x4x8xf32>
  return
}

// -----

func.func @stridesAsWideAsTheWindow(%x: tensor<1x9x9x4xf32>, %v: tensor<1x4x4x4x8xf32>) {
  // expected-error@+1 {{winograd2 has no form for a window of 2 with stride 2}}
  nn.conv %x, %v <{algorithm = "winograd2", block = 8 : i64, channels = 8 : i64, strides = array<i64: 2, 2>, dilations = array<i64: 1, 1>, low = array<i64: 0, 0>, high = array<i64: 0, 0>, groups = 1 : i64}> : tensor<1x9x9x4xf32>, tensor<1x4x4x4x8xf32>
  return
}

// -----

func.func @hugeStride(%x: tensor<1x9x9x4xf32>, %v: tensor<1x5x5x4x8xf32>) {
  // expected-error@+1 {{5 points with stride 9223372036854775807 are not those of winograd6}}
  nn.conv %x, %v <{algorithm = "winograd6", block = 8 : i64, channels = 8 : i64, strides = array<i64: 9223372036854775807, 1>, dilations = array<i64: 1, 1>, low = array<i64: 0, 0>, high = array<i64: 0, 0>, groups = 1 : i64}> : tensor<1x9x9x4xf32>, tensor<1x5x5x4x8xf32>
  return
}
