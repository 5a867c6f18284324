// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-verify-contract))' --verify-diagnostics --split-input-file

// Behind the passes, only kernels compute.
func.func @loose_op(%x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error @below {{contract: 'nn.tanh' is not in any kernel}}
  %0 = nn.tanh %x : tensor<4xf32>
  return %0 : tensor<4xf32>
}
