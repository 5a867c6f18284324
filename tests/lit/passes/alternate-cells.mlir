// RUN: unspool-opt %s --split-input-file --verify-diagnostics --pass-pipeline='builtin.module(nn-alternate-cells)' | unspool-opt --split-input-file | FileCheck %s

// Every other step takes its blocks from the last to the first. In a loop of one step, every
// other iteration does; one of two steps is the same in each.
// CHECK-LABEL: func.func @steps
// CHECK: nn.call @cell({{.*}}) {order = #nn.block_order<>}
// CHECK: nn.call @cell({{.*}}) {order = #nn.block_order<phase = 1>}
// CHECK: nn.call @cell({{.*}}) {order = #nn.block_order<stride = 1>}
// CHECK: nn.call @cell({{.*}}) {order = #nn.block_order<phase = 1>}
// CHECK: nn.call @cell({{.*}}) {order = #nn.block_order<>}
// CHECK: nn.kernel @cell{{.*}} attributes {takes_order}
func.func @steps(%h: tensor<1x64xf32>) -> tensor<1x64xf32> {
  %w = nn.constant dense<1.0> : tensor<2x64x4x16xf32>
  %0 = nn.call @cell(%h, %w) : (tensor<1x64xf32>, tensor<2x64x4x16xf32>) -> tensor<1x64xf32>
  %1 = nn.call @cell(%0, %w) : (tensor<1x64xf32>, tensor<2x64x4x16xf32>) -> tensor<1x64xf32>
  %2 = nn.scan 5 states (%a = %1 : tensor<1x64xf32>) over ()
      {reversed = array<i64>, reversed_results = array<i64>} -> (tensor<1x64xf32>) {
    %4 = nn.call @cell(%a, %w) : (tensor<1x64xf32>, tensor<2x64x4x16xf32>) -> tensor<1x64xf32>
    nn.yield %4 : tensor<1x64xf32>
  }
  %3 = nn.scan 5 states (%a = %2 : tensor<1x64xf32>) over ()
      {reversed = array<i64>, reversed_results = array<i64>} -> (tensor<1x64xf32>) {
    %4 = nn.call @cell(%a, %w) : (tensor<1x64xf32>, tensor<2x64x4x16xf32>) -> tensor<1x64xf32>
    %5 = nn.call @cell(%4, %w) : (tensor<1x64xf32>, tensor<2x64x4x16xf32>) -> tensor<1x64xf32>
    nn.yield %5 : tensor<1x64xf32>
  }
  return %3 : tensor<1x64xf32>
}
nn.kernel @cell(%h: tensor<1x64xf32>, %w: tensor<2x64x4x16xf32>) -> (tensor<1x64xf32>) kind "cell" {
  %0 = nn.tanh %h : tensor<1x64xf32>
  nn.yield %0 : tensor<1x64xf32>
}

// -----

// Not where there is one step, nor where an L1 cache holds all weights.
// CHECK-LABEL: func.func @few
// CHECK-NOT: order
func.func @few(%h: tensor<1x64xf32>) -> tensor<1x64xf32> {
  %w = nn.constant dense<1.0> : tensor<2x64x4x16xf32>
  %s = nn.constant dense<1.0> : tensor<1x16x4x16xf32>
  %0 = nn.call @cell(%h, %w) : (tensor<1x64xf32>, tensor<2x64x4x16xf32>) -> tensor<1x64xf32>
  %1 = nn.call @small(%0, %s) : (tensor<1x64xf32>, tensor<1x16x4x16xf32>) -> tensor<1x64xf32>
  %2 = nn.call @small(%1, %s) : (tensor<1x64xf32>, tensor<1x16x4x16xf32>) -> tensor<1x64xf32>
  return %2 : tensor<1x64xf32>
}
nn.kernel @cell(%h: tensor<1x64xf32>, %w: tensor<2x64x4x16xf32>) -> (tensor<1x64xf32>) kind "cell" {
  %0 = nn.tanh %h : tensor<1x64xf32>
  nn.yield %0 : tensor<1x64xf32>
}
nn.kernel @small(%h: tensor<1x64xf32>, %w: tensor<1x16x4x16xf32>) -> (tensor<1x64xf32>) kind "cell" {
  %0 = nn.tanh %h : tensor<1x64xf32>
  nn.yield %0 : tensor<1x64xf32>
}

// -----

func.func @missing(%h: tensor<1x64xf32>) -> tensor<1x64xf32> {
  // expected-error @below {{has no order of blocks, but 'cell' takes one}}
  %0 = nn.call @cell(%h) : (tensor<1x64xf32>) -> tensor<1x64xf32>
  return %0 : tensor<1x64xf32>
}
nn.kernel @cell(%h: tensor<1x64xf32>) -> (tensor<1x64xf32>) kind "cell" attributes {takes_order} {
  %0 = nn.tanh %h : tensor<1x64xf32>
  nn.yield %0 : tensor<1x64xf32>
}
