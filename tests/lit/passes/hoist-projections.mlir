// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-hoist-projections,nn-simplify,cse))' | FileCheck %s

// Two steps of a batch of three are one product of six rows.
// CHECK-LABEL: @all_steps
// CHECK: nn.transpose %arg0 [1, 0, 2]
// CHECK: %[[ALL:.*]] = nn.matmul {{.*}} : tensor<6x1xf32>, tensor<1x2xf32>
// CHECK: %[[SUM:.*]] = nn.add %[[ALL]]
// CHECK-NOT: nn.matmul
// CHECK-DAG: nn.slice %[[SUM]] [0, 0] size [3, 2]
// CHECK-DAG: nn.slice %[[SUM]] [3, 0] size [3, 2]
// CHECK: return
func.func @all_steps(%x: tensor<3x2x1xf32>) -> (tensor<3x2xf32>, tensor<3x2xf32>) {
  %w = nn.constant dense<[[1.0, 2.0]]> : tensor<1x2xf32>
  %b = nn.constant dense<[5.0, 6.0]> : tensor<2xf32>
  %0 = nn.slice %x [0, 0, 0] size [3, 1, 1] step [1, 1, 1] : tensor<3x2x1xf32>
  %1 = nn.reshape %0 : tensor<3x1x1xf32> to tensor<3x1xf32>
  %2 = nn.matmul %1, %w : tensor<3x1xf32>, tensor<1x2xf32>
  %3 = nn.add %2, %b : tensor<3x2xf32>, tensor<2xf32>
  %4 = nn.slice %x [0, 1, 0] size [3, 1, 1] step [1, 1, 1] : tensor<3x2x1xf32>
  %5 = nn.reshape %4 : tensor<3x1x1xf32> to tensor<3x1xf32>
  %6 = nn.matmul %5, %w : tensor<3x1xf32>, tensor<1x2xf32>
  %7 = nn.add %6, %b : tensor<3x2xf32>, tensor<2xf32>
  return %3, %7 : tensor<3x2xf32>, tensor<3x2xf32>
}

// The third step is not multiplied.
// CHECK-LABEL: @some_steps
// CHECK: nn.matmul {{.*}} : tensor<2x1xf32>, tensor<1x2xf32>
// CHECK: nn.matmul {{.*}} : tensor<2x1xf32>, tensor<1x2xf32>
func.func @some_steps(%x: tensor<3x2x1xf32>) -> (tensor<2x2xf32>, tensor<2x2xf32>) {
  %w = nn.constant dense<[[1.0, 2.0]]> : tensor<1x2xf32>
  %0 = nn.slice %x [0, 0, 0] size [1, 2, 1] step [1, 1, 1] : tensor<3x2x1xf32>
  %1 = nn.reshape %0 : tensor<1x2x1xf32> to tensor<2x1xf32>
  %2 = nn.matmul %1, %w : tensor<2x1xf32>, tensor<1x2xf32>
  %3 = nn.slice %x [1, 0, 0] size [1, 2, 1] step [1, 1, 1] : tensor<3x2x1xf32>
  %4 = nn.reshape %3 : tensor<1x2x1xf32> to tensor<2x1xf32>
  %5 = nn.matmul %4, %w : tensor<2x1xf32>, tensor<1x2xf32>
  return %2, %5 : tensor<2x2xf32>, tensor<2x2xf32>
}

// A loop that reads x from its end goes over the rows of the product of all.
// CHECK-LABEL: @loop
// CHECK: %[[X:.*]] = nn.reshape %arg1 : tensor<5x2x1xf32> to tensor<10x1xf32>
// CHECK: %[[ALL:.*]] = nn.matmul %[[X]]
// CHECK: %[[SUM:.*]] = nn.add %[[ALL]]
// CHECK: %[[STEPS:.*]] = nn.reshape %[[SUM]] : tensor<10x2xf32> to tensor<5x2x2xf32>
// CHECK: nn.scan 5 states (%[[H:.*]] = %arg0 : tensor<2x2xf32>) over (%[[STEP:.*]] = %[[STEPS]] : tensor<5x2x2xf32>) {reversed = array<i64: 0>
// CHECK-NEXT: %[[ROW:.*]] = nn.reshape %[[STEP]]
// CHECK-NEXT: nn.add %[[H]], %[[ROW]]
// CHECK-NEXT: nn.yield
func.func @loop(%h: tensor<2x2xf32>, %x: tensor<5x2x1xf32>) -> tensor<2x2xf32> {
  %0 = nn.scan 5 states (%s = %h : tensor<2x2xf32>) over (%step = %x : tensor<5x2x1xf32>)
      {reversed = array<i64: 0>, reversed_results = array<i64>} -> (tensor<2x2xf32>) {
    %w = nn.constant dense<[[1.0, 2.0]]> : tensor<1x2xf32>
    %b = nn.constant dense<[5.0, 6.0]> : tensor<2xf32>
    %1 = nn.reshape %step : tensor<1x2x1xf32> to tensor<2x1xf32>
    %2 = nn.matmul %1, %w : tensor<2x1xf32>, tensor<1x2xf32>
    %3 = nn.add %2, %b : tensor<2x2xf32>, tensor<2xf32>
    %4 = nn.add %s, %3 : tensor<2x2xf32>, tensor<2x2xf32>
    nn.yield %4 : tensor<2x2xf32>
  }
  return %0 : tensor<2x2xf32>
}
