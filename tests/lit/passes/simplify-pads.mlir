// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-simplify))' | FileCheck %s

// Zeros around an image that has no negative element are as good as a maximum's own border,
// CHECK-LABEL: @largest
// CHECK-NEXT: nn.max_pool %arg0 <{{.*}}high = array<i64: 0, 1>{{.*}}low = array<i64: 1, 1>
// CHECK-NEXT: nn.relu
// CHECK-NEXT: return
func.func @largest(%x: tensor<1x4x4x16xf32>) -> tensor<1x2x2x16xf32> {
  %zero = nn.constant dense<0.0> : tensor<f32>
  %0 = nn.relu %x : tensor<1x4x4x16xf32>
  %1 = nn.pad %0, %zero constant low [0, 1, 1, 0] high [0, 0, 1, 0] : tensor<1x4x4x16xf32>, tensor<f32>
  %2 = "nn.max_pool"(%1) <{window = array<i64: 3, 3>, dilations = array<i64: 1, 1>, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 2, 2>}> : (tensor<1x5x6x16xf32>) -> tensor<1x2x2x16xf32>
  return %2 : tensor<1x2x2x16xf32>
}

// but not around one that has,
// CHECK-LABEL: @negative
// CHECK: nn.pad
func.func @negative(%x: tensor<1x4x4x16xf32>) -> tensor<1x2x2x16xf32> {
  %zero = nn.constant dense<0.0> : tensor<f32>
  %0 = nn.tanh %x : tensor<1x4x4x16xf32>
  %1 = nn.pad %0, %zero constant low [0, 1, 1, 0] high [0, 0, 0, 0] : tensor<1x4x4x16xf32>, tensor<f32>
  %2 = "nn.max_pool"(%1) <{window = array<i64: 3, 3>, dilations = array<i64: 1, 1>, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 2, 2>}> : (tensor<1x5x5x16xf32>) -> tensor<1x2x2x16xf32>
  return %2 : tensor<1x2x2x16xf32>
}

// nor where a window lies in them whole: of nothing, the largest is -infinity,
// CHECK-LABEL: @wide
// CHECK: nn.pad
func.func @wide(%x: tensor<1x4x4x16xf32>) -> tensor<1x3x2x16xf32> {
  %zero = nn.constant dense<0.0> : tensor<f32>
  %0 = nn.relu %x : tensor<1x4x4x16xf32>
  %1 = nn.pad %0, %zero constant low [0, 3, 1, 0] high [0, 0, 0, 0] : tensor<1x4x4x16xf32>, tensor<f32>
  %2 = "nn.max_pool"(%1) <{window = array<i64: 3, 3>, dilations = array<i64: 1, 1>, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 2, 2>}> : (tensor<1x7x5x16xf32>) -> tensor<1x3x2x16xf32>
  return %2 : tensor<1x3x2x16xf32>
}

// nor around channels.
// CHECK-LABEL: @channels
// CHECK: nn.pad
func.func @channels(%x: tensor<1x4x4x15xf32>) -> tensor<1x2x2x16xf32> {
  %zero = nn.constant dense<0.0> : tensor<f32>
  %0 = nn.relu %x : tensor<1x4x4x15xf32>
  %1 = nn.pad %0, %zero constant low [0, 0, 0, 0] high [0, 0, 0, 1] : tensor<1x4x4x15xf32>, tensor<f32>
  %2 = "nn.max_pool"(%1) <{window = array<i64: 2, 2>, dilations = array<i64: 1, 1>, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 2, 2>}> : (tensor<1x4x4x16xf32>) -> tensor<1x2x2x16xf32>
  return %2 : tensor<1x2x2x16xf32>
}

// A mean counts them.
// CHECK-LABEL: @mean
// CHECK-NEXT: nn.avg_pool %arg0 <{count_include_pad = true, counted_high = array<i64: 0, 1>{{.*}}high = array<i64: 0, 1>, low = array<i64: 1, 1>
// CHECK-NEXT: return
func.func @mean(%x: tensor<1x4x4x16xf32>) -> tensor<1x2x2x16xf32> {
  %zero = nn.constant dense<0.0> : tensor<f32>
  %0 = nn.pad %x, %zero constant low [0, 1, 1, 0] high [0, 0, 1, 0] : tensor<1x4x4x16xf32>, tensor<f32>
  %1 = "nn.avg_pool"(%0) <{count_include_pad = false, counted_high = array<i64: 0, 0>, window = array<i64: 3, 3>, dilations = array<i64: 1, 1>, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 2, 2>}> : (tensor<1x5x6x16xf32>) -> tensor<1x2x2x16xf32>
  return %1 : tensor<1x2x2x16xf32>
}

// With a border that does not count, there would be two kinds.
// CHECK-LABEL: @two_borders
// CHECK: nn.pad
func.func @two_borders(%x: tensor<1x4x4x16xf32>) -> tensor<1x3x3x16xf32> {
  %zero = nn.constant dense<0.0> : tensor<f32>
  %0 = nn.pad %x, %zero constant low [0, 1, 1, 0] high [0, 0, 0, 0] : tensor<1x4x4x16xf32>, tensor<f32>
  %1 = "nn.avg_pool"(%0) <{count_include_pad = false, counted_high = array<i64: 0, 0>, window = array<i64: 3, 3>, dilations = array<i64: 1, 1>, high = array<i64: 1, 1>, low = array<i64: 1, 1>, strides = array<i64: 2, 2>}> : (tensor<1x5x5x16xf32>) -> tensor<1x3x3x16xf32>
  return %1 : tensor<1x3x3x16xf32>
}

// Where a convolution turns what zeros were added to, the zeros are its border all the same,
// CHECK-LABEL: @turned
// CHECK: %[[TURNED:.*]] = nn.transpose %arg0 [0, 2, 1]
// CHECK-NEXT: nn.conv %[[TURNED]], {{.*}}high = array<i64: 0>, low = array<i64: 2>
// CHECK-NOT: nn.pad
func.func @turned(%x: tensor<1x4x12xf32>) -> tensor<1x12x5xf32> {
  %zero = nn.constant dense<0.0> : tensor<f32>
  %filter = nn.constant dense<0.5> : tensor<3x4x5xf32>
  %0 = nn.pad %x, %zero constant low [0, 0, 2] high [0, 0, 0] : tensor<1x4x12xf32>, tensor<f32>
  %1 = nn.transpose %0 [0, 2, 1] : tensor<1x4x14xf32>
  %2 = "nn.conv"(%1, %filter) <{dilations = array<i64: 1>, groups = 1 : i64, high = array<i64: 0>, low = array<i64: 0>, strides = array<i64: 1>}> : (tensor<1x14x4xf32>, tensor<3x4x5xf32>) -> tensor<1x12x5xf32>
  return %2 : tensor<1x12x5xf32>
}

// but not those that others read, too.
// CHECK-LABEL: @shared
// CHECK: nn.pad
func.func @shared(%x: tensor<1x4x12xf32>) -> (tensor<1x12x5xf32>, tensor<1x4x14xf32>) {
  %zero = nn.constant dense<0.0> : tensor<f32>
  %filter = nn.constant dense<0.5> : tensor<3x4x5xf32>
  %0 = nn.pad %x, %zero constant low [0, 0, 2] high [0, 0, 0] : tensor<1x4x12xf32>, tensor<f32>
  %1 = nn.transpose %0 [0, 2, 1] : tensor<1x4x14xf32>
  %2 = "nn.conv"(%1, %filter) <{dilations = array<i64: 1>, groups = 1 : i64, high = array<i64: 0>, low = array<i64: 0>, strides = array<i64: 1>}> : (tensor<1x14x4xf32>, tensor<3x4x5xf32>) -> tensor<1x12x5xf32>
  return %2, %0 : tensor<1x12x5xf32>, tensor<1x4x14xf32>
}
