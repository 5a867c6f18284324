// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-pair-states))' --split-input-file 2> %t.notes | FileCheck %s
// RUN: FileCheck %s --check-prefix=NOTE < %t.notes
// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-pair-states{automatic=false}))' --split-input-file | FileCheck %s --check-prefix=OFF

// OFF-NOT: nn.state
// OFF-NOT: nn.fingerprint

// Names and types agree, once.
// NOTE: by their names, output 'stateN' is the next value of the state 'state'
// CHECK-LABEL: func.func @certain(
// CHECK-SAME: %arg0: tensor<4xf32> {nn.name = "x"}
// CHECK-SAME: %arg1: tensor<2xf32> {nn.name = "state", nn.state = 1 : i64}
// CHECK-SAME: nn.fingerprint =
func.func @certain(%x: tensor<4xf32> {nn.name = "x"}, %s: tensor<2xf32> {nn.name = "state"}) -> (tensor<4xf32> {nn.name = "y"}, tensor<2xf32> {nn.name = "stateN"}) {
  return %x, %s : tensor<4xf32>, tensor<2xf32>
}

// -----

// CHECK-LABEL: func.func @conventions(
// CHECK-SAME: {nn.name = "h0", nn.state = 5 : i64}
// CHECK-SAME: {nn.name = "lstm.c_in", nn.state = 4 : i64}
// CHECK-SAME: {nn.name = "past_key", nn.state = 3 : i64}
// CHECK-SAME: {nn.name = "conv1_cache", nn.state = 2 : i64}
// CHECK-SAME: {nn.name = "conv2_cache", nn.state = 1 : i64}
// CHECK-SAME: {nn.name = "hidden", nn.state = 0 : i64}
func.func @conventions(%0: tensor<2xf32> {nn.name = "h0"}, %1: tensor<2xf32> {nn.name = "lstm.c_in"}, %2: tensor<2xf32> {nn.name = "past_key"}, %3: tensor<2xf32> {nn.name = "conv1_cache"}, %4: tensor<2xf32> {nn.name = "conv2_cache"}, %5: tensor<2xf32> {nn.name = "hidden"})
    -> (tensor<2xf32> {nn.name = "new_hidden"}, tensor<2xf32> {nn.name = "conv2_cache_next"}, tensor<2xf32> {nn.name = "conv1_cache_next"}, tensor<2xf32> {nn.name = "present_key"}, tensor<2xf32> {nn.name = "lstm.c_out"}, tensor<2xf32> {nn.name = "hn"}) {
  return %0, %1, %2, %3, %4, %5 : tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>
}

// -----

// A denoiser's image is no state; h0 and h1 may be two layers; another type is
// another thing; and of two candidates neither is certain.
// CHECK-LABEL: func.func @uncertain(
// CHECK-NOT: nn.state
// CHECK-NOT: nn.fingerprint
func.func @uncertain(%0: tensor<2xf32> {nn.name = "image_in"}, %1: tensor<2xf32> {nn.name = "h0"}, %2: tensor<3xf32> {nn.name = "state"}, %3: tensor<2xf32> {nn.name = "c"})
    -> (tensor<2xf32> {nn.name = "image_out"}, tensor<2xf32> {nn.name = "h1"}, tensor<2xf32> {nn.name = "stateN"}, tensor<2xf32> {nn.name = "cn"}, tensor<2xf32> {nn.name = "c_out"}) {
  return %0, %1, %0, %3, %3 : tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>
}
