// RUN: unspool-opt %s --verify-diagnostics --split-input-file | FileCheck %s

// Result 1 is what argument 1 is in the next call.
// CHECK: func.func @step(%arg0: tensor<4xf32>, %arg1: tensor<2xf32> {nn.initial = dense<[1.000000e+00, 2.000000e+00]> : tensor<2xf32>, nn.state = 1 : i64})
func.func @step(%x: tensor<4xf32>, %h: tensor<2xf32> {nn.state = 1, nn.initial = dense<[1.0, 2.0]> : tensor<2xf32>}) -> (tensor<4xf32>, tensor<2xf32>) {
  return %x, %h : tensor<4xf32>, tensor<2xf32>
}

// -----

// expected-error @below {{argument 0: nn.state is 1 : i64 when it should be the index of one of 1 results}}
func.func @no_such_result(%h: tensor<2xf32> {nn.state = 1}) -> tensor<2xf32> {
  return %h : tensor<2xf32>
}

// -----

// expected-error @below {{argument 0 is a state of type 'tensor<2xf32>' but result 0, its next value, is a 'tensor<4xf32>'}}
func.func @other_type(%h: tensor<2xf32> {nn.state = 0}, %x: tensor<4xf32>) -> tensor<4xf32> {
  return %x : tensor<4xf32>
}

// -----

// expected-error @below {{arguments 0 and 1 have the same next value, result 0}}
func.func @shared(%h: tensor<2xf32> {nn.state = 0}, %c: tensor<2xf32> {nn.state = 0}) -> tensor<2xf32> {
  return %h : tensor<2xf32>
}

// -----

// expected-error @below {{argument 0 has nn.initial but no nn.state}}
func.func @initial_of_nothing(%h: tensor<2xf32> {nn.initial = dense<0.0> : tensor<2xf32>}) -> tensor<2xf32> {
  return %h : tensor<2xf32>
}

// -----

// expected-error @below {{argument 0: nn.initial is dense<0.000000e+00> : tensor<3xf32> when it should hold elements of a 'tensor<2xf32>'}}
func.func @initial_of_other_type(%h: tensor<2xf32> {nn.state = 0, nn.initial = dense<0.0> : tensor<3xf32>}) -> tensor<2xf32> {
  return %h : tensor<2xf32>
}
