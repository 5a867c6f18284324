// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-recognize-cells,nn-simplify,cse))' | FileCheck %s

// As PyTorch writes an LSTM cell: gates i, f, g, o side by side. The cell wants i, o, f, g.
// CHECK-LABEL: @lstm
// CHECK-SAME: nn.flush_denormals
// CHECK: %[[W:.*]] = nn.constant dense<{{\[\[}}1.000000e+00, 4.000000e+00, 2.000000e+00, 3.000000e+00]]> : tensor<1x4xf32>
// CHECK: %[[P:.*]] = nn.matmul %arg0, %[[W]]
// CHECK: %[[R:.*]] = nn.constant dense<{{\[\[\[}}5.000000e+00], [8.000000e+00], [6.000000e+00], [7.000000e+00]]]> : tensor<1x4x1xf32>
// CHECK: %[[H:.*]], %[[C:.*]] = nn.lstm_cell %[[P]], %arg1, %arg2, %[[R]]
// CHECK-NEXT: return %[[H]], %[[C]]
func.func @lstm(%x: tensor<2x1xf32>, %h: tensor<2x1xf32>, %c: tensor<2x1xf32>) -> (tensor<2x1xf32>, tensor<2x1xf32>) {
  %w = nn.constant dense<[[1.0, 2.0, 3.0, 4.0]]> : tensor<1x4xf32>
  %r = nn.constant dense<[[5.0, 6.0, 7.0, 8.0]]> : tensor<1x4xf32>
  %0 = nn.matmul %x, %w : tensor<2x1xf32>, tensor<1x4xf32>
  %1 = nn.matmul %h, %r : tensor<2x1xf32>, tensor<1x4xf32>
  %2 = nn.add %0, %1 : tensor<2x4xf32>, tensor<2x4xf32>
  %3 = nn.slice %2 [0, 0] size [2, 1] step [1, 1] : tensor<2x4xf32>
  %4 = nn.slice %2 [0, 1] size [2, 1] step [1, 1] : tensor<2x4xf32>
  %5 = nn.slice %2 [0, 2] size [2, 1] step [1, 1] : tensor<2x4xf32>
  %6 = nn.slice %2 [0, 3] size [2, 1] step [1, 1] : tensor<2x4xf32>
  %i = nn.sigmoid %3 : tensor<2x1xf32>
  %f = nn.sigmoid %4 : tensor<2x1xf32>
  %g = nn.tanh %5 : tensor<2x1xf32>
  %o = nn.sigmoid %6 : tensor<2x1xf32>
  %7 = nn.mul %f, %c : tensor<2x1xf32>, tensor<2x1xf32>
  %8 = nn.mul %i, %g : tensor<2x1xf32>, tensor<2x1xf32>
  %9 = nn.add %7, %8 : tensor<2x1xf32>, tensor<2x1xf32>
  %10 = nn.tanh %9 : tensor<2x1xf32>
  %11 = nn.mul %o, %10 : tensor<2x1xf32>, tensor<2x1xf32>
  return %11, %9 : tensor<2x1xf32>, tensor<2x1xf32>
}

// n + z (h - n), where the reset gate scales h Rn + 9.
// CHECK-LABEL: @gru
// CHECK: %[[B:.*]] = nn.constant dense<9.000000e+00> : tensor<1xf32>
// CHECK: %[[R:.*]] = nn.constant dense<{{\[\[\[}}4.000000e+00], [5.000000e+00], [6.000000e+00]]]> : tensor<1x3x1xf32>
// CHECK: nn.gru_cell %{{.*}}, %arg1, %[[R]], %[[B]] {{.*}}linear_before_reset = true
// CHECK-NEXT: return
func.func @gru(%x: tensor<2x1xf32>, %h: tensor<2x1xf32>) -> tensor<2x1xf32> {
  %w = nn.constant dense<[[1.0, 2.0, 3.0]]> : tensor<1x3xf32>
  %rz = nn.constant dense<4.0> : tensor<1x1xf32>
  %rr = nn.constant dense<5.0> : tensor<1x1xf32>
  %rn = nn.constant dense<6.0> : tensor<1x1xf32>
  %b = nn.constant dense<9.0> : tensor<1xf32>
  %0 = nn.matmul %x, %w : tensor<2x1xf32>, tensor<1x3xf32>
  %1 = nn.slice %0 [0, 0] size [2, 1] step [1, 1] : tensor<2x3xf32>
  %2 = nn.slice %0 [0, 1] size [2, 1] step [1, 1] : tensor<2x3xf32>
  %3 = nn.slice %0 [0, 2] size [2, 1] step [1, 1] : tensor<2x3xf32>
  %4 = nn.matmul %h, %rz : tensor<2x1xf32>, tensor<1x1xf32>
  %5 = nn.matmul %h, %rr : tensor<2x1xf32>, tensor<1x1xf32>
  %6 = nn.matmul %h, %rn : tensor<2x1xf32>, tensor<1x1xf32>
  %7 = nn.add %1, %4 : tensor<2x1xf32>, tensor<2x1xf32>
  %z = nn.sigmoid %7 : tensor<2x1xf32>
  %8 = nn.add %2, %5 : tensor<2x1xf32>, tensor<2x1xf32>
  %r = nn.sigmoid %8 : tensor<2x1xf32>
  %9 = nn.add %6, %b : tensor<2x1xf32>, tensor<1xf32>
  %10 = nn.mul %r, %9 : tensor<2x1xf32>, tensor<2x1xf32>
  %11 = nn.add %3, %10 : tensor<2x1xf32>, tensor<2x1xf32>
  %n = nn.tanh %11 : tensor<2x1xf32>
  %12 = nn.sub %h, %n : tensor<2x1xf32>, tensor<2x1xf32>
  %13 = nn.mul %z, %12 : tensor<2x1xf32>, tensor<2x1xf32>
  %14 = nn.add %n, %13 : tensor<2x1xf32>, tensor<2x1xf32>
  return %14 : tensor<2x1xf32>
}

// The output gate scales the old c: no cell.
// CHECK-LABEL: @old_state
// CHECK-NOT: nn.lstm_cell
// CHECK: return
func.func @old_state(%h: tensor<2x1xf32>, %c: tensor<2x1xf32>) -> (tensor<2x1xf32>, tensor<2x1xf32>) {
  %r = nn.constant dense<[[5.0]]> : tensor<1x1xf32>
  %0 = nn.matmul %h, %r : tensor<2x1xf32>, tensor<1x1xf32>
  %i = nn.sigmoid %0 : tensor<2x1xf32>
  %g = nn.tanh %0 : tensor<2x1xf32>
  %1 = nn.mul %i, %c : tensor<2x1xf32>, tensor<2x1xf32>
  %2 = nn.mul %i, %g : tensor<2x1xf32>, tensor<2x1xf32>
  %3 = nn.add %1, %2 : tensor<2x1xf32>, tensor<2x1xf32>
  %4 = nn.tanh %c : tensor<2x1xf32>
  %5 = nn.mul %i, %4 : tensor<2x1xf32>, tensor<2x1xf32>
  return %5, %3 : tensor<2x1xf32>, tensor<2x1xf32>
}

// 1 - r where 1 - z should be: no cell.
// CHECK-LABEL: @other_gate
// CHECK-NOT: nn.gru_cell
// CHECK: return
func.func @other_gate(%h: tensor<2x1xf32>, %a: tensor<2x1xf32>, %b: tensor<2x1xf32>) -> tensor<2x1xf32> {
  %one = nn.constant dense<1.0> : tensor<f32>
  %rn = nn.constant dense<6.0> : tensor<1x1xf32>
  %z = nn.sigmoid %a : tensor<2x1xf32>
  %r = nn.sigmoid %b : tensor<2x1xf32>
  %0 = nn.mul %r, %h : tensor<2x1xf32>, tensor<2x1xf32>
  %1 = nn.matmul %0, %rn : tensor<2x1xf32>, tensor<1x1xf32>
  %n = nn.tanh %1 : tensor<2x1xf32>
  %2 = nn.sub %one, %r : tensor<f32>, tensor<2x1xf32>
  %3 = nn.mul %2, %n : tensor<2x1xf32>, tensor<2x1xf32>
  %4 = nn.mul %z, %h : tensor<2x1xf32>, tensor<2x1xf32>
  %5 = nn.add %3, %4 : tensor<2x1xf32>, tensor<2x1xf32>
  return %5 : tensor<2x1xf32>
}

// z n + (1 - z) h is a cell whose update gate has the other sign.
// CHECK-LABEL: @exchanged
// CHECK: nn.constant dense<{{\[\[\[}}-4.000000e+00], [5.000000e+00], [6.000000e+00]]]> : tensor<1x3x1xf32>
// CHECK: nn.gru_cell %{{.*}}, %arg1, {{.*}}linear_before_reset = false
// CHECK-NEXT: return
func.func @exchanged(%x: tensor<2x1xf32>, %h: tensor<2x1xf32>) -> tensor<2x1xf32> {
  %one = nn.constant dense<1.0> : tensor<f32>
  %rz = nn.constant dense<4.0> : tensor<1x1xf32>
  %rr = nn.constant dense<5.0> : tensor<1x1xf32>
  %rn = nn.constant dense<6.0> : tensor<1x1xf32>
  %0 = nn.matmul %h, %rz : tensor<2x1xf32>, tensor<1x1xf32>
  %z = nn.sigmoid %0 : tensor<2x1xf32>
  %1 = nn.matmul %h, %rr : tensor<2x1xf32>, tensor<1x1xf32>
  %r = nn.sigmoid %1 : tensor<2x1xf32>
  %2 = nn.mul %r, %h : tensor<2x1xf32>, tensor<2x1xf32>
  %3 = nn.matmul %2, %rn : tensor<2x1xf32>, tensor<1x1xf32>
  %4 = nn.matmul %x, %rn : tensor<2x1xf32>, tensor<1x1xf32>
  %5 = nn.add %3, %4 : tensor<2x1xf32>, tensor<2x1xf32>
  %n = nn.tanh %5 : tensor<2x1xf32>
  %6 = nn.mul %z, %n : tensor<2x1xf32>, tensor<2x1xf32>
  %7 = nn.sub %one, %z : tensor<f32>, tensor<2x1xf32>
  %8 = nn.mul %7, %h : tensor<2x1xf32>, tensor<2x1xf32>
  %9 = nn.add %6, %8 : tensor<2x1xf32>, tensor<2x1xf32>
  return %9 : tensor<2x1xf32>
}

// Gates that look at c, and the output gate at the next one, through peepholes.
// CHECK-LABEL: @peepholes
// CHECK: %[[P:.*]] = nn.constant dense<{{\[\[}}1.000000e+00], [3.000000e+00], [2.000000e+00]]> : tensor<3x1xf32>
// CHECK: %[[H:.*]], %[[C:.*]] = nn.lstm_cell %{{.*}}, %arg0, %arg1, %{{.*}}, %[[P]]
// CHECK-NEXT: return %[[H]], %[[C]]
func.func @peepholes(%h: tensor<2x1xf32>, %c: tensor<2x1xf32>) -> (tensor<2x1xf32>, tensor<2x1xf32>) {
  %r = nn.constant dense<[[5.0, 6.0, 7.0, 8.0]]> : tensor<1x4xf32>
  %pi = nn.constant dense<1.0> : tensor<1xf32>
  %pf = nn.constant dense<2.0> : tensor<1xf32>
  %po = nn.constant dense<3.0> : tensor<1xf32>
  %0 = nn.matmul %h, %r : tensor<2x1xf32>, tensor<1x4xf32>
  %1 = nn.slice %0 [0, 0] size [2, 1] step [1, 1] : tensor<2x4xf32>
  %2 = nn.slice %0 [0, 1] size [2, 1] step [1, 1] : tensor<2x4xf32>
  %3 = nn.slice %0 [0, 2] size [2, 1] step [1, 1] : tensor<2x4xf32>
  %4 = nn.slice %0 [0, 3] size [2, 1] step [1, 1] : tensor<2x4xf32>
  %5 = nn.mul %c, %pi : tensor<2x1xf32>, tensor<1xf32>
  %6 = nn.add %1, %5 : tensor<2x1xf32>, tensor<2x1xf32>
  %i = nn.sigmoid %6 : tensor<2x1xf32>
  %7 = nn.mul %c, %pf : tensor<2x1xf32>, tensor<1xf32>
  %8 = nn.add %2, %7 : tensor<2x1xf32>, tensor<2x1xf32>
  %f = nn.sigmoid %8 : tensor<2x1xf32>
  %g = nn.tanh %3 : tensor<2x1xf32>
  %9 = nn.mul %f, %c : tensor<2x1xf32>, tensor<2x1xf32>
  %10 = nn.mul %i, %g : tensor<2x1xf32>, tensor<2x1xf32>
  %11 = nn.add %9, %10 : tensor<2x1xf32>, tensor<2x1xf32>
  %12 = nn.mul %11, %po : tensor<2x1xf32>, tensor<1xf32>
  %13 = nn.add %4, %12 : tensor<2x1xf32>, tensor<2x1xf32>
  %o = nn.sigmoid %13 : tensor<2x1xf32>
  %14 = nn.tanh %11 : tensor<2x1xf32>
  %15 = nn.mul %o, %14 : tensor<2x1xf32>, tensor<2x1xf32>
  return %15, %11 : tensor<2x1xf32>, tensor<2x1xf32>
}
