// RUN: unspool-opt %s --split-input-file --verify-diagnostics | FileCheck %s

// The packed matrix has the seven transforms of pairs of blocks of columns.
// CHECK-LABEL: @packed
// CHECK: nn.matmul {{.*}} block 8 columns 20 algorithm "strassen" : tensor<5x6xf32>, tensor<2x7x3x8xf32>
func.func @packed(%x: tensor<5x6xf32>, %w: tensor<2x7x3x8xf32>) -> tensor<5x20xf32> {
  %0 = nn.matmul %x, %w block 8 columns 20 algorithm "strassen" : tensor<5x6xf32>, tensor<2x7x3x8xf32>
  return %0 : tensor<5x20xf32>
}

// -----

func.func @otherBlocks(%x: tensor<5x6xf32>, %w: tensor<3x6x8xf32>) {
  // expected-error@+1 {{packed matrix is 3x6x8 when it should be 2x7x3x8 (columns / 2 block x 7 x K / 2 x block)}}
  nn.matmul %x, %w block 8 columns 20 algorithm "strassen" : tensor<5x6xf32>, tensor<3x6x8xf32>
  return
}

// -----

func.func @oddTerms(%x: tensor<5x7xf32>, %w: tensor<7x20xf32>) {
  // expected-error@+1 {{strassen is for floats, two matrices and an even K, not 5x7 x 7x20}}
  nn.matmul %x, %w algorithm "strassen" : tensor<5x7xf32>, tensor<7x20xf32>
  return
}

// -----

func.func @batch(%x: tensor<2x5x6xf32>, %w: tensor<6x20xf32>) {
  // expected-error@+1 {{strassen is for floats, two matrices and an even K, not 2x5x6 x 6x20}}
  nn.matmul %x, %w algorithm "strassen" : tensor<2x5x6xf32>, tensor<6x20xf32>
  return
}

// -----

func.func @sideBySide(%x: tensor<5x8xf32>, %w: tensor<2x7x4x8xf32>) {
  // expected-error@+1 {{'interleave' is for packed weights that are not transformed}}
  nn.matmul %x, %w block 8 columns 20 interleave 2 algorithm "strassen" : tensor<5x8xf32>, tensor<2x7x4x8xf32>
  return
}

// -----

func.func @unknown(%x: tensor<5x6xf32>, %w: tensor<6x20xf32>) {
  // expected-error@+1 {{algorithm 'fft' should be direct or strassen}}
  nn.matmul %x, %w algorithm "fft" : tensor<5x6xf32>, tensor<6x20xf32>
  return
}
