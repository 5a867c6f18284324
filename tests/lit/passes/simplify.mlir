// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-simplify))' | FileCheck %s

// What needs only constants is computed now.
// CHECK-LABEL: @constants
// CHECK-NEXT: nn.constant dense<[1.100000e+01, 2.200000e+01]>
// CHECK-NEXT: return
func.func @constants() -> tensor<2xf32> {
  %a = nn.constant dense<[1.0, 2.0]> : tensor<2xf32>
  %b = nn.constant dense<[10.0, 20.0]> : tensor<2xf32>
  %0 = nn.add %a, %b : tensor<2xf32>, tensor<2xf32>
  return %0 : tensor<2xf32>
}

// (x - a) + b = x + (b - a).
// CHECK-LABEL: @additions_merge
// CHECK: %[[SUM:.*]] = nn.constant dense<[9.000000e+00, 1.800000e+01]>
// CHECK-NEXT: nn.add %arg0, %[[SUM]]
// CHECK-NEXT: return
func.func @additions_merge(%x: tensor<4x2xf32>) -> tensor<4x2xf32> {
  %a = nn.constant dense<[1.0, 2.0]> : tensor<2xf32>
  %b = nn.constant dense<[10.0, 20.0]> : tensor<2xf32>
  %0 = nn.sub %x, %a : tensor<4x2xf32>, tensor<2xf32>
  %1 = nn.add %0, %b : tensor<4x2xf32>, tensor<2xf32>
  return %1 : tensor<4x2xf32>
}

// CHECK-LABEL: @times_one
// CHECK-NEXT: return %arg0
func.func @times_one(%x: tensor<4x2xf32>) -> tensor<4x2xf32> {
  %one = nn.constant dense<1.0> : tensor<2xf32>
  %0 = nn.mul %x, %one : tensor<4x2xf32>, tensor<2xf32>
  return %0 : tensor<4x2xf32>
}

// CHECK-LABEL: @slice_of_concatenation
// CHECK-NEXT: return %arg1
func.func @slice_of_concatenation(%a: tensor<2x3xf32>, %b: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = "nn.concat"(%a, %b) <{axis = 0 : i64}> : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<4x3xf32>
  %1 = nn.slice %0 [2, 0] size [2, 3] step [1, 1] : tensor<4x3xf32>
  return %1 : tensor<2x3xf32>
}

// Zeros around the input are the convolution's own pads.
// CHECK-LABEL: @pad_into_convolution
// CHECK-NEXT: nn.conv %arg0, %arg1 {{.*}}high = array<i64: 1, 1>, low = array<i64: 1, 1>
// CHECK-NEXT: return
func.func @pad_into_convolution(%x: tensor<1x4x4x2xf32>, %w: tensor<3x3x2x5xf32>) -> tensor<1x4x4x5xf32> {
  %zero = nn.constant dense<0.0> : tensor<f32>
  %0 = nn.pad %x, %zero constant low [0, 1, 1, 0] high [0, 1, 1, 0] : tensor<1x4x4x2xf32>, tensor<f32>
  %1 = "nn.conv"(%0, %w) <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<1x6x6x2xf32>, tensor<3x3x2x5xf32>) -> tensor<1x4x4x5xf32>
  return %1 : tensor<1x4x4x5xf32>
}

// Other values than zero are not.
// CHECK-LABEL: @pad_with_ones_stays
// CHECK: nn.pad
// CHECK: nn.conv
func.func @pad_with_ones_stays(%x: tensor<1x4x4x2xf32>, %w: tensor<3x3x2x5xf32>) -> tensor<1x4x4x5xf32> {
  %one = nn.constant dense<1.0> : tensor<f32>
  %0 = nn.pad %x, %one constant low [0, 1, 1, 0] high [0, 1, 1, 0] : tensor<1x4x4x2xf32>, tensor<f32>
  %1 = "nn.conv"(%0, %w) <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<1x6x6x2xf32>, tensor<3x3x2x5xf32>) -> tensor<1x4x4x5xf32>
  return %1 : tensor<1x4x4x5xf32>
}

// Row i of x in the i-th trip: the loop goes over the rows of x.
// CHECK-LABEL: @gather_of_trip
// CHECK: %[[STEPS:.*]] = nn.transpose %arg1 [1, 0]
// CHECK: nn.scan 3 states (%[[S:.*]] = %arg0 : tensor<2xf32>) over (%[[STEP:.*]] = %[[STEPS]] : tensor<3x2xf32>)
// CHECK-NOT: nn.gather
// CHECK: %[[ROW:.*]] = nn.reshape %[[STEP]] : tensor<1x2xf32> to tensor<2xf32>
// CHECK: nn.add %[[S]], %[[ROW]]
func.func @gather_of_trip(%s: tensor<2xf32>, %x: tensor<2x3xf32>) -> tensor<2xf32> {
  %trips = nn.constant dense<[0, 1, 2]> : tensor<3xi64>
  %0 = nn.scan 3 states (%state = %s : tensor<2xf32>) over (%trip = %trips : tensor<3xi64>)
      {reversed = array<i64>, reversed_results = array<i64>} -> (tensor<2xf32>) {
    %1 = nn.gather %x, %trip <{axis = 1 : i64}> : tensor<2x3xf32>, tensor<1xi64>
    %2 = nn.reshape %1 : tensor<2x1xf32> to tensor<2xf32>
    %3 = nn.add %state, %2 : tensor<2xf32>, tensor<2xf32>
    nn.yield %3 : tensor<2xf32>
  }
  return %0 : tensor<2xf32>
}

// Counted from the end, it is another row.
// CHECK-LABEL: @gather_backwards
// CHECK: nn.gather
func.func @gather_backwards(%s: tensor<2xf32>, %x: tensor<3x2xf32>) -> tensor<2xf32> {
  %trips = nn.constant dense<[0, 1, 2]> : tensor<3xi64>
  %0 = nn.scan 3 states (%state = %s : tensor<2xf32>) over (%trip = %trips : tensor<3xi64>)
      {reversed = array<i64: 0>, reversed_results = array<i64>} -> (tensor<2xf32>) {
    %1 = nn.gather %x, %trip <{axis = 0 : i64}> : tensor<3x2xf32>, tensor<1xi64>
    %2 = nn.reshape %1 : tensor<1x2xf32> to tensor<2xf32>
    %3 = nn.add %state, %2 : tensor<2xf32>, tensor<2xf32>
    nn.yield %3 : tensor<2xf32>
  }
  return %0 : tensor<2xf32>
}

// What has no elements is not computed.
// CHECK-LABEL: @product_of_no_rows
// CHECK-NEXT: %[[NONE:.*]] = nn.constant dense<> : tensor<0x4xf32>
// CHECK-NEXT: return %[[NONE]]
func.func @product_of_no_rows(%x: tensor<0x3xf32>, %w: tensor<3x4xf32>) -> tensor<0x4xf32> {
  %0 = "nn.matmul"(%x, %w) : (tensor<0x3xf32>, tensor<3x4xf32>) -> tensor<0x4xf32>
  return %0 : tensor<0x4xf32>
}
