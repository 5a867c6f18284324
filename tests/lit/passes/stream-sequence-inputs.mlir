// RUN: not unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-stream-sequence{inputs=x}))' 2>&1 | FileCheck %s --check-prefix=FORM
// RUN: not unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-stream-sequence{inputs=z.0}))' 2>&1 | FileCheck %s --check-prefix=NAME
// RUN: not unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-stream-sequence{inputs=x.2}))' 2>&1 | FileCheck %s --check-prefix=RANK
// RUN: not unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-stream-sequence{inputs=h.0}))' 2>&1 | FileCheck %s --check-prefix=STATE
// RUN: not unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-stream-sequence{inputs=x.0,x.1}))' 2>&1 | FileCheck %s --check-prefix=LENGTH

// FORM: stream x: should be INPUT.AXIS or INPUT.AXIS:STEPS, as in x.0 or x.1:4
// NAME: stream z.0: the model has no input 'z'
// RANK: stream x.2: input 'x' has 2 axes
// STATE: stream h.0: input 'h' is a state
// LENGTH: stream x.1: has 3 steps, 1 at a time, when the stream before has 6, 1 at a time
func.func @model(%x: tensor<6x3xf32> {nn.name = "x"}, %h: tensor<2xf32> {nn.name = "h", nn.state = 1}) -> (tensor<6x3xf32> {nn.name = "y"}, tensor<2xf32> {nn.name = "hn"}) {
  return %x, %h : tensor<6x3xf32>, tensor<2xf32>
}
