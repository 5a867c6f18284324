// RUN: unspool-opt %s | unspool-opt | FileCheck %s

// Every elementwise op is printed as it is read.

// CHECK-LABEL: @unary
func.func @unary(%x: tensor<2x3xf32>) {
  // CHECK: nn.neg %arg0 : tensor<2x3xf32>
  %0 = nn.neg %x : tensor<2x3xf32>
  // CHECK: nn.abs %arg0 : tensor<2x3xf32>
  %1 = nn.abs %x : tensor<2x3xf32>
  // CHECK: nn.sign %arg0 : tensor<2x3xf32>
  %2 = nn.sign %x : tensor<2x3xf32>
  // CHECK: nn.floor %arg0 : tensor<2x3xf32>
  %3 = nn.floor %x : tensor<2x3xf32>
  // CHECK: nn.ceil %arg0 : tensor<2x3xf32>
  %4 = nn.ceil %x : tensor<2x3xf32>
  // CHECK: nn.round %arg0 : tensor<2x3xf32>
  %5 = nn.round %x : tensor<2x3xf32>
  // CHECK: nn.reciprocal %arg0 : tensor<2x3xf32>
  %6 = nn.reciprocal %x : tensor<2x3xf32>
  // CHECK: nn.sqrt %arg0 : tensor<2x3xf32>
  %7 = nn.sqrt %x : tensor<2x3xf32>
  // CHECK: nn.exp %arg0 : tensor<2x3xf32>
  %8 = nn.exp %x : tensor<2x3xf32>
  // CHECK: nn.log %arg0 : tensor<2x3xf32>
  %9 = nn.log %x : tensor<2x3xf32>
  // CHECK: nn.sin %arg0 : tensor<2x3xf32>
  %10 = nn.sin %x : tensor<2x3xf32>
  // CHECK: nn.cos %arg0 : tensor<2x3xf32>
  %11 = nn.cos %x : tensor<2x3xf32>
  // CHECK: nn.tan %arg0 : tensor<2x3xf32>
  %12 = nn.tan %x : tensor<2x3xf32>
  // CHECK: nn.asin %arg0 : tensor<2x3xf32>
  %13 = nn.asin %x : tensor<2x3xf32>
  // CHECK: nn.acos %arg0 : tensor<2x3xf32>
  %14 = nn.acos %x : tensor<2x3xf32>
  // CHECK: nn.atan %arg0 : tensor<2x3xf32>
  %15 = nn.atan %x : tensor<2x3xf32>
  // CHECK: nn.sinh %arg0 : tensor<2x3xf32>
  %16 = nn.sinh %x : tensor<2x3xf32>
  // CHECK: nn.cosh %arg0 : tensor<2x3xf32>
  %17 = nn.cosh %x : tensor<2x3xf32>
  // CHECK: nn.asinh %arg0 : tensor<2x3xf32>
  %18 = nn.asinh %x : tensor<2x3xf32>
  // CHECK: nn.acosh %arg0 : tensor<2x3xf32>
  %19 = nn.acosh %x : tensor<2x3xf32>
  // CHECK: nn.atanh %arg0 : tensor<2x3xf32>
  %20 = nn.atanh %x : tensor<2x3xf32>
  // CHECK: nn.erf %arg0 : tensor<2x3xf32>
  %21 = nn.erf %x : tensor<2x3xf32>
  // CHECK: nn.not %arg0 : tensor<2x3xf32>
  %22 = nn.not %x : tensor<2x3xf32>
  // CHECK: nn.tanh %arg0 : tensor<2x3xf32>
  %23 = nn.tanh %x : tensor<2x3xf32>
  // CHECK: nn.sigmoid %arg0 : tensor<2x3xf32>
  %24 = nn.sigmoid %x : tensor<2x3xf32>
  // CHECK: nn.relu %arg0 : tensor<2x3xf32>
  %25 = nn.relu %x : tensor<2x3xf32>
  // CHECK: nn.softplus %arg0 : tensor<2x3xf32>
  %26 = nn.softplus %x : tensor<2x3xf32>
  // CHECK: nn.softsign %arg0 : tensor<2x3xf32>
  %27 = nn.softsign %x : tensor<2x3xf32>
  return
}

// CHECK-LABEL: @unary_with_attributes
func.func @unary_with_attributes(%x: tensor<2x3xf32>) {
  // CHECK: nn.leaky_relu %arg0 <{alpha = 5.000000e-01 : f64}> : tensor<2x3xf32>
  %0 = nn.leaky_relu %x <{alpha = 0.5 : f64}> : tensor<2x3xf32>
  // CHECK: nn.elu %arg0 <{alpha = 5.000000e-01 : f64}> : tensor<2x3xf32>
  %1 = nn.elu %x <{alpha = 0.5 : f64}> : tensor<2x3xf32>
  // CHECK: nn.hard_sigmoid %arg0 <{alpha = 2.500000e-01 : f64, beta = 5.000000e-01 : f64}> : tensor<2x3xf32>
  %2 = nn.hard_sigmoid %x <{alpha = 0.25 : f64, beta = 0.5 : f64}> : tensor<2x3xf32>
  // CHECK: nn.is_inf %arg0 <{negative = false, positive = true}> : tensor<2x3xf32>
  %3 = nn.is_inf %x <{positive = true, negative = false}> : tensor<2x3xf32>
  // CHECK: nn.is_nan %arg0 : tensor<2x3xf32>
  %4 = nn.is_nan %x : tensor<2x3xf32>
  return
}

// The result has the operands' shape, broadcast.
// CHECK-LABEL: @binary
func.func @binary(%x: tensor<2x3xi32>, %y: tensor<3xi32>) -> tensor<2x3xi32> {
  // CHECK: nn.add %arg0, %arg1 : tensor<2x3xi32>, tensor<3xi32>
  %0 = nn.add %x, %y : tensor<2x3xi32>, tensor<3xi32>
  // CHECK: nn.sub %arg0, %arg1 : tensor<2x3xi32>, tensor<3xi32>
  %1 = nn.sub %x, %y : tensor<2x3xi32>, tensor<3xi32>
  // CHECK: nn.mul %arg0, %arg1 : tensor<2x3xi32>, tensor<3xi32>
  %2 = nn.mul %x, %y : tensor<2x3xi32>, tensor<3xi32>
  // CHECK: nn.div %arg0, %arg1 : tensor<2x3xi32>, tensor<3xi32>
  %3 = nn.div %x, %y : tensor<2x3xi32>, tensor<3xi32>
  // CHECK: nn.pow %arg0, %arg1 : tensor<2x3xi32>, tensor<3xi32>
  %4 = nn.pow %x, %y : tensor<2x3xi32>, tensor<3xi32>
  // CHECK: nn.min %arg0, %arg1 : tensor<2x3xi32>, tensor<3xi32>
  %5 = nn.min %x, %y : tensor<2x3xi32>, tensor<3xi32>
  // CHECK: nn.max %arg0, %arg1 : tensor<2x3xi32>, tensor<3xi32>
  %6 = nn.max %x, %y : tensor<2x3xi32>, tensor<3xi32>
  // CHECK: nn.and %arg0, %arg1 : tensor<2x3xi32>, tensor<3xi32>
  %7 = nn.and %x, %y : tensor<2x3xi32>, tensor<3xi32>
  // CHECK: nn.or %arg0, %arg1 : tensor<2x3xi32>, tensor<3xi32>
  %8 = nn.or %x, %y : tensor<2x3xi32>, tensor<3xi32>
  // CHECK: nn.xor %arg0, %arg1 : tensor<2x3xi32>, tensor<3xi32>
  %9 = nn.xor %x, %y : tensor<2x3xi32>, tensor<3xi32>
  // CHECK: nn.shift_left %arg0, %arg1 : tensor<2x3xi32>, tensor<3xi32>
  %10 = nn.shift_left %x, %y : tensor<2x3xi32>, tensor<3xi32>
  // CHECK: nn.shift_right %arg0, %arg1 : tensor<2x3xi32>, tensor<3xi32>
  %11 = nn.shift_right %x, %y : tensor<2x3xi32>, tensor<3xi32>
  // CHECK: nn.equal %arg0, %arg1 : tensor<2x3xi32>, tensor<3xi32>
  %12 = nn.equal %x, %y : tensor<2x3xi32>, tensor<3xi32>
  // CHECK: nn.less %arg0, %arg1 : tensor<2x3xi32>, tensor<3xi32>
  %13 = nn.less %x, %y : tensor<2x3xi32>, tensor<3xi32>
  // CHECK: nn.less_equal %arg0, %arg1 : tensor<2x3xi32>, tensor<3xi32>
  %14 = nn.less_equal %x, %y : tensor<2x3xi32>, tensor<3xi32>
  // CHECK: nn.mod %arg0, %arg1 <{truncated = true}> : tensor<2x3xi32>, tensor<3xi32>
  %mod = nn.mod %x, %y <{truncated = true}> : tensor<2x3xi32>, tensor<3xi32>
  return %0 : tensor<2x3xi32>
}

// CHECK-LABEL: @select_and_cast
func.func @select_and_cast(%c: tensor<2x1xi1>, %x: tensor<3xf32>, %y: tensor<f32>) -> tensor<2x3xui8> {
  // CHECK: nn.select %arg0, %arg1, %arg2 : tensor<2x1xi1>, tensor<3xf32>, tensor<f32>
  %0 = nn.select %c, %x, %y : tensor<2x1xi1>, tensor<3xf32>, tensor<f32>
  // CHECK: nn.cast %{{.*}} : tensor<2x3xf32> to tensor<2x3xf16>
  %1 = nn.cast %0 : tensor<2x3xf32> to tensor<2x3xf16>
  // CHECK: nn.bit_cast %{{.*}} : tensor<2x3xf16> to tensor<2x3xi16>
  %bits = nn.bit_cast %1 : tensor<2x3xf16> to tensor<2x3xi16>
  // CHECK: nn.cast %{{.*}} {saturate} : tensor<2x3xf16> to tensor<2x3xui8>
  %2 = nn.cast %1 {saturate} : tensor<2x3xf16> to tensor<2x3xui8>
  return %2 : tensor<2x3xui8>
}
