// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-tabulate-projections{max-constants=40}))' | FileCheck %s --check-prefixes=CHECK,TIGHT
// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-tabulate-projections))' | FileCheck %s --check-prefixes=CHECK,ROOM

// An embedding [[1, 2], [3, 4]], weights [[10], [1]] and a bias of 100 are a table of two
// rows: 112 and 134. It is smaller than what it replaces: no budget forbids it.
// CHECK-LABEL: @smaller
// CHECK: %[[TABLE:.*]] = nn.constant dense<{{\[\[}}1.120000e+02], [1.340000e+02]]> : tensor<2x1xf32>
// CHECK: nn.gather %[[TABLE]], %arg0
// CHECK-NOT: nn.matmul
// CHECK-NOT: nn.add
// CHECK: return {{.*}} : tensor<3x1xf32>
func.func @smaller(%ids: tensor<3xi64>) -> tensor<3x1xf32> {
  %e = nn.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>
  %w = nn.constant dense<[[10.0], [1.0]]> : tensor<2x1xf32>
  %b = nn.constant dense<[100.0]> : tensor<1xf32>
  %0 = nn.gather %e, %ids <{axis = 0 : i64}> : tensor<2x2xf32>, tensor<3xi64>
  %1 = nn.matmul %0, %w : tensor<3x2xf32>, tensor<2x1xf32>
  %2 = nn.add %1, %b : tensor<3x1xf32>, tensor<1xf32>
  return %2 : tensor<3x1xf32>
}

// A table of 8 numbers for 8 that are gone fits 40 bytes; one of 16 does not.
// CHECK-LABEL: @larger
// TIGHT: nn.matmul
// ROOM-NOT: nn.matmul
// CHECK: return {{.*}} : tensor<3x8xf32>
func.func @larger(%ids: tensor<3xi64>) -> tensor<3x8xf32> {
  %e = nn.constant dense<[[1.0], [2.0]]> : tensor<2x1xf32>
  %w = nn.constant dense<[[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]]> : tensor<1x8xf32>
  %0 = nn.gather %e, %ids <{axis = 0 : i64}> : tensor<2x1xf32>, tensor<3xi64>
  %1 = nn.matmul %0, %w : tensor<3x1xf32>, tensor<1x8xf32>
  return %1 : tensor<3x8xf32>
}

// Two directions have a table each; the reshapes and transposes on the way keep rows.
// CHECK-LABEL: @directions
// ROOM-DAG: %[[A:.*]] = nn.constant dense<{{\[\[}}3.000000e+00], [7.000000e+00]]>
// ROOM-DAG: %[[B:.*]] = nn.constant dense<-1.000000e+00> : tensor<2x1xf32>
// ROOM-DAG: nn.gather %[[A]], %arg0 {{.*}} : tensor<2x1xf32>, tensor<1x3xi64>
// ROOM-DAG: nn.gather %[[B]], %arg0 {{.*}} : tensor<2x1xf32>, tensor<1x3xi64>
// ROOM-NOT: nn.matmul
// CHECK: return {{.*}} : tensor<3x1xf32>, tensor<3x1xf32>
func.func @directions(%ids: tensor<1x3xi64>) -> (tensor<3x1xf32>, tensor<3x1xf32>) {
  %e = nn.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>
  %v = nn.constant dense<[[1.0], [1.0]]> : tensor<2x1xf32>
  %w = nn.constant dense<[[1.0], [-1.0]]> : tensor<2x1xf32>
  %0 = nn.gather %e, %ids <{axis = 0 : i64}> : tensor<2x2xf32>, tensor<1x3xi64>
  %1 = nn.transpose %0 [1, 0, 2] : tensor<1x3x2xf32>
  %2 = nn.reshape %1 : tensor<3x1x2xf32> to tensor<3x2xf32>
  %3 = nn.matmul %2, %v : tensor<3x2xf32>, tensor<2x1xf32>
  %4 = nn.matmul %2, %w : tensor<3x2xf32>, tensor<2x1xf32>
  return %3, %4 : tensor<3x1xf32>, tensor<3x1xf32>
}

// Rows that do not come out of one table, or weights that are not known, stay.
// CHECK-LABEL: @unknown
// CHECK: nn.matmul
// CHECK: nn.matmul
// CHECK: nn.matmul
func.func @unknown(%ids: tensor<4xi64>, %w: tensor<2x1xf32>, %e: tensor<2x2xf32>)
    -> (tensor<4x1xf32>, tensor<4x1xf32>, tensor<2x1xf32>) {
  %f = nn.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>
  %v = nn.constant dense<[[1.0], [1.0]]> : tensor<2x1xf32>
  %u = nn.constant dense<[[1.0], [1.0], [1.0], [1.0]]> : tensor<4x1xf32>
  %0 = nn.gather %f, %ids <{axis = 0 : i64}> : tensor<2x2xf32>, tensor<4xi64>
  %1 = nn.matmul %0, %w : tensor<4x2xf32>, tensor<2x1xf32>
  %2 = nn.gather %e, %ids <{axis = 0 : i64}> : tensor<2x2xf32>, tensor<4xi64>
  %3 = nn.matmul %2, %v : tensor<4x2xf32>, tensor<2x1xf32>
  %4 = nn.reshape %0 : tensor<4x2xf32> to tensor<2x4xf32>
  %5 = nn.matmul %4, %u : tensor<2x4xf32>, tensor<4x1xf32>
  return %1, %3, %5 : tensor<4x1xf32>, tensor<4x1xf32>, tensor<2x1xf32>
}
