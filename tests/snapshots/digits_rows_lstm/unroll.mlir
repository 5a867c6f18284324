module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x8x8xf32> {nn.name = "rows"}) -> (tensor<1x10xf32> {nn.name = "logits"}) attributes {nn.flush_denormals} {
    %0 = nn.constant {nn.hash = "05c56de7f7bc8404"} dense_resource<__elided__> : tensor<32x10xf32>
    %1 = nn.constant dense<[0.119887039, 0.0254252944, 0.181604385, -0.197886273, 0.032859154, 0.00838469527, -0.00536959805, 0.0967111662, -0.151204735, 0.179707751]> : tensor<10xf32>
    %2 = nn.constant {nn.hash = "559de7dc5cb6454e"} dense_resource<__elided__> : tensor<8x128xf32>
    %3 = nn.constant {nn.hash = "963f914464a4817c"} dense_resource<__elided__> : tensor<32x4x32xf32>
    %4 = nn.constant {nn.hash = "5e2358a9fe17ae55"} dense_resource<__elided__> : tensor<128xf32>
    %5 = nn.reshape %arg0 : tensor<1x8x8xf32> to tensor<8x8xf32>
    %6 = nn.matmul %5, %2 : tensor<8x8xf32>, tensor<8x128xf32>
    %7 = nn.add %6, %4 : tensor<8x128xf32>, tensor<128xf32>
    %8 = nn.reshape %7 : tensor<8x128xf32> to tensor<8x1x128xf32>
    %9 = nn.slice %8 [0, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %10 = nn.reshape %9 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %next_h, %next_c = nn.lstm_cell %10 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 0, 0, 0, 0>} : (tensor<1x128xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
    %11 = nn.slice %8 [1, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %12 = nn.reshape %11 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %next_h_0, %next_c_1 = nn.lstm_cell %12, %next_h, %next_c, %3 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<32x4x32xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
    %13 = nn.slice %8 [2, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %14 = nn.reshape %13 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %next_h_2, %next_c_3 = nn.lstm_cell %14, %next_h_0, %next_c_1, %3 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<32x4x32xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
    %15 = nn.slice %8 [3, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %16 = nn.reshape %15 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %next_h_4, %next_c_5 = nn.lstm_cell %16, %next_h_2, %next_c_3, %3 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<32x4x32xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
    %17 = nn.slice %8 [4, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %18 = nn.reshape %17 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %next_h_6, %next_c_7 = nn.lstm_cell %18, %next_h_4, %next_c_5, %3 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<32x4x32xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
    %19 = nn.slice %8 [5, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %20 = nn.reshape %19 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %next_h_8, %next_c_9 = nn.lstm_cell %20, %next_h_6, %next_c_7, %3 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<32x4x32xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
    %21 = nn.slice %8 [6, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %22 = nn.reshape %21 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %next_h_10, %next_c_11 = nn.lstm_cell %22, %next_h_8, %next_c_9, %3 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<32x4x32xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
    %23 = nn.slice %8 [7, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %24 = nn.reshape %23 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %next_h_12, %next_c_13 = nn.lstm_cell %24, %next_h_10, %next_c_11, %3 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<32x4x32xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
    %25 = nn.matmul %next_h_12, %0 : tensor<1x32xf32>, tensor<32x10xf32>
    %26 = nn.add %25, %1 : tensor<1x10xf32>, tensor<10xf32>
    return %26 : tensor<1x10xf32>
  }
}

