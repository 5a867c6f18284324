// RUN: unspool-opt %s --split-input-file --pass-pipeline='builtin.module(func.func(nn-join-in-place{lanes=8},nn-fuse-elementwise),nn-form-kernels)' | FileCheck %s
// RUN: unspool-opt %s --split-input-file --pass-pipeline='builtin.module(func.func(nn-join-in-place{lanes=8},nn-fuse-elementwise),nn-form-kernels,nn-assign-schedules,func.func(nn-plan-buffers,nn-verify-contract))' | FileCheck %s --check-prefix=PLACED

// Kernels write the parts where they belong. Of a chain only the last has memory, and what reads
// an earlier one steps over the rest.
// CHECK-LABEL: @chain
// CHECK: %[[A:.*]] = nn.call @[[TANH:.*]](%arg0)
// CHECK: %[[B:.*]] = nn.call @[[RELU:.*]](%arg1)
// CHECK: %[[AB:.*]] = nn.concat %[[A]], %[[B]] <{axis = 3 : i64, in_place}>
// CHECK: %[[C:.*]] = nn.call @[[SIGMOID:.*]](%[[AB]])
// CHECK: nn.concat %[[AB]], %[[C]] <{axis = 3 : i64, in_place}>
// CHECK: nn.kernel @[[TANH]]({{.*}} attributes {pitches = array<i64: 0, 40>}
// CHECK: nn.kernel @[[RELU]]({{.*}} attributes {pitches = array<i64: 0, 40>}
// CHECK: nn.kernel @[[SIGMOID]]({{.*}} attributes {pitches = array<i64: 40, 40>}
// PLACED-LABEL: @chain
// PLACED: nn.call {{.*}} result_slots = [#nn.slot<output>]
// PLACED: nn.call {{.*}} result_slots = [#nn.slot<output, offset = 32>]
// PLACED: nn.call {{.*}}operand_slots = [#nn.slot<output>], result_slots = [#nn.slot<output, offset = 80>]
func.func @chain(%x: tensor<1x3x3x8xf32>, %y: tensor<1x3x3x12xf32>) -> tensor<1x3x3x40xf32> {
  %0 = nn.tanh %x : tensor<1x3x3x8xf32>
  %1 = nn.relu %y : tensor<1x3x3x12xf32>
  %2 = nn.concat %0, %1 <{axis = 3 : i64}> : tensor<1x3x3x8xf32>, tensor<1x3x3x12xf32>
  %3 = nn.sigmoid %2 : tensor<1x3x3x20xf32>
  %4 = nn.concat %2, %3 <{axis = 3 : i64}> : tensor<1x3x3x20xf32>, tensor<1x3x3x20xf32>
  return %4 : tensor<1x3x3x40xf32>
}

// -----

// What lies elsewhere is copied: an input, what is a result as well, a second place of the same,
// and rows shorter than a vector.
// CHECK-LABEL: @copies
// CHECK: nn.concat %4, %5, %6, %3, %7, %8 <{axis = 1 : i64, in_place}>
// CHECK: nn.concat %1, {{.*}} <{axis = 1 : i64, in_place}>
// CHECK: nn.kernel @elementwise_3({{.*}} attributes {pitches = array<i64: 0, 44>}
// CHECK-NEXT: nn.softplus
// CHECK: nn.kernel @elementwise_4({{.*}} attributes {pitches = array<i64: 0, 44>}
// CHECK-NEXT: nn.concat %arg0 <{axis = 1 : i64}> : tensor<3x8xf32>
// CHECK: nn.kernel @elementwise_5({{.*}} attributes {pitches = array<i64: 16, 44>}
// CHECK-NEXT: nn.concat %arg0 <{axis = 1 : i64}> : tensor<3x8xf32>
// CHECK: nn.kernel @elementwise_7({{.*}} attributes {pitches = array<i64: 0, 44>}
// CHECK-NEXT: nn.concat %arg0 <{axis = 1 : i64}> : tensor<3x4xf32>
func.func @copies(%x: tensor<3x8xf32>, %s: tensor<3x4xf32>) -> (tensor<3x44xf32>, tensor<3x8xf32>, tensor<3x16xf32>) {
  %0 = nn.tanh %x : tensor<3x8xf32>
  %1 = nn.relu %x : tensor<3x8xf32>
  %2 = nn.sigmoid %s : tensor<3x4xf32>
  %6 = nn.softplus %x : tensor<3x8xf32>
  %3 = nn.concat %x, %0, %1, %6, %6, %2 <{axis = 1 : i64}> : tensor<3x8xf32>, tensor<3x8xf32>, tensor<3x8xf32>, tensor<3x8xf32>, tensor<3x8xf32>, tensor<3x4xf32>
  %4 = nn.exp %0 : tensor<3x8xf32>
  %5 = nn.concat %1, %4 <{axis = 1 : i64}> : tensor<3x8xf32>, tensor<3x8xf32>
  return %3, %0, %5 : tensor<3x44xf32>, tensor<3x8xf32>, tensor<3x16xf32>
}

// -----

// Rows that a reshape would cut cannot lie apart, and with nothing to write in place, the whole
// is a kernel.
// CHECK-LABEL: @cut
// CHECK-NOT: in_place
func.func @cut(%x: tensor<3x8xf32>, %y: tensor<3x8xf32>) -> (tensor<3x16xf32>, tensor<12xf32>) {
  %0 = nn.tanh %x : tensor<3x8xf32>
  %1 = nn.reshape %0 : tensor<3x8xf32> to tensor<24xf32>
  %2 = nn.slice %1 [0] size [12] step [1] : tensor<24xf32>
  %3 = nn.exp %2 : tensor<12xf32>
  %4 = nn.concat %0, %y <{axis = 1 : i64}> : tensor<3x8xf32>, tensor<3x8xf32>
  return %4, %3 : tensor<3x16xf32>, tensor<12xf32>
}
