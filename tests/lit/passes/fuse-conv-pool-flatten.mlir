// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-fuse-conv-pool-flatten))' | FileCheck %s

// Nothing between the image and the pooled result is stored; the flatten after
// it is a view.
// CHECK-LABEL: @conv_bias_relu_pool
// CHECK-NEXT: %[[POOLED:.*]] = nn.fused "conv" : tensor<1x2x2x16xf32>
// CHECK-NEXT: nn.conv
// CHECK-NEXT: nn.add
// CHECK-NEXT: nn.relu
// CHECK-NEXT: nn.max_pool
// CHECK-NEXT: nn.yield
// CHECK: nn.reshape %[[POOLED]]
func.func @conv_bias_relu_pool(%x: tensor<1x8x8x3xf32>, %w: tensor<3x3x3x16xf32>, %b: tensor<16xf32>) -> tensor<1x64xf32> {
  %0 = "nn.conv"(%x, %w) <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<1x8x8x3xf32>, tensor<3x3x3x16xf32>) -> tensor<1x6x6x16xf32>
  %1 = nn.add %0, %b : tensor<1x6x6x16xf32>, tensor<16xf32>
  %2 = nn.relu %1 : tensor<1x6x6x16xf32>
  %3 = "nn.max_pool"(%2) <{window = array<i64: 3, 3>, dilations = array<i64: 1, 1>, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 3, 3>}> : (tensor<1x6x6x16xf32>) -> tensor<1x2x2x16xf32>
  %4 = nn.reshape %3 : tensor<1x2x2x16xf32> to tensor<1x64xf32>
  return %4 : tensor<1x64xf32>
}

// What others read as well has to be stored.
// CHECK-LABEL: @read_twice
// CHECK: nn.fused "matmul"
// CHECK-NEXT: nn.matmul
// CHECK-NEXT: nn.yield
// CHECK: nn.relu
func.func @read_twice(%x: tensor<2x3xf32>, %w: tensor<3x4xf32>) -> (tensor<2x4xf32>, tensor<2x4xf32>) {
  %0 = nn.matmul %x, %w : tensor<2x3xf32>, tensor<3x4xf32>
  %1 = nn.relu %0 : tensor<2x4xf32>
  return %0, %1 : tensor<2x4xf32>, tensor<2x4xf32>
}

// A depthwise convolution shares the kernel of the pointwise one behind it, if the map
// between them is large: it has no buffer.
// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-select-algorithms{large-map=4096},nn-fuse-conv-pool-flatten{large-map=4096}))' | FileCheck %s --check-prefix=PAIR
// PAIR-LABEL: @depthwise_pointwise
// PAIR-NEXT: nn.fused "conv" : tensor<1x16x16x4xf32>
// PAIR-NEXT: nn.conv {{.*}}groups = 8
// PAIR-NEXT: nn.relu
// PAIR-NEXT: nn.conv
// PAIR-NEXT: nn.add
// PAIR-NEXT: nn.yield
// By default, this map is small; the pointwise convolution is a product over all pixels.
// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-select-algorithms,nn-fuse-conv-pool-flatten))' | FileCheck %s --check-prefix=SMALL
// SMALL-LABEL: @depthwise_pointwise
// SMALL: nn.fused "depthwise" : tensor<1x16x16x8xf32>
// SMALL: nn.fused "matmul"
func.func @depthwise_pointwise(%x: tensor<1x16x16x8xf32>, %d: tensor<3x3x1x8xf32>, %p: tensor<1x1x8x4xf32>, %b: tensor<4xf32>) -> tensor<1x16x16x4xf32> {
  %0 = "nn.conv"(%x, %d) <{dilations = array<i64: 1, 1>, groups = 8 : i64, high = array<i64: 1, 1>, low = array<i64: 1, 1>, strides = array<i64: 1, 1>}> : (tensor<1x16x16x8xf32>, tensor<3x3x1x8xf32>) -> tensor<1x16x16x8xf32>
  %1 = nn.relu %0 : tensor<1x16x16x8xf32>
  %2 = "nn.conv"(%1, %p) <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<1x16x16x8xf32>, tensor<1x1x8x4xf32>) -> tensor<1x16x16x4xf32>
  %3 = nn.add %2, %b : tensor<1x16x16x4xf32>, tensor<4xf32>
  return %3 : tensor<1x16x16x4xf32>
}

// Not where more than 256 outputs take their time over each pixel.
// PAIR-LABEL: @many_outputs
// PAIR: nn.fused "depthwise"
func.func @many_outputs(%x: tensor<1x16x16x8xf32>, %d: tensor<3x3x1x8xf32>, %p: tensor<1x1x8x257xf32>) -> tensor<1x16x16x257xf32> {
  %0 = "nn.conv"(%x, %d) <{dilations = array<i64: 1, 1>, groups = 8 : i64, high = array<i64: 1, 1>, low = array<i64: 1, 1>, strides = array<i64: 1, 1>}> : (tensor<1x16x16x8xf32>, tensor<3x3x1x8xf32>) -> tensor<1x16x16x8xf32>
  %1 = "nn.conv"(%0, %p) <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<1x16x16x8xf32>, tensor<1x1x8x257xf32>) -> tensor<1x16x16x257xf32>
  return %1 : tensor<1x16x16x257xf32>
}

// Not if something else reads the map, or the depthwise convolution has no reader alone.
// PAIR-LABEL: @map_read_twice
// PAIR: nn.fused "depthwise"
func.func @map_read_twice(%x: tensor<1x16x16x8xf32>, %d: tensor<3x3x1x8xf32>, %p: tensor<1x1x8x4xf32>) -> (tensor<1x16x16x4xf32>, tensor<1x16x16x8xf32>) {
  %0 = "nn.conv"(%x, %d) <{dilations = array<i64: 1, 1>, groups = 8 : i64, high = array<i64: 1, 1>, low = array<i64: 1, 1>, strides = array<i64: 1, 1>}> : (tensor<1x16x16x8xf32>, tensor<3x3x1x8xf32>) -> tensor<1x16x16x8xf32>
  %1 = "nn.conv"(%0, %p) <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<1x16x16x8xf32>, tensor<1x1x8x4xf32>) -> tensor<1x16x16x4xf32>
  return %1, %0 : tensor<1x16x16x4xf32>, tensor<1x16x16x8xf32>
}

// A depthwise convolution takes in the one that makes its input, with the layout of an image
// that it reads; the pointwise one behind takes in both.
// PAIR-LABEL: @expanded
// PAIR-NEXT: nn.fused "conv" : tensor<1x16x16x4xf32>
// PAIR-NEXT: nn.transpose
// PAIR-NEXT: nn.conv {{.*}}groups = 1
// PAIR-NEXT: nn.sigmoid
// PAIR-NEXT: nn.mul
// PAIR-NEXT: nn.conv {{.*}}groups = 16
// PAIR-NEXT: nn.conv {{.*}}groups = 1
// PAIR-NEXT: nn.yield
// SMALL-LABEL: @expanded
// SMALL: nn.fused "conv" : tensor<1x16x16x16xf32>
// SMALL: nn.fused "depthwise" : tensor<1x16x16x16xf32>
// SMALL: nn.fused "matmul"
func.func @expanded(%x: tensor<1x3x16x16xf32>, %w: tensor<3x3x3x16xf32>, %d: tensor<3x3x1x16xf32>, %p: tensor<1x1x16x4xf32>) -> tensor<1x16x16x4xf32> {
  %image = nn.transpose %x [0, 2, 3, 1] : tensor<1x3x16x16xf32>
  %0 = "nn.conv"(%image, %w) <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 1, 1>, low = array<i64: 1, 1>, strides = array<i64: 1, 1>}> : (tensor<1x16x16x3xf32>, tensor<3x3x3x16xf32>) -> tensor<1x16x16x16xf32>
  %s = nn.sigmoid %0 : tensor<1x16x16x16xf32>
  %1 = nn.mul %0, %s : tensor<1x16x16x16xf32>, tensor<1x16x16x16xf32>
  %2 = "nn.conv"(%1, %d) <{dilations = array<i64: 1, 1>, groups = 16 : i64, high = array<i64: 1, 1>, low = array<i64: 1, 1>, strides = array<i64: 1, 1>}> : (tensor<1x16x16x16xf32>, tensor<3x3x1x16xf32>) -> tensor<1x16x16x16xf32>
  %3 = "nn.conv"(%2, %p) <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<1x16x16x16xf32>, tensor<1x1x16x4xf32>) -> tensor<1x16x16x4xf32>
  return %3 : tensor<1x16x16x4xf32>
}

// Without a pointwise convolution behind it, too.
// PAIR-LABEL: @expanded_by_itself
// PAIR-NEXT: nn.fused "depthwise" : tensor<1x16x16x16xf32>
// PAIR-NEXT: nn.conv {{.*}}groups = 1
// PAIR-NEXT: nn.conv {{.*}}groups = 16
// PAIR-NEXT: nn.yield
func.func @expanded_by_itself(%x: tensor<1x16x16x4xf32>, %w: tensor<1x1x4x16xf32>, %d: tensor<3x3x1x16xf32>) -> tensor<1x16x16x16xf32> {
  %0 = "nn.conv"(%x, %w) <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<1x16x16x4xf32>, tensor<1x1x4x16xf32>) -> tensor<1x16x16x16xf32>
  %1 = "nn.conv"(%0, %d) <{dilations = array<i64: 1, 1>, groups = 16 : i64, high = array<i64: 1, 1>, low = array<i64: 1, 1>, strides = array<i64: 1, 1>}> : (tensor<1x16x16x16xf32>, tensor<3x3x1x16xf32>) -> tensor<1x16x16x16xf32>
  return %1 : tensor<1x16x16x16xf32>
}

// Not where pixels are no whole cache lines.
// PAIR-LABEL: @odd_channels
// PAIR: nn.fused "matmul"
// PAIR: nn.fused "depthwise" : tensor<1x16x16x20xf32>
func.func @odd_channels(%x: tensor<1x16x16x4xf32>, %w: tensor<1x1x4x20xf32>, %d: tensor<3x3x1x20xf32>) -> tensor<1x16x16x20xf32> {
  %0 = "nn.conv"(%x, %w) <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<1x16x16x4xf32>, tensor<1x1x4x20xf32>) -> tensor<1x16x16x20xf32>
  %1 = "nn.conv"(%0, %d) <{dilations = array<i64: 1, 1>, groups = 20 : i64, high = array<i64: 1, 1>, low = array<i64: 1, 1>, strides = array<i64: 1, 1>}> : (tensor<1x16x16x20xf32>, tensor<3x3x1x20xf32>) -> tensor<1x16x16x20xf32>
  return %1 : tensor<1x16x16x20xf32>
}

// A pointwise convolution between two depthwise ones belongs to the first.
// PAIR-LABEL: @chain
// PAIR-NEXT: nn.fused "conv" : tensor<1x16x16x16xf32>
// PAIR: nn.fused "depthwise" : tensor<1x16x16x16xf32>
func.func @chain(%x: tensor<1x16x16x16xf32>, %d: tensor<3x3x1x16xf32>, %p: tensor<1x1x16x16xf32>, %e: tensor<3x3x1x16xf32>) -> tensor<1x16x16x16xf32> {
  %0 = "nn.conv"(%x, %d) <{dilations = array<i64: 1, 1>, groups = 16 : i64, high = array<i64: 1, 1>, low = array<i64: 1, 1>, strides = array<i64: 1, 1>}> : (tensor<1x16x16x16xf32>, tensor<3x3x1x16xf32>) -> tensor<1x16x16x16xf32>
  %1 = "nn.conv"(%0, %p) <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<1x16x16x16xf32>, tensor<1x1x16x16xf32>) -> tensor<1x16x16x16xf32>
  %2 = "nn.conv"(%1, %e) <{dilations = array<i64: 1, 1>, groups = 16 : i64, high = array<i64: 1, 1>, low = array<i64: 1, 1>, strides = array<i64: 1, 1>}> : (tensor<1x16x16x16xf32>, tensor<3x3x1x16xf32>) -> tensor<1x16x16x16xf32>
  return %2 : tensor<1x16x16x16xf32>
}

// The scale of squeeze and excite: the map has another reader, so the product can end no
// other kernel.
// PAIR-LABEL: @scaled
// PAIR: nn.fused "conv" : tensor<1x16x16x4xf32>
// PAIR-NEXT: nn.mul
// PAIR-NEXT: nn.conv
// PAIR-NEXT: nn.yield
func.func @scaled(%x: tensor<1x16x16x8xf32>, %s: tensor<1x1x1x8xf32>, %p: tensor<1x1x8x4xf32>) -> (tensor<1x16x16x4xf32>, tensor<1x16x16x8xf32>) {
  %0 = nn.mul %x, %s : tensor<1x16x16x8xf32>, tensor<1x1x1x8xf32>
  %1 = "nn.conv"(%0, %p) <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<1x16x16x8xf32>, tensor<1x1x8x4xf32>) -> tensor<1x16x16x4xf32>
  %2 = nn.relu %x : tensor<1x16x16x8xf32>
  return %1, %2 : tensor<1x16x16x4xf32>, tensor<1x16x16x8xf32>
}

// Read by nobody else, it ends the kernel that makes it.
// PAIR-LABEL: @ends_its_own_kernel
// PAIR: nn.fused "conv"
// PAIR-NEXT: nn.conv
// PAIR-NEXT: nn.relu
// PAIR-NEXT: nn.yield
// PAIR: nn.fused "matmul"
func.func @ends_its_own_kernel(%x: tensor<1x16x16x8xf32>, %w: tensor<3x3x8x8xf32>, %p: tensor<1x1x8x4xf32>) -> tensor<1x16x16x4xf32> {
  %0 = "nn.conv"(%x, %w) <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 1, 1>, low = array<i64: 1, 1>, strides = array<i64: 1, 1>}> : (tensor<1x16x16x8xf32>, tensor<3x3x8x8xf32>) -> tensor<1x16x16x8xf32>
  %1 = nn.relu %0 : tensor<1x16x16x8xf32>
  %2 = "nn.conv"(%1, %p) <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<1x16x16x8xf32>, tensor<1x1x8x4xf32>) -> tensor<1x16x16x4xf32>
  return %2 : tensor<1x16x16x4xf32>
}

// The layout of an image of few channels is changed where its border is made.
// CHECK-LABEL: @image
// CHECK-NEXT: nn.fused "conv"
// CHECK-NEXT: nn.transpose
// CHECK-NEXT: nn.conv
// CHECK-NEXT: nn.yield
func.func @image(%x: tensor<1x3x16x16xf32>, %w: tensor<3x3x3x8xf32>) -> tensor<1x16x16x8xf32> {
  %0 = nn.transpose %x [0, 2, 3, 1] : tensor<1x3x16x16xf32>
  %1 = "nn.conv"(%0, %w) <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 1, 1>, low = array<i64: 1, 1>, strides = array<i64: 1, 1>}> : (tensor<1x16x16x3xf32>, tensor<3x3x3x8xf32>) -> tensor<1x16x16x8xf32>
  return %1 : tensor<1x16x16x8xf32>
}

// What reads the map beside the pool that does not shrink it has a kernel of its own, for the
// map is not there as a whole otherwise.
// CHECK-LABEL: @map_and_pool
// CHECK: %[[MAP:.*]] = nn.fused "conv"
// CHECK-NEXT: nn.conv
// CHECK-NEXT: nn.yield
// CHECK: nn.fused "pool"
// CHECK-NEXT: %[[POOL:.*]] = nn.max_pool %[[MAP]]
// CHECK-NEXT: nn.add %[[POOL]], %[[MAP]]
func.func @map_and_pool(%x: tensor<1x6x6x16xf32>, %w: tensor<3x3x16x16xf32>) -> tensor<1x6x6x16xf32> {
  %0 = "nn.conv"(%x, %w) <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 1, 1>, low = array<i64: 1, 1>, strides = array<i64: 1, 1>}> : (tensor<1x6x6x16xf32>, tensor<3x3x16x16xf32>) -> tensor<1x6x6x16xf32>
  %1 = "nn.max_pool"(%0) <{window = array<i64: 3, 3>, dilations = array<i64: 1, 1>, high = array<i64: 1, 1>, low = array<i64: 1, 1>, strides = array<i64: 1, 1>}> : (tensor<1x6x6x16xf32>) -> tensor<1x6x6x16xf32>
  %2 = nn.add %1, %0 : tensor<1x6x6x16xf32>, tensor<1x6x6x16xf32>
  return %2 : tensor<1x6x6x16xf32>
}
