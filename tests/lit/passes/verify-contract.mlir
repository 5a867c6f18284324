// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-verify-contract))' --verify-diagnostics --split-input-file

// Behind the passes, only kernels compute.
func.func @loose_op(%x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error @below {{contract: 'nn.tanh' is not in any kernel}}
  %0 = nn.tanh %x : tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

// A kernel is called with tensors that lie as it was made for.
func.func @pitch(%x: tensor<2x4xf32>) -> tensor<2x4xf32> attributes {nn.arena_bytes = 0 : i64} {
  // expected-error @below {{contract: value 1 has rows 0 elements apart when the kernel's lie 8 apart}}
  %0 = nn.call @tanh(%x) {operand_slots = [#nn.slot<input>], result_slots = [#nn.slot<output>]} : (tensor<2x4xf32>) -> tensor<2x4xf32>
  return %0 : tensor<2x4xf32>
}
nn.kernel @tanh(%x: tensor<2x4xf32>) -> (tensor<2x4xf32>) kind "elementwise" schedule {name = "vectorized"} attributes {pitches = array<i64: 0, 8>} {
  %0 = nn.tanh %x : tensor<2x4xf32>
  nn.yield %0 : tensor<2x4xf32>
}

// -----

// Rows that lie apart end inside the arena as well: here at 16 + 16 + 16 bytes.
func.func @beyond(%x: tensor<2x4xf32>) -> tensor<2x8xf32> attributes {nn.arena_bytes = 40 : i64} {
  // expected-error @below {{contract: slot #nn.slot<arena> reaches outside the arena}}
  %0 = nn.call @tanh(%x) {operand_slots = [#nn.slot<input>], result_slots = [#nn.slot<arena>]} : (tensor<2x4xf32>) -> tensor<2x4xf32>
  %1 = nn.concat %0, %x <{axis = 1 : i64, in_place}> : tensor<2x4xf32>, tensor<2x4xf32>
  return %1 : tensor<2x8xf32>
}
nn.kernel @tanh(%x: tensor<2x4xf32>) -> (tensor<2x4xf32>) kind "elementwise" schedule {name = "vectorized"} attributes {pitches = array<i64: 8, 8>} {
  %0 = nn.tanh %x : tensor<2x4xf32>
  nn.yield %0 : tensor<2x4xf32>
}
