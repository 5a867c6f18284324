// RUN: unspool-opt %s --nn-subpixel-convolutions | FileCheck %s

// A window as wide as the stride meets one pixel: what is left is a product with each pixel.
// CHECK-LABEL: @one_tap
// CHECK-NEXT: %[[W:.*]] = nn.constant dense<{{\[\[\[}}2.000000e+00, 1.000000e+00]]]> : tensor<1x1x2xf32>
// CHECK-NEXT: %[[C:.*]] = nn.conv %arg0, %[[W]] <{{.*}}high = array<i64: 0>, low = array<i64: 0>
// CHECK-NEXT: nn.reshape %[[C]] : tensor<1x3x2xf32> to tensor<1x6x1xf32>
func.func @one_tap(%x: tensor<1x3x1xf32>) -> tensor<1x6x1xf32> {
  %w = nn.constant dense<[[[1.0]], [[2.0]]]> : tensor<2x1x1xf32>
  %zero = nn.constant dense<0.0> : tensor<f32>
  %apart = nn.reshape %x : tensor<1x3x1xf32> to tensor<1x3x1x1xf32>
  %holes = nn.pad %apart, %zero constant low [0, 0, 0, 0] high [0, 0, 1, 0] : tensor<1x3x1x1xf32>, tensor<f32>
  %map = nn.reshape %holes : tensor<1x3x2x1xf32> to tensor<1x6x1xf32>
  %y = nn.conv %map, %w <{dilations = array<i64: 1>, groups = 1 : i64, high = array<i64: 0>, low = array<i64: 1>, strides = array<i64: 1>}> : tensor<1x6x1xf32>, tensor<2x1x1xf32>
  return %y : tensor<1x6x1xf32>
}

// Four rows with stride 2 and two columns with 1: a phase of each has two taps, and the first
// row belongs to a position before the image.
// CHECK-LABEL: @an_axis
// CHECK: %[[C:.*]] = nn.conv %arg0, %{{.*}} <{{.*}}high = array<i64: 1, 1>, low = array<i64: 1, 0>{{.*}} : tensor<1x5x7x3xf32>, tensor<2x2x3x8xf32>
// CHECK: nn.reshape %[[C]] : tensor<1x6x7x8xf32> to tensor<1x6x7x2x1x4xf32>
// CHECK: nn.transpose %{{.*}} [0, 1, 3, 2, 4, 5]
// CHECK: nn.slice %{{.*}} [0, 1, 0, 0] size [1, 10, 7, 4] step [1, 1, 1, 1] : tensor<1x12x7x4xf32>
func.func @an_axis(%x: tensor<1x5x7x3xf32>) -> tensor<1x10x7x4xf32> {
  %w = nn.constant dense<1.0> : tensor<4x2x3x4xf32>
  %zero = nn.constant dense<0.0> : tensor<f32>
  %apart = nn.reshape %x : tensor<1x5x7x3xf32> to tensor<1x5x1x7x1x3xf32>
  %holes = nn.pad %apart, %zero constant low [0, 0, 0, 0, 0, 0] high [0, 0, 1, 0, 0, 0] : tensor<1x5x1x7x1x3xf32>, tensor<f32>
  %map = nn.reshape %holes : tensor<1x5x2x7x1x3xf32> to tensor<1x10x7x3xf32>
  %y = nn.conv %map, %w <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 1, 1>, low = array<i64: 2, 0>, strides = array<i64: 1, 1>}> : tensor<1x10x7x3xf32>, tensor<4x2x3x4xf32>
  return %y : tensor<1x10x7x4xf32>
}

// A stride far longer than the window would make a filter of zeros.
// CHECK-LABEL: @far
// CHECK: nn.pad
// CHECK: nn.conv %{{.*}} : tensor<1x3000x1xf32>, tensor<2x1x1xf32>
func.func @far(%x: tensor<1x3x1xf32>) -> tensor<1x3000x1xf32> {
  %w = nn.constant dense<1.0> : tensor<2x1x1xf32>
  %zero = nn.constant dense<0.0> : tensor<f32>
  %apart = nn.reshape %x : tensor<1x3x1xf32> to tensor<1x3x1x1xf32>
  %holes = nn.pad %apart, %zero constant low [0, 0, 0, 0] high [0, 0, 999, 0] : tensor<1x3x1x1xf32>, tensor<f32>
  %map = nn.reshape %holes : tensor<1x3x1000x1xf32> to tensor<1x3000x1xf32>
  %y = nn.conv %map, %w <{dilations = array<i64: 1>, groups = 1 : i64, high = array<i64: 0>, low = array<i64: 1>, strides = array<i64: 1>}> : tensor<1x3000x1xf32>, tensor<2x1x1xf32>
  return %y : tensor<1x3000x1xf32>
}

// Groups keep their zeros, as do windows with holes of their own.
// CHECK-LABEL: @others
// CHECK: nn.pad
// CHECK: nn.conv %{{.*}} <{{.*}}groups = 2
// CHECK: nn.conv %{{.*}} <{dilations = array<i64: 3>
func.func @others(%x: tensor<1x3x2xf32>) -> (tensor<1x5x2xf32>, tensor<1x3x1xf32>) {
  %w = nn.constant dense<1.0> : tensor<2x1x2xf32>
  %v = nn.constant dense<1.0> : tensor<2x2x1xf32>
  %zero = nn.constant dense<0.0> : tensor<f32>
  %apart = nn.reshape %x : tensor<1x3x2xf32> to tensor<1x3x1x2xf32>
  %holes = nn.pad %apart, %zero constant low [0, 0, 0, 0] high [0, 0, 1, 0] : tensor<1x3x1x2xf32>, tensor<f32>
  %map = nn.reshape %holes : tensor<1x3x2x2xf32> to tensor<1x6x2xf32>
  %y = nn.conv %map, %w <{dilations = array<i64: 1>, groups = 2 : i64, high = array<i64: 0>, low = array<i64: 0>, strides = array<i64: 1>}> : tensor<1x6x2xf32>, tensor<2x1x2xf32>
  %z = nn.conv %map, %v <{dilations = array<i64: 3>, groups = 1 : i64, high = array<i64: 0>, low = array<i64: 0>, strides = array<i64: 1>}> : tensor<1x6x2xf32>, tensor<2x2x1xf32>
  return %y, %z : tensor<1x5x2xf32>, tensor<1x3x1xf32>
}
