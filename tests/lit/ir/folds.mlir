// RUN: unspool-opt %s --canonicalize | FileCheck %s

// CHECK-LABEL: @reshapes
// CHECK-NEXT: %[[ONE:.*]] = nn.reshape %arg0 : tensor<2x6xf32> to tensor<3x4xf32>
// CHECK-NEXT: return %arg0, %[[ONE]]
func.func @reshapes(%x: tensor<2x6xf32>) -> (tensor<2x6xf32>, tensor<3x4xf32>) {
  %0 = nn.reshape %x : tensor<2x6xf32> to tensor<12xf32>
  %1 = nn.reshape %0 : tensor<12xf32> to tensor<2x6xf32>
  %2 = nn.reshape %0 : tensor<12xf32> to tensor<3x4xf32>
  return %1, %2 : tensor<2x6xf32>, tensor<3x4xf32>
}

// CHECK-LABEL: @transposes
// CHECK-NEXT: %[[ONE:.*]] = nn.transpose %arg0 [2, 0, 1]
// CHECK-NEXT: return %arg0, %[[ONE]]
func.func @transposes(%x: tensor<2x3x4xf32>) -> (tensor<2x3x4xf32>, tensor<4x2x3xf32>) {
  %0 = nn.transpose %x [1, 2, 0] : tensor<2x3x4xf32>
  %1 = nn.transpose %0 [2, 0, 1] : tensor<3x4x2xf32>
  %2 = nn.transpose %0 [1, 2, 0] : tensor<3x4x2xf32>
  return %1, %2 : tensor<2x3x4xf32>, tensor<4x2x3xf32>
}

// CHECK-LABEL: @nothing_to_do
// CHECK-NEXT: return %arg0, %arg0
func.func @nothing_to_do(%x: tensor<2x3xf32>) -> (tensor<2x3xf32>, tensor<2x3xf32>) {
  %0 = nn.slice %x [0, 0] size [2, 3] step [1, 1] : tensor<2x3xf32>
  %1 = nn.concat %x <{axis = 0 : i64}> : tensor<2x3xf32>
  return %0, %1 : tensor<2x3xf32>, tensor<2x3xf32>
}

// A reversal, a part and an empty slice stay.
// CHECK-LABEL: @slices_stay
// CHECK-COUNT-3: nn.slice
func.func @slices_stay(%x: tensor<2xf32>) -> (tensor<2xf32>, tensor<1xf32>, tensor<0xf32>) {
  %0 = nn.slice %x [1] size [2] step [-1] : tensor<2xf32>
  %1 = nn.slice %x [0] size [1] step [1] : tensor<2xf32>
  %2 = nn.slice %x [0] size [0] step [1] : tensor<2xf32>
  return %0, %1, %2 : tensor<2xf32>, tensor<1xf32>, tensor<0xf32>
}
