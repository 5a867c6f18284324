// RUN: unspool-opt %s --pass-pipeline='builtin.module(func.func(nn-stream-sequence{inputs=x.0}))' --verify-diagnostics --split-input-file

// What looks ahead is refused, with the reason, at its node.

func.func @reverse(%x: tensor<6x1x3xf32> {nn.name = "x"}) -> (tensor<6x1x1x4xf32> {nn.name = "y"}) {
  %w = nn.constant dense<0.5> : tensor<1x4x3xf32>
  %r = nn.constant dense<0.5> : tensor<1x4x4xf32>
  // expected-error @below {{'nn.rnn' runs backwards through the sequence: it begins at the last step}}
  %y, %h = nn.rnn %x, %w, %r {activations = ["tanh"], alphas = array<f64: 0.0>, betas = array<f64: 0.0>, clip = 0.0 : f64, direction = 1 : i32, hidden_size = 4 : i64, operandSegmentSizes = array<i32: 1, 1, 1, 0, 0, 0>} : (tensor<6x1x3xf32>, tensor<1x4x3xf32>, tensor<1x4x4xf32>) -> (tensor<6x1x1x4xf32>, tensor<1x1x4xf32>)
  return %y : tensor<6x1x1x4xf32>
}

// -----

func.func @bidirectional(%x: tensor<6x1x3xf32> {nn.name = "x"}) -> (tensor<6x2x1x4xf32> {nn.name = "y"}) {
  %w = nn.constant dense<0.5> : tensor<2x4x3xf32>
  %r = nn.constant dense<0.5> : tensor<2x4x4xf32>
  // expected-error @below {{'nn.rnn' is bidirectional: its second half begins at the last step}}
  %y, %h = nn.rnn %x, %w, %r {activations = ["tanh", "tanh"], alphas = array<f64: 0.0, 0.0>, betas = array<f64: 0.0, 0.0>, clip = 0.0 : f64, direction = 2 : i32, hidden_size = 4 : i64, operandSegmentSizes = array<i32: 1, 1, 1, 0, 0, 0>} : (tensor<6x1x3xf32>, tensor<2x4x3xf32>, tensor<2x4x4xf32>) -> (tensor<6x2x1x4xf32>, tensor<2x1x4xf32>)
  return %y : tensor<6x2x1x4xf32>
}

// -----

func.func @lengths(%x: tensor<6x1x3xf32> {nn.name = "x"}, %n: tensor<1xi32> {nn.name = "n"}) -> (tensor<6x1x1x4xf32> {nn.name = "y"}) {
  %w = nn.constant dense<0.5> : tensor<1x4x3xf32>
  %r = nn.constant dense<0.5> : tensor<1x4x4xf32>
  // expected-error @below {{'nn.rnn' has sequence lengths, which are known only of whole sequences}}
  %y, %h = nn.rnn %x, %w, %r, %n {activations = ["tanh"], alphas = array<f64: 0.0>, betas = array<f64: 0.0>, clip = 0.0 : f64, direction = 0 : i32, hidden_size = 4 : i64, operandSegmentSizes = array<i32: 1, 1, 1, 0, 1, 0>} : (tensor<6x1x3xf32>, tensor<1x4x3xf32>, tensor<1x4x4xf32>, tensor<1xi32>) -> (tensor<6x1x1x4xf32>, tensor<1x1x4xf32>)
  return %y : tensor<6x1x1x4xf32>
}

// -----

func.func @unpaired_state(%x: tensor<6x1x3xf32> {nn.name = "x"}, %s: tensor<1x1x4xf32> {nn.name = "s"}) -> (tensor<6x1x1x4xf32> {nn.name = "y"}) {
  %w = nn.constant dense<0.5> : tensor<1x4x3xf32>
  %r = nn.constant dense<0.5> : tensor<1x4x4xf32>
  // expected-error @below {{'nn.rnn' has an initial state that is computed, and whose next value is no output: give it as an input, with --state}}
  %y, %h = nn.rnn %x, %w, %r, %s {activations = ["tanh"], alphas = array<f64: 0.0>, betas = array<f64: 0.0>, clip = 0.0 : f64, direction = 0 : i32, hidden_size = 4 : i64, operandSegmentSizes = array<i32: 1, 1, 1, 0, 0, 1>} : (tensor<6x1x3xf32>, tensor<1x4x3xf32>, tensor<1x4x4xf32>, tensor<1x1x4xf32>) -> (tensor<6x1x1x4xf32>, tensor<1x1x4xf32>)
  return %y : tensor<6x1x1x4xf32>
}

// -----

func.func @final_state_at_every_step(%x: tensor<6x1x3xf32> {nn.name = "x"}) -> (tensor<6x1x3xf32> {nn.name = "y"}) {
  %w = nn.constant dense<0.5> : tensor<1x3x3xf32>
  %r = nn.constant dense<0.5> : tensor<1x3x3xf32>
  %y, %h = nn.rnn %x, %w, %r {activations = ["tanh"], alphas = array<f64: 0.0>, betas = array<f64: 0.0>, clip = 0.0 : f64, direction = 0 : i32, hidden_size = 3 : i64, operandSegmentSizes = array<i32: 1, 1, 1, 0, 0, 0>} : (tensor<6x1x3xf32>, tensor<1x3x3xf32>, tensor<1x3x3xf32>) -> (tensor<6x1x1x3xf32>, tensor<1x1x3xf32>)
  // expected-error @below {{'nn.add' needs in every step what is known after the last one only}}
  %0 = nn.add %x, %h : tensor<6x1x3xf32>, tensor<1x1x3xf32>
  return %0 : tensor<6x1x3xf32>
}

// -----

func.func @mean(%x: tensor<6x3xf32> {nn.name = "x"}) -> (tensor<3xf32> {nn.name = "y"}) {
  // expected-error @below {{'nn.reduce' reduces over time: it needs all steps}}
  %0 = nn.reduce sum %x [0] <{keep = false}> : tensor<6x3xf32>
  return %0 : tensor<3xf32>
}

// -----

func.func @softmax(%x: tensor<6x3xf32> {nn.name = "x"}) -> (tensor<6x3xf32> {nn.name = "y"}) {
  // expected-error @below {{'nn.softmax' normalises over time: every step depends on all others}}
  %0 = nn.softmax %x <{axis = 0 : i64}> : tensor<6x3xf32>
  return %0 : tensor<6x3xf32>
}

// -----

func.func @running_sum(%x: tensor<6x3xf32> {nn.name = "x"}) -> (tensor<6x3xf32> {nn.name = "y"}) {
  // expected-error @below {{'nn.cumulate' adds up all steps so far, which is not supported}}
  %0 = nn.cumulate sum %x <{axis = 0 : i64, exclusive = false, reverse = false}> : tensor<6x3xf32>
  return %0 : tensor<6x3xf32>
}

// -----

func.func @flatten(%x: tensor<6x3xf32> {nn.name = "x"}) -> (tensor<1x18xf32> {nn.name = "y"}) {
  // expected-error @below {{'nn.reshape' merges time with other axes: what comes out, [1, 18], depends on all steps at once}}
  %0 = nn.reshape %x : tensor<6x3xf32> to tensor<1x18xf32>
  return %0 : tensor<1x18xf32>
}

// -----

func.func @attention(%x: tensor<6x3xf32> {nn.name = "x"}) -> (tensor<6x6xf32> {nn.name = "y"}) {
  %0 = nn.transpose %x [1, 0] : tensor<6x3xf32>
  // expected-error @below {{'nn.matmul' multiplies every step with every other one}}
  %1 = nn.matmul %x, %0 : tensor<6x3xf32>, tensor<3x6xf32>
  return %1 : tensor<6x6xf32>
}

// -----

func.func @sum_over_time(%x: tensor<6x3xf32> {nn.name = "x"}) -> (tensor<2x3xf32> {nn.name = "y"}) {
  %w = nn.constant dense<0.5> : tensor<2x6xf32>
  // expected-error @below {{'nn.matmul' sums over time: every step depends on all others}}
  %0 = nn.matmul %w, %x : tensor<2x6xf32>, tensor<6x3xf32>
  return %0 : tensor<2x3xf32>
}

// -----

func.func @positions(%x: tensor<6x3xf32> {nn.name = "x"}) -> (tensor<6x3xf32> {nn.name = "y"}) {
  %p = nn.constant dense<[[0.0], [1.0], [2.0], [3.0], [4.0], [5.0]]> : tensor<6x1xf32>
  // expected-error @below {{'nn.add' has an operand of shape [6, 1] with other elements for every step}}
  %0 = nn.add %x, %p : tensor<6x3xf32>, tensor<6x1xf32>
  return %0 : tensor<6x3xf32>
}

// -----

func.func @reversed(%x: tensor<6x3xf32> {nn.name = "x"}) -> (tensor<6x3xf32> {nn.name = "y"}) {
  // expected-error @below {{'nn.slice' runs backwards through the sequence}}
  %0 = nn.slice %x [5, 0] size [6, 3] step [-1, 1] : tensor<6x3xf32>
  return %0 : tensor<6x3xf32>
}

// -----

func.func @some_steps(%x: tensor<6x3xf32> {nn.name = "x"}) -> (tensor<2x3xf32> {nn.name = "y"}) {
  // expected-error @below {{'nn.slice' takes 2 of 6 steps, from step 1 on; only all of them, or the last one, can come out of a stream}}
  %0 = nn.slice %x [1, 0] size [2, 3] step [1, 1] : tensor<6x3xf32>
  return %0 : tensor<2x3xf32>
}

// -----

func.func @padded(%x: tensor<6x3xf32> {nn.name = "x"}) -> (tensor<7x3xf32> {nn.name = "y"}) {
  %zero = nn.constant dense<0.0> : tensor<f32>
  // expected-error @below {{'nn.pad' adds elements before or after the sequence}}
  %0 = nn.pad %x, %zero constant low [1, 0] high [0, 0] : tensor<6x3xf32>, tensor<f32>
  return %0 : tensor<7x3xf32>
}

// -----

func.func @joined(%x: tensor<6x3xf32> {nn.name = "x"}) -> (tensor<7x3xf32> {nn.name = "y"}) {
  %a = nn.constant dense<0.0> : tensor<1x3xf32>
  // expected-error @below {{'nn.concat' puts something before or after the sequence}}
  %0 = "nn.concat"(%a, %x) <{axis = 0 : i64}> : (tensor<1x3xf32>, tensor<6x3xf32>) -> tensor<7x3xf32>
  return %0 : tensor<7x3xf32>
}

// -----

func.func @centred(%x: tensor<6x3xf32> {nn.name = "x"}) -> (tensor<1x6x2xf32> {nn.name = "y"}) {
  %w = nn.constant dense<0.5> : tensor<3x3x2xf32>
  %0 = nn.reshape %x : tensor<6x3xf32> to tensor<1x6x3xf32>
  // expected-error @below {{'nn.conv' looks 1 steps ahead: over time its padding is 1 before and 1 after when it should be 2 before and 0 after}}
  %1 = "nn.conv"(%0, %w) <{dilations = array<i64: 1>, groups = 1 : i64, high = array<i64: 1>, low = array<i64: 1>, strides = array<i64: 1>}> : (tensor<1x6x3xf32>, tensor<3x3x2xf32>) -> tensor<1x6x2xf32>
  return %1 : tensor<1x6x2xf32>
}

// -----

func.func @unpadded(%x: tensor<6x3xf32> {nn.name = "x"}) -> (tensor<1x4x2xf32> {nn.name = "y"}) {
  %w = nn.constant dense<0.5> : tensor<3x3x2xf32>
  %0 = nn.reshape %x : tensor<6x3xf32> to tensor<1x6x3xf32>
  // expected-error @below {{'nn.conv' has 0 steps of padding before the sequence when it should have 2, one result for each step}}
  %1 = "nn.conv"(%0, %w) <{dilations = array<i64: 1>, groups = 1 : i64, high = array<i64: 0>, low = array<i64: 0>, strides = array<i64: 1>}> : (tensor<1x6x3xf32>, tensor<3x3x2xf32>) -> tensor<1x4x2xf32>
  return %1 : tensor<1x4x2xf32>
}

// -----

func.func @strided(%x: tensor<6x3xf32> {nn.name = "x"}) -> (tensor<1x3x2xf32> {nn.name = "y"}) {
  %w = nn.constant dense<0.5> : tensor<3x3x2xf32>
  %0 = nn.reshape %x : tensor<6x3xf32> to tensor<1x6x3xf32>
  // expected-error @below {{'nn.conv' has stride 2 over time: it has no result for every step}}
  %1 = "nn.conv"(%0, %w) <{dilations = array<i64: 1>, groups = 1 : i64, high = array<i64: 0>, low = array<i64: 2>, strides = array<i64: 2>}> : (tensor<1x6x3xf32>, tensor<3x3x2xf32>) -> tensor<1x3x2xf32>
  return %1 : tensor<1x3x2xf32>
}

// -----

func.func @surplus(%x: tensor<6x3xf32> {nn.name = "x"}) -> (tensor<1x8x2xf32> {nn.name = "y"}) {
  %w = nn.constant dense<0.5> : tensor<3x3x2xf32>
  %0 = nn.reshape %x : tensor<6x3xf32> to tensor<1x6x3xf32>
  %1 = "nn.conv"(%0, %w) <{dilations = array<i64: 1>, groups = 1 : i64, high = array<i64: 2>, low = array<i64: 2>, strides = array<i64: 1>}> : (tensor<1x6x3xf32>, tensor<3x3x2xf32>) -> tensor<1x8x2xf32>
  // expected-error @below {{output 'y' has 2 elements after the last step}}
  return %1 : tensor<1x8x2xf32>
}

// -----

func.func @average(%x: tensor<6x3xf32> {nn.name = "x"}) -> (tensor<1x6x3xf32> {nn.name = "y"}) {
  %0 = nn.reshape %x : tensor<6x3xf32> to tensor<1x6x3xf32>
  // expected-error @below {{'nn.avg_pool' counts only steps inside the sequence: the first results have other divisors than the later ones}}
  %1 = "nn.avg_pool"(%0) <{count_include_pad = false, counted_high = array<i64: 0>, dilations = array<i64: 1>, high = array<i64: 0>, low = array<i64: 2>, strides = array<i64: 1>, window = array<i64: 3>}> : (tensor<1x6x3xf32>) -> tensor<1x6x3xf32>
  return %1 : tensor<1x6x3xf32>
}

// -----

func.func @other_use_of_a_state(%x: tensor<6x3xf32> {nn.name = "x"}, %s: tensor<3xf32> {nn.name = "s", nn.state = 1}) -> (tensor<6x3xf32> {nn.name = "y"}, tensor<3xf32> {nn.name = "s_next"}) {
  // expected-error @below {{'nn.add' reads a state that is no recurrent layer's initial state}}
  %0 = nn.add %x, %s : tensor<6x3xf32>, tensor<3xf32>
  return %0, %s : tensor<6x3xf32>, tensor<3xf32>
}
