module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x16xi64> {nn.name = "tokens"}) -> (tensor<1x2500xf32> {nn.name = "logits"}) attributes {nn.flush_denormals} {
    %0 = nn.constant {nn.hash = "3b1f063b7c69184a"} dense_resource<__elided__> : tensor<2500x192xf32>
    %1 = nn.constant {nn.hash = "e87336f0710ee57d"} dense_resource<__elided__> : tensor<12x192x1x16xf32>
    %2 = nn.constant {nn.hash = "00210f73661e3974"} dense_resource<__elided__> : tensor<40x192x64xf32>
    %3 = nn.constant {nn.hash = "a946c45f5d813204"} dense_resource<__elided__> : tensor<2500xf32>
    %4 = nn.fused "elementwise" : tensor<1x16x192xf32> {
      %55 = nn.gather %0, %arg0 <{axis = 0 : i64}> : tensor<2500x192xf32>, tensor<1x16xi64>
      nn.yield %55 : tensor<1x16x192xf32>
    }
    %5 = nn.reshape %4 : tensor<1x16x192xf32> to tensor<16x1x192xf32>
    %6 = nn.slice %5 [0, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %7 = nn.reshape %6 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %8 = nn.fused "cell" : tensor<1x192xf32> {
      %55 = nn.rnn_cell %7 {activations = ["tanh"], alphas = array<f64: 0.000000e+00>, betas = array<f64: 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 192 : i64, operandSegmentSizes = array<i32: 1, 0, 0>} : (tensor<1x192xf32>) -> tensor<1x192xf32>
      nn.yield %55 : tensor<1x192xf32>
    }
    %9 = nn.slice %5 [1, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %10 = nn.reshape %9 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %11 = nn.fused "cell" : tensor<1x192xf32> {
      %55 = nn.rnn_cell %10, %8, %1 {activations = ["tanh"], alphas = array<f64: 0.000000e+00>, betas = array<f64: 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 192 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x192xf32>, tensor<12x192x1x16xf32>) -> tensor<1x192xf32>
      nn.yield %55 : tensor<1x192xf32>
    }
    %12 = nn.slice %5 [2, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %13 = nn.reshape %12 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %14 = nn.fused "cell" : tensor<1x192xf32> {
      %55 = nn.rnn_cell %13, %11, %1 {activations = ["tanh"], alphas = array<f64: 0.000000e+00>, betas = array<f64: 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 192 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x192xf32>, tensor<12x192x1x16xf32>) -> tensor<1x192xf32>
      nn.yield %55 : tensor<1x192xf32>
    }
    %15 = nn.slice %5 [3, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %16 = nn.reshape %15 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %17 = nn.fused "cell" : tensor<1x192xf32> {
      %55 = nn.rnn_cell %16, %14, %1 {activations = ["tanh"], alphas = array<f64: 0.000000e+00>, betas = array<f64: 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 192 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x192xf32>, tensor<12x192x1x16xf32>) -> tensor<1x192xf32>
      nn.yield %55 : tensor<1x192xf32>
    }
    %18 = nn.slice %5 [4, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %19 = nn.reshape %18 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %20 = nn.fused "cell" : tensor<1x192xf32> {
      %55 = nn.rnn_cell %19, %17, %1 {activations = ["tanh"], alphas = array<f64: 0.000000e+00>, betas = array<f64: 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 192 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x192xf32>, tensor<12x192x1x16xf32>) -> tensor<1x192xf32>
      nn.yield %55 : tensor<1x192xf32>
    }
    %21 = nn.slice %5 [5, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %22 = nn.reshape %21 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %23 = nn.fused "cell" : tensor<1x192xf32> {
      %55 = nn.rnn_cell %22, %20, %1 {activations = ["tanh"], alphas = array<f64: 0.000000e+00>, betas = array<f64: 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 192 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x192xf32>, tensor<12x192x1x16xf32>) -> tensor<1x192xf32>
      nn.yield %55 : tensor<1x192xf32>
    }
    %24 = nn.slice %5 [6, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %25 = nn.reshape %24 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %26 = nn.fused "cell" : tensor<1x192xf32> {
      %55 = nn.rnn_cell %25, %23, %1 {activations = ["tanh"], alphas = array<f64: 0.000000e+00>, betas = array<f64: 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 192 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x192xf32>, tensor<12x192x1x16xf32>) -> tensor<1x192xf32>
      nn.yield %55 : tensor<1x192xf32>
    }
    %27 = nn.slice %5 [7, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %28 = nn.reshape %27 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %29 = nn.fused "cell" : tensor<1x192xf32> {
      %55 = nn.rnn_cell %28, %26, %1 {activations = ["tanh"], alphas = array<f64: 0.000000e+00>, betas = array<f64: 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 192 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x192xf32>, tensor<12x192x1x16xf32>) -> tensor<1x192xf32>
      nn.yield %55 : tensor<1x192xf32>
    }
    %30 = nn.slice %5 [8, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %31 = nn.reshape %30 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %32 = nn.fused "cell" : tensor<1x192xf32> {
      %55 = nn.rnn_cell %31, %29, %1 {activations = ["tanh"], alphas = array<f64: 0.000000e+00>, betas = array<f64: 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 192 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x192xf32>, tensor<12x192x1x16xf32>) -> tensor<1x192xf32>
      nn.yield %55 : tensor<1x192xf32>
    }
    %33 = nn.slice %5 [9, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %34 = nn.reshape %33 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %35 = nn.fused "cell" : tensor<1x192xf32> {
      %55 = nn.rnn_cell %34, %32, %1 {activations = ["tanh"], alphas = array<f64: 0.000000e+00>, betas = array<f64: 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 192 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x192xf32>, tensor<12x192x1x16xf32>) -> tensor<1x192xf32>
      nn.yield %55 : tensor<1x192xf32>
    }
    %36 = nn.slice %5 [10, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %37 = nn.reshape %36 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %38 = nn.fused "cell" : tensor<1x192xf32> {
      %55 = nn.rnn_cell %37, %35, %1 {activations = ["tanh"], alphas = array<f64: 0.000000e+00>, betas = array<f64: 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 192 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x192xf32>, tensor<12x192x1x16xf32>) -> tensor<1x192xf32>
      nn.yield %55 : tensor<1x192xf32>
    }
    %39 = nn.slice %5 [11, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %40 = nn.reshape %39 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %41 = nn.fused "cell" : tensor<1x192xf32> {
      %55 = nn.rnn_cell %40, %38, %1 {activations = ["tanh"], alphas = array<f64: 0.000000e+00>, betas = array<f64: 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 192 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x192xf32>, tensor<12x192x1x16xf32>) -> tensor<1x192xf32>
      nn.yield %55 : tensor<1x192xf32>
    }
    %42 = nn.slice %5 [12, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %43 = nn.reshape %42 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %44 = nn.fused "cell" : tensor<1x192xf32> {
      %55 = nn.rnn_cell %43, %41, %1 {activations = ["tanh"], alphas = array<f64: 0.000000e+00>, betas = array<f64: 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 192 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x192xf32>, tensor<12x192x1x16xf32>) -> tensor<1x192xf32>
      nn.yield %55 : tensor<1x192xf32>
    }
    %45 = nn.slice %5 [13, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %46 = nn.reshape %45 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %47 = nn.fused "cell" : tensor<1x192xf32> {
      %55 = nn.rnn_cell %46, %44, %1 {activations = ["tanh"], alphas = array<f64: 0.000000e+00>, betas = array<f64: 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 192 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x192xf32>, tensor<12x192x1x16xf32>) -> tensor<1x192xf32>
      nn.yield %55 : tensor<1x192xf32>
    }
    %48 = nn.slice %5 [14, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %49 = nn.reshape %48 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %50 = nn.fused "cell" : tensor<1x192xf32> {
      %55 = nn.rnn_cell %49, %47, %1 {activations = ["tanh"], alphas = array<f64: 0.000000e+00>, betas = array<f64: 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 192 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x192xf32>, tensor<12x192x1x16xf32>) -> tensor<1x192xf32>
      nn.yield %55 : tensor<1x192xf32>
    }
    %51 = nn.slice %5 [15, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %52 = nn.reshape %51 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %53 = nn.fused "cell" : tensor<1x192xf32> {
      %55 = nn.rnn_cell %52, %50, %1 {activations = ["tanh"], alphas = array<f64: 0.000000e+00>, betas = array<f64: 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 192 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x192xf32>, tensor<12x192x1x16xf32>) -> tensor<1x192xf32>
      nn.yield %55 : tensor<1x192xf32>
    }
    %54 = nn.fused "matmul" : tensor<1x2500xf32> {
      %55 = nn.matmul %53, %2 block 64 columns 2500 : tensor<1x192xf32>, tensor<40x192x64xf32>
      %56 = nn.add %55, %3 : tensor<1x2500xf32>, tensor<2500xf32>
      nn.yield %56 : tensor<1x2500xf32>
    }
    return %54 : tensor<1x2500xf32>
  }
}

