module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x8x8xf32> {nn.name = "rows"}) -> (tensor<1x10xf32> {nn.name = "logits"}) attributes {nn.flush_denormals} {
    %0 = nn.constant {nn.hash = "d60f2e8d1445bb36"} dense_resource<__elided__> : tensor<1x32x16xf32>
    %1 = nn.constant dense<[0.119887039, 0.0254252944, 0.181604385, -0.197886273, 0.032859154, 0.00838469527, -0.00536959805, 0.0967111662, -0.151204735, 0.179707751]> : tensor<10xf32>
    %2 = nn.constant {nn.hash = "7b837d53863e7c99"} dense_resource<__elided__> : tensor<4x8x32xf32>
    %3 = nn.constant {nn.hash = "96280a75060e97bf"} dense_resource<__elided__> : tensor<2x32x4x16xf32>
    %4 = nn.constant {nn.hash = "5e2358a9fe17ae55"} dense_resource<__elided__> : tensor<128xf32>
    %5 = nn.reshape %arg0 : tensor<1x8x8xf32> to tensor<8x8xf32>
    %6 = nn.fused "matmul" : tensor<8x128xf32> {
      %33 = nn.matmul %5, %2 block 32 columns 128 : tensor<8x8xf32>, tensor<4x8x32xf32>
      %34 = nn.add %33, %4 : tensor<8x128xf32>, tensor<128xf32>
      nn.yield %34 : tensor<8x128xf32>
    }
    %7 = nn.reshape %6 : tensor<8x128xf32> to tensor<8x1x128xf32>
    %8 = nn.slice %7 [0, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %9 = nn.reshape %8 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %10:2 = nn.fused "cell" : tensor<1x32xf32>, tensor<1x32xf32> {
      %next_h, %next_c = nn.lstm_cell %9 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 0, 0, 0, 0>} : (tensor<1x128xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
      nn.yield %next_h, %next_c : tensor<1x32xf32>, tensor<1x32xf32>
    }
    %11 = nn.slice %7 [1, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %12 = nn.reshape %11 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %13:2 = nn.fused "cell" : tensor<1x32xf32>, tensor<1x32xf32> {
      %next_h, %next_c = nn.lstm_cell %12, %10#0, %10#1, %3 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<2x32x4x16xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
      nn.yield %next_h, %next_c : tensor<1x32xf32>, tensor<1x32xf32>
    }
    %14 = nn.slice %7 [2, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %15 = nn.reshape %14 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %16:2 = nn.fused "cell" : tensor<1x32xf32>, tensor<1x32xf32> {
      %next_h, %next_c = nn.lstm_cell %15, %13#0, %13#1, %3 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<2x32x4x16xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
      nn.yield %next_h, %next_c : tensor<1x32xf32>, tensor<1x32xf32>
    }
    %17 = nn.slice %7 [3, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %18 = nn.reshape %17 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %19:2 = nn.fused "cell" : tensor<1x32xf32>, tensor<1x32xf32> {
      %next_h, %next_c = nn.lstm_cell %18, %16#0, %16#1, %3 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<2x32x4x16xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
      nn.yield %next_h, %next_c : tensor<1x32xf32>, tensor<1x32xf32>
    }
    %20 = nn.slice %7 [4, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %21 = nn.reshape %20 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %22:2 = nn.fused "cell" : tensor<1x32xf32>, tensor<1x32xf32> {
      %next_h, %next_c = nn.lstm_cell %21, %19#0, %19#1, %3 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<2x32x4x16xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
      nn.yield %next_h, %next_c : tensor<1x32xf32>, tensor<1x32xf32>
    }
    %23 = nn.slice %7 [5, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %24 = nn.reshape %23 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %25:2 = nn.fused "cell" : tensor<1x32xf32>, tensor<1x32xf32> {
      %next_h, %next_c = nn.lstm_cell %24, %22#0, %22#1, %3 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<2x32x4x16xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
      nn.yield %next_h, %next_c : tensor<1x32xf32>, tensor<1x32xf32>
    }
    %26 = nn.slice %7 [6, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %27 = nn.reshape %26 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %28:2 = nn.fused "cell" : tensor<1x32xf32>, tensor<1x32xf32> {
      %next_h, %next_c = nn.lstm_cell %27, %25#0, %25#1, %3 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<2x32x4x16xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
      nn.yield %next_h, %next_c : tensor<1x32xf32>, tensor<1x32xf32>
    }
    %29 = nn.slice %7 [7, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %30 = nn.reshape %29 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %31 = nn.fused "cell" : tensor<1x32xf32> {
      %next_h, %next_c = nn.lstm_cell %30, %28#0, %28#1, %3 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<2x32x4x16xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
      nn.yield %next_h : tensor<1x32xf32>
    }
    %32 = nn.fused "matmul" : tensor<1x10xf32> {
      %33 = nn.matmul %31, %0 block 16 columns 10 : tensor<1x32xf32>, tensor<1x32x16xf32>
      %34 = nn.add %33, %1 : tensor<1x10xf32>, tensor<10xf32>
      nn.yield %34 : tensor<1x10xf32>
    }
    return %32 : tensor<1x10xf32>
  }
}

