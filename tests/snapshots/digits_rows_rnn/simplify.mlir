module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x8x8xf32> {nn.name = "rows"}) -> (tensor<1x10xf32> {nn.name = "logits"}) {
    %0 = nn.constant {nn.hash = "d86038c9a97eb0ea"} dense_resource<__elided__> : tensor<32x10xf32>
    %1 = nn.constant {nn.hash = "9f7778d84d36cba0"} dense_resource<__elided__> : tensor<1x32x8xf32>
    %2 = nn.constant {nn.hash = "c38b50ce9fb25996"} dense_resource<__elided__> : tensor<1x32x32xf32>
    %3 = nn.constant {nn.hash = "11ff384375c8bcf8"} dense_resource<__elided__> : tensor<1x64xf32>
    %4 = nn.constant dense<[-0.0777584761, 0.078532733, -0.189486876, -0.153883561, 0.115324616, 0.149513572, -0.100833759, 0.0140182879, -0.0355935693, 7.780680e-02]> : tensor<10xf32>
    %5 = nn.reshape %arg0 : tensor<1x8x8xf32> to tensor<8x1x8xf32>
    %y, %final_h = nn.rnn %5, %1, %2, %3 {activations = ["tanh"], alphas = array<f64: 0.000000e+00>, betas = array<f64: 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 0 : i32, hidden_size = 32 : i64, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 0>} : (tensor<8x1x8xf32>, tensor<1x32x8xf32>, tensor<1x32x32xf32>, tensor<1x64xf32>) -> (tensor<8x1x1x32xf32>, tensor<1x1x32xf32>)
    %6 = nn.reshape %final_h : tensor<1x1x32xf32> to tensor<1x32xf32>
    %7 = nn.matmul %6, %0 : tensor<1x32xf32>, tensor<32x10xf32>
    %8 = nn.add %7, %4 : tensor<1x10xf32>, tensor<10xf32>
    return %8 : tensor<1x10xf32>
  }
}

