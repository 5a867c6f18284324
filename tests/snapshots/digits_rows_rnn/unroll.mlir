module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x8x8xf32> {nn.name = "rows"}) -> (tensor<1x10xf32> {nn.name = "logits"}) attributes {nn.flush_denormals} {
    %0 = nn.constant {nn.hash = "d86038c9a97eb0ea"} dense_resource<__elided__> : tensor<32x10xf32>
    %1 = nn.constant dense<[-0.0777584761, 0.078532733, -0.189486876, -0.153883561, 0.115324616, 0.149513572, -0.100833759, 0.0140182879, -0.0355935693, 7.780680e-02]> : tensor<10xf32>
    %2 = nn.constant {nn.hash = "559d9aa0f385ac70"} dense_resource<__elided__> : tensor<8x32xf32>
    %3 = nn.constant {nn.hash = "ad75f1dba6e2bbf8"} dense_resource<__elided__> : tensor<32x1x32xf32>
    %4 = nn.constant {nn.hash = "b1ce65b18940f758"} dense_resource<__elided__> : tensor<32xf32>
    %5 = nn.reshape %arg0 : tensor<1x8x8xf32> to tensor<8x8xf32>
    %6 = nn.matmul %5, %2 : tensor<8x8xf32>, tensor<8x32xf32>
    %7 = nn.add %6, %4 : tensor<8x32xf32>, tensor<32xf32>
    %8 = nn.reshape %7 : tensor<8x32xf32> to tensor<8x1x32xf32>
    %9 = nn.slice %8 [0, 0, 0] size [1, 1, 32] step [1, 1, 1] : tensor<8x1x32xf32>
    %10 = nn.reshape %9 : tensor<1x1x32xf32> to tensor<1x32xf32>
    %11 = nn.rnn_cell %10 {activations = ["tanh"], alphas = array<f64: 0.000000e+00>, betas = array<f64: 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, operandSegmentSizes = array<i32: 1, 0, 0>} : (tensor<1x32xf32>) -> tensor<1x32xf32>
    %12 = nn.slice %8 [1, 0, 0] size [1, 1, 32] step [1, 1, 1] : tensor<8x1x32xf32>
    %13 = nn.reshape %12 : tensor<1x1x32xf32> to tensor<1x32xf32>
    %14 = nn.rnn_cell %13, %11, %3 {activations = ["tanh"], alphas = array<f64: 0.000000e+00>, betas = array<f64: 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x32xf32>, tensor<1x32xf32>, tensor<32x1x32xf32>) -> tensor<1x32xf32>
    %15 = nn.slice %8 [2, 0, 0] size [1, 1, 32] step [1, 1, 1] : tensor<8x1x32xf32>
    %16 = nn.reshape %15 : tensor<1x1x32xf32> to tensor<1x32xf32>
    %17 = nn.rnn_cell %16, %14, %3 {activations = ["tanh"], alphas = array<f64: 0.000000e+00>, betas = array<f64: 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x32xf32>, tensor<1x32xf32>, tensor<32x1x32xf32>) -> tensor<1x32xf32>
    %18 = nn.slice %8 [3, 0, 0] size [1, 1, 32] step [1, 1, 1] : tensor<8x1x32xf32>
    %19 = nn.reshape %18 : tensor<1x1x32xf32> to tensor<1x32xf32>
    %20 = nn.rnn_cell %19, %17, %3 {activations = ["tanh"], alphas = array<f64: 0.000000e+00>, betas = array<f64: 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x32xf32>, tensor<1x32xf32>, tensor<32x1x32xf32>) -> tensor<1x32xf32>
    %21 = nn.slice %8 [4, 0, 0] size [1, 1, 32] step [1, 1, 1] : tensor<8x1x32xf32>
    %22 = nn.reshape %21 : tensor<1x1x32xf32> to tensor<1x32xf32>
    %23 = nn.rnn_cell %22, %20, %3 {activations = ["tanh"], alphas = array<f64: 0.000000e+00>, betas = array<f64: 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x32xf32>, tensor<1x32xf32>, tensor<32x1x32xf32>) -> tensor<1x32xf32>
    %24 = nn.slice %8 [5, 0, 0] size [1, 1, 32] step [1, 1, 1] : tensor<8x1x32xf32>
    %25 = nn.reshape %24 : tensor<1x1x32xf32> to tensor<1x32xf32>
    %26 = nn.rnn_cell %25, %23, %3 {activations = ["tanh"], alphas = array<f64: 0.000000e+00>, betas = array<f64: 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x32xf32>, tensor<1x32xf32>, tensor<32x1x32xf32>) -> tensor<1x32xf32>
    %27 = nn.slice %8 [6, 0, 0] size [1, 1, 32] step [1, 1, 1] : tensor<8x1x32xf32>
    %28 = nn.reshape %27 : tensor<1x1x32xf32> to tensor<1x32xf32>
    %29 = nn.rnn_cell %28, %26, %3 {activations = ["tanh"], alphas = array<f64: 0.000000e+00>, betas = array<f64: 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x32xf32>, tensor<1x32xf32>, tensor<32x1x32xf32>) -> tensor<1x32xf32>
    %30 = nn.slice %8 [7, 0, 0] size [1, 1, 32] step [1, 1, 1] : tensor<8x1x32xf32>
    %31 = nn.reshape %30 : tensor<1x1x32xf32> to tensor<1x32xf32>
    %32 = nn.rnn_cell %31, %29, %3 {activations = ["tanh"], alphas = array<f64: 0.000000e+00>, betas = array<f64: 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x32xf32>, tensor<1x32xf32>, tensor<32x1x32xf32>) -> tensor<1x32xf32>
    %33 = nn.matmul %32, %0 : tensor<1x32xf32>, tensor<32x10xf32>
    %34 = nn.add %33, %1 : tensor<1x10xf32>, tensor<10xf32>
    return %34 : tensor<1x10xf32>
  }
}

