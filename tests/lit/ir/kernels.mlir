// RUN: unspool-opt %s | unspool-opt | FileCheck %s

// Regions, kernels and calls are printed as they are read.

// CHECK-LABEL: nn.kernel @double(%arg0: tensor<4xf32>) -> (tensor<4xf32>) kind "elementwise" schedule {name = "vectorized", width = 8 : i64} {
// CHECK-NEXT: %[[SUM:.*]] = nn.add %arg0, %arg0
// CHECK-NEXT: nn.yield %[[SUM]] : tensor<4xf32>
nn.kernel @double(%x: tensor<4xf32>) -> (tensor<4xf32>) kind "elementwise" schedule {name = "vectorized", width = 8} {
  %0 = nn.add %x, %x : tensor<4xf32>, tensor<4xf32>
  nn.yield %0 : tensor<4xf32>
}

// CHECK-LABEL: nn.kernel @bare() -> () kind "elementwise" attributes {nn.note = "nothing to do"} {
// CHECK-NEXT: nn.yield
nn.kernel @bare() -> () kind "elementwise" attributes {nn.note = "nothing to do"} {
  nn.yield
}

// CHECK-LABEL: nn.kernel @apart(%arg0: tensor<2x4xf32>) -> (tensor<2x4xf32>) kind "elementwise" attributes {pitches = array<i64: 0, 8>} {
nn.kernel @apart(%x: tensor<2x4xf32>) -> (tensor<2x4xf32>) kind "elementwise" attributes {pitches = array<i64: 0, 8>} {
  %0 = nn.tanh %x : tensor<2x4xf32>
  nn.yield %0 : tensor<2x4xf32>
}

// CHECK-LABEL: @calls
func.func @calls(%x: tensor<4xf32>) -> tensor<4xf32> {
  // CHECK: nn.call @double(%arg0) : (tensor<4xf32>) -> tensor<4xf32>
  %0 = nn.call @double(%x) : (tensor<4xf32>) -> tensor<4xf32>
  // CHECK: nn.call @double(%{{.*}}) {operand_slots = [#nn.slot<arena>], result_slots = [#nn.slot<output, index = 1, offset = 64>]}
  %1 = nn.call @double(%0) {operand_slots = [#nn.slot<arena>], result_slots = [#nn.slot<output, index = 1, offset = 64>]} : (tensor<4xf32>) -> tensor<4xf32>
  // CHECK: nn.copy %{{.*}} {operand_slot = #nn.slot<input>, result_slot = #nn.slot<arena, offset = 128, stride = 4, flip = 8, phase = 1>} : tensor<4xf32>
  %2 = nn.copy %1 {operand_slot = #nn.slot<input>, result_slot = #nn.slot<arena, offset = 128, stride = 4, flip = 8, phase = 1>} : tensor<4xf32>
  return %2 : tensor<4xf32>
}

// CHECK-LABEL: @fused
func.func @fused(%x: tensor<4xf32>) -> tensor<4xf32> {
  // CHECK: nn.fused "elementwise" : tensor<4xf32> {
  // CHECK-NEXT: %[[TANH:.*]] = nn.tanh %arg0
  // CHECK-NEXT: nn.yield %[[TANH]] : tensor<4xf32>
  %0 = nn.fused "elementwise" : tensor<4xf32> {
    %1 = nn.tanh %x : tensor<4xf32>
    nn.yield %1 : tensor<4xf32>
  }
  return %0 : tensor<4xf32>
}

// Two trips: the state goes round, x is read from its end, one slice is collected a trip.
// CHECK-LABEL: @scan
func.func @scan(%h: tensor<3xf32>, %x: tensor<6x3xf32>) -> (tensor<3xf32>, tensor<2x3xf32>) {
  // CHECK: nn.scan 2 states (%[[H:.*]] = %arg0 : tensor<3xf32>) over (%[[X:.*]] = %arg1 : tensor<6x3xf32>) {reversed = array<i64: 0>, reversed_results = array<i64>} -> (tensor<3xf32>, tensor<2x3xf32>) {
  // CHECK-NEXT: nn.reduce sum %[[X]] [0]
  %0, %1 = nn.scan 2 states (%a = %h : tensor<3xf32>) over (%b = %x : tensor<6x3xf32>)
      {reversed = array<i64: 0>, reversed_results = array<i64>} -> (tensor<3xf32>, tensor<2x3xf32>) {
    %2 = nn.reduce sum %b [0] <{keep = false}> : tensor<3x3xf32>
    %3 = nn.add %a, %2 : tensor<3xf32>, tensor<3xf32>
    %4 = nn.reshape %3 : tensor<3xf32> to tensor<1x3xf32>
    nn.yield %3, %4 : tensor<3xf32>, tensor<1x3xf32>
  }
  return %0, %1 : tensor<3xf32>, tensor<2x3xf32>
}
