// RUN: not unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-pair-states{pairs=z=s}))' 2>&1 | FileCheck %s --check-prefix=OUTPUT
// RUN: not unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-pair-states{pairs=y=z}))' 2>&1 | FileCheck %s --check-prefix=INPUT
// RUN: not unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-pair-states{pairs=y=s}))' 2>&1 | FileCheck %s --check-prefix=TYPE
// RUN: not unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-pair-states{pairs=y=x,t=x}))' 2>&1 | FileCheck %s --check-prefix=AGAIN
// RUN: not unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-pair-states{pairs=y=x,y=u}))' 2>&1 | FileCheck %s --check-prefix=SHARED

// OUTPUT: state z=s: the model has no output 'z', but 'y', 't'
// INPUT: state y=z: the model has no input 'z', but 'x', 's', 'u'
// TYPE: state y=s: output 'y' is a 'tensor<4xf32>' but input 's' is a 'tensor<2xf32>'
// AGAIN: state t=x: input 'x' already has a next value
// SHARED: state y=u: output 'y' already is the next value of an input
func.func @model(%x: tensor<4xf32> {nn.name = "x"}, %s: tensor<2xf32> {nn.name = "s"}, %u: tensor<4xf32> {nn.name = "u"}) -> (tensor<4xf32> {nn.name = "y"}, tensor<4xf32> {nn.name = "t"}) {
  return %x, %u : tensor<4xf32>, tensor<4xf32>
}
