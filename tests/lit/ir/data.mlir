// RUN: unspool-opt %s | unspool-opt | FileCheck %s

// Every op of data movement is printed as it is read. What the functions return
// says which shapes are inferred.

// CHECK-LABEL: @constants
func.func @constants() -> (tensor<2xbf16>, tensor<2xi1>, tensor<4x3xi64>) {
  // CHECK: nn.constant dense<[1.000000e+00, 2.000000e+00]> : tensor<2xbf16>
  %0 = nn.constant dense<[1.0, 2.0]> : tensor<2xbf16>
  // CHECK: nn.constant dense<[true, false]> : tensor<2xi1>
  %1 = nn.constant dense<[true, false]> : tensor<2xi1>
  // CHECK: nn.iota {axis = 1 : i64} : tensor<4x3xi64>
  %2 = nn.iota {axis = 1} : tensor<4x3xi64>
  return %0, %1, %2 : tensor<2xbf16>, tensor<2xi1>, tensor<4x3xi64>
}

// CHECK-LABEL: @shapes
func.func @shapes(%x: tensor<2x3x4xf32>) -> (tensor<6x4xf32>, tensor<4x2x3xf32>, tensor<5x2x3x4xf32>) {
  // CHECK: nn.reshape %arg0 : tensor<2x3x4xf32> to tensor<6x4xf32>
  %0 = nn.reshape %x : tensor<2x3x4xf32> to tensor<6x4xf32>
  // CHECK: nn.transpose %arg0 [2, 0, 1] : tensor<2x3x4xf32>
  %1 = nn.transpose %x [2, 0, 1] : tensor<2x3x4xf32>
  // CHECK: nn.broadcast %arg0 : tensor<2x3x4xf32> to tensor<5x2x3x4xf32>
  %2 = nn.broadcast %x : tensor<2x3x4xf32> to tensor<5x2x3x4xf32>
  return %0, %1, %2 : tensor<6x4xf32>, tensor<4x2x3xf32>, tensor<5x2x3x4xf32>
}

// CHECK-LABEL: @parts
func.func @parts(%x: tensor<4x5xf32>, %y: tensor<4x1xf32>, %zero: tensor<f32>)
    -> (tensor<2x3xf32>, tensor<4x6xf32>, tensor<3x7xf32>) {
  // CHECK: nn.slice %arg0 [0, 4] size [2, 3] step [2, -2] : tensor<4x5xf32>
  %0 = nn.slice %x [0, 4] size [2, 3] step [2, -2] : tensor<4x5xf32>
  // CHECK: nn.concat %arg0, %arg1 <{axis = 1 : i64}> : tensor<4x5xf32>, tensor<4x1xf32>
  %1 = nn.concat %x, %y <{axis = 1 : i64}> : tensor<4x5xf32>, tensor<4x1xf32>
  // CHECK: nn.pad %arg0, %arg2 constant low [-1, 1] high [0, 1] : tensor<4x5xf32>, tensor<f32>
  %2 = nn.pad %x, %zero constant low [-1, 1] high [0, 1] : tensor<4x5xf32>, tensor<f32>
  // CHECK: nn.pad %arg0, %arg2 reflect
  %3 = nn.pad %x, %zero reflect low [3, 1] high [0, 4] : tensor<4x5xf32>, tensor<f32>
  // CHECK: nn.pad %arg0, %arg2 edge
  %4 = nn.pad %x, %zero edge low [9, 0] high [0, 0] : tensor<4x5xf32>, tensor<f32>
  // CHECK: nn.pad %arg0, %arg2 wrap
  %5 = nn.pad %x, %zero wrap low [9, 0] high [0, 0] : tensor<4x5xf32>, tensor<f32>
  return %0, %1, %2 : tensor<2x3xf32>, tensor<4x6xf32>, tensor<3x7xf32>
}

// CHECK-LABEL: @gathers
func.func @gathers(%x: tensor<4x5x6xf32>, %i: tensor<2x3xi64>, %e: tensor<4x2x6xi32>, %n: tensor<4x7x1xi64>)
    -> (tensor<4x2x3x6xf32>, tensor<4x2x6xf32>, tensor<4x7x6xf32>) {
  // CHECK: nn.gather %arg0, %arg1 <{axis = 1 : i64}> : tensor<4x5x6xf32>, tensor<2x3xi64>
  %0 = nn.gather %x, %i <{axis = 1 : i64}> : tensor<4x5x6xf32>, tensor<2x3xi64>
  // CHECK: nn.gather_elements %arg0, %arg2 <{axis = 1 : i64}> : tensor<4x5x6xf32>, tensor<4x2x6xi32>
  %1 = nn.gather_elements %x, %e <{axis = 1 : i64}> : tensor<4x5x6xf32>, tensor<4x2x6xi32>
  // CHECK: nn.gather_nd %arg0, %arg3 <{batch_dims = 1 : i64}> : tensor<4x5x6xf32>, tensor<4x7x1xi64>
  %2 = nn.gather_nd %x, %n <{batch_dims = 1 : i64}> : tensor<4x5x6xf32>, tensor<4x7x1xi64>
  return %0, %1, %2 : tensor<4x2x3x6xf32>, tensor<4x2x6xf32>, tensor<4x7x6xf32>
}

// CHECK-LABEL: @scatters
func.func @scatters(%x: tensor<4x5xf32>, %e: tensor<2x5xi64>, %u: tensor<2x5xf32>, %n: tensor<3x1xi64>,
                    %v: tensor<3x5xf32>) -> (tensor<4x5xf32>, tensor<4x5xf32>) {
  // CHECK: nn.scatter_elements %arg0, %arg1, %arg2 add <{axis = 0 : i64}> : tensor<4x5xf32>, tensor<2x5xi64>, tensor<2x5xf32>
  %0 = nn.scatter_elements %x, %e, %u add <{axis = 0 : i64}> : tensor<4x5xf32>, tensor<2x5xi64>, tensor<2x5xf32>
  // CHECK: nn.scatter_nd %arg0, %arg3, %arg4 replace : tensor<4x5xf32>, tensor<3x1xi64>, tensor<3x5xf32>
  %1 = nn.scatter_nd %x, %n, %v replace : tensor<4x5xf32>, tensor<3x1xi64>, tensor<3x5xf32>
  return %0, %1 : tensor<4x5xf32>, tensor<4x5xf32>
}
