// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-select-algorithms))' | FileCheck %s

// A 1x1 convolution is a product over pixels.
// CHECK-LABEL: @pointwise
// CHECK-NOT: nn.conv
// CHECK: nn.matmul {{.*}} : tensor<16x8xf32>, tensor<8x16xf32>
func.func @pointwise(%x: tensor<1x4x4x8xf32>, %w: tensor<1x1x8x16xf32>) -> tensor<1x4x4x16xf32> {
  %0 = "nn.conv"(%x, %w) <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<1x4x4x8xf32>, tensor<1x1x8x16xf32>) -> tensor<1x4x4x16xf32>
  return %0 : tensor<1x4x4x16xf32>
}

// So is one whose window is the whole image.
// CHECK-LABEL: @whole_image
// CHECK-NOT: nn.conv
// CHECK: nn.matmul {{.*}} : tensor<1x72xf32>, tensor<72x16xf32>
func.func @whole_image(%x: tensor<1x3x3x8xf32>, %w: tensor<3x3x8x16xf32>) -> tensor<1x1x1x16xf32> {
  %0 = "nn.conv"(%x, %w) <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<1x3x3x8xf32>, tensor<3x3x8x16xf32>) -> tensor<1x1x1x16xf32>
  return %0 : tensor<1x1x1x16xf32>
}

// A product of pixels may be Strassen's, if it has terms enough and an even number of them; of
// several images, pairs must not belong to two; and it is direct for images of any size.
// CHECK-LABEL: @strassen
// CHECK: nn.matmul {{.*}} algorithm "strassen"{{.*}}nn.reason = "0.9{{[0-9]*}} of direct's estimated cycles, error {{.*}}, +192.0 KiB of weights"
// STRICT-LABEL: @strassen
// STRICT: nn.matmul {{.*}} algorithm "direct"
// SAME-LABEL: @strassen
// SAME: nn.matmul {{.*}} algorithm "direct"
func.func @strassen(%x: tensor<2x14x14x256xf32>) -> tensor<2x14x14x256xf32> {
  %w = nn.constant dense<0.5> : tensor<1x1x256x256xf32>
  %0 = nn.conv %x, %w <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : tensor<2x14x14x256xf32>, tensor<1x1x256x256xf32>
  return %0 : tensor<2x14x14x256xf32>
}

// CHECK-LABEL: @fewTerms
// CHECK: nn.matmul {{.*}} algorithm "direct" {nn.reason = "strassen would need {{.*}} of its estimated cycles"}
func.func @fewTerms(%x: tensor<1x14x14x32xf32>) -> tensor<1x14x14x256xf32> {
  %w = nn.constant dense<0.5> : tensor<1x1x32x256xf32>
  %0 = nn.conv %x, %w <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : tensor<1x14x14x32xf32>, tensor<1x1x32x256xf32>
  return %0 : tensor<1x14x14x256xf32>
}

// CHECK-LABEL: @oddImages
// CHECK: nn.matmul
// CHECK-NOT: algorithm
func.func @oddImages(%x: tensor<2x7x7x256xf32>) -> tensor<2x7x7x256xf32> {
  %w = nn.constant dense<0.5> : tensor<1x1x256x256xf32>
  %0 = nn.conv %x, %w <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : tensor<2x7x7x256xf32>, tensor<1x1x256x256xf32>
  return %0 : tensor<2x7x7x256xf32>
}

// CHECK-LABEL: @oddChannels
// CHECK: nn.matmul {{.*}} algorithm "direct"
func.func @oddChannels(%x: tensor<1x14x14x255xf32>) -> tensor<1x14x14x256xf32> {
  %w = nn.constant dense<0.5> : tensor<1x1x255x256xf32>
  %0 = nn.conv %x, %w <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : tensor<1x14x14x255xf32>, tensor<1x1x255x256xf32>
  return %0 : tensor<1x14x14x256xf32>
}

// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-select-algorithms{strict=true}))' | FileCheck %s --check-prefix=STRICT
// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-select-algorithms{tolerance=1e-9}))' | FileCheck %s --check-prefix=STRICT
// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-select-algorithms{max-constants=12000}))' | FileCheck %s --check-prefix=STRICT
// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-select-algorithms{max-constants=20000}))' | FileCheck %s --check-prefix=BOUNDED
// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-select-algorithms{max-constants=30000}))' | FileCheck %s --check-prefix=OBLONG
// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-select-algorithms{algorithms=winograd2}))' | FileCheck %s --check-prefix=ORDERED

// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-select-algorithms{of-any-size=true same=winograd2}))' | FileCheck %s --check-prefix=SAME

// A large image with many channels: Winograd's algorithm, and why. Without room for
// rounding or for its weights (9216 bytes become 36864), a smaller form or none.
// CHECK-LABEL: @winograd
// CHECK: nn.conv {{.*}}algorithm = "winograd4"{{.*}}nn.reason = "0.{{[0-9]+}} of direct's estimated cycles, error {{.*}} KiB of weights"
// STRICT-LABEL: @winograd
// STRICT-NOT: algorithm
// BOUNDED-LABEL: @winograd
// BOUNDED: algorithm = "winograd2"
// OBLONG-LABEL: @winograd
// OBLONG: algorithm = "winograd4x2"
// ORDERED-LABEL: @winograd
// ORDERED: algorithm = "winograd2"{{.*}}nn.reason = "as asked for"
// One of several plans notes what it chose; given those of another, it has no choice.
// SAME-LABEL: @winograd
// SAME-SAME: nn.algorithms = ["winograd2"]
// SAME: algorithm = "winograd2"{{.*}}nn.reason = "as in another plan"
// SAME-LABEL: @direct
// SAME-SAME: nn.algorithms = ["direct", "direct"]
func.func @winograd(%x: tensor<1x48x48x16xf32>) -> tensor<1x48x48x16xf32> {
  %w = nn.constant dense<0.5> : tensor<3x3x16x16xf32>
  %0 = nn.conv %x, %w <{strides = array<i64: 1, 1>, dilations = array<i64: 1, 1>, low = array<i64: 1, 1>, high = array<i64: 1, 1>, groups = 1 : i64}> : tensor<1x48x48x16xf32>, tensor<3x3x16x16xf32>
  return %0 : tensor<1x48x48x16xf32>
}

// With a stride there is something to save where a phase of the filter has two taps: 5 points
// for 2 results of 3 taps. Of 2 taps, there is not; nor with groups, or filters that arrive at
// run time.
// ORDERED-LABEL: @strided
// ORDERED: algorithm = "winograd2"
func.func @strided(%x: tensor<1x48x48x16xf32>) -> tensor<1x24x24x16xf32> {
  %w = nn.constant dense<0.5> : tensor<3x3x16x16xf32>
  %0 = nn.conv %x, %w <{strides = array<i64: 2, 2>, dilations = array<i64: 1, 1>, low = array<i64: 1, 1>, high = array<i64: 1, 1>, groups = 1 : i64}> : tensor<1x48x48x16xf32>, tensor<3x3x16x16xf32>
  return %0 : tensor<1x24x24x16xf32>
}

// A window of 20000 with a stride of 10000 would have 30000 points and more: no form is made of it.
// ORDERED-LABEL: @wide
// ORDERED-NOT: algorithm
func.func @wide(%x: tensor<1x40000x1xf32>) -> tensor<1x3x1xf32> {
  %w = nn.constant dense<0.5> : tensor<20000x1x1xf32>
  %0 = nn.conv %x, %w <{strides = array<i64: 10000>, dilations = array<i64: 1>, low = array<i64: 0>, high = array<i64: 0>, groups = 1 : i64}> : tensor<1x40000x1xf32>, tensor<20000x1x1xf32>
  return %0 : tensor<1x3x1xf32>
}

// CHECK-LABEL: @direct
// CHECK-NOT: algorithm
// ORDERED-LABEL: @direct
// ORDERED-NOT: algorithm
func.func @direct(%x: tensor<1x48x48x16xf32>, %v: tensor<3x3x16x16xf32>)
    -> (tensor<1x24x24x16xf32>, tensor<1x48x48x16xf32>) {
  %w = nn.constant dense<0.5> : tensor<2x2x16x16xf32>
  %0 = nn.conv %x, %w <{strides = array<i64: 2, 2>, dilations = array<i64: 1, 1>, low = array<i64: 0, 0>, high = array<i64: 0, 0>, groups = 1 : i64}> : tensor<1x48x48x16xf32>, tensor<2x2x16x16xf32>
  %1 = nn.conv %x, %v <{strides = array<i64: 1, 1>, dilations = array<i64: 1, 1>, low = array<i64: 1, 1>, high = array<i64: 1, 1>, groups = 1 : i64}> : tensor<1x48x48x16xf32>, tensor<3x3x16x16xf32>
  return %0, %1 : tensor<1x24x24x16xf32>, tensor<1x48x48x16xf32>
}
